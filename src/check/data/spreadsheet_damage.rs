//! Texts that a spreadsheet has damaged.

use std::sync::LazyLock;

use regex::Regex;

use super::Found;
use super::look_alike::tells_apart;
use crate::check::Context;
use crate::diagnostic::{Findings, Rule, Severity};
use crate::model::{FieldType, RawCell};

/// Texts that a spreadsheet has turned into something else.
pub(crate) static RULE: Rule = Rule {
    id: "data/spreadsheet-damage",
    severity: Severity::Warning,
    finds: "Texts that a spreadsheet has damaged, in a text column: error values such as `#REF!`, days such as `05-Sep` among bands \
        such as `10-14`, and long numbers cut to `1.23457E+16`.",
    matters: "Excel turns the age band 5-9 into 5 September as soon as a file is opened and saved. It is then published so.",
    example: "age,visits\n0-4,120\n05-Sep,90        (was 5-9)\n15-19,80",
    put_right: "Write the texts again as they were. In Excel, set the columns to Text before you open the file: Data, From \
        Text/CSV, Transform Data.",
};

/// The same in a column that tells rows apart.
pub(crate) static KEY: Rule = Rule {
    id: "data/spreadsheet-damage-key",
    severity: Severity::Error,
    finds: "Texts that a spreadsheet has damaged, in a column of the key or in `by` of a KPI.",
    matters: "They become members of charts and tables, and the real ones are missing.",
    example: "age,visits\n0-4,120\n05-Sep,90        (the key is age)",
    put_right: "Write the texts again as they were. In Excel, set the columns to Text before you open the file: Data, From \
        Text/CSV, Transform Data.",
};

const ERRORS: [&str; 8] = ["#REF!", "#N/A", "#NAME?", "#VALUE!", "#DIV/0!", "#NUM!", "#NULL!", "#SPILL!"];

/// A day or a month that Excel makes of `5-9` or `10-14`.
static DAY: LazyLock<Option<Regex>> = LazyLock::new(|| {
    let months = "(jan|feb|mar|apr|may|jun|jul|aug|sep|oct|nov|dec)";
    Regex::new(&format!("^(?i:[0-9]{{1,2}}-{months}|{months}-[0-9]{{2}})$")).ok()
});
/// A band: `5-9`, `10 - 14`.
static BAND: LazyLock<Option<Regex>> = LazyLock::new(|| Regex::new("^[0-9]{1,3} ?[-\u{2013}] ?[0-9]{1,3}$").ok());
/// A number of which only the first digits are left.
static CUT: LazyLock<Option<Regex>> = LazyLock::new(|| Regex::new(r"^[0-9]\.[0-9]{2,}[Ee]\+[0-9]{2}$").ok());

pub(in crate::check) fn detect(context: &Context<'_>, findings: &mut Findings) {
    super::each_column(context, findings, |table, at, field| {
        if field.kind != FieldType::String {
            return None;
        }
        let fits = |pattern: &Option<Regex>, cell: &RawCell| pattern.as_ref().is_some_and(|one| one.is_match(cell.text.trim()));
        let has_bands = table.data.columns[at].pool.iter().any(|cell| fits(&BAND, cell));
        let is_allowed = |cell: &RawCell| field.allowed.iter().any(|value| value == cell.text.trim());
        let is_damaged = |cell: &RawCell| {
            let is_error = ERRORS.contains(&cell.text.trim().to_uppercase().as_str());
            (is_error || (has_bands && fits(&DAY, cell)) || fits(&CUT, cell)) && !is_allowed(cell)
        };
        let found = Found::of(table, at, is_damaged)?;
        let message = format!("{} that a spreadsheet has damaged", found.cells(&field.name, "a text", "texts"));
        let rule = if tells_apart(context, table, field) { &KEY } else { &RULE };
        let help = "write it as it was, such as 5-9 for 05-Sep; in Excel, set the column to Text before you open the file";
        Some(rule.finding(message).at(found.place(table, at), "the first").help(help))
    });
}
