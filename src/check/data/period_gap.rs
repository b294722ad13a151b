//! Missing periods.

use std::collections::BTreeMap;

use chrono::{Datelike, NaiveDate};

use crate::check::Context;
use crate::diagnostic::{Findings, Rule, Severity};
use crate::model::{Period, Value};

/// A missing period.
pub(crate) static RULE: Rule = Rule {
    id: "data/period-gap",
    severity: Severity::Warning,
    finds: "A period missing between the first and last of a column whose periods are otherwise regular.",
    matters: "A month lost in an export looks like a month with no patients, and SPC limits are calculated across the gap.",
    example: "month\n2023-01\n2023-02\n2023-04",
    put_right: "Export the data again. If the period was never collected, say so in the description and waive this rule.",
};

pub(in crate::check) fn detect(context: &Context<'_>, findings: &mut Findings) {
    super::each_column(context, findings, |table, at, field| {
        let column = &table.data.columns[at];
        let starts: BTreeMap<NaiveDate, usize> = column
            .pool
            .iter()
            .enumerate()
            .filter_map(|(index, cell)| match &cell.value {
                Value::Period(period) if !matches!(period, Period::Text(..) | Period::YearRange(..)) => {
                    Some((period.start(), index))
                }
                _ => None,
            })
            .collect();
        let days: Vec<(&NaiveDate, &usize)> = starts.iter().collect();
        let step = usual_step(&days)?;
        let missing = |pair: &[(&NaiveDate, &usize)]| step.between(*pair[0].0, *pair[1].0).saturating_sub(1);
        let steps: Vec<(usize, usize)> = days.windows(2).map(|pair| (*pair[1].1, missing(pair))).collect();
        let gaps: Vec<(usize, usize)> = (0..steps.len()).filter(|at| is_gap(&steps, *at)).map(|at| steps[at]).collect();
        let (first, _) = gaps.first()?;
        let total: usize = gaps.iter().map(|(_, missing)| missing).sum();
        let periods = if total == 1 { "a period is" } else { "periods are" };
        let count = if total == 1 { String::new() } else { format!("{total} ") };
        let message =
            format!("{count}{periods} missing in `{}` (first gap before {})", *field.name, super::quoted(&column.pool[*first]));
        let place = table.place(table.first_row(at, *first), at);
        Some(
            RULE.finding(message)
                .at(place, "the first after a gap")
                .help("export the data again; if it was never collected, say so and waive this rule"),
        )
    });
}

/// Whether periods are missing at a step. Three equal steps in a row are a different frequency, not gaps.
fn is_gap(steps: &[(usize, usize)], at: usize) -> bool {
    let missing = steps[at].1;
    let same = |step: &&(usize, usize)| step.1 == missing;
    let run = steps[at..].iter().take_while(same).count() + steps[..at].iter().rev().take_while(same).count();
    missing > 0 && run < 3
}

/// How far apart the periods in a column are.
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
enum Step {
    Days(i64),
    Months(i32),
}

impl Step {
    fn of(a: NaiveDate, b: NaiveDate) -> Self {
        let is_last = |day: NaiveDate| day.succ_opt().is_some_and(|next| next.day() == 1);
        let by_month = (a.day() == 1 && b.day() == 1) || (is_last(a) && is_last(b));
        if by_month { Self::Months(months(a, b)) } else { Self::Days((b - a).num_days()) }
    }

    /// How many steps lie between two days; 0 if they are not a whole number of steps apart.
    fn between(self, a: NaiveDate, b: NaiveDate) -> usize {
        let whole =
            |apart: i64, step: i64| if step > 0 && apart % step == 0 { usize::try_from(apart / step).unwrap_or(0) } else { 0 };
        match self {
            Self::Days(step) => whole((b - a).num_days(), step),
            Self::Months(step) => whole(months(a, b).into(), step.into()),
        }
    }
}

fn months(a: NaiveDate, b: NaiveDate) -> i32 {
    let month = |day: NaiveDate| day.year() * 12 + i32::try_from(day.month()).unwrap_or(1);
    month(b) - month(a)
}

/// The step between at least 7 in 10 neighbouring periods. `None` for fewer than four periods.
fn usual_step(days: &[(&NaiveDate, &usize)]) -> Option<Step> {
    let mut counts: BTreeMap<Step, usize> = BTreeMap::new();
    for pair in days.windows(2) {
        *counts.entry(Step::of(*pair[0].0, *pair[1].0)).or_default() += 1;
    }
    let (step, count) = counts.into_iter().max_by_key(|(_, count)| *count)?;
    (days.len() >= 4 && count * 10 >= (days.len() - 1) * 7).then_some(step)
}
