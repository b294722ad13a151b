//! Columns of small whole numbers that are called text.

use crate::check::Context;
use crate::check::data::{Found, each_column};
use crate::diagnostic::{Findings, Rule, Severity};
use crate::model::{FieldType, Preset, RawCell, parse_number};

/// A column of small whole numbers that is called text.
pub(crate) static RULE: Rule = Rule {
    id: "protect/count-as-text",
    severity: Severity::Error,
    finds: "A column of type string in which words stand among whole numbers, most of its distinct values are numbers, and some are as small as those that the policy hides in a column of counts.",
    matters: "Only columns of numbers are protected. One word among the numbers, such as `n/a`, is enough for a column to be taken for text, and then each small count in it is published.",
    example: "dictionary.csv: deaths,Deaths,string,...\n\ndeaths\n12\nsupp\n3",
    put_right: "Write the type `integer` in the dictionary and map the words to markers: `markers: {supp: c}` beside `file:`. If the numbers are codes, list them in `enum`, give their `pattern`, or put the column into the table's `key`.",
};

pub(in crate::check) fn detect(context: &Context<'_>, findings: &mut Findings) {
    let least = context.settings.portal.policy.protect.as_ref().map(|protect| *protect.preset);
    each_column(context, findings, |table, at, field| {
        let is_key = table.spec.key.iter().any(|key| key.as_str() == *field.name);
        if field.kind != FieldType::String || !field.allowed.is_empty() || field.pattern.is_some() || is_key {
            return None;
        }
        let own = table.spec.protect.as_ref().and_then(|policy| policy.preset.as_deref().copied());
        // Where nobody has chosen, the strictest is right.
        let threshold = f64::from(own.or(least).unwrap_or(Preset::Below10).threshold());
        let pool = &table.data.columns[at].pool;
        let filled = pool.iter().filter(|cell| !cell.text.trim().is_empty()).count();
        let whole = pool.iter().filter(|cell| whole_number(cell).is_some()).count();
        // Without a word among them the author has called numbers text on purpose, unless they are of a unit.
        let is_meant = whole == filled && field.unit.is_none();
        if whole * 2 <= filled || is_meant {
            return None;
        }
        let is_small = |cell: &RawCell| whole_number(cell).is_some_and(|number| number != 0.0 && number.abs() < threshold);
        let found = Found::of(table, at, is_small)?;
        let message = format!(
            "`{}` is of type string, and {} of its {filled} distinct values are whole numbers, small ones among them",
            *field.name, whole
        );
        let help = "write the type `integer` in the dictionary and map words with `markers:` beside `file:`; if the numbers are codes, give the column an `enum` or a `pattern`";
        Some(RULE.finding(message).at(found.place(table, at), "published as it is").help(help))
    });
}

/// A whole number that does not begin with a nought, as codes do.
fn whole_number(cell: &RawCell) -> Option<f64> {
    let text = cell.text.trim();
    let is_code = text.len() > 1 && text.starts_with('0');
    parse_number(text).map(|(number, _)| number).filter(|number| !is_code && number.fract() == 0.0)
}
