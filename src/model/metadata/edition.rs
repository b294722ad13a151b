//! Editions: what each audience is given of the portal.

use std::collections::BTreeMap;

use chrono::{DateTime, Utc};
use schemars::JsonSchema;
use serde::Deserialize;

use super::{Access, GoLive, JourneyStage, ThemeSpec};
use crate::model::{DatasetId, Date};
use crate::source::Spanned;

/// When a site is made, and for whom.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Occasion {
    /// The day that it is built for.
    pub day: Date,
    /// The moment up to which datasets are published. `None` for the end of the day.
    pub at: Option<DateTime<Utc>>,
    /// The edition. `None` for the narrowest that the portal has.
    pub edition: Option<String>,
}

impl From<Date> for Occasion {
    fn from(day: Date) -> Self {
        Self { day, at: None, edition: None }
    }
}

/// What one audience is given of the portal.
#[derive(Clone, Debug, PartialEq, Eq, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields, default)]
pub struct EditionSpec {
    /// The access levels of the datasets that it holds.
    pub access: Vec<Access>,
    /// The stages of the datasets that it holds. An edition with a stage before `live` is for review: it says so on every page,
    /// and holds datasets before their day.
    pub stages: Vec<JourneyStage>,
    /// Its absolute address, if it is not the portal's.
    pub address: Option<Spanned<String>>,
    /// What of its appearance is not the portal's.
    pub theme: EditionTheme,
    /// Whether search engines may list its pages.
    pub robots: Robots,
    /// Columns marked sensitive that it may show, by dataset.
    pub sensitive: BTreeMap<String, Vec<Spanned<String>>>,
}

impl Default for EditionSpec {
    fn default() -> Self {
        Self {
            access: vec![Access::Public],
            stages: vec![JourneyStage::Live, JourneyStage::Retired],
            address: None,
            theme: EditionTheme::default(),
            robots: Robots::default(),
            sensitive: BTreeMap::new(),
        }
    }
}

/// What of an edition's appearance is not the portal's.
#[derive(Clone, Debug, Default, PartialEq, Eq, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields, default)]
pub struct EditionTheme {
    /// A folder in `themes/`.
    pub name: Option<Spanned<String>>,
    /// The accent colour.
    pub accent: Option<Spanned<String>>,
    /// An image for the header.
    pub logo: Option<Spanned<String>>,
}

impl EditionTheme {
    /// The portal's appearance with what is different in this edition.
    #[must_use]
    pub fn over(&self, theme: ThemeSpec) -> ThemeSpec {
        ThemeSpec {
            name: self.name.clone().unwrap_or(theme.name),
            accent: self.accent.clone().or(theme.accent),
            logo: self.logo.clone().or(theme.logo),
        }
    }
}

/// Whether search engines may list pages.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Deserialize, JsonSchema)]
#[serde(rename_all = "lowercase")]
pub enum Robots {
    /// They may.
    #[default]
    Index,
    /// They must not.
    Noindex,
}

impl EditionSpec {
    /// Whether it is for review before publication.
    #[must_use]
    pub fn is_for_review(&self) -> bool {
        self.stages.iter().any(|stage| *stage < JourneyStage::Live)
    }

    /// Whether search engines may list its pages.
    #[must_use]
    pub fn is_indexed(&self) -> bool {
        self.robots == Robots::Index && !self.is_for_review()
    }

    /// Whether it holds and shows nothing that another edition does not.
    #[must_use]
    pub fn is_within(&self, other: &Self) -> bool {
        self.access.iter().all(|access| other.access.contains(access))
            && self.stages.iter().all(|stage| other.stages.contains(stage))
            && self.sensitive.iter().all(|(dataset, columns)| {
                other.sensitive.get(dataset).is_some_and(|others| columns.iter().all(|column| others.contains(column)))
            })
    }

    /// Whether it may show a column that is marked sensitive.
    #[must_use]
    pub fn shows_sensitive(&self, dataset: &DatasetId, column: &str) -> bool {
        self.sensitive.get(dataset.as_str()).is_some_and(|columns| columns.iter().any(|named| named.as_str() == column))
    }

    /// Why it does not hold a dataset with this access, stage and day, if it does not.
    #[must_use]
    pub fn lacks(&self, access: Access, stage: JourneyStage, go_live: Option<GoLive>, occasion: &Occasion) -> Option<Lack> {
        if !self.access.contains(&access) {
            return Some(Lack::Access(access));
        }
        if !self.stages.contains(&stage) {
            return Some(Lack::Stage(stage));
        }
        let go_live = go_live.filter(|live| !self.is_for_review() && !live.has_come(occasion.day, occasion.at))?;
        Some(Lack::Day(go_live))
    }
}

/// Why an edition does not hold a dataset.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Lack {
    /// It is for other readers.
    Access(Access),
    /// It is at another stage.
    Stage(JourneyStage),
    /// Its day has not come.
    Day(GoLive),
}

/// A dataset that an edition does not hold, with the names by which prose may give it away.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Absent {
    /// Its id.
    pub id: DatasetId,
    /// Its title.
    pub title: String,
    /// The ids and titles of its KPIs.
    pub kpis: Vec<(String, String)>,
    /// Why it is not held.
    pub lack: Lack,
    /// The name of the edition.
    pub edition: String,
}
