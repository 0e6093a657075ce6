//! The lines of an explanation, read back from each form it is set in.

/// The lines of the text: without indents, and without the brackets around headings.
pub fn lines_of_text(text: &str) -> Vec<String> {
    let heading = |line: &str| {
        let inner = line.strip_prefix('【').and_then(|rest| rest.strip_suffix('】'));
        inner.or_else(|| line.strip_prefix("== ").and_then(|rest| rest.strip_suffix(" =="))).unwrap_or(line).to_owned()
    };
    let lines = text.lines().map(|line| heading(line.trim())).filter(|line| !line.is_empty());
    lines.map(|line| line.strip_prefix("- ").unwrap_or(&line).to_owned()).collect()
}

/// The lines of a page of HTML: what stands in headings, paragraphs and entries.
pub fn lines_of_html(html: &str) -> Vec<String> {
    let body = html.split_once("<main").unwrap().1.split_once('>').unwrap().1;
    let body = body.split_once("<footer>").unwrap().0;
    // The contents say again what the page says.
    let contents = body.split_once("<nav>").and_then(|(head, rest)| Some((head, rest.split_once("</nav>")?.1)));
    let body = contents.map_or(body.to_owned(), |(head, rest)| format!("{head}{rest}"));
    let mut lines = vec![String::new()];
    let mut rest = body.as_str();
    while let Some((text, tail)) = rest.split_once('<') {
        let (tag, tail) = tail.split_once('>').unwrap();
        lines.last_mut().unwrap().push_str(text);
        let name = tag.trim_start_matches('/').split(' ').next().unwrap();
        if !matches!(name, "span" | "cite") {
            lines.push(String::new());
        }
        rest = tail;
    }
    let unescape = |line: &str| {
        let line = line.trim().replace("&lt;", "<").replace("&gt;", ">").replace("&quot;", "\"");
        line.replace("&#x27;", "'").replace("&amp;", "&")
    };
    lines.iter().map(|line| unescape(line)).filter(|line| !line.is_empty()).collect()
}

/// What the contents of a page lead to and do not find, or call something else than it is called there.
pub fn astray(html: &str) -> Vec<&str> {
    let Some((contents, page)) = html.split_once("</nav>") else { return Vec::new() };
    let links = contents.split("<a href=\"#").skip(1).map(|link| link.split_once("</a>").unwrap().0);
    links
        .filter(|link| {
            let (id, text) = link.split_once("\">").unwrap();
            let target = page.split_once(&format!(" id=\"{id}\">")).map(|(_, target)| target);
            !target.is_some_and(|target| target.lines().take(2).any(|line| line.contains(text)))
        })
        .collect()
}

/// The first tag that does not fit the one that is open, or is never closed.
pub fn unbalanced(html: &str) -> Option<String> {
    let mut open = Vec::new();
    for tag in html.split('<').skip(1).filter_map(|rest| rest.split_once('>')).map(|(tag, _)| tag) {
        let name = tag.split(' ').next().unwrap();
        match name.strip_prefix('/') {
            Some(name) if open.pop() != Some(name) => return Some(tag.to_owned()),
            Some(_) => {}
            None if matches!(name, "!DOCTYPE" | "meta") => {}
            None => open.push(name),
        }
    }
    open.pop().map(str::to_owned)
}

/// The lines of a page of Markdown: without its marks, and without the strokes that escape signs.
pub fn lines_of_markdown(markdown: &str) -> Vec<String> {
    let bare = |line: &str| {
        let line = line.trim();
        let line = ["# ", "## ", "- "].iter().find_map(|mark| line.strip_prefix(mark)).unwrap_or(line);
        let line = line.strip_prefix("> **").and_then(|rest| rest.strip_suffix("**")).unwrap_or(line);
        let mut plain = String::new();
        let mut escaped = false;
        for c in line.chars() {
            if c == '\\' && !escaped {
                escaped = true;
                continue;
            }
            plain.push(c);
            escaped = false;
        }
        plain
    };
    markdown.lines().map(bare).filter(|line| !line.is_empty()).collect()
}
