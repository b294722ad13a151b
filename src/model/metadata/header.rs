//! Where the names of the columns stand in a file.

use schemars::JsonSchema;
use serde::Deserialize;

use crate::model::as_written::schema_as_written;

/// The lines of a file that hold the names of its columns, counted from 1. None if the names come from the dictionary.
///
/// Several lines are joined, column by column: `Male` above `Number` is `Male - Number`. (Frictionless: `headerRows`.)
#[derive(Clone, Debug, PartialEq, Eq, Deserialize)]
#[serde(try_from = "WrittenHeader")]
pub struct Header(Vec<usize>);

impl Header {
    /// The lines, in order. They are counted from 1.
    #[must_use]
    pub fn lines(&self) -> &[usize] {
        &self.0
    }

    /// Whether the file has no line with names.
    #[must_use]
    pub fn is_none(&self) -> bool {
        self.0.is_empty()
    }
}

impl Default for Header {
    /// The first line.
    fn default() -> Self {
        Self(vec![1])
    }
}

/// A header as it is written: `true`, `false`, a line or a list of lines.
#[derive(Deserialize, JsonSchema)]
#[serde(untagged)]
enum WrittenHeader {
    Is(bool),
    Line(usize),
    Lines(Vec<usize>),
}

schema_as_written!(Header, WrittenHeader);

impl TryFrom<WrittenHeader> for Header {
    type Error = &'static str;

    fn try_from(written: WrittenHeader) -> Result<Self, Self::Error> {
        let lines = match written {
            WrittenHeader::Is(true) => vec![1],
            WrittenHeader::Is(false) => Vec::new(),
            WrittenHeader::Line(line) => vec![line],
            WrittenHeader::Lines(lines) if lines.is_empty() => return Err("write at least one line, or `header: false`"),
            WrittenHeader::Lines(lines) => lines,
        };
        let is_in_order = lines.windows(2).all(|pair| pair[0] < pair[1]);
        if lines.first() == Some(&0) || !is_in_order || lines.len() > 8 {
            return Err("write the line of the header, such as `3`, or up to 8 lines in order, such as `[3, 4]`");
        }
        Ok(Self(lines))
    }
}
