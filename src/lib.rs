//! Shelfmark turns a folder of dataset metadata (YAML), data dictionaries, guidance (Markdown) and aggregated CSVs into a
//! static data portal: every number checked, protected, dated, owned and downloadable.
//!
//! # Steps
//!
//! 1. **[`load`]**: files to [`Loaded`](load::Loaded) datasets and [`Settings`](load::Settings), every place kept.
//! 2. **[`check`]**: rules over each dataset; without an error it is [`Checked`](check::Checked).
//! 3. **[`protect`]**: raw cells to public cells by the table's policy: [`Protected`](protect::Protected). Raw rows end here.
//! 4. **[`measure`]**: KPIs, comparisons, SPC and downloads from public cells: [`Measured`](measure::Measured).
//! 5. **[`site::assemble`]**: all datasets together: a [`Catalogue`](site::Catalogue).
//! 6. **[`site::plan`]**: every [`Route`](site::Route) of the [`Site`](site::Site), nothing rendered.
//! 7. **[`render`]**: a route to bytes, a pure function; [`export`] makes the machine formats.
//! 8. **[`write`](mod@write)**: the bytes that changed to a folder, all or nothing.
//!
//! [`serve`] shows the site while it is being written: an edit takes one dataset through the steps, a request renders one route.
//!
//! [`pipeline`] is the only caller of the stages. What a stage notices is a [`Diagnostic`](diagnostic::Diagnostic), a
//! value that [`cli`] prints. A stage out of order does not compile: each type has one maker, and only
//! [`protect`] makes a cell that a page may show.

mod markup;

pub mod timings;

pub mod locale;

pub mod source;

pub mod diagnostic;

pub mod model;

pub mod load;

pub mod check;

pub mod protect;

pub mod measure;

pub mod words;

pub mod catalogue;

pub mod theme;

pub mod route;

pub mod search;

pub mod site;

pub mod review;

pub mod export;

pub mod render;

pub mod rules;

pub mod write;

pub mod fix;

pub mod pipeline;

pub mod serve;

pub mod scaffold;

pub mod cli;
