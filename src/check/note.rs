//! Rules about release notes.

pub(super) mod empty;
pub(super) mod file_name;
pub(super) mod incomplete;
pub(super) mod no_note;
pub(super) mod version_note;
