//! Invalid versions.

use crate::check::Context;
use crate::diagnostic::{Findings, Rule, Severity};

/// An invalid version.
pub(crate) static RULE: Rule = Rule {
    id: "metadata/version",
    severity: Severity::Error,
    finds: "A version that is empty, has more than 40 characters, contains anything other than letters, digits, `.`, `-`, \
        `_` and `+`, or has a number of more than 15 digits.",
    matters: "The version is part of an address and a citation, and programs compare its numbers.",
    example: "version: 123456789012345678901234567890",
    put_right: "Write it like \"2019.3.0\" or \"1.4\".",
};

pub(in crate::check) fn detect(context: &Context<'_>, findings: &mut Findings) {
    let (file, version) = (&context.dataset.file, &context.dataset.metadata.version);
    if let Some(problem) = version_problem(version) {
        findings.push(RULE.finding(problem).at(file.place(version.span()), "").help("write it like \"2019.3.0\""));
    }
}

/// What is wrong with a version, if anything is.
#[must_use]
pub fn version_problem(version: &str) -> Option<&'static str> {
    let is_plain = |c: char| c.is_ascii_alphanumeric() || matches!(c, '.' | '-' | '_' | '+');
    let longest = version.split(|c: char| !c.is_ascii_digit()).map(str::len).max().unwrap_or(0);
    match () {
        () if version.is_empty() => Some("the version is empty"),
        () if version.len() > 40 => Some("the version has more than 40 characters"),
        () if !version.chars().all(is_plain) || version.starts_with(['.', '-']) => {
            Some("the version has a character that an address cannot have")
        }
        () if longest > 15 => Some("the version has a number of more than 15 digits"),
        () => None,
    }
}
