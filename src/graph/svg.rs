//! graph → SVG: boxes in columns, lines between them; no script, no style sheet, nothing loaded.

use super::layout::{Layout, Place, layout};
use super::{Graph, Kind, Node};
use html_escape::encode_text;

/// Width of a box, of the room between two columns, of a sign of the ideographic scripts and of
/// any other; height of a line.
const BOX: usize = 184;
const BETWEEN: usize = 56;
const WIDE: usize = 13;
const NARROW: usize = 7;
const LINE: usize = 18;
const MARGIN: usize = 10;

impl Graph {
    /// The graph as one `<svg>` element, from left to right. It takes the colour of the text around
    /// it, and stands alone as a file.
    pub fn to_svg(&self) -> String {
        let texts: Vec<Vec<String>> = self.nodes.iter().map(lines).collect();
        let layout = layout(self, |node| texts.get(node).map_or(0, |lines| lines.len() * LINE + 10));
        let width = layout.columns * (BOX + BETWEEN) + 2 * MARGIN - BETWEEN.min(layout.columns * BETWEEN);
        let height = layout.height + 2 * MARGIN;
        let mut out = format!(
            "<svg xmlns=\"http://www.w3.org/2000/svg\" viewBox=\"0 0 {width} {height}\" width=\"{width}\" height=\"{height}\" \
             role=\"img\" font-family=\"sans-serif\" font-size=\"13\" stroke=\"currentColor\" fill=\"none\">\n"
        );
        for (from, to) in &layout.lines {
            if let (Some(from), Some(to)) = (layout.places.get(*from), layout.places.get(*to)) {
                out.push_str(&line(from, to));
            }
        }
        self.boxes(&mut out, &layout, &texts);
        out.push_str("</svg>\n");
        out
    }

    fn boxes(&self, out: &mut String, layout: &Layout, texts: &[Vec<String>]) {
        for place in &layout.places {
            let found = place.node.and_then(|node| Some((self.nodes.get(node)?, texts.get(node)?)));
            let Some((node, lines)) = found else {
                // A line runs on through its place.
                let (left, middle) = (left(place), middle(place));
                out.push_str(&format!("<path d=\"M{left} {middle}h{BOX}\" opacity=\"0.45\"/>\n"));
                continue;
            };
            let (x, y, height) = (left(place), place.top + MARGIN, place.height);
            let style = match node.kind {
                Kind::Fact => " rx=\"10\"",
                Kind::Parameter | Kind::Reading => " stroke-dasharray=\"6 3\"",
                Kind::Exception => " stroke-dasharray=\"2 3\"",
                Kind::Definition | Kind::Condition => "",
                Kind::Rule => " stroke-width=\"2\"",
                Kind::Measure => " stroke-width=\"3\"",
            };
            out.push_str(&format!("<rect x=\"{x}\" y=\"{y}\" width=\"{BOX}\" height=\"{height}\"{style}/>\n"));
            out.push_str("<text stroke=\"none\" fill=\"currentColor\">");
            for (row, text) in lines.iter().enumerate() {
                let (x, y) = (x + 8, y + 5 + LINE * row + 13);
                out.push_str(&format!("<tspan x=\"{x}\" y=\"{y}\">{}</tspan>", encode_text(text)));
            }
            out.push_str("</text>\n");
        }
    }
}

fn left(place: &Place) -> usize {
    MARGIN + place.column * (BOX + BETWEEN)
}

fn middle(place: &Place) -> usize {
    MARGIN + place.top + place.height / 2
}

/// From the right side of one place to the left side of the next.
fn line(from: &Place, to: &Place) -> String {
    let (x1, y1, x2, y2) = (left(from) + BOX, middle(from), left(to), middle(to));
    let half = BETWEEN / 2;
    format!("<path d=\"M{x1} {y1}C{} {y1} {} {y2} {x2} {y2}\" opacity=\"0.45\"/>\n", x1 + half, x2.saturating_sub(half))
}

/// A node's label and detail in lines that fit its box.
fn lines(node: &Node) -> Vec<String> {
    let mut lines = wrapped(&node.label);
    if !node.detail.is_empty() {
        lines.extend(wrapped(&node.detail));
    }
    lines
}

fn wrapped(text: &str) -> Vec<String> {
    let mut lines = vec![String::new()];
    let mut width = 0;
    for c in text.chars() {
        let step = if c < '\u{2e80}' { NARROW } else { WIDE };
        if width + step > BOX - 16 {
            lines.push(String::new());
            width = 0;
        }
        if let Some(line) = lines.last_mut() {
            line.push(c);
        }
        width += step;
    }
    lines
}
