//! Dictionary rows that contradict themselves.

use std::collections::BTreeSet;

use crate::check::Context;
use crate::check::dictionary::place;
use crate::diagnostic::{Findings, Rule, Severity};
use crate::load::shown;
use crate::model::Limit;

/// A dictionary row that contradicts itself.
pub(crate) static RULE: Rule = Rule {
    id: "dictionary/contradiction",
    severity: Severity::Error,
    finds: "A minimum above the maximum, an `enum` value that is repeated or does not match the pattern, or limits for a \
        text column.",
    matters: "Either no cell can be valid, or a limit is never checked.",
    example: "name,title,type,description,minimum,maximum\nrate,Rate,number,Rate of waits,100,0",
    put_right: "Correct the row: the lowest value under `minimum`, the highest under `maximum`.",
};

pub(in crate::check) fn detect(context: &Context<'_>, findings: &mut Findings) {
    super::each_field(context, findings, |table, field| {
        let at = || place(table, field);
        let numbers = field.minimum.as_ref().zip(field.maximum.as_ref());
        if numbers.is_some_and(|(least, most)| above(least, most)) {
            let message = format!("the minimum of `{}` is above its maximum", *field.name);
            return Some(RULE.finding(message).at(at(), "").help("write the lowest value under `minimum`"));
        }
        if (field.minimum.is_some() || field.maximum.is_some()) && !field.kind.is_numeric() && !field.kind.is_temporal() {
            let message = format!("`{}` has type {}, which cannot have limits", *field.name, field.kind.word());
            return Some(RULE.finding(message).at(at(), "").help("remove `minimum` and `maximum`, or correct the type"));
        }
        let mut seen = BTreeSet::new();
        if let Some(value) = field.allowed.iter().find(|value| !seen.insert(value.as_str())) {
            let message = format!("`{}` appears twice in the `enum` of `{}`", shown(value), *field.name);
            return Some(RULE.finding(message).at(at(), "").help("write each value once"));
        }
        let pattern = field.pattern.as_ref()?;
        let value = field.allowed.iter().find(|value| !pattern.is_match(value))?;
        let message = format!("`{}` in the `enum` of `{}` does not match the pattern", shown(value), *field.name);
        Some(RULE.finding(message).at(at(), "").help("correct the value, or the pattern"))
    });
}

fn above(least: &Limit, most: &Limit) -> bool {
    match (least, most) {
        (Limit::Number(least), Limit::Number(most)) => least > most,
        (Limit::Period(least), Limit::Period(most)) => least > most,
        _ => false,
    }
}
