//! A dataset's page.

use serde::Serialize;

use super::Maker;
use super::facts::{Facts, GovernanceView, bibtex, citation, facts, governance, protection_sentence};
use super::frame::{Frame, Named, link};
use super::tile::{FreshnessView, KpiTile, ReleaseTile, freshness, kpi_tile, release_tile};
use crate::diagnostic::Diagnostic;
use crate::measure::{FieldProfile, Measured, MeasuredTable};
use crate::model::{Field, Marker};
use crate::render::markdown::{Links, to_html};
use crate::render::text;
use crate::site::{KpiRef, ReleaseRef, Route};

/// Rows that a page shows of a table.
const PREVIEW: usize = 50;

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
    releases: Vec<ReleaseTile>,
    guidance: String,
    facts: Facts,
    governance: GovernanceView,
    citation: String,
    bibtex: String,
    badge: Named,
    badge_json: String,
}

#[derive(Serialize)]
struct TableView {
    name: String,
    title: String,
    download: Named,
    size: String,
    rows: String,
    sha256: String,
    url: String,
    protection: String,
    columns: Vec<ColumnView>,
    preview: String,
    preview_rows: usize,
    markers: Vec<MarkerView>,
    fields: Vec<FieldView>,
}

#[derive(Serialize)]
struct ColumnView {
    name: String,
    numeric: bool,
}

#[derive(Serialize)]
struct MarkerView {
    marker: String,
    words: &'static str,
    count: String,
}

#[derive(Serialize)]
struct FieldView {
    name: String,
    title: String,
    kind: String,
    unit: Option<String>,
    description: String,
    source: Option<String>,
    allowed: Vec<String>,
    complete: String,
    range: Option<String>,
    distinct: String,
    required: bool,
}

pub(super) fn dataset(maker: Maker<'_>, at: usize) -> Result<Vec<u8>, Box<Diagnostic>> {
    let catalogue = &maker.site.catalogue;
    let dataset = &catalogue.datasets[at];
    let metadata = &dataset.metadata;
    let route = Route::Dataset(at);
    let page = Frame::new(maker, &route, "datasets", &metadata.title, &metadata.summary);
    let page = page.below(vec![link(maker, "Datasets", &Route::Datasets(1))]);
    let links = Links { content: &maker.site.content, folder: None, root: &page.root };
    let view = View {
        id: dataset.id.to_string(),
        title: metadata.title.to_string(),
        summary: metadata.summary.to_string(),
        description: metadata.description.as_ref().map_or_else(String::new, |text| to_html(text, 3, &links)),
        freshness: freshness(&dataset.freshness),
        kpis: (0..dataset.kpis.len()).map(|kpi| kpi_tile(maker, KpiRef { dataset: at, kpi })).collect::<Result<_, _>>()?,
        tables: (0..dataset.tables.len()).map(|table| table_view(maker, at, dataset, table)).collect(),
        releases: (0..dataset.releases.len()).map(|note| release_tile(maker, ReleaseRef::Dataset(at, note))).collect(),
        guidance: dataset.guidance.as_ref().map_or_else(String::new, |guidance| to_html(guidance.text(), 3, &links)),
        facts: facts(maker, dataset),
        governance: governance(dataset),
        citation: citation(maker, dataset),
        bibtex: bibtex(maker, dataset),
        badge: link(maker, &metadata.title, &Route::Badge(at)),
        badge_json: Route::BadgeJson(at).path(catalogue).to_string(),
        page,
    };
    maker.theme.fill("dataset.html", &view)
}

fn table_view(maker: Maker<'_>, at: usize, dataset: &Measured, position: usize) -> TableView {
    let table = &dataset.tables[position];
    let route = Route::Download(at, position);
    let name = table.spec.name.to_string();
    let columns = columns(table);
    let head = table.download.head(PREVIEW);
    TableView {
        title: table.spec.title.as_ref().map_or_else(|| name.clone(), |title| title.to_string()),
        download: link(maker, &format!("{name}.csv"), &route),
        size: text::size(table.download.csv.len()),
        rows: text::counted(table.download.rows, "row", "rows"),
        sha256: table.download.sha256.clone(),
        url: format!("{}{}", *maker.site.catalogue.settings.portal.address, route.path(&maker.site.catalogue)),
        protection: protection_sentence(table),
        preview_rows: head.len(),
        preview: preview(&head, &columns),
        markers: markers(table),
        fields: fields(table, &columns),
        columns,
        name,
    }
}

/// The columns in the order of the file, which need not be the dictionary's.
fn columns(table: &MeasuredTable) -> Vec<ColumnView> {
    let column = |(at, heading): (usize, &str)| {
        let name = if heading.trim().is_empty() { format!("column_{}", at + 1) } else { heading.trim().to_owned() };
        let numeric = table.dictionary.field(&name).is_some_and(|field| field.kind.is_numeric());
        ColumnView { name, numeric }
    };
    table.download.headings.iter().map(String::as_str).enumerate().map(column).collect()
}

/// The rows of the table's body. They are most of a page's bytes, so they are written here and not by the template.
fn preview(rows: &[csv::StringRecord], columns: &[ColumnView]) -> String {
    let mut html = String::with_capacity(rows.len() * columns.len() * 24);
    for row in rows {
        html.push_str("<tr>");
        for (text, column) in row.iter().zip(columns) {
            html.push_str(if column.numeric { "<td class=\"number\">" } else { "<td>" });
            match Marker::from_bracketed(text) {
                Some(marker) => {
                    // A title alone is read by few screen readers and shown by no touch screen.
                    html.push_str("<span class=\"marker\">");
                    text::escape(text, &mut html);
                    html.push_str("<span class=\"visually-hidden\"> ");
                    html.push_str(marker.words());
                    html.push_str("</span></span>");
                }
                None => text::escape(text, &mut html),
            }
            html.push_str("</td>");
        }
        html.push_str("</tr>\n");
    }
    html
}

/// The markers used in a table, with their words.
fn markers(table: &MeasuredTable) -> Vec<MarkerView> {
    let mut used = std::collections::BTreeMap::new();
    for (marker, count) in table.profile.iter().flat_map(|profile| &profile.markers) {
        *used.entry(*marker).or_insert(0) += count;
    }
    let view = |(marker, count): (Marker, usize)| MarkerView {
        marker: marker.to_string(),
        words: marker.words(),
        count: text::counted(count, "cell", "cells"),
    };
    used.into_iter().map(view).collect()
}

fn fields(table: &MeasuredTable, columns: &[ColumnView]) -> Vec<FieldView> {
    let profile_of =
        |field: &Field| columns.iter().position(|column| column.name == *field.name).and_then(|at| table.profile.get(at));
    let none = FieldProfile::default();
    table.dictionary.fields.iter().map(|field| field_view(field, profile_of(field).unwrap_or(&none))).collect()
}

fn field_view(field: &Field, profile: &FieldProfile) -> FieldView {
    let rows = profile.present + profile.blank + profile.markers.values().sum::<usize>();
    let share = if rows == 0 { 0.0 } else { text::as_f64(profile.present) / text::as_f64(rows) * 100.0 };
    // 99.96% of a million rows is not all of them.
    let complete = match profile.present {
        present if present == rows => "100%".to_owned(),
        _ if share > 99.9 => "over 99.9%".to_owned(),
        0 => "0%".to_owned(),
        _ if share < 0.1 => "under 0.1%".to_owned(),
        _ => format!("{}%", text::number(share, 1)),
    };
    let range = profile.least.as_ref().zip(profile.greatest.as_ref()).map(|(least, greatest)| format!("{least} to {greatest}"));
    let format = field.format.as_ref().map_or_else(String::new, |format| format!(" ({format})"));
    let decimals =
        field.decimals.map_or_else(String::new, |decimals| format!(", {}", text::counted(decimals, "decimal", "decimals")));
    let sensitive = if field.sensitive { ", sensitive" } else { "" };
    FieldView {
        name: field.name.to_string(),
        title: field.title.clone(),
        kind: format!("{}{format}{decimals}{sensitive}", field.kind.word()),
        unit: field.unit.clone(),
        description: field.description.to_string(),
        source: field.source.clone(),
        allowed: field.allowed.clone(),
        complete,
        range,
        distinct: text::counted(profile.distinct, "value", "values"),
        required: field.required,
    }
}
