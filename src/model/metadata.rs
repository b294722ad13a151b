//! What an author declares of a portal and its datasets: `portal.yaml`, `dataset.yaml` and their fixed lists of words.

mod access;
mod colour;
mod dataset;
mod edition;
mod freshness;
mod go_live;
mod header;
mod journey_card;
mod licence;
mod next_update;
mod policy;
mod policy_spec;
mod portal;
mod theme;
mod unpivot;
mod vocabulary;

pub use access::Access;
pub use colour::Colour;
pub use dataset::{
    Approval, Contact, Coverage, Dataset, ForeignKey, Governance, Journey, MarkerCode, Metadata, Origin, Reference, RowLimits,
    TableSpec, Waiver,
};
pub use edition::{Absent, EditionSpec, EditionTheme, Lack, Occasion, Robots};
pub use freshness::{Freshness, FreshnessStatus};
pub use go_live::GoLive;
pub use header::Header;
pub use journey_card::{JourneyCard, Need};
pub use licence::{LICENCES, Licence, licence};
pub use next_update::{Announced, NextUpdate, Season};
pub use policy::{Policy, Preset, Zeros};
pub use policy_spec::{Dimension, EarlierReleases, PolicySpec};
pub use portal::{
    Allowed, GateApproval, LeastProtection, NavigationItem, Organisation, Portal, PortalPolicy, PrivacyPolicy, RepositoryAccess,
    RowsPolicy,
};
pub use theme::ThemeSpec;
pub use unpivot::{Headings, UnitColumn, Unpivot, filled};
pub use vocabulary::{ApprovalRole, Frequency, JourneyStage, Status};
