//! Findings as values.
//!
//! In: what a stage noticed. Out: [`Diagnostic`]s in a [`Findings`] list, sorted and printed in one place.
//! Invariant: nothing here prints to the terminal or stops a run; a stage only adds to the list.

mod github;
mod grouped;
mod html;
mod human;
mod json;
mod judged;
mod junit;
mod limit;
mod repository;
mod rule;
mod rule_book;
mod sarif;
mod shortened;
mod suggest;

use std::collections::BTreeSet;
use std::fmt;

use schemars::JsonSchema;
use serde::{Deserialize, Serialize};

pub use github::github;
pub use grouped::grouped;
pub use html::html;
pub(crate) use human::counted;
pub use human::{Colour, Detail, human};
pub use json::json;
pub use judged::{Judged, Severities};
pub use junit::junit;
pub use limit::{SHOWN, limited};
pub use repository::below_repository;
pub use rule::Rule;
pub use rule_book::RuleBook;
pub use sarif::sarif;
pub use shortened::shortened;
pub use suggest::{did_you_mean, nearest};

use crate::source::Place;

/// How serious a finding is.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Deserialize, JsonSchema, Serialize)]
#[serde(rename_all = "lowercase")]
pub enum Severity {
    /// An error. It stops the run, and nothing is written.
    Error,
    /// A warning. It is reported, and the run goes on.
    Warning,
}

impl fmt::Display for Severity {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(match self {
            Self::Error => "error",
            Self::Warning => "warning",
        })
    }
}

/// A place that a finding points to, with a label.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub struct Label {
    /// The place.
    pub place: Place,
    /// What is wrong there; may be empty.
    pub text: String,
}

/// One finding: its rule and severity, what is wrong and where, and how to fix it.
#[derive(Clone, Debug)]
pub struct Diagnostic {
    /// The rule that found it.
    pub rule: &'static Rule,
    /// Its severity.
    pub severity: Severity,
    /// What is wrong, in one short phrase.
    pub message: String,
    /// The places it points to. The first is the primary place.
    pub labels: Vec<Label>,
    /// What the author should type to fix it.
    pub help: Option<String>,
    /// The number of findings that this one counts instead of showing; 0 for an ordinary finding.
    pub more: usize,
}

impl Diagnostic {
    /// Adds a place.
    #[must_use]
    pub fn at(mut self, place: Place, text: impl Into<String>) -> Self {
        self.labels.push(Label { place, text: text.into() });
        self
    }

    /// Sets what the author should type.
    #[must_use]
    pub fn help(mut self, help: impl Into<String>) -> Self {
        self.help = Some(help.into());
        self
    }

    /// How many findings this stands for.
    #[must_use]
    pub fn weight(&self) -> usize {
        self.more.max(1)
    }

    /// The primary place, if any.
    #[must_use]
    pub fn place(&self) -> Option<&Place> {
        self.labels.first().map(|label| &label.place)
    }
}

/// Findings collected so far.
#[derive(Clone, Debug, Default)]
pub struct Findings(Vec<Diagnostic>);

impl Findings {
    /// An empty list.
    #[must_use]
    pub fn new() -> Self {
        Self::default()
    }

    /// Adds a finding.
    pub fn push(&mut self, diagnostic: Diagnostic) {
        self.0.push(diagnostic);
    }

    /// Adds all findings of another list.
    pub fn extend(&mut self, other: Findings) {
        self.0.extend(other.0);
    }

    /// Whether any finding is an error.
    #[must_use]
    pub fn has_errors(&self) -> bool {
        self.0.iter().any(|finding| finding.severity == Severity::Error)
    }

    /// The number of findings of a severity.
    #[must_use]
    pub fn count(&self, severity: Severity) -> usize {
        self.0.iter().filter(|finding| finding.severity == severity).map(Diagnostic::weight).sum()
    }

    /// Sorts the findings by file, line, column, rule and message, the order in which they are printed.
    #[must_use]
    pub fn sorted(mut self) -> Vec<Diagnostic> {
        self.0.sort_by(|a, b| (a.place(), a.rule.id, &a.message).cmp(&(b.place(), b.rule.id, &b.message)));
        self.0
    }

    /// The findings.
    pub fn iter(&self) -> impl Iterator<Item = &Diagnostic> {
        self.0.iter()
    }

    /// The findings, so that their severity can be set.
    fn iter_mut(&mut self) -> impl Iterator<Item = &mut Diagnostic> {
        self.0.iter_mut()
    }

    /// Whether there are no findings.
    #[must_use]
    pub fn is_empty(&self) -> bool {
        self.0.is_empty()
    }
}

impl Findings {
    /// The findings without repeats: a mistake in a template is found again on every page it makes.
    #[must_use]
    pub fn distinct(self) -> Self {
        let mut seen = BTreeSet::new();
        let is_new = |finding: &Diagnostic| seen.insert((finding.message.clone(), finding.labels.clone()));
        Self(self.0.into_iter().filter(is_new).collect())
    }
}

impl FromIterator<Diagnostic> for Findings {
    fn from_iter<I: IntoIterator<Item = Diagnostic>>(items: I) -> Self {
        Self(items.into_iter().collect())
    }
}
