//! Rules about release notes.

pub(super) mod version_note;
