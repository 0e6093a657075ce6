//! graph → the text that Graphviz reads.

use super::{Graph, Kind};

impl Graph {
    /// The graph in Graphviz's language, from left to right.
    ///
    /// Labels are texts in quotes in which `"` and `\` are escaped: none is read as markup.
    pub fn to_dot(&self) -> String {
        let mut out = String::from("digraph {\n  rankdir=LR;\n  node [shape=box, fontname=\"sans-serif\"];\n");
        for (position, node) in self.nodes.iter().enumerate() {
            let mut label = quoted(&node.label);
            if !node.detail.is_empty() {
                label.push_str("\\n");
                label.push_str(&quoted(&node.detail));
            }
            let style = match node.kind {
                Kind::Fact => ", style=rounded",
                Kind::Parameter | Kind::Reading => ", style=dashed",
                Kind::Definition | Kind::Condition => "",
                Kind::Exception => ", style=dotted",
                Kind::Rule => ", style=bold",
                Kind::Measure => ", peripheries=2",
            };
            out.push_str(&format!("  n{position} [label=\"{label}\"{style}];\n"));
        }
        for (on, what) in self.edges() {
            out.push_str(&format!("  n{on} -> n{what};\n"));
        }
        out.push_str("}\n");
        out
    }
}

fn quoted(text: &str) -> String {
    text.replace('\\', "\\\\").replace('"', "\\\"")
}
