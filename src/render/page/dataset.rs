//! A dataset's page.

use serde::Serialize;

use super::Maker;
use super::code::{Sample, samples};
use super::dictionary::{FieldView, fields};
use super::facts::{Facts, GovernanceView, Subject, bibtex, citation, facts, governance};
use super::files::{badge_file, table_download, table_file};
use super::frame::{Frame, Named, link};
use super::tile::{DatasetTile, FreshnessView, KpiTile, NoteTile, dataset_tile, freshness, kpi_tile, note_tile};
use crate::catalogue::{KpiRef, NoteRef, related};
use crate::diagnostic::Diagnostic;
use crate::markup::escape_into;
use crate::measure::MeasuredTable;
use crate::model::{Cell, Marker, Value};
use crate::render::markdown::{Links, Taken, to_html};
use crate::route::{Route, TableRef};
use crate::words::Words;

/// The most rows of a table shown on a page.
const PREVIEW: usize = 50;
/// No more rows are started after this many bytes of HTML, so that a page with many columns stays small.
const PREVIEW_BYTES: usize = 9_000;
/// The most columns that fit on a sheet of paper.
const PAPER: usize = 8;
/// The fewest rows shown, however wide they are.
const FEWEST: usize = 5;

#[derive(Serialize)]
struct View {
    page: Frame,
    id: String,
    title: String,
    summary: String,
    description: String,
    freshness: FreshnessView,
    kpis: Vec<KpiTile>,
    tables: Vec<TableView>,
    notes: Vec<NoteTile>,
    guidance: String,
    facts: Facts,
    governance: GovernanceView,
    citation: String,
    bibtex: String,
    badge: Named,
    badge_json: String,
    related: Vec<DatasetTile>,
}

#[derive(Serialize)]
struct TableView {
    name: String,
    title: String,
    download: Named,
    /// The table in formats other than CSV.
    formats: Vec<Named>,
    size: String,
    rows: String,
    sha256: String,
    protection: String,
    columns: Vec<ColumnView>,
    preview: String,
    preview_rows: usize,
    has_blanks: bool,
    /// Whether it is too wide for a sheet of paper.
    is_wide: bool,
    markers: Vec<MarkerView>,
    fields: Vec<FieldView>,
    code: Vec<Sample>,
    /// Columns that a spreadsheet would change.
    codes: Vec<String>,
}

#[derive(Serialize)]
struct ColumnView {
    name: String,
    numeric: bool,
}

#[derive(Serialize)]
struct MarkerView {
    marker: String,
    words: String,
    count: String,
}

pub(super) fn dataset(maker: Maker<'_>, at: usize) -> Result<Vec<u8>, Box<Diagnostic>> {
    let (catalogue, words) = (&maker.site.catalogue, maker.words());
    let (card, body) = (&catalogue.datasets[at], maker.site.body(at));
    let metadata = &body.metadata;
    let route = Route::Dataset(at);
    let page = Frame::new(maker, &route, "datasets", &metadata.title, &metadata.summary);
    let page = page.below(vec![link(maker, words.text("datasets"), &Route::Datasets(1))]);
    let links = Links { site: Some(maker.site), folder: None, root: &page.root };
    // Links lead to headings of the guidance, so its headings get their ids first.
    let mut taken = Taken::default();
    let guidance = body.guidance.as_ref().map_or_else(String::new, |text| to_html(text.text(), 3, &links, &mut taken));
    let description = metadata.description.as_ref().map_or_else(String::new, |text| to_html(text, 3, &links, &mut taken));
    let view = View {
        id: card.id.to_string(),
        title: metadata.title.to_string(),
        summary: metadata.summary.to_string(),
        description,
        freshness: freshness(&card.freshness, words),
        kpis: (0..card.kpis.len()).map(|kpi| kpi_tile(maker, KpiRef { dataset: at, kpi })).collect::<Result<_, _>>()?,
        tables: (0..card.tables.len()).map(|table| table_view(maker, at, table)).collect(),
        notes: (0..card.notes.len()).map(|note| note_tile(maker, NoteRef::Dataset(at, note))).collect(),
        guidance,
        facts: facts(maker, at),
        governance: governance(card, metadata, words),
        citation: citation(maker, Subject::Dataset(at)),
        bibtex: bibtex(maker, Subject::Dataset(at)),
        badge: link(maker, &metadata.title, &badge_file(maker, at, ".svg")),
        related: related(catalogue, at).into_iter().map(|other| dataset_tile(maker, other)).collect(),
        badge_json: badge_file(maker, at, ".json").path(catalogue).to_string(),
        page,
    };
    maker.theme.fill("dataset.html", &view)
}

fn table_view(maker: Maker<'_>, at: usize, position: usize) -> TableView {
    let (card, words) = (&maker.site.catalogue.datasets[at].tables[position], maker.words());
    let table = &maker.site.body(at).tables[position];
    let route = table_file(maker, TableRef { dataset: at, table: position }, ".csv");
    let name = table.spec.name.to_string();
    let columns = columns(table);
    let (preview, preview_rows) = preview(table, &columns, words);
    let address = format!("{}{}", *maker.site.catalogue.settings.portal.address, route.path(&maker.site.catalogue));
    let is_blank = |row: usize| table.data.columns.iter().any(|column| column.cell(row).published().is_empty());
    TableView {
        title: table.spec.title.as_ref().map_or_else(|| name.clone(), |title| title.to_string()),
        download: link(maker, &format!("{name}.csv"), &table_download(maker, TableRef { dataset: at, table: position }, ".csv")),
        formats: other_formats(maker, TableRef { dataset: at, table: position }),
        size: words.size(card.csv.size),
        rows: words.count("count-rows", card.rows),
        sha256: card.csv.sha256.clone(),
        protection: words.protection(&card.protection),
        has_blanks: (0..preview_rows).any(is_blank),
        is_wide: columns.len() > PAPER,
        preview_rows,
        preview,
        code: samples(table, &address),
        codes: codes(table),
        markers: markers(table, words),
        fields: fields(table, words),
        columns,
        name,
    }
}

/// Links to a table in formats other than CSV.
fn other_formats(maker: Maker<'_>, at: TableRef) -> Vec<Named> {
    let others = maker.site.formats.table.iter().filter(|format| format.ending != ".csv");
    others.map(|format| link(maker, format.label, &Route::Table(at, *format))).collect()
}

/// The columns in the order of the file, which may differ from the dictionary's.
fn columns(table: &MeasuredTable) -> Vec<ColumnView> {
    let is_numeric = |name: &str| table.dictionary.field(name).is_some_and(|field| field.kind.is_numeric());
    let columns = table.data.columns.iter();
    columns.map(|column| ColumnView { name: column.name.clone(), numeric: is_numeric(&column.name) }).collect()
}

/// The rows of the table's body. They make up most of a page, so they are written here instead of by the template.
fn preview(table: &MeasuredTable, columns: &[ColumnView], words: &Words) -> (String, usize) {
    let mut html = String::with_capacity(2 * PREVIEW_BYTES);
    let mut shown = 0;
    for row in 0..table.data.rows.min(PREVIEW) {
        if shown >= FEWEST && html.len() > PREVIEW_BYTES {
            break;
        }
        shown += 1;
        html.push_str("<tr>");
        for (column, view) in table.data.columns.iter().zip(columns) {
            let cell = column.cell(row);
            html.push_str(if view.numeric { "<td class=\"number\">" } else { "<td>" });
            match cell.value() {
                Value::Missing(marker) => {
                    // Few screen readers read a `title` attribute, and no touch screen shows it.
                    html.push_str("<span class=\"marker\">");
                    escape_into(cell.published(), &mut html);
                    html.push_str("<span class=\"visually-hidden\"> ");
                    html.push_str(words.marker(*marker));
                    html.push_str("</span></span>");
                }
                _ => escape_into(cell.published(), &mut html),
            }
            html.push_str("</td>");
        }
        html.push_str("</tr>\n");
    }
    (html, shown)
}

/// Columns that a spreadsheet would change: codes without their zeros, bands and months as days.
fn codes(table: &MeasuredTable) -> Vec<String> {
    let columns = table.data.columns.iter().zip(&table.profile);
    columns.filter(|(_, profile)| profile.changes_in_spreadsheet).map(|(column, _)| column.name.clone()).collect()
}

/// The markers in a table, with their words.
fn markers(table: &MeasuredTable, words: &Words) -> Vec<MarkerView> {
    let mut used = std::collections::BTreeMap::new();
    for (marker, count) in table.profile.iter().flat_map(|profile| &profile.markers) {
        *used.entry(*marker).or_insert(0) += count;
    }
    let view = |(marker, count): (Marker, usize)| MarkerView {
        marker: marker.to_string(),
        words: words.marker(marker).to_owned(),
        count: words.count("count-cells", count),
    };
    used.into_iter().map(view).collect()
}
