//! Policies in a row, each amending the one before, and what they put in the place of its figures.

use super::{Maker, Parameter};

/// Days on which amended values hold.
const SPANS: [&str; 5] = [
    "from 2020-03-01",
    "from 2020-02-29 until 2020-05-31",
    "from 1990-01-01 until 2019-12-31",
    "from 2020-06-30",
    "from 1950-01-01",
];

impl Maker {
    /// One to three policies that amend, sometimes; each parameter is amended at most once.
    pub fn amendments(&mut self) {
        if !self.rng.chance(40) {
            return;
        }
        let mut before = "generated".to_string();
        for _ in 0..*self.rng.pick(&[1, 1, 2, 3]) {
            let name = self.name(&["city", "district", "市政策"]);
            let more = *self.rng.pick(&["", "", " version \"3\"", " currency \"镑\" \"pounds\"", " language zh"]);
            let span = *self.rng.pick(&[
                "",
                " in force .. 2190-12-31",
                " in force 1950-01-01 ..",
                " in force 1955-01-01 .. 2190-12-31",
            ]);
            let labels = self.labels();
            self.items.push(format!("policy {name}{labels} amends {before}{more}{span}"));
            before = name;
        }
        for at in 0..self.world.parameters.len() {
            if self.rng.chance(40) {
                let parameter = self.world.parameters[at].clone();
                self.amend(&parameter, at);
            }
        }
    }

    fn amend(&mut self, parameter: &Parameter, at: usize) {
        let assumed = self.rng.chance(30);
        let about = match (assumed, self.rng.chance(50)) {
            (true, true) => "assumed \"市长\"".to_string(),
            (true, false) => format!("{} assumed \"市长\"", self.per()),
            (false, _) => self.per(),
        };
        let first = self.rng.below(SPANS.len());
        let spans = if first == 2 && self.rng.chance(50) { vec![SPANS[2], SPANS[0]] } else { vec![SPANS[first]] };
        let mut confirmed = !assumed;
        let mut lines = Vec::new();
        for span in spans {
            let per = if self.rng.chance(40) { format!(" {}", self.per()) } else { String::new() };
            let own = match self.certainty() {
                // What is confirmed has a clause.
                " confirmed" if per.is_empty() && !about.contains("per ") => "",
                own => own,
            };
            confirmed |= own == " confirmed";
            let values = self.values(parameter);
            lines.push(format!("  {span}{per}{own}{values}"));
        }
        let checked = self.checked();
        self.items.push(format!("amend parameter {} {{\n  {about}{checked}\n{}\n}}", parameter.name, lines.join("\n")));
        // A value that a clause fixes cannot be set.
        self.world.parameters[at].settable &= !confirmed;
    }
}
