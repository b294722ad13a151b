//! `portal.yaml`: the settings of the whole portal.

use std::collections::BTreeMap;

use schemars::JsonSchema;
use serde::Deserialize;

use crate::diagnostic::Severity;
use crate::model::{ApprovalRole, Contact, Date, EditionSpec, Preset, ThemeSpec, Waiver};
use crate::source::Spanned;

/// The settings of a portal, as written by the author.
#[derive(Clone, Debug, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct Portal {
    /// The portal's name.
    pub title: Spanned<String>,
    /// One sentence about the portal's content.
    pub description: Spanned<String>,
    /// The language of the pages, as a BCP 47 tag.
    #[serde(default = "british")]
    pub language: Spanned<String>,
    /// The absolute address, used in feeds and metadata. Links between pages are relative.
    pub address: Spanned<String>,
    /// The organisation that publishes the portal.
    pub publisher: Spanned<String>,
    /// The organisations that publish datasets, by id.
    pub organisations: BTreeMap<String, Organisation>,
    /// The team to contact.
    pub contact: Contact,
    /// The licence of datasets that do not name one.
    pub licence: Option<Spanned<String>>,
    /// The portal's appearance.
    #[serde(default)]
    pub theme: ThemeSpec,
    /// What each audience is given, by name. Without any, the site holds what is public and live.
    #[serde(default)]
    pub editions: BTreeMap<String, Spanned<EditionSpec>>,
    /// Extra pages in the navigation.
    #[serde(default)]
    pub navigation: Vec<NavigationItem>,
    /// Requirements for all datasets.
    #[serde(default)]
    pub policy: PortalPolicy,
    /// Who can read the repository that holds the portal.
    pub repository: Option<RepositoryAccess>,
    /// What the organisation says of itself, with the page that says it: `access` (who can read sources and tools) and `audit-log`.
    #[serde(default)]
    pub declarations: BTreeMap<String, Spanned<String>>,
    /// Datasets that were published and must not be seen any more.
    #[serde(default)]
    pub withdrawn: Vec<WithdrawnDataset>,
    /// Warnings that are accepted in all datasets.
    #[serde(default)]
    pub waivers: Vec<Waiver>,
}

impl Portal {
    /// The id and details of the organisation that publishes a dataset: the portal's publisher unless the dataset names one.
    /// The details are `None` if the portal does not list the organisation.
    #[must_use]
    pub fn publisher_of<'a>(&'a self, named: Option<&'a str>) -> (&'a str, Option<&'a Organisation>) {
        let id = named.unwrap_or(self.publisher.as_str());
        (id, self.organisations.get(id))
    }

    /// Whether a dataset must not be seen on a day.
    #[must_use]
    pub fn is_withdrawn(&self, dataset: &str, day: Date) -> bool {
        self.withdrawn.iter().any(|withdrawn| *withdrawn.dataset == dataset && withdrawn.holds(day))
    }

    /// The edition that holds nothing which another does not hold. `None` if no single one does.
    #[must_use]
    pub fn narrowest(&self) -> Option<&str> {
        let is_narrowest = |name: &str, edition: &EditionSpec| {
            self.editions
                .iter()
                .filter(|(other, _)| *other != name)
                .all(|(_, other)| edition.is_within(other) && !other.is_within(edition))
        };
        self.editions.iter().find(|(name, edition)| is_narrowest(name, edition)).map(|(name, _)| name.as_str())
    }

    /// The path of its address, from the host on: `/data/` for `https://example.org/data/`. The page for addresses that do not
    /// exist is shown at any depth, and has no other way to find its style sheet.
    #[must_use]
    pub fn below_host(&self) -> &str {
        let host = self.address.split_once("://").map_or("", |(_, host)| host);
        host.find('/').map_or("/", |at| &host[at..])
    }

    /// The name of an organisation, or its id if the portal does not list it.
    #[must_use]
    pub fn name_of<'a>(&'a self, id: &'a str) -> &'a str {
        self.organisations.get(id).map_or(id, |organisation| &organisation.name)
    }

    /// The licence of a dataset: the portal's unless the dataset names one.
    #[must_use]
    pub fn licence_of<'a>(&'a self, named: Option<&'a str>) -> Option<&'a str> {
        named.or(self.licence.as_ref().map(|id| id.as_str()))
    }
}

fn british() -> Spanned<String> {
    Spanned::new(crate::locale::DEFAULT_LANGUAGE.to_owned(), 0..0)
}

/// Who can read a repository.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Deserialize, JsonSchema)]
#[serde(rename_all = "lowercase")]
pub enum RepositoryAccess {
    /// Those who work on the portal.
    Private,
    /// Everybody.
    Public,
}

/// An organisation.
#[derive(Clone, Debug, PartialEq, Eq, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct Organisation {
    /// Its name.
    pub name: String,
    /// Its Organisation Data Service code.
    pub ods_code: Option<String>,
    /// The address of its website.
    pub homepage: Option<String>,
    /// The organisation type.
    #[serde(rename = "type")]
    pub kind: Option<String>,
}

/// A dataset that was published and must not be seen any more. A page at its address says so.
#[derive(Clone, Debug, PartialEq, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct WithdrawnDataset {
    /// Its id.
    pub dataset: Spanned<String>,
    /// Its title, for the page.
    pub title: Option<String>,
    /// The ids of its KPIs, whose pages say the same.
    #[serde(default)]
    pub kpis: Vec<String>,
    /// The day on which it was withdrawn.
    pub date: Spanned<Date>,
    /// Why, for readers.
    pub reason: String,
    /// The editions from which it was taken, and in which a page says so. Without any, all.
    #[serde(default)]
    pub editions: Vec<String>,
    /// The day on which it may be seen again.
    pub until: Option<Spanned<Date>>,
}

impl WithdrawnDataset {
    /// Whether it must not be seen on a day.
    #[must_use]
    pub fn holds(&self, day: Date) -> bool {
        self.until.as_ref().is_none_or(|until| day < **until)
    }
}

/// An extra page in the navigation.
#[derive(Clone, Debug, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct NavigationItem {
    /// The link text.
    pub title: String,
    /// The page, as a path to its `.md` file in `content/`.
    pub page: Spanned<String>,
}

/// Gates for all datasets. A dataset may be stricter.
#[derive(Clone, Debug, PartialEq, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields, default)]
pub struct PortalPolicy {
    /// How counts are protected, unless a table is stricter.
    pub protect: Option<LeastProtection>,
    /// Governance details that every dataset must give: `dpia`, `lawful-basis`, `retention`, `approvals`.
    pub require: Vec<Spanned<String>>,
    /// The roles that must approve a dataset where approvals are required.
    pub roles: Vec<ApprovalRole>,
    /// Whether one person may approve in several roles, because the organisation is small.
    pub small_organisation: bool,
    /// Approvals by information governance of gates that became looser since the last release.
    pub approvals: Vec<GateApproval>,
    /// The most days that a waiver may hold.
    pub longest_waiver: i64,
    /// How much row counts may change since the last build.
    pub rows: RowsPolicy,
    /// How much published values may be revised.
    pub revision: RevisionPolicy,
    /// What looks like a number of a patient, and may be published.
    pub privacy: PrivacyPolicy,
    /// Rules with a higher severity in this portal: `data/formula: error`.
    pub severity: BTreeMap<String, Spanned<Severity>>,
}

impl Default for PortalPolicy {
    fn default() -> Self {
        Self {
            protect: None,
            require: Vec::new(),
            roles: vec![ApprovalRole::InformationGovernance, ApprovalRole::StatisticalControl, ApprovalRole::BusinessOwner],
            small_organisation: false,
            approvals: Vec::new(),
            longest_waiver: 366,
            rows: RowsPolicy::default(),
            revision: RevisionPolicy::default(),
            privacy: PrivacyPolicy::default(),
            severity: BTreeMap::new(),
        }
    }
}

/// An approval of the portal's gates, when one of them becomes looser.
#[derive(Clone, Debug, PartialEq, Eq, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct GateApproval {
    /// What became looser: the beginning of its SHA-256, as the finding gives it.
    pub gates: String,
    /// The team that approved, which is that of information governance.
    pub by: String,
    /// The day.
    pub on: Date,
    /// Why they may be looser, for readers.
    pub reason: String,
}

/// The protection of tables that name none, and the least of those that do.
#[derive(Clone, Debug, PartialEq, Eq, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct LeastProtection {
    /// The protection rule.
    pub preset: Spanned<Preset>,
    /// Why the rule is right, where it shows counts below 5.
    pub reason: Option<String>,
}

/// What looks like a number of a patient, and is none.
#[derive(Clone, Debug, PartialEq, Eq, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields, default)]
pub struct PrivacyPolicy {
    /// NHS numbers from the range 999, which is kept for tests.
    pub test_numbers: Allowed,
    /// Ten times the same digit, which passes for an NHS number and is a filler.
    pub repeated_digits: Allowed,
    /// Codes of other kinds that have the right check digit by chance, as one in eleven does.
    pub codes: Vec<KnownCode>,
}

/// A code that looks like the number of a patient, and is none.
#[derive(Clone, Debug, PartialEq, Eq, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct KnownCode {
    /// The code, in quotes.
    pub code: String,
    /// What it is.
    pub reason: String,
    /// Who says so.
    pub approved_by: String,
}

impl Default for PrivacyPolicy {
    fn default() -> Self {
        Self { test_numbers: Allowed::Refused, repeated_digits: Allowed::Allowed, codes: Vec::new() }
    }
}

/// Whether something may be published.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Deserialize, JsonSchema)]
#[serde(rename_all = "lowercase")]
pub enum Allowed {
    /// It may.
    Allowed,
    /// It is an error.
    Refused,
}

/// How far row counts may move.
#[derive(Clone, Debug, Default, PartialEq, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields, default)]
pub struct RowsPolicy {
    /// The largest change allowed, as a percentage of the last build's rows.
    pub max_change: Option<crate::model::Figure>,
}

/// How far published values may move.
#[derive(Clone, Debug, Default, PartialEq, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields, default)]
pub struct RevisionPolicy {
    /// The largest revision allowed, as a percentage of the value in the last release.
    pub max: Option<crate::model::Figure>,
}
