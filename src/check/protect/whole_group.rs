//! Groups of which everybody is in one category.

use crate::check::Context;
use crate::check::totals::Dimensions;
use crate::diagnostic::{Findings, Rule, Severity};
use crate::load::{LoadedTable, shown};
use crate::model::{Decimal, Policy, Value};

/// Groups of which everybody is in one category.
pub(crate) static RULE: Rule = Rule {
    id: "protect/whole-group",
    severity: Severity::Warning,
    finds: "A small group of people who are all in one category: the others of the column hold 0.",
    matters: "No count is small, and yet everybody who knows someone in the group knows what is said of them: 0 of 12 pupils passed.",
    example: "school,result,pupils\nAsh,achieved,0\nAsh,not achieved,12",
    put_right: "Merge categories or groups, leave out the split, or waive this rule with a reason if what is said is public anyway.",
};

/// Up to so many people, a group is small enough that each of them is known.
const GROUP: i64 = 20;
/// Up to so many values, a column is a set of categories. Of more, most groups are in few.
const CATEGORIES: std::ops::RangeInclusive<usize> = 2..=6;

pub(in crate::check) fn detect(context: &Context<'_>, findings: &mut Findings) {
    let tables = context.dataset.tables.iter().zip(context.policies).zip(context.totals);
    for ((table, policy), totals) in tables {
        let Some(policy) = policy.as_ref().filter(|policy| policy.below > 0 && !policy.counts.is_empty()) else { continue };
        let dimensions = Dimensions::of(table);
        for column in dimensions.names() {
            let name = &table.data.columns[column].name;
            let declared = table.spec.total_of(name);
            let is_total = |value: u32| {
                let text = table.data.columns[column].pool[value as usize].text.trim();
                declared == Some(text) || totals.iter().any(|total| total.column == column && total.value == value)
            };
            let groups = dimensions.contexts_of_any_size(column);
            let mut values: Vec<u32> =
                groups.iter().flatten().map(|(value, _)| *value).filter(|value| !is_total(*value)).collect();
            values.sort_unstable();
            values.dedup();
            if !CATEGORIES.contains(&values.len()) {
                continue;
            }
            let whole = |group: &Vec<(u32, usize)>| {
                let rows: Vec<usize> = group.iter().filter(|(value, _)| !is_total(*value)).map(|(_, row)| *row).collect();
                let is_complete = rows.len() == values.len();
                policy.counts.iter().copied().filter(|_| is_complete).find_map(|count| all_in_one(table, policy, count, &rows))
            };
            let found: Vec<(usize, usize)> = groups.iter().filter_map(whole).collect();
            if let Some((row, count)) = found.first() {
                let more = if found.len() == 1 { String::new() } else { format!(", and in {} other groups", found.len() - 1) };
                let message = format!(
                    "everybody in a small group has the same `{}`: the others are 0 in `{}`{more}",
                    shown(name),
                    shown(&table.data.columns[*count].name)
                );
                let place = table.place(*row, *count).without_excerpt();
                findings.push(RULE.finding(message).at(place, "").help(
                    "merge categories or groups, leave out the split, or waive this rule with a reason if it is public anyway",
                ));
            }
        }
    }
}

/// The row that holds a whole small group, and the column of counts.
fn all_in_one(table: &LoadedTable, policy: &Policy, count: usize, rows: &[usize]) -> Option<(usize, usize)> {
    let number = |row: &usize| match table.data.columns[count].cell(*row) {
        cell if cell.is_other => None,
        cell => match cell.value {
            Value::Number(number) => Some((*row, number)),
            _ => None,
        },
    };
    let numbers: Vec<(usize, Decimal)> = rows.iter().map(number).collect::<Option<_>>()?;
    let mut held = numbers.iter().filter(|(_, number)| !number.is_zero());
    let (row, number) = *held.next().filter(|_| numbers.len() > 1)?;
    let is_small_group = number > Decimal::ZERO && number <= GROUP.into() && !policy.hides(number);
    (held.next().is_none() && is_small_group).then_some((row, count))
}
