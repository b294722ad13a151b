//! A period for programs: its days, its kind and its name.

use serde::Serialize;

use crate::measure::Kpi;
use crate::words::{Words, capital};

/// A period of a KPI.
#[derive(Serialize)]
pub(super) struct PeriodView {
    /// As the table has it, in ISO 8601 where that has a form for it.
    pub(super) period: String,
    /// As readers know it.
    pub(super) period_label: String,
    /// The kind of period: `day`, `week`, `month`, `quarter`, `financial-year` ...
    pub(super) period_type: &'static str,
    /// The first day. A text has none.
    pub(super) period_start: Option<String>,
    /// The last day.
    pub(super) period_end: Option<String>,
}

impl PeriodView {
    pub(super) fn of(kpi: &Kpi, at: usize, words: &Words) -> Self {
        let named = &kpi.named[at];
        let end = named.end();
        Self {
            period: kpi.periods[at].to_string(),
            period_label: capital(&words.period(named)),
            period_type: named.kind(),
            period_start: end.map(|_| named.start().to_string()),
            period_end: end.map(|end| end.to_string()),
        }
    }
}
