//! The newest period in a table.

use chrono::NaiveDate;

use crate::model::{Cell, Dictionary, Frequency, KpiSpec, Period, Stage, Table, TableSpec, Value, period_names};

/// Whether a column gives the period that a row is about: it is in the key, or is the period of a KPI. If neither names any
/// column, it is the first column of dates or periods. Other dates, such as a next review, are ignored.
#[must_use]
pub fn gives_period<S: Stage>(
    spec: &TableSpec,
    dictionary: &Dictionary,
    table: &Table<S>,
    kpis: &[KpiSpec],
    column: usize,
) -> bool {
    let name = table.columns[column].name.as_str();
    let of_table = kpis.iter().filter(|kpi| *kpi.table == *spec.name);
    let mut named = spec.key.iter().map(|name| name.as_str()).chain(of_table.flat_map(KpiSpec::period_columns)).peekable();
    if named.peek().is_some() {
        return named.any(|other| other == name);
    }
    let temporal = |column: &str| dictionary.field(column).is_some_and(|field| field.kind.is_temporal());
    table.columns.iter().position(|column| temporal(&column.name)) == Some(column)
}

/// The last day of the newest period in a table that is updated with this frequency. `None` if it has no periods.
#[must_use]
pub fn newest_end<S: Stage>(
    spec: &TableSpec,
    dictionary: &Dictionary,
    table: &Table<S>,
    kpis: &[KpiSpec],
    frequency: Frequency,
) -> Option<NaiveDate> {
    let period = |value: &Value| if let Value::Period(period) = value { Some(period.clone()) } else { None };
    let columns = (0..table.columns.len()).filter(|at| gives_period(spec, dictionary, table, kpis, *at));
    let of_columns = columns.filter_map(|at| {
        let column = &table.columns[at];
        let mut periods: Vec<Period> = column.pool.iter().filter_map(|cell| period(cell.value())).collect();
        periods.sort_unstable();
        periods.dedup();
        let title = dictionary.field(&column.name).map_or("", |field| field.title.as_str());
        period_names(&periods, &format!("{} {title}", column.name), frequency).named.last()?.end()
    });
    let of_parts = kpis.iter().filter(|kpi| *kpi.table == *spec.name).filter_map(|kpi| {
        let columns = kpi.period.as_ref().filter(|columns| columns.names().count() > 1)?;
        columns.periods(table)?.distinct.iter().flatten().filter_map(Period::end).max()
    });
    // A year that is not over does not make its months new.
    of_parts.max().or(of_columns.max())
}
