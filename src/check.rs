//! [`Loaded`] to [`Checked`]: the gate.
//!
//! In: a dataset as written, and what all datasets share. Out: the dataset, if no rule found an error, and the findings.
//! One rule, one file; [`RULES`] lists them all.
//! Invariant: only a `Checked` dataset can be protected, so nothing with an error reaches a page. What a waiver may lower is
//! listed, and nothing that decides how a cell is read or shown is on the list.

mod data;
mod dictionary;
mod governance;
mod kpi;
mod links;
mod metadata;
mod protect;
mod release;
mod waiver;

use std::collections::BTreeMap;

use crate::diagnostic::{Findings, Rule, Severity};
use crate::load::{self, Loaded, Settings};
use crate::model::Date;

pub use kpi::bounds::{Judged, out_of_bounds};
pub use kpi::duplicate_id::duplicate_ids;
pub use links::broken::broken_links;
pub use protect::no_policy::resolve_policy;

/// What a rule may look at.
pub struct Context<'a> {
    /// The dataset.
    pub dataset: &'a Loaded,
    /// What all datasets share.
    pub settings: &'a Settings,
    /// The day the build is for.
    pub as_of: Date,
    /// Rows of each `dataset/table` at the last build.
    pub last_rows: &'a BTreeMap<String, usize>,
}

/// A dataset without errors.
pub struct Checked {
    dataset: Loaded,
    warnings: usize,
}

impl Checked {
    /// The dataset, and how many warnings the rules gave.
    #[must_use]
    pub fn into_inner(self) -> (Loaded, usize) {
        (self.dataset, self.warnings)
    }
}

/// Runs every rule over a dataset. `None` if one of them, or loading, found an error that is not waived.
#[must_use]
pub fn check(
    dataset: Loaded,
    loading: Findings,
    settings: &Settings,
    as_of: Date,
    last_rows: &BTreeMap<String, usize>,
) -> (Option<Checked>, Findings) {
    let mut findings = loading;
    let context = Context { dataset: &dataset, settings, as_of, last_rows };
    for rule in DATASET_RULES {
        rule(&context, &mut findings);
    }
    let findings = waiver::apply(&context, findings);
    let checked = (!findings.has_errors()).then(|| Checked { dataset, warnings: findings.count(Severity::Warning) });
    (checked, findings)
}

type Detect = fn(&Context<'_>, &mut Findings);

/// The rules that look at one dataset, in the order they run.
const DATASET_RULES: [Detect; 21] = [
    metadata::draft::detect,
    metadata::length::detect,
    metadata::dates::detect,
    metadata::vocabulary::detect,
    metadata::tables::detect,
    dictionary::undocumented_column::detect,
    dictionary::absent_column::detect,
    data::cell_type::detect,
    data::required::detect,
    data::unique::detect,
    data::key::detect,
    data::range::detect,
    data::pattern::detect,
    data::allowed::detect,
    data::row_count::detect,
    protect::no_policy::detect,
    protect::looser::detect,
    governance::required::detect,
    kpi::definition::detect,
    release::version_note::detect,
    links::broken::detect,
];

/// Every rule there is: what `shelfmark explain` lists.
pub static RULES: [&Rule; 52] = [
    &data::allowed::RULE,
    &data::cell_type::RULE,
    &load::DELIMITER,
    &load::ENCODING,
    &load::HEADING,
    &data::key::RULE,
    &load::LINE_ENDS,
    &load::NO_ROWS,
    &data::pattern::RULE,
    &load::BLANK_ROW,
    &load::RAGGED_ROW,
    &data::range::RULE,
    &data::required::RULE,
    &data::row_count::RULE,
    &load::UNBALANCED_QUOTE,
    &data::unique::RULE,
    &dictionary::absent_column::RULE,
    &load::DICTIONARY_HEADINGS,
    &load::DICTIONARY_VALUE,
    &dictionary::undocumented_column::RULE,
    &governance::required::RULE,
    &kpi::definition::RULE,
    &kpi::duplicate_id::RULE,
    &kpi::ambiguous::RULE,
    &kpi::bounds::RULE,
    &kpi::no_rows::RULE,
    &kpi::rebase::RULE,
    &kpi::target::RULE,
    &kpi::unplaced::RULE,
    &links::broken::RULE,
    &metadata::dates::RULE,
    &metadata::draft::RULE,
    &load::TEXT_ENCODING,
    &load::FILE_MISSING,
    &load::FILE_PATH,
    &load::INVALID_VALUE,
    &metadata::length::RULE,
    &load::MISSING_KEY,
    &load::PAGE_FRONT_MATTER,
    &load::PORTAL_VALUE,
    &load::SYNTAX,
    &metadata::tables::RULE,
    &load::UNKNOWN_KEY,
    &metadata::vocabulary::RULE,
    &crate::site::ADDRESS,
    &load::IDENTIFIER,
    &protect::looser::RULE,
    &protect::no_policy::RULE,
    &load::RELEASE_FRONT_MATTER,
    &release::version_note::RULE,
    &crate::render::TEMPLATE,
    &waiver::RULE,
];

/// The rule of a name.
#[must_use]
pub fn rule(id: &str) -> Option<&'static Rule> {
    RULES.into_iter().find(|rule| rule.id == id)
}

/// How many places of one kind a rule shows in one file before it only counts.
const SHOWN: usize = 20;
