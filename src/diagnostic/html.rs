//! Findings as HTML, for the preview: message, place, caret, help and the rule's page.
//!
//! Invariant: everything in a finding is escaped, so none of it becomes an HTML element.

use super::{Diagnostic, Label, Rule, Severity};
use crate::markup::escape;

/// A list item for each finding.
#[must_use]
pub fn html(findings: &[Diagnostic]) -> String {
    findings.iter().map(item).collect::<Vec<_>>().concat()
}

fn item(finding: &Diagnostic) -> String {
    let severity = finding.severity;
    let class = if severity == Severity::Error { "error" } else { "warning" };
    let (rule, message) = (finding.rule, escape(&finding.message));
    let places: String = finding.labels.iter().map(place).collect::<Vec<_>>().concat();
    let help = finding.help.as_ref().map_or_else(String::new, |help| format!("<p class=\"help\">help: {}</p>", escape(help)));
    let id = escape(rule.id);
    format!("<li class=\"{class}\"><p><b>{severity}[{id}]</b> {message}</p>{places}{help}{}</li>\n", page(rule))
}

/// The place, and the line with carets below the marked text.
fn place(label: &Label) -> String {
    let place = &label.place;
    let path = escape(&place.path);
    if place.line == 0 {
        return format!("<p class=\"place\">{path}</p>");
    }
    let place_of = format!("<p class=\"place\">{path}:{}:{}</p>", place.line, place.column);
    if place.excerpt.is_empty() {
        return place_of;
    }
    let marked = place.excerpt.get(place.marked.start..place.marked.end).unwrap_or_default();
    let before = place.excerpt.get(..place.marked.start).unwrap_or_default();
    let indent: String = before.chars().map(|c| if c == '\t' { '\t' } else { ' ' }).collect();
    let carets = "^".repeat(marked.chars().count().max(1));
    let number = place.line.to_string();
    let gap = " ".repeat(number.len());
    let (excerpt, text) = (escape(&place.excerpt), escape(&label.text));
    format!("{place_of}<pre>{number} | {excerpt}\n{gap} | {indent}<b>{carets} {text}</b></pre>")
}

/// The rule's page, as `shelfmark explain` prints it.
fn page(rule: &Rule) -> String {
    let part = |heading: &str, text: &str| format!("<p><b>{heading}</b> {}</p>", escape(text));
    let (finds, matters) = (part("What it checks.", rule.finds), part("Why it matters.", rule.matters));
    let (example, put_right) = (escape(rule.example), part("How to fix it.", rule.put_right));
    format!("<details><summary>About {}</summary>{finds}{matters}<pre>{example}</pre>{put_right}</details>", escape(rule.id))
}

#[cfg(test)]
mod tests {
    use super::html;
    use crate::diagnostic::{Rule, Severity};
    use crate::source::SourceFile;

    static RULE: Rule =
        Rule { id: "data/test", severity: Severity::Error, finds: "", matters: "", example: "<b>", put_right: "" };

    #[test]
    fn a_finding_is_text_with_a_caret_below_what_is_meant() {
        let file = SourceFile::new("a<b>.yaml", "title: <script>\n");
        let finding = RULE.finding("no <script> here").at(file.place(7..15), "this").help("take \"it\" out");
        let html = html(&[finding]);
        assert!(!html.contains("<script>"), "{html}");
        assert!(html.contains("a&lt;b&gt;.yaml:1:8"), "{html}");
        assert!(html.contains("1 | title: &lt;script&gt;\n  |        <b>^^^^^^^^ this</b>"), "{html}");
        assert!(html.contains("help: take &quot;it&quot; out"), "{html}");
    }
}
