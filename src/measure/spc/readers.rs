//! What readers see of a control chart: nothing that the record contradicts, and no limit that a figure cannot reach.
//!
//! In: a chart as the package calculates it. Out: the same chart without verdicts where it must not judge, and with limits cut at
//! what the figures can be.

use super::{Assurance, Cause, FLOOR, Limits, PointType, Reason, Spc};

/// What the figures of a KPI can be. `None` where there is no end.
#[derive(Clone, Copy, Debug, Default, PartialEq)]
pub struct Range {
    /// The least.
    pub least: Option<f64>,
    /// The most.
    pub most: Option<f64>,
}

/// Whether the target is the same all the time.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum TargetOverTime {
    /// It is, or there is none.
    Constant,
    /// It changed.
    Changed,
}

impl Range {
    /// The nearest number that a figure can be.
    #[must_use]
    pub fn cut(&self, value: f64) -> f64 {
        let value = self.least.map_or(value, |least| value.max(least));
        self.most.map_or(value, |most| value.min(most))
    }
}

impl Spc {
    /// The chart as readers see it. `met` says for each point whether it met the target of its time; `None` without a figure or a
    /// target.
    #[must_use]
    pub fn for_readers(mut self, range: &Range, met: &[Option<bool>], target: TargetOverTime) -> Self {
        if target == TargetOverTime::Changed && !self.agrees(met) {
            // What the limits say of today's target was not so under the target before.
            self.assurance = None;
        }
        let misfit = self.unfit().or_else(|| self.contradiction(met));
        if misfit.is_some() {
            (self.variation, self.assurance, self.reason) = (None, None, misfit);
        }
        for group in &mut self.groups {
            let is_judged = misfit.is_none() && group.n >= FLOOR;
            group.shown = match (is_judged, misfit) {
                (true, _) => group.limits.cut(range),
                (false, None) => Limits { mean: group.limits.mean, ..Limits::default() },
                (false, Some(_)) => Limits::default(),
            };
            if is_judged {
                continue;
            }
            for point in &mut self.points[group.first..group.end] {
                point.cause = Cause::Common;
                point.kind = PointType::CommonCause;
                (point.outside, point.close) = (None, None);
            }
        }
        self
    }

    /// The chart without a verdict, because somebody is missing from the newest figure.
    #[must_use]
    pub fn without_verdict(mut self) -> Self {
        (self.variation, self.assurance) = (None, None);
        self.reason = match self.reason {
            None | Some(Reason::LatestMissing) => Some(Reason::LatestIncomplete),
            other => other,
        };
        self
    }

    /// Whether every figure of the baseline met or missed the target of its time, as the assurance says.
    fn agrees(&self, met: &[Option<bool>]) -> bool {
        let Some(baseline) = self.groups.last().and_then(|group| met.get(group.first..group.first + group.baseline)) else {
            return false;
        };
        let mut known = baseline.iter().flatten();
        match self.assurance {
            Some(Assurance::ConsistentPass) => known.all(|met| *met),
            Some(Assurance::ConsistentFail) => known.all(|met| !*met),
            _ => true,
        }
    }

    /// Why the chart does not fit, if most points are special causes.
    fn unfit(&self) -> Option<Reason> {
        let points = self.points.iter().filter(|point| point.value.is_some()).count();
        let special = self.points.iter().filter(|point| point.cause != Cause::Common).count();
        let has_limits = self.groups.last().is_some_and(|group| group.n >= FLOOR);
        (has_limits && points >= FLOOR && special * 2 > points).then_some(Reason::Unfit { special, points })
    }

    /// Why the chart does not fit, if its assurance says the opposite of what happened in most periods of the baseline.
    fn contradiction(&self, met: &[Option<bool>]) -> Option<Reason> {
        let (group, assurance) = (self.groups.last()?, self.assurance?);
        let baseline = met.get(group.first..group.first + group.baseline)?;
        let known = baseline.iter().flatten().count();
        if known == 0 {
            return None;
        }
        let were_met = baseline.iter().flatten().filter(|met| **met).count();
        let is_contradicted = match assurance {
            Assurance::ConsistentFail => were_met * 2 >= known,
            Assurance::ConsistentPass => were_met * 2 <= known,
            Assurance::Inconsistent => false,
        };
        is_contradicted.then_some(Reason::Contradicted { met: were_met, points: known })
    }
}

impl Limits {
    /// The limits, not beyond what the figures can be.
    fn cut(&self, range: &Range) -> Self {
        let cut = |limit: Option<f64>| limit.map(|limit| range.cut(limit));
        Self {
            mean: self.mean,
            lower: cut(self.lower),
            upper: cut(self.upper),
            near_lower: cut(self.near_lower),
            near_upper: cut(self.near_upper),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::super::{Input, Options, Reason, Spc, xmr};
    use super::{Range, TargetOverTime};
    use crate::model::Direction;

    fn chart(values: &[f64], target: Option<f64>) -> Spc {
        let input = Input {
            at: (0..values.len()).collect(),
            values: values.iter().copied().map(Some).collect(),
            rebased: vec![false; values.len()],
        };
        let options = Options { screen: true, fix_after: None, direction: Direction::Lower, target };
        let met: Vec<Option<bool>> = values.iter().map(|value| target.map(|target| *value <= target)).collect();
        xmr(&input, &options).for_readers(&Range { least: Some(0.0), most: None }, &met, TargetOverTime::Constant)
    }

    #[test]
    fn one_extreme_figure_takes_all_verdicts_away() {
        let mut values: Vec<f64> = (0..16).map(|at| 100.0 + f64::from(at % 3)).collect();
        values[4] = 5000.0;
        let spc = chart(&values, Some(102.0));
        assert!(matches!(spc.reason, Some(Reason::Unfit { .. })), "{:?}", spc.reason);
        assert_eq!((spc.variation, spc.assurance), (None, None));
        assert!(spc.groups[0].shown.upper.is_none() && spc.points.iter().all(|point| point.outside.is_none()));
    }

    #[test]
    fn limits_end_where_figures_do() {
        let spc = chart(&[1.0, 6.0, 0.0, 7.0, 2.0, 5.0, 0.0, 6.0, 1.0, 7.0, 2.0, 4.0], None);
        assert!(spc.groups[0].limits.lower.unwrap() < 0.0);
        assert_eq!(spc.groups[0].shown.lower, Some(0.0));
    }

    #[test]
    fn eleven_points_are_not_judged_and_twelve_are() {
        let values: Vec<f64> = (0..12).map(f64::from).collect();
        let few = chart(&values[..11], None);
        assert!(few.groups[0].shown.upper.is_none() && few.groups[0].shown.mean.is_some());
        assert!(few.points.iter().all(|point| point.cause == super::Cause::Common));
        assert!(chart(&[1.0, 6.0, 0.0, 7.0, 2.0, 5.0, 0.0, 6.0, 1.0, 7.0, 2.0, 4.0], None).groups[0].shown.upper.is_some());
    }
}
