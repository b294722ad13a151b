//! What readers know of a table from earlier releases.
//!
//! In: a table and its ledger. Out: the cells that were hidden, which stay hidden; those that were printed with the number that they
//! have now, which nobody can hide any more; and the rows that stood otherwise in an earlier release, or are gone, from which
//! readers can still work out what has not changed.
//! Invariant: a number that was printed and is another one since, or was hidden since, says nothing of the one that stands there
//! now.

use std::collections::{BTreeMap, BTreeSet, HashMap};

use super::order::row_key;
use crate::diagnostic::{Rule, Severity};
use crate::disclosure::{Bounds, CountTable, Standing};
use crate::load::LoadedTable;
use crate::model::{Cell, Cells, Ledger, LedgerRows, Policy, PrintedRow, Value, is_hidden, parse_number};

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

/// What readers know of a table from earlier releases.
#[derive(Clone, Default)]
pub(super) struct Earlier {
    /// The cells that were hidden, by column and row.
    pub(super) hidden: BTreeMap<usize, BTreeSet<usize>>,
    /// The cells that were printed with the number that they have now, each with the first release that did.
    pub(super) printed: BTreeMap<(usize, usize), String>,
    /// Rows of earlier releases that stand otherwise now.
    pub(super) ghosts: Vec<Ghost>,
}

/// Rows of an earlier release, of one period, of which some stand otherwise now.
#[derive(Clone)]
pub(super) struct Ghost {
    /// The release.
    pub(super) release: String,
    /// The rows, each with the row of the table that it is now.
    pub(super) rows: Vec<(Cells, PrintedRow, Option<usize>)>,
}

/// The rows of a period in a release, while they are compared with those of now.
#[derive(Default)]
struct Found<'a> {
    rows: Vec<(&'a Cells, &'a PrintedRow)>,
    /// Whether the period is still there.
    is_there: bool,
    /// Those that stand otherwise, or are gone.
    others: Vec<&'a Cells>,
}

impl Found<'_> {
    /// The rows that are in a sum with one that stands otherwise. `columns` are those in which rows are added up.
    fn in_sums_that_differ(mut self, columns: &BTreeSet<&str>) -> Group {
        let without = |key: &Cells, column: &str| -> Vec<String> {
            key.iter().filter(|(name, _)| *name != column).map(|(_, cell)| cell.clone()).collect()
        };
        let sums: BTreeSet<(&str, Vec<String>)> =
            self.others.iter().flat_map(|key| columns.iter().map(|column| (*column, without(key, column)))).collect();
        self.rows.retain(|(key, _)| columns.iter().any(|column| sums.contains(&(*column, without(key, column)))));
        copied(&self.rows)
    }
}

fn copied(rows: &[(&Cells, &PrintedRow)]) -> Group {
    rows.iter().map(|(key, row)| ((*key).clone(), (*row).clone())).collect()
}

/// The columns of a table in which its rows are added up.
pub(super) enum Summed {
    /// Those with totals.
    Columns(BTreeSet<String>),
    /// Any: other tables may have the sums.
    Any,
}

/// The rows of a period.
type Group = Vec<(Cells, PrintedRow)>;

impl Earlier {
    /// Finds the cells of a ledger in a table.
    pub(super) fn of(table: &LoadedTable, policy: &Policy, summed: &Summed) -> Self {
        let mut earlier = Self::default();
        if table.earlier.lines.is_empty() {
            return earlier;
        }
        let mut rows = RowsByKey { table, key: row_key(table), known: Vec::new() };
        each_release_with_news(table, |release, printed, news| {
            // What a release has printed like the one before is no news.
            let told = printed.iter().filter(|(key, _)| news.is_none_or(|news| news.contains(*key)));
            for (key, row) in told {
                if let Some(at) = rows.find(key) {
                    earlier.remember(table, at, row, release);
                }
            }
        });
        let mut known = BTreeSet::new();
        each_release_with_news(table, |release, printed, news| {
            let groups = earlier.groups_that_differ((table, policy, summed), &mut rows, printed, news);
            for group in groups.into_iter().filter(|group| known.insert(group.clone())) {
                let rows = group.into_iter().map(|(key, row)| {
                    let now = rows.find(&key);
                    (key, row, now)
                });
                let rows = rows.collect();
                earlier.ghosts.push(Ghost { release: release.to_owned(), rows });
            }
        });
        earlier
    }

    /// Adds the tables of a dataset that are gone, as their last releases printed them.
    pub(super) fn add_gone_tables(&mut self, table: &LoadedTable, names: &[&str]) {
        table.earlier.replay(|release, tables| {
            if is_ignored(table, release) {
                return;
            }
            for rows in tables.iter().filter(|(name, _)| !names.contains(name)).map(|(_, rows)| rows) {
                let rows: Vec<_> = rows.iter().map(|(key, printed)| (key.clone(), printed.clone(), None)).collect();
                if !rows.is_empty() && !self.ghosts.iter().any(|known| known.rows == rows) {
                    self.ghosts.push(Ghost { release: release.to_owned(), rows });
                }
            }
        });
    }

    /// Takes in what a release has printed in a row.
    fn remember(&mut self, table: &LoadedTable, row: usize, printed: &PrintedRow, release: &str) {
        for (name, text) in &printed.cells {
            let Some(column) = table.data.position(name) else { continue };
            if is_hidden(text) {
                self.hidden.entry(column).or_default().insert(row);
                // It may be another number since.
                self.printed.remove(&(column, row));
                continue;
            }
            let Some(number) = parse_number(text) else { continue };
            if let Some(rows) = self.hidden.get_mut(&column) {
                rows.remove(&row);
            }
            let now = &table.data.columns[column].cell(row).value;
            let is_same = matches!(now, Value::Number(now) if *now == number.value);
            if !is_same {
                self.printed.remove(&(column, row));
            } else if printed.rounded_to.is_none() {
                self.printed.entry((column, row)).or_insert_with(|| release.to_owned());
            }
        }
    }

    /// The rows of a release that stand otherwise now, with all others of their periods: the sums in which they may be.
    fn groups_that_differ(
        &self,
        (table, policy, summed): (&LoadedTable, &Policy, &Summed),
        rows: &mut RowsByKey<'_>,
        printed: &LedgerRows,
        news: Option<&BTreeSet<&Cells>>,
    ) -> Vec<Group> {
        let is_period = |name: &str| table.dictionary.field(name).is_some_and(|field| field.kind.is_temporal());
        let is_summed = |name: &str| table.spec.dimension(name).is_some();
        let periods: Vec<&String> = printed
            .keys()
            .next()
            .into_iter()
            .flat_map(BTreeMap::keys)
            .filter(|name| is_period(name) && !is_summed(name))
            .collect();
        let counts: Vec<(usize, &str)> =
            policy.counts.iter().map(|column| (*column, table.data.columns[*column].name.as_str())).collect();
        let is_as_now = |at: usize, row: &PrintedRow| {
            counts.iter().all(|(column, name)| match row.cells.get(*name) {
                Some(text) if is_hidden(text) => self.has_hidden(*column, at),
                Some(text) => self.printed.contains_key(&(*column, at)) || parse_number(text).is_none(),
                None => true,
            })
        };
        let columns: Vec<_> = periods.iter().filter_map(|name| table.data.column(name)).collect();
        let period = |row: usize| columns.iter().map(|column| column.cell(row).published().trim()).collect::<Vec<&str>>();
        let now_there: BTreeSet<Vec<&str>> = (0..table.data.rows).map(period).collect();
        let mut groups: BTreeMap<Vec<&str>, Found<'_>> = BTreeMap::new();
        let period_of = |key: &'_ Cells| -> Vec<String> {
            periods.iter().filter_map(|name| key.get(*name)).map(|cell| cell.trim().to_owned()).collect()
        };
        let touched: Option<BTreeSet<Vec<String>>> = news.map(|news| news.iter().map(|key| period_of(key)).collect());
        for (key, row) in printed {
            if touched.as_ref().is_some_and(|touched| !touched.contains(&period_of(key))) {
                continue;
            }
            let period: Vec<&str> = periods.iter().filter_map(|name| key.get(*name)).map(|cell| cell.trim()).collect();
            let is_there = now_there.contains(&period);
            let group = groups.entry(period).or_default();
            let now = rows.find(key);
            group.is_there = is_there;
            let is_other = now.is_none_or(|at| !is_as_now(at, row));
            group.others.extend(is_other.then_some(key));
            group.rows.push((key, row));
        }
        // Rows of fewer or of more columns are totals or parts of those that are there now.
        let has_other_columns = printed.keys().next().is_some_and(|key| !rows.fits(key));
        let has = |name: &str, cell: &str| {
            table.data.column(name).is_some_and(|column| column.pool.iter().any(|now| now.published().trim() == cell.trim()))
        };
        let columns: Option<BTreeSet<&str>> = match summed {
            Summed::Columns(names) if !has_other_columns => {
                // What is gone may have been a total.
                let others = groups.values().filter(|group| group.is_there).flat_map(|group| &group.others);
                let gone = others.flat_map(|key| key.iter()).filter(|(name, cell)| !is_period(name) && !has(name, cell));
                Some(gone.map(|(name, _)| name.as_str()).chain(names.iter().map(String::as_str)).collect())
            }
            _ => None,
        };
        let told = groups.into_values().filter(|group| has_other_columns || (group.is_there && !group.others.is_empty()));
        let told = told.map(|group| match &columns {
            Some(columns) => group.in_sums_that_differ(columns),
            None => copied(&group.rows),
        });
        told.filter(|rows| !rows.is_empty()).collect()
    }

    /// Whether a cell was hidden.
    pub(super) fn has_hidden(&self, column: usize, row: usize) -> bool {
        self.hidden.get(&column).is_some_and(|rows| rows.contains(&row))
    }

    /// The columns in which cells were hidden.
    pub(super) fn hidden_columns(&self) -> impl Iterator<Item = usize> {
        self.hidden.iter().filter(|(_, rows)| !rows.is_empty()).map(|(column, _)| *column)
    }

    /// Whether an earlier release hid a cell that is still there, or in a row that stands otherwise now.
    pub(super) fn hides_any(&self) -> bool {
        let hides = |ghost: &Ghost| ghost.rows.iter().any(|(_, printed, _)| printed.hidden().next().is_some());
        self.hidden_columns().next().is_some() || self.ghosts.iter().any(hides)
    }

    /// Whether readers know anything from earlier releases.
    pub(super) fn knows_any(&self) -> bool {
        !self.printed.is_empty() || !self.ghosts.is_empty()
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
                if self.printed.contains_key(&(*column, row)) {
                    count.standing = match count.standing {
                        Standing::Optional => Standing::Fixed,
                        Standing::Primary => Standing::Exposed,
                        other => other,
                    };
                    // A number that is rounded now was printed as it is.
                    if let (Standing::Fixed, Some(number)) = (count.standing, count.number) {
                        count.shown = Bounds::exactly(number);
                    }
                }
            }
        }
    }
}

/// Calls `each` with the rows of a table in each release that is compared with it, oldest first, and with those that the release has
/// printed otherwise than the one before, or no longer has. `None` for the first.
fn each_release_with_news(table: &LoadedTable, mut each: impl FnMut(&str, &LedgerRows, Option<&BTreeSet<&Cells>>)) {
    let mut is_first = true;
    table.earlier.replay_with_news(|release, tables, lines| {
        if let Some(rows) = tables.get(table.spec.name.as_str()).filter(|_| !is_ignored(table, release)) {
            let news = lines.iter().filter(|line| line.table == *table.spec.name).map(|line| &line.row).collect();
            each(release, rows, Some(&news).filter(|_| !is_first));
            is_first = false;
        }
    });
}

/// Whether a release is not compared with a table.
pub(super) fn is_ignored(table: &LoadedTable, release: &str) -> bool {
    let said = table.spec.protect.as_ref().and_then(|policy| policy.earlier.as_ref());
    let place = |release: &str| table.earlier.releases().position(|(known, _)| known == release);
    said.is_some_and(|said| place(release) <= place(&said.ignore_to))
}

/// Rows by cells.
type Rows<'a> = HashMap<Vec<&'a str>, Vec<usize>>;

/// The rows of a table by the cells that tell them apart.
struct RowsByKey<'a> {
    table: &'a LoadedTable,
    /// The columns that tell its rows apart now.
    key: Vec<String>,
    /// For the names of columns, the rows; `None` if the table does not have all of them, or they do not tell its rows apart.
    known: Vec<(Vec<String>, Option<Rows<'a>>)>,
}

impl<'a> RowsByKey<'a> {
    /// The row that has the cells of a key.
    fn find(&mut self, key: &Cells) -> Option<usize> {
        let number: usize = key.get(Ledger::NUMBER).and_then(|number| number.parse().ok()).unwrap_or(1);
        let cells: Vec<&str> = key.iter().filter(|(name, _)| *name != Ledger::NUMBER).map(|(_, cell)| cell.trim()).collect();
        self.by(key)?.get(&cells)?.get(number.checked_sub(1)?).copied()
    }

    /// Whether the columns of a key tell the rows of the table apart.
    fn fits(&mut self, key: &Cells) -> bool {
        self.by(key).is_some()
    }

    fn by(&mut self, key: &Cells) -> Option<&Rows<'a>> {
        let names = || key.keys().filter(|name| *name != Ledger::NUMBER);
        let at = self.known.iter().position(|(known, _)| names().eq(known)).unwrap_or_else(|| {
            let names: Vec<String> = names().cloned().collect();
            // A column that the ledger does not have breaks its rows down.
            let has_others = self.key.iter().any(|name| !names.contains(name));
            let rows = if has_others { None } else { rows_by(self.table, &names) };
            self.known.push((names, rows));
            self.known.len() - 1
        });
        self.known[at].1.as_ref()
    }
}

/// Rows by the cells of some columns.
fn rows_by<'a>(table: &'a LoadedTable, names: &[String]) -> Option<Rows<'a>> {
    let columns: Vec<_> = names.iter().map(|name| table.data.column(name)).collect::<Option<_>>()?;
    let mut rows: Rows<'_> = HashMap::new();
    for row in 0..table.data.rows {
        rows.entry(columns.iter().map(|column| column.cell(row).published().trim()).collect()).or_default().push(row);
    }
    Some(rows)
}
