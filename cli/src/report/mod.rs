//! What can be said of a policy without a household, as text, JSON or a calendar.

mod duties;
mod law;

pub use duties::{calendar, duties_json, duties_text};
pub use law::{law_json, law_text};

use doudi::diagnostic::Locale;
use doudi::model::{Citation, Model, Name};

/// `《社会救助暂行办法》第十二条`, `Support Act s. 3`.
pub fn cited(model: &Model, citation: &Citation, locale: Locale) -> String {
    let title = model.instruments.get(citation.instrument.index()).map_or("", |it| it.name.label(locale));
    match locale {
        Locale::ZhCn => format!("《{title}》{}", citation.clause),
        Locale::En => format!("{title} {}", citation.clause),
    }
}

fn pair(name: &Name) -> serde_json::Value {
    serde_json::json!({ "zh": name.zh, "en": name.en })
}

/// Items after one another, as the language does it.
fn listed(items: &[String], locale: Locale) -> String {
    items.join(match locale {
        Locale::ZhCn => "、",
        Locale::En => ", ",
    })
}
