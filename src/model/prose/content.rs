//! Pages of prose.

use crate::model::Access;
use crate::source::SourceFile;

/// A Markdown text without its front matter, and the file it came from.
#[derive(Clone)]
pub struct Markdown {
    /// The file, for findings and relative links.
    pub file: SourceFile,
    /// The byte in the file where the text starts.
    pub start: usize,
}

impl Markdown {
    /// The text without front matter.
    #[must_use]
    pub fn text(&self) -> &str {
        &self.file.text()[self.start..]
    }
}

/// A page of `content/`.
#[derive(Clone)]
pub struct ContentPage {
    /// Path below `content/`, without `.md`, such as `guidance/small-numbers`.
    pub path: String,
    /// Title for the heading, the navigation and the browser tab.
    pub title: String,
    /// One sentence for readers, if given.
    pub summary: Option<String>,
    /// Who may read it.
    pub access: Access,
    /// The text.
    pub body: Markdown,
}
