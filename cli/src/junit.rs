//! Reports of pages → JUnit XML, which forges read.

use crate::suite::PageReport;
use anstream::adapter::strip_str;
use doudi::diagnostic::Locale;
use quick_junit::{NonSuccessKind, Report, TestCase, TestCaseStatus, TestSuite};

/// One suite a page, one case a test and a row of a table; no times, so that the same results are the same text.
///
/// # Errors
/// What the writer says.
pub fn xml(reports: &[PageReport], locale: Locale) -> Result<String, String> {
    let mut all = Report::new("doudi");
    for page in reports {
        let path = page.path.display().to_string();
        let mut suite = TestSuite::new(path.as_str());
        let mut add = |name: &str, said: String| {
            let status = if said.is_empty() {
                TestCaseStatus::success()
            } else {
                let mut status = TestCaseStatus::non_success(NonSuccessKind::Failure);
                let text = strip_str(&said).to_string();
                status.set_message(text.lines().next().unwrap_or_default().to_owned());
                status.set_description(text);
                status
            };
            let mut case = TestCase::new(name, status);
            case.set_classname(path.as_str());
            suite.add_test_case(case);
        };
        match &page.outcome {
            Ok(report) => {
                let cases = report.tests.iter().flat_map(|test| page.cases(test, locale));
                cases.for_each(|(name, said)| add(name, said));
            }
            Err(_) => add(&path, page.text(locale)),
        }
        all.add_test_suite(suite);
    }
    all.to_string().map_err(|error| error.to_string())
}
