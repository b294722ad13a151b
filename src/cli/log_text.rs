//! Text as a log may hold it. Build agents obey some lines that a program prints, and terminals some characters.
//!
//! In: a text in which titles, cells and file names of others can stand. Out: the same text, which no build agent or terminal takes for a command.

use std::borrow::Cow;

use crate::source::is_invisible;

/// A text in which nothing is an order for Azure Pipelines (`##vso[`, `##[`), GitHub (a line that begins with `::`) or a terminal.
pub(super) fn for_log(text: &str) -> Cow<'_, str> {
    let is_order = |c: char| is_invisible(c) && !matches!(c, '\n' | '\r' | '\t' | '\u{200c}' | '\u{200d}' | '\u{feff}');
    if !text.contains("##") && !text.contains("::") && !text.contains(is_order) {
        return Cow::Borrowed(text);
    }
    let lines = text.split_inclusive(['\n', '\r']).map(|line| {
        let line = without_agents_orders(line);
        let begins = line.len() - line.trim_start().len();
        // Three colons are the place of a finding.
        let is_command = line[begins..].starts_with("::") && !line[begins..].starts_with(":::");
        if is_command { format!("{}: :{}", &line[..begins], &line[begins + 2..]) } else { line }
    });
    let plain: String = lines.collect();
    Cow::Owned(plain.chars().map(|c| if is_order(c) { c.escape_unicode().to_string() } else { c.to_string() }).collect())
}

/// Findings as commands for GitHub, whose own lines begin with `::`. Text from files cannot start a new one, because its line ends are escaped.
pub(super) fn commands_for_log(text: &str) -> String {
    without_agents_orders(text)
}

/// JSON that means the same, in which no order for an agent stands.
pub(super) fn json_for_log(text: &str) -> String {
    text.replace("##", "#\\u0023")
}

fn without_agents_orders(text: &str) -> String {
    text.replace("##vso[", "##_vso[").replace("##[", "##_[")
}

#[cfg(test)]
mod tests {
    use super::{for_log, json_for_log};

    #[test]
    fn nothing_that_is_printed_is_an_order() {
        for (text, printed) in [
            ("`##vso[task.setvariable]x` is no number", "`##_vso[task.setvariable]x` is no number"),
            ("##[error]x", "##_[error]x"),
            ("a\n::set-env name=A::b\n  ::warning::x", "a\n: :set-env name=A::b\n  : :warning::x"),
            ("  ::: datasets/waits.csv:1:1", "  ::: datasets/waits.csv:1:1"),
            ("\u{1b}[2J and \u{202e}x", "\\u{1b}[2J and \\u{202e}x"),
            ("plain ## text", "plain ## text"),
        ] {
            assert_eq!(for_log(text), printed);
        }
        let text = "{\"message\": \"##vso[x]\"}";
        let read = |text: &str| serde_json::from_str::<serde_json::Value>(text).ok();
        assert_eq!(read(&json_for_log(text)), read(text));
        assert!(!json_for_log(text).contains("##vso["));
    }
}
