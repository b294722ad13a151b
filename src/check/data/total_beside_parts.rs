//! Undeclared totals.

use std::collections::BTreeMap;

use crate::check::Context;
use crate::check::totals::TotalBeside;
use crate::diagnostic::{Findings, Rule, Severity};
use crate::load::{LoadedTable, shown};

/// An undeclared total.
pub(crate) static RULE: Rule = Rule {
    id: "data/total-beside-parts",
    severity: Severity::Warning,
    finds: "A value of a column that is the total of the others and is not declared: its numbers are their sum, it is blank in a \
        column of the key, it is the code of a country beside codes of its areas, or it is called `Total`, `All` or `Persons`. \
        `shelfmark explain kpi/total-counted` says how many equal sums it takes.",
    matters: "Anyone who adds up the column counts everyone twice. A suppressed part can also be worked out from the total and \
        the other parts.",
    example: "sex,attendances\nFemale,60\nMale,50\nPersons,110",
    put_right: "Declare it: `protect: {dimensions: {sex: {total: Persons}}}`, or `total: \"\"` if it is blank. KPIs then leave its \
        parts out of sums.",
};

pub(in crate::check) fn detect(context: &Context<'_>, findings: &mut Findings) {
    for (table, totals) in context.dataset.tables.iter().zip(context.totals) {
        // A KPI that adds a total to its parts is told on its own, as an error.
        let told: Vec<usize> = super::super::kpi::total_counted::columns_told(context, table);
        let mut columns: BTreeMap<usize, Vec<&TotalBeside>> = BTreeMap::new();
        for total in totals.iter().filter(|total| !told.contains(&total.column)) {
            columns.entry(total.column).or_default().push(total);
        }
        for (column, totals) in columns {
            // The one that stands for all the others, or else for the most.
            let most = |total: &&&TotalBeside| total.parts.as_ref().map_or(usize::MAX, Vec::len);
            let Some(total) = totals.iter().max_by_key(most) else { continue };
            let name = &table.data.columns[column].name;
            let text = total.text(table);
            let value = if text.is_empty() { "a blank".to_owned() } else { format!("`{}`", shown(text)) };
            let more = match totals.len() - 1 {
                0 => "",
                1 => "; one more value of the column is a sum of others",
                _ => "; more values of the column are sums of others",
            };
            let message = format!("{value} in `{name}` {}{more}", total.evidence(table));
            let at = table.place(table.first_row(column, total.value as usize), column);
            findings.push(RULE.finding(message).at(at, "").help(declaration(table, name, text)));
        }
    }
}

/// A value as it stands in YAML: in quotes, unless it is plain words.
pub(in crate::check) fn quoted(text: &str) -> String {
    let is_plain = text.chars().all(|c| c.is_alphanumeric() || c == ' ') && text.chars().next().is_some_and(char::is_alphabetic);
    if is_plain { text.to_owned() } else { format!("{text:?}") }
}

/// What to write to declare the total of a column.
pub(in crate::check) fn declaration(table: &LoadedTable, name: &str, total: &str) -> String {
    let (name, total) = (quoted(name), quoted(total));
    match table.spec.protect.as_ref().map(|policy| policy.dimensions.is_empty()) {
        None => format!("write `protect: {{dimensions: {{{name}: {{total: {total}}}}}}}` next to `file:`"),
        Some(true) => format!("add `dimensions: {{{name}: {{total: {total}}}}}` to the table's `protect`"),
        Some(false) => format!("add `{name}: {{total: {total}}}` to the table's `dimensions`"),
    }
}
