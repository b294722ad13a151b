//! A rule: its id, its severity and its page for `shelfmark explain`.

use super::{Diagnostic, Severity};

/// A rule that findings belong to. Each is defined next to the code that checks it.
#[derive(Debug, PartialEq, Eq)]
pub struct Rule {
    /// The id, as `group/name`.
    pub id: &'static str,
    /// The severity of its findings.
    pub severity: Severity,
    /// What it checks.
    pub finds: &'static str,
    /// Why it matters.
    pub matters: &'static str,
    /// Input that breaks the rule.
    pub example: &'static str,
    /// How to fix it.
    pub put_right: &'static str,
}

impl Rule {
    /// Makes a finding of this rule.
    #[must_use]
    pub fn finding(&'static self, message: impl Into<String>) -> Diagnostic {
        let (message, labels) = (message.into(), Vec::new());
        Diagnostic { rule: self, severity: self.severity, message, labels, help: None, more: 0 }
    }

    /// Makes a finding that counts `more` others, which are not shown one by one.
    #[must_use]
    pub fn and_more(&'static self, more: usize, message: impl Into<String>) -> Diagnostic {
        Diagnostic { more, ..self.finding(message) }
    }

    /// The page as Markdown, for tools that show it next to a finding.
    #[must_use]
    pub fn markdown(&self) -> String {
        let Self { finds, matters, example, put_right, .. } = self;
        format!(
            "**What it checks.** {finds}\n\n**Why it matters.** {matters}\n\n**Example**\n```\n{example}\n```\n\n**How to fix it.** {put_right}"
        )
    }

    /// The first part of the id, such as `data`.
    #[must_use]
    pub fn group(&self) -> &'static str {
        self.id.split('/').next().unwrap_or(self.id)
    }

    /// The page that `shelfmark explain` prints.
    #[must_use]
    pub fn page(&self) -> String {
        let Self { id, severity, finds, matters, example, put_right } = self;
        format!(
            "{id} ({severity})\n\nWhat it checks\n  {finds}\n\nWhy it matters\n  {matters}\n\nExample\n{}\n\nHow to fix it\n  {put_right}\n",
            indent(example)
        )
    }
}

fn indent(text: &str) -> String {
    text.lines().map(|line| format!("  {line}")).collect::<Vec<_>>().join("\n")
}
