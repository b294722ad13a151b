//! The figures of one series: [`Measure`].

use super::compare::Change;
use super::series::Reading;
use super::spc::Spc;
use crate::model::{Absence, Decimal, Gap};

/// How many of the newest readings a sparkline shows.
pub const RECENT: usize = 36;

/// One series, and what is calculated from it.
#[derive(Clone, Debug)]
pub struct Measure {
    /// A reading for each of the KPI's periods, or a single one for a KPI without periods.
    pub readings: Vec<Reading>,
    /// The position of the newest reading.
    pub latest: usize,
    /// Where periods are missing between its readings.
    pub gaps: Vec<Gap>,
    /// The periods from which members are missing.
    pub absences: Vec<Absence>,
    /// The change since the previous reading.
    pub since_previous: Option<Change>,
    /// The change since the same period a year before.
    pub since_year_before: Option<Change>,
    /// The target in force in the newest period, in the unit of the figure.
    pub target: Option<Decimal>,
    /// The target in force in each period.
    pub targets: Vec<Option<Decimal>>,
    /// The confidence interval of each figure: its lower and its upper end.
    pub intervals: Vec<Option<(Decimal, Decimal)>>,
    /// The planned trajectory: a value for each period.
    pub trajectory: Vec<Option<Decimal>>,
    /// The `XmR` chart, if the KPI has one.
    pub spc: Option<Spc>,
}

impl Measure {
    /// The newest readings, at most [`RECENT`]. A missing reading stands for each gap.
    #[must_use]
    pub fn recent(&self) -> Vec<Reading> {
        let is_gap = |at: usize| self.gaps.iter().any(|gap| gap.before == at);
        let readings = self.readings.iter().enumerate();
        let mut all: Vec<Reading> = readings
            .flat_map(|(at, reading)| is_gap(at).then_some(Reading::Missing(None)).into_iter().chain([*reading]))
            .collect();
        all.split_off(all.len().saturating_sub(RECENT))
    }

    /// Whether the target is not the same in all periods.
    #[must_use]
    pub fn has_changing_target(&self) -> bool {
        self.targets.iter().any(|target| *target != self.target)
    }

    /// The confidence interval of a period's figure.
    #[must_use]
    pub fn interval(&self, at: usize) -> Option<(Decimal, Decimal)> {
        self.intervals.get(at).copied().flatten()
    }

    /// Who is missing from a period.
    #[must_use]
    pub fn absence(&self, at: usize) -> Option<&Absence> {
        self.absences.iter().find(|absence| absence.at == at)
    }

    /// The names of those who are missing from a period.
    #[must_use]
    pub fn absent(&self, at: usize) -> Vec<String> {
        self.absence(at).map_or_else(Vec::new, |absence| absence.members.keys().cloned().collect())
    }

    /// The newest reading.
    #[must_use]
    pub fn reading(&self) -> Reading {
        self.readings.get(self.latest).copied().unwrap_or(Reading::Absent)
    }
}
