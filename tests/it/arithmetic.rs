//! Exact numbers and days against big rationals and a day-by-day calendar.

use doudi::Date;
use doudi::value::{MissingDay, Number, Rounding};
use num_bigint::BigInt;
use num_rational::BigRational;
use num_traits::{One, Signed, Zero};
use proptest::prelude::*;
use rust_decimal::Decimal;

fn big(number: Number) -> BigRational {
    let (num, den) = number.parts();
    BigRational::new(num.into(), den.into())
}

/// The number with this value, if 128-bit parts carry it.
fn fits(value: &BigRational) -> Option<(i128, i128)> {
    Some((i128::try_from(value.numer()).ok()?, i128::try_from(value.denom()).ok()?))
}

/// What an operation gave is the exact value, and nothing is given up that 128-bit parts carry.
fn agrees(found: Option<Number>, exact: &BigRational) {
    assert_eq!(found.map(big).as_ref(), fits(exact).map(|_| exact), "{exact}");
}

/// Numbers of the size policies work with.
fn ordinary() -> impl Strategy<Value = Number> {
    let decimal =
        (any::<i64>(), 0u32..7).prop_map(|(n, places)| Number::from_parts(n.into(), 10i128.pow(places)).unwrap());
    let fraction =
        (any::<i64>(), 1i128..1_000_000_000_000).prop_map(|(n, den)| Number::from_parts(n.into(), den).unwrap());
    let small = (-50i64..50).prop_map(Number::from_int);
    prop_oneof![4 => decimal, 3 => fraction, 2 => small]
}

/// The same, and numbers that only just fit.
fn number() -> impl Strategy<Value = Number> {
    let huge = (any::<i128>(), 1i128..i128::MAX).prop_map(|(n, den)| Number::from_parts(n, den).unwrap());
    prop_oneof![9 => ordinary(), 1 => huge]
}

/// Parts of any length, and those at the edges of 64 and 128 bits.
fn part() -> impl Strategy<Value = i128> {
    let any_length = (any::<i128>(), 0u32..127).prop_map(|(n, bits)| n >> bits);
    let ends = [i128::from(i64::MAX), i128::from(i64::MIN), i128::from(u64::MAX), 1 << 126, i128::MAX, i128::MIN];
    prop_oneof![5 => any_length, 1 => prop::sample::select(ends.to_vec())]
}

/// Any fraction that fits, decimals often.
fn edge() -> impl Strategy<Value = Number> {
    let den = part().prop_map(|den| den.checked_abs().unwrap_or(1).max(1));
    let ten = (0u32..39).prop_map(|places| 10i128.pow(places));
    (part(), prop_oneof![den, ten]).prop_map(|(num, den)| Number::from_parts(num, den).unwrap())
}

fn mode() -> impl Strategy<Value = Rounding> {
    prop::sample::select(vec![Rounding::HalfUp, Rounding::HalfEven, Rounding::Up, Rounding::Down])
}

fn rounded(value: &BigRational, step: &BigRational, mode: Rounding) -> BigRational {
    let steps = value / step;
    let down = steps.trunc();
    let rest = (&steps - &down).abs();
    let half = BigRational::new(BigInt::one(), 2.into());
    let away = match mode {
        Rounding::Down => false,
        Rounding::Up => !rest.is_zero(),
        Rounding::HalfUp => rest >= half,
        Rounding::HalfEven => rest > half || (rest == half && !(down.to_integer() % BigInt::from(2)).is_zero()),
    };
    let one = if steps.is_negative() { -BigRational::one() } else { BigRational::one() };
    (if away { down + one } else { down }) * step
}

fn operations(a: Number, b: Number) {
    agrees(a.checked_add(b), &(big(a) + big(b)));
    agrees(a.checked_sub(b), &(big(a) - big(b)));
    agrees(a.checked_mul(b), &(big(a) * big(b)));
    agrees(a.checked_neg(), &-big(a));
    if b.is_zero() {
        assert!(a.checked_div(b).is_none());
    } else {
        agrees(a.checked_div(b), &(big(a) / big(b)));
    }
    assert_eq!(a.cmp(&b), big(a).cmp(&big(b)));
}

proptest! {
    #![proptest_config(crate::properties::config(20_000))]

    #[test]
    fn operations_are_exact_or_nothing(a in number(), b in number()) {
        operations(a, b);
    }

    #[test]
    fn operations_give_up_only_what_does_not_fit(a in edge(), b in edge()) {
        operations(a, b);
    }

    #[test]
    fn rounding_is_exact(
        a in ordinary(),
        step in prop::sample::select(vec!["0.01", "0.1", "0.05", "1", "5", "10", "100"]),
        mode in mode(),
    ) {
        let step: Number = step.parse().unwrap();
        agrees(a.round(step, mode), &rounded(&big(a), &big(step), mode));
    }

    #[test]
    fn rounding_gives_up_only_what_does_not_fit(a in edge(), step in edge(), mode in mode()) {
        if step > Number::ZERO {
            agrees(a.round(step, mode), &rounded(&big(a), &big(step), mode));
        } else {
            prop_assert_eq!(a.round(step, mode), None);
        }
    }

    #[test]
    fn places_are_the_fewest_that_carry_the_value(a in prop_oneof![number(), edge()]) {
        let ten = BigRational::from_integer(10.into());
        let carries = |places: u32| (big(a) * num_traits::pow(ten.clone(), places as usize)).is_integer();
        match a.places() {
            Some(places) => prop_assert!(carries(places) && (places == 0 || !carries(places - 1)), "{:?} {}", a, places),
            // A denominator holds at most 126 twos, and fewer fives.
            None => prop_assert!(!carries(127), "{:?}", a),
        }
        let whole = big(a).is_integer().then(|| i64::try_from(big(a).numer()).ok()).flatten();
        prop_assert_eq!(a.to_i64(), whole);
        prop_assert_eq!(a.is_integer(), big(a).is_integer());
    }

    #[test]
    fn printing_reads_back(a in number()) {
        if fits(&big(a)).is_some() {
            let printed = a.to_string();
            if printed.len() <= 38 {
                prop_assert_eq!(printed.parse::<Number>(), Ok(a));
            }
        }
    }

    #[test]
    fn decimals_go_there_and_back(mantissa in -1_000_000_000_000_000_000i64..1_000_000_000_000_000_000, places in 0u32..10) {
        let decimal = Decimal::new(mantissa, places);
        prop_assert_eq!(Number::from_decimal(decimal).and_then(Number::to_decimal), Some(decimal.normalize()));
    }
}

#[test]
fn numbers_are_read_by_a_strict_grammar() {
    let read = |text: &str| Number::parse(text, 15, 6).map(|n| n.to_string());
    for (text, value) in [
        ("0", "0"),
        ("-0", "0"),
        ("007", "7"),
        ("1050", "1050"),
        ("0.5", "0.5"),
        ("532.10", "532.1"),
        ("-3.25", "-3.25"),
        ("999999999999999", "999999999999999"),
        ("0.000001", "0.000001"),
    ] {
        assert_eq!(read(text).as_deref(), Some(value), "{text}");
    }
    for text in [
        "",
        "-",
        "+1",
        ".5",
        "1.",
        "1e5",
        "1E5",
        "1_000",
        "1,000",
        " 1",
        "1 ",
        "１",
        "٣",
        "0x10",
        "NaN",
        "inf",
        "1.2.3",
        "--1",
        "1-",
        "1000000000000000",
        "0.0000001",
        "1;DROP",
        "½",
        "一",
    ] {
        assert_eq!(read(text), None, "{text:?}");
    }
    assert_eq!(read(&"9".repeat(10_000_000)), None);
}

#[test]
fn every_day_reads_back() {
    let mut day = Date::parse("1900-01-01").unwrap();
    let mut count = 1;
    while let Some(next) = day.add_days(1) {
        assert_eq!(Date::parse(&day.to_string()), Some(day));
        assert_eq!(next.days_since(day), 1);
        day = next;
        count += 1;
    }
    assert_eq!((day.to_string().as_str(), count), ("2200-12-31", 109_938));
}

#[test]
fn days_are_read_by_a_strict_grammar() {
    for text in [
        "",
        "2020-2-3",
        "2020-02-3",
        " 2020-01-01",
        "2020-01-01 ",
        "+2020-01-01",
        "-0001-01-01",
        "0000-01-01",
        "1899-12-31",
        "2201-01-01",
        "2020-02-30",
        "2019-02-29",
        "1900-02-29",
        "2020-13-01",
        "2020-00-10",
        "2020-01-00",
        "2020/01/01",
        "20200101",
        "2020-01-01T00:00",
        "２０２０-01-01",
        "2020-01-0１",
        "2020年1月1日",
        "2020--1-01",
        "99999-01-01",
    ] {
        assert_eq!(Date::parse(text), None, "{text:?}");
    }
    assert_eq!(Date::parse("2000-02-29").map(|d| (d.year(), d.month(), d.day())), Some((2000, 2, 29)));
}

#[test]
fn age_turns_on_the_stated_day() {
    for leap in [1996, 2000, 2004, 2008] {
        let born = Date::new(leap, 2, 29).unwrap();
        for age in 1..=25 {
            let year = leap + age;
            let eve = Date::new(year, 2, 28).unwrap();
            let march = Date::new(year, 3, 1).unwrap();
            let is_leap = Date::new(year, 2, 29).is_some();
            let age = i64::from(age);
            assert_eq!(eve.age_of(born, MissingDay::Down), if is_leap { age - 1 } else { age });
            assert_eq!(eve.age_of(born, MissingDay::Up), age - 1);
            assert_eq!(march.age_of(born, MissingDay::Up), age);
            assert_eq!(march.age_of(born, MissingDay::Down), age);
        }
    }
}

/// Months counted one by one: the slow and obvious way.
fn months_slowly(earlier: Date, later: Date, missing: MissingDay) -> i64 {
    let mut months = 0;
    while earlier.add_months(months + 1, missing).is_some_and(|reached| reached <= later) {
        months += 1;
    }
    months
}

proptest! {
    #![proptest_config(crate::properties::config(5_000))]

    #[test]
    fn months_between_counts_months(start in 0i64..60_000, length in 0i64..4_000, up: bool) {
        let missing = if up { MissingDay::Up } else { MissingDay::Down };
        let earlier = Date::parse("1950-01-01").unwrap().add_days(start).unwrap();
        let later = earlier.add_days(length).unwrap();
        prop_assert_eq!(later.months_since(earlier, missing), months_slowly(earlier, later, missing));
        prop_assert_eq!(earlier.months_since(later, missing), -later.months_since(earlier, missing));
    }

    #[test]
    fn months_land_on_the_day_or_beside_it(start in 0i64..60_000, months in -600i64..600) {
        let day = Date::parse("1960-01-01").unwrap().add_days(start).unwrap();
        let (down, up) = (day.add_months(months, MissingDay::Down), day.add_months(months, MissingDay::Up));
        if let (Some(down), Some(up)) = (down, up) {
            if down.day() == day.day() {
                prop_assert_eq!(down, up);
            } else {
                prop_assert_eq!(down.add_days(1), Some(up));
                prop_assert_eq!(up.day(), 1);
            }
        }
    }
}
