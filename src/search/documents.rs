//! What can be found. Equal results are shown in this order.

use std::cmp::Reverse;
use std::collections::BTreeMap;

use pulldown_cmark::{Event, Parser};
use serde_json::{Value, json};

use crate::catalogue::{Catalogue, KpiRef};
use crate::measure::Card;
use crate::model::{FreshnessStatus, MARKDOWN};
use crate::route::{FileFormat, Route};
use crate::words::{Words, theme_name};

/// Everything that can be found.
pub(super) struct Documents {
    pub(super) datasets: Vec<Document>,
    pub(super) columns: Vec<Document>,
    pub(super) kpis: Vec<Document>,
    pub(super) guidance: Vec<Document>,
    pub(super) facets: Vec<Facet>,
}

/// A document that can be found.
#[derive(Default)]
pub(super) struct Document {
    /// The address from the root, the title, the summary and a note. Empty ones at the end are left out.
    pub(super) shown: Vec<String>,
    /// Other words by which it can be found, besides its title.
    pub(super) text: String,
    /// Names and titles of columns.
    pub(super) names: Vec<String>,
    /// Codes and titles of KPIs.
    pub(super) codes: String,
    /// The values for each facet.
    pub(super) facets: Vec<Vec<usize>>,
}

/// A facet: something that readers can filter datasets by.
pub(super) struct Facet {
    pub(super) key: &'static str,
    pub(super) title: String,
    /// For each value, its word in the address and its words for readers.
    pub(super) values: Vec<Value>,
    /// Whether a dataset can have several values.
    pub(super) is_list: bool,
}

pub(super) fn documents(catalogue: &Catalogue, formats: &[FileFormat], words: &Words) -> Documents {
    let (facets, values) = facets(catalogue, formats, words);
    let mut datasets: Vec<(usize, Vec<Vec<usize>>)> = values.into_iter().enumerate().collect();
    // Up-to-date datasets come first among equal results, and runs of equal values keep the facets short.
    datasets.sort_by(|a, b| (&a.1, catalogue.datasets[a.0].id.as_str()).cmp(&(&b.1, catalogue.datasets[b.0].id.as_str())));
    let mut columns: Vec<usize> = (0..catalogue.fields.len()).collect();
    columns.sort_by_key(|at| (Reverse(catalogue.fields[*at].uses.len()), catalogue.fields[*at].slug.as_str()));
    let mut kpis = catalogue.kpis.clone();
    kpis.sort_by_key(|at| (catalogue.kpi(*at).title.clone(), catalogue.kpi(*at).id.to_string()));
    let guidance = catalogue.settings.pages.iter().enumerate().filter(|(_, page)| page.path != "index");
    Documents {
        datasets: datasets.into_iter().map(|(at, facets)| dataset(catalogue, at, facets, words)).collect(),
        columns: columns.into_iter().map(|at| column(catalogue, at, words)).collect(),
        kpis: kpis.into_iter().map(|at| kpi(catalogue, at, words)).collect(),
        guidance: guidance.map(|(at, _)| page(catalogue, at)).collect(),
        facets,
    }
}

fn address(catalogue: &Catalogue, route: &Route) -> String {
    route.path(catalogue).url().to_owned()
}

fn dataset(catalogue: &Catalogue, at: usize, facets: Vec<Vec<usize>>, words: &Words) -> Document {
    let dataset = &catalogue.datasets[at];
    let (_, publisher) = catalogue.publisher(dataset);
    let (modified, frequency) = (words.date(dataset.freshness.modified), words.frequency(dataset.frequency));
    let date = match words.data_to(&dataset.freshness) {
        Some(data_to) => words.fill("badge-behind", &[("date", &modified), ("data", &data_to)]),
        None => modified,
    };
    let note = words.fill("search-dataset-note", &[("date", &date), ("frequency", frequency), ("publisher", publisher)]);
    let keywords = dataset.keywords.iter().map(String::as_str);
    let text: Vec<&str> = [dataset.summary.as_str(), dataset.id.as_str()].into_iter().chain(keywords).collect();
    let fields = || dataset.tables.iter().flat_map(|table| &table.fields);
    let names = fields().flat_map(|field| [field.name.clone(), field.title.clone()]).collect();
    let allowed = fields().flat_map(|field| field.allowed.iter().map(String::as_str));
    let codes = dataset.tables.iter().flat_map(|table| table.codes.iter().map(String::as_str));
    let breakdown = dataset.kpis.iter().flat_map(|kpi| kpi.members.iter().chain(&kpi.labels).map(String::as_str));
    let titles = dataset.kpis.iter().map(|kpi| kpi.title.as_str());
    Document {
        shown: vec![address(catalogue, &Route::Dataset(at)), dataset.title.clone(), dataset.summary.clone(), note],
        text: text.join(" "),
        names,
        codes: allowed.chain(codes).chain(breakdown).chain(titles).collect::<Vec<_>>().join(" "),
        facets,
    }
}

fn column(catalogue: &Catalogue, at: usize, words: &Words) -> Document {
    let entry = &catalogue.fields[at];
    let fields = || entry.uses.iter().map(|place| &catalogue.datasets[place.dataset].tables[place.table].fields[place.field]);
    let title = fields().next().map_or_else(String::new, |field| field.title.clone());
    let mut datasets: Vec<usize> = entry.uses.iter().map(|place| place.dataset).collect();
    datasets.dedup();
    let note = words.fill("search-column-note", &[("datasets", &words.count("count-datasets", datasets.len()))]);
    // A common column has a list of values in each dataset. The first few hundred are enough to tell what it is.
    let allowed = fields().flat_map(|field| field.allowed.iter().map(String::as_str)).take(300);
    let text = std::iter::once(title.as_str()).chain(allowed).collect::<Vec<_>>().join(" ");
    Document {
        shown: vec![address(catalogue, &Route::Field(at, 1)), entry.name.clone(), title, note],
        text,
        ..Document::default()
    }
}

fn kpi(catalogue: &Catalogue, at: KpiRef, words: &Words) -> Document {
    let kpi = catalogue.kpi(at);
    let figure = kpi.figure.as_ref().map(|figure| {
        let said = words.reading(figure.reading, &kpi.format);
        let Some(period) = &figure.period else { return said };
        let period = words.period(period) + &words.marks(figure.standing, &figure.without);
        words.fill("search-kpi-figure", &[("figure", &said), ("period", &period)])
    });
    let mut shown = vec![address(catalogue, &Route::Kpi(at)), kpi.title.clone()];
    let synthetic = catalogue.datasets[at.dataset].is_synthetic.then(|| words.text("synthetic").to_owned());
    let notes: Vec<String> = figure.into_iter().chain(synthetic).collect();
    shown.extend((!notes.is_empty()).then(|| notes.join(". ")));
    // Names of places are looked for as often as the KPI's own; the first few hundred are enough.
    let labels = kpi.labels.iter().map(String::as_str).take(300);
    let text = kpi.description.as_deref().into_iter().chain(labels).collect::<Vec<_>>().join(" ");
    Document { shown, text, ..Document::default() }
}

fn page(catalogue: &Catalogue, at: usize) -> Document {
    let page = &catalogue.settings.pages[at];
    let mut shown = vec![address(catalogue, &Route::Content(at)), page.title.clone()];
    shown.extend(page.summary.clone());
    let words = Parser::new_ext(page.body.text(), MARKDOWN).filter_map(|event| match event {
        Event::Text(text) | Event::Code(text) => Some(text.into_string()),
        _ => None,
    });
    let text = page.summary.clone().into_iter().chain(words).collect::<Vec<_>>().join(" ");
    Document { shown, text, ..Document::default() }
}

/// The facets, and the values of each dataset for each facet.
fn facets(catalogue: &Catalogue, formats: &[FileFormat], words: &Words) -> (Vec<Facet>, Vec<Vec<Vec<usize>>>) {
    let statuses = [
        FreshnessStatus::Current,
        FreshnessStatus::Due,
        FreshnessStatus::Overdue,
        FreshnessStatus::Behind,
        FreshnessStatus::Retired,
    ];
    let mut publishers: Vec<(&String, usize)> = catalogue.publishers.iter().map(|(id, list)| (id, list.len())).collect();
    publishers.sort_by(|a, b| b.1.cmp(&a.1).then_with(|| a.0.cmp(b.0)));
    let ranks: BTreeMap<&str, usize> = publishers.iter().enumerate().map(|(rank, (id, _))| (id.as_str(), rank)).collect();
    let themes: Vec<&String> = catalogue.themes.keys().collect();
    let mut frequencies: Vec<_> = catalogue.datasets.iter().map(|dataset| dataset.frequency).collect();
    frequencies.sort_unstable();
    frequencies.dedup();
    let publisher = |(id, _): &(&String, usize)| json!([id, catalogue.settings.portal.name_of(id)]);
    let facet = |key, title: &str, values, is_list| Facet { key, title: title.to_owned(), values, is_list };
    let list = vec![
        facet(
            "freshness",
            words.text("update-status"),
            statuses.iter().map(|status| json!([status.word(), words.freshness(*status)])).collect(),
            false,
        ),
        facet("publisher", words.text("publisher"), publishers.iter().map(publisher).collect(), false),
        facet("theme", words.text("facet-theme"), themes.iter().map(|theme| json!([theme, theme_name(theme)])).collect(), true),
        facet(
            "frequency",
            words.text("dataset-frequency"),
            frequencies.iter().map(|frequency| json!([frequency.word(), words.frequency(*frequency)])).collect(),
            false,
        ),
        facet(
            "format",
            words.text("facet-format"),
            formats.iter().map(|format| json!([format.ending.trim_start_matches('.'), format.label])).collect(),
            true,
        ),
    ];
    let values = |dataset: &Card| {
        let (id, _) = catalogue.publisher(dataset);
        let mut own: Vec<usize> =
            dataset.themes.iter().filter_map(|theme| themes.iter().position(|other| other.as_str() == theme.as_str())).collect();
        own.sort_unstable();
        own.dedup();
        vec![
            vec![statuses.iter().position(|status| *status == dataset.freshness.status).unwrap_or(0)],
            vec![ranks.get(id).copied().unwrap_or(0)],
            own,
            vec![frequencies.binary_search(&dataset.frequency).unwrap_or(0)],
            if dataset.tables.is_empty() { Vec::new() } else { (0..formats.len()).collect() },
        ]
    };
    (list, catalogue.datasets.iter().map(AsRef::as_ref).map(values).collect())
}
