//! New portals and new datasets, drafted for an author to finish.

mod add;
mod dataset_yaml;
mod infer;
mod new;
mod one_table;
mod readings;
mod source_table;
mod update;
mod wide;
mod zeros;

pub use add::{Draft, add_dataset};
pub use new::new_portal;
pub use one_table::one_table;
pub use source_table::Said;
pub use update::{Order, Refused, Updated, update_dataset};
