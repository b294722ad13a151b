//! Dates that contradict each other.

use crate::check::Context;
use crate::diagnostic::{Findings, Rule, Severity};
use crate::model::Date;
use crate::source::Spanned;

/// Dates that contradict each other.
pub(crate) static RULE: Rule = Rule {
    id: "metadata/dates",
    severity: Severity::Error,
    finds: "Dates that cannot all be true: `modified` before `issued`, `next_update` before `modified`, or coverage that ends \
        before it begins.",
    matters: "Readers use the dates to judge whether they can use a figure. Harvesters reject datasets whose dates \
        contradict each other.",
    example: "issued: 2019-04-11\nmodified: 2017-06-08",
    put_right: "Correct one of the two dates.",
};

pub(in crate::check) fn detect(context: &Context<'_>, findings: &mut Findings) {
    let (file, metadata) = (&context.dataset.file, &context.dataset.metadata);
    let mut ordered = |first: (&str, Option<&Spanned<Date>>), second: (&str, Option<&Spanned<Date>>)| {
        let ((first_name, Some(earlier)), (second_name, Some(later))) = (first, second) else { return };
        if **earlier <= **later {
            return;
        }
        let message = format!("`{second_name}` ({}) is before `{first_name}` ({})", **later, **earlier);
        let found = RULE
            .finding(message)
            .at(file.place(later.span()), "the earlier date")
            .at(file.place(earlier.span()), "the later date");
        findings.push(found.help("correct one of the two"));
    };
    ordered(("issued", Some(&metadata.issued)), ("modified", Some(&metadata.modified)));
    let next = metadata.next_update.as_ref().map(|next| Spanned::new(next.0.last_day(), next.span()));
    ordered(("modified", Some(&metadata.modified)), ("next_update", next.as_ref()));
    if let Some(covers) = &metadata.covers {
        ordered(("covers.from", covers.from.as_ref()), ("covers.to", covers.to.as_ref()));
    }
}
