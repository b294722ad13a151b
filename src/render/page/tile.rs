//! What lists say of a dataset, a KPI and a release.

use serde::Serialize;

use super::Maker;
use super::frame::{DateView, Named, link};
use crate::catalogue::{KpiRef, NoteRef};
use crate::diagnostic::Diagnostic;
use crate::measure::spc::{Assurance, Variation};
use crate::measure::{Change, Kpi, KpiCard, Measure, Reading};
use crate::model::{Format, Freshness, Period};
use crate::render::chart;
use crate::route::Route;
use crate::words;

/// A dataset in a list.
#[derive(Serialize)]
pub(super) struct DatasetTile {
    link: Named,
    summary: String,
    publisher: String,
    frequency: &'static str,
    rows: String,
    pub(super) freshness: FreshnessView,
}

pub(super) fn dataset_tile(maker: Maker<'_>, at: usize) -> DatasetTile {
    let catalogue = &maker.site.catalogue;
    let dataset = &catalogue.datasets[at];
    let (_, publisher) = catalogue.publisher(dataset);
    let rows: usize = dataset.tables.iter().map(|table| table.rows).sum();
    DatasetTile {
        link: link(maker, &dataset.title, &Route::Dataset(at)),
        summary: dataset.summary.clone(),
        publisher: publisher.to_owned(),
        frequency: dataset.frequency.label(),
        rows: words::counted(rows, "row", "rows"),
        freshness: freshness(&dataset.freshness),
    }
}

/// How up to date a dataset is.
#[derive(Serialize)]
pub(super) struct FreshnessView {
    word: &'static str,
    label: &'static str,
    modified: DateView,
    expected: Option<DateView>,
}

pub(super) fn freshness(freshness: &Freshness) -> FreshnessView {
    FreshnessView {
        word: freshness.status.word(),
        label: freshness.status.label(),
        modified: DateView::of(freshness.modified),
        expected: freshness.expected.map(DateView::of),
    }
}

/// A KPI in a list.
#[derive(Serialize)]
pub(super) struct KpiTile {
    link: Named,
    dataset: Named,
    value: String,
    words: Option<&'static str>,
    unit: Option<String>,
    period: Option<String>,
    change: Option<String>,
    target: Option<String>,
    variation: Option<&'static str>,
    assurance: Option<&'static str>,
    spark: String,
}

pub(super) fn kpi_tile(maker: Maker<'_>, at: KpiRef) -> Result<KpiTile, Box<Diagnostic>> {
    let catalogue = &maker.site.catalogue;
    let (dataset, kpi) = (&catalogue.datasets[at.dataset], catalogue.kpi(at));
    let (figure, format) = (kpi.figure.as_ref(), &kpi.format);
    Ok(KpiTile {
        link: link(maker, &kpi.title, &Route::Kpi(at)),
        dataset: link(maker, &dataset.title, &Route::Dataset(at.dataset)),
        value: value_text(kpi),
        words: figure.and_then(|figure| marker_words(figure.reading)),
        unit: figure.and_then(|_| words::unit_words(format)).map(ToOwned::to_owned),
        period: figure.and_then(|figure| Some(period_alone(figure.period.as_ref()?, figure.is_provisional))),
        change: figure.and_then(|figure| change_since(figure.change.as_ref()?, format)),
        target: figure.and_then(|figure| figure.target).map(|target| words::figure(target, format)),
        variation: figure.and_then(|figure| figure.variation).map(Variation::word),
        assurance: figure.and_then(|figure| figure.assurance).map(Assurance::word),
        spark: figure.map_or_else(|| Ok(String::new()), |figure| chart::spark(maker.theme, &figure.recent))?,
    })
}

/// The newest overall figure, its marker, or what there is instead.
fn value_text(kpi: &KpiCard) -> String {
    match &kpi.figure {
        Some(figure) => words::reading(figure.reading, &kpi.format),
        None => words::counted(kpi.members.len(), "series", "series"),
    }
}

/// A period as it stands alone: with a capital, and with the word if it is provisional.
fn period_alone(period: &Period, is_provisional: bool) -> String {
    words::capital(&words::period_words(period)) + words::provisional_mark(is_provisional)
}

/// A period of a KPI as it stands alone.
pub(super) fn period_text(kpi: &Kpi, at: usize) -> Option<String> {
    Some(period_alone(kpi.named.get(at)?, kpi.is_provisional(at)))
}

fn change_since((change, since): &(Change, Option<Period>), format: &Format) -> Option<String> {
    Some(words::change_sentence(change, format, &words::in_period(since.as_ref()?)))
}

/// The change since the reading before, as a sentence.
pub(super) fn change_text(kpi: &Kpi, measure: &Measure) -> Option<String> {
    let change = measure.since_previous?;
    change_since(&(change, kpi.named.get(change.from).cloned()), &kpi.spec.format)
}

/// Whether a reading is a figure: markers need words.
pub(super) fn marker_words(reading: Reading) -> Option<&'static str> {
    reading.marker().map(crate::model::Marker::words)
}

/// A release note in a list.
#[derive(Serialize)]
pub(super) struct NoteTile {
    link: Named,
    dataset: Option<Named>,
    date: DateView,
    kind: &'static str,
    version: String,
}

pub(super) fn note_tile(maker: Maker<'_>, at: NoteRef) -> NoteTile {
    let catalogue = &maker.site.catalogue;
    let (note, dataset) = catalogue.note(at);
    let owner = match at {
        NoteRef::Dataset(at, _) => Some(link(maker, &catalogue.datasets[at].title, &Route::Dataset(at))),
        NoteRef::Portal(_) => None,
    };
    let what = dataset.map_or(catalogue.settings.portal.title.as_str(), |dataset| &dataset.title);
    let name = note.title.clone().unwrap_or_else(|| format!("{what}, version {}", note.version));
    NoteTile {
        link: link(maker, &name, &Route::Note(at)),
        dataset: owner,
        date: DateView::of(note.date),
        kind: note.kind.label(),
        version: note.version.clone(),
    }
}
