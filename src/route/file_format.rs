//! Formats of files that are made from data.

/// A format: how a file of it ends, and what servers and readers call it. The table of all formats is `render/formats.rs`.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub struct FileFormat {
    /// What stands after the name of the table or KPI, like `.csv`. A format of the whole catalogue is a path, like `feed.xml`.
    pub ending: &'static str,
    /// The media type.
    pub media_type: &'static str,
    /// The name for readers.
    pub label: &'static str,
    /// What there must be for a file of it.
    pub needs: Needs,
}

/// What there must be for a file of a format.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum Needs {
    /// Only the data itself.
    Data,
    /// A chart.
    Chart,
}

/// The formats that files of a site come in.
#[derive(Clone, Debug, Default)]
pub struct Formats {
    /// Of a table.
    pub table: Vec<FileFormat>,
    /// Of a KPI.
    pub kpi: Vec<FileFormat>,
    /// Of a dataset's badge.
    pub badge: Vec<FileFormat>,
    /// Of the whole catalogue.
    pub catalogue: Vec<FileFormat>,
}
