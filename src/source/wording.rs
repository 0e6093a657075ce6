//! The wording of an instrument → its clauses.

/// One clause of an instrument.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Clause {
    /// Its number, as the instrument has it.
    pub id: String,
    /// Its lines, put together.
    pub wording: String,
}

/// Reads a text clause by clause: `## 二（二）一是` begins one, the lines up to the next are its
/// wording; `# …` is a title and belongs to none.
pub fn clauses(text: &str) -> Vec<Clause> {
    let mut clauses: Vec<Clause> = Vec::new();
    for line in text.lines() {
        if let Some(id) = line.strip_prefix("## ") {
            clauses.push(Clause { id: id.trim().to_string(), wording: String::new() });
        } else if line.starts_with("# ") {
            continue;
        } else if let Some(clause) = clauses.last_mut() {
            clause.append(line);
        }
    }
    clauses
}

impl Clause {
    /// Chinese lines follow each other directly; between Latin words the break is a blank.
    fn append(&mut self, line: &str) {
        let ends_word = self.wording.ends_with(|c: char| c.is_ascii_graphic());
        if ends_word && line.starts_with(|c: char| c.is_ascii_graphic()) {
            self.wording.push(' ');
        }
        self.wording.push_str(line);
    }
}
