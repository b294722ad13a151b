//! Findings that weigh what the portal says.

use std::collections::BTreeMap;
use std::ops::Deref;

use super::{Diagnostic, Findings, Severity};

/// Rules that weigh more in a portal than by themselves.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Severities(BTreeMap<String, Severity>);

impl Severities {
    /// The severities of these rules, by name.
    pub fn new<'a>(severities: impl IntoIterator<Item = (&'a str, Severity)>) -> Self {
        Self(severities.into_iter().map(|(rule, severity)| (rule.to_owned(), severity)).collect())
    }

    /// The findings, each as severe as its rule or as the portal makes it, whichever is more.
    #[must_use]
    pub fn judge(&self, mut findings: Findings) -> Judged {
        for finding in findings.iter_mut() {
            if let Some(severity) = self.0.get(finding.rule.id) {
                finding.severity = finding.severity.min(*severity);
            }
        }
        Judged(findings)
    }
}

/// Findings that weigh what the portal says. Only [`Severities::judge`] makes them, so that none is counted or printed with the
/// severity of its rule alone.
#[derive(Clone, Debug, Default)]
pub struct Judged(Findings);

impl Judged {
    /// Adds all of another list.
    pub fn extend(&mut self, other: Self) {
        self.0.extend(other.0);
    }

    /// The findings after somebody has accepted some of them: accepted errors become warnings, accepted warnings go.
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

    /// Those of one severity.
    #[must_use]
    pub fn only(self, severity: Severity) -> Self {
        Self(self.0.sorted().into_iter().filter(|finding| finding.severity == severity).collect())
    }

    /// All, in the order of printing.
    #[must_use]
    pub fn sorted(self) -> Vec<Diagnostic> {
        self.0.sorted()
    }

    /// Each finding once, however many pages it was found on.
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
