//! KPIs: what an author declares, and which cells each figure is made from.

mod figure;
mod formula;
mod period_columns;
mod period_names;
mod spec;

pub use figure::{Calculation, CellTerm, Denominator, KpiFigures, LinearFigure, SeriesRows, Terms, kpi_figures};
pub use formula::{Formula, FormulaError, Term};
pub use period_columns::{PeriodColumns, RowPeriods, YearPart};
pub use period_names::{PeriodNames, period_names};
pub use spec::{
    Bounds, Chart, Direction, Figure, Format, KpiSpec, Matches, MissingRule, PerSeries, RatioSpec, SpcSpec, ValueSpec,
};
