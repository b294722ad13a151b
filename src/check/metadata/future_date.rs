//! Dates in the future.

use crate::check::Context;
use crate::diagnostic::{Findings, Rule, Severity};
use crate::model::Date;
use crate::source::Place;

/// A date in the future.
pub(crate) static RULE: Rule = Rule {
    id: "metadata/future-date",
    severity: Severity::Warning,
    finds: "A date of publication, change or release note that is later than the build date, and than the day on which the dataset goes live.",
    matters: "Nothing can have been changed in the future. Either the year is mistyped, or the release is early.",
    example: "modified: 2062-04-11",
    put_right: "Correct the date, or set the build date with `--as-of`.",
};

pub(in crate::check) fn detect(context: &Context<'_>, findings: &mut Findings) {
    let (file, metadata) = (&context.dataset.file, &context.dataset.metadata);
    // A dataset that is reviewed before its day has the dates of that day.
    let go_live = metadata.journey.as_ref().and_then(|journey| journey.go_live).map(|live| live.day);
    let last = go_live.map_or(context.as_of, |day| day.max(context.as_of));
    let mut look = |date: Date, what: &str, place: Place| {
        if date > last {
            let found = RULE.finding(format!("{what} {date}, after the build date ({})", context.as_of)).at(place, "");
            findings.push(found.help("correct the date, or set the build date with `--as-of`"));
        }
    };
    look(*metadata.issued, "issued", file.place(metadata.issued.span()));
    look(*metadata.modified, "modified", file.place(metadata.modified.span()));
    for note in &context.dataset.notes {
        look(*note.date, "a release note dated", note.body.file.place(note.date.span()));
    }
}
