//! Shelfmark turns a folder of dataset metadata (YAML), data dictionaries, guidance (Markdown) and aggregated CSVs into a
//! static data portal, in which every number is checked, protected, dated, owned and downloadable.
//!
//! # Steps
//!
//! 1. **[`load`]** reads files into [`Loaded`](load::Loaded) datasets and [`Settings`](load::Settings), and keeps the place of
//!    every value.
//! 2. **[`check`]** runs rules on each dataset. A dataset without errors is [`Checked`](check::Checked).
//! 3. **[`protect`]** turns raw cells into public cells by the table's policy: [`Protected`](protect::Protected). No raw row
//!    goes further.
//! 4. **[`measure`]** calculates KPIs, comparisons, SPC and downloads from public cells: [`Measured`](measure::Measured).
//! 5. **[`catalogue::assemble`]** brings all datasets together in a [`Catalogue`](catalogue::Catalogue).
//! 6. **[`site::plan`](fn@site::plan)** lists every [`Route`](route::Route) of the [`Site`](site::Site) without rendering any.
//! 7. **[`render`](mod@render)** turns a route into bytes and is a pure function. [`export`] makes the machine-readable
//!    formats.
//! 8. **[`write`](mod@write)** puts a site into a folder, all or nothing: [`stage`](write::stage) writes what changed beside
//!    the folder, and [`commit`](write::Staged::commit) moves it in. [`store`] does the same for a release that can be gone back
//!    to: [`Staging`](store::Staging), [`Sealed`](store::Sealed), [`Committed`](store::Committed).
//!
//! [`release`] compares a site with the one that was published before, and says what must not change without a word.
//!
//! [`review`] finds what shows only in the measured figures, across datasets or in the planned site. [`serve`] shows the site
//! while its author works on it: an edit takes one dataset through the steps, and a request renders one route.
//!
//! [`pipeline`] is the only caller of the stages. What a stage finds is a [`Diagnostic`](diagnostic::Diagnostic), a value that
//! [`cli`] prints. Stages out of order do not compile: each type is made in one place only, and only [`protect`] makes a cell
//! that a page may show.

mod markup;

pub mod timings;

pub mod locale;

pub mod source;

pub mod privacy;

pub mod diagnostic;

pub mod model;

pub mod audit;

pub mod load;

pub mod mask;

pub mod scan;

pub mod disclosure;

pub mod check;

pub mod protect;

pub mod measure;

pub mod words;

pub mod catalogue;

pub mod theme;

pub mod route;

pub mod release;

pub mod search;

pub mod site;

pub mod review;

pub mod export;

pub mod render;

pub mod rules;

pub mod write;

pub mod store;

pub mod fix;

pub mod pipeline;

pub mod serve;

pub mod scaffold;

pub mod cli;
