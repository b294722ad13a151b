//! Days that stand for a longer time, of which it is not certain for which.

use crate::check::Context;
use crate::diagnostic::{Findings, Rule, Severity};
use crate::model::{FieldType, Period, Value, period_names};

/// Days that stand for a longer time, of which it is not certain for which.
pub(crate) static RULE: Rule = Rule {
    id: "data/period-days",
    severity: Severity::Warning,
    finds: "A column of dates whose heading says week, month, quarter or year, or whose days are whole weeks apart, if their places \
        in the calendar do not tell which time each of them stands for.",
    matters: "The visits of a week would be published as those of one day.",
    example: "week,visits\n2026-01-06,100\n2026-01-13,110        (Tuesdays: does the week begin or end there?)",
    put_right: "Write the type `period` in the dictionary, with one of the formats `week-start`, `week-ending`, `month-start`, \
        `month-end`, `quarter-start`, `quarter-end`, `year-start`, `year-end`, `financial-year-start` and `financial-year-end`. \
        If each is a day, call the column so, such as `snapshot_date`.",
};

pub(in crate::check) fn detect(context: &Context<'_>, findings: &mut Findings) {
    super::each_column(context, findings, |table, at, field| {
        if field.kind != FieldType::Date || !crate::check::freshness::is_period(context, table, at) {
            return None;
        }
        let period = |value: &Value| if let Value::Period(period) = value { Some(period.clone()) } else { None };
        let mut periods: Vec<Period> = table.data.columns[at].pool.iter().filter_map(|cell| period(&cell.value)).collect();
        periods.sort_unstable();
        periods.dedup();
        let heading = format!("{} {}", *field.name, field.title);
        let names = period_names(&periods, &heading, *context.dataset.metadata.frequency);
        names.is_unsure.then(|| {
            let message =
                format!("each day in `{}` seems to stand for a longer time, but it is not clear for which", *field.name);
            let help = "write the type `period` in the dictionary with a format such as `week-ending` or `month-end`";
            RULE.finding(message).at(table.heading_place(at), "").help(help)
        })
    });
}
