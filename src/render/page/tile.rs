//! How lists show a dataset, a KPI or a release note.

use serde::Serialize;

use super::Maker;
use super::frame::{DateView, Named, link};
use crate::catalogue::{KpiRef, NoteRef};
use crate::diagnostic::Diagnostic;
use crate::measure::spc::{Assurance, Variation};
use crate::measure::{ChangeCard, Kpi, KpiCard, Measure, Reading};
use crate::model::{Announced, Format, Freshness, Marker};
use crate::render::chart;
use crate::route::Route;
use crate::words::{Number, Words, capital, unit_words};

/// A dataset in a list.
#[derive(Serialize)]
pub(super) struct DatasetTile {
    link: Named,
    summary: String,
    publisher: String,
    frequency: String,
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
        frequency: maker.words().frequency(dataset.frequency).to_owned(),
        rows: maker.words().count("count-rows", rows),
        freshness: freshness(&dataset.freshness, maker.words()),
    }
}

/// When the next update is expected.
#[derive(Serialize)]
struct ExpectedView {
    /// The last day on which it can come.
    iso: String,
    words: String,
    /// Whether it is announced for that day, and not for a month or a season.
    is_day: bool,
}

/// How up to date a dataset is.
#[derive(Serialize)]
pub(super) struct FreshnessView {
    word: &'static str,
    label: String,
    modified: DateView,
    expected: Option<ExpectedView>,
}

pub(super) fn freshness(freshness: &Freshness, words: &Words) -> FreshnessView {
    FreshnessView {
        word: freshness.status.word(),
        label: match words.data_to(freshness) {
            Some(data_to) => words.fill("freshness-data-to", &[("label", words.freshness(freshness.status)), ("data", &data_to)]),
            None => words.freshness(freshness.status).to_owned(),
        },
        modified: DateView::of(freshness.modified, words),
        expected: freshness.expected.map(|announced| ExpectedView {
            iso: announced.last_day().to_string(),
            words: words.announced(announced),
            is_day: matches!(announced, Announced::Day(_)),
        }),
    }
}

/// A KPI in a list.
#[derive(Serialize)]
pub(super) struct KpiTile {
    link: Named,
    dataset: Named,
    /// That its figures are not about real people.
    synthetic: Option<String>,
    value: String,
    words: Option<String>,
    unit: Option<String>,
    period: Option<String>,
    /// The same in the middle of a line.
    period_within: Option<String>,
    change: Option<String>,
    target: Option<String>,
    variation: Option<&'static str>,
    assurance: Option<&'static str>,
    spark: String,
}

pub(super) fn kpi_tile(maker: Maker<'_>, at: KpiRef) -> Result<KpiTile, Box<Diagnostic>> {
    let catalogue = &maker.site.catalogue;
    let (dataset, kpi) = (&catalogue.datasets[at.dataset], catalogue.kpi(at));
    let (figure, format, words) = (kpi.figure.as_ref(), &kpi.format, maker.words());
    let period =
        figure.and_then(|figure| Some(words.period(figure.period.as_ref()?) + &words.marks(figure.standing, &figure.without)));
    Ok(KpiTile {
        link: link(maker, &kpi.title, &Route::Kpi(at)),
        dataset: link(maker, &dataset.title, &Route::Dataset(at.dataset)),
        synthetic: dataset.is_synthetic.then(|| words.text("synthetic").to_owned()),
        value: value_text(kpi, words),
        words: figure.and_then(|figure| marker_words(figure.reading, format, words)),
        unit: figure.and_then(|_| unit_words(format)).map(ToOwned::to_owned),
        period: period.as_deref().map(capital),
        period_within: period,
        change: figure.and_then(|figure| Some(change_since(figure.change.as_ref()?, format, words))),
        target: figure.and_then(|figure| figure.target).map(|target| words.target(target, format)),
        variation: figure.and_then(|figure| figure.variation).map(Variation::word),
        assurance: figure.and_then(|figure| figure.assurance).map(Assurance::word),
        spark: figure.map_or_else(|| Ok(String::new()), |figure| chart::spark(maker.theme, &figure.recent))?,
    })
}

/// The newest overall figure, its marker, or the text shown if there is no overall figure.
fn value_text(kpi: &KpiCard, words: &Words) -> String {
    match &kpi.figure {
        Some(figure) => words.reading(figure.reading, &kpi.format),
        None => words.count("count-series", kpi.members.len()),
    }
}

/// A KPI's period on its own: with a capital, and with its marks.
pub(super) fn period_text(kpi: &Kpi, at: usize, absent: &[String], words: &Words) -> Option<String> {
    Some(capital(&(words.period(kpi.named.get(at)?) + &words.marks(kpi.standing(at), absent))))
}

fn change_since(ChangeCard { change, since }: &ChangeCard, format: &Format, words: &Words) -> String {
    words.change(change, format, &words.in_period(since))
}

/// The change since the previous reading, as a sentence.
pub(super) fn change_text(kpi: &Kpi, measure: &Measure, words: &Words) -> Option<String> {
    Some(change_since(&ChangeCard::of(kpi, measure.since_previous?)?, &kpi.spec.format, words))
}

/// The words for a reading's marker. `None` if the reading is shown as a figure.
pub(super) fn marker_words(reading: Reading, format: &Format, words: &Words) -> Option<String> {
    let low = reading.value().filter(|value| value.is_low(format.decimals)).map(|_| Marker::Low);
    reading.marker().or(low).map(|marker| words.marker(marker).to_owned())
}

/// A release note in a list.
#[derive(Serialize)]
pub(super) struct NoteTile {
    link: Named,
    dataset: Option<Named>,
    date: DateView,
    kind: String,
    version: String,
}

pub(super) fn note_tile(maker: Maker<'_>, at: NoteRef) -> NoteTile {
    let (catalogue, words) = (&maker.site.catalogue, maker.words());
    let (note, dataset) = catalogue.note(at);
    let owner = match at {
        NoteRef::Dataset(at, _) => Some(link(maker, &catalogue.datasets[at].title, &Route::Dataset(at))),
        NoteRef::Portal(_) => None,
    };
    let what = dataset.map_or(catalogue.settings.portal.title.as_str(), |dataset| &dataset.title);
    let name = note.title.clone().unwrap_or_else(|| words.fill("note-title", &[("what", what), ("version", &note.version)]));
    NoteTile {
        link: link(maker, &name, &Route::Note(at)),
        dataset: owner,
        date: DateView::of(note.date, words),
        kind: words.note_kind(note.kind).to_owned(),
        version: note.version.clone(),
    }
}
