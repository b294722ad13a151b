//! Small counts in text columns.

use crate::check::Context;
use crate::check::data::{Found, each_column};
use crate::diagnostic::{Findings, Rule, Severity};
use crate::load::LoadedTable;
use crate::model::{
    Decimal, FieldType, Marker, NumberForm, Preset, RawCell, Unit, is_word_for_people, number_without_note, parse_number,
    parse_number_in,
};
use crate::source::Spanned;

/// Small counts in a text column.
pub(crate) static RULE: Rule = Rule {
    id: "protect/count-as-text",
    severity: Severity::Error,
    finds: "A column of type string (or of 1 and 0) that does not identify rows, mixes whole numbers with words or markers or has a name such as \
        `count`, and has numbers small enough for the policy to suppress in a column of counts.",
    matters: "Only columns of numbers are protected. One word among the numbers, such as `n/a`, can make a column text, \
        and then every small count in it is published.",
    example: "dictionary.csv: deaths,Deaths,string,...\n\ndeaths\n12\nsupp\n3",
    put_right: "Set the type to `integer` in the dictionary and map the words to markers: `markers: {supp: c}` next to \
        `file:`. If the numbers are codes, set the type to `code`, or add the column to the table's `key`. If they do not count people, write their `unit`.",
};

pub(in crate::check) fn detect(context: &Context<'_>, findings: &mut Findings) {
    let least = context.settings.portal.policy.protect.as_ref().map(|protect| *protect.preset);
    each_column(context, findings, |table, at, field| {
        // `true` and `false` may be written as 1 and 0, and a count of 1 and 0 be taken for them.
        let is_flag = field.kind == FieldType::Boolean && says_count(&field.name);
        if field.kind != FieldType::String && !is_flag || field.is_code || !field.allowed.is_empty() || field.pattern.is_some() {
            return None;
        }
        let counts = field.unit.as_ref().map(Unit::counts_people);
        if counts == Some(false) || names_rows(context, table, &field.name) {
            return None;
        }
        let own = table.spec.protect.as_ref().and_then(|policy| policy.preset.as_deref().copied());
        // If neither the table nor the portal sets a policy, use the strictest.
        let threshold = Decimal::from(own.or(least).unwrap_or(Preset::Below10).threshold());
        let pool = &table.data.columns[at].pool;
        let mut uses = vec![0_usize; pool.len()];
        table.data.columns[at].cells.iter().for_each(|cell| uses[*cell as usize] += 1);
        let cells = |fits: &dyn Fn(&str) -> bool| -> usize {
            let texts = pool.iter().map(|cell| cell.text.trim()).zip(&uses);
            texts.filter(|(text, _)| !text.is_empty() && fits(text)).map(|(_, uses)| *uses).sum()
        };
        let whole = cells(&|text| whole_number(text).is_some());
        let words = cells(&|text| whole_number(text).is_none() && Marker::usual(text).is_none());
        // If there are no words among the numbers, the author chose text on purpose, unless its name says that it counts.
        let says = says_count(&field.name) || says_count(&field.title) || says_number_of(&field.description);
        let is_meant = cells(&|text| parse_number(text).is_none()) == 0 && !says;
        if counts.is_none() && (is_meant || whole <= words) {
            return None;
        }
        let is_small =
            |cell: &RawCell| whole_number(cell.text.trim()).is_some_and(|number| !number.is_zero() && number.abs() < threshold);
        let found = Found::of(table, at, is_small)?;
        let message = format!("`{}` has type {} but contains small whole numbers", *field.name, field.kind.word());
        let help = "set the type to `integer` in the dictionary and map words with `markers:` next to `file:` (blanks, dots or apostrophes between thousands are said with `thousands:`); if the numbers are codes, set the type to `code`";
        Some(RULE.finding(message).at(found.place(table, at).without_excerpt(), "published as it is").help(help))
    });
}

/// Whether a name says that its column counts something.
fn says_count(name: &str) -> bool {
    const WORDS: [&str; 8] = ["count", "counts", "number", "total", "headcount", "suicides", "injuries", "n"];
    let lower = name.to_lowercase();
    let all: Vec<&str> = lower.split(|c: char| !c.is_alphabetic()).filter(|word| !word.is_empty()).collect();
    // `Number` at the end is mostly one of a house, and what comes after `per` or `code` counts nobody.
    let is_code = |word: &str| ["number", "code", "id", "type", "band"].contains(&word);
    let is_other = all.len() > 1 && all.last().is_some_and(|word| is_code(word)) || all.contains(&"per");
    let is_plural = |word: &str| word.ends_with('s') || ["people", "children", "women", "men", "staff"].contains(&word);
    !is_other && all.iter().any(|word| WORDS.contains(word) || is_plural(word) && is_word_for_people(word))
}

/// Whether a description says that its column counts something: `Number of patients seen`.
fn says_number_of(description: &str) -> bool {
    let lower = description.trim_start().to_lowercase();
    ["number of ", "count of ", "total number of ", "how many ", "the number of "].iter().any(|words| lower.starts_with(words))
}

/// Whether a column identifies rows: its numbers are then codes.
fn names_rows(context: &Context<'_>, table: &LoadedTable, name: &str) -> bool {
    let spec = &table.spec;
    let is_name = |other: &Spanned<String>| other.as_str() == name;
    let kpis = context.dataset.metadata.kpis.iter().filter(|kpi| *kpi.table == *spec.name);
    spec.is_key(name)
        || spec.protect.as_ref().is_some_and(|policy| policy.dimensions.contains_key(name))
        || spec.foreign_keys.iter().any(|key| key.columns.iter().any(is_name))
        || kpis.into_iter().any(|kpi| kpi.by.as_ref().is_some_and(is_name) || kpi.filters(name))
}

/// The whole number in a text, even with a note: `3 (r)`, `3*`, `~3`, `3r`. A leading zero makes it a code, not a number.
fn whole_number(text: &str) -> Option<Decimal> {
    let bare = number_without_note(text);
    let bare = bare.strip_prefix('~').unwrap_or(bare);
    // Between thousands, other countries write blanks, dots and apostrophes.
    let forms =
        [',', ' ', '.', '\''].map(|sign| NumberForm { decimal: if sign == '.' { ',' } else { '.' }, thousands: Some(sign) });
    let number = forms.into_iter().find_map(|form| parse_number_in(bare, form)).map(|number| number.value);
    number.filter(|number| number.fract().is_zero())
}
