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
mod rule_list;
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
use rule_list::DATASET_RULES;
pub use rule_list::RULES;
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

    /// The same for a preview, which shows drafts too, and what the rules `later` find: nobody has approved it yet.
    #[must_use]
    pub fn showing_drafts(self, later: &[&Rule]) -> Self {
        let early = [&metadata::draft::RULE, &governance::not_live::RULE, &governance::required::RULE];
        let shown = early.iter().chain(later).map(|rule| rule.id);
        Self { severities: self.severities.showing(shown), ..self }
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
    findings.extend(governance::owner::of_settings(settings));
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
