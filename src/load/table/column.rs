//! Collects the cells of one column into its pool of distinct cells.
//!
//! In: the bytes of each cell, row by row. Out: a [`Column`]. Each distinct text is read once.

use foldhash::HashMap;

use crate::load::table::cell::CellReader;
use crate::model::{Column, RawCell, has_leading_zero};

/// Collects the distinct cells of a column.
pub(in crate::load) struct ColumnReader<'a> {
    column: Column<RawCell>,
    /// Pool positions of plain numbers, by decimal places and digits: most cells are numbers, so they are found by index.
    plain: [Vec<u32>; DECIMALS],
    short: HashMap<u128, u32>,
    long: HashMap<Box<[u8]>, u32>,
    cells: CellReader<'a>,
    /// The last cell that is not a plain number. Sorted files often repeat it, which saves a look-up.
    above: Vec<u8>,
    above_at: u32,
}

impl<'a> ColumnReader<'a> {
    pub(in crate::load) fn new(name: &str, heading: &str, cells: CellReader<'a>) -> Self {
        let column = Column { name: name.to_owned(), heading: heading.to_owned(), pool: Vec::new(), cells: Vec::new() };
        let (short, long) = (HashMap::default(), HashMap::default());
        Self { column, plain: Default::default(), short, long, cells, above: Vec::new(), above_at: NONE }
    }

    pub(in crate::load) fn push(&mut self, bytes: &[u8]) {
        if let Some((decimals, digits)) = plain(bytes) {
            let known = self.plain[decimals].get(digits).copied().filter(|at| *at != NONE);
            let at = known.unwrap_or_else(|| self.add(bytes, Key::Plain { decimals, digits }));
            self.column.cells.push(at);
            return;
        }
        if self.above_at != NONE && self.above == bytes {
            self.column.cells.push(self.above_at);
            return;
        }
        let key = Key::packed(bytes);
        let known = match key {
            Key::Short(packed) => self.short.get(&packed).copied(),
            _ => self.long.get(bytes).copied(),
        };
        let at = known.unwrap_or_else(|| self.add(bytes, key));
        self.above.clear();
        self.above.extend_from_slice(bytes);
        self.above_at = at;
        self.column.cells.push(at);
    }

    #[cold]
    fn add(&mut self, bytes: &[u8], key: Key) -> u32 {
        let order = self.column.pool.len();
        let at = u32::try_from(order).unwrap_or(u32::MAX);
        self.column.pool.push(self.cells.read(&String::from_utf8_lossy(bytes), order));
        match key {
            Key::Plain { decimals, digits } => {
                let places = &mut self.plain[decimals];
                if places.len() <= digits {
                    places.resize((digits + 1).next_power_of_two(), NONE);
                }
                places[digits] = at;
            }
            Key::Short(packed) => drop(self.short.insert(packed, at)),
            Key::Long => drop(self.long.insert(bytes.into(), at)),
        }
        at
    }

    pub(in crate::load) fn finish(mut self) -> Column<RawCell> {
        self.column.pool.shrink_to_fit();
        self.column.cells.shrink_to_fit();
        self.column
    }
}

/// The key by which a text is looked up. No two texts share a key.
#[derive(Clone, Copy)]
enum Key {
    /// A number in its usual form, with at most six digits: `83.21` is 8321 with two decimal places.
    Plain { decimals: usize, digits: usize },
    /// At most 15 bytes, packed into a number with their length in the highest byte.
    Short(u128),
    /// Any longer text.
    Long,
}

/// Marks a text that is not in the pool.
const NONE: u32 = u32::MAX;

/// The number of cases for decimal places in plain numbers: 0 to 3.
const DECIMALS: usize = 4;

impl Key {
    fn packed(bytes: &[u8]) -> Self {
        let Some(length) = u8::try_from(bytes.len()).ok().filter(|length| *length < 16) else { return Self::Long };
        let mut packed = [0; 16];
        packed[..bytes.len()].copy_from_slice(bytes);
        packed[15] = length;
        Self::Short(u128::from_le_bytes(packed))
    }
}

/// The decimal places and digits of a number in its usual form. `None` for any other text.
fn plain(bytes: &[u8]) -> Option<(usize, usize)> {
    let mut digits = 0;
    let mut point = None;
    if bytes.is_empty() || bytes.len() > 7 {
        return None;
    }
    for (at, byte) in bytes.iter().enumerate() {
        match byte {
            b'0'..=b'9' => digits = digits * 10 + usize::from(byte - b'0'),
            b'.' if point.is_none() && at > 0 => point = Some(at),
            _ => return None,
        }
    }
    let decimals = point.map_or(0, |point| bytes.len() - point - 1);
    let ends_well = point.is_none() || decimals > 0;
    (digits < 1_000_000 && decimals < DECIMALS && !has_leading_zero(bytes) && ends_well).then_some((decimals, digits))
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::{ColumnReader, plain};
    use crate::load::table::cell::{CellReader, CellTexts};

    #[test]
    fn plain_numbers_are_those_that_one_spelling_has() {
        for text in ["0", "7", "83.21", "0.5", "999999", "0.001"] {
            assert!(plain(text.as_bytes()).is_some(), "{text}");
        }
        for text in ["", "007", "1.", ".5", "1.2.3", "-1", "1e5", "1234567", "00.5", "1,5"] {
            assert!(plain(text.as_bytes()).is_none(), "{text}");
        }
    }

    #[test]
    fn a_blank_cell_below_numbers_is_blank() {
        let texts = CellTexts::default();
        let mut reader = ColumnReader::new("a", "a", CellReader::new(None, &texts));
        for cell in ["16", "", "16"] {
            reader.push(cell.as_bytes());
        }
        assert_eq!(reader.finish().cells, [0, 1, 0]);
    }

    proptest! {
        #[test]
        fn every_cell_comes_back_as_it_was_written(cells in prop::collection::vec("[0-9.a]{0,8}|[a-c]{14,18}", 0..60)) {
            let texts = CellTexts::default();
            let mut reader = ColumnReader::new("a", "a", CellReader::new(None, &texts));
            for cell in &cells {
                reader.push(cell.as_bytes());
            }
            let column = reader.finish();
            let back: Vec<&str> = (0..cells.len()).map(|row| &*column.cell(row).text).collect();
            prop_assert_eq!(back, cells.iter().map(String::as_str).collect::<Vec<_>>());
            let distinct: std::collections::BTreeSet<&String> = cells.iter().collect();
            prop_assert_eq!(column.pool.len(), distinct.len());
        }
    }
}
