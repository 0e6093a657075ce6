//! An item's text with its slips mended for reading, and the places in it → places in the source.

use std::borrow::Cow;

/// How a slip is read: the text that takes its place.
pub(super) struct Patch {
    pub(super) start: usize,
    pub(super) end: usize,
    pub(super) text: String,
}

/// A stretch of a source as it is parsed.
pub(super) struct Patched<'a> {
    pub(super) text: Cow<'a, str>,
    places: Vec<Place>,
    base: usize,
    written: &'a str,
}

/// A stretch of the text that stands for another of the source.
struct Place {
    start: usize,
    end: usize,
    source: (usize, usize),
}

impl<'a> Patched<'a> {
    /// The text that begins at `base` of its source; of `patches` those that lie in it are applied.
    pub(super) fn new(text: &'a str, base: usize, patches: &[Patch]) -> Self {
        let end = base.saturating_add(text.len());
        let mut patched = Patched { text: Cow::Borrowed(text), places: Vec::new(), base, written: text };
        let mut read = base;
        let mut out = String::new();
        for patch in patches.iter().filter(|patch| base <= patch.start && patch.end <= end) {
            let between = read.checked_sub(base).zip(patch.start.checked_sub(base));
            let Some(between) = between.and_then(|(from, to)| text.get(from..to)) else { continue };
            out.push_str(between);
            let start = out.len();
            out.push_str(&patch.text);
            patched.places.push(Place { start, end: out.len(), source: (patch.start, patch.end) });
            read = patch.end;
        }
        if !patched.places.is_empty() {
            out.push_str(text.get(read.saturating_sub(base)..).unwrap_or(""));
            patched.text = Cow::Owned(out);
        }
        patched
    }

    /// Where in the source something of the text begins.
    pub(super) fn start(&self, at: usize) -> usize {
        match self.places.iter().rev().find(|place| place.start <= at) {
            Some(place) if at < place.end => place.source.0,
            Some(place) => place.source.1.saturating_add(at.saturating_sub(place.end)),
            None => self.base.saturating_add(at),
        }
    }

    /// Where in the source something of the text ends.
    pub(super) fn end(&self, at: usize) -> usize {
        match self.places.iter().rev().find(|place| place.start < at) {
            Some(place) if at <= place.end => place.source.1,
            Some(place) => place.source.1.saturating_add(at.saturating_sub(place.end)),
            None => self.base.saturating_add(at),
        }
    }

    /// Whether a stretch of the source lies at something that is read otherwise than it is written, or right
    /// beside it.
    pub(super) fn touches(&self, start: usize, end: usize) -> bool {
        let between =
            |from: usize, to: usize| self.written.get(from.checked_sub(self.base)?..to.checked_sub(self.base)?);
        let beside =
            |from: usize, to: usize| to <= from || between(from, to).is_some_and(|text| text.trim().is_empty());
        self.places.iter().any(|place| beside(place.source.1, start) && beside(end, place.source.0))
    }
}
