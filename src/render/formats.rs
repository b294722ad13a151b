//! The table of formats: one line for each format of a table, a KPI, a badge or the whole catalogue.
//!
//! A new format is one file in `export/` and one line here. Its routes, addresses and media type follow from that line, and
//! for a table its link on the dataset's page and its place among the search filters.

use super::{badge, page};
use crate::catalogue::KpiRef;
use crate::diagnostic::Diagnostic;
use crate::export;
use crate::release::FACTS;
use crate::route::{FEED, FileFormat, Formats, Needs, TableRef};
use crate::site::Site;
use crate::theme::Theme;

type Bytes = Result<Vec<u8>, Box<Diagnostic>>;

/// A format, and the function that makes a file in it.
type Writer<S> = (FileFormat, fn(&Site, &Theme, S) -> Bytes);

const fn format(ending: &'static str, media_type: &'static str, label: &'static str) -> FileFormat {
    FileFormat { ending, media_type, label, needs: Needs::Data }
}

const fn picture(ending: &'static str, media_type: &'static str, label: &'static str) -> FileFormat {
    FileFormat { ending, media_type, label, needs: Needs::Chart }
}

static TABLE: [Writer<TableRef>; 1] = [(format(".csv", "text/csv; charset=utf-8", "CSV"), |site, _, at| {
    Ok(export::table_csv(&site.body(at.dataset).tables[at.table]))
})];

static KPI: [Writer<KpiRef>; 3] = [
    (format(".json", "application/json", "JSON"), |site, _, at| Ok(export::kpi_json(site, at))),
    (format(".csv", "text/csv; charset=utf-8", "CSV"), |site, _, at| Ok(export::kpi_csv(site, at))),
    (picture(".svg", "image/svg+xml", "SVG"), |site, theme, at| page::chart_file(theme, site, at)),
];

static BADGE: [Writer<usize>; 2] = [
    (format(".svg", "image/svg+xml", "SVG"), |site, theme, at| {
        badge::svg(theme, &site.catalogue.datasets[at].freshness, &site.words)
    }),
    (format(".json", "application/json", "JSON"), |site, _, at| {
        Ok(export::badge_json(&site.catalogue.datasets[at].freshness, &site.words))
    }),
];

static CATALOGUE: [Writer<()>; 3] = [
    (format("assurance.json", "application/json", "JSON"), |site, _, ()| Ok(export::assurance_json(&site.catalogue))),
    (format(FACTS, "application/json", "JSON"), |site, _, ()| Ok(export::release_json(site))),
    (format(FEED, "application/atom+xml; charset=utf-8", "Atom"), |site, _, ()| Ok(export::feed(site))),
];

/// All formats, to plan a site with.
#[must_use]
pub fn formats() -> Formats {
    fn of<S>(writers: &[Writer<S>]) -> Vec<FileFormat> {
        writers.iter().map(|(format, _)| *format).collect()
    }
    Formats { table: of(&TABLE), kpi: of(&KPI), badge: of(&BADGE), catalogue: of(&CATALOGUE) }
}

pub(super) fn table(site: &Site, theme: &Theme, at: TableRef, format: FileFormat) -> Bytes {
    write(&TABLE, site, theme, at, format)
}

pub(super) fn kpi(site: &Site, theme: &Theme, at: KpiRef, format: FileFormat) -> Bytes {
    write(&KPI, site, theme, at, format)
}

pub(super) fn badge(site: &Site, theme: &Theme, at: usize, format: FileFormat) -> Bytes {
    write(&BADGE, site, theme, at, format)
}

pub(super) fn catalogue(site: &Site, theme: &Theme, format: FileFormat) -> Bytes {
    write(&CATALOGUE, site, theme, (), format)
}

fn write<S>(writers: &[Writer<S>], site: &Site, theme: &Theme, at: S, format: FileFormat) -> Bytes {
    match writers.iter().find(|(other, _)| *other == format) {
        Some((_, write)) => write(site, theme, at),
        None => Ok(Vec::new()),
    }
}
