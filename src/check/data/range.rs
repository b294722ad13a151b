//! Numbers and periods outside the dictionary's range.

use std::cmp::Ordering;

use crate::check::Context;
use crate::diagnostic::{Findings, Rule, Severity};
use crate::model::Limit;

/// A number or period out of range.
pub(crate) static RULE: Rule = Rule {
    id: "data/range",
    severity: Severity::Error,
    finds: "A number or period below its column's minimum or above its maximum.",
    matters: "A percentage of 850, a negative count or a population of 99999 is a slip that is easy to miss in a long table.",
    example: "performance\n850        (maximum 100)",
    put_right: "Correct the value, or the range in the dictionary.",
};

pub(in crate::check) fn detect(context: &Context<'_>, findings: &mut Findings) {
    super::each_cell(context, &RULE, findings, |table, field, cell| {
        let beyond = |limit: &Option<Limit>, order| limit.clone().filter(|limit| limit.compare(&cell.value) == Some(order));
        let below = beyond(&field.minimum, Ordering::Less).map(|limit| (limit, "below the minimum"));
        let (limit, word) =
            below.or_else(|| beyond(&field.maximum, Ordering::Greater).map(|limit| (limit, "above the maximum")))?;
        let message = format!("{} in `{}` is {word} of {limit}", super::quoted_of(table, field, cell), *field.name);
        Some((message, "correct the cell, or the range in the dictionary".to_owned()))
    });
}
