//! Numbers with more decimal places than the dictionary states.

use std::collections::BTreeMap;

use crate::check::Context;
use crate::diagnostic::{Findings, Rule, Severity, counted};
use crate::load::shown;
use crate::model::Cell;

/// A number with more decimal places than stated.
pub(crate) static RULE: Rule = Rule {
    id: "data/decimals",
    severity: Severity::Warning,
    finds: "A number with more decimal places than `decimals` in the dictionary or, where a column names the units, under `unit` \
        in dataset.yaml; or more than 10 if neither gives any.",
    matters: "Digits beyond what was measured suggest false precision. Digits such as 0.30000000000000004 are a rounding \
        error.",
    example: "dictionary.csv: decimals 1\n\nrate\n12.345678901",
    put_right: "Round the numbers before exporting them, or correct `decimals`.",
};

pub(in crate::check) fn detect(context: &Context<'_>, findings: &mut Findings) {
    by_unit(context, findings);
    super::each_column(context, findings, |table, at, field| {
        if !field.kind.is_numeric() {
            return None;
        }
        if !field.decimals_by_unit.is_empty() {
            return None;
        }
        let most = field.decimals.unwrap_or(10);
        let found = super::Found::of(table, at, |cell| decimals(cell.published()) > most)?;
        let message =
            format!("{} with more than {}", found.cells(&field.name, "a number", "numbers"), counted(most, "decimal place"));
        Some(
            RULE.finding(message)
                .at(found.place(table, at), "the first")
                .help("round the numbers before exporting them, or correct `decimals` in the dictionary"),
        )
    });
}

/// The same where each row has its own unit.
fn by_unit(context: &Context<'_>, findings: &mut Findings) {
    for table in &context.dataset.tables {
        for field in table.dictionary.fields.iter().filter(|field| !field.decimals_by_unit.is_empty()) {
            let units = field.unit_column.as_ref().and_then(|name| table.data.column(name));
            let (Some(at), Some(units)) = (table.data.position(&field.name), units) else { continue };
            let most = |unit: &str| field.decimals_by_unit.get(unit).copied().or(field.decimals).unwrap_or(10);
            let mut beyond: BTreeMap<&str, Vec<usize>> = BTreeMap::new();
            for row in 0..table.data.rows {
                let unit = units.cell(row).published().trim();
                if decimals(table.data.columns[at].cell(row).published()) > most(unit) {
                    beyond.entry(unit).or_default().push(row);
                }
            }
            for (unit, rows) in beyond {
                let (numbers, places) = (counted(rows.len(), "number"), counted(most(unit), "decimal place"));
                let message = format!("`{}` has {numbers} of the unit `{}` with more than {places}", *field.name, shown(unit));
                let found = RULE.finding(message).at(table.place(rows[0], at), "the first");
                findings.push(
                    found.help("round the numbers before exporting them, or correct `decimals` under `unit` in dataset.yaml"),
                );
            }
        }
    }
}

/// The number of decimal places, without trailing zeros: `4702.0` has none.
fn decimals(text: &str) -> usize {
    let digits = text.trim().trim_end_matches('%');
    digits.rsplit_once('.').map_or(0, |(_, decimals)| decimals.trim_end_matches('0').chars().filter(char::is_ascii_digit).count())
}
