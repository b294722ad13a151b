//! The last look at a file before it is written: no cell that is hidden is shown where it stands.
//!
//! In: a site, and the bytes of each of its files. Out: the column of a hidden cell that a file shows.
//! Invariant: this looks at bytes, and knows no hidden value: where a table, a list of objects or a CSV has the columns that tell
//! rows apart and a column with hidden cells, the cell of a hidden row must hold no number.

use std::collections::{BTreeMap, BTreeSet};

use serde_json::Value as Json;

use crate::markup::unescape;
use crate::measure::Body;
use crate::model::{Cell, parse_number};
use crate::protect::Proof;
use crate::site::Site;

/// The hidden cells of a site.
pub struct HiddenCells {
    tables: Vec<HiddenIn>,
}

/// The hidden cells of a table.
struct HiddenIn {
    /// The position of its dataset.
    dataset: usize,
    /// The columns that tell its rows apart.
    key: Vec<String>,
    /// For each column, the cells that tell apart the rows in which it is hidden.
    columns: BTreeMap<String, BTreeSet<Vec<String>>>,
}

impl HiddenCells {
    /// The hidden cells of all datasets.
    #[must_use]
    pub fn of(site: &Site) -> Self {
        let datasets = site.catalogue.datasets.iter().enumerate();
        let tables = datasets.flat_map(|(at, card)| {
            let keys = card.tables.iter().map(|table| table.protection.row_key.clone()).collect::<Vec<_>>();
            of_dataset(at, site.body(at), &keys)
        });
        Self { tables: tables.collect() }
    }

    /// The column of a hidden cell that a file shows. `dataset` is the one that it is made from, if it is one alone.
    #[must_use]
    pub fn shown_in(&self, dataset: Option<usize>, path: &str, bytes: &[u8]) -> Option<&str> {
        let holds = |name: &String| memchr::memmem::find(bytes, name.as_bytes()).is_some();
        let tables: Vec<&HiddenIn> = self
            .tables
            .iter()
            .filter(|table| dataset.is_none_or(|dataset| dataset == table.dataset) && table.columns.keys().any(holds))
            .collect();
        if tables.is_empty() {
            return None;
        }
        let mut shown = None;
        let mut look = |headings: &[String], row: &[String]| {
            if shown.is_none() {
                shown = tables.iter().find_map(|table| table.shown_in(headings, row));
            }
        };
        match path.rsplit_once('.').map(|(_, ending)| ending) {
            Some("html") => html_rows(&String::from_utf8_lossy(bytes), &mut look),
            Some("csv") => csv_rows(bytes, &mut look),
            Some("json") => json_rows(&serde_json::from_slice(bytes).unwrap_or_default(), &mut look),
            _ => {}
        }
        shown
    }
}

/// The hidden cells of a dataset. A cell that another of its tables shows is not looked for: both may stand on one page.
fn of_dataset(dataset: usize, body: &Body, keys: &[Vec<String>]) -> Vec<HiddenIn> {
    let mut all: Vec<(usize, HiddenIn)> = Vec::new();
    for (at, column, rows) in body.proof.iter().flat_map(Proof::hidden) {
        let (data, key) = (&body.tables[at].data, &keys[at]);
        let places: Vec<usize> = key.iter().filter_map(|name| data.position(name)).collect();
        let cells = rows.iter().map(|row| places.iter().map(|at| text(data.columns[*at].cell(*row))).collect());
        let cells: BTreeSet<Vec<String>> = cells.collect();
        if key.is_empty() || cells.is_empty() {
            continue;
        }
        if all.last().is_none_or(|(last, _)| *last != at) {
            all.push((at, HiddenIn { dataset, key: key.clone(), columns: BTreeMap::new() }));
        }
        if let Some((_, table)) = all.last_mut() {
            table.columns.insert(data.columns[column].name.clone(), cells);
        }
    }
    for (at, table) in &mut all {
        for (_, other) in body.tables.iter().enumerate().filter(|(other, _)| other != at) {
            let data = &other.data;
            let headings: Vec<String> = data.columns.iter().map(|column| column.name.clone()).collect();
            for row in 0..data.rows {
                let row: Vec<String> = data.columns.iter().map(|column| text(column.cell(row))).collect();
                table.forget(&headings, &row);
            }
        }
    }
    all.into_iter().map(|(_, table)| table).collect()
}

fn text(cell: &impl Cell) -> String {
    cell.published().trim().to_owned()
}

impl HiddenIn {
    /// The cells of a row that tell it apart. `None` if the headings do not have them.
    fn key_of(&self, headings: &[String], row: &[String]) -> Option<Vec<String>> {
        let cell = |name: &String| row.get(headings.iter().position(|heading| heading == name)?).cloned();
        self.key.iter().map(cell).collect()
    }

    /// The column of a hidden cell that a row shows.
    fn shown_in(&self, headings: &[String], row: &[String]) -> Option<&str> {
        let key = self.key_of(headings, row)?;
        let is_shown = |(name, rows): &(&String, &BTreeSet<Vec<String>>)| {
            let cell = headings.iter().position(|heading| heading == *name).and_then(|at| row.get(at));
            cell.is_some_and(|cell| parse_number(cell).is_some()) && rows.contains(&key)
        };
        self.columns.iter().find(is_shown).map(|(name, _)| name.as_str())
    }

    /// Leaves out the cells that a row shows.
    fn forget(&mut self, headings: &[String], row: &[String]) {
        let Some(key) = self.key_of(headings, row) else { return };
        while let Some(name) = self.shown_in(headings, row).map(ToOwned::to_owned) {
            if let Some(rows) = self.columns.get_mut(&name) {
                rows.remove(&key);
            }
        }
    }
}

/// Called with the headings of a table and one of its rows.
type Look<'a> = dyn FnMut(&[String], &[String]) + 'a;

fn csv_rows(bytes: &[u8], look: &mut Look<'_>) {
    let mut rows = csv::ReaderBuilder::new().flexible(true).has_headers(false).from_reader(bytes).into_records();
    let cells = |row: csv::StringRecord| row.iter().map(|cell| cell.trim().to_owned()).collect::<Vec<_>>();
    let Some(Ok(headings)) = rows.next() else { return };
    let headings = cells(headings);
    rows.filter_map(Result::ok).for_each(|row| look(&headings, &cells(row)));
}

/// Lists of objects, wherever they stand.
fn json_rows(json: &Json, look: &mut Look<'_>) {
    match json {
        Json::Array(all) => all.iter().for_each(|one| json_rows(one, look)),
        Json::Object(fields) => {
            let told = |value: &Json| value.as_str().map_or_else(|| value.to_string(), |text| text.trim().to_owned());
            let headings: Vec<String> = fields.keys().cloned().collect();
            look(&headings, &fields.values().map(told).collect::<Vec<_>>());
            fields.values().for_each(|one| json_rows(one, look));
        }
        _ => {}
    }
}

/// The rows of all tables of a page. The first row of a table holds its headings.
fn html_rows(page: &str, look: &mut Look<'_>) {
    let (mut headings, mut row, mut cell): (Vec<String>, Vec<String>, Option<String>) = (Vec::new(), Vec::new(), None);
    let mut rest = page;
    while let Some((text, after)) = rest.split_once('<') {
        if let Some(cell) = &mut cell {
            cell.push_str(text);
        }
        let (tag, after) = after.split_once('>').unwrap_or((after, ""));
        rest = after;
        let name = tag.split(|c: char| c.is_whitespace()).next().unwrap_or_default();
        if matches!(name, "td" | "th" | "/td" | "/th" | "tr" | "/tr" | "/table") {
            row.extend(cell.take().map(|cell| unescape(cell.trim())));
        }
        match name {
            "td" | "th" => cell = Some(String::new()),
            "tr" | "/tr" | "/table" if !row.is_empty() => {
                if headings.is_empty() {
                    headings = std::mem::take(&mut row);
                } else {
                    look(&headings, &row);
                    row.clear();
                }
            }
            _ => {}
        }
        if matches!(name, "table" | "/table") {
            headings.clear();
        }
    }
}

#[cfg(test)]
mod tests {
    use super::{HiddenCells, HiddenIn};

    /// Late in Leeds is hidden.
    fn hidden() -> HiddenCells {
        let columns = [("late".to_owned(), [vec!["2024-01".to_owned(), "Leeds & Co".to_owned()]].into())].into();
        HiddenCells { tables: vec![HiddenIn { dataset: 0, key: vec!["month".to_owned(), "place".to_owned()], columns }] }
    }

    #[test]
    fn a_hidden_cell_is_found_in_every_format() {
        let files = [
            ("a.csv", "late,place,month\n{},Leeds & Co,2024-01\n"),
            ("a.json", r#"{"rows":[{"month":"2024-01","place":"Leeds & Co","late":{}}]}"#),
            ("a.json", r#"[{"month":"2024-01","place":"Leeds & Co","late":"{}"}]"#),
            (
                "a.html",
                "<table><tr><th>month</th><th>place</th><th>late</th></tr><tr><td>2024-01<td>Leeds &amp; Co<td><b>{}</b></tr></table>",
            ),
            (
                "a.html",
                "<table class=\"x\">\n<thead><tr><th scope=\"col\">month</th> <th>late</th> <th>place</th></tr></thead>\n<tbody>\
                 <tr><th scope=\"row\">2024-01</th> <td class=\"number\">{}</td> <td>Leeds &amp; Co</td></tr></tbody></table>",
            ),
        ];
        for (path, file) in files {
            let shown = |cell: &str| hidden().shown_in(Some(0), path, file.replacen("{}", cell, 1).as_bytes()).map(str::to_owned);
            assert_eq!(shown("3").as_deref(), Some("late"), "{file}");
            if !file.contains("\"late\":{}") {
                assert_eq!(shown("[c]"), None, "{file}");
            }
        }
    }

    #[test]
    fn what_is_not_hidden_is_no_concern() {
        let file = b"month,place,late\n2024-01,York,3\n2024-02,Leeds & Co,4\n";
        assert_eq!(hidden().shown_in(Some(0), "a.csv", file), None, "other rows");
        assert_eq!(hidden().shown_in(Some(0), "a.csv", b"month,place,seen\n2024-01,Leeds & Co,3\n"), None, "another column");
        assert_eq!(hidden().shown_in(Some(1), "a.csv", b"month,place,late\n2024-01,Leeds & Co,3\n"), None, "another dataset");
        assert_eq!(hidden().shown_in(None, "a.csv", b"month,place,late\n2024-01,Leeds & Co,3\n"), Some("late"));
    }
}
