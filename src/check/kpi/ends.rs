//! Ends of members that the data contradicts.

use super::each_kpi;
use crate::check::Context;
use crate::diagnostic::{Findings, Rule, Severity, nearest};
use crate::load::LoadedTable;
use crate::model::{Cell, KpiSpec};

/// An end that the data contradicts.
pub(crate) static RULE: Rule = Rule {
    id: "kpi/ends",
    severity: Severity::Error,
    finds: "An end in `ends` for a value that is in no column of the table, or that has rows after its end.",
    matters: "From its end on, nobody is told that the value is missing.",
    example: "ends: {North: 2025-11}        (the table has North in 2025-12)",
    put_right: "Write the last period in which the value has rows, or remove the entry.",
};

pub(in crate::check) fn detect(context: &Context<'_>, findings: &mut Findings) {
    each_kpi(context, findings, judge);
}

fn judge(context: &Context<'_>, kpi: &KpiSpec, table: &LoadedTable, findings: &mut Findings) {
    let Some(periods) = kpi.period.as_ref().and_then(|columns| columns.periods(&table.data)) else { return };
    let names: Vec<&str> = kpi.by.iter().chain(&table.spec.key).map(|name| name.as_str()).collect();
    let columns: Vec<_> = table.data.columns.iter().filter(|column| names.contains(&column.name.as_str())).collect();
    for (name, end) in &kpi.ends {
        let place = context.dataset.file.place(end.span());
        let rows = (0..table.data.rows).filter(|row| columns.iter().any(|column| column.cell(*row).published().trim() == name));
        let mut rows = rows.peekable();
        if rows.peek().is_none() {
            let values = columns.iter().flat_map(|column| column.pool.iter().map(|cell| cell.published().trim()));
            let hint = nearest(name, values).map_or_else(
                || "write a value of `by` or of the key, as it stands in the table".to_owned(),
                |near| format!("did you mean `{near}`?"),
            );
            findings.push(RULE.finding(format!("no row is about `{name}`")).at(place, "").help(hint));
            continue;
        }
        let last = rows.filter_map(|row| periods.of(row)).max();
        if let Some(last) = last.filter(|last| end.is_before(last)) {
            let found = RULE.finding(format!("`{name}` has rows after its end, up to {last}")).at(place, "");
            findings.push(found.help(format!("write {last}, or remove the entry")));
        }
    }
}
