//! KPIs: what an author declares, and which cells each figure is made from.

mod figure;
mod formula;
mod spec;

pub use figure::{Calculation, CellTerm, Denominator, KpiFigures, LinearFigure, SeriesRows, Terms, kpi_figures};
pub use formula::{Formula, FormulaError, Term};
pub use spec::{
    Bounds, Chart, Direction, Figure, Format, KpiSpec, Matches, MissingRule, PerSeries, RatioSpec, SpcSpec, ValueSpec,
};
