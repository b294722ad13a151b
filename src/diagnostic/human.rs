//! Findings for a person at a terminal, in the style of rustc: message, place, caret, help.

use std::collections::BTreeSet;

use annotate_snippets::{AnnotationKind, Group, Level, Origin, Renderer, Snippet};

use super::grouped::grouped;
use super::{Diagnostic, Severity};

/// Whether the text may contain terminal colours.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Colour {
    /// For a terminal.
    Styled,
    /// For files, pipes and tests.
    Plain,
}

/// How much is said of findings of one kind.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Detail {
    /// Those in many files are shown once.
    Grouped,
    /// Each is shown.
    Each,
}

/// The findings as text, followed by a line that counts them. Empty if there are no findings.
#[must_use]
pub fn human(findings: &[Diagnostic], colour: Colour, detail: Detail) -> String {
    if findings.is_empty() {
        return String::new();
    }
    let renderer = match colour {
        Colour::Styled => Renderer::styled(),
        Colour::Plain => Renderer::plain(),
    };
    let mut text = String::new();
    let shown = if detail == Detail::Grouped { grouped(findings) } else { findings.to_vec() };
    for finding in &shown {
        text.push_str(&renderer.render(&[report(finding)]));
        text.push_str("\n\n");
    }
    text.push_str(&summary(findings));
    text.push('\n');
    text
}

fn report(finding: &Diagnostic) -> Group<'_> {
    let level = match finding.severity {
        Severity::Error => Level::ERROR,
        Severity::Warning => Level::WARNING,
    };
    let mut group = level.primary_title(finding.message.as_str()).id(finding.rule.id).elements(Vec::<Origin<'_>>::new());
    for (index, label) in finding.labels.iter().enumerate() {
        let place = &label.place;
        if place.line == 0 {
            group = group.element(Origin::path(&*place.path));
            continue;
        }
        if place.excerpt.is_empty() {
            group = group.element(Origin::path(&*place.path).line(place.line).char_column(place.column));
            continue;
        }
        let kind = if index == 0 { AnnotationKind::Primary } else { AnnotationKind::Context };
        // An excerpt from the middle of a line is indented to its column, so that the printed column is right.
        let before = place.excerpt[..place.marked.start].chars().count();
        let pad = (place.column - 1).saturating_sub(before);
        let source = format!("{}{}", " ".repeat(pad), place.excerpt);
        let mut annotation = kind.span(pad + place.marked.start..pad + place.marked.end);
        if !label.text.is_empty() {
            annotation = annotation.label(label.text.as_str());
        }
        group = group.element(Snippet::source(source).line_start(place.line).path(&*place.path).annotation(annotation));
    }
    if let Some(help) = &finding.help {
        group = group.element(Level::HELP.message(help.as_str()));
    }
    group
}

/// `2 errors, 1 warning`, and the number of files if there are several.
fn summary(findings: &[Diagnostic]) -> String {
    let with = |severity| findings.iter().filter(move |finding| finding.severity == severity);
    let count = |severity| with(severity).map(Diagnostic::weight).sum();
    let files: BTreeSet<&str> = findings.iter().filter_map(Diagnostic::place).map(|place| &*place.path).collect();
    let places = if files.len() > 1 { format!(" in {} files", files.len()) } else { String::new() };
    format!("{}, {}{places}", counted(count(Severity::Error), "error"), counted(count(Severity::Warning), "warning"))
}

/// A count with its noun, in messages to authors: `1 error`, `2 errors`.
pub(crate) fn counted(number: usize, what: &str) -> String {
    format!("{number} {what}{}", if number == 1 { "" } else { "s" })
}
