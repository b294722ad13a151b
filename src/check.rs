//! [`Loaded`] to [`Checked`]: nothing goes further until its errors are fixed.
//!
//! In: a dataset as written, and what all datasets share. Out: the findings, and the dataset if no rule found an error. Each
//! rule has its own file; [`RULES`] lists them all.
//! Invariant: only a `Checked` dataset can be protected, so no dataset with an error reaches a page. Only the listed rules can
//! be waived, and none of those decides how a cell is read or shown.

mod data;
mod dictionary;
mod freshness;
mod governance;
mod kpi;
mod links;
mod metadata;
mod note;
mod policy;
mod protect;
mod severity;
mod totals;
mod unused_waiver;
mod waiver;

use std::collections::BTreeMap;

use chrono::{DateTime, Utc};

use crate::diagnostic::{Findings, Judged, Rule, RuleBook, Severities, Severity};
use crate::load::{Loaded, LoadedTable, Settings};
use crate::model::{Dataset, Date, LeastProtection, Occasion, Policy};

pub use kpi::definition::SoundKpi;
pub use links::broken::RULE as BROKEN_LINK;
pub use metadata::title_style::names_publisher;
pub use metadata::version::version_problem;
pub(crate) use protect::given_away::{RULE as GIVEN_AWAY, shares_of};
pub(crate) use protect::names::wrong_names;
pub(crate) use protect::whole_group::sensitive_groups;
pub(crate) use totals::{Dimensions, TotalBeside, column_totals};

/// What a portal checks its datasets against.
pub struct Criteria<'a> {
    settings: &'a Settings,
    severities: Severities,
    rules: &'a RuleBook,
    as_of: Date,
    at: Option<DateTime<Utc>>,
    last_rows: &'a BTreeMap<String, usize>,
}

impl<'a> Criteria<'a> {
    /// A portal's criteria on an occasion. `last_rows` holds the number of rows of each `dataset/table` at the last build.
    #[must_use]
    pub fn new(settings: &'a Settings, rules: &'a RuleBook, occasion: &Occasion, last_rows: &'a BTreeMap<String, usize>) -> Self {
        let (as_of, at) = (occasion.day, occasion.at);
        Self { settings, severities: settings.severities(as_of), rules, as_of, at, last_rows }
    }

    /// The same for a preview, which shows drafts too.
    #[must_use]
    pub fn showing_drafts(self) -> Self {
        Self {
            severities: self.severities.showing([
                metadata::draft::RULE.id,
                governance::not_live::RULE.id,
                governance::required::RULE.id,
            ]),
            ..self
        }
    }

    /// The portal's settings.
    #[must_use]
    pub fn settings(&self) -> &Settings {
        self.settings
    }

    /// The severities that the portal sets.
    #[must_use]
    pub fn severities(&self) -> &Severities {
        &self.severities
    }
}

/// What a rule can look at.
pub struct Context<'a> {
    /// The dataset.
    pub dataset: &'a Loaded,
    /// Each table's policy for small numbers. `None` if a table counts people but nothing says how to protect them.
    pub policies: &'a [Option<Policy>],
    /// The KPIs whose tables, columns and formulas can be read.
    pub kpis: &'a [SoundKpi<'a>],
    /// What all datasets share.
    pub settings: &'a Settings,
    /// All rules.
    pub rules: &'a RuleBook,
    /// The totals beside their parts in each table, undeclared.
    totals: &'a [Vec<totals::TotalBeside>],
    /// The day the build is for.
    pub as_of: Date,
    /// The moment up to which datasets are published. `None` for the end of the day.
    pub at: Option<DateTime<Utc>>,
    /// The number of rows of each `dataset/table` at the last build.
    pub last_rows: &'a BTreeMap<String, usize>,
}

impl Context<'_> {
    /// The undeclared totals of one of the dataset's tables.
    fn totals_of(&self, table: &LoadedTable) -> Option<&[totals::TotalBeside]> {
        let at = self.dataset.tables.iter().position(|other| std::ptr::eq(other, table))?;
        self.totals.get(at).map(Vec::as_slice)
    }
}

/// A dataset without errors, and the policy of each of its tables. Only [`check`] makes one.
pub struct Checked {
    dataset: Dataset<LoadedTable>,
    policies: Vec<Policy>,
    totals: Vec<Vec<TotalBeside>>,
    warnings: usize,
}

impl Checked {
    /// Its parts.
    pub(crate) fn into_parts(self) -> CheckedParts {
        let Self { dataset, policies, totals, warnings } = self;
        CheckedParts { dataset, policies, totals, warnings }
    }
}

/// The parts of a checked dataset.
pub(crate) struct CheckedParts {
    /// The dataset.
    pub(crate) dataset: Dataset<LoadedTable>,
    /// The policy of each of its tables.
    pub(crate) policies: Vec<Policy>,
    /// The totals beside their parts that each table holds without saying so.
    pub(crate) totals: Vec<Vec<TotalBeside>>,
    /// The number of warnings.
    pub(crate) warnings: usize,
}

/// The columns of a table of which one value is the total of all others, and that value, in the order of the file.
#[must_use]
pub fn grand_totals(table: &LoadedTable) -> Vec<(String, String)> {
    let grand = totals::find(table).into_iter().filter(|total| total.parts.is_none());
    grand.map(|total| (table.data.columns[total.column].name.clone(), total.text(table).to_owned())).collect()
}

/// The policy of a table, if it or the portal says how its counts are protected, and the totals beside their parts in it.
pub(crate) fn policy_and_totals(table: &LoadedTable, portal: Option<&LeastProtection>) -> (Option<Policy>, Vec<TotalBeside>) {
    (policy::resolve(table, portal), totals::find(table))
}

/// Checks what all datasets share, after loading: links on the portal's pages, and severities that cannot be set.
#[must_use]
pub fn check_settings(settings: &Settings, rules: &RuleBook, as_of: Date) -> Findings {
    let mut findings = severity::of_settings(settings, rules);
    findings.extend(waiver::of_settings(settings, rules, as_of));
    findings.extend(metadata::to_do::of_settings(settings));
    findings.extend(links::broken::of_settings(settings));
    findings.extend(links::text::of_settings(settings));
    findings
}

/// Runs every rule on a dataset. `loading` holds the findings from loading it. The dataset is returned if it has no errors, or
/// only waived ones.
#[must_use]
pub fn check(mut loaded: Loaded, loading: Findings, criteria: &Criteria<'_>) -> (Option<Checked>, Judged) {
    let Criteria { settings, severities, rules, as_of, at, last_rows } = criteria;
    let policies: Vec<Option<Policy>> = {
        let shared = settings.portal.policy.protect.as_ref();
        loaded.tables.iter().map(|table| policy::resolve(table, shared)).collect()
    };
    let counts: Vec<(Vec<usize>, u32)> =
        loaded.tables.iter().zip(&policies).map(|(table, policy)| policy::withheld(table, policy.as_ref())).collect();
    loaded.withhold(counts);
    let (kpis, mut findings) = kpi::definition::sound(&loaded, &policies);
    findings.extend(loading);
    let (dataset, policies_of, as_of) = (&loaded, policies.as_slice(), *as_of);
    let totals: Vec<Vec<totals::TotalBeside>> = loaded.tables.iter().map(totals::find).collect();
    let context =
        Context { dataset, policies: policies_of, kpis: &kpis, settings, rules, totals: &totals, as_of, at: *at, last_rows };
    for rule in DATASET_RULES {
        rule(&context, &mut findings);
    }
    let judged = waiver::apply(&context, severities.judge(findings), severities);
    let warnings = judged.count(Severity::Warning);
    let policies: Option<Vec<Policy>> = policies.into_iter().collect();
    let checked = policies.filter(|_| !judged.has_errors()).map(|policies| Checked {
        dataset: loaded.into_dataset(),
        policies,
        totals,
        warnings,
    });
    (checked, judged)
}

type Detect = fn(&Context<'_>, &mut Findings);

/// The rules for a single dataset, in the order they run.
const DATASET_RULES: [Detect; 91] = [
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
    data::look_alike::detect,
    data::number_form::detect,
    data::decimals::detect,
    data::unit::detect,
    data::sentinel::detect,
    data::mixed_periods::detect,
    data::period_gap::detect,
    data::period_order::detect,
    data::period_days::detect,
    data::whitespace::detect,
    data::formula::detect,
    data::control_character::detect,
    data::mojibake::detect,
    data::spreadsheet_damage::detect,
    freshness::modified::detect,
    freshness::release_note::detect,
    freshness::overdue::detect,
    freshness::data_lag::detect,
    freshness::next_update::detect,
    freshness::covers::detect,
    freshness::future_period::detect,
    protect::no_policy::detect,
    protect::looser::detect,
    protect::count_as_text::detect,
    protect::given_away::detect,
    protect::hidden_limit::detect,
    protect::small_counts::detect,
    protect::undecided::detect,
    protect::whole_group::detect,
    governance::required::detect,
    governance::unsettled::detect,
    governance::two_roles::detect,
    governance::sensitive::detect,
    governance::not_live::detect,
    kpi::no_rows::detect,
    kpi::ambiguous::detect,
    kpi::unit::detect,
    kpi::target::detect,
    kpi::rebase::detect,
    kpi::few_points::detect,
    kpi::provisional::detect,
    kpi::unplaced::detect,
    kpi::total_counted::detect,
    kpi::averages::detect,
    kpi::partial::detect,
    kpi::ends::detect,
    kpi::interval::detect,
    kpi::mixed_units::detect,
    kpi::coarse_period::detect,
    note::version_note::detect,
    note::no_note::detect,
    note::incomplete::detect,
    note::empty::detect,
    note::file_name::detect,
    links::broken::detect,
    links::text::detect,
];

/// The rules of this stage.
pub static RULES: [&Rule; 99] = [
    &data::code_name::RULE,
    &data::constant_column::RULE,
    &data::control_character::RULE,
    &data::decimals::RULE,
    &data::duplicate_row::RULE,
    &data::empty_column::RULE,
    &data::allowed::RULE,
    &data::foreign_key::RULE,
    &data::formula::RULE,
    &data::key::RULE,
    &data::labels_in_indicator::RULE,
    &data::look_alike::RULE,
    &data::look_alike::KEY,
    &data::mixed_periods::RULE,
    &data::mojibake::RULE,
    &data::no_total::RULE,
    &data::number_form::RULE,
    &data::pattern::RULE,
    &data::period_days::RULE,
    &data::period_gap::RULE,
    &data::period_order::RULE,
    &data::range::RULE,
    &data::required::RULE,
    &data::row_count::RULE,
    &data::sentinel::RULE,
    &data::spreadsheet_damage::RULE,
    &data::spreadsheet_damage::KEY,
    &data::total_beside_parts::RULE,
    &data::cell_type::RULE,
    &data::unique::RULE,
    &data::unit::RULE,
    &data::whitespace::RULE,
    &dictionary::absent_column::RULE,
    &dictionary::contradiction::RULE,
    &dictionary::description::RULE,
    &dictionary::plain_title::RULE,
    &dictionary::undocumented_column::RULE,
    &dictionary::unit::RULE,
    &freshness::covers::RULE,
    &freshness::data_lag::RULE,
    &freshness::future_period::RULE,
    &freshness::modified::RULE,
    &freshness::next_update::RULE,
    &freshness::overdue::RULE,
    &freshness::release_note::RULE,
    &governance::not_live::RULE,
    &governance::required::RULE,
    &governance::sensitive::RULE,
    &governance::two_roles::RULE,
    &governance::unsettled::RULE,
    &severity::RULE,
    &unused_waiver::RULE,
    &waiver::RULE,
    &kpi::ambiguous::RULE,
    &kpi::averages::RULE,
    &kpi::coarse_period::RULE,
    &kpi::coarse_period::STOCK,
    &kpi::definition::RULE,
    &kpi::ends::RULE,
    &kpi::few_points::RULE,
    &kpi::interval::RULE,
    &kpi::mixed_units::RULE,
    &kpi::partial::RULE,
    &kpi::provisional::RULE,
    &kpi::no_rows::RULE,
    &kpi::rebase::RULE,
    &kpi::target::RULE,
    &kpi::total_counted::RULE,
    &kpi::unit::RULE,
    &kpi::unplaced::RULE,
    &links::broken::RULE,
    &links::text::RULE,
    &metadata::dates::RULE,
    &metadata::description_length::RULE,
    &metadata::draft::RULE,
    &metadata::future_date::RULE,
    &metadata::journey::RULE,
    &metadata::keyword::RULE,
    &metadata::length::RULE,
    &metadata::recommended::RULE,
    &metadata::tables::RULE,
    &metadata::title_style::RULE,
    &metadata::to_do::RULE,
    &metadata::unquoted_version::RULE,
    &metadata::version::RULE,
    &metadata::vocabulary::RULE,
    &protect::count_as_text::RULE,
    &protect::given_away::RULE,
    &protect::hidden_limit::RULE,
    &protect::looser::RULE,
    &protect::no_policy::RULE,
    &protect::small_counts::RULE,
    &protect::undecided::RULE,
    &protect::whole_group::RULE,
    &note::empty::RULE,
    &note::file_name::RULE,
    &note::incomplete::RULE,
    &note::no_note::RULE,
    &note::version_note::RULE,
];
