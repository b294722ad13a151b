//! Coverage dates that do not match the data.

use super::Found;
use crate::check::Context;
use crate::diagnostic::{Findings, Rule, Severity};
use crate::model::{Date, Period};
use crate::source::Spanned;

/// Coverage dates that do not match the data.
pub(crate) static RULE: Rule = Rule {
    id: "freshness/covers",
    severity: Severity::Warning,
    finds: "A period in a table that is outside `covers`, or a `covers` that ends after the latest period in the data.",
    matters: "Readers and harvesters choose a dataset by the dates it says it covers.",
    example: "covers: {from: 2016-04-01, to: 2019-02-28}        (the table goes on to 2019-03)",
    put_right: "Set `covers` to the first day of the first period and the last day of the last.",
};

pub(in crate::check) fn detect(context: &Context<'_>, findings: &mut Findings) {
    let (file, metadata) = (&context.dataset.file, &context.dataset.metadata);
    let Some(covers) = &metadata.covers else { return };
    let Some(oldest) = super::oldest(context) else { return };
    let Some(newest) = super::newest(context) else { return };
    let mut differ = |message: String, date: &Spanned<Date>, data: &Found<'_>| {
        let found = RULE.finding(message).at(file.place(date.span()), "").at(data.place(), "in the data");
        findings.push(found.help("set `covers` to the first day of the first period and the last day of the last"));
    };
    if let Some(from) = covers.from.as_ref().filter(|from| oldest.period.start() < from.0) {
        differ(format!("`covers` begins on {}, but the data begins with {}", **from, oldest.period), from, &oldest);
    }
    let last = newest.period;
    if let Some(to) = covers.to.as_ref().filter(|to| last.start() > to.0) {
        differ(format!("`covers` ends on {}, but the data ends with {last}", **to), to, &newest);
    }
    // The first of a month may stand for all of it.
    if let Period::Day(day) = last
        && let Some(end) = super::newest_day(context).filter(|end| end > day)
        && let Some(to) = covers.to.as_ref().filter(|to| to.0 == *day)
    {
        differ(format!("`covers` ends on {}, but the last period in the data ends on {}", **to, Date(end)), to, &newest);
    }
    // A date may stand for the week, month or year that it starts, so its exact end is unknown.
    let slack = chrono::Duration::days(366);
    let end = last.end().map(|end| if matches!(last, Period::Day(_)) { end + slack } else { end });
    if let Some(to) = covers.to.as_ref().filter(|to| end.is_some_and(|end| to.0 > end)) {
        differ(format!("`covers` ends on {}, after the last period in the data ({last})", **to), to, &newest);
    }
}
