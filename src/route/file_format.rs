//! The formats of files made from data.

/// A format: the ending of its files, its media type and its name. The table of all formats is in `render/formats.rs`.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub struct FileFormat {
    /// The ending after the name of the table or KPI, such as `.csv`. For the whole catalogue it is the full path, such as
    /// `feed.xml`.
    pub ending: &'static str,
    /// The media type.
    pub media_type: &'static str,
    /// The name for readers.
    pub label: &'static str,
    /// What a file in this format needs.
    pub needs: Needs,
}

/// What a file in a format needs.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum Needs {
    /// Only the data itself.
    Data,
    /// A chart.
    Chart,
}

/// The formats of a site's files.
#[derive(Clone, Debug, Default)]
pub struct Formats {
    /// Formats of a table.
    pub table: Vec<FileFormat>,
    /// Formats of a KPI.
    pub kpi: Vec<FileFormat>,
    /// Formats of a dataset's badge.
    pub badge: Vec<FileFormat>,
    /// Formats of the whole catalogue.
    pub catalogue: Vec<FileFormat>,
}
