//! Names that are valid in every file system and address.

mod id;
mod slug;

pub use id::{DatasetId, InvalidId, KpiId};
pub use slug::{DEVICES, KEPT_BY_IIS, slug};
