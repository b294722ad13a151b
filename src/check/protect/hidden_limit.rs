//! Limits that give hidden counts away.

use crate::check::Context;
use crate::check::dictionary::{each_field, place};
use crate::diagnostic::{Findings, Rule, Severity};
use crate::model::{Field, Limit, Policy};

/// A limit among the counts that the policy hides.
pub(crate) static RULE: Rule = Rule {
    id: "protect/hidden-limit",
    severity: Severity::Error,
    finds: "A `minimum` or `maximum` in the dictionary, for a column of counts, that is itself a count the policy hides.",
    matters: "The dictionary is published. A maximum taken from the file is the largest count, and in a column of rare events \
        that count is hidden everywhere else.",
    example: "patients,Patients,integer,People who had the illness,people,0,3        (with `below-5`)",
    put_right: "Remove the limit, or write one that no count in the file decided, such as 100.",
};

pub(in crate::check) fn detect(context: &Context<'_>, findings: &mut Findings) {
    each_field(context, findings, |table, field| {
        let at = context.dataset.tables.iter().position(|other| std::ptr::eq(other, table))?;
        let policy = context.policies[at].as_ref()?;
        let column = table.data.position(&field.name).filter(|column| policy.counts.contains(column))?;
        let limit = hidden(field, policy)?;
        let message = format!("the {limit} of `{}` is a count that the policy hides", table.data.columns[column].name);
        let help = format!("remove the {limit}, or write one that does not come from the data");
        Some(RULE.finding(message).at(place(table, field).without_excerpt(), "").help(help))
    });
}

/// Which limit of a column the policy would hide.
fn hidden(field: &Field, policy: &Policy) -> Option<&'static str> {
    let is_hidden = |limit: &Option<Limit>| {
        let below = policy.below.into();
        matches!(limit, Some(Limit::Number(limit)) if !limit.is_zero() && limit.abs() < below)
    };
    [("minimum", &field.minimum), ("maximum", &field.maximum)]
        .into_iter()
        .find(|(_, limit)| is_hidden(limit))
        .map(|(name, _)| name)
}
