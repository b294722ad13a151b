//! Undeclared totals.

use std::collections::BTreeMap;

use crate::check::Context;
use crate::check::totals::{TotalBeside, advice};
use crate::diagnostic::{Findings, Rule, Severity};
use crate::load::LoadedTable;
use crate::model::{Cell, row_meanings};

/// An undeclared total.
pub(crate) static RULE: Rule = Rule {
    id: "data/total-beside-parts",
    severity: Severity::Warning,
    finds: "A value of a column that is the total of the others and is not declared: its numbers are their sum, it is blank in a \
        column of the key, it is the code of a country beside codes of its areas, or it is called `Total`, `All` or `Persons`. \
        `shelfmark explain kpi/total-counted` says how many equal sums it takes.",
    matters: "Anyone who adds up the column counts everyone twice. A suppressed part can also be worked out from the total and \
        the other parts.",
    example: "sex,attendances\nFemale,60\nMale,50\nPersons,110",
    put_right: "Declare it: `protect: {dimensions: {sex: {total: Persons}}}`, or `total: \"\"` if it is blank. KPIs then leave its \
        parts out of sums.",
};

pub(in crate::check) fn detect(context: &Context<'_>, findings: &mut Findings) {
    for (table, all) in context.dataset.tables.iter().zip(context.totals) {
        // A KPI that adds a total to its parts is told on its own, as an error.
        let told: Vec<usize> = super::super::kpi::total_counted::columns_told(context, table);
        let mut columns: BTreeMap<usize, Vec<&TotalBeside>> = BTreeMap::new();
        let is_declared = |total: &&TotalBeside| {
            table.spec.total_of(&table.data.columns[total.column].name).is_some() || is_named_by_declared(total, table)
        };
        for total in all.iter().filter(|total| !told.contains(&total.column) && !is_declared(total)) {
            columns.entry(total.column).or_default().push(total);
        }
        for (column, totals) in columns {
            // The one that stands for all the others, or else for the most.
            let Some(total) = totals.iter().max_by_key(|total| total.reach(all)) else { continue };
            let more = match totals.len() - 1 {
                0 => "",
                1 => "; one more value of the column is a sum of others",
                _ => "; more values of the column are sums of others",
            };
            let message = format!("{}{more}", total.told(table));
            let at = table.place(table.first_row(column, total.value as usize), column);
            findings.push(RULE.finding(message).at(at, "").help(advice(total, all, table)));
        }
    }
}

/// Whether all rows of a total hold the declared total of another column, such as the name beside its code.
fn is_named_by_declared(total: &TotalBeside, table: &LoadedTable) -> bool {
    let meanings = row_meanings(&table.data.columns[total.column]);
    let declared = table.data.columns.iter().filter_map(|column| Some((column, table.spec.total_of(&column.name)?)));
    let mut named = declared.filter(|(column, name)| {
        (0..table.data.rows).all(|row| (meanings[row] == total.value) == (column.cell(row).published().trim() == *name))
    });
    named.next().is_some()
}
