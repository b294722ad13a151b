//! Versions that YAML reads as numbers.

use crate::check::Context;
use crate::diagnostic::{Findings, Rule, Severity};

/// A version that YAML reads as a number.
pub(crate) static RULE: Rule = Rule {
    id: "metadata/unquoted-version",
    severity: Severity::Warning,
    finds: "A version that is a decimal number without quotes, such as `1.10`.",
    matters: "It is read here as written, but other programs read 1.10 as 1.1, which is a different version.",
    example: "version: 1.10",
    put_right: "Put it in quotes: `version: \"1.10\"`.",
};

pub(in crate::check) fn detect(context: &Context<'_>, findings: &mut Findings) {
    let (file, metadata) = (&context.dataset.file, &context.dataset.metadata);
    let span = metadata.version.span();
    let is_decimal = metadata.version.contains('.') && metadata.version.parse::<f64>().is_ok();
    let is_quoted = file.text()[..span.start.min(file.text().len())].ends_with(['"', '\''])
        || file.text()[span.start.min(file.text().len())..].starts_with(['"', '\'']);
    if is_decimal && !is_quoted {
        let found = RULE.finding("the version is a decimal number without quotes").at(file.place(span), "");
        findings.push(found.help(format!("write `version: \"{}\"`", *metadata.version)));
    }
}
