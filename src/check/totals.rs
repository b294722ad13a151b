//! Totals that stand beside their parts, found by arithmetic.
//!
//! In: a table. Out: each value of a column that is the sum of other values of the column, with the evidence for it.
//! Invariant: a name proves nothing. `England` beside its regions is found because its numbers are theirs added up, in nearly
//! every period and for every other key, and not because it is called England. One equal sum proves nothing either: see
//! [`Proof`](proof::Proof).

mod blocks;
mod codes;
mod contexts;
mod levels;
mod proof;
mod sums;

use crate::load::{LoadedTable, shown};
use crate::model::{Cell, Value};

pub(super) use contexts::Dimensions;

/// A value that stands for others in its column.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) struct TotalBeside {
    /// The column.
    pub(super) column: usize,
    /// The value, by the position of its first spelling in the column's pool.
    pub(super) value: u32,
    /// The values that it stands for, in the same way. `None` for all others.
    pub(super) parts: Option<Vec<u32>>,
    /// How it was told.
    pub(super) sign: Sign,
}

/// How a total was told.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) enum Sign {
    /// Its numbers are the sums of the parts: in so many of so many places, such as `300 = 100 + 200`.
    Sum {
        /// In how many places.
        matched: usize,
        /// Of how many.
        tested: usize,
        /// One of them.
        example: String,
    },
    /// It is blank in a column of the key, where a blank stands for all.
    Blank,
    /// It is the code of a country, beside codes of its areas.
    Country,
    /// The column holds one breakdown of the same people below the other.
    Stack,
    /// It is called a total.
    Word,
}

impl TotalBeside {
    /// The text of the value.
    pub(super) fn text<'a>(&self, table: &'a LoadedTable) -> &'a str {
        table.data.columns[self.column].pool[self.value as usize].published().trim()
    }

    /// Whether it stands for a value.
    pub(super) fn covers(&self, value: u32) -> bool {
        value != self.value && self.parts.as_ref().is_none_or(|parts| parts.contains(&value))
    }

    /// The evidence in words, to follow the value: `is the sum of the others: 300 = 100 + 200`.
    pub(super) fn evidence(&self, table: &LoadedTable) -> String {
        let others = match &self.parts {
            None => "all the others".to_owned(),
            Some(parts) => {
                let pool = &table.data.columns[self.column].pool;
                let names: Vec<String> = parts.iter().map(|part| shown(pool[*part as usize].published().trim())).collect();
                crate::diagnostic::shortened(&names, 4)
            }
        };
        match &self.sign {
            Sign::Sum { matched, tested, example } => {
                let example = if example.is_empty() { String::new() } else { format!(", such as {example}") };
                format!("is the sum of {others} in {matched} of {tested} comparisons{example}")
            }
            Sign::Blank => "stands for all the others, as blanks in a key do".to_owned(),
            Sign::Country => "is a country, beside areas of it".to_owned(),
            Sign::Stack => format!("counts the same as {others}"),
            Sign::Word => "is called a total".to_owned(),
        }
    }
}

/// The totals that stand beside their parts in a table. Declared ones are not looked for.
pub(super) fn find(table: &LoadedTable) -> Vec<TotalBeside> {
    let dimensions = Dimensions::of(table);
    let mut found = levels::detect(&dimensions);
    let stacks: Vec<usize> = found.iter().map(|total| total.column).collect();
    for column in dimensions.names() {
        if stacks.contains(&column) || table.spec.total_of(&table.data.columns[column].name).is_some() {
            continue;
        }
        let contexts = dimensions.contexts(column);
        let mut totals = sums::detect(&contexts);
        totals.extend(codes::country(&contexts));
        totals.extend(blank(&contexts));
        totals.extend(word(&contexts));
        for total in totals {
            let is_known = |known: &TotalBeside| known.column == total.column && known.value == total.value;
            if !found.iter().any(is_known) {
                found.push(total);
            }
        }
    }
    found
}

/// A blank in a column of the key, unless its numbers show that it is only what nobody knows.
fn blank(contexts: &contexts::Contexts<'_>) -> Option<TotalBeside> {
    let pool = &contexts.table.data.columns[contexts.column].pool;
    let value = (0_u32..).zip(pool).find(|(_, cell)| cell.value == Value::Blank)?.0;
    let is_key = contexts.table.spec.is_key(&contexts.table.data.columns[contexts.column].name);
    let is_total = is_key && contexts.could_be_total(value);
    is_total.then_some(TotalBeside { column: contexts.column, value, parts: None, sign: Sign::Blank })
}

/// A value whose name says that it is a total, where its numbers do not say otherwise.
fn word(contexts: &contexts::Contexts<'_>) -> Option<TotalBeside> {
    let pool = &contexts.table.data.columns[contexts.column].pool;
    let is_word = |text: &str| TOTALS.contains(&text.trim().to_lowercase().as_str());
    let value = (0_u32..).zip(pool).find(|(_, cell)| cell.value == Value::Text && is_word(&cell.text))?.0;
    let is_total = contexts.values() > 1 && contexts.could_be_total(value);
    is_total.then_some(TotalBeside { column: contexts.column, value, parts: None, sign: Sign::Word })
}

/// Words for the total of a column's other values.
const TOTALS: [&str; 14] = [
    "total",
    "totals",
    "grand total",
    "subtotal",
    "all",
    "overall",
    "persons",
    "both sexes",
    "all ages",
    "all persons",
    "all people",
    "all sexes",
    "all types",
    "all categories",
];
