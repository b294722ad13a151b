//! A draft of a release note, from what changed.

use std::fmt::Write as _;

use super::changes::{Changes, DatasetChange, KpiChange};
use super::facts::Facts;
use super::table_change::{Fate, NAMED, TableChange};
use crate::catalogue::Catalogue;
use crate::diagnostic::{counted, shortened};

/// A draft of a release note in Markdown: only facts, for a person to edit.
#[must_use]
pub fn draft_note(catalogue: &Catalogue, before: Option<&Facts>, changes: &Changes, version: &str, warnings: usize) -> String {
    let portal = &catalogue.settings.portal;
    let mut text = format!("# Release: {} {version}, {}\n\n**What changed**\n", *portal.title, catalogue.as_of);
    if before.is_none() {
        let _ = writeln!(text, "- The first release, with {}.", counted(catalogue.datasets.len(), "dataset"));
    } else if changes.datasets.is_empty() {
        text += "- No dataset changed.\n";
    }
    for change in changes.datasets.values() {
        let _ = writeln!(text, "- {}: {}.", change.title, change.in_short());
        for (name, table) in &change.tables {
            if let Some(revision) = table.largest() {
                let _ = writeln!(
                    text,
                    "  - Largest revision in {name}: {} for {}, {} to {} ({:+.1}%).",
                    revision.column,
                    revision.key,
                    revision.before,
                    revision.now,
                    revision.percent.unwrap_or_default()
                );
            }
        }
    }
    for gate in &changes.loosened {
        let approved =
            gate.approved.as_ref().map_or_else(String::new, |[by, on, reason]| format!(", approved by {by} on {on}: {reason}"));
        let _ = writeln!(text, "- A gate was loosened: `{}`, from {} to {}{approved}.", gate.gate, gate.before, gate.now);
    }
    let _ = writeln!(text, "\n**Owner**: {}, {}", *portal.contact.name, *portal.contact.email);
    let updated = || catalogue.datasets.iter().filter(|card| changes.datasets.contains_key(&card.id));
    let frequencies: Vec<String> = updated().map(|card| format!("{}, {}", card.title, card.frequency.word())).collect();
    let _ = writeln!(text, "**Refresh**: {}", if frequencies.is_empty() { "none".to_owned() } else { frequencies.join("; ") });
    let sources: Vec<String> = updated().filter_map(|card| Some(format!("{}, {}", card.title, card.source.as_ref()?))).collect();
    let _ = writeln!(text, "**Data source**: {}", if sources.is_empty() { "none".to_owned() } else { sources.join("; ") });
    text += "\n**Validation**\n";
    let _ = writeln!(text, "- All checks passed, with {}.", counted(warnings, "warning"));
    for (id, change) in &changes.datasets {
        for (name, table) in change.tables.iter().filter(|(_, table)| table.fate == Fate::Changed) {
            let _ = writeln!(text, "- {id}/{name}: {} rows before, {} now.", table.rows[0], table.rows[1]);
        }
    }
    text += "\n**Rollback**\n";
    let _ = match before.and_then(|before| before.version.as_ref()) {
        Some(before) => writeln!(text, "- `shelfmark rollback {before}`"),
        None => writeln!(text, "- There is no earlier release."),
    };
    text
}

impl DatasetChange {
    /// What changed, in a few words.
    #[must_use]
    pub fn in_short(&self) -> String {
        if self.fate == Fate::Added {
            return format!("a new dataset, version {}", self.version[1]);
        }
        if self.fate == Fate::Removed {
            return "taken out".to_owned();
        }
        let mut parts = Vec::new();
        for (name, table) in &self.tables {
            parts.extend(table.in_short().map(|short| if self.tables.len() > 1 { format!("{name}: {short}") } else { short }));
        }
        let count = |wanted: fn(&KpiChange) -> bool| self.kpis.values().filter(|change| wanted(change)).count();
        for (number, what) in [
            (count(|change| matches!(change, KpiChange::Added)), "added"),
            (count(|change| matches!(change, KpiChange::Removed)), "removed"),
            (count(|change| matches!(change, KpiChange::Redefined)), "defined otherwise"),
            (count(|change| matches!(change, KpiChange::Updated { .. })), "with a new latest figure"),
            (count(|change| *change == KpiChange::Revised), "with revised figures"),
        ] {
            if number > 0 {
                parts.push(format!("{} {what}", counted(number, "KPI")));
            }
        }
        if self.is_redescribed {
            parts.push("description changed".to_owned());
        }
        let [before, now] = &self.version;
        if parts.is_empty() {
            return if before == now { "date changed".to_owned() } else { format!("version {before} is now {now}") };
        }
        parts.join(", ")
    }

    /// Whether columns mean something else.
    #[must_use]
    pub fn changes_meaning(&self) -> bool {
        self.tables.values().any(|table| !table.columns_redefined.is_empty())
    }

    /// Whether what KPIs say changed.
    #[must_use]
    pub fn changes_figures(&self) -> bool {
        self.kpis.values().any(|change| !matches!(change, KpiChange::Added))
    }
}

impl TableChange {
    /// What changed, in a few words. `None` if only what is said of it did.
    fn in_short(&self) -> Option<String> {
        if self.fate == Fate::Added {
            return Some(format!("a new table with {}", counted(self.rows[1], "row")));
        }
        if self.fate == Fate::Removed {
            return Some("a table taken out".to_owned());
        }
        let mut parts = Vec::new();
        match (self.rows_added, self.rows_removed) {
            (Some(added), Some(removed)) => {
                for (count, what) in [(added, "added"), (removed, "removed")] {
                    if count > 0 {
                        parts.push(format!("{} {what}", counted(count, "row")));
                    }
                }
                if self.revised > 0 {
                    parts.push(format!("{} revised", counted(self.revised, "value")));
                }
            }
            _ if self.rows[0] != self.rows[1] => parts.push(format!("{} rows became {}", self.rows[0], self.rows[1])),
            _ => {}
        }
        let columns = self.columns_in_short();
        if !columns.is_empty() {
            parts.push(columns);
        }
        if let Some([before, now]) = &self.policy {
            parts.push(format!("protection {now} instead of {before}"));
        }
        if !self.columns_redefined.is_empty() {
            parts.push(format!("{} described otherwise", counted(self.columns_redefined.len(), "column")));
        }
        (!parts.is_empty()).then(|| parts.join(", ")).or_else(|| Some("changed".to_owned()))
    }

    /// What happened to its columns, in a few words; empty if nothing did.
    #[must_use]
    pub(super) fn columns_in_short(&self) -> String {
        if self.fate == Fate::Removed {
            return "a table taken out".to_owned();
        }
        let lists =
            [(&self.columns_added, "added"), (&self.columns_removed, "removed"), (&self.columns_retyped, "of another type")];
        let mut parts: Vec<String> = lists
            .iter()
            .filter(|(names, _)| !names.is_empty())
            .map(|(names, what)| format!("{} {what} ({})", counted(names.len(), "column"), shortened(names, NAMED)))
            .collect();
        if self.is_reordered {
            parts.push("columns in another order".to_owned());
        }
        parts.join(", ")
    }
}
