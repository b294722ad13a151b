//! [`Loaded`] to [`Checked`]: the gate.
//!
//! In: a dataset as written, and what all datasets share. Out: the dataset, if no rule found an error, and the findings.
//! One rule, one file; [`RULES`] lists them all.
//! Invariant: only a `Checked` dataset can be protected, so nothing with an error reaches a page. What a waiver may lower is
//! listed, and nothing that decides how a cell is read or shown is on the list.

mod data;
mod dictionary;
mod freshness;
mod governance;
mod kpi;
mod links;
mod metadata;
mod protect;
mod release;
mod severity;
mod unused_waiver;
mod waiver;

use std::collections::BTreeMap;

use crate::diagnostic::{Findings, Rule, Severity};
use crate::load::{self, Loaded, Settings};
use crate::model::Date;

pub use kpi::bounds::out_of_bounds;
pub use kpi::duplicate_id::duplicate_ids;
pub use links::broken::{PlacedLink, dead_links, links_of_dataset, links_of_settings};
pub use metadata::duplicate_title::duplicate_titles;
pub use metadata::title_style::names_publisher;
pub use protect::no_policy::resolve_policy;
pub use severity::raise;
use severity::severities;

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

/// What is wrong with what all datasets share, beyond its loading: links of its pages, and severities that cannot be set.
#[must_use]
pub fn check_settings(settings: &Settings) -> Findings {
    let mut findings = severities(settings);
    findings.extend(links::broken::of_settings(settings));
    findings.extend(links::text::of_settings(settings));
    findings
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
    raise(&mut findings, settings);
    let findings = waiver::apply(&context, findings);
    let checked = (!findings.has_errors()).then(|| Checked { dataset, warnings: findings.count(Severity::Warning) });
    (checked, findings)
}

type Detect = fn(&Context<'_>, &mut Findings);

/// The rules that look at one dataset, in the order they run.
const DATASET_RULES: [Detect; 63] = [
    metadata::draft::detect,
    metadata::length::detect,
    metadata::dates::detect,
    metadata::vocabulary::detect,
    metadata::tables::detect,
    metadata::recommended::detect,
    metadata::description_length::detect,
    metadata::title_style::detect,
    metadata::keyword::detect,
    metadata::version::detect,
    metadata::unquoted_version::detect,
    metadata::future_date::detect,
    metadata::journey::detect,
    dictionary::undocumented_column::detect,
    dictionary::absent_column::detect,
    dictionary::contradiction::detect,
    dictionary::unit::detect,
    dictionary::plain_title::detect,
    dictionary::description::detect,
    data::cell_type::detect,
    data::required::detect,
    data::unique::detect,
    data::key::detect,
    data::duplicate_row::detect,
    data::range::detect,
    data::pattern::detect,
    data::allowed::detect,
    data::row_count::detect,
    data::foreign_key::detect,
    data::no_total::detect,
    data::code_name::detect,
    data::total_beside_parts::detect,
    data::constant_column::detect,
    data::empty_column::detect,
    data::labels_in_indicator::detect,
    data::decimals::detect,
    data::unit::detect,
    data::sentinel::detect,
    data::mixed_periods::detect,
    data::period_gap::detect,
    data::whitespace::detect,
    data::formula::detect,
    data::control_character::detect,
    data::mojibake::detect,
    freshness::modified::detect,
    freshness::release_note::detect,
    freshness::overdue::detect,
    freshness::next_update::detect,
    freshness::covers::detect,
    freshness::future_period::detect,
    protect::no_policy::detect,
    protect::looser::detect,
    protect::count_as_text::detect,
    protect::small_counts::detect,
    governance::required::detect,
    kpi::definition::detect,
    release::version_note::detect,
    release::no_note::detect,
    release::incomplete::detect,
    release::empty::detect,
    release::file_name::detect,
    links::broken::detect,
    links::text::detect,
];

/// Every rule there is, by name: what `shelfmark explain` lists.
pub static RULES: [&Rule; 115] = [
    &load::BLANK_HEADING,
    &load::BLANK_ROW,
    &data::code_name::RULE,
    &data::constant_column::RULE,
    &data::control_character::RULE,
    &data::decimals::RULE,
    &load::DELIMITER,
    &data::duplicate_row::RULE,
    &data::empty_column::RULE,
    &load::EMPTY_FILE,
    &load::ENCODING,
    &data::allowed::RULE,
    &data::foreign_key::RULE,
    &data::formula::RULE,
    &load::HEADING,
    &data::key::RULE,
    &data::labels_in_indicator::RULE,
    &load::LFS_POINTER,
    &load::LIMIT,
    &load::LINE_ENDS,
    &data::mixed_periods::RULE,
    &data::mojibake::RULE,
    &load::NO_ROWS,
    &data::no_total::RULE,
    &load::NOT_A_TABLE,
    &data::pattern::RULE,
    &data::period_gap::RULE,
    &load::RAGGED_ROW,
    &data::range::RULE,
    &data::required::RULE,
    &data::row_count::RULE,
    &data::sentinel::RULE,
    &data::total_beside_parts::RULE,
    &data::cell_type::RULE,
    &load::UNBALANCED_QUOTE,
    &data::unique::RULE,
    &data::unit::RULE,
    &data::whitespace::RULE,
    &dictionary::absent_column::RULE,
    &dictionary::contradiction::RULE,
    &dictionary::description::RULE,
    &load::DICTIONARY_HEADINGS,
    &load::DICTIONARY_VALUE,
    &dictionary::plain_title::RULE,
    &dictionary::undocumented_column::RULE,
    &dictionary::unit::RULE,
    &freshness::covers::RULE,
    &freshness::future_period::RULE,
    &freshness::modified::RULE,
    &freshness::next_update::RULE,
    &freshness::overdue::RULE,
    &freshness::release_note::RULE,
    &governance::required::RULE,
    &severity::RULE,
    &unused_waiver::RULE,
    &waiver::RULE,
    &kpi::ambiguous::RULE,
    &kpi::bounds::RULE,
    &kpi::definition::RULE,
    &kpi::duplicate_id::RULE,
    &kpi::few_points::RULE,
    &kpi::provisional::RULE,
    &kpi::no_rows::RULE,
    &kpi::rebase::RULE,
    &kpi::target::RULE,
    &kpi::unit::RULE,
    &kpi::unplaced::RULE,
    &links::broken::RULE,
    &links::text::RULE,
    &metadata::dates::RULE,
    &metadata::description_length::RULE,
    &metadata::draft::RULE,
    &metadata::duplicate_title::RULE,
    &load::TEXT_ENCODING,
    &load::FILE_MISSING,
    &load::FILE_PATH,
    &metadata::future_date::RULE,
    &load::INVALID_VALUE,
    &metadata::journey::RULE,
    &metadata::keyword::RULE,
    &metadata::length::RULE,
    &load::MERGE_CONFLICT,
    &load::MISSING_KEY,
    &load::NUL_IN_PROSE,
    &load::PAGE_FRONT_MATTER,
    &load::PORTAL_VALUE,
    &metadata::recommended::RULE,
    &load::SYNTAX,
    &metadata::tables::RULE,
    &metadata::title_style::RULE,
    &load::TOO_LARGE,
    &load::UNKNOWN_KEY,
    &metadata::unquoted_version::RULE,
    &metadata::version::RULE,
    &metadata::vocabulary::RULE,
    &crate::site::ADDRESS,
    &load::COLLISION,
    &load::IDENTIFIER,
    &load::PORTABLE,
    &load::SPECIAL_FILE,
    &load::SYMLINK,
    &load::TOO_LONG,
    &load::UNUSED_FILE,
    &protect::count_as_text::RULE,
    &protect::looser::RULE,
    &protect::no_policy::RULE,
    &protect::small_counts::RULE,
    &release::empty::RULE,
    &release::file_name::RULE,
    &load::RELEASE_FRONT_MATTER,
    &release::incomplete::RULE,
    &release::no_note::RULE,
    &release::version_note::RULE,
    &crate::render::INLINE_CODE,
    &crate::render::TEMPLATE,
];

/// The rule of a name.
#[must_use]
pub fn rule(id: &str) -> Option<&'static Rule> {
    RULES.into_iter().find(|rule| rule.id == id)
}
