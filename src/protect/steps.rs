//! Running totals: the step from one period to the next is a count that stands in no cell.
//!
//! In: a table, and the columns that its author says are running totals. Out: a count of the model for each small step, and a
//! finding for a column that looks like a running total and of which nobody says anything.

use std::collections::BTreeMap;

use super::guarded::Guarded;
use crate::check::Dimensions;
use crate::diagnostic::{Findings, Rule, Severity};
use crate::disclosure::{Assembled, Bounds, Count, Equation, Standing};
use crate::load::shown;
use crate::model::{Cell, Decimal, Field, KpiSpec, Value, ValueSpec};

/// Running totals of which nobody says that they are.
pub(crate) static RULE: Rule = Rule {
    id: "protect/running-total",
    severity: Severity::Error,
    finds: "A column of counts that never falls from one period to the next, and rises by counts that the policy would hide, while \
        `cumulative` says nothing of it.",
    matters: "If it is a running total, each step is a count of people: from 12 cases to 13 is one person, and the day is known.",
    example: "day,cases\n2025-03-01,12\n2025-03-02,13\n2025-03-03,13\n2025-03-04,15\n2025-03-05,16",
    put_right: "Write `protect: {cumulative: [cases]}`: values are hidden until no small step can be worked out. Fewer periods, such \
        as months, or rounding keep more of them. Write `cumulative: []` if no column is a running total.",
};

/// The fewest steps by which a column is known to never fall, if its words or a KPI say that it may be a running total.
const FEWEST: usize = 4;
/// The fewest if nothing says so: what grows for a few months is not yet a running total.
const FEWEST_UNSAID: usize = 12;
/// Words for running totals.
const WORDS: [&str; 6] = ["cumulative", "running total", "so far", "to date", "in total since", "since the start"];

/// How many rows are looked at first.
const FIRST: usize = 2_000;

/// A step: the rows before and after it, and how far it goes.
struct Step {
    from: usize,
    to: usize,
    size: i64,
}

/// The columns of counts that the author says are running totals. `None` if nothing is said.
fn declared(guarded: &Guarded<'_>) -> Option<Vec<usize>> {
    let names = guarded.table.spec.protect.as_ref()?.cumulative.as_ref()?;
    Some(names.iter().filter_map(|name| guarded.table.data.position(name)).collect())
}

/// Whether a table has a small step.
pub(super) fn any(guarded: &Guarded<'_>) -> bool {
    let columns = declared(guarded).unwrap_or_default();
    if columns.is_empty() {
        return false;
    }
    let known = Dimensions::of_all_rows(guarded.table);
    columns
        .into_iter()
        .any(|column| steps(&known, guarded, column, usize::MAX).iter().flatten().any(|step| is_small(guarded, step.size)))
}

/// Findings about columns that look like running totals.
pub(super) fn undeclared(guarded: &Guarded<'_>, kpis: &[KpiSpec]) -> Findings {
    let mut findings = Findings::default();
    if guarded.policy.below == 0 || declared(guarded).is_some() {
        return findings;
    }
    let is_time = |field: &Field| field.kind.is_temporal();
    if !guarded.table.dictionary.fields.iter().any(is_time) {
        return findings;
    }
    let known = Dimensions::of_all_rows(guarded.table);
    for column in guarded.policy.counts.iter().copied() {
        // Nearly every other column falls within a few rows.
        if steps(&known, guarded, column, FIRST).iter().flatten().any(|step| step.size < 0) {
            continue;
        }
        let groups = steps(&known, guarded, column, usize::MAX);
        let sizes: Vec<i64> = groups.iter().flatten().map(|step| step.size).collect();
        let rises = sizes.iter().filter(|size| **size > 0).count();
        let small = groups.iter().flatten().find(|step| is_small(guarded, step.size));
        let fewest = if says_so(guarded, column, kpis) { FEWEST } else { FEWEST_UNSAID };
        let never_falls = sizes.len() >= fewest && rises + 1 >= FEWEST && sizes.iter().all(|size| *size >= 0);
        let Some(small) = small.filter(|_| never_falls) else { continue };
        let name = shown(&guarded.table.data.columns[column].name);
        let message =
            format!("`{name}` never falls from one period to the next: if it is a running total, its steps are small counts");
        let found = RULE.finding(message).at(guarded.table.place(small.to, column).without_excerpt(), "");
        findings.push(found.help(format!(
            "write `protect: {{cumulative: [{name}]}}` to protect its steps, publish fewer periods, or round (`round_to: 5`); write \
             `cumulative: []` if it is no running total"
        )));
    }
    findings
}

/// Whether the words of a column, or a KPI that takes its latest value, say that it may be a running total.
fn says_so(guarded: &Guarded<'_>, column: usize, kpis: &[KpiSpec]) -> bool {
    let name = &guarded.table.data.columns[column].name;
    let field = guarded.table.dictionary.field(name);
    let words = |field: &Field| format!("{} {}", field.title, field.description.as_str()).to_lowercase();
    let words = field.map(words).unwrap_or_default();
    let takes_latest = |kpi: &KpiSpec| matches!(&kpi.value, ValueSpec::Latest(formula) if formula.trim() == name);
    let of_table = kpis.iter().filter(|kpi| *kpi.table == *guarded.table.spec.name);
    WORDS.iter().any(|word| words.contains(word)) || of_table.into_iter().any(takes_latest)
}

/// Adds the small steps to a model.
pub(super) fn add(assembled: &mut Assembled, at: usize, guarded: &Guarded<'_>) {
    let columns = declared(guarded).unwrap_or_default();
    if columns.is_empty() {
        return;
    }
    let known = Dimensions::of_all_rows(guarded.table);
    for column in columns {
        let Some(measure) = guarded.policy.counts.iter().position(|other| *other == column) else { continue };
        // Any two values that are shown tell the steps between them, so all values of a group are tied to each other.
        for group in steps(&known, guarded, column, usize::MAX)
            .into_iter()
            .filter(|group| group.iter().any(|step| is_small(guarded, step.size)))
        {
            for Step { from, to, size } in group {
                let places = [from, to].map(|row| assembled.places[at][measure][row]);
                let [Some(from), Some(to)] = places else { continue };
                let any = Bounds::from(0);
                let width = if is_small(guarded, size) { i64::from(guarded.policy.width) } else { 0 };
                let count = Count { number: Some(size), shown: any, hidden: any, width, standing: Standing::Primary, loss: 0 };
                let step = assembled.model.counts.len();
                assembled.model.counts.push(count);
                let terms = vec![(to, 1), (from, -1), (step, -1)];
                assembled.model.equations.push(Equation { terms, least: Some(0), most: Some(0) });
            }
        }
    }
}

fn is_small(guarded: &Guarded<'_>, size: i64) -> bool {
    size != 0 && guarded.policy.hides(Decimal::from(size))
}

/// The steps of a column from period to period, for each combination of its other keys, in the first rows of the table.
fn steps(known: &Dimensions<'_>, guarded: &Guarded<'_>, column: usize, most: usize) -> Vec<Vec<Step>> {
    let table = guarded.table;
    let is_time =
        |at: &usize| table.dictionary.field(&table.data.columns[*at].name).is_some_and(|field| field.kind.is_temporal());
    let keys: Vec<usize> = known.columns().collect();
    let Some(time) = keys.iter().copied().find(is_time) else { return Vec::new() };
    let mut groups: BTreeMap<Vec<u32>, Vec<usize>> = BTreeMap::new();
    for row in 0..table.data.rows.min(most) {
        let others = keys.iter().filter(|at| !is_time(at));
        groups.entry(others.map(|at| known.meaning(*at, row)).collect()).or_default().push(row);
    }
    let period = |row: usize| table.data.columns[time].cell(row).value();
    let number = |row: usize| match table.data.columns[column].cell(row) {
        cell if cell.is_other => None,
        cell => match cell.value {
            Value::Number(number) if number.fract().is_zero() => i64::try_from(number).ok(),
            _ => None,
        },
    };
    let steps = |mut rows: Vec<usize>| {
        rows.sort_by(|one, other| match (period(*one), period(*other)) {
            (Value::Period(one), Value::Period(other)) => one.cmp(other),
            _ => one.cmp(other),
        });
        let known: Vec<(usize, i64)> = rows.into_iter().filter_map(|row| Some((row, number(row)?))).collect();
        known.windows(2).map(|pair| Step { from: pair[0].0, to: pair[1].0, size: pair[1].1 - pair[0].1 }).collect::<Vec<_>>()
    };
    groups.into_values().map(steps).collect()
}
