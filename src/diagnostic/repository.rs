//! Paths relative to the repository instead of the portal, as code-hosting services expect.

use std::sync::Arc;

use super::Diagnostic;

/// Makes every path relative to the repository's root. `portal` is the portal's folder there; empty if it is the root.
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
