//! Columns of numbers without a unit.

use crate::check::Context;
use crate::check::dictionary::place;
use crate::diagnostic::{Findings, Rule, Severity};

/// A column of numbers without a unit.
pub(crate) static RULE: Rule = Rule {
    id: "dictionary/unit",
    severity: Severity::Warning,
    finds: "A column of type integer or number whose `unit` is empty.",
    matters: "Readers take thousands for units and people for visits. Without a unit the column is protected as if it counted people.",
    example: "name,title,type,description,unit\nattendances,Attendances,integer,Attendances in the month,",
    put_right: "Write what one of the number is: people, attendances, percent, £, days, a rate `per 1,000` something.",
};

pub(in crate::check) fn detect(context: &Context<'_>, findings: &mut Findings) {
    super::each_field(context, findings, |table, field| {
        let lacks = field.kind.is_numeric() && field.unit.is_none();
        let message = format!("the column of numbers `{}` has no unit", *field.name);
        lacks.then(|| {
            RULE.finding(message)
                .at(place(table, field), "")
                .help("write what it counts or measures under `unit`: people, percent, £, days")
        })
    });
}
