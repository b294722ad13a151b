//! `shelfmark check --fix`: shows what would change, and writes it if the user agrees.

use std::fmt::Write as _;
use std::io::IsTerminal;

use super::{Format, report};
use crate::diagnostic::{SHOWN, counted};
use crate::fix::{FileChange, write_changes};
use crate::load::Root;
use crate::pipeline::fixes;

/// Whether to write without asking.
#[derive(Clone, Copy, PartialEq, Eq)]
pub(super) enum Consent {
    /// Ask at the terminal.
    Ask,
    /// Already given.
    Given,
}

/// Shows the changes to all datasets, and writes them with consent.
pub(super) fn run(root: &Root, format: Format, consent: Consent) -> anyhow::Result<()> {
    let all = fixes(root)?;
    if all.is_empty() {
        report::show_beside(format, "nothing can be fixed automatically\n");
        return Ok(());
    }
    report::show_beside(format, &all.iter().map(show).collect::<String>());
    let edits: usize = all.iter().map(|change| change.edits.len()).sum();
    let summary = format!("{} in {}", counted(edits, "change"), counted(all.len(), "file"));
    if consent == Consent::Ask && !agreed(format, &summary)? {
        report::show_beside(format, &format!("{summary}: nothing was written. `shelfmark check --fix --yes` writes them\n"));
        return Ok(());
    }
    write_changes(root, &all)?;
    report::show_beside(format, &format!("{summary}: written\n"));
    Ok(())
}

/// The changes to a file as a diff, with line numbers.
fn show(change: &FileChange) -> String {
    let mut text = format!("--- {0}\n+++ {0}\n", change.path);
    for edit in change.edits.iter().take(SHOWN) {
        let _ = writeln!(text, "@@ line {} @@", edit.line);
        if !edit.before.is_empty() {
            let _ = writeln!(text, "-{}", edit.before);
        }
        let _ = writeln!(text, "+{}", edit.after);
    }
    if change.edits.len() > SHOWN {
        let _ = writeln!(text, "... and {} in this file", counted(change.edits.len() - SHOWN, "more change"));
    }
    text.push('\n');
    text
}

/// Asks at the terminal. Without a terminal, the answer is no.
fn agreed(format: Format, summary: &str) -> anyhow::Result<bool> {
    if !std::io::stdin().is_terminal() {
        return Ok(false);
    }
    report::show_beside(format, &format!("{summary}. Write them? [y/N] "));
    let mut answer = String::new();
    std::io::stdin().read_line(&mut answer)?;
    Ok(matches!(answer.trim().to_lowercase().as_str(), "y" | "yes"))
}
