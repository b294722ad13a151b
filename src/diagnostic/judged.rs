//! Findings with the severity that the portal sets.

use std::borrow::Cow;
use std::collections::{BTreeMap, BTreeSet};
use std::ops::Deref;

use super::{Diagnostic, Findings, Severity};
use crate::privacy::masked;

/// Rules that a portal makes more severe than they are by default, and those whose warnings it accepts in all its datasets.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Severities {
    raised: BTreeMap<String, Severity>,
    waived: BTreeSet<String>,
    shown: BTreeSet<&'static str>,
}

impl Severities {
    /// The severities of these rules, by name.
    pub fn new<'a>(severities: impl IntoIterator<Item = (&'a str, Severity)>) -> Self {
        let raised = severities.into_iter().map(|(rule, severity)| (rule.to_owned(), severity)).collect();
        Self { raised, ..Self::default() }
    }

    /// The same, without the warnings of these rules.
    #[must_use]
    pub fn waiving<'a>(self, rules: impl IntoIterator<Item = &'a str>) -> Self {
        Self { waived: rules.into_iter().map(ToOwned::to_owned).collect(), ..self }
    }

    /// The same, with errors of these rules as warnings, so that a preview can show what is not finished.
    #[must_use]
    pub fn showing(self, rules: impl IntoIterator<Item = &'static str>) -> Self {
        Self { shown: rules.into_iter().collect(), ..self }
    }

    /// The findings, each with the severity of its rule or the one the portal sets, whichever is higher, and without the warnings
    /// that the portal accepts.
    #[must_use]
    pub fn judge(&self, mut findings: Findings) -> Judged {
        for finding in findings.iter_mut() {
            without_personal_data(finding);
            if let Some(severity) = self.raised.get(finding.rule.id) {
                finding.severity = finding.severity.min(*severity);
            }
        }
        for finding in findings.iter_mut().filter(|finding| self.shown.contains(finding.rule.id)) {
            finding.severity = Severity::Warning;
        }
        if self.waived.is_empty() {
            return Judged(findings);
        }
        let stands = |finding: &Diagnostic| finding.severity == Severity::Error || !self.waived.contains(finding.rule.id);
        Judged(findings.sorted().into_iter().filter(stands).collect())
    }
}

/// Takes out of a finding what its text shows of a person or of a secret. Logs have more readers than files.
fn without_personal_data(finding: &mut Diagnostic) {
    let mask = |text: &mut String| {
        if let Cow::Owned(masked) = masked(text) {
            *text = masked;
        }
    };
    mask(&mut finding.message);
    finding.help.iter_mut().for_each(mask);
    for label in &mut finding.labels {
        mask(&mut label.text);
        if let Cow::Owned(masked) = masked(&label.place.path) {
            label.place.path = masked.into();
        }
        if let Cow::Owned(_) = masked(&label.place.excerpt) {
            label.place = label.place.clone().without_excerpt();
        }
    }
}

/// Findings with the severity that the portal sets. Only [`Severities::judge`] makes them, so that none is counted or printed
/// with its default severity by mistake.
#[derive(Clone, Debug, Default)]
pub struct Judged(Findings);

impl Judged {
    /// Adds all findings of another list.
    pub fn extend(&mut self, other: Self) {
        self.0.extend(other.0);
    }

    /// The findings after some have been accepted: accepted errors become warnings, and accepted warnings are removed.
    #[must_use]
    pub fn waived(self, mut is_accepted: impl FnMut(&Diagnostic) -> bool) -> Self {
        let mut waive = |finding: Diagnostic| match finding.severity {
            _ if !is_accepted(&finding) => Some(finding),
            Severity::Warning => None,
            Severity::Error => {
                let message = format!("{} (waived)", finding.message);
                Some(Diagnostic { severity: Severity::Warning, message, ..finding })
            }
        };
        Self(self.0.sorted().into_iter().filter_map(&mut waive).collect())
    }

    /// The findings of rules in some groups.
    #[must_use]
    pub fn of_groups(self, groups: &[&str]) -> Self {
        Self(self.0.sorted().into_iter().filter(|finding| groups.contains(&finding.rule.group())).collect())
    }

    /// The findings in something unfinished: errors are warnings that name its stage, but for those of some groups.
    #[must_use]
    pub fn unfinished(self, stage: &str, but: &[&str]) -> Self {
        let told = |finding: Diagnostic| {
            if finding.severity == Severity::Warning || but.contains(&finding.rule.group()) {
                return finding;
            }
            let message = format!("{} (at the stage `{stage}`)", finding.message);
            Diagnostic { severity: Severity::Warning, message, ..finding }
        };
        Self(self.0.sorted().into_iter().map(told).collect())
    }

    /// The findings of one severity.
    #[must_use]
    pub fn only(self, severity: Severity) -> Self {
        Self(self.0.sorted().into_iter().filter(|finding| finding.severity == severity).collect())
    }

    /// The findings in the order they are printed.
    #[must_use]
    pub fn sorted(self) -> Vec<Diagnostic> {
        self.0.sorted()
    }

    /// Each finding once, even if it was found on several pages.
    #[must_use]
    pub fn distinct(self) -> Self {
        Self(self.0.distinct())
    }
}

impl Deref for Judged {
    type Target = Findings;
    fn deref(&self) -> &Findings {
        &self.0
    }
}
