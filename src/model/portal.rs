//! `portal.yaml`: the settings of the whole portal.

use std::collections::BTreeMap;

use serde::Deserialize;

use super::{Contact, Metadata, Preset};
use crate::diagnostic::Severity;
use crate::source::Spanned;

/// The settings of a portal, as written.
#[derive(Clone, Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Portal {
    /// The portal's name.
    pub title: Spanned<String>,
    /// What it holds, in a sentence.
    pub description: Spanned<String>,
    /// The language of its pages, as BCP 47.
    #[serde(default = "british")]
    pub language: Spanned<String>,
    /// The absolute address, for feeds and metadata; pages link relatively.
    pub address: Spanned<String>,
    /// The organisation that publishes the portal.
    pub publisher: Spanned<String>,
    /// The organisations that publish datasets.
    pub organisations: BTreeMap<String, Organisation>,
    /// Who to write to.
    pub contact: Contact,
    /// The licence of datasets that name none.
    pub licence: Option<Spanned<String>>,
    /// How it looks.
    #[serde(default)]
    pub theme: ThemeSpec,
    /// Pages in the navigation, beside those that every portal has.
    #[serde(default)]
    pub navigation: Vec<NavigationItem>,
    /// Gates for all datasets.
    #[serde(default)]
    pub policy: PortalPolicy,
}

impl Portal {
    /// The organisation that publishes a dataset, with its id: the portal's own if the dataset names none.
    #[must_use]
    pub fn publisher_of<'a>(&'a self, metadata: &'a Metadata) -> (&'a str, Option<&'a Organisation>) {
        let id = metadata.publisher.as_ref().unwrap_or(&self.publisher).as_str();
        (id, self.organisations.get(id))
    }

    /// The name of an organisation; its id if the portal does not list it.
    #[must_use]
    pub fn name_of<'a>(&'a self, id: &'a str) -> &'a str {
        self.organisations.get(id).map_or(id, |organisation| &organisation.name)
    }

    /// The licence of a dataset: the portal's own if the dataset names none.
    #[must_use]
    pub fn licence_of<'a>(&'a self, metadata: &'a Metadata) -> Option<&'a Spanned<String>> {
        metadata.licence.as_ref().or(self.licence.as_ref())
    }
}

fn british() -> Spanned<String> {
    Spanned::new("en-GB".to_owned(), 0..0)
}

/// An organisation.
#[derive(Clone, Debug, PartialEq, Eq, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Organisation {
    /// Its name.
    pub name: String,
    /// Its Organisation Data Service code.
    pub ods_code: Option<String>,
    /// Its site.
    pub homepage: Option<String>,
    /// What kind of body it is.
    #[serde(rename = "type")]
    pub kind: Option<String>,
}

/// How a portal looks.
#[derive(Clone, Debug, Deserialize)]
#[serde(deny_unknown_fields, default)]
pub struct ThemeSpec {
    /// A folder of `themes/`; files it lacks come from the built-in theme.
    pub name: Spanned<String>,
    /// The accent colour.
    pub accent: Option<Spanned<String>>,
    /// A picture for the header, below the portal's folder.
    pub logo: Option<Spanned<String>>,
}

impl Default for ThemeSpec {
    fn default() -> Self {
        Self { name: Spanned::new("default".to_owned(), 0..0), accent: None, logo: None }
    }
}

/// A page in the navigation.
#[derive(Clone, Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct NavigationItem {
    /// The words of the link.
    pub title: String,
    /// A page of `content/`, as a path to its `.md` file.
    pub page: Spanned<String>,
}

/// Gates for all datasets. A dataset may be stricter.
#[derive(Clone, Debug, Default, PartialEq, Deserialize)]
#[serde(deny_unknown_fields, default)]
pub struct PortalPolicy {
    /// How counts are protected where a table does not say.
    pub protect: Option<LeastProtection>,
    /// What governance must state: `dpia`, `approvals`.
    pub require: Vec<Spanned<String>>,
    /// How far row counts may move from the last build.
    pub rows: RowsPolicy,
    /// Rules that weigh more here than by themselves: `data/formula: error`.
    pub severity: BTreeMap<String, Spanned<Severity>>,
}

/// The protection of tables that name none, and the least of those that do.
#[derive(Clone, Debug, PartialEq, Eq, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct LeastProtection {
    /// The rule.
    pub preset: Spanned<Preset>,
    /// Why a rule of `none` is right.
    pub reason: Option<String>,
}

/// How far row counts may move.
#[derive(Clone, Debug, Default, PartialEq, Deserialize)]
#[serde(deny_unknown_fields, default)]
pub struct RowsPolicy {
    /// The largest change, as a percentage of the last build's rows.
    pub max_change: Option<super::Figure>,
}
