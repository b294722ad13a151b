//! Prose: pages, release notes, and the links and headings in Markdown.

mod content;
mod links;
mod note;
mod placed_links;

pub use content::{ContentPage, Markdown};
pub use links::{Destination, HeadingIds, Link, MARKDOWN, heading_ids, is_web_address, links};
pub use note::{NoteKind, ReleaseNote, version_order};
pub use placed_links::{placed_links, placed_links_in_yaml};
