//! What lists say of a dataset, a KPI and a release.

use serde::Serialize;

use super::Maker;
use super::frame::{DateView, Named, link};
use crate::catalogue::{KpiRef, NoteRef};
use crate::diagnostic::Diagnostic;
use crate::measure::{Kpi, Measure, Measured, Reading};
use crate::model::Freshness;
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
    let rows: usize = dataset.tables.iter().map(|table| table.download.rows).sum();
    DatasetTile {
        link: link(maker, &dataset.metadata.title, &Route::Dataset(at)),
        summary: dataset.metadata.summary.to_string(),
        publisher: publisher.to_owned(),
        frequency: dataset.metadata.frequency.label(),
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
    let format = &kpi.spec.format;
    let measure = kpi.overall.as_ref();
    Ok(KpiTile {
        link: link(maker, &kpi.spec.title, &Route::Kpi(at)),
        dataset: link(maker, &dataset.metadata.title, &Route::Dataset(at.dataset)),
        value: value_text(kpi),
        words: measure.and_then(|measure| marker_words(measure.reading())),
        unit: measure.and_then(|_| words::unit_words(format)).map(ToOwned::to_owned),
        period: measure.and_then(|measure| period_text(kpi, measure.latest)),
        change: measure.and_then(|measure| change_text(kpi, measure)),
        target: measure.and_then(|measure| measure.target).map(|target| words::figure(target, format)),
        variation: measure.and_then(|measure| Some(measure.spc.as_ref()?.variation?.word())),
        assurance: measure.and_then(|measure| Some(measure.spc.as_ref()?.assurance?.word())),
        spark: measure.map_or_else(|| Ok(String::new()), |measure| chart::spark(maker.theme, measure))?,
    })
}

/// The newest overall figure, its marker, or what there is instead.
fn value_text(kpi: &Kpi) -> String {
    match &kpi.overall {
        Some(measure) => words::reading(measure.reading(), &kpi.spec.format),
        None => words::counted(kpi.breakdown.len(), "series", "series"),
    }
}

/// A period as it stands alone: with a capital, and with the word if it is provisional.
pub(super) fn period_text(kpi: &Kpi, at: usize) -> Option<String> {
    let mark = words::provisional_mark(at, kpi.periods.len(), kpi.provisional());
    Some(words::capital(&words::period_words(kpi.named.get(at)?)) + mark)
}

/// The change since the reading before, as a sentence.
pub(super) fn change_text(kpi: &Kpi, measure: &Measure) -> Option<String> {
    let change = measure.since_previous?;
    let since = kpi.named.get(change.from).map(words::in_period)?;
    Some(words::change_sentence(&change, &kpi.spec.format, &since))
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
    let (note, dataset) = maker.site.catalogue.note(at);
    let owner = match at {
        NoteRef::Dataset(dataset, _) => {
            Some(link(maker, &title_of(&maker.site.catalogue.datasets[dataset]), &Route::Dataset(dataset)))
        }
        NoteRef::Portal(_) => None,
    };
    let what = dataset.map_or_else(|| maker.site.catalogue.settings.portal.title.to_string(), title_of);
    let name = note.title.clone().unwrap_or_else(|| format!("{what}, version {}", *note.version));
    NoteTile {
        link: link(maker, &name, &Route::Note(at)),
        dataset: owner,
        date: DateView::of(*note.date),
        kind: note.kind.label(),
        version: note.version.to_string(),
    }
}

fn title_of(dataset: &Measured) -> String {
    dataset.metadata.title.to_string()
}
