//! The home page.

use serde::Serialize;

use super::Maker;
use super::catalogue::{Group, theme_groups};
use super::content::prose;
use super::frame::Frame;
use super::tile::{DatasetTile, KpiTile, NoteTile, dataset_tile, kpi_tile, note_tile};
use crate::catalogue::KpiRef;
use crate::diagnostic::Diagnostic;
use crate::route::Route;

/// The number of datasets, and of KPIs, that the page shows.
const TILES: usize = 6;

#[derive(Serialize)]
struct View {
    page: Frame,
    intro: String,
    datasets_total: usize,
    kpis_total: usize,
    fields_total: usize,
    kpis: Vec<KpiTile>,
    recent: Vec<DatasetTile>,
    themes: Vec<Group>,
    notes: Vec<NoteTile>,
}

pub(super) fn home(maker: Maker<'_>) -> Result<Vec<u8>, Box<Diagnostic>> {
    let catalogue = &maker.site.catalogue;
    let portal = &catalogue.settings.portal;
    let page = Frame::new(maker, &Route::Home, "home", &portal.title, &portal.description);
    let index = catalogue.settings.pages.iter().find(|page| page.path == "index");
    let intro = index.map_or_else(String::new, |index| prose(maker, index, &page.root));
    let view = View {
        intro,
        datasets_total: catalogue.datasets.len(),
        kpis_total: catalogue.kpis.len(),
        fields_total: catalogue.fields.len(),
        kpis: first_kpis(maker).into_iter().map(|at| kpi_tile(maker, at)).collect::<Result<_, _>>()?,
        recent: catalogue.recent.iter().take(TILES).map(|at| dataset_tile(maker, *at)).collect(),
        themes: theme_groups(maker),
        notes: catalogue.notes.iter().take(5).map(|at| note_tile(maker, *at)).collect(),
        page,
    };
    maker.theme.fill("home.html", &view)
}

/// The first KPI of each dataset, starting with recently updated datasets. Authors put the most important KPI first.
fn first_kpis(maker: Maker<'_>) -> Vec<KpiRef> {
    let catalogue = &maker.site.catalogue;
    let with_kpis = catalogue.recent.iter().filter(|at| !catalogue.datasets[**at].kpis.is_empty());
    with_kpis.take(TILES).map(|at| KpiRef { dataset: *at, kpi: 0 }).collect()
}
