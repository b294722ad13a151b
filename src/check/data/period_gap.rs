//! Missing periods.

use std::collections::BTreeMap;

use crate::check::Context;
use crate::diagnostic::{Findings, Rule, Severity};
use crate::model::{Period, Value, gaps};

/// A missing period.
pub(crate) static RULE: Rule = Rule {
    id: "data/period-gap",
    severity: Severity::Warning,
    finds: "A period missing between the first and last of a column whose periods are otherwise regular.",
    matters: "A month lost in an export looks like a month with no patients, and SPC limits are calculated across the gap.",
    example: "month\n2023-01\n2023-02\n2023-04",
    put_right: "Export the data again. If the period was never collected, say so in the description and waive this rule.",
};

pub(in crate::check) fn detect(context: &Context<'_>, findings: &mut Findings) {
    super::each_column(context, findings, |table, at, field| {
        let column = &table.data.columns[at];
        let cells = column.pool.iter().enumerate();
        let of_cell: BTreeMap<&Period, usize> = cells
            .filter_map(|(index, cell)| if let Value::Period(period) = &cell.value { Some((period, index)) } else { None })
            .collect();
        let periods: Vec<Period> = of_cell.keys().map(|period| (*period).clone()).collect();
        let gaps = gaps(&periods);
        let first = of_cell[&periods[gaps.first()?.before]];
        let total: usize = gaps.iter().map(|gap| gap.count).sum();
        let are = if total == 1 { "a period is".to_owned() } else { format!("{total} periods are") };
        let before = super::quoted(&column.pool[first]);
        let message = format!("{are} missing in `{}` (first gap before {before})", *field.name);
        Some(
            RULE.finding(message)
                .at(table.place(table.first_row(at, first), at), "the first after a gap")
                .help("export the data again; if it was never collected, say so and waive this rule"),
        )
    });
}
