//! `metadata/page-title`: a page without a title.

use crate::diagnostic::{Rule, Severity};

/// A page without a title.
pub static PAGE_FRONT_MATTER: Rule = Rule {
    id: "metadata/page-title",
    severity: Severity::Error,
    finds: "A page of content/ without a title in its front matter.",
    matters: "The title is the page's heading, its name in the navigation and in search results.",
    example: "## How to read the charts",
    put_right: "Begin the file with `---`, `title: How to read the charts` and `---`.",
};
