//! Line and column as an editor counts them ⇄ byte offset.

use lsp_types::{Position, PositionEncodingKind, Range};

/// What a column counts.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum Encoding {
    /// Bytes.
    Utf8,
    /// Units of UTF-16, of which a character beyond the basic plane takes two.
    #[default]
    Utf16,
}

impl Encoding {
    /// The one the client likes best of those there are.
    pub fn agreed(offered: &[PositionEncodingKind]) -> Self {
        let likes = offered.iter().find_map(|kind| match kind.as_str() {
            "utf-8" => Some(Encoding::Utf8),
            "utf-16" => Some(Encoding::Utf16),
            _ => None,
        });
        likes.unwrap_or_default()
    }

    /// By the protocol's name.
    pub fn kind(self) -> PositionEncodingKind {
        match self {
            Encoding::Utf8 => PositionEncodingKind::UTF8,
            Encoding::Utf16 => PositionEncodingKind::UTF16,
        }
    }

    /// How many columns a text takes.
    pub fn columns(self, text: &str) -> u32 {
        let columns = match self {
            Encoding::Utf8 => text.len(),
            Encoding::Utf16 => text.encode_utf16().count(),
        };
        u32::try_from(columns).unwrap_or(u32::MAX)
    }
}

/// Where the lines of a text begin. Lines end at `\n`, `\r\n` and `\r`, as the protocol has it.
#[derive(Clone, Debug, Default)]
pub struct Lines {
    starts: Vec<usize>,
}

impl Lines {
    /// Finds them.
    pub fn of(text: &str) -> Self {
        let bytes = text.as_bytes();
        let ends = |(at, byte): (usize, &u8)| {
            (*byte == b'\n' || (*byte == b'\r' && bytes.get(at + 1) != Some(&b'\n'))).then_some(at + 1)
        };
        Lines { starts: std::iter::once(0).chain(bytes.iter().enumerate().filter_map(ends)).collect() }
    }

    /// The byte a position stands for; one behind the end of a line or text stands for that end.
    pub fn offset(&self, text: &str, position: Position, encoding: Encoding) -> usize {
        let Some(start) = self.starts.get(position.line as usize).copied() else { return text.len() };
        let next = self.starts.get(position.line as usize + 1).copied().unwrap_or(text.len());
        let line = text.get(start..next).unwrap_or("").trim_end_matches(['\n', '\r']);
        let mut column = 0;
        for (at, letter) in line.char_indices() {
            let wide = match encoding {
                Encoding::Utf8 => letter.len_utf8(),
                Encoding::Utf16 => letter.len_utf16(),
            };
            // A place within a character is before it.
            if column + wide > position.character as usize {
                return start + at;
            }
            column += wide;
        }
        start + line.len()
    }

    /// The position of a byte.
    pub fn position(&self, text: &str, offset: usize, encoding: Encoding) -> Position {
        let line = self.starts.partition_point(|start| *start <= offset).saturating_sub(1);
        let start = self.starts.get(line).copied().unwrap_or(0);
        let before = text.get(start..offset.min(text.len())).unwrap_or("");
        Position::new(u32::try_from(line).unwrap_or(u32::MAX), encoding.columns(before))
    }

    /// The positions of the ends of a stretch.
    pub fn range(&self, text: &str, start: usize, end: usize, encoding: Encoding) -> Range {
        Range::new(self.position(text, start, encoding), self.position(text, end, encoding))
    }
}
