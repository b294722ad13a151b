//! Signs and shares that do not match their column's unit.

use crate::check::Context;
use crate::diagnostic::{Findings, Rule, Severity};
use crate::load::LoadedTable;
use crate::model::{Decimal, FieldType, Unit, UnitKind, Value};

/// A sign or a share that does not match its column's unit.
pub(crate) static RULE: Rule = Rule {
    id: "data/unit",
    severity: Severity::Warning,
    finds: "A `%`, `£`, `$` or `€` in a column whose unit says something else, or shares of 1 in a column of percentages: the \
        quotients of two other columns, or values close to 1 and none above.",
    matters: "The download leaves out the sign, so the number is read in the dictionary's unit.",
    example: "dictionary.csv: cost,...,people\n\ncost\n£4,097.50",
    put_right: "Correct `unit` in the dictionary, or the numbers.",
};

pub(in crate::check) fn detect(context: &Context<'_>, findings: &mut Findings) {
    super::each_column(context, findings, |table, at, field| {
        if !field.kind.is_numeric() {
            return None;
        }
        let unit = field.unit.as_ref().map_or_else(String::new, |unit| unit.text().to_lowercase());
        let found = super::Found::of(table, at, |cell| {
            let sign = cell.text.chars().find(|c| matches!(c, '%' | '£' | '$' | '€'));
            matches!(cell.value, Value::Number(_)) && sign.is_some_and(|sign| !fits(sign, field.unit.as_ref()))
        });
        if let Some(found) = found {
            let message = found.cells(&field.name, "a number", "numbers") + " with a sign that does not match the unit";
            let help = format!("the unit is `{unit}`; correct the dictionary or the numbers");
            return Some(RULE.finding(message).at(found.place(table, at), "the first").help(help));
        }
        let message = format!("the values of `{}` are shares of 1, but its unit is {unit}", *field.name);
        (field.is_percentage() && are_shares(table, at)).then(|| {
            RULE.finding(message)
                .at(table.heading_place(at), "")
                .help("write the values as percentages, or set the unit to `proportion`")
        })
    });
}

/// Whether percentages are written as shares of 1. Percentages below 1 are common, so it takes more than small numbers: two other
/// columns whose quotients the values are, or values close to 1 and none above.
fn are_shares(table: &LoadedTable, at: usize) -> bool {
    let number = |column: usize, row: usize| {
        if let Value::Number(number) = table.data.columns[column].cell(row).value { Some(number) } else { None }
    };
    let numbers = || {
        table.data.columns[at]
            .pool
            .iter()
            .filter_map(|cell| if let Value::Number(number) = cell.value { Some(number) } else { None })
    };
    let (shares, others) = numbers().fold((0, 0), |(shares, others), number| {
        let is_share = number > Decimal::ZERO && number < Decimal::ONE;
        (shares + usize::from(is_share), others + usize::from(!(Decimal::ZERO..=Decimal::ONE).contains(&number)))
    });
    if shares < 3 || others > 0 {
        return false;
    }
    if numbers().any(|number| number > Decimal::new(9, 1)) {
        return true;
    }
    let is_whole = |column: &usize| {
        table.dictionary.field(&table.data.columns[*column].name).is_some_and(|field| field.kind == FieldType::Integer)
    };
    let counts: Vec<usize> = (0..table.data.columns.len()).filter(is_whole).collect();
    let rows: Vec<usize> =
        (0..table.data.rows).filter(|row| number(at, *row).is_some_and(|share| !share.is_zero())).take(20).collect();
    let is_quotient = |of: usize, to: usize| {
        rows.iter().all(|row| {
            let quotient = number(of, *row).zip(number(to, *row)).and_then(|(of, to)| of.checked_div(to));
            number(at, *row).zip(quotient).is_some_and(|(share, quotient)| quotient.round_dp(share.scale()) == share)
        })
    };
    rows.len() > 2 && counts.iter().any(|of| counts.iter().any(|to| of != to && is_quotient(*of, *to)))
}

/// Whether a sign belongs to a unit. If there is no unit, a currency sign may be right.
fn fits(sign: char, unit: Option<&Unit>) -> bool {
    match unit.map(Unit::kind) {
        None => sign != '%',
        Some(UnitKind::Percent | UnitKind::PercentagePoints) => sign == '%',
        Some(UnitKind::Money(currency, _)) => sign == currency.sign(),
        // Words such as `£ per item` and `pence` name the currency.
        Some(_) => unit.is_some_and(|unit| names_currency(&unit.text().to_lowercase(), sign)),
    }
}

fn names_currency(unit: &str, sign: char) -> bool {
    let words: &[&str] = match sign {
        '£' => &["£", "pound", "pence", "gbp"],
        '$' => &["$", "dollar", "usd"],
        '€' => &["€", "euro", "eur"],
        _ => &[],
    };
    words.iter().any(|word| unit.contains(word))
}
