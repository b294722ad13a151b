//! Values passed between the stages: plain data, with no input or output and no formatting for readers.
//!
//! Names follow the standards: DCAT for datasets, Frictionless Table Schema for dictionaries, and official statistics for
//! periods, markers and measures.

mod access;
mod colour;
mod content;
mod dataset;
mod date;
mod field;
mod figure;
mod formula;
mod freshness;
mod id;
mod invisible;
mod kpi;
mod licence;
mod marker;
mod note;
mod number;
mod period;
mod placed_links;
mod policy;
mod portal;
mod prose;
mod select;
mod slug;
mod table;
mod totals;
mod unit;
mod vocabulary;

pub use access::Access;
pub use colour::Colour;
pub use content::{ContentPage, Markdown};
pub use dataset::{
    Approval, Contact, Coverage, Dataset, Dimension, ForeignKey, Governance, Journey, Metadata, Origin, PolicySpec, Reference,
    RowLimits, TableSpec, Waiver,
};
pub use date::Date;
pub use field::{Dictionary, Field, FieldType, Limit};
pub use figure::{Calculation, CellTerm, Denominator, KpiFigures, LinearFigure, SeriesRows, Terms, kpi_figures};
pub use formula::{Formula, FormulaError, Term};
pub use freshness::{Freshness, FreshnessStatus};
pub use id::{DatasetId, InvalidId, KpiId};
pub use invisible::is_invisible;
pub use kpi::{
    Bounds, Chart, Direction, Figure, Format, KpiSpec, Matches, MissingRule, PerSeries, RatioSpec, SpcSpec, ValueSpec,
};
pub use licence::{LICENCES, Licence, licence};
pub use marker::Marker;
pub use note::{NoteKind, ReleaseNote, version_order};
pub use number::{has_leading_zero, parse_number};
pub use period::{Period, PeriodFormat};
pub use placed_links::{placed_links, placed_links_in_yaml};
pub use policy::{Policy, Preset};
pub use portal::{LeastProtection, NavigationItem, Organisation, Portal, PortalPolicy, RowsPolicy, ThemeSpec};
pub use prose::{Destination, HeadingIds, Link, MARKDOWN, heading_ids, is_web_address, links};
pub use select::{groups, matching_rows, row_meanings, same_meaning};
pub use slug::{DEVICES, KEPT_BY_IIS, slug};
pub use table::{Cell, Column, Raw, RawCell, Stage, Table, Value, column_name};
pub use totals::split_totals;
pub use unit::{Currency, Magnitude, Unit, UnitKind};
pub use vocabulary::{ApprovalRole, Frequency, JourneyStage, Status};
