//! Signs and shares that do not match their column's unit.

use crate::check::Context;
use crate::diagnostic::{Findings, Rule, Severity};
use crate::model::{Decimal, Unit, UnitKind, Value};

/// A sign or a share that does not match its column's unit.
pub(crate) static RULE: Rule = Rule {
    id: "data/unit",
    severity: Severity::Warning,
    finds: "A `%`, `£`, `$` or `€` in a column whose unit says something else, or shares between 0 and 1 in a column of \
        percentages.",
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
        let numbers = table.data.columns[at]
            .pool
            .iter()
            .filter_map(|cell| if let Value::Number(number) = cell.value { Some(number) } else { None });
        let (mut shares, mut others) = (0, 0);
        for number in numbers {
            let is_share = number > Decimal::ZERO && number < Decimal::ONE;
            shares += usize::from(is_share);
            others += usize::from(!(Decimal::ZERO..=Decimal::ONE).contains(&number));
        }
        let message = format!("all values of `{}` are between 0 and 1, but its unit is {unit}", *field.name);
        (field.is_percentage() && shares > 2 && others == 0).then(|| {
            RULE.finding(message)
                .at(table.heading_place(at), "")
                .help("write the values as percentages, or set the unit to `proportion`")
        })
    });
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
