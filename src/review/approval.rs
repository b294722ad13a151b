//! Approvals of other tables than those that would be published.

use sha2::{Digest, Sha256};

use crate::diagnostic::{Findings, Rule, Severity};
use crate::measure::{Body, Card};
use crate::model::hexadecimal;

/// An approval that is older than what it approves.
pub(super) static RULE: Rule = Rule {
    id: "governance/approval-outdated",
    severity: Severity::Error,
    finds: "An approval from before the day on which the dataset was last changed, unless it names the published tables by the \
        beginning of their SHA-256 (`content`); and one that names other tables. The page of the dataset shows the SHA-256 of each \
        table; that of several is the SHA-256 of their SHA-256 values, joined in order.",
    matters: "Readers are told that these figures were approved. Nobody has approved what came later.",
    example: "modified: 2026-02-01\ngovernance:\n  approvals: [{role: business-owner, by: Planned care, on: 2026-01-10}]",
    put_right: "Have the dataset approved again. If the tables are the ones that were approved, write `content:` with the value that the \
        finding gives beside the approval: it holds until a published cell changes.",
};

/// How much of a hash an author must give at least.
const SHORTEST: usize = 16;

/// Approvals of something else.
#[must_use]
pub fn outdated_approvals(card: &Card, body: &Body) -> Findings {
    let (file, mut findings) = (&body.file, Findings::new());
    let Some(governance) = body.metadata.governance.as_ref() else { return findings };
    let (content, modified) = (content_of(card), *body.metadata.modified);
    let short = &content[..SHORTEST.min(content.len())];
    for approval in &governance.approvals {
        let role = approval.role.word();
        match &approval.content {
            Some(stated) if stated.len() >= SHORTEST && content.starts_with(&stated.to_ascii_lowercase()) => {}
            Some(stated) => {
                let message = format!("{role} approved other tables than those that would be published");
                let found = RULE.finding(message).at(file.place(stated.span()), "");
                findings
                    .push(found.help(format!("have them approved again, and write `content: \"{short}\"` with the new date")));
            }
            None if *approval.on < modified => {
                let message = format!("{role} approved this on {}, before it was changed on {modified}", *approval.on);
                let found = RULE.finding(message).at(file.place(approval.on.span()), "");
                let help = format!(
                    "have it approved again; if these are the tables that were approved, write `content: \"{short}\"` beside the date"
                );
                findings.push(found.help(help));
            }
            None => {}
        }
    }
    findings
}

/// The SHA-256 of the published tables of a dataset.
#[must_use]
pub fn content_of(card: &Card) -> String {
    content_of_tables(card.tables.iter().map(|table| table.csv.sha256.as_str()))
        .unwrap_or_else(|| hexadecimal(&Sha256::digest([])))
}

/// The SHA-256 of published tables, from those of each: of the table itself, or of those of all in a row. `None` for no table.
#[must_use]
pub fn content_of_tables<'a>(tables: impl Iterator<Item = &'a str>) -> Option<String> {
    let tables: Vec<&str> = tables.collect();
    match tables.as_slice() {
        [] => None,
        [table] => Some((*table).to_owned()),
        tables => Some(hexadecimal(&Sha256::digest(tables.concat().as_bytes()))),
    }
}
