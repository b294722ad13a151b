//! Totals that stand beside their parts, found by arithmetic.
//!
//! In: a table. Out: each value of a column that is the sum of other values of the column, with the evidence for it.
//! Invariant: a name proves nothing. `England` beside its regions is found because its numbers are theirs added up, in nearly
//! every period and for every other key, and not because it is called England. One equal sum proves nothing either: see
//! [`Proof`](proof::Proof).

mod across;
mod blocks;
mod codes;
mod column;
mod contexts;
mod grand;
mod levels;
mod proof;
mod subsets;
mod sums;

use std::collections::BTreeSet;

use crate::load::{LoadedTable, shown};
use crate::model::{Cell, Value, row_meanings};

pub(super) use across::column_total;
pub(crate) use across::column_totals;
pub(crate) use contexts::Dimensions;

/// A value that stands for others in its column.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) struct TotalBeside {
    /// The column.
    pub(crate) column: usize,
    /// The value, by the position of its first spelling in the column's pool.
    pub(crate) value: u32,
    /// The values that it stands for, in the same way. `None` for all others.
    pub(crate) parts: Option<Vec<u32>>,
    /// How it was told.
    pub(crate) sign: Sign,
}

/// How a total was told.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) enum Sign {
    /// Its numbers are the sums of the parts: in so many of so many places, such as `300 = 100 + 200`.
    Sum {
        /// In how many places.
        matched: usize,
        /// Of how many.
        tested: usize,
        /// One of them.
        example: String,
    },
    /// It is nearly the sum of all the others, in so many places.
    Near {
        /// In how many.
        tested: usize,
    },
    /// All the others come to so many times it, in so many places: they hold it at several levels.
    Times {
        /// How many times.
        times: usize,
        /// In how many places.
        tested: usize,
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
    pub(crate) fn text<'a>(&self, table: &'a LoadedTable) -> &'a str {
        table.data.columns[self.column].pool[self.value as usize].published().trim()
    }

    /// Whether it stands for a value.
    pub(super) fn covers(&self, value: u32) -> bool {
        value != self.value && self.parts.as_ref().is_none_or(|parts| parts.contains(&value))
    }

    /// How many values it stands for, directly or through other totals.
    pub(super) fn reach(&self, totals: &[TotalBeside]) -> usize {
        if self.parts.is_none() { usize::MAX } else { self.leaves(totals).len() }
    }

    /// The values that it stands for and that are no totals themselves.
    fn leaves(&self, totals: &[TotalBeside]) -> BTreeSet<u32> {
        let (mut open, mut seen, mut leaves) = (vec![self.value], BTreeSet::new(), BTreeSet::new());
        while let Some(value) = open.pop() {
            if !seen.insert(value) {
                continue;
            }
            match totals.iter().find(|total| total.column == self.column && total.value == value) {
                Some(TotalBeside { parts: Some(parts), .. }) => open.extend(parts),
                Some(_) => {}
                None => drop(leaves.insert(value)),
            }
        }
        leaves
    }

    /// The total and the evidence for it: `` `England` in `place` is the sum of all the others ``.
    pub(super) fn told(&self, table: &LoadedTable) -> String {
        let name = &table.data.columns[self.column].name;
        let value = shown(self.text(table));
        let value = if value.is_empty() { "a blank".to_owned() } else { format!("`{value}`") };
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
                format!("{value} in `{name}` equals the sum of {others} in {matched} of {tested} comparisons{example}")
            }
            Sign::Near { tested } => {
                format!(
                    "{value} in `{name}` is within 2% of the sum of all the others in {tested} comparisons, and moves with it"
                )
            }
            Sign::Times { times, tested } => {
                format!(
                    "the others in `{name}` come to {times} times {value} in {tested} comparisons: they hold it at several levels"
                )
            }
            Sign::Blank => format!("rows where `{name}` is blank are the total of the rows where it is not"),
            Sign::Country => format!("{value} in `{name}` is a country, and other rows are areas in it"),
            Sign::Stack => format!("{value} in `{name}` counts the same people as {others}"),
            Sign::Word => format!("the name of {value} in `{name}` says that it is a total"),
        }
    }
}

/// What to write so that nobody is counted twice.
pub(super) fn advice(total: &TotalBeside, totals: &[TotalBeside], table: &LoadedTable) -> String {
    let column = &table.data.columns[total.column];
    let text = total.text(table);
    if total.sign == Sign::Stack {
        return format!("choose one level: `where: {{{}: {}}}`", quoted(&column.name), quoted(text));
    }
    let is_total = |value: &u32| totals.iter().any(|other| other.column == total.column && other.value == *value);
    let leaves: BTreeSet<u32> = row_meanings(column).into_iter().filter(|value| !is_total(value)).collect();
    // A subtotal does not stand for all, so it cannot be declared as the total.
    if total.parts.is_none() || !matches!(total.sign, Sign::Sum { .. }) || leaves.is_subset(&total.leaves(totals)) {
        return declaration(table, &column.name, text);
    }
    if leaves.len() > 12 {
        return format!("there is no total of all: choose rows without {} with `where`", quoted(text));
    }
    let list: Vec<String> = leaves.iter().map(|value| quoted(column.pool[*value as usize].published().trim())).collect();
    format!("choose rows that do not overlap: `where: {{{}: [{}]}}`", quoted(&column.name), list.join(", "))
}

/// A value as it stands in YAML: in quotes, unless it is plain words.
pub(super) fn quoted(text: &str) -> String {
    let is_plain = text.chars().all(|c| c.is_alphanumeric() || matches!(c, ' ' | '_' | '-'))
        && text.chars().next().is_some_and(char::is_alphabetic);
    if is_plain { text.to_owned() } else { format!("{text:?}") }
}

/// What to write to declare the total of a column.
fn declaration(table: &LoadedTable, name: &str, total: &str) -> String {
    let (name, total) = (quoted(name), quoted(total));
    match table.spec.protect.as_ref().map(|policy| policy.dimensions.is_empty()) {
        None => format!("write `protect: {{dimensions: {{{name}: {{total: {total}}}}}}}` next to `file:`"),
        Some(true) => format!("add `dimensions: {{{name}: {{total: {total}}}}}` to the table's `protect`"),
        Some(false) => format!("add `{name}: {{total: {total}}}` to the table's `dimensions`"),
    }
}

/// The totals that stand beside their parts in a table, declared or not.
pub(super) fn find(table: &LoadedTable) -> Vec<TotalBeside> {
    let dimensions = Dimensions::of(table);
    let mut found = levels::detect(&dimensions);
    let stacks: Vec<usize> = found.iter().map(|total| total.column).collect();
    for column in dimensions.names().into_iter().chain(dimensions.codes()) {
        if stacks.contains(&column) {
            continue;
        }
        let contexts = dimensions.contexts(column);
        let mut totals = sums::detect(&contexts);
        totals.extend(codes::country(&contexts));
        totals.extend(blank(&contexts));
        totals.extend(word(&contexts));
        for total in totals.into_iter().map(|total| dimensions.in_key(total)) {
            let is_known = |known: &TotalBeside| known.column == total.column && known.value == total.value;
            if !found.iter().any(is_known) {
                found.push(total);
            }
        }
    }
    if found.is_empty() { grand::detect(&dimensions) } else { found }
}

/// A blank in a column of the key, unless its numbers show that it is only what nobody knows.
fn blank(contexts: &contexts::Contexts<'_>) -> Option<TotalBeside> {
    let pool = &contexts.table.data.columns[contexts.column].pool;
    let value = (0_u32..).zip(pool).find(|(_, cell)| cell.value == Value::Blank)?.0;
    let is_key = contexts.table.spec.is_key(&contexts.table.data.columns[contexts.column].name);
    let is_total = is_key && contexts.could_be_total(value) && contexts.could_be_all(value);
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
