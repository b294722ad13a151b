//! Columns that are hidden as counts of people although their numbers say otherwise.

use crate::check::Context;
use crate::diagnostic::{Findings, Rule, Severity, counted};
use crate::load::LoadedTable;
use crate::model::{Decimal, Field, Policy, Unit, Value};

/// A column that may not count people.
pub(crate) static RULE: Rule = Rule {
    id: "protect/undecided",
    severity: Severity::Error,
    finds: "A column that would be suppressed as counts of people, where nobody has said that it counts them, and where some \
        numbers have decimal places or are below 0, or the unit is not known and more than a third of the numbers would be hidden.",
    matters: "Readers would be told that an average score is confidential because it could say something about a person. Or a \
        count is hidden that nobody expected to be one.",
    example: "avg_score,Average score,number,Mean score of pupils,points",
    put_right: "Write `people` or `other` under `counts` in the dictionary. A known unit settles it too: `%`, `percentage \
        points`, `per 1,000` and other rates, `£`, `$`, `€`, times such as `days`, things such as `beds`, `items`, `doses`, \
        `km`, `miles`, `kg` or `litres`, or `score`, `index`, `rank`, `ratio`, `rate`, `proportion` or `share`. Codes have the \
        type `code`.",
};

pub(in crate::check) fn detect(context: &Context<'_>, findings: &mut Findings) {
    for (table, policy) in context.dataset.tables.iter().zip(context.policies) {
        let Some(policy) = policy.as_ref().filter(|policy| policy.below > 0) else { continue };
        for column in &policy.counts {
            let Some(field) = table.dictionary.field(&table.data.columns[*column].name) else { continue };
            if !is_decided(table, field) {
                judge(table, *column, field, policy, findings);
            }
        }
    }
}

/// Whether the author says that a column counts people.
fn is_decided(table: &LoadedTable, field: &Field) -> bool {
    let listed = table.spec.protect.as_ref().and_then(|policy| policy.counts.as_ref());
    field.counts.is_some() || listed.is_some_and(|names| names.iter().any(|name| name.as_str() == field.name.as_str()))
}

fn judge(table: &LoadedTable, at: usize, field: &Field, policy: &Policy, findings: &mut Findings) {
    let column = &table.data.columns[at];
    let mut uses = vec![0_usize; column.pool.len()];
    column.cells.iter().for_each(|cell| uses[*cell as usize] += 1);
    let numbers = column.pool.iter().zip(&uses).enumerate();
    let numbers: Vec<(usize, Decimal, usize)> = numbers
        .filter_map(|(index, (cell, uses))| match cell.value {
            Value::Number(number) if !cell.is_other => Some((index, number, *uses)),
            _ => None,
        })
        .collect();
    let count = |fits: &dyn Fn(&Decimal) -> bool| -> usize {
        numbers.iter().filter(|(_, number, _)| fits(number)).map(|(_, _, uses)| uses).sum()
    };
    let all = count(&|_| true);
    let hidden = count(&|number| policy.hides(*number));
    let broken = count(&|number| !number.fract().is_zero());
    let below = count(&|number| number.is_sign_negative() && !number.is_zero());
    let is_known = field.unit.as_ref().is_some_and(Unit::is_known_to_count_people) || field.unit_column.is_some();
    let is_odd = |number: &Decimal| !number.fract().is_zero() || number.is_sign_negative();
    let why = match (broken, below) {
        (0, 0) if is_known || all < 10 || hidden * 3 <= all => return,
        (0, 0) => format!("{hidden} of {} would be hidden", counted(all, "number")),
        (0, below) => format!("{below} of {} {} below 0", counted(all, "number"), if below == 1 { "is" } else { "are" }),
        (broken, _) => {
            format!("{broken} of {} {} decimal places", counted(all, "number"), if broken == 1 { "has" } else { "have" })
        }
    };
    let unit = field.unit.as_ref().map_or_else(|| "it has no unit".to_owned(), |unit| format!("its unit is `{unit}`"));
    let message = format!("`{}` is taken for counts of people, because {unit}, but {why}", *field.name);
    let first = numbers.iter().find(|(_, number, _)| is_odd(number)).or(numbers.first());
    let place = first.map_or_else(|| table.heading_place(at), |(index, ..)| table.place(table.first_row(at, *index), at));
    let help = "write `people` or `other` under `counts` in the dictionary, or a unit that is known: %, per 1,000, £, days, beds, \
                score, rate ...; `shelfmark explain protect/undecided` lists them";
    findings.push(RULE.finding(message).at(place, "").help(help));
}
