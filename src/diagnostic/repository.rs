//! Paths as a code-hosting service wants them: below the repository, not below the portal.

use std::sync::Arc;

use super::Diagnostic;

/// The findings with every path below the repository's root. `portal` is the portal's folder there, empty for the root.
#[must_use]
pub fn below_repository(mut findings: Vec<Diagnostic>, portal: &str) -> Vec<Diagnostic> {
    if portal.is_empty() {
        return findings;
    }
    for label in findings.iter_mut().flat_map(|finding| &mut finding.labels) {
        label.place.path = Arc::from(format!("{portal}/{}", label.place.path));
    }
    findings
}
