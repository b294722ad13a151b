//! The portal's own KPIs.

use serde::Serialize;

use super::Maker;
use super::facts::{WaiverView, protection_sentence, waivers};
use super::files::catalogue_file;
use super::frame::{Frame, Named, link};
use super::tile::{FreshnessView, freshness};
use crate::diagnostic::Diagnostic;
use crate::export::{Coverage, assurance as figures};
use crate::measure::Card;
use crate::route::Route;
use crate::words;

#[derive(Serialize)]
struct View {
    page: Frame,
    figures: Vec<FigureView>,
    datasets: Vec<DatasetRow>,
    waivers: Vec<WaiverRow>,
    json: String,
}

#[derive(Serialize)]
struct FigureView {
    title: &'static str,
    value: String,
    detail: String,
}

#[derive(Serialize)]
struct DatasetRow {
    link: Named,
    dpia: Option<String>,
    approvals: Vec<&'static str>,
    freshness: FreshnessView,
    protection: Vec<String>,
    warnings: usize,
}

#[derive(Serialize)]
struct WaiverRow {
    dataset: Named,
    waiver: WaiverView,
}

/// Datasets that the page lists one by one; a larger catalogue is told by its figures, and the JSON holds all.
const LISTED: usize = 200;

pub(super) fn assurance(maker: Maker<'_>) -> Result<Vec<u8>, Box<Diagnostic>> {
    let catalogue = &maker.site.catalogue;
    let route = Route::Assurance;
    let page = Frame::new(maker, &route, "assurance", "Assurance", "What was checked, approved and protected in this portal.");
    let datasets = catalogue.titled();
    let row = |(at, dataset): (usize, &Card)| DatasetRow {
        link: link(maker, &dataset.title, &Route::Dataset(at)),
        dpia: dataset.dpia.clone(),
        approvals: dataset.approvals.iter().map(|role| role.label()).collect(),
        freshness: freshness(&dataset.freshness),
        protection: dataset.tables.iter().map(|table| protection_sentence(&table.protection)).collect(),
        warnings: dataset.warnings,
    };
    let waiver_rows = datasets.clone().flat_map(|(at, dataset)| {
        let of = move |waiver| WaiverRow { dataset: link(maker, &dataset.title, &Route::Dataset(at)), waiver };
        waivers(dataset).into_iter().map(of)
    });
    let view = View {
        figures: figure_views(maker),
        waivers: waiver_rows.collect(),
        datasets: datasets.take(LISTED).map(row).collect(),
        json: catalogue_file(maker, "assurance.json").path(catalogue).to_string(),
        page,
    };
    maker.theme.fill("assurance.html", &view)
}

fn figure_views(maker: Maker<'_>) -> Vec<FigureView> {
    let figures = figures(&maker.site.catalogue);
    let share = |title: &'static str, coverage: Coverage, what: &str| FigureView {
        title,
        value: share_text(coverage),
        detail: format!(
            "{} of {} {what}",
            words::number(words::as_f64(coverage.met), 0),
            words::number(words::as_f64(coverage.of), 0)
        ),
    };
    let days = |title: &'static str, median: Option<f64>, detail: &str| FigureView {
        title,
        value: median.map_or_else(|| "not stated".to_owned(), |days| format!("{} days", words::number(days, 0))),
        detail: detail.to_owned(),
    };
    vec![
        share("DPIA stated", figures.dpia, "datasets"),
        share(
            "Checklist complete",
            figures.checklist,
            "datasets approved by information governance, statistical control and the business owner",
        ),
        share("Columns documented", figures.documented, "columns with a title, a type and a description"),
        share("Numbers with a unit", figures.units, "columns of numbers"),
        share("Up to date", figures.fresh, "datasets that have a cadence"),
        share("Checks passed without a warning", figures.clean, "datasets; none with an error is published"),
        FigureView {
            title: "Counts hidden",
            value: words::number(words::as_f64(figures.hidden), 0),
            detail: format!(
                "in {}; {} were confidential in the source",
                words::counted(figures.protected_tables, "protected table", "protected tables"),
                words::counted(figures.hidden_before, "more cell", "more cells")
            ),
        },
        days(
            "From source to site",
            figures.source_to_site,
            "median, from the last day the data covers to its publication, of datasets that have a cadence",
        ),
        days("From request to go-live", figures.request_to_live, "median, of datasets that state both dates"),
    ]
}

/// A share in whole percent; 299 of 300 are not all of them.
fn share_text(coverage: Coverage) -> String {
    match coverage.percent() {
        None => "none".to_owned(),
        Some(percent) if percent >= 99.5 && coverage.met < coverage.of => "over 99%".to_owned(),
        Some(percent) if percent < 0.5 && coverage.met > 0 => "under 1%".to_owned(),
        Some(percent) => format!("{}%", words::number(percent, 0)),
    }
}
