//! All datasets together: [`Catalogue`], then [`Site`], every page of which is a value.
//!
//! In: settings and measured datasets. Out: what looks across datasets, and a [`Route`] for each file of the site.
//! Invariant: nothing is rendered here; the routes of one catalogue are distinct and the same every time.

mod address;
mod catalogue;
mod fields;
mod find;
mod plan;
mod position;
mod related;
mod route;

pub use address::SitePath;
pub use catalogue::{Catalogue, Changes, KpiRef, ReleaseRef, assemble, folded};
pub use fields::{FieldEntry, FieldUse};
pub use plan::{ADDRESS, FIELDS_A_PAGE, ITEMS_A_PAGE, KPIS_A_PAGE, Site, URLS_A_SITEMAP, plan};
pub use related::related;
pub use route::{Route, content_paths, logo_path};
