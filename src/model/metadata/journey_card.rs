//! Where a dataset is on its way to publication, and what it still lacks.

use super::{ApprovalRole, GoLive, JourneyStage};
use crate::model::{DatasetId, Date};

/// A dataset on its way to publication.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct JourneyCard {
    /// Its id.
    pub id: DatasetId,
    /// Its title, or its id if it has none yet.
    pub title: String,
    /// Its stage.
    pub stage: JourneyStage,
    /// The day on which the stage began, if it is known.
    pub since: Option<Date>,
    /// When it is to go live.
    pub go_live: Option<GoLive>,
    /// What the stages up to this one ask for, and it lacks.
    pub lacks: Vec<Need>,
    /// What the next stage asks for, and it lacks.
    pub next: Vec<Need>,
    /// Whether its pages can be seen: it has no errors.
    pub is_shown: bool,
}

/// Something that a stage asks for.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum Need {
    /// The day on which the stage began.
    Day(JourneyStage),
    /// A single point of contact.
    Contact,
    /// Terms of reference with a timeline.
    TermsOfReference,
    /// Test data that were agreed.
    TestData,
    /// The reference of a data protection impact assessment.
    Dpia,
    /// The lawful basis.
    LawfulBasis,
    /// How long data are kept.
    Retention,
    /// A table.
    Data,
    /// A data dictionary.
    Dictionary,
    /// Guidance for readers.
    Guidance,
    /// The day on which it goes live.
    GoLive,
    /// A release note.
    ReleaseNote,
    /// An approval in a role.
    Approval(ApprovalRole),
}

impl Need {
    /// What a stage asks for, beside what the stages before it ask for. `roles` are those that must approve.
    #[must_use]
    pub fn of(stage: JourneyStage, roles: &[ApprovalRole]) -> Vec<Self> {
        let day = Self::Day(stage);
        match stage {
            JourneyStage::Requested => vec![day],
            JourneyStage::Discovery => vec![day, Self::Contact],
            JourneyStage::Validation => {
                vec![day, Self::TermsOfReference, Self::TestData, Self::Dpia, Self::LawfulBasis, Self::Retention]
            }
            JourneyStage::Pipeline => vec![day, Self::Data, Self::Dictionary],
            JourneyStage::Staging => vec![day, Self::Guidance, Self::ReleaseNote, Self::GoLive],
            JourneyStage::Live => roles.iter().map(|role| Self::Approval(*role)).collect(),
            JourneyStage::Retired => Vec::new(),
        }
    }
}

impl Need {
    /// What a stage and those before it ask for. From `live` on, that is the same.
    pub fn up_to(stage: JourneyStage, roles: &[ApprovalRole]) -> impl Iterator<Item = Self> {
        JourneyStage::TO_LIVE.into_iter().take_while(move |before| *before <= stage).flat_map(move |stage| Self::of(stage, roles))
    }

    /// The key or file that an author writes.
    #[must_use]
    pub fn key(self) -> String {
        let key = match self {
            Self::Day(stage) => return format!("journey.{}", stage.word()),
            Self::Approval(role) => return format!("an approval by {}", role.word()),
            Self::Contact => "journey.contact",
            Self::TermsOfReference => "journey.terms_of_reference",
            Self::TestData => "journey.test_data",
            Self::Dpia => "governance.dpia",
            Self::LawfulBasis => "governance.lawful_basis",
            Self::Retention => "governance.retention",
            Self::Data => "tables",
            Self::Dictionary => "dictionary.csv",
            Self::Guidance => "guidance.md",
            Self::GoLive => "journey.go_live",
            Self::ReleaseNote => "releases/",
        };
        key.to_owned()
    }
}

impl JourneyStage {
    /// The stages before `live`, in order, and `live`.
    pub const TO_LIVE: [Self; 6] =
        [Self::Requested, Self::Discovery, Self::Validation, Self::Pipeline, Self::Staging, Self::Live];
}
