//! scratch
#[test]
fn parses() {
    let mut bad = 0;
    for (id, s) in doudi_guangdong_2020::sources().iter() {
        if s.kind != doudi::source::SourceKind::Policy { continue; }
        let (_, d) = doudi::syntax::parse(id, &s.text, &doudi::Limits::default());
        for x in d { bad += 1;
            let span = format!("{:?}", x);
            let start: usize = span.split("start: ").nth(1).and_then(|r| r.split(',').next()).and_then(|n| n.parse().ok()).unwrap_or(0);
            let line = s.text[..start].lines().count();
            println!("{}:{}: {} -- {}", s.name, line, x, &s.text[start..].chars().take(60).collect::<String>()); println!("{:?}", x); }
    }
    assert_eq!(bad, 0);
}
