//! What a KPI said in each release.

use std::collections::BTreeMap;

use serde::Serialize;

use super::Maker;
use super::frame::{Frame, Named, link};
use crate::catalogue::KpiRef;
use crate::diagnostic::Diagnostic;
use crate::measure::Kpi;
use crate::model::parse_number;
use crate::release::Published;
use crate::route::Route;

#[derive(Serialize)]
struct View {
    page: Frame,
    title: String,
    lead: String,
    rows: Vec<RowView>,
    has_series: bool,
    csv: String,
    kpi: Named,
}

#[derive(Serialize)]
struct RowView {
    series: String,
    period: String,
    figure: String,
    version: Named,
    published: String,
}

/// The figures that were revised, newest period first.
pub(super) fn revisions(maker: Maker<'_>, at: KpiRef) -> Result<Vec<u8>, Box<Diagnostic>> {
    let (words, catalogue) = (maker.words(), &maker.site.catalogue);
    let (card, kpi) = (catalogue.kpi(at), maker.site.kpi(at));
    let title = words.fill("kpi-revisions-title", &[("kpi", &card.title)]);
    let about = words.fill("kpi-revisions-about", &[("kpi", &card.title)]);
    let above = vec![link(maker, words.text("kpis"), &Route::Kpis(1)), link(maker, &card.title, &Route::Kpi(at))];
    let page = Frame::new(maker, &Route::KpiRevisions(at), "kpis", &title, &about).below(above);
    let history = maker.site.release().and_then(|release| release.history.get(&card.id));
    let mut said: BTreeMap<(&str, &str), Vec<&Published>> = BTreeMap::new();
    for one in history.into_iter().flatten() {
        said.entry((&one.period, &one.series)).or_default().push(one);
    }
    said.retain(|_, said| said.len() > 1);
    let lead = words.count("kpi-revisions-lead", said.len());
    let rows: Vec<RowView> = said.values().rev().flatten().map(|one| row(maker, at, kpi, one)).collect();
    let view = View {
        has_series: rows.iter().any(|row| !row.series.is_empty()),
        csv: Route::KpiRevisionsFile(at).path(catalogue).to_string(),
        kpi: link(maker, &card.title, &Route::Kpi(at)),
        page,
        title,
        lead,
        rows,
    };
    maker.theme.fill("revisions.html", &view)
}

fn row(maker: Maker<'_>, at: KpiRef, kpi: &Kpi, said: &Published) -> RowView {
    let (words, catalogue) = (maker.words(), &maker.site.catalogue);
    let named = kpi.periods.iter().position(|period| period.to_string() == said.period).and_then(|at| kpi.named.get(at));
    let figure = parse_number(&said.value)
        .map_or_else(|| said.marker.clone(), |number| words.figure_in_words(number.value, &kpi.spec.format));
    let notes = &catalogue.datasets[at.dataset].notes;
    let note = notes.iter().position(|note| note.version == said.version);
    let path = note.map_or_else(
        || Route::Dataset(at.dataset).path(catalogue),
        |note| Route::Note(crate::catalogue::NoteRef::Dataset(at.dataset, note)).path(catalogue),
    );
    RowView {
        series: said.series.clone(),
        period: named.map_or_else(|| said.period.clone(), |period| words.period(period)),
        figure,
        version: Named { name: said.version.clone(), path: path.to_string() },
        published: crate::model::Date::parse(&said.published).map_or_else(|_| said.published.clone(), |date| words.date(date)),
    }
}
