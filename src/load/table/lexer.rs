//! Where the cells of CSV text begin and end: the one place that knows how quotes work.
//!
//! In: bytes. Out: what state each byte leads to, and the spans of cells.
//! Invariant: cells are those of the `csv` crate in every text that [`Inspector`](crate::load::table::inspect::Inspector) lets pass.

use std::iter;
use std::ops::Range;

/// What the next byte is to its cell.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(in crate::load) enum State {
    /// The first of a cell, or the end of an empty one.
    Start,
    /// Part of a value without quotes, in which a quote is a character like any other.
    Bare,
    /// Part of a value in quotes.
    Quoted,
    /// What tells whether the quote before it closes the value, or is the first of two that stand for one.
    Closing,
}

impl State {
    /// The state after a byte. It is [`State::Start`] exactly if the byte ends a cell.
    pub(in crate::load) fn after(self, byte: u8, delimiter: u8) -> Self {
        match self {
            Self::Start | Self::Closing if byte == b'"' => Self::Quoted,
            Self::Quoted if byte == b'"' => Self::Closing,
            Self::Quoted => Self::Quoted,
            _ if byte == delimiter || is_line_end(byte) => Self::Start,
            _ => Self::Bare,
        }
    }

    /// The state after bytes that hold no quote. Whatever it was before, the last of them alone decides.
    pub(in crate::load) fn after_plain(self, bytes: &[u8], delimiter: u8) -> Self {
        bytes.last().map_or(self, |last| self.after(*last, delimiter))
    }
}

/// Where a cell stands.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) struct Cell {
    /// Its value without the quotes around it; quotes within it are still doubled.
    pub(crate) value: Range<usize>,
    /// The byte after its last, which is a delimiter, a line end or the end of the text.
    pub(crate) end: usize,
}

/// The cells of the row that begins at `start`.
pub(crate) fn cells(bytes: &[u8], start: usize, delimiter: u8) -> impl Iterator<Item = Cell> {
    let mut next = Some(start);
    iter::from_fn(move || {
        let cell = cell(bytes, next?, delimiter);
        next = (bytes.get(cell.end) == Some(&delimiter)).then_some(cell.end + 1);
        Some(cell)
    })
}

/// The value of a row's cell, of the last one if it has fewer. Blank lines before the row are passed over.
pub(in crate::load) fn value_span(bytes: &[u8], start: usize, wanted: usize, delimiter: u8) -> Range<usize> {
    let start = start + blank_lines(&bytes[start..]);
    let value = cells(bytes, start, delimiter).take(wanted.saturating_add(1)).last().map(|cell| cell.value);
    value.unwrap_or(start..start)
}

/// Where the row that begins with the bytes ends: at its line end, or with the bytes.
pub(in crate::load) fn row_end(bytes: &[u8], delimiter: u8) -> usize {
    cells(bytes, 0, delimiter).last().map_or(0, |cell| cell.end)
}

/// How many bytes of blank lines stand at the beginning.
pub(in crate::load) fn blank_lines(bytes: &[u8]) -> usize {
    bytes.iter().take_while(|byte| is_line_end(**byte)).count()
}

fn cell(bytes: &[u8], start: usize, delimiter: u8) -> Cell {
    let (mut state, mut end) = (State::Start, start);
    for byte in &bytes[start..] {
        match state.after(*byte, delimiter) {
            State::Start => break,
            next => state = next,
        }
        end += 1;
    }
    // A value whose quote is not closed, or that goes on after it, is shown as it was written.
    let value = if state == State::Closing { start + 1..end - 1 } else { start..end };
    Cell { value, end }
}

fn is_line_end(byte: u8) -> bool {
    matches!(byte, b'\n' | b'\r')
}

#[cfg(test)]
mod tests {
    use std::io::Read;

    use proptest::prelude::*;

    use super::{Cell, blank_lines, cells, row_end, value_span};
    use crate::load::table::inspect::Inspector;

    fn is_refused(text: &[u8]) -> bool {
        Inspector::new(text, b',').read_to_end(&mut Vec::new()).is_err()
    }

    fn rows(text: &str) -> Vec<Vec<String>> {
        let (mut rows, mut at) = (Vec::new(), blank_lines(text.as_bytes()));
        while at < text.len() {
            let row: Vec<Cell> = cells(text.as_bytes(), at, b',').collect();
            let mut start = at;
            let mut value = |cell: &Cell| {
                let is_quoted = cell.value.start > start;
                start = cell.end + 1;
                let value = &text[cell.value.clone()];
                if is_quoted { value.replace("\"\"", "\"") } else { value.to_owned() }
            };
            rows.push(row.iter().map(&mut value).collect());
            at += row_end(&text.as_bytes()[at..], b',');
            at += blank_lines(&text.as_bytes()[at..]);
        }
        rows
    }

    fn rows_of_the_csv_crate(text: &str) -> Vec<Vec<String>> {
        let mut builder = ::csv::ReaderBuilder::new();
        let mut reader = builder.has_headers(false).flexible(true).from_reader(text.as_bytes());
        reader.records().map(|record| record.unwrap().iter().map(ToOwned::to_owned).collect()).collect()
    }

    #[test]
    fn a_quote_opens_a_value_only_where_the_value_begins() {
        let text = b"\r\n5\" pipe,\"a \"\"b\"\"\nc\",x\n6,\n";
        let value = |wanted| &text[value_span(text, 0, wanted, b',')];
        assert_eq!([value(0), value(1), value(2), value(9)], [&b"5\" pipe"[..], b"a \"\"b\"\"\nc", b"x", b"x"]);
        assert_eq!(row_end(b"5\" pipe,1\n6\" pipe,2\n", b','), 9);
        assert_eq!(row_end(b"\"5\n", b','), 3);
    }

    #[test]
    fn a_value_that_is_not_closed_or_goes_on_after_its_quote_is_shown_as_it_was_written() {
        let value = |text: &'static str| &text[value_span(text.as_bytes(), 0, 0, b',')];
        assert_eq!([value("\"a,b"), value("\"a\"b,c"), value("\""), value("\"\""), value("")], ["\"a,b", "\"a\"b", "\"", "", ""]);
    }

    proptest! {
        // Most texts hold a quote that is refused, so that many are needed.
        #![proptest_config(ProptestConfig::with_cases(4096))]

        #[test]
        fn cells_are_those_of_the_csv_crate(text in "[a,\"\n\r]{0,20}") {
            if !is_refused(text.as_bytes()) {
                prop_assert_eq!(rows(&text), rows_of_the_csv_crate(&text));
            }
        }
    }
}
