//! Unknown licences and organisations, and invalid themes and addresses.

use crate::check::Context;
use crate::diagnostic::{Diagnostic, Findings, Rule, Severity, did_you_mean};
use crate::model::{LICENCES, is_web_address, licence};
use crate::source::Spanned;

/// An unknown licence or organisation, or an invalid theme or address.
pub(crate) static RULE: Rule = Rule {
    id: "metadata/vocabulary",
    severity: Severity::Error,
    finds: "An unknown licence or organisation, a theme that cannot be part of an address, an address that is not http(s), \
        or an email address without `@`.",
    matters: "Readers and harvesters rely on these: an unknown licence is no licence, and a script address is an attack.",
    example: "licence: OGL3\nsource: {name: ONS, url: \"javascript:alert(1)\"}",
    put_right: "Write one of the names that the help lists. Organisations are declared in portal.yaml.",
};

pub(in crate::check) fn detect(context: &Context<'_>, findings: &mut Findings) {
    let metadata = &context.dataset.metadata;
    let finding = |name: &Spanned<String>, message: String| RULE.finding(message).at(context.dataset.file.place(name.span()), "");
    match &metadata.licence {
        None if context.settings.portal.licence.is_none() => {
            let found = RULE.finding("neither this dataset nor the portal names a licence").at(context.dataset.file.whole(), "");
            findings.push(found.help("add a line `licence: OGL-UK-3.0` here or in portal.yaml"));
        }
        Some(name) if licence(name).is_none() => {
            let known: Vec<&str> = LICENCES.iter().map(|licence| licence.id).collect();
            findings.push(known_are(finding(name, format!("`{}` is not a known licence", **name)), name, &known));
        }
        _ => {}
    }
    if let Some(name) = &metadata.publisher {
        let known: Vec<&str> = context.settings.portal.organisations.keys().map(String::as_str).collect();
        if !known.contains(&name.as_str()) {
            let found = finding(name, format!("`{}` is not one of the `organisations` in portal.yaml", **name));
            findings.push(known_are(found, name, &known));
        }
    }
    for theme in &metadata.themes {
        if crate::model::DatasetId::new(theme).is_err() {
            let found = finding(theme, format!("the theme `{}` cannot be part of an address", **theme));
            findings.push(found.help("use a to z, 0 to 9 and hyphens, like waiting-times"));
        }
    }
    if let Some(url) = metadata.source.as_ref().and_then(|source| source.url.as_ref())
        && !is_web_address(url)
    {
        findings.push(
            finding(url, "the scheme of this URL is not http or https".to_owned())
                .help("write an address that starts with https://"),
        );
    }
    let email = &metadata.owner.email;
    if !email.contains('@') || email.contains(char::is_whitespace) {
        findings.push(
            finding(email, "this is not an email address".to_owned()).help("write the team's address, like data@example.nhs.uk"),
        );
    }
}

fn known_are(found: Diagnostic, name: &str, known: &[&str]) -> Diagnostic {
    let hint = did_you_mean(name, known.iter().copied());
    found.help(format!("{hint}choose from: {}", known.join(", ")))
}
