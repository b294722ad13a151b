//! Rules about `dataset.yaml`.

pub(super) mod dates;
pub(super) mod description_length;
pub(super) mod draft;
pub(super) mod future_date;
pub(super) mod journey;
pub(super) mod keyword;
pub(super) mod length;
pub(super) mod recommended;
pub(super) mod tables;
pub(super) mod title_style;
pub(super) mod to_do;
pub(super) mod unquoted_version;
pub(super) mod version;
pub(super) mod vocabulary;
