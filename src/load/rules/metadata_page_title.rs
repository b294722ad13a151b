//! `metadata/page-title`: a page with no title.

use crate::diagnostic::{Rule, Severity};

/// A page with no title.
pub static PAGE_FRONT_MATTER: Rule = Rule {
    id: "metadata/page-title",
    severity: Severity::Error,
    finds: "A page in content/ with no title in its front matter.",
    matters: "The title is the page's heading, and its name in the navigation and in search results.",
    example: "## How to read the charts",
    put_right: "Start the file with `---`, `title: How to read the charts` and `---`.",
};
