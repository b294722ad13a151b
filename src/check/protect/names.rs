//! What a policy names and the table does not have. A name that matches nothing protects nothing.

use crate::load::{LoadedTable, shown};
use crate::model::Cell;

/// The widest interval that a policy may ask for.
const WIDEST: u32 = 50;

/// What is wrong with the names and numbers of a table's policy, each as a sentence.
pub(crate) fn wrong_names(table: &LoadedTable) -> Vec<String> {
    let Some(policy) = &table.spec.protect else { return Vec::new() };
    let mut wrong = Vec::new();
    let is_column = |name: &str| table.data.position(name).is_some();
    let mut columns = |key: &str, names: Vec<&str>| {
        let unknown = names.into_iter().filter(|name| !is_column(name));
        wrong.extend(unknown.map(|name| format!("`{key}` names `{}`, which is not a column", shown(name))));
    };
    columns("dimensions", policy.dimensions.keys().map(String::as_str).collect());
    columns("statistics", policy.statistics.keys().map(String::as_str).collect());
    columns("cumulative", policy.cumulative.iter().flatten().map(|name| name.as_str()).collect());
    columns("exact", policy.exact.keys().map(String::as_str).collect());
    let has_value = |column: &str, value: &str| {
        table.data.column(column).is_none_or(|column| column.pool.iter().any(|cell| cell.published().trim() == value.trim()))
    };
    let mut values = |key: &str, column: &str, names: Vec<&String>| {
        let unknown = names.into_iter().filter(|value| !has_value(column, value));
        wrong.extend(unknown.map(|value| format!("`{key}` names `{}`, which no row has in `{}`", shown(value), shown(column))));
    };
    for (column, dimension) in &policy.dimensions {
        values("parts", column, dimension.parts.iter().flat_map(|(whole, parts)| std::iter::once(whole).chain(parts)).collect());
    }
    for (column, of) in &policy.exact {
        values("exact", column, of.iter().collect());
    }
    if policy.width.as_deref().is_some_and(|width| *width > WIDEST) {
        wrong.push(format!("a `width` above {WIDEST} would hide nearly everything"));
    }
    wrong
}
