#![expect(clippy::unwrap_used, reason = "a test stops where it fails")]
#![expect(clippy::format_collect, clippy::naive_bytecount, reason = "speed is no matter here")]
#![expect(clippy::case_sensitive_file_extension_comparisons, reason = "the site writes its own endings")]
//! Tests of the whole program, with one module for each subject. All of them use the same builder, [`portal::Portal`].
//!
//! - `bad_inputs`: 92 hostile inputs, each with its expected outcome.
//! - `build`: what a build writes, and that a refused build writes nothing.
//! - `checks`: literate cases in `tests/checks/*.md`, with input and expected findings. `SNAPSHOTS=overwrite` rewrites the
//!   findings.
//! - `disclosure`: what can be worked out of hidden counts, in golden cases and in all small tables.
//! - `field_reports`: what went wrong with real files and other tools, with the right outcome of each.
//! - `figures`: KPIs compared with figures worked out by hand.
//! - `findings`: the formats of findings, and the exit codes.
//! - `fix`: what `check --fix` shows and writes.
//! - `fuzz`: random texts.
//! - `opened_once`: how often a build opens a table, on systems that can tell.
//! - `periods`: how publishers write periods of time.
//! - `protect`: what is hidden beside small counts, from the file to the published table.
//! - `real_data`: eleven real files, compared with what an independent reader counted.
//! - `real_findings`: what the rules find in them.
//! - `reference`: the reference files, which contain every key.
//! - `releases`: releases in a store, made, verified, rolled back, held and pruned.
//! - `scaffold`: `new` and `add`.
//! - `serve`: the preview as a process on a free port, with edits as editors make them, and hostile requests.
//! - `site`: every page and link of the shipped portal.
//! - `spc`: golden cases made by running `NHSRplotthedots`.
//! - `store`: the folder of a release store, tampered with and after a crash.
//! - `theme`: files that replace built-in ones, and errors in templates.
//! - `tidy`: the house rules.
//! - `withdraw`: releases and datasets that are taken back for good.
//! - `wild`: CSVs as found in real life.
//! - `workspace`: edits in any order, compared with reading everything from scratch.

mod audit;
mod bad_inputs;
mod build;
mod checks;
mod disclosure;
#[cfg(unix)]
mod edition_stores;
mod editions;
mod field_reports;
mod figures;
mod findings;
mod fix;
mod fuzz;
mod journey;
mod kpi_files;
#[cfg(unix)]
mod ledger;
mod mask;
#[cfg(target_os = "linux")]
mod opened_once;
mod periods;
mod portal;
mod privacy;
mod protect;
mod real_data;
mod real_findings;
mod reference;
#[cfg(unix)]
mod releases;
mod samples;
mod scaffold;
mod schema;
mod serve;
mod site;
mod spc;
#[cfg(unix)]
mod store;
mod theme;
mod tidy;
mod update;
mod wild;
#[cfg(unix)]
mod withdraw;
mod words;
mod workspace;
