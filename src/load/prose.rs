//! Markdown files: pages and release notes, with their front matter.

pub(super) mod content;
pub(super) mod front_matter;
pub(super) mod notes;
