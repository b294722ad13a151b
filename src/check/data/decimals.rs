//! Numbers with more decimals than their column states.

use crate::check::Context;
use crate::diagnostic::{Findings, Rule, Severity};

/// A number with more decimals than stated.
pub(crate) static RULE: Rule = Rule {
    id: "data/decimals",
    severity: Severity::Warning,
    finds: "A number with more decimals than `decimals` of the dictionary, or with more than ten.",
    matters: "Digits beyond what was measured look like precision; digits such as 0.30000000000000004 are a program's rounding error.",
    example: "dictionary.csv: decimals 1\n\nrate\n12.345678901",
    put_right: "Round the column where it is made, or correct `decimals`.",
};

pub(in crate::check) fn detect(context: &Context<'_>, findings: &mut Findings) {
    super::each_column(context, findings, |table, at, field| {
        if !field.kind.is_numeric() {
            return None;
        }
        let most = field.decimals.unwrap_or(10);
        let found = super::Found::of(table, at, |cell| decimals(&cell.text) > most)?;
        let message = format!(
            "{} with more than {most} decimal{}",
            found.cells(&field.name, "a number", "numbers"),
            if most == 1 { "" } else { "s" }
        );
        Some(
            RULE.finding(message)
                .at(found.place(table, at), "the first")
                .help("round the column where it is made, or correct `decimals` in the dictionary"),
        )
    });
}

/// Decimals that say something: the noughts at the end of `4702.0` do not.
fn decimals(text: &str) -> usize {
    let digits = text.trim().trim_end_matches('%');
    digits.rsplit_once('.').map_or(0, |(_, decimals)| decimals.trim_end_matches('0').chars().filter(char::is_ascii_digit).count())
}
