//! What keeps a table from being compared with its ledger, and tables that hid counts and hide none any more.
//!
//! In: the tables of a dataset and their policies. Out: findings; those that are only warnings stop nothing.

use std::collections::{BTreeMap, BTreeSet};

use super::earlier::{Earlier, RULE, Summed, is_ignored};
use crate::diagnostic::{Diagnostic, Findings, Severity, counted};
use crate::load::{LoadedTable, shown};
use crate::model::{Cell, Ledger, LedgerRows, Policy, Value};

const IGNORE: &str = "`earlier: {ignore_to: VERSION, reason: ...}` in the table's `protect`";

/// Finds them.
pub(super) fn find(tables: &[LoadedTable], policies: &[Policy]) -> Findings {
    let mut findings = Findings::default();
    for (table, policy) in tables.iter().zip(policies) {
        findings.extend(unknown_release(table).into_iter().collect());
        let Some(Last { release, rows, names }) = last(table) else { continue };
        findings.extend(gone_column(table, &release, &rows, &names).into_iter().collect());
        findings.extend(gone_value(table, &release, &rows).into_iter().collect());
        findings.extend(hides_nothing(table, policy, &release).into_iter().collect());
    }
    findings
}

/// What the last release printed of a table, if any that is compared did, and all columns that the ledger knows.
struct Last {
    release: String,
    rows: LedgerRows,
    names: BTreeSet<String>,
}

fn last(table: &LoadedTable) -> Option<Last> {
    let (release, _) = table.earlier.releases().last().filter(|(release, _)| !is_ignored(table, release))?;
    let rows = table.earlier.last().remove(table.spec.name.as_str())?;
    let lines = table.earlier.lines.iter().filter(|line| line.table == *table.spec.name);
    let names = lines.flat_map(|line| line.row.keys().chain(line.printed.iter().flatten().map(|(name, _)| name)));
    let names = names.filter(|name| *name != Ledger::NUMBER).cloned().collect();
    Some(Last { release: release.to_owned(), rows, names })
}

/// A release that is to be ignored, and that the ledger does not know.
fn unknown_release(table: &LoadedTable) -> Option<Diagnostic> {
    let named = &table.spec.protect.as_ref()?.earlier.as_ref()?.ignore_to;
    let known: Vec<&str> = table.earlier.releases().map(|(release, _)| release).collect();
    if known.contains(&named.as_str()) {
        return None;
    }
    let message = format!("`ignore_to` names release {}, which the ledger does not know", shown(named));
    let help = if known.is_empty() { "leave it out".to_owned() } else { format!("it knows {}", known.join(", ")) };
    Some(RULE.finding(message).at(table.whole(), "").help(help))
}

/// A column with hidden counts, or one that tells them apart, that is gone while another is new: it may have another name.
fn gone_column(table: &LoadedTable, release: &str, rows: &LedgerRows, names: &BTreeSet<String>) -> Option<Diagnostic> {
    let is_gone = |name: &&str| table.data.column(name).is_none() && *name != Ledger::NUMBER;
    let with_hidden = rows.iter().filter(|(_, printed)| printed.hidden().next().is_some());
    let mut columns = with_hidden.flat_map(|(key, printed)| printed.hidden().chain(key.keys().map(String::as_str)));
    let gone = columns.find(is_gone)?;
    let is_alike = |name: &str| {
        let is_number = table.dictionary.field(name).is_some_and(|field| field.kind.is_numeric());
        is_number == rows.values().any(|printed| printed.cells.contains_key(gone))
    };
    let new = table.data.columns.iter().find(|column| !names.contains(&column.name) && is_alike(&column.name))?;
    let (gone, new) = (shown(gone), shown(&new.name));
    let message =
        format!("release {release} hid counts of `{gone}`, which is gone, and `{new}` is new: it may be the same column");
    let help = format!("if it is, write its new name into the ledger as well; if it is another, write {IGNORE}");
    Some(RULE.finding(message).at(table.whole(), "").help(help))
}

/// A value in whose rows counts were hidden, that is gone while another is new.
fn gone_value(table: &LoadedTable, release: &str, rows: &LedgerRows) -> Option<Diagnostic> {
    let mut known: BTreeMap<&str, BTreeSet<&str>> = BTreeMap::new();
    for (name, cell) in rows.keys().flatten() {
        known.entry(name).or_default().insert(cell.trim());
    }
    for (key, _) in rows.iter().filter(|(_, printed)| printed.hidden().next().is_some()) {
        for (name, cell) in key {
            let is_period = table.dictionary.field(name).is_none_or(|field| field.kind.is_temporal());
            let Some(column) = table.data.column(name).filter(|_| !is_period) else { continue };
            let has = |cell: &str| column.pool.iter().any(|now| now.published().trim() == cell);
            let is_new = |now: &&str| !known.get(name.as_str()).is_some_and(|cells| cells.contains(now));
            if has(cell.trim()) {
                continue;
            }
            let Some(new) = column.pool.iter().map(|now| now.published().trim()).find(is_new) else { continue };
            let message = format!(
                "release {release} hid counts of `{}` in `{}`, which is gone, and `{}` is new",
                shown(cell),
                shown(name),
                shown(new)
            );
            let mut found = RULE.finding(message).at(table.whole(), "");
            found.severity = Severity::Warning;
            let help = "if that is its new name, write it into the ledger as well: what was hidden would otherwise be shown";
            return Some(found.help(help));
        }
    }
    None
}

/// A policy that hides nothing any more.
fn hides_nothing(table: &LoadedTable, policy: &Policy, release: &str) -> Option<Diagnostic> {
    if policy.below > 0 && !policy.counts.is_empty() {
        return None;
    }
    let earlier = Earlier::of(table, policy, &Summed::Columns(BTreeSet::new()));
    let is_shown = |column: usize, row: &usize| matches!(table.data.columns[column].cell(*row).value, Value::Number(_));
    let shown_now = |column: &usize| earlier.hidden[column].iter().filter(|row| is_shown(*column, row)).count();
    let column = earlier.hidden_columns().find(|column| shown_now(column) > 0)?;
    let message = format!(
        "{} of `{}` that release {release} hid would be shown, because the table's policy hides nothing now",
        counted(shown_now(&column), "cell"),
        shown(&table.data.columns[column].name)
    );
    let help = format!("put the policy back; or, if the counts may be shown, write {IGNORE}");
    Some(RULE.finding(message).at(table.whole(), "").help(help))
}
