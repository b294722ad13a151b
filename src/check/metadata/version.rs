//! Versions that are no names.

use crate::check::Context;
use crate::diagnostic::{Findings, Rule, Severity};

/// A version that is no name.
pub(crate) static RULE: Rule = Rule {
    id: "metadata/version",
    severity: Severity::Error,
    finds: "A version that is empty, has more than 40 characters, holds a blank or a sign other than `.`, `-`, `_` and `+`, or a number of more than 15 digits.",
    matters: "The version is part of an address and of a citation, and machines compare its numbers.",
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
            "the version holds a sign that an address cannot have"
        }
        () if longest > 15 => "the version holds a number of more than 15 digits",
        () => return,
    };
    findings.push(RULE.finding(problem).at(file.place(metadata.version.span()), "").help("write it like \"2019.3.0\""));
}
