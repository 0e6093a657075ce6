//! x
use crate::oracle::generate;
#[test]
fn parses() {
    for seed in 0..300 {
        let text = generate::policy(seed).text();
        let mut sources = doudi::Sources::new().policy("a", text.clone());
        let (_, found) = doudi::syntax::parse(doudi::source::SourceId(0), &text, &doudi::Limits::default());
        for d in found.iter().take(3) { println!("{seed}: {d} at {:?}", d.place);
            if let doudi::diagnostic::Place::Span(s) = d.place { let a = (s.start as usize).saturating_sub(80); let mut a=a; while !text.is_char_boundary(a){a+=1} let mut b=(s.end as usize+60).min(text.len()); while !text.is_char_boundary(b){b+=1}; println!("   {}", &text[a..b]); } }
        let _ = &mut sources;
    }
}
