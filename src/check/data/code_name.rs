//! Codes with two names.

use std::collections::BTreeMap;

use crate::check::Context;
use crate::diagnostic::{Findings, Rule, Severity};
use crate::load::LoadedTable;
use crate::model::{FieldType, Value};

/// A code with two names.
pub(crate) static RULE: Rule = Rule {
    id: "data/code-name",
    severity: Severity::Warning,
    finds: "A code with more than one name in the same table, in columns such as `org_code` and `org_name`.",
    matters: "Readers who filter by name miss the rows with the other name. If a name changes partway through, it is an \
        undocumented break.",
    example: "org_code,org_name\nRRK,University Hospitals Birmingham\nRRK,UNIVERSITY HOSPITALS B'HAM",
    put_right: "Use one name for the code in every row, preferably the one in the official register.",
};

pub(in crate::check) fn detect(context: &Context<'_>, findings: &mut Findings) {
    for table in &context.dataset.tables {
        for (code, name) in pairs(table) {
            let (codes, names) = (&table.data.columns[code], &table.data.columns[name]);
            let mut first: Vec<Option<(u32, usize)>> = vec![None; codes.pool.len()];
            let mut disagreeing: BTreeMap<u32, (usize, usize)> = BTreeMap::new();
            for (row, (code, name)) in codes.cells.iter().zip(&names.cells).enumerate() {
                match first[*code as usize] {
                    None => first[*code as usize] = Some((*name, row)),
                    Some((known, _)) if known == *name => {}
                    Some((known, earlier)) => {
                        let (one, other) = (names.pool[known as usize].text.trim(), names.pool[*name as usize].text.trim());
                        let differ = one != other && !one.is_empty() && !other.is_empty();
                        if differ && codes.pool[*code as usize].value == Value::Text {
                            disagreeing.entry(*code).or_insert((row, earlier));
                        }
                    }
                }
            }
            let Some((code_at, (row, earlier))) = disagreeing.iter().min_by_key(|(_, (row, _))| *row) else { continue };
            let text = super::quoted(&codes.pool[*code_at as usize]);
            let others =
                if disagreeing.len() > 1 { format!(" (and {} more like it)", disagreeing.len() - 1) } else { String::new() };
            let found = RULE.finding(format!("{text} in `{}` has two names in `{}`{others}", codes.name, names.name));
            let found = found.at(table.place(*row, name), "another name").at(table.place(*earlier, name), "the first");
            findings.push(found.help("use one name for the code in every row"));
        }
    }
}

/// Pairs of a code column and its name column, matched by heading: `org_code` and `org_name`.
fn pairs(table: &LoadedTable) -> Vec<(usize, usize)> {
    let stem = |at: usize, words: &[&str]| {
        let name = table.data.columns[at].name.to_lowercase();
        let parts: Vec<&str> = name.split(['_', ' ', '-', '.']).collect();
        let rest: Vec<&str> = parts.iter().copied().filter(|part| !words.contains(part)).collect();
        (rest.len() < parts.len()).then(|| rest.join(" "))
    };
    let text =
        |at: &usize| table.dictionary.field(&table.data.columns[*at].name).is_some_and(|field| field.kind == FieldType::String);
    let columns: Vec<usize> = (0..table.data.columns.len()).filter(text).collect();
    let mut pairs = Vec::new();
    for code in &columns {
        let Some(of) = stem(*code, &["code", "cd", "ods"]) else { continue };
        pairs.extend(
            columns.iter().filter(|name| stem(**name, &["name", "nm"]).is_some_and(|stem| stem == of)).map(|name| (*code, *name)),
        );
    }
    pairs
}
