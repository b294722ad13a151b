//! Findings as GitHub Actions workflow commands, which become annotations of a pull request.

use super::Diagnostic;

/// One `::error file=...` line for each finding.
#[must_use]
pub fn github(findings: &[Diagnostic]) -> String {
    findings.iter().map(line).collect()
}

fn line(finding: &Diagnostic) -> String {
    let place = finding.place().filter(|place| place.line > 0).map_or_else(
        || finding.place().map_or_else(String::new, |place| format!("file={},", property(&place.path))),
        |place| format!("file={},line={},col={},", property(&place.path), place.line, place.column),
    );
    let help = finding.help.as_ref().map_or_else(String::new, |help| format!("\n{help}"));
    format!(
        "::{} {place}title={}::{}\n",
        finding.severity,
        property(finding.rule.id),
        data(&format!("{}{help}", finding.message))
    )
}

/// Escapes the text of a command.
fn data(text: &str) -> String {
    text.replace('%', "%25").replace('\r', "%0D").replace('\n', "%0A")
}

/// Escapes the value of a property.
fn property(text: &str) -> String {
    data(text).replace(':', "%3A").replace(',', "%2C")
}
