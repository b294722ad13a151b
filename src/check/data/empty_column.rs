//! Empty columns.

use crate::check::Context;
use crate::diagnostic::{Findings, Rule, Severity};
use crate::model::Value;

/// An empty column.
pub(crate) static RULE: Rule = Rule {
    id: "data/empty-column",
    severity: Severity::Warning,
    finds: "A column in which every cell is blank.",
    matters: "Readers cannot tell whether there was no data or the export lost it.",
    example: "period,org_code,admissions\n2019-03,RRK,\n2019-03,RRV,",
    put_right: "Remove the column and its row in the dictionary, or say why it is blank: [x] not available, [z] not \
        applicable.",
};

pub(in crate::check) fn detect(context: &Context<'_>, findings: &mut Findings) {
    super::each_column(context, findings, |table, at, field| {
        let blank = table.data.rows > 1 && table.data.columns[at].pool.iter().all(|cell| cell.value == Value::Blank);
        let message = format!("every cell of `{}` is blank", *field.name);
        blank.then(|| {
            RULE.finding(message).at(table.heading_place(at), "").help("remove the column, or write [x] or [z] in its cells")
        })
    });
}
