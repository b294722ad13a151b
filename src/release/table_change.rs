//! How a published table differs from an earlier one.

use std::collections::BTreeMap;

use serde::Serialize;

use super::TableFacts;
use super::step::Step;
use crate::model::{Decimal, is_hidden, parse_number};

/// The most names in a message.
pub(super) const NAMED: usize = 5;
/// The most revisions that are listed.
const LISTED: usize = 20;

#[expect(clippy::trivially_copy_pass_by_ref, reason = "serde asks for a reference")]
fn is_none(number: &usize) -> bool {
    *number == 0
}

/// How a table differs from an earlier one. All cells are those that readers could download.
#[derive(Clone, Debug, Default, PartialEq, Serialize)]
pub struct TableChange {
    /// The number of rows before and now.
    pub rows: [usize; 2],
    /// Rows whose key was not there before. `None` if the tables themselves were not at hand.
    pub rows_added: Option<usize>,
    /// Rows whose key is not there any more.
    pub rows_removed: Option<usize>,
    /// Cells of rows that are in both, and have another value now.
    pub revised: usize,
    /// The largest of them.
    pub revisions: Vec<Revision>,
    /// Cells that were hidden and show a number now.
    #[serde(skip_serializing_if = "is_none")]
    pub shown: usize,
    /// Cells that showed a number and are hidden now.
    #[serde(skip_serializing_if = "is_none")]
    pub hidden: usize,
    /// New columns.
    pub columns_added: Vec<String>,
    /// Columns that are gone.
    pub columns_removed: Vec<String>,
    /// Columns whose type changed.
    pub columns_retyped: Vec<String>,
    /// Columns of which the dictionary says something else.
    pub columns_redefined: Vec<String>,
    /// Whether columns stand in another order.
    pub is_reordered: bool,
    /// The protection before and now, if it is another.
    pub policy: Option<[String; 2]>,
    /// Values that a column had before and has no more.
    pub values_gone: BTreeMap<String, Vec<String>>,
    /// What became of the table.
    pub fate: Fate,
}

/// What became of a dataset or a table.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Serialize)]
#[serde(rename_all = "lowercase")]
pub enum Fate {
    /// It is still there.
    #[default]
    Changed,
    /// It is new.
    Added,
    /// It is gone.
    Removed,
}

/// A cell that has another value now.
#[derive(Clone, Debug, PartialEq, Serialize)]
pub struct Revision {
    /// What tells its row apart.
    pub key: String,
    /// Its column.
    pub column: String,
    /// Its value before.
    pub before: String,
    /// Its value now.
    pub now: String,
    /// The change as a percentage of the value before; `None` if one of the two is no number, or the value before is 0.
    pub percent: Option<Decimal>,
}

impl Revision {
    /// Whether a number came where 0 was.
    #[must_use]
    pub fn is_from_zero(&self) -> bool {
        number(&self.before).is_some_and(|before| before.is_zero()) && number(&self.now).is_some_and(|now| !now.is_zero())
    }
}

impl TableChange {
    /// A table that is new.
    #[must_use]
    pub(super) fn new_table(now: &TableFacts) -> Self {
        Self { rows: [0, now.rows], fate: Fate::Added, ..Self::default() }
    }

    /// A table that is gone.
    #[must_use]
    pub(super) fn gone(before: &TableFacts) -> Self {
        Self { rows: [before.rows, 0], fate: Fate::Removed, ..Self::default() }
    }

    /// Compares two tables by what is known of them, and by their cells if both files are at hand. `None` if nothing changed.
    #[must_use]
    pub(super) fn between(before: &TableFacts, now: &TableFacts, files: Option<(&[u8], &[u8])>) -> Option<Self> {
        let mut change = Self { rows: [before.rows, now.rows], ..Self::default() };
        let column = |facts: &'_ TableFacts, name: &str| facts.columns.iter().position(|column| column.name == name);
        let missing = |from: &TableFacts, other: &TableFacts| -> Vec<String> {
            from.columns.iter().map(|of| of.name.clone()).filter(|name| column(other, name).is_none()).collect()
        };
        change.columns_added = missing(now, before);
        change.columns_removed = missing(before, now);
        let mut order = Vec::new();
        for old in &before.columns {
            let Some(at) = column(now, &old.name) else { continue };
            let new = &now.columns[at];
            order.push(at);
            if old.kind != new.kind {
                change.columns_retyped.push(old.name.clone());
            } else if old.definition != new.definition {
                change.columns_redefined.push(old.name.clone());
            }
            let gone: Vec<String> = old.values.iter().filter(|value| !new.values.contains(value)).cloned().collect();
            // Without a list of values now, there are too many to be categories.
            if !gone.is_empty() && !new.values.is_empty() {
                change.values_gone.insert(old.name.clone(), gone);
            }
        }
        change.is_reordered = !order.is_sorted();
        change.policy = (before.policy != now.policy).then(|| [before.policy.clone(), now.policy.clone()]);
        let is_same_file = before.sha256 == now.sha256;
        if is_same_file {
            (change.rows_added, change.rows_removed) = (Some(0), Some(0));
        } else if let Some((old, new)) = files {
            change.compare_cells(before, now, old, new);
        }
        let nothing = Self { rows: [before.rows, now.rows], rows_added: Some(0), rows_removed: Some(0), ..Self::default() };
        let is_same = nothing == change && is_same_file;
        (!is_same).then_some(change)
    }

    /// Compares cells row by row. Rows are told apart by the declared key, or else by all cells that are not numbers; rows with
    /// the same key by their order.
    fn compare_cells(&mut self, before: &TableFacts, now: &TableFacts, old: &[u8], new: &[u8]) {
        let shared: Vec<(usize, usize)> = before
            .columns
            .iter()
            .enumerate()
            .filter_map(|(at, column)| Some((at, now.columns.iter().position(|other| other.name == column.name)?)))
            .collect();
        let declared = |name: &String| before.key.contains(name) && now.key.contains(name);
        let has_key = before.columns.iter().any(|column| declared(&column.name)) && before.key == now.key;
        let is_key = |at: usize| {
            let column = &before.columns[at];
            if has_key { declared(&column.name) } else { !column.is_number() }
        };
        let (keys, values): (Vec<_>, Vec<_>) = shared.into_iter().partition(|(at, _)| is_key(*at));
        let (mut old, mut new) = (rows(old), rows(new));
        if !has_key {
            // Rows that are the same as a whole are no news, wherever they stand.
            drop_shared(&mut old, &mut new);
        }
        let first = |pairs: &[(usize, usize)]| pairs.iter().map(|pair| pair.0).collect::<Vec<_>>();
        let second = |pairs: &[(usize, usize)]| pairs.iter().map(|pair| pair.1).collect::<Vec<_>>();
        let (old_rows, new_rows) = (by_key(&old, &first(&keys)), by_key(&new, &second(&keys)));
        let is_alike = before.key == now.key && keys.len() == before.key_columns() && keys.len() == now.key_columns();
        self.rows_added = Some(new_rows.keys().filter(|key| !old_rows.contains_key(*key)).count());
        self.rows_removed = Some(old_rows.keys().filter(|key| !new_rows.contains_key(*key)).count());
        for (key, old_at) in &old_rows {
            let Some(new_at) = new_rows.get(key) else { continue };
            for (from, to) in &values {
                let (was, is) = (cell(&old, *old_at, *from), cell(&new, *new_at, *to));
                if was == is {
                    continue;
                }
                self.revised += 1;
                if is_alike {
                    self.shown += usize::from(is_hidden(was) && number(is).is_some());
                    self.hidden += usize::from(is_hidden(is) && number(was).is_some());
                }
                // A value that is protected now is not said once more.
                if is.starts_with('[') && is.ends_with(']') {
                    continue;
                }
                let key = key.0.iter().filter(|part| !part.is_empty()).copied().collect::<Vec<_>>().join(", ");
                let (column, before) = (before.columns[*from].name.clone(), was.to_owned());
                self.revisions.push(Revision { key, column, before, now: is.to_owned(), percent: percent(was, is) });
            }
            if self.revisions.len() > 100 * LISTED {
                self.keep_largest();
            }
        }
        self.keep_largest();
    }

    /// Keeps the largest revisions. One from zero is larger than any percentage; one that is not of numbers has no size.
    fn keep_largest(&mut self) {
        let size = |revision: &Revision| match revision.percent {
            Some(percent) => percent.abs(),
            None if revision.is_from_zero() => Decimal::MAX,
            None => Decimal::NEGATIVE_ONE,
        };
        self.revisions.sort_by(|a, b| size(b).cmp(&size(a)).then_with(|| (&a.key, &a.column).cmp(&(&b.key, &b.column))));
        self.revisions.truncate(LISTED);
    }

    /// How far a version must move for it.
    #[must_use]
    pub fn step(&self) -> Step {
        let breaks = self.fate == Fate::Removed
            || self.is_reordered
            || [&self.columns_added, &self.columns_removed, &self.columns_retyped].iter().any(|list| !list.is_empty());
        let grows = self.fate == Fate::Added || self.rows[0] != self.rows[1] || self.rows_added.is_some_and(|added| added > 0);
        match (breaks, grows) {
            (true, _) => Step::Major,
            (false, true) => Step::Minor,
            (false, false) => Step::Patch,
        }
    }

    /// Whether the cells or columns of the table changed, and not only what is said of it.
    #[must_use]
    pub fn is_of_data(&self) -> bool {
        *self != Self { rows: self.rows, columns_redefined: self.columns_redefined.clone(), ..Self::default() }
            || self.rows[0] != self.rows[1]
    }

    /// The largest revision that has a size.
    #[must_use]
    pub fn largest(&self) -> Option<&Revision> {
        self.revisions.first().filter(|revision| revision.percent.is_some() || revision.is_from_zero())
    }
}

/// What tells a row apart: the cells of its key, and how many rows with the same cells come before it.
type Key<'a> = (Vec<&'a str>, usize);

fn rows(csv: &[u8]) -> Vec<csv::StringRecord> {
    // A published table is well formed; a row that somebody broke is left out, and then counts as removed.
    csv::ReaderBuilder::new().flexible(true).from_reader(csv).into_records().filter_map(Result::ok).collect()
}

fn drop_shared(old: &mut Vec<csv::StringRecord>, new: &mut Vec<csv::StringRecord>) {
    let mut shared: BTreeMap<Vec<String>, usize> = BTreeMap::new();
    let by_cells = |row: &csv::StringRecord| row.iter().map(ToOwned::to_owned).collect::<Vec<String>>();
    for row in &*old {
        *shared.entry(by_cells(row)).or_default() += 1;
    }
    let mut matched: BTreeMap<Vec<String>, usize> = BTreeMap::new();
    new.retain(|row| match shared.get_mut(&by_cells(row)) {
        Some(left @ 1..) => {
            *left -= 1;
            *matched.entry(by_cells(row)).or_default() += 1;
            false
        }
        _ => true,
    });
    old.retain(|row| match matched.get_mut(&by_cells(row)) {
        Some(left @ 1..) => {
            *left -= 1;
            false
        }
        _ => true,
    });
}

fn by_key<'a>(rows: &'a [csv::StringRecord], columns: &[usize]) -> BTreeMap<Key<'a>, usize> {
    let mut seen: BTreeMap<Vec<&str>, usize> = BTreeMap::new();
    let mut keyed = BTreeMap::new();
    for (at, _) in rows.iter().enumerate() {
        let key: Vec<&str> = columns.iter().map(|column| cell(rows, at, *column)).collect();
        let count = seen.entry(key.clone()).or_default();
        keyed.insert((key, *count), at);
        *count += 1;
    }
    keyed
}

fn cell(rows: &[csv::StringRecord], row: usize, column: usize) -> &str {
    rows[row].get(column).unwrap_or_default()
}

fn percent(before: &str, now: &str) -> Option<Decimal> {
    let (before, now) = (number(before)?, number(now)?);
    now.checked_sub(before)?.checked_mul(Decimal::ONE_HUNDRED)?.checked_div(before.abs())
}

fn number(text: &str) -> Option<Decimal> {
    parse_number(text).map(|number| number.value)
}

#[cfg(test)]
mod tests {
    use super::TableChange;
    use crate::release::{ColumnFacts, Step, TableFacts};

    fn facts(sha256: &str, rows: usize, columns: &[(&str, &str)]) -> TableFacts {
        let column = |(name, kind): &(&str, &str)| ColumnFacts {
            name: (*name).to_owned(),
            kind: (*kind).to_owned(),
            ..ColumnFacts::default()
        };
        TableFacts {
            sha256: sha256.to_owned(),
            rows,
            key: vec!["month".to_owned()],
            columns: columns.iter().map(column).collect(),
            ..TableFacts::default()
        }
    }

    const COLUMNS: [(&str, &str); 3] = [("month", "yearmonth"), ("seen", "integer"), ("late", "integer")];

    fn between(old: &str, new: &str) -> Option<TableChange> {
        let count = |text: &str| text.lines().count() - 1;
        let (before, now) = (facts(old, count(old), &COLUMNS), facts(new, count(new), &COLUMNS));
        TableChange::between(&before, &now, Some((old.as_bytes(), new.as_bytes())))
    }

    #[test]
    fn rows_and_cells_are_compared_by_key() {
        let old = "month,seen,late\n2024-01,100,[c]\n2024-02,596,7\n";
        assert_eq!(between(old, old), None);
        let change = between(old, "month,seen,late\n2024-03,5,[c]\n2024-01,100,[c]\n2024-02,606,[c]\n").unwrap();
        assert_eq!((change.rows_added, change.rows_removed, change.revised), (Some(1), Some(0), 2));
        // A value that is hidden now counts, and is not said once more.
        let [number] = &change.revisions[..] else { panic!("{:?}", change.revisions) };
        assert_eq!((number.key.as_str(), number.column.as_str()), ("2024-02", "seen"));
        assert_eq!(number.percent.unwrap().round_dp(6).to_string(), "1.677852");
        assert_eq!(change.step(), Step::Minor);
        let moved = between(old, "month,seen,late\n2024-02,596,7\n2024-01,100,[c]\n").unwrap();
        assert_eq!((moved.revised, moved.step()), (0, Step::Patch), "rows in another order");
    }

    #[test]
    fn the_largest_revision_is_found_among_many() {
        let table = |value: &dyn Fn(usize) -> String| {
            (0..5000).map(|row| format!("{row},{},0\n", value(row))).fold("month,seen,late\n".to_owned(), |csv, row| csv + &row)
        };
        let old = table(&|row| if row == 4000 { "415".to_owned() } else { "7".to_owned() });
        let new = table(&|row| if row == 4000 { "4150".to_owned() } else { "[c]".to_owned() });
        let change = between(&old, &new).unwrap();
        assert_eq!((change.revised, change.largest().unwrap().now.as_str()), (5000, "4150"));
        let change = between(&table(&|_| "0".to_owned()), &table(&|row| row.to_string())).unwrap();
        assert!(change.largest().unwrap().is_from_zero() && change.revisions.len() == 20);
    }

    #[test]
    fn without_a_key_rows_that_are_the_same_are_no_news() {
        let facts = |csv: &str| {
            let columns = [("week", "integer"), ("seen", "integer")];
            TableFacts { key: Vec::new(), ..facts(csv, csv.lines().count() - 1, &columns) }
        };
        let (old, new) = ("week,seen\n1,10\n2,20\n", "week,seen\n3,30\n1,10\n2,20\n");
        let change = TableChange::between(&facts(old), &facts(new), Some((old.as_bytes(), new.as_bytes()))).unwrap();
        assert_eq!((change.rows_added, change.revised), (Some(1), 0));
    }

    #[test]
    fn columns_make_a_major_step() {
        let (before, now) = (facts("a", 1, &COLUMNS), facts("b", 1, &[COLUMNS[0], COLUMNS[2], COLUMNS[1]]));
        let change = TableChange::between(&before, &now, None).unwrap();
        assert!(change.is_reordered && change.step() == Step::Major);
        let now = facts("b", 1, &[COLUMNS[0], ("seen", "number"), ("new", "integer")]);
        let change = TableChange::between(&before, &now, None).unwrap();
        assert_eq!((change.columns_added, change.columns_removed), (vec!["new".to_owned()], vec!["late".to_owned()]));
        assert_eq!(change.columns_retyped, ["seen"]);
    }
}
