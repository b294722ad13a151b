//! Rules about links in prose.

pub(super) mod broken;
