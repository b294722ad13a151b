//! The columns of a KPI's formulas, with the units of their rows.

use std::collections::BTreeSet;

use crate::load::LoadedTable;
use crate::model::{Cell, Field, Formula, KpiSpec, Unit, matching_rows};
use crate::source::Spanned;

/// The columns of a formula. Where each row has its unit, that of the rows that the KPI chooses, if they have one in common.
pub(super) fn columns(formula: &Spanned<String>, table: &LoadedTable, kpi: &KpiSpec) -> Vec<Field> {
    let terms = Formula::parse(formula).map(|formula| formula.terms().to_vec()).unwrap_or_default();
    let fields = terms.iter().filter_map(|term| table.dictionary.field(&term.column)).cloned();
    let with_unit = |field: Field| {
        let units = field.unit_column.as_ref().map(|name| units_of(kpi, table, name)).unwrap_or_default();
        let only = units.first().filter(|unit| units.len() == 1 && !unit.is_empty());
        Field { unit: field.unit.or(only.map(|unit| Unit::new(*unit))), ..field }
    };
    fields.map(with_unit).collect()
}

/// The units of the rows that a KPI chooses.
pub(super) fn units_of<'a>(kpi: &KpiSpec, table: &'a LoadedTable, name: &str) -> BTreeSet<&'a str> {
    let Some(column) = table.data.column(name) else { return BTreeSet::new() };
    let rows = matching_rows(&table.data, kpi.filter.as_deref());
    rows.into_iter().map(|row| column.cell(row).published().trim()).collect()
}
