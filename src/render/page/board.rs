//! The page of all KPIs.

use serde::Serialize;

use super::Maker;
use super::frame::{Frame, Pager, paged};
use super::tile::{KpiTile, kpi_tile};
use crate::diagnostic::Diagnostic;
use crate::route::{KPIS_A_PAGE, Route};

#[derive(Serialize)]
struct BoardView {
    page: Frame,
    kpis: Vec<KpiTile>,
    pager: Pager,
}

pub(super) fn kpis(maker: Maker<'_>, number: usize) -> Result<Vec<u8>, Box<Diagnostic>> {
    let words = maker.words();
    let page = Frame::new(maker, &Route::Kpis(number), "kpis", words.text("kpis"), words.text("kpis-about"));
    let (refs, pager) = paged(maker, &maker.site.catalogue.kpis, number, KPIS_A_PAGE, Route::Kpis);
    let kpis = refs.iter().map(|at| kpi_tile(maker, *at)).collect::<Result<_, _>>()?;
    maker.theme.fill("kpis.html", &BoardView { page, kpis, pager })
}
