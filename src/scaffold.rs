//! New portals and new datasets, drafted for an author to finish.

mod add;
mod infer;
mod new;
mod readings;
mod source_table;

pub use add::{Draft, add_dataset};
pub use new::new_portal;
pub use source_table::Said;
