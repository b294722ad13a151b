//! Numbers with more decimal places than the dictionary states.

use crate::check::Context;
use crate::diagnostic::{Findings, Rule, Severity};
use crate::model::Cell;

/// A number with more decimal places than stated.
pub(crate) static RULE: Rule = Rule {
    id: "data/decimals",
    severity: Severity::Warning,
    finds: "A number with more decimal places than `decimals` in the dictionary, or more than 10 if it gives none.",
    matters: "Digits beyond what was measured suggest false precision. Digits such as 0.30000000000000004 are a rounding \
        error.",
    example: "dictionary.csv: decimals 1\n\nrate\n12.345678901",
    put_right: "Round the numbers before exporting them, or correct `decimals`.",
};

pub(in crate::check) fn detect(context: &Context<'_>, findings: &mut Findings) {
    super::each_column(context, findings, |table, at, field| {
        if !field.kind.is_numeric() {
            return None;
        }
        let most = field.decimals.unwrap_or(10);
        let found = super::Found::of(table, at, |cell| decimals(cell.published()) > most)?;
        let message = format!(
            "{} with more than {most} decimal place{}",
            found.cells(&field.name, "a number", "numbers"),
            if most == 1 { "" } else { "s" }
        );
        Some(
            RULE.finding(message)
                .at(found.place(table, at), "the first")
                .help("round the numbers before exporting them, or correct `decimals` in the dictionary"),
        )
    });
}

/// The number of decimal places, without trailing zeros: `4702.0` has none.
fn decimals(text: &str) -> usize {
    let digits = text.trim().trim_end_matches('%');
    digits.rsplit_once('.').map_or(0, |(_, decimals)| decimals.trim_end_matches('0').chars().filter(char::is_ascii_digit).count())
}
