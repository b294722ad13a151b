//! How a planned site differs from one that was published.

use crate::diagnostic::Findings;
use crate::export::{kpi_csv, table_csv};
use crate::release::{Changes, Facts, approve, compare, gates};
use crate::route::Route;
use crate::site::Site;
use crate::store::PublishedSite;

/// How a site differs from an earlier one.
pub struct Difference {
    /// What the earlier site says of itself.
    pub before: Facts,
    /// What this one says of itself.
    pub now: Facts,
    /// All changes between the two.
    pub changes: Changes,
}

impl Difference {
    /// Compares a planned site with one that was published. Of tables that changed, the cells are compared.
    #[must_use]
    pub fn between(before: &PublishedSite, site: &Site) -> Self {
        let now = Facts::of(&site.catalogue);
        let file = |path: &str| match site.find(path)? {
            Route::Table(at, _) => Some(table_csv(&site.body(at.dataset).tables[at.table])),
            Route::KpiFile(at, format) if format.ending == ".csv" => Some(kpi_csv(site, at)),
            _ => None,
        };
        let mut changes = compare(&before.facts, &now, [&|path| before.file(path), &file]);
        approve(&mut changes.loosened, &site.catalogue.settings.portal.policy, [&before.facts, &now]);
        Self { before: before.facts.clone(), now, changes }
    }

    /// Compares two published sites.
    #[must_use]
    pub fn between_published(before: &PublishedSite, now: &PublishedSite) -> Self {
        let changes = compare(&before.facts, &now.facts, [&|path| before.file(path), &|path| now.file(path)]);
        Self { before: before.facts.clone(), now: now.facts.clone(), changes }
    }

    /// Findings about changes that must not be made without a word.
    #[must_use]
    pub fn gates(&self, site: &Site) -> Findings {
        gates(&site.catalogue, &self.before, &self.now, &self.changes)
    }
}
