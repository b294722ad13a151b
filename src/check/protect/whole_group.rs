//! Groups of which everybody is in one category.

use std::ops::RangeInclusive;

use crate::check::Context;
use crate::check::totals::{Dimensions, TotalBeside};
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
    put_right: "Write `true` under `sensitive` for the column in the dictionary: such groups of any size are then hidden. Or merge categories or groups, leave out the split, or waive this rule with a reason if what is said is public anyway.",
};

/// Up to so many people, a group is small enough that each of them is known.
const GROUP: i64 = 20;
/// Up to so many values, a column is a set of categories. Of more, most groups are in few.
const CATEGORIES: RangeInclusive<usize> = 2..=6;

pub(in crate::check) fn detect(context: &Context<'_>, findings: &mut Findings) {
    let tables = context.dataset.tables.iter().zip(context.policies).zip(context.totals);
    for ((table, policy), totals) in tables {
        let Some(policy) = policy.as_ref().filter(|policy| policy.below > 0 && !policy.counts.is_empty()) else { continue };
        let dimensions = Dimensions::of(table);
        // Where a column is sensitive, such groups are hidden.
        for column in dimensions.names().into_iter().filter(|column| !is_sensitive(table, *column)) {
            let groups = whole_groups(&dimensions, (table, policy, totals), column, CATEGORIES);
            let mut found: Vec<&WholeGroup> = groups.iter().filter(|group| is_small(policy, group.size)).collect();
            // A group counts once, however many of its columns show it.
            found.dedup_by_key(|group| &group.rows);
            if let Some(WholeGroup { row, count, .. }) = found.first() {
                let more = if found.len() == 1 { String::new() } else { format!(", and in {} other groups", found.len() - 1) };
                let message = format!(
                    "everybody in a small group has the same `{}`: the others are 0 in `{}`{more}",
                    shown(&table.data.columns[column].name),
                    shown(&table.data.columns[*count].name)
                );
                let place = table.place(*row, *count).without_excerpt();
                findings.push(RULE.finding(message).at(place, "").help(
                    "write `true` under `sensitive` in the dictionary, and such groups are hidden; merge categories or \
                     groups; or waive this rule with a reason if it is public anyway",
                ));
            }
        }
    }
}

/// A group of which everybody is in one category.
pub(crate) struct WholeGroup {
    /// The column of counts.
    pub(crate) count: usize,
    /// The row that counts everybody.
    pub(crate) row: usize,
    /// All rows of the group, most of which count nobody.
    pub(crate) rows: Vec<usize>,
    /// How many people they are.
    size: Decimal,
}

/// The groups of a table of which everybody is in one category of a sensitive column.
pub(crate) fn sensitive_groups(table: &LoadedTable, policy: &Policy, totals: &[TotalBeside]) -> Vec<WholeGroup> {
    let columns = (0..table.data.columns.len()).filter(|column| is_sensitive(table, *column)).collect::<Vec<_>>();
    if columns.is_empty() {
        return Vec::new();
    }
    let dimensions = Dimensions::of_all_rows(table);
    let names = dimensions.names();
    let columns = columns.into_iter().filter(|column| names.contains(column));
    columns.flat_map(|column| whole_groups(&dimensions, (table, policy, totals), column, 2..=usize::MAX)).collect()
}

fn is_sensitive(table: &LoadedTable, column: usize) -> bool {
    table.dictionary.field(&table.data.columns[column].name).is_some_and(|field| field.sensitive)
}

/// The groups of which everybody is in one category of a column that has some number of categories.
fn whole_groups(
    dimensions: &Dimensions<'_>,
    (table, policy, totals): (&LoadedTable, &Policy, &[TotalBeside]),
    column: usize,
    categories: RangeInclusive<usize>,
) -> Vec<WholeGroup> {
    let declared = table.spec.total_of(&table.data.columns[column].name);
    let is_total = |value: u32| {
        let text = table.data.columns[column].pool[value as usize].text.trim();
        declared == Some(text) || totals.iter().any(|total| total.column == column && total.value == value)
    };
    let groups = dimensions.contexts_of_any_size(column);
    let mut values: Vec<u32> = groups.iter().flatten().map(|(value, _)| *value).filter(|value| !is_total(*value)).collect();
    values.sort_unstable();
    values.dedup();
    if !categories.contains(&values.len()) {
        return Vec::new();
    }
    let rows = groups
        .iter()
        .map(|group| -> Vec<usize> { group.iter().filter(|(value, _)| !is_total(*value)).map(|(_, row)| *row).collect() });
    let complete = rows.filter(|rows| rows.len() == values.len());
    complete
        .flat_map(|rows| policy.counts.iter().filter_map(|count| all_in_one(table, *count, &rows)).collect::<Vec<_>>())
        .collect()
}

/// The group, if everybody in it is in one row.
fn all_in_one(table: &LoadedTable, count: usize, rows: &[usize]) -> Option<WholeGroup> {
    let number = |row: &usize| match table.data.columns[count].cell(*row) {
        cell if cell.is_other => None,
        cell => match cell.value {
            Value::Number(number) => Some((*row, number)),
            _ => None,
        },
    };
    let numbers: Vec<(usize, Decimal)> = rows.iter().map(number).collect::<Option<_>>()?;
    let mut held = numbers.iter().filter(|(_, number)| !number.is_zero());
    let (row, size) = *held.next().filter(|_| numbers.len() > 1)?;
    (held.next().is_none() && size > Decimal::ZERO).then(|| WholeGroup { count, row, rows: rows.to_vec(), size })
}

/// Whether a group that is not hidden is small enough that each in it is known.
fn is_small(policy: &Policy, size: Decimal) -> bool {
    size <= GROUP.into() && !policy.hides(size)
}
