//! A document of words, blanks and places where a line may end → lines of text.
//!
//! What a keyword is in one language and the other differs in width. A line is broken as if each
//! keyword took the wider of the two, so that both languages break at the same places, and
//! converting a policy there and back gives the same bytes.

use super::source::Comment;
use crate::syntax::keywords::{Keyword, Script};
use unicode_width::UnicodeWidthStr;

/// Columns a line should keep within; a Chinese character takes two.
const WIDTH: usize = 110;

/// Columns a block is indented by.
const INDENT: usize = 2;

/// A piece of text to be laid out.
#[derive(Debug)]
pub(super) enum Doc {
    /// A word or sign; boxed, as a document of every level of an expression is on the stack.
    Leaf(Box<Leaf>),
    /// A blank.
    Blank,
    /// A blank, or nothing, where the group around it stays on one line; else the end of the line.
    Break { blank: bool },
    /// The end of a line.
    End,
    /// Pieces in a row.
    Row(Vec<Doc>),
    /// Pieces that stand on one line, or break at all their breaks.
    Group(Vec<Doc>),
    /// Pieces with blanks between, as many on a line as fit.
    Fill(Vec<Doc>),
    /// Lines begun within it are indented by so many levels.
    Nest(usize, Box<Doc>),
    /// Cells of a table's row: the rows of a block are aligned.
    Cells(Vec<Doc>),
    /// Lines between braces.
    Block(Box<Block>),
}

/// `{ … }`
#[derive(Debug)]
pub(super) struct Block {
    pub(super) open: Leaf,
    pub(super) lines: Vec<Line>,
    /// Comments behind the last line.
    pub(super) end: Vec<Comment>,
    pub(super) close: Leaf,
}

/// A line of a block, or an item of a file, with the comments that belong to it.
#[derive(Debug)]
pub(super) struct Line {
    pub(super) before: Vec<Comment>,
    /// A blank line stands before it.
    pub(super) gap: bool,
    pub(super) doc: Doc,
    pub(super) after: Option<String>,
}

/// A word or sign, and what its source says of it.
#[derive(Debug)]
pub(super) struct Leaf {
    pub(super) word: Word,
    /// The language a keyword is written in.
    pub(super) script: Script,
    /// A number as it is written.
    pub(super) spelled: Option<String>,
    /// Comments on lines of their own before it.
    pub(super) before: Vec<Comment>,
    /// A comment behind it.
    pub(super) after: Option<String>,
    /// A blank line stands before it.
    pub(super) gap: bool,
    /// The next word stands on another line.
    pub(super) ends_line: bool,
}

/// What a leaf says.
#[derive(Clone, Debug)]
pub(super) enum Word {
    Key(&'static Keyword),
    /// A unit of time, and whether there is one of it.
    Unit(&'static Keyword, bool),
    Name(String),
    /// A number or date.
    Number(String),
    /// A text, its quotes not included.
    Quoted(String),
    Sign(&'static str),
    /// A bracket that the text need not have.
    Added(&'static str),
}

impl Doc {
    pub(super) fn word(word: Word) -> Doc {
        Doc::Leaf(Box::new(Leaf::new(word)))
    }

    pub(super) fn key(keyword: &'static Keyword) -> Doc {
        Doc::word(Word::Key(keyword))
    }

    pub(super) fn sign(sign: &'static str) -> Doc {
        Doc::word(Word::Sign(sign))
    }

    pub(super) fn name(name: &str) -> Doc {
        Doc::word(Word::Name(name.to_string()))
    }

    pub(super) fn nest(levels: usize, doc: Doc) -> Doc {
        Doc::Nest(levels, Box::new(doc))
    }

    /// Pieces with blanks between them.
    pub(super) fn words(docs: impl IntoIterator<Item = Doc>) -> Doc {
        Doc::between(docs, || Doc::Blank)
    }

    /// Pieces with commas between them.
    pub(super) fn list(docs: impl IntoIterator<Item = Doc>) -> Doc {
        Doc::between(docs, || Doc::Row(vec![Doc::sign(","), Doc::Blank]))
    }

    fn between(docs: impl IntoIterator<Item = Doc>, separator: impl Fn() -> Doc) -> Doc {
        let mut row = Vec::new();
        for doc in docs {
            if !row.is_empty() {
                row.push(separator());
            }
            row.push(doc);
        }
        Doc::Row(row)
    }

    pub(super) fn block(lines: Vec<Doc>) -> Doc {
        let (open, close) = (Leaf::new(Word::Sign("{")), Leaf::new(Word::Sign("}")));
        let lines = lines.into_iter().map(Line::new).collect();
        Doc::Block(Box::new(Block { open, lines, end: Vec::new(), close }))
    }

    /// Shows every leaf, in order.
    pub(super) fn leaves(&mut self, see: &mut dyn FnMut(&mut Leaf)) {
        match self {
            Doc::Leaf(leaf) => see(leaf),
            Doc::Blank | Doc::Break { .. } | Doc::End => {}
            Doc::Row(docs) | Doc::Group(docs) | Doc::Fill(docs) | Doc::Cells(docs) => {
                docs.iter_mut().for_each(|doc| doc.leaves(see));
            }
            Doc::Nest(_, doc) => doc.leaves(see),
            Doc::Block(block) => {
                see(&mut block.open);
                block.lines.iter_mut().for_each(|line| line.doc.leaves(see));
                see(&mut block.close);
            }
        }
    }

    /// Whether its first word is a number or date.
    pub(super) fn begins_with_number(&mut self) -> bool {
        let mut first = None;
        self.leaves(&mut |leaf| {
            first.get_or_insert(matches!(leaf.word, Word::Number(_)));
        });
        first == Some(true)
    }

    /// Whether a comment stands within it.
    fn is_commented(&self) -> bool {
        match self {
            Doc::Leaf(leaf) => leaf.is_commented(),
            Doc::Blank | Doc::Break { .. } | Doc::End => false,
            Doc::Row(docs) | Doc::Group(docs) | Doc::Fill(docs) | Doc::Cells(docs) => {
                docs.iter().any(Doc::is_commented)
            }
            Doc::Nest(_, doc) => doc.is_commented(),
            Doc::Block(_) => false,
        }
    }

    /// Gives each line of its blocks the comments that stand before its first word and behind its last.
    fn settle(&mut self) {
        match self {
            Doc::Row(docs) | Doc::Group(docs) | Doc::Fill(docs) | Doc::Cells(docs) => {
                docs.iter_mut().for_each(Doc::settle);
            }
            Doc::Nest(_, doc) => doc.settle(),
            Doc::Block(block) => {
                block.lines.iter_mut().for_each(Line::settle);
                block.end = std::mem::take(&mut block.close.before);
            }
            Doc::Leaf(_) | Doc::Blank | Doc::Break { .. } | Doc::End => {}
        }
    }
}

impl Line {
    pub(super) fn new(doc: Doc) -> Line {
        Line { before: Vec::new(), gap: false, doc, after: None }
    }

    pub(super) fn settle(&mut self) {
        let mut first = true;
        self.doc.leaves(&mut |leaf| {
            if std::mem::take(&mut first) {
                self.before = std::mem::take(&mut leaf.before);
                self.gap = leaf.gap;
            }
        });
        let mut count: usize = 0;
        self.doc.leaves(&mut |_| count = count.saturating_add(1));
        self.doc.leaves(&mut |leaf| {
            count = count.saturating_sub(1);
            if count == 0 {
                self.after = leaf.after.take();
            }
        });
        self.doc.settle();
    }
}

impl Leaf {
    fn new(word: Word) -> Leaf {
        Leaf {
            word,
            script: Script::English,
            spelled: None,
            before: Vec::new(),
            after: None,
            gap: false,
            ends_line: true,
        }
    }

    /// The columns it takes in the language it takes more in.
    fn width(&self) -> usize {
        match &self.word {
            Word::Key(keyword) | Word::Unit(keyword, _) => columns(keyword.en).max(columns(keyword.zh)),
            _ => columns(&self.text(None, true)),
        }
    }

    fn text(&self, script: Option<Script>, plain: bool) -> String {
        match &self.word {
            Word::Key(keyword) => keyword.word(script.unwrap_or(self.script)).to_string(),
            Word::Unit(keyword, one) => {
                let word = keyword.word(script.unwrap_or(self.script));
                // `1 month`; of days there is no such word.
                if *one && !plain && word != "days" { word.trim_end_matches('s').to_string() } else { word.to_string() }
            }
            Word::Name(name) => name.clone(),
            Word::Number(number) => self.spelled.as_ref().unwrap_or(number).clone(),
            Word::Quoted(text) => format!("\"{}\"", text.replace('\\', "\\\\").replace('"', "\\\"")),
            Word::Sign(sign) | Word::Added(sign) => sign.to_string(),
        }
    }

    fn is_commented(&self) -> bool {
        !self.before.is_empty() || self.after.is_some()
    }
}

/// The columns a text takes on a screen that shows Chinese.
fn columns(text: &str) -> usize {
    text.width_cjk()
}

/// How a document is to be laid out.
#[derive(Clone, Copy)]
pub(super) struct Style {
    /// One line for each line of a block, however long; no columns.
    pub(super) plain: bool,
    /// The language of all keywords; without it each keeps its own.
    pub(super) script: Option<Script>,
}

/// Writes items, and the comments behind the last of them.
pub(super) fn lay_out(lines: &[Line], end: &[Comment], style: Style) -> String {
    let mut pen = Pen { out: String::new(), column: 0, fresh: true, ended: false, blanks: 0, style };
    pen.lines(lines, end, 0);
    if !pen.out.is_empty() {
        pen.out.push('\n');
    }
    pen.out
}

struct Pen {
    out: String,
    /// Columns taken on this line, each keyword in the wider language.
    column: usize,
    /// Nothing stands on this line yet.
    fresh: bool,
    /// A comment stands on this line: nothing may follow.
    ended: bool,
    /// Blanks to be written before what comes next on this line.
    blanks: usize,
    style: Style,
}

impl Pen {
    fn line_break(&mut self, indent: usize) {
        if !self.out.is_empty() {
            self.out.push('\n');
        }
        self.out.push_str(&" ".repeat(indent));
        (self.column, self.fresh, self.ended, self.blanks) = (indent, true, false, 0);
    }

    fn write(&mut self, text: &str, width: usize) {
        if !self.fresh {
            self.out.push_str(&" ".repeat(self.blanks));
            self.column = self.column.saturating_add(self.blanks);
        }
        self.out.push_str(text);
        self.column = self.column.saturating_add(width);
        (self.fresh, self.blanks) = (false, 0);
    }

    /// A comment behind what stands on the line.
    fn remark(&mut self, comment: &str) {
        self.blanks = 2;
        self.write(comment, 0);
        self.ended = true;
    }

    fn leaf(&mut self, leaf: &Leaf, indent: usize) {
        for comment in &leaf.before {
            if !self.fresh {
                self.line_break(indent.saturating_add(INDENT));
            }
            let indented = self.column;
            self.write(&comment.text, 0);
            self.line_break(indented);
        }
        if self.ended {
            self.line_break(indent.saturating_add(INDENT));
        }
        self.write(&leaf.text(self.style.script, self.style.plain), leaf.width());
        if let Some(comment) = &leaf.after {
            self.remark(comment);
        }
    }

    fn lines(&mut self, lines: &[Line], end: &[Comment], indent: usize) {
        let table = Table::of(lines, self.style);
        let mut first = true;
        for line in lines {
            self.comments(&line.before, &mut first, indent);
            self.begin(line.gap, &mut first, indent);
            match &line.doc {
                Doc::Cells(cells) => self.cells(cells, &table, indent),
                doc => self.doc(doc, indent, false, 0),
            }
            if let Some(comment) = &line.after {
                if self.ended {
                    self.line_break(indent.saturating_add(INDENT));
                    self.write(comment, 0);
                } else {
                    self.remark(comment);
                }
            }
        }
        self.comments(end, &mut first, indent);
    }

    fn comments(&mut self, comments: &[Comment], first: &mut bool, indent: usize) {
        for comment in comments {
            self.begin(comment.gap, first, indent);
            self.write(&comment.text, 0);
        }
    }

    fn begin(&mut self, gap: bool, first: &mut bool, indent: usize) {
        if gap && !*first {
            self.out.push('\n');
        }
        *first = false;
        self.line_break(indent);
    }

    fn cells(&mut self, cells: &[Doc], table: &Table, indent: usize) {
        let commented = cells.iter().any(Doc::is_commented);
        for (index, cell) in cells.iter().enumerate() {
            self.blanks = usize::from(index > 0);
            match (table.columns.get(index), self.flat(cell)) {
                (Some(column), Some(flat)) if !commented => {
                    self.write(&flat.text, flat.width);
                    self.out.push_str(&" ".repeat(column.shown.saturating_sub(columns(&flat.text))));
                    self.column = self.column.saturating_add(column.width.saturating_sub(flat.width));
                }
                _ => self.doc(cell, indent.saturating_add(INDENT), false, 0),
            }
        }
    }

    /// A document on one line, if it can stand on one.
    fn flat(&self, doc: &Doc) -> Option<Flat> {
        let width = self.measure(doc, WIDTH)?;
        let mut pen = Pen { out: String::new(), column: 0, fresh: true, ended: false, blanks: 0, style: self.style };
        pen.doc(doc, 0, true, 0);
        Some(Flat { text: pen.out, width })
    }

    /// Writes a document; `trail` is what has to stand behind it on its last line.
    fn doc(&mut self, doc: &Doc, indent: usize, flat: bool, trail: usize) {
        match doc {
            Doc::Leaf(leaf) => self.leaf(leaf, indent),
            Doc::Blank => self.blanks = 1,
            Doc::Break { blank } if flat => self.blanks = usize::from(*blank),
            Doc::Break { .. } | Doc::End => self.line_break(indent),
            Doc::Row(docs) => self.row(docs, indent, flat, trail),
            Doc::Fill(docs) | Doc::Cells(docs) if flat => docs.iter().enumerate().for_each(|(index, doc)| {
                self.blanks = if index > 0 { 1 } else { self.blanks };
                self.doc(doc, indent, true, 0);
            }),
            Doc::Cells(docs) => self.row(docs, indent, flat, trail),
            Doc::Group(docs) => {
                let flat = flat || self.style.plain || self.fits(docs, trail);
                self.row(docs, indent, flat, trail);
            }
            Doc::Fill(docs) => self.fill(docs, indent, flat, trail),
            Doc::Nest(levels, doc) => {
                let deeper = indent.saturating_add(levels.saturating_mul(INDENT));
                self.doc(doc, deeper, flat, trail);
            }
            Doc::Block(block) => self.block(block, indent, trail),
        }
    }

    fn row(&mut self, docs: &[Doc], indent: usize, flat: bool, trail: usize) {
        for (index, doc) in docs.iter().enumerate() {
            let rest = docs.get(index.saturating_add(1)..).unwrap_or(&[]);
            let (led, stops) = self.lead_of(rest);
            self.doc(doc, indent, flat, if stops { led } else { led.saturating_add(trail) });
        }
    }

    fn fill(&mut self, docs: &[Doc], indent: usize, flat: bool, trail: usize) {
        for (index, doc) in docs.iter().enumerate() {
            let trail = if index.saturating_add(1) == docs.len() { trail } else { 0 };
            let width = self.measure(doc, WIDTH).map(|width| width.saturating_add(trail).saturating_add(1));
            let stays =
                flat || self.style.plain || width.is_some_and(|width| self.column.saturating_add(width) <= WIDTH);
            match index {
                0 => {}
                _ if stays && !self.ended => self.blanks = 1,
                _ => self.line_break(indent),
            }
            self.doc(doc, indent, flat, trail);
        }
    }

    fn block(&mut self, block: &Block, indent: usize, trail: usize) {
        let width = self.measure_block(block, WIDTH);
        let room = self.column.saturating_add(self.blanks).saturating_add(trail);
        let bare = self.style.plain || block.lines.is_empty();
        let flat = width.is_some_and(|width| bare || room.saturating_add(width) <= WIDTH);
        self.leaf(&block.open, indent);
        if flat {
            for (index, line) in block.lines.iter().enumerate() {
                self.blanks = if index > 0 { 2 } else { 1 };
                self.doc(&line.doc, indent, true, 0);
            }
            self.blanks = 1;
        } else {
            self.lines(&block.lines, &block.end, indent.saturating_add(INDENT));
            self.line_break(indent);
        }
        self.leaf(&block.close, indent);
    }

    fn fits(&self, docs: &[Doc], trail: usize) -> bool {
        let room = WIDTH.saturating_sub(self.column.saturating_add(self.blanks).saturating_add(trail));
        self.measure_all(docs, room).is_some()
    }

    /// The columns a document takes on one line; nothing if it cannot stand on one, or takes more than `most`.
    fn measure(&self, doc: &Doc, most: usize) -> Option<usize> {
        let width = match doc {
            Doc::Leaf(leaf) if leaf.is_commented() => return None,
            Doc::Leaf(leaf) => leaf.width(),
            Doc::Blank | Doc::Break { blank: true } => 1,
            Doc::Break { blank: false } => 0,
            Doc::End => return None,
            Doc::Row(docs) | Doc::Group(docs) => self.measure_all(docs, most)?,
            Doc::Fill(docs) | Doc::Cells(docs) => {
                self.measure_all(docs, most)?.saturating_add(docs.len().saturating_sub(1))
            }
            Doc::Nest(_, doc) => self.measure(doc, most)?,
            Doc::Block(block) => self.measure_block(block, most)?,
        };
        (width <= most || self.style.plain).then_some(width)
    }

    fn measure_all(&self, docs: &[Doc], most: usize) -> Option<usize> {
        let mut sum: usize = 0;
        for doc in docs {
            sum = sum.saturating_add(self.measure(doc, most.saturating_sub(sum))?);
        }
        (sum <= most || self.style.plain).then_some(sum)
    }

    fn measure_block(&self, block: &Block, most: usize) -> Option<usize> {
        let commented = block.open.is_commented() || block.close.is_commented() || !block.end.is_empty();
        if block.lines.is_empty() {
            return (!commented).then_some("{ }".len());
        }
        if commented || self.style.plain || block.open.ends_line {
            return None;
        }
        let mut sum = "{  }".len();
        for (index, line) in block.lines.iter().enumerate() {
            if !line.before.is_empty() || line.after.is_some() {
                return None;
            }
            sum = sum.saturating_add(if index > 0 { 2 } else { 0 });
            sum = sum.saturating_add(self.measure(&line.doc, most.saturating_sub(sum))?);
        }
        (sum <= most).then_some(sum)
    }

    /// The columns up to the first place where the line may end, and whether there is one.
    fn lead(&self, doc: &Doc) -> (usize, bool) {
        match doc {
            Doc::Leaf(leaf) if !leaf.before.is_empty() => (0, true),
            Doc::Leaf(leaf) => (leaf.width(), leaf.after.is_some()),
            Doc::Blank => (1, false),
            Doc::Break { .. } | Doc::End => (0, true),
            Doc::Row(docs) | Doc::Group(docs) => self.lead_of(docs),
            Doc::Fill(docs) | Doc::Cells(docs) => {
                let (led, stops) = docs.first().map_or((0, false), |doc| self.lead(doc));
                (led, stops || docs.len() > 1)
            }
            Doc::Nest(_, doc) => self.lead(doc),
            Doc::Block(block) => (block.open.width(), true),
        }
    }

    fn lead_of(&self, docs: &[Doc]) -> (usize, bool) {
        let mut sum: usize = 0;
        for doc in docs {
            let (led, stops) = self.lead(doc);
            sum = sum.saturating_add(led);
            if stops {
                return (sum, true);
            }
        }
        (sum, false)
    }
}

/// A document on one line.
struct Flat {
    text: String,
    /// Its columns, each keyword in the wider language.
    width: usize,
}

/// The columns of the rows of a block; the last cell of a row is in none.
struct Table {
    columns: Vec<Column>,
}

/// The widest cell of a column: each keyword in the wider language, and as it is shown.
#[derive(Clone, Copy, Default)]
struct Column {
    width: usize,
    shown: usize,
}

impl Table {
    fn of(lines: &[Line], style: Style) -> Table {
        let pen = Pen { out: String::new(), column: 0, fresh: true, ended: false, blanks: 0, style };
        let mut widest: Vec<Column> = Vec::new();
        for line in lines.iter().filter(|_| !style.plain) {
            let Doc::Cells(cells) = &line.doc else { continue };
            for (index, cell) in cells.split_last().map_or(&[][..], |(_, cells)| cells).iter().enumerate() {
                let Some(flat) = pen.flat(cell) else { continue };
                if widest.len() == index {
                    widest.push(Column::default());
                }
                if let Some(column) = widest.get_mut(index) {
                    column.width = column.width.max(flat.width);
                    column.shown = column.shown.max(columns(&flat.text));
                }
            }
        }
        Table { columns: widest }
    }
}
