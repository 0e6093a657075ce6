//! `doudi check --fix` over broken texts: it mends what it writes, and no number is gone.

use crate::program::Call;
use doudi::diagnostic::{Diagnostic, Place};
use doudi::{Policy, Sources};

const WHOLE: &str = "\
policy demo \"示例\" in force 2020-01-01 .. 2020-12-31
choice Area \"地区\" { town \"城镇\"  village \"农村\" }
entity Household \"家庭\" {
  area: Area \"地区\"
  savings: money 0.. \"存款\"
  poor: truth \"困难\" default false
  people: integer 1..12 \"人数\"
}
parameter standard \"标准\": money per month by Area, people: integer {
  assumed \"draft\"
  from 2020-01-01 {
    town, 1..2: 900.50
    town, 3..: 800
    village, any: 700
  }
}
condition Household.needy \"困难\" {
  all of {
    low \"存款少\": savings <= 20000 and people >= 2
    due \"到期\": decision_date >= 2020-03-01
  }
}
measure aid \"补助\" for Household { monthly: money per month \"每月\" }
rule grant \"发放\" for Household {
  when needy or poor
  must aid { monthly: round(clamp(standard(area, people) * 0.5, 50, 3000), 0.01, half_up) }
}
";

/// What is written for what.
const SLIPS: [(&str, &str); 46] = [
    ("900.50", "900。50"),
    ("900.50", "900·50"),
    ("900.50", "900．50"),
    ("900.50", "900.50元"),
    ("900.50", "０９００.50"),
    ("900.50", "900,50"),
    ("900.50", "900. 50"),
    ("900.50", "9¥00.50"),
    ("900.50", "¥900.50"),
    ("900.50", "900.50；"),
    ("800\n", "800。\n"),
    ("20000", "20,000"),
    ("20000", "20，000"),
    ("20000", "20、000"),
    ("20000", "20_000"),
    ("20000", "20 000"),
    ("20000", "2万"),
    ("20000", "2万元"),
    ("20000", "+20000"),
    ("20000", "２００００"),
    ("20000", "20000\u{200B}"),
    ("20000", "20\u{200B}000"),
    ("20000 and", "20000and"),
    ("20000 and", "20000 && "),
    ("20000 and", "20000且"),
    ("1..2:", "1至2:"),
    ("1..2:", "1~2:"),
    ("1..2:", "1–2:"),
    ("1..2:", "1…2:"),
    ("3..:", "3以上:"),
    ("* 0.5", "* .5"),
    ("* 0.5", "* 0。5"),
    ("* 0.5", "* 05"),
    ("* 0.5", "* 0．5"),
    ("50, 3000", "50，3000"),
    ("50, 3000", "50。3000"),
    ("50, 3000", "50；3000"),
    ("\"困难\" default", "‘困难’ default"),
    ("\"困难\" default", "“困难\" default"),
    ("2020-03-01", "2020。03。01"),
    ("2020-03-01", "2020/3/1"),
    ("<=", "=<"),
    ("people >= 2", "people ≧ 2"),
    ("when needy", "if needy"),
    ("monthly: round", "monthly = round"),
    ("needy or", "needy || "),
];

fn errors(text: &str) -> Vec<Diagnostic> {
    match Policy::load(Sources::new().policy("w.policy", text)) {
        Ok(_) => Vec::new(),
        Err(error) => error.diagnostics.into_iter().filter(Diagnostic::is_error).collect(),
    }
}

/// The numbers of a text as they are read, whatever the digits.
fn numbers(text: &str) -> Vec<String> {
    let narrow: String = text
        .chars()
        .filter(|letter| *letter != '\u{200B}')
        .map(|letter| match letter {
            '０'..='９' => char::from(b'0' + u8::try_from(u32::from(letter) - u32::from('０')).unwrap()),
            _ => letter,
        })
        .collect();
    let digits = narrow.split(|letter: char| !letter.is_ascii_digit()).filter(|digits| !digits.is_empty());
    digits.map(str::to_owned).collect()
}

/// Every pair of slips at different places, as one text.
fn broken() -> Vec<(String, String)> {
    let with = |slips: &[&(&str, &str)]| {
        slips.iter().try_fold(WHOLE.to_owned(), |text, (right, wrong)| {
            text.contains(right).then(|| text.replacen(right, wrong, 1))
        })
    };
    let mut all = Vec::new();
    for (at, first) in SLIPS.iter().enumerate() {
        let alone = with(&[first]).unwrap_or_else(|| panic!("{first:?} is no slip of the text"));
        all.push((format!("{first:?}"), alone));
        for second in SLIPS.iter().skip(at + 1).filter(|second| second.0 != first.0) {
            all.extend(with(&[first, second]).map(|text| (format!("{first:?} {second:?}"), text)));
        }
    }
    all
}

#[test]
fn what_is_mended_unasked_has_fewer_errors_and_all_its_numbers() {
    assert!(errors(WHOLE).is_empty(), "{:?}", errors(WHOLE));
    let (mut wrong, mut mended) = (Vec::new(), 0);
    let texts = broken();
    assert!(texts.len() > 900, "{}", texts.len());
    for (slips, text) in texts {
        let fixed = doudi_cli::fixed(&Sources::new().policy("w.policy", &text));
        let Some((_, fixed)) = fixed.iter().next() else { panic!("no text") };
        let fixed = &fixed.text;
        if *fixed == text {
            continue;
        }
        mended += 1;
        let (before, after) = (errors(&text), errors(fixed));
        let codes = |found: &[Diagnostic]| found.iter().map(|one| one.entry.code).collect::<Vec<_>>().join(" ");
        // These two alone keep the rest of their item from being read: what it hides is told then.
        let hides = before.iter().any(|one| ["E0176", "E0179"].contains(&one.entry.code));
        if after.len() >= before.len() + usize::from(hides) {
            wrong.push(format!("{slips}: {} → {}", codes(&before), codes(&after)));
        }
        // `.5` alone gains a digit: its 0.
        let digits = |text: &str| numbers(text).into_iter().filter(|number| number != "0").collect::<Vec<_>>();
        let (had, has) = (digits(&text), digits(fixed));
        if had != has {
            wrong.push(format!("{slips}: {had:?} → {has:?}"));
        }
        if after.is_empty() && has != digits(WHOLE) {
            wrong.push(format!("{slips}: {has:?} is another policy"));
        }
    }
    println!("{mended} texts mended");
    assert!(mended > 500, "{mended}");
    assert!(wrong.is_empty(), "{}\n{}", wrong.len(), wrong.join("\n"));
}

#[test]
fn a_comment_within_what_goes_stays() {
    let text = format!(
        "{WHOLE}allow W0230 # because it is new\n  because \"明年用\" # they say\ndefine Household.twice \"倍\": money = 2 * savings\nproperty p \"甲\" for Household {{ always twice >= 0 }}\n"
    );
    let call = Call::new("fix_comment").with("w/w.policy", text);
    let ran = call.run("check w --fix");
    let written = call.read("w/w.policy");
    assert!(
        !written.contains("allow") && written.contains("# because it is new") && written.contains("# they say"),
        "{}{written}",
        ran.out
    );
}

#[test]
fn a_place_is_given_for_each_error() {
    for (slips, text) in broken() {
        for found in errors(&text) {
            let Place::Span(span) = found.place else { panic!("{slips}: {found}") };
            assert!(text.get(span.start as usize..span.end as usize).is_some(), "{slips}: {found}");
        }
    }
}

/// What another reading is possible of is offered, and not written.
#[test]
fn what_may_be_meant_otherwise_is_left() {
    for (right, wrong) in [
        ("50, 3000", "50； -3000"),
        ("village, any: 700", "village, any: 700； -100"),
        ("village, any: 700\n", "village, any: 700;\n    -100\n"),
        ("town, 3..: 800", "town, 3..; 5: 800"),
        ("* 0.5", "* 5.-1"),
        ("* 0.5", "* .5"),
        ("* 0.5", "* 0.5元"),
        ("900.50", "¥900.50"),
        ("people >= 2", "people => 2"),
        ("\"示例\"", "'Rule's'"),
        ("savings <= 20000", "savings =! 20000"),
    ] {
        let text = WHOLE.replacen(right, wrong, 1);
        let fixed = doudi_cli::fixed(&Sources::new().policy("w.policy", text.as_str()));
        let kept = fixed.iter().all(|(_, source)| source.text == text);
        assert!(kept, "{wrong}");
        assert!(!errors(&text).is_empty(), "{wrong}");
    }
    // At the end of a line and of a block nothing else can be meant.
    for (right, wrong) in [
        ("needy or poor", "needy ｜｜ poor"),
        ("town, 3..: 800\n", "town, 3..: 800；\n"),
        ("half_up) }", "half_up); }"),
    ] {
        let text = WHOLE.replacen(right, wrong, 1);
        let fixed = doudi_cli::fixed(&Sources::new().policy("w.policy", text.as_str()));
        assert_eq!(fixed.iter().next().unwrap().1.text, WHOLE, "{wrong}");
    }
}
