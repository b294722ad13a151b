#![expect(clippy::unwrap_used, reason = "a test stops where it fails")]
#![expect(clippy::format_collect, clippy::naive_bytecount, reason = "speed is no matter here")]
#![expect(clippy::case_sensitive_file_extension_comparisons, reason = "the site writes its own endings")]
//! The tests of the whole program, one module a subject. All go through the one builder, [`portal::Portal`].
//!
//! - `bad_inputs`: 92 hostile inputs, each with its stated outcome.
//! - `build`: what a build writes, and that a refused one writes nothing.
//! - `checks`: literate cases, `tests/checks/*.md`: input and expected findings. `SNAPSHOTS=overwrite` rewrites the findings.
//! - `figures`: KPIs against figures worked out by hand.
//! - `findings`: formats and exit codes.
//! - `fix`: what `check --fix` shows and writes.
//! - `fuzz`: texts that nobody would write.
//! - `opened_once`: how often a build opens a table, where the system tells.
//! - `real_data`: eleven real files against what an independent reader counted.
//! - `reference`: the files that name every key.
//! - `scaffold`: `new` and `add`.
//! - `serve`: the preview, as a process on a free port: edits as editors make them, hostile requests.
//! - `site`: every page and link of the portal that ships.
//! - `spc`: golden cases made by running `NHSRplotthedots`.
//! - `theme`: overrides, and errors in templates.
//! - `tidy`: the house rules.
//! - `wild`: CSVs as they are found.
//! - `words`: each message that a template or the program names exists, and each that exists is used.
//! - `workspace`: edits in any order against reading everything anew.

mod bad_inputs;
mod build;
mod checks;
mod figures;
mod findings;
mod fix;
mod fuzz;
mod kpi_files;
#[cfg(target_os = "linux")]
mod opened_once;
mod portal;
mod real_data;
mod reference;
mod samples;
mod scaffold;
mod serve;
mod site;
mod spc;
mod theme;
mod tidy;
mod wild;
mod words;
mod workspace;
