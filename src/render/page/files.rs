//! The files that pages link to, found by the ending of their format.

use super::Maker;
use crate::catalogue::KpiRef;
use crate::route::{FileFormat, Route, TableRef};

/// The file of a table, which always has the newest version.
pub(super) fn table_file(maker: Maker<'_>, at: TableRef, ending: &str) -> Route {
    file(&maker.site.formats.table, ending, |format| Route::Table(at, format))
}

/// The file of a table as readers download it. In a release its address names the version: a download that is interrupted never
/// goes on with the bytes of another one.
pub(super) fn table_download(maker: Maker<'_>, at: TableRef, ending: &str) -> Route {
    if maker.site.release().is_none() {
        return table_file(maker, at, ending);
    }
    file(&maker.site.formats.table, ending, |format| Route::TableVersion(at, format))
}

/// The file of a KPI.
pub(super) fn kpi_file(maker: Maker<'_>, at: KpiRef, ending: &str) -> Route {
    file(&maker.site.formats.kpi, ending, |format| Route::KpiFile(at, format))
}

/// The badge of a dataset.
pub(super) fn badge_file(maker: Maker<'_>, at: usize, ending: &str) -> Route {
    file(&maker.site.formats.badge, ending, |format| Route::Badge(at, format))
}

/// The file of the whole catalogue.
pub(super) fn catalogue_file(maker: Maker<'_>, path: &str) -> Route {
    file(&maker.site.formats.catalogue, path, Route::Catalogue)
}

/// The file in the format with an ending. If there is no such format, the link leads to the home page; `tests/site.rs` follows
/// every link, so it would notice.
fn file(formats: &[FileFormat], ending: &str, route: impl Fn(FileFormat) -> Route) -> Route {
    formats.iter().find(|format| format.ending == ending).map_or(Route::Home, |format| route(*format))
}
