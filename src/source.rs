//! Input texts and places in them.
//!
//! In: the text of a file. Out: a [`SourceFile`] that turns a byte range into a [`Place`] that a person can find.
//! Invariant: a `Place` owns the text it shows, so findings can outlive their file. The place of a data cell shows that cell
//! and none of its neighbours.

mod invisible;

use std::fmt;
use std::ops::{Deref, Range};
use std::sync::Arc;

pub use invisible::{hidden, hidden_entity, is_invisible};

use serde::{Deserialize, Deserializer, Serialize};

/// The longest line, in bytes, that a finding shows in full. It shows part of a longer line.
const EXCERPT: usize = 240;

/// An input file: its path below the portal's root, with `/`, and its text.
#[derive(Clone)]
pub struct SourceFile {
    path: Arc<str>,
    text: Arc<str>,
}

impl SourceFile {
    /// Makes a file from its path below the portal's root and its decoded text.
    pub fn new(path: impl Into<Arc<str>>, text: impl Into<Arc<str>>) -> Self {
        Self { path: path.into(), text: text.into() }
    }

    /// The path below the portal's root, with `/` between its parts.
    #[must_use]
    pub fn path(&self) -> &str {
        &self.path
    }

    /// The whole decoded text.
    #[must_use]
    pub fn text(&self) -> &str {
        &self.text
    }

    /// The line, column and excerpt for a byte range.
    #[must_use]
    pub fn place(&self, span: Range<usize>) -> Place {
        let text = &*self.text;
        let start = floor(text, span.start.min(text.len()));
        let end = floor(text, span.end.clamp(start, text.len()));
        let line_start = text[..start].rfind('\n').map_or(0, |at| at + 1);
        let line_end = text[start..].find('\n').map_or(text.len(), |at| start + at);
        let line = memchr::memchr_iter(b'\n', &text.as_bytes()[..start]).count() + 1;
        let is_long = line_end - line_start > EXCERPT;
        let from = if is_long { floor(text, line_start.max(start.saturating_sub(EXCERPT / 2))) } else { line_start };
        let to = floor(text, line_end.min(from + EXCERPT).max(start));
        Place {
            path: Arc::clone(&self.path),
            line,
            column: text[line_start..start].chars().count() + 1,
            excerpt: text[from..to].trim_end_matches('\r').to_owned(),
            marked: (start - from..end.min(to).max(start) - from).into(),
        }
    }

    /// The whole file as a place, for findings about no single line.
    #[must_use]
    pub fn whole(&self) -> Place {
        Place::of_file(&self.path)
    }
}

/// The last character boundary at or before `at`.
fn floor(text: &str, at: usize) -> usize {
    (0..=at).rev().find(|index| text.is_char_boundary(*index)).unwrap_or(0)
}

/// A place in an input file, with the text it shows.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize)]
pub struct Place {
    /// Path below the portal's root, with `/`.
    pub path: Arc<str>,
    /// Line, from 1; 0 for the whole file.
    pub line: usize,
    /// Column in characters, from 1; 0 for the whole file.
    pub column: usize,
    /// The line, or as much of it as may be shown.
    pub excerpt: String,
    /// The part of `excerpt` to point at.
    pub marked: Marked,
}

/// The bytes in an excerpt to point at.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize)]
pub struct Marked {
    /// First byte.
    pub start: usize,
    /// The byte after the last one.
    pub end: usize,
}

impl From<Range<usize>> for Marked {
    fn from(range: Range<usize>) -> Self {
        Self { start: range.start, end: range.end }
    }
}

impl Place {
    /// The place of a whole file.
    #[must_use]
    pub fn of_file(path: &str) -> Self {
        Self { path: path.into(), line: 0, column: 0, excerpt: String::new(), marked: (0..0).into() }
    }

    /// The place of a data cell: its line, its column in characters, and its text alone.
    #[must_use]
    pub fn of_cell(path: &str, line: usize, column: usize, shown: &str) -> Self {
        let shown = shown.replace(['\n', '\r'], " ");
        Self { path: path.into(), line, column, marked: (0..shown.len()).into(), excerpt: shown }
    }

    /// The same place, without the text that stands there.
    #[must_use]
    pub fn without_excerpt(self) -> Self {
        Self { marked: (0..0).into(), excerpt: String::new(), ..self }
    }
}

/// A value from an author's file, with the bytes it was read from.
#[derive(Clone)]
pub struct Spanned<T> {
    value: T,
    start: u32,
    end: u32,
}

impl<T> Spanned<T> {
    /// A value with its byte range.
    pub fn new(value: T, span: Range<usize>) -> Self {
        let clamp = |at: usize| u32::try_from(at).unwrap_or(u32::MAX);
        Self { value, start: clamp(span.start), end: clamp(span.end) }
    }

    /// The value's byte range in its file.
    pub fn span(&self) -> Range<usize> {
        self.start as usize..self.end as usize
    }

    /// The value alone.
    pub fn into_inner(self) -> T {
        self.value
    }

    /// Changes the value and keeps its place.
    pub fn map<U>(self, change: impl FnOnce(T) -> U) -> Spanned<U> {
        Spanned { value: change(self.value), start: self.start, end: self.end }
    }
}

/// Equal values are equal wherever they stand: the place is for findings alone.
impl<T: PartialEq> PartialEq for Spanned<T> {
    fn eq(&self, other: &Self) -> bool {
        self.value == other.value
    }
}

impl<T: Eq> Eq for Spanned<T> {}

/// The value alone: where it stands is for findings.
impl<T: fmt::Debug> fmt::Debug for Spanned<T> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        self.value.fmt(f)
    }
}

impl<T> Deref for Spanned<T> {
    type Target = T;
    fn deref(&self) -> &T {
        &self.value
    }
}

impl<'de, T: Deserialize<'de>> Deserialize<'de> for Spanned<T> {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        let read = serde_saphyr::Spanned::<T>::deserialize(deserializer)?;
        let span = read.referenced.span();
        let byte = |at: Option<u64>| at.and_then(|at| usize::try_from(at).ok()).unwrap_or(0);
        let start = byte(span.byte_offset());
        Ok(Self::new(read.value, start..start + byte(span.byte_len())))
    }
}
