//! Byte offset → line and column, counted in characters so that Chinese lines up.

/// Where the lines of one text begin.
#[derive(Clone, Debug)]
pub struct LineIndex {
    starts: Vec<u32>,
}

impl LineIndex {
    /// Finds the line starts of `text`, once.
    pub fn new(text: &str) -> Self {
        let after_breaks = text.bytes().zip(1u32..).filter(|(byte, _)| *byte == b'\n').map(|(_, next)| next);
        LineIndex { starts: std::iter::once(0).chain(after_breaks).collect() }
    }

    /// Line and column of a byte offset, both from 1; the column counts characters.
    ///
    /// ```
    /// let text = "when 收入 < 标准";
    /// let index = doudi::LineIndex::new(text);
    /// assert_eq!(index.line_column(text, text.find('<').unwrap() as u32), (1, 9));
    /// ```
    pub fn line_column(&self, text: &str, offset: u32) -> (u32, u32) {
        let line = self.starts.partition_point(|start| *start <= offset).max(1);
        let start = self.starts.get(line.saturating_sub(1)).copied().unwrap_or(0);
        let column = text.get(start as usize..offset as usize).map_or(0, |before| before.chars().count());
        (line as u32, column as u32 + 1)
    }
}
