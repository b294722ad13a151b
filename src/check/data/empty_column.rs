//! Columns in which nothing stands.

use crate::check::Context;
use crate::diagnostic::{Findings, Rule, Severity};
use crate::model::Value;

/// A column in which nothing stands.
pub(crate) static RULE: Rule = Rule {
    id: "data/empty-column",
    severity: Severity::Warning,
    finds: "A column whose every cell is blank.",
    matters: "Readers cannot tell whether there was nothing to say or the export lost it.",
    example: "period,org_code,admissions\n2019-03,RRK,\n2019-03,RRV,",
    put_right: "Take the column and its row of the dictionary out, or write why: [x] not available, [z] not applicable.",
};

pub(in crate::check) fn detect(context: &Context<'_>, findings: &mut Findings) {
    super::each_column(context, findings, |table, at, field| {
        let blank = table.data.rows > 1 && table.data.columns[at].pool.iter().all(|cell| cell.value == Value::Blank);
        let message = format!("every cell of `{}` is blank", *field.name);
        blank.then(|| {
            RULE.finding(message).at(table.heading_place(at), "").help("take the column out, or write [x] or [z] in its cells")
        })
    });
}
