//! Shows findings in a panel over a page.
//!
//! In: findings. Out: HTML for `reload.js` to show: a large panel for errors, a small closed one if there are only warnings,
//! and nothing if there are none.
//! Invariant: uses `diagnostic::html`, so text from an author never becomes markup.

use crate::diagnostic::counted;
use crate::diagnostic::{Diagnostic, Severity, html};
use crate::markup::escape;

/// How many findings the panel shows. The terminal and `check` show the others.
const SHOWN: usize = 30;

/// The page behind a panel of errors.
#[derive(Clone, Copy, PartialEq, Eq)]
pub(super) enum Behind {
    /// The last site without errors.
    LastGood,
    /// The page with the errors.
    ThisOne,
}

/// Makes the panel. `warnings` counts the warnings in the whole portal.
pub(super) fn overlay(findings: &[Diagnostic], warnings: usize, behind: Behind) -> String {
    let of = |severity| findings.iter().filter(move |finding| finding.severity == severity).cloned().collect::<Vec<_>>();
    let (errors, warned) = (of(Severity::Error), of(Severity::Warning));
    if !errors.is_empty() {
        let count: usize = errors.iter().map(Diagnostic::weight).sum();
        let which = if behind == Behind::LastGood { " in the way; the page behind is the last good one" } else { "" };
        let heading = format!("{}{which}", counted(count, "error"));
        let list = list(&errors, 0);
        return format!(
            "<section class=\"errors\" role=\"alert\"><h2>{heading}</h2><button type=\"button\">Hide</button>{list}</section>"
        );
    }
    if warnings == 0 {
        return String::new();
    }
    let elsewhere = warnings.saturating_sub(warned.iter().map(Diagnostic::weight).sum());
    let (heading, list) = (counted(warnings, "warning"), list(&warned, elsewhere));
    format!("<section class=\"warnings\"><details><summary>{heading}</summary>{list}</details></section>")
}

/// The panel shown while a large portal is being read.
pub(super) fn reading(read: usize, all: usize) -> String {
    format!("<section class=\"warnings\"><p>Loading datasets: {read} of {all}. Lists will be complete shortly.</p></section>")
}

/// The panel for a failure, such as a disk error.
pub(super) fn trouble(what: &str) -> String {
    format!("<section class=\"errors\" role=\"alert\"><h2>{}</h2></section>", escape(what))
}

/// Lists the findings, and how many more there are: unlisted ones and those `elsewhere`.
fn list(findings: &[Diagnostic], elsewhere: usize) -> String {
    let shown = &findings[..findings.len().min(SHOWN)];
    let rest = findings.len() - shown.len() + elsewhere;
    let more = match (rest, shown.is_empty()) {
        (0, _) => String::new(),
        (_, true) => "<li><p>In files that have not changed: run shelfmark check</p></li>".to_owned(),
        (rest, false) => format!("<li><p>and {rest} more: run shelfmark check</p></li>"),
    };
    format!("<ul>{}{more}</ul>", html(shown))
}
