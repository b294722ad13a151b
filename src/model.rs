//! Values passed between the stages: plain data, with no input or output and no formatting for readers.
//!
//! Names follow the standards: DCAT for datasets, Frictionless Table Schema for dictionaries, and official statistics for
//! periods, markers and measures.

mod as_written;
mod kpi;
mod ledger;
mod metadata;
mod name;
mod prose;
mod schema;
mod table;
mod text;
mod value;

pub use kpi::{
    Absence, Bounds, Calculation, CellTerm, Chart, Denominator, Direction, End, Figure, Format, Formula, FormulaError,
    IntervalSpec, KpiFigures, KpiSpec, LinearFigure, Matches, MeanSpec, MissingRule, Order, PerSeries, PeriodColumns,
    PeriodNames, RatioSpec, RowPeriods, Series, SeriesRows, SpcSpec, TargetSpec, Term, Terms, ValueSpec, Weighting, YearPart,
    are_moments, kpi_figures, period_names, stock_words,
};
pub use ledger::{Cells, Ledger, LedgerLine, LedgerRows, Printed, PrintedRow, is_hidden};
pub use metadata::{
    Absent, Access, Allowed, Announced, Approval, ApprovalRole, Colour, Contact, Coverage, Dataset, Dimension, EarlierReleases,
    EditionSpec, EditionTheme, ForeignKey, Frequency, Freshness, FreshnessStatus, GateApproval, GoLive, Governance, Header,
    Headings, Journey, JourneyCard, JourneyStage, LICENCES, Lack, LeastProtection, Licence, MarkerCode, Metadata, NavigationItem,
    Need, NextUpdate, Occasion, Organisation, Origin, Policy, PolicySpec, Portal, PortalPolicy, Preset, PrivacyPolicy, Reference,
    RepositoryAccess, Robots, RowLimits, RowsPolicy, Season, Status, TableSpec, ThemeSpec, UnitColumn, Unpivot, Waiver, Zeros,
    filled, licence,
};
pub use name::{DEVICES, DatasetId, InvalidId, KEPT_BY_IIS, KpiId, slug};
pub use prose::{
    ContentPage, Destination, HeadingIds, Link, MARKDOWN, Markdown, NoteKind, ReleaseNote, heading_ids, is_web_address, links,
    placed_links, placed_links_in_yaml, version_order,
};
pub use table::{
    Cell, Column, Counts, Dictionary, Field, FieldType, KpiRows, Limit, Raw, RawCell, Stage, Table, Value, column_name,
    gives_period, groups, matching_rows, newest_end, row_meanings, same_meaning, says_level, split_totals,
};
pub use text::{changed_by_spreadsheet, composed, garbled, is_said, is_unsettled, looks};
pub use value::{
    Currency, Date, DaySpacing, Decimal, Edge, Gap, Hint, LongerTime, Magnitude, Marker, MarkerMeaning, NumberForm, ParsedNumber,
    Period, PeriodFormat, Pseudonyms, SHORTEST_HASH, Unit, UnitKind, date_of, float, gaps, has_leading_zero, hexadecimal,
    is_beginning_of_hash, is_month_end, is_usual_step, is_word_for_people, number_without_note, parse_number, parse_number_in,
    quarters_of_months, spacing, unambiguous_day, usual_place_in_time, without_notes,
};
