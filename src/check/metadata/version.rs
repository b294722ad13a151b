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
    let (file, metadata) = (&context.dataset.file, &context.dataset.metadata);
    let version = metadata.version.as_str();
    let is_plain = |c: char| c.is_ascii_alphanumeric() || matches!(c, '.' | '-' | '_' | '+');
    let longest = version.split(|c: char| !c.is_ascii_digit()).map(str::len).max().unwrap_or(0);
    let problem = match () {
        () if version.is_empty() => "the version is empty",
        () if version.len() > 40 => "the version has more than 40 characters",
        () if !version.chars().all(is_plain) || version.starts_with(['.', '-']) => {
            "the version has a character that an address cannot have"
        }
        () if longest > 15 => "the version has a number of more than 15 digits",
        () => return,
    };
    findings.push(RULE.finding(problem).at(file.place(metadata.version.span()), "").help("write it like \"2019.3.0\""));
}
