//! Rules about links in prose.

pub(super) mod broken;
pub(super) mod text;
