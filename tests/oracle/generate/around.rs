//! What stands beside the rules and bears on no decision: what becomes of the law, what is to be
//! done when, what must hold of everybody, what may be warned of.

use super::expression::Scope;
use super::{Maker, QUOTED, T};

impl Maker {
    pub fn around(&mut self) {
        if self.quotes {
            for _ in 0..self.rng.below(3) {
                self.provision();
            }
        }
        for _ in 0..self.rng.below(3) {
            self.duty();
        }
        for _ in 0..self.rng.below(3) {
            self.property();
        }
        for at in 0..self.items.len() {
            if self.rng.chance(3) {
                self.items[at].insert_str(0, "allow W0230 because \"以后再用\"\n");
            }
        }
    }

    fn provision(&mut self) {
        let (name, (clause, words)) = (self.name(&["passage", "条文"]), *self.rng.pick(&QUOTED));
        let labels = self.labels();
        let finding = |maker: &mut Maker| {
            let entity = maker.rng.below(maker.world.entities.len());
            let entity = &maker.world.entities[entity];
            format!("{}.{}", entity.name, entity.fields[0].name)
        };
        let (one, other) = (finding(self), finding(self));
        let carrier = match self.rng.below(6) {
            0 => " by a person \"由窗口认定\"".to_string(),
            1 => format!(" by a person {one}"),
            2 if one != other => format!(" by a person {one}, {other} \"标签\" \"label\""),
            3 => " not for a machine \"宣传\" \"publicity\"".to_string(),
            _ => String::new(),
        };
        self.items.push(format!("provision {name}{labels} {{ per law \"{clause}\" quote \"{words}\"{carrier} }}"));
    }

    fn duty(&mut self) {
        let (name, labels, per) = (self.name(&["report", "公示"]), self.labels(), self.per());
        let (span, certainty) = (self.in_force(30), self.certainty());
        let day = if self.rng.chance(50) { format!(" by day {}", self.rng.between(1, 28)) } else { String::new() };
        let due = match self.rng.below(6) {
            0 => "2020-06-30".to_string(),
            1 => format!("each month{day}"),
            2 => format!("each quarter{day}"),
            3 => format!("each year{day}"),
            4 => "\"定期\" \"at intervals\"".to_string(),
            _ => "\"定期\"".to_string(),
        };
        let (before, behind) =
            if self.rng.chance(50) { (per, span) } else { (span.trim().to_string(), format!(" {per}")) };
        self.items.push(format!(
            "duty {name}{labels} {{ {before} by \"民政局\" \"the bureau\"{behind} due {due}{certainty} }}"
        ));
    }

    fn property(&mut self) {
        let entity = self.rng.below(self.world.entities.len());
        let scope = Scope::base(entity, self.world.derived.len());
        let (name, labels) = (self.name(&["promise", "承诺"]), self.labels());
        let per = if self.rng.chance(50) { format!("{} ", self.per()) } else { String::new() };
        let span = self.in_force(30);
        let body = match self.rng.below(4) {
            0 => format!("always {}", self.promised(scope)),
            1 => format!("always {} implies {}", self.promised(scope), self.promised(scope)),
            2 => format!("never {}", self.promised(scope)),
            _ => match self.moved(scope) {
                Some(moved) => moved,
                None => format!("never {}", self.promised(scope)),
            },
        };
        let for_ = &self.world.entities[entity].name;
        self.items.push(format!("property {name}{labels} for {for_} {{ {per}{span} {body} }}"));
    }

    /// What is decided, or any other test.
    fn promised(&mut self, scope: Scope) -> String {
        let line = self.lineage(scope.entity);
        let measures: Vec<String> = self
            .world
            .measures
            .iter()
            .filter(|(_, of, _)| of.iter().any(|e| line.contains(e)))
            .map(|(m, ..)| m.clone())
            .collect();
        let rules: Vec<String> =
            self.world.rules.iter().filter(|(_, of)| line.contains(of)).map(|(rule, _)| rule.clone()).collect();
        match self.rng.below(4) {
            0 => "any measure".into(),
            1 if !measures.is_empty() => format!("measure {}", self.rng.pick(&measures)),
            2 if !rules.is_empty() => format!("rule {}", self.rng.pick(&rules)),
            _ => self.truth(scope, 1).inner(),
        }
    }

    /// An amount that never goes one way when a fact goes one.
    fn moved(&mut self, scope: Scope) -> Option<String> {
        let line = self.lineage(scope.entity);
        let amounts: Vec<String> = self
            .world
            .measures
            .iter()
            .filter(|(_, of, _)| of.iter().any(|e| line.contains(e)))
            .flat_map(|(measure, _, fields)| fields.iter().map(move |field| format!("{measure}.{field}")))
            .collect();
        let facts = self.world.entities[scope.entity].fields.iter();
        let facts: Vec<String> =
            facts.filter(|f| !f.optional && (f.ty.is_money() || f.ty == T::Integer)).map(|f| f.name.clone()).collect();
        if amounts.is_empty() || facts.is_empty() {
            return None;
        }
        let ways = ["increases", "decreases"];
        let (amount, fact) = (self.rng.pick(&amounts).clone(), self.rng.pick(&facts).clone());
        Some(format!("{amount} never {} when {fact} {}", self.rng.pick(&ways), self.rng.pick(&ways)))
    }
}
