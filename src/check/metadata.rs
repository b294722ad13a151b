//! Rules about `dataset.yaml`.

pub(super) mod dates;
pub(super) mod draft;
pub(super) mod length;
pub(super) mod tables;
pub(super) mod vocabulary;
