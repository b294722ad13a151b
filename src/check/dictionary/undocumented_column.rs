//! Columns that the dictionary does not speak of.

use std::collections::BTreeSet;

use crate::check::Context;
use crate::diagnostic::{Findings, Rule, SHOWN, Severity, did_you_mean};
use crate::load::shown;
use crate::source::Place;

/// A column without a row in the dictionary.
pub(crate) static RULE: Rule = Rule {
    id: "dictionary/undocumented-column",
    severity: Severity::Error,
    finds: "A column of the CSV that has no row in the dictionary.",
    matters: "Nobody outside the team can know what it means; nobody inside has decided whether it may be published.",
    example: "period,org_code,local_ref        (dictionary.csv has period and org_code)",
    put_right: "Add a row for it to the dictionary, or take the column out of the CSV.",
};

pub(in crate::check) fn detect(context: &Context<'_>, findings: &mut Findings) {
    for table in &context.dataset.tables {
        let unknown: Vec<(usize, &str)> = (0..table.data.columns.len())
            .map(|at| (at, table.data.columns[at].name.as_str()))
            .filter(|(_, name)| table.dictionary.field(name).is_none())
            .collect();
        let absent = if unknown.is_empty() { BTreeSet::new() } else { super::absent(table) };
        for (at, name) in unknown.iter().take(SHOWN) {
            let hint = did_you_mean(name, absent.iter().copied());
            let name = shown(name);
            let message = format!("the column `{name}` is not in the dictionary");
            let help = format!("{hint}add a row `{name},...` to {}", table.dictionary.file.path());
            findings.push(RULE.finding(message).at(table.heading_place(*at), "").help(help));
        }
        if unknown.len() > SHOWN {
            let rest = unknown.len() - SHOWN;
            findings.push(RULE.and_more(rest, format!("and {rest} more columns")).at(Place::of_file(&table.path), ""));
        }
    }
}
