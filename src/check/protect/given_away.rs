//! Hidden counts that percentages in other rows give away.

mod by_row;
mod shares;

use crate::check::Context;
use crate::diagnostic::{Findings, Rule, Severity};
use crate::load::LoadedTable;
use crate::model::{Marker, Policy, RawCell, Value};

/// A hidden count that can be worked out.
pub(crate) static RULE: Rule = Rule {
    id: "protect/given-away",
    severity: Severity::Error,
    finds: "A hidden count that can be worked out from everything that the tables of the dataset publish, and that hiding further \
        counts does not protect.",
    matters: "Anyone who can subtract knows the number that was hidden, and may know whom it is about.",
    example: "measure,unit,value\npatients,people,850\nreadmitted,people,3        (published as [c])\nreadmitted,percent,0.4",
    put_right: "Combine groups until no count is small, or leave out the percentage, or a total that was published before.",
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
    for (table, policy) in context.dataset.tables.iter().zip(context.policies) {
        // Rounded totals and parts do not add up, so that they tell nothing.
        let is_exact = |policy: &&Policy| policy.below > 0 && policy.round_to.is_none();
        let Some(policy) = policy.as_ref().filter(is_exact) else { continue };
        let counts = Counts::of(table, policy);
        if !counts.any_hidden() {
            continue;
        }
        let all = by_row::detect(&counts);
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

/// The columns of a table that are shares of its counts.
pub(crate) fn shares_of(table: &LoadedTable, policy: &Policy) -> Vec<shares::FoundShare> {
    shares::detect(&Counts::of(table, policy))
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
        let is_hidden = |cell: &RawCell| policy.hides_cell(cell);
        let column = |at: &usize| (*at, table.data.columns[*at].pool.iter().map(is_hidden).collect());
        Self { table, policy, hidden: policy.counts.iter().map(column).collect() }
    }

    fn any_hidden(&self) -> bool {
        self.hidden.iter().any(|(_, hidden)| hidden.contains(&true))
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
}
