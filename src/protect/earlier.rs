//! What readers know of a table from earlier releases.
//!
//! In: a table and its ledger. Out: the cells that were hidden, which stay hidden; and those that were printed with the number that
//! they have now, which nobody can hide any more.
//! Invariant: a number that was printed and has been revised since says nothing of the one that stands there now.

use std::collections::{BTreeMap, HashMap};

use crate::diagnostic::{Diagnostic, Findings, Rule, Severity, counted, shortened};
use crate::disclosure::{CountTable, Standing};
use crate::load::{LoadedTable, shown};
use crate::model::{Cell, LedgerLine, Marker, Policy, Value, parse_number};

/// What earlier releases give away, or what would give away what they hid.
pub(crate) static RULE: Rule = Rule {
    id: "protect/earlier-release",
    severity: Severity::Error,
    finds: "A hidden count that readers can work out from what an earlier release has printed, or a count that an earlier release hid \
        and that would be shown now. What was printed is in the dataset's `ledger.jsonl`.",
    matters: "Readers keep what they have downloaded. They compare it with what is published now, and the difference is a count of \
        people.",
    example: "release 2026.10.0:  North 37, South [c], All [c]\nnow:                North [c], South [c], All 40       (South is 3)",
    put_right: "Withdraw the release (`shelfmark withdraw VERSION --reason \"...\"`), or combine groups so that the counts are others. \
        If all counts were revised since, write `protect: {earlier: {ignore_to: VERSION, reason: ...}}`.",
};

/// The most releases in a message.
const NAMED: usize = 3;

/// Cells by column and row, each with the release that has printed or hidden them.
type Cells<'a> = BTreeMap<usize, BTreeMap<usize, &'a str>>;

/// What readers know of a table from earlier releases.
#[derive(Clone, Default)]
pub(super) struct Earlier<'a> {
    hidden: Cells<'a>,
    printed: Cells<'a>,
    /// The columns that told rows apart and are gone.
    gone: BTreeMap<&'a str, &'a str>,
}

impl<'a> Earlier<'a> {
    /// Finds the cells of a ledger in a table.
    pub(super) fn of(table: &'a LoadedTable) -> Self {
        let mut earlier = Self::default();
        let mut rows_by: HashMap<Vec<&str>, Option<Rows<'_>>> = HashMap::new();
        for line in compared(table) {
            let names: Vec<&str> = line.row.keys().map(String::as_str).collect();
            let rows = rows_by.entry(names).or_insert_with_key(|names| rows_by_key(table, names));
            let Some(rows) = rows else {
                let gone = line.row.keys().filter(|name| table.data.column(name).is_none());
                if line.hidden().next().is_some() {
                    earlier.gone.extend(gone.map(|name| (name.as_str(), line.release.as_str())));
                }
                continue;
            };
            let key: Vec<&str> = line.row.values().map(|value| value.trim()).collect();
            earlier.remember(table, line, rows.get(&key).map_or(&[], Vec::as_slice));
        }
        earlier
    }

    fn remember(&mut self, table: &LoadedTable, line: &'a LedgerLine, rows: &[usize]) {
        let is_hidden = |text: &str| text.trim() == Marker::Confidential.to_string();
        for (name, text) in &line.printed {
            let Some(column) = table.data.position(name) else { continue };
            for row in rows {
                if is_hidden(text) {
                    self.hidden.entry(column).or_default().insert(*row, &line.release);
                } else if let (Some(number), [_]) = (parse_number(text), rows) {
                    self.hidden.entry(column).or_default().remove(row);
                    let is_same =
                        matches!(table.data.columns[column].cell(*row).value, Value::Number(now) if now == number.value);
                    if is_same {
                        self.printed.entry(column).or_default().entry(*row).or_insert(&line.release);
                    }
                }
            }
        }
    }

    /// The rows of a column that were hidden.
    pub(super) fn hidden_in(&self, column: usize) -> impl Iterator<Item = usize> {
        self.hidden.get(&column).into_iter().flatten().map(|(row, _)| *row)
    }

    /// Whether a cell was hidden.
    pub(super) fn has_hidden(&self, column: usize, row: usize) -> bool {
        self.hidden.get(&column).is_some_and(|rows| rows.contains_key(&row))
    }

    /// The columns in which cells were hidden.
    pub(super) fn hidden_columns(&self) -> impl Iterator<Item = usize> {
        self.hidden.iter().filter(|(_, rows)| !rows.is_empty()).map(|(column, _)| *column)
    }

    /// The release that has printed a cell with the number that it has now.
    pub(super) fn printed(&self, column: usize, row: usize) -> Option<&'a str> {
        self.printed.get(&column)?.get(&row).copied()
    }

    /// The releases that have printed any cell with the number that it has now, in words.
    pub(super) fn told(&self) -> Option<String> {
        let mut releases: Vec<&str> = self.printed.values().flat_map(BTreeMap::values).copied().collect();
        releases.sort_unstable();
        releases.dedup();
        (!releases.is_empty()).then(|| shortened(&releases, NAMED))
    }

    /// Lets the counts of a table stand as readers know them: what was hidden stays hidden, and what was printed is known.
    pub(super) fn stand(&self, table: &mut CountTable, policy: &Policy) {
        for (measure, column) in table.measures.iter_mut().zip(&policy.counts) {
            for (row, count) in measure.counts.iter_mut().enumerate() {
                let Some(count) = count else { continue };
                if self.has_hidden(*column, row) && matches!(count.standing, Standing::Optional | Standing::Fixed) {
                    count.standing = Standing::Primary;
                    count.hidden.least = count.hidden.least.min(count.number.unwrap_or(0));
                }
                // Of a rounded number nobody knows what it was.
                if policy.round_to.is_none() && self.printed(*column, row).is_some() {
                    count.standing = match count.standing {
                        Standing::Optional => Standing::Fixed,
                        Standing::Primary => Standing::Exposed,
                        other => other,
                    };
                }
            }
        }
    }
}

/// What is wrong with the ledgers of a dataset's tables, and with tables that hid counts and hide none any more.
pub(super) fn faults(tables: &[LoadedTable], policies: &[Policy]) -> Findings {
    let mut findings = Findings::default();
    for (table, policy) in tables.iter().zip(policies) {
        let said = table.spec.protect.as_ref().and_then(|policy| policy.earlier.as_ref());
        let known = table.earlier.releases();
        if let Some(named) = said.map(|said| &said.ignore_to).filter(|named| !known.contains(named.as_str())) {
            let message = format!("`ignore_to` names release {}, which the ledger does not know", shown(named));
            let releases: Vec<&str> = known.into_iter().collect();
            let help = if releases.is_empty() { "leave it out".to_owned() } else { format!("it knows {}", releases.join(", ")) };
            findings.push(at_table(table, message).help(help));
        }
        if table.earlier.lines.is_empty() {
            continue;
        }
        let earlier = Earlier::of(table);
        for (column, release) in &earlier.gone {
            let column = shown(column);
            let message = format!("release {release} hid counts in rows told apart by `{column}`, and that column is gone");
            let help = "give the column its name back; or, if all counts were revised, write \
                `earlier: {ignore_to: VERSION, reason: ...}` in the table's `protect`";
            findings.push(at_table(table, message).help(help));
        }
        let hides = |column: usize| policy.below > 0 && !policy.counts.is_empty() && column < table.data.columns.len();
        for column in earlier.hidden_columns().filter(|column| !hides(*column)) {
            let rows: Vec<(usize, &str)> = earlier.hidden[&column].iter().map(|(row, release)| (*row, *release)).collect();
            let is_shown = |row: &usize| matches!(table.data.columns[column].cell(*row).value, Value::Number(_));
            let shown_now = rows.iter().filter(|(row, _)| is_shown(row)).count();
            let Some((_, release)) = rows.last().filter(|_| shown_now > 0) else { continue };
            let message = format!(
                "{} of `{}` that release {release} hid would be shown, because the table's policy hides nothing now",
                counted(shown_now, "cell"),
                shown(&table.data.columns[column].name)
            );
            let help = "put the policy back; or, if the counts may be shown, write `earlier: {ignore_to: VERSION, reason: ...}` in \
                the table's `protect`";
            findings.push(at_table(table, message).help(help));
        }
    }
    findings
}

fn at_table(table: &LoadedTable, message: String) -> Diagnostic {
    RULE.finding(message).at(table.whole(), "")
}

/// The lines that are compared with a table.
fn compared(table: &LoadedTable) -> impl Iterator<Item = &LedgerLine> {
    let said = table.spec.protect.as_ref().and_then(|policy| policy.earlier.as_ref());
    let lines = &table.earlier.lines;
    let ignored = said.and_then(|said| lines.iter().rposition(|line| line.release == *said.ignore_to));
    let first = ignored.map_or(0, |last| last + 1);
    lines[first..].iter().filter(|line| line.table == *table.spec.name)
}

/// Rows by the cells that tell them apart.
type Rows<'a> = HashMap<Vec<&'a str>, Vec<usize>>;

/// `None` if a column is gone.
fn rows_by_key<'a>(table: &'a LoadedTable, names: &[&str]) -> Option<Rows<'a>> {
    let columns: Vec<_> = names.iter().map(|name| table.data.column(name)).collect::<Option<_>>()?;
    let mut rows: Rows<'_> = HashMap::new();
    for row in 0..table.data.rows {
        rows.entry(columns.iter().map(|column| column.cell(row).published().trim()).collect()).or_default().push(row);
    }
    Some(rows)
}
