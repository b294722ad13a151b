//! Pages of prose.

use crate::source::SourceFile;

/// A Markdown text, without its front matter, and the file it came from.
#[derive(Clone)]
pub struct Markdown {
    /// The file, for findings and for relative links.
    pub file: SourceFile,
    /// Where the text starts in the file, in bytes.
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
    /// Path below `content/`, without `.md`: `guidance/small-numbers`.
    pub path: String,
    /// Title for the heading, the navigation and the browser's tab.
    pub title: String,
    /// One sentence, if the author gave one.
    pub summary: Option<String>,
    /// The text.
    pub body: Markdown,
}
