//! Inline scripts and styles, which a strict content security policy blocks.

use std::sync::LazyLock;

use regex::Regex;

use crate::diagnostic::{Diagnostic, Rule, Severity};
use crate::source::SourceFile;

/// Inline code in a page.
pub(super) static INLINE_CODE: Rule = Rule {
    id: "theme/inline-code",
    severity: Severity::Warning,
    finds: "A script, style sheet, `style` attribute or event handler in a template.",
    matters: "Browsers ignore such code under `default-src 'self'`, which the portal is made for, so the page does not \
        look or work as the theme intends.",
    example: "<p onclick=\"go()\">x</p><script>var a = 1</script>",
    put_right: "Put scripts and styles in files in assets/ and link to them with `{{ page.root }}assets/...`.",
};

/// Patterns of inline code, and the name of each.
static PATTERNS: LazyLock<Vec<(Regex, &str)>> = LazyLock::new(|| {
    let patterns = [
        (r"(?i)<script\b[^>]*>", "a script"),
        (r"(?i)<style\b[^>]*>", "a style sheet"),
        (r"(?i)<[a-z][^>]*\sstyle\s*=", "a style attribute"),
        (r"(?i)<[a-z][^>]*\son[a-z]+\s*=", "an event handler"),
    ];
    patterns.into_iter().filter_map(|(pattern, what)| Some((Regex::new(pattern).ok()?, what))).collect()
});

/// A script element without code of its own: one with a source loads a file, and data in a script element is not run.
static IS_NO_CODE: LazyLock<Option<Regex>> =
    LazyLock::new(|| Regex::new(r#"(?i)\s(src\s*=|type\s*=\s*["']?[a-z]+/([a-z.-]+\+)?json\b)"#).ok());

/// The inline code in a template.
pub(super) fn find(template: &SourceFile) -> Vec<Diagnostic> {
    let mut found = Vec::new();
    for (pattern, what) in &*PATTERNS {
        for matched in pattern.find_iter(template.text()) {
            if *what != "a script" || !IS_NO_CODE.as_ref().is_some_and(|data| data.is_match(matched.as_str())) {
                let finding = INLINE_CODE.finding(format!("{what} in a template")).at(template.place(matched.range()), "");
                found.push(finding.help("put it in a file in assets/, and link to that file"));
            }
        }
    }
    found
}
