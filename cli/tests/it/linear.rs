//! A table of cases takes as much time a row when it has many rows as when it has few.
//!
//! `DOUDI_ROWS=42000` measures so many rows against 420, and holds them to 1.15 times; otherwise there are
//! 4,200, held to 1.5 times, since tests run beside each other.

use doudi_cli::fixture::{NoFiles, Page};
use std::fs;
use std::time::Instant;

const FEW: usize = 420;

/// A page with a table of so many rows, of which every seventh is wrong in one column.
fn page(rows: usize) -> String {
    let row = |at: usize| {
        let (wage, wrong) = (at % 1000, at.is_multiple_of(7));
        let monthly = 1000 - wage / 2 - wage % 2 + usize::from(wrong);
        let half = if wage % 2 == 1 { ".5" } else { "" };
        format!("row {at},{wage},0,city,true,{monthly}{half}\n")
    };
    let rows: String = (0..rows).map(row).collect();
    let policy = include_str!("../demo/demo.policy");
    format!(
        "# Rows\n\n```policy\n{policy}```\n\n```facts on=2020-05-06\n{{ \"facts\": {{}} }}\n```\n\n\
         ```table\ncase,members[0].wage,members[1].wage,area,= household_support,= monthly\n{rows}```\n"
    )
}

/// Seconds of this thread's processor time, where the system tells, else of the clock.
fn seconds(work: impl FnOnce()) -> f64 {
    let spent = || {
        let told = fs::read_to_string("/proc/thread-self/schedstat").ok()?;
        told.split(' ').next()?.parse::<u64>().ok()
    };
    let (begun, before) = (Instant::now(), spent());
    work();
    match before.zip(spent()) {
        Some((before, after)) => (after - before) as f64 / 1e9,
        None => begun.elapsed().as_secs_f64(),
    }
}

#[test]
fn the_time_a_row_does_not_grow_with_the_rows() {
    let asked = std::env::var("DOUDI_ROWS").ok().and_then(|rows| rows.parse().ok());
    let (many, most, rounds) = asked.map_or((4_200, 1.5, 2), |rows| (rows, 1.15, 5));
    let time = |rows: usize, times: usize| {
        let text = page(rows);
        let run = || {
            let page = Page::read("rows", &text).expect("a page");
            let report = page.run(&NoFiles, &|_| true);
            let (passed, failed) = report.tests.iter().map(|test| test.tally()).next().expect("a test");
            assert_eq!((passed + failed, failed), (rows, rows.div_ceil(7)), "the rows, and those that are wrong");
        };
        seconds(|| (0..times).for_each(|_| run())) / (rows * times) as f64
    };
    // One after the other, so that both meet the same moments of the machine; the best of each counts.
    time(FEW, 1);
    let rounds: Vec<(f64, f64)> = (0..rounds).map(|_| (time(FEW, 5), time(many, 1))).collect();
    let best = |of: fn(&(f64, f64)) -> f64| rounds.iter().map(of).fold(f64::INFINITY, f64::min);
    let (a_row_of_few, a_row_of_many) = (best(|it| it.0), best(|it| it.1));
    let times = a_row_of_many / a_row_of_few;
    println!(
        "{FEW} rows: {:.1} µs a row; {many} rows: {:.1} µs a row; {times:.2} times",
        a_row_of_few * 1e6,
        a_row_of_many * 1e6
    );
    assert!(times < most, "{times:.2} times the time a row");
}
