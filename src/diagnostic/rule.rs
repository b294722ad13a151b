//! What a rule is: its name, its weight and its page for `shelfmark explain`.

use super::{Diagnostic, Severity};

/// A rule that findings belong to. Each stands beside the code that detects it.
#[derive(Debug, PartialEq, Eq)]
pub struct Rule {
    /// `group/what`.
    pub id: &'static str,
    /// How grave a finding of it is.
    pub severity: Severity,
    /// What it finds.
    pub finds: &'static str,
    /// Why it matters.
    pub matters: &'static str,
    /// An input that it finds.
    pub example: &'static str,
    /// What to do.
    pub put_right: &'static str,
}

impl Rule {
    /// A finding of this rule.
    #[must_use]
    pub fn finding(&'static self, message: impl Into<String>) -> Diagnostic {
        let (message, labels) = (message.into(), Vec::new());
        Diagnostic { rule: self, severity: self.severity, message, labels, help: None, more: 0 }
    }

    /// A finding that stands for `more` others, which are not shown one by one.
    #[must_use]
    pub fn and_more(&'static self, more: usize, message: impl Into<String>) -> Diagnostic {
        Diagnostic { more, ..self.finding(message) }
    }

    /// The page as Markdown, for what shows it beside a finding.
    #[must_use]
    pub fn markdown(&self) -> String {
        let Self { finds, matters, example, put_right, .. } = self;
        format!(
            "**What it finds.** {finds}\n\n**Why it matters.** {matters}\n\n**Example**\n```\n{example}\n```\n\n**Put right.** {put_right}"
        )
    }

    /// The first part of the name: what kind of thing the rule looks at.
    #[must_use]
    pub fn group(&self) -> &'static str {
        self.id.split('/').next().unwrap_or(self.id)
    }

    /// The page that `shelfmark explain` prints.
    #[must_use]
    pub fn page(&self) -> String {
        let Self { id, severity, finds, matters, example, put_right } = self;
        format!(
            "{id} ({severity})\n\nWhat it finds\n  {finds}\n\nWhy it matters\n  {matters}\n\nExample\n{}\n\nPut right\n  {put_right}\n",
            indent(example)
        )
    }
}

fn indent(text: &str) -> String {
    text.lines().map(|line| format!("  {line}")).collect::<Vec<_>>().join("\n")
}
