//! Hidden counts that the rest of the same table gives away.

mod by_row;
mod equations;
mod shares;
mod unpivoted;

use crate::check::Context;
use crate::diagnostic::{Findings, Rule, Severity};
use crate::load::LoadedTable;
use crate::model::{Marker, Policy, RawCell, Value};

/// A hidden count that can be worked out.
pub(crate) static RULE: Rule = Rule {
    id: "protect/given-away",
    severity: Severity::Error,
    finds: "A count that the policy hides, or that the source has hidden, and that the same table gives away: as the only hidden \
        part of a total that is shown, in a row or in a column, or by a percentage or rate of a total that is shown. Only what \
        one total or one percentage tells is looked for, not what several tell together.",
    matters: "Anyone who can subtract knows the number that was hidden, and may know whom it is about.",
    example: "ward,visits\nA,60\nB,3        (published as [c])\nAll,63",
    put_right: "Hide a second part of the same total (write `[c]` in the file), leave out the total or the percentage, or combine \
        groups until no count is small.",
};

/// Counts that one sign gives away.
struct Away {
    /// The column of the counts.
    column: usize,
    /// The rows in which they stand.
    rows: Vec<usize>,
    /// What gives them away, in words.
    by: String,
}

pub(in crate::check) fn detect(context: &Context<'_>, findings: &mut Findings) {
    for ((table, policy), totals) in context.dataset.tables.iter().zip(context.policies).zip(context.totals) {
        // Rounded totals and parts do not add up, so that they tell nothing.
        let is_exact = |policy: &&Policy| policy.preset.threshold() > 0 && policy.preset.rounding().is_none();
        let Some(policy) = policy.as_ref().filter(is_exact) else { continue };
        let counts = Counts::of(table, policy);
        if !counts.any_hidden() {
            continue;
        }
        let mut all = equations::in_columns(&counts, totals);
        all.extend(equations::in_rows(&counts));
        all.extend(shares::detect(&counts));
        all.extend(by_row::detect(&counts));
        all.extend(unpivoted::detect(&counts));
        for Away { column, rows, by } in all {
            let name = &table.data.columns[column].name;
            let which = if rows.len() == 1 { "a hidden count" } else { "hidden counts" };
            let message = format!(
                "{} in `{name}` can be worked out from {by}",
                if rows.len() == 1 { which.to_owned() } else { format!("{} {which}", rows.len()) }
            );
            let found = RULE.finding(message).at(table.place(rows[0], column).without_excerpt(), "");
            let them = if rows.len() == 1 { "it" } else { "each of them" };
            findings.push(found.help(format!(
                "hide another part of the same total beside {them} (write `[c]` in the file), leave out the total or the percentage, or combine groups"
            )));
        }
    }
}

/// The counts of a table and which of them are hidden.
struct Counts<'a> {
    table: &'a LoadedTable,
    policy: &'a Policy,
    /// For each column of counts, whether each of its distinct cells is hidden.
    hidden: Vec<(usize, Vec<bool>)>,
}

impl<'a> Counts<'a> {
    fn of(table: &'a LoadedTable, policy: &'a Policy) -> Self {
        let is_hidden = |cell: &RawCell| match &cell.value {
            _ if cell.is_other => false,
            Value::Number(number) => !number.is_zero() && number.abs() < policy.preset.threshold().into(),
            Value::Missing(marker) => *marker == Marker::Confidential,
            _ => false,
        };
        let column = |at: &usize| (*at, table.data.columns[*at].pool.iter().map(is_hidden).collect());
        Self { table, policy, hidden: policy.counts.iter().map(column).collect() }
    }

    fn any_hidden(&self) -> bool {
        self.hidden.iter().any(|(_, hidden)| hidden.contains(&true))
    }

    fn hides_any(&self, column: usize) -> bool {
        let of_column = self.hidden.iter().find(|(other, _)| *other == column);
        of_column.is_some_and(|(_, hidden)| hidden.contains(&true))
    }

    fn columns(&self) -> Vec<usize> {
        self.hidden.iter().map(|(column, _)| *column).collect()
    }

    fn is_hidden(&self, column: usize, row: usize) -> bool {
        let of_column = self.hidden.iter().find(|(other, _)| *other == column);
        of_column.is_some_and(|(_, hidden)| hidden[self.table.data.columns[column].cells[row] as usize])
    }

    /// The number in a cell of counts, as the file has it: in whole units.
    fn number(&self, column: usize, row: usize) -> Option<i128> {
        match self.table.data.columns[column].cell(row).value {
            Value::Number(number) if number.fract().is_zero() => i128::try_from(number).ok(),
            Value::Missing(Marker::Low) => Some(0),
            _ => None,
        }
    }

    /// The hidden parts of a total that can be worked out from it. Each cell is given by its column and row.
    fn told_by(&self, whole: (usize, usize), parts: impl Iterator<Item = (usize, usize)>) -> Vec<(usize, usize)> {
        let number = |(column, row): &(usize, usize)| self.number(*column, *row);
        let is_hidden = |(column, row): &(usize, usize)| self.is_hidden(*column, *row);
        let Some(sum) = number(&whole).filter(|_| !is_hidden(&whole)) else { return Vec::new() };
        let (hidden, shown): (Vec<_>, Vec<_>) = parts.partition(is_hidden);
        let Some(shown) = shown.iter().map(number).sum::<Option<i128>>() else { return Vec::new() };
        let numbers: Vec<Option<i128>> = hidden.iter().map(number).collect();
        if self.are_told(sum, shown, &numbers) { hidden } else { Vec::new() }
    }

    /// Whether the hidden parts of a shown total can be worked out, from what the others leave: one part alone, or several that can
    /// only all be 1 or all be the most that is hidden.
    fn are_told(&self, whole: i128, shown: i128, hidden: &[Option<i128>]) -> bool {
        let Ok(parts) = i128::try_from(hidden.len()) else { return false };
        let left = whole - shown;
        // Where the file has all numbers, the sum must be right: a total that is larger than its parts tells nothing.
        let known: Option<i128> = hidden.iter().copied().sum();
        if parts == 0 || known.is_some_and(|known| known != left) || left <= 0 {
            return false;
        }
        // Of what the source has hidden nobody knows whether it is all that the total holds besides.
        let most = i128::from(self.policy.preset.threshold()) - 1;
        let is_one = parts == 1 && (known.is_some() || left <= most);
        is_one || left == parts || (known.is_some() && left == parts * most)
    }
}
