//! KPIs: what an author declares, and which cells each figure is made from.

mod absence;
mod figure;
mod formula;
mod period_columns;
mod period_names;
mod spec;
mod stock;
mod target;
mod value_spec;

pub use absence::{Absence, Series};
pub use figure::{Calculation, CellTerm, Denominator, KpiFigures, LinearFigure, SeriesRows, Terms, kpi_figures};
pub use formula::{Formula, FormulaError, Term};
pub use period_columns::{PeriodColumns, RowPeriods, YearPart};
pub use period_names::{PeriodNames, period_names};
pub use spec::{Chart, Direction, End, Format, KpiSpec, Matches, MissingRule, Order, SpcSpec};
pub use stock::{are_moments, stock_words};
pub use target::{Bounds, Figure, IntervalSpec, PerSeries, TargetSpec};
pub use value_spec::{MeanSpec, RatioSpec, ValueSpec, Weighting};
