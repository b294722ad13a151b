//! Names that look alike.

use std::collections::BTreeMap;

use unicode_normalization::UnicodeNormalization;

use super::quoted;
use crate::check::Context;
use crate::diagnostic::{Findings, Rule, Severity, counted};
use crate::load::LoadedTable;
use crate::model::{Cell, Field, FieldType, RawCell, Value, looks};

/// Names that look alike, in a column of text.
pub(crate) static RULE: Rule = Rule {
    id: "data/look-alike",
    severity: Severity::Warning,
    finds: "Two values of a text column that look the same and are not: they differ in capitals, blanks, hyphens and dashes, \
        apostrophes, or in how a letter with an accent is stored.",
    matters: "Charts and tables show the same name twice, each with a part of the figure.",
    example: "place,visits\nSt Mary's,100\nSt Mary\u{2019}s,20",
    put_right: "Write the name in one way in all rows.",
};

/// The same in a column that tells rows apart.
pub(crate) static KEY: Rule = Rule {
    id: "data/look-alike-key",
    severity: Severity::Error,
    finds: "Two values that look the same and are not, in a column of the key or in `by` of a KPI.",
    matters: "They become two members of the KPI, each with a part of the figure, and double rows are not seen as such.",
    example: "place,visits\nSouth Sudan,100\nsouth sudan,20        (the key is place)",
    put_right: "Write the name in one way in all rows.",
};

pub(in crate::check) fn detect(context: &Context<'_>, findings: &mut Findings) {
    super::each_column(context, findings, |table, at, field| {
        if field.kind != FieldType::String {
            return None;
        }
        let pool = &table.data.columns[at].pool;
        let mut seen: BTreeMap<String, Vec<usize>> = BTreeMap::new();
        for (index, cell) in pool.iter().enumerate().filter(|(_, cell)| cell.value == Value::Text) {
            seen.entry(looks(&cell.text)).or_default().push(index);
        }
        // Blanks around a name have a rule of their own, and do not make two members.
        let differ = |cells: &&Vec<usize>| cells.iter().any(|index| pool[*index].text.trim() != pool[cells[0]].text.trim());
        let pairs: Vec<&Vec<usize>> = seen.values().filter(differ).collect();
        let cells = *pairs.first()?;
        let other = *cells.iter().find(|index| pool[**index].text.trim() != pool[cells[0]].text.trim())?;
        let rows = |index: usize| {
            let rows = table.data.columns[at].cells.iter().filter(|cell| **cell as usize == index).count();
            format!("{} ({})", quoted(&pool[index]), counted(rows, "row"))
        };
        let more = if pairs.len() > 1 { format!(", and {} more", counted(pairs.len() - 1, "pair")) } else { String::new() };
        let message = format!("{} and {} in `{}` look alike{more}", rows(cells[0]), rows(other), *field.name);
        // Letters that are only stored differently are published in one way, and make one member.
        let is_two = pool[cells[0]].published().trim() != pool[other].published().trim();
        let rule = if is_two && tells_apart(context, table, field) { &KEY } else { &RULE };
        let place = table.place(table.first_row(at, other), at);
        Some(
            rule.finding(message)
                .at(place, difference(&pool[cells[0]], &pool[other]))
                .help("write the name in one way in all rows"),
        )
    });
}

/// In what two texts differ.
fn difference(a: &RawCell, b: &RawCell) -> &'static str {
    let (a, b) = (a.text.trim(), b.text.trim());
    let without_case = |text: &str| text.to_lowercase();
    let composed = |text: &str| text.nfkc().collect::<String>();
    let spaced = |text: &str| text.split_whitespace().collect::<Vec<_>>().join(" ");
    match () {
        () if without_case(a) == without_case(b) => "capitals differ",
        () if composed(a) == composed(b) => "letters are stored differently",
        () if spaced(a) == spaced(b) => "blanks differ",
        () => "hyphens, dashes or apostrophes differ",
    }
}

/// Whether a column is in the key, or gives the members of a KPI.
pub(super) fn tells_apart(context: &Context<'_>, table: &LoadedTable, field: &Field) -> bool {
    let name = field.name.as_str();
    let kpis = context.dataset.metadata.kpis.iter().filter(|kpi| *kpi.table == *table.spec.name);
    table.spec.is_key(name) || kpis.into_iter().any(|kpi| kpi.by.as_ref().is_some_and(|by| by.as_str() == name))
}
