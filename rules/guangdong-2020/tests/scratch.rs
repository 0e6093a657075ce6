//! scratch
#[test]
fn parses() {
    let mut bad = 0;
    for (id, s) in doudi_guangdong_2020::sources().iter() {
        if s.kind != doudi::source::SourceKind::Policy { continue; }
        let (_, d) = doudi::syntax::parse(id, &s.text, &doudi::Limits::default());
        for x in d { bad += 1; println!("{}: {} {:?}", s.name, x, x); }
    }
    assert_eq!(bad, 0);
}
