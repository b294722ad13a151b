//! Which cells of a dataset to hide beside the small counts, so that none of those can be worked out.
//!
//! In: the checked tables of a dataset, their policies and totals. Out: the rows to hide in each column, and findings where
//! nothing protects a count.
//! Invariant: all tables of a dataset make one model, because what one of them prints is known to readers of the others.

mod links;
mod sums;
mod wholes;

use std::collections::BTreeSet;

use super::differences;
use super::extract::{Reading, extract};
use super::ghosts::{ghost_table, gone_totals};
use super::guarded::{Guarded, MoreHidden};
use super::proof::Proof;
use super::reasons::Published;
use super::refusal;
use super::statistics;
use super::steps;
use crate::diagnostic::Findings;
use crate::disclosure::{Assembled, Bounds, CountTable, Memory, NoMemory, Origin, assemble, select_once, too_narrow};
use crate::model::{KpiSpec, Value};

/// What to hide in a dataset.
#[derive(Default)]
pub(super) struct Hiding {
    /// For each table, what to hide beside its small counts.
    pub(super) tables: Vec<MoreHidden>,
    /// What stops the dataset.
    pub(super) findings: Findings,
    /// What the published files have to hold, if anything is hidden.
    pub(super) proof: Option<Proof>,
}

/// Tables as one model, with everything that their columns say of each other.
pub(super) fn modelled(guarded: &[Guarded<'_>], kpis: &[KpiSpec], reading: Reading) -> (Vec<CountTable>, Assembled) {
    let (counts, mut assembled) = one_model(guarded, reading);
    for (at, guarded) in guarded.iter().enumerate() {
        links::add(&mut assembled, at, guarded);
        sums::add(&mut assembled, at, &counts[at], guarded);
        if reading != Reading::Published {
            wholes::add(&mut assembled, at, &counts[at], guarded);
        }
        differences::add(&mut assembled, at, guarded, kpis);
        steps::add(&mut assembled, at, guarded);
    }
    (counts, assembled)
}

/// Chooses what to hide. A dataset that hides nothing costs a look at its distinct cells.
pub(super) fn choose(tables: usize, guarded: &[Guarded<'_>], kpis: &[KpiSpec], memory: &dyn Memory) -> Hiding {
    let mut hiding = Hiding { tables: vec![MoreHidden::new(); tables], findings: Findings::default(), proof: None };
    for guarded in guarded {
        hiding.findings.extend(steps::undeclared(guarded, kpis));
    }
    let hides = |guarded: &Guarded<'_>| guarded.hides_any() || differences::any(kpis, guarded) || steps::any(guarded);
    if !guarded.iter().any(hides) {
        return hiding;
    }
    let tried = [Reading::Raw, Reading::RawWithGaps].into_iter().find_map(|reading| {
        let (counts, assembled) = modelled(guarded, kpis, reading);
        let (chosen, origin) = select_once(&assembled.model, memory).ok()?;
        Some((counts, assembled, chosen, origin))
    });
    // What does not fit was revised.
    let has_ghosts = guarded.iter().any(|guarded| !guarded.earlier.ghosts.is_empty());
    let with_those_that_fit = || choose(tables, &fitting(guarded, kpis), kpis, memory);
    let Some((counts, assembled, chosen, origin)) = tried else {
        if has_ghosts {
            return with_those_that_fit();
        }
        hiding.findings.push(refusal::contradiction(guarded));
        return hiding;
    };
    let facts = assembled.model.facts(&chosen.hidden);
    let truth: Vec<Option<i64>> = assembled.model.counts.iter().map(|count| count.number).collect();
    let mut unsafe_counts: BTreeSet<usize> = chosen.unprotected.iter().copied().collect();
    match too_narrow(&facts, &assembled.model.widths(&chosen.hidden), &truth) {
        Ok(narrow) => {
            let gone = only_in_ghosts(guarded, &assembled);
            // Of a row that is gone, only a small count tells of anybody.
            let below = guarded.iter().map(|guarded| i64::from(guarded.policy.below)).max().unwrap_or(0);
            unsafe_counts.retain(|count| !gone.contains(count));
            let tells = |bounds: &Bounds| bounds.least < below && bounds.most != Some(0);
            let found = narrow.into_iter().filter(|(count, bounds)| !gone.contains(count) || tells(bounds));
            unsafe_counts.extend(found.map(|(count, _)| count));
        }
        Err(_) => hiding.findings.push(refusal::contradiction(guarded)),
    }
    if origin == Origin::Recalled && !unsafe_counts.is_empty() {
        return choose(tables, guarded, kpis, &NoMemory);
    }
    let published = Published { assembled: &assembled, facts: &facts, hidden: &chosen.hidden };
    let is_told = !unsafe_counts.is_empty() && is_safe_without_releases(tables, guarded, kpis);
    let because = if is_told { refusal::Because::EarlierReleases } else { refusal::Because::Published };
    hiding.findings.extend(refusal::of_counts(guarded, published, &unsafe_counts, because));
    hiding.findings.extend(refusal::of_sums(guarded, &counts, &assembled, &chosen.hidden));
    for (at, guarded) in guarded.iter().enumerate() {
        let more = &mut hiding.tables[guarded.at];
        for (measure, column) in guarded.policy.counts.iter().enumerate() {
            let places = assembled.places[at][measure].iter().enumerate();
            let hidden = places.filter(|(_, place)| place.is_some_and(|place| chosen.hidden[place])).map(|(row, _)| row);
            let is_number = |row: &usize| matches!(guarded.table.data.columns[*column].cell(*row).value, Value::Number(_));
            let rows: BTreeSet<usize> = hidden.filter(is_number).collect();
            if !rows.is_empty() {
                more.insert(*column, rows);
            }
        }
        hiding.findings.extend(statistics::hide(guarded, more));
        for (column, row) in guarded.hidden_beside_before() {
            if matches!(guarded.table.data.columns[column].cell(row).value, Value::Number(_)) {
                more.entry(column).or_default().insert(row);
            }
        }
        hiding.findings.extend(refusal::of_statistics(guarded, more));
    }
    hiding.proof = Some(Proof::of(guarded, &assembled, &chosen, &hiding.tables));
    hiding
}

/// The same tables with only those rows of earlier releases that fit the counts of now, and each other. The newest come first.
fn fitting<'a>(guarded: &[Guarded<'a>], kpis: &[KpiSpec]) -> Vec<Guarded<'a>> {
    type Chosen = BTreeSet<(usize, usize)>;
    let with = |chosen: &Chosen| -> Vec<Guarded<'a>> {
        guarded.iter().enumerate().map(|(at, one)| one.with_ghosts(|ghost| chosen.contains(&(at, ghost)))).collect()
    };
    let fits = |chosen: &Chosen| {
        let some = with(chosen);
        [Reading::Raw, Reading::RawWithGaps].iter().any(|reading| modelled(&some, kpis, *reading).1.model.completed().is_ok())
    };
    let each = |(at, one): (usize, &Guarded<'a>)| (0..one.earlier.ghosts.len()).map(move |ghost| (at, ghost)).collect::<Vec<_>>();
    let mut all: Vec<(usize, usize)> = guarded.iter().enumerate().flat_map(each).collect();
    all.sort_by_key(|(at, ghost)| (std::cmp::Reverse(*ghost), *at));
    let mut kept = Chosen::new();
    let mut left = vec![all];
    while let Some(mut some) = left.pop() {
        let more: Chosen = kept.iter().chain(&some).copied().collect();
        if fits(&more) {
            kept = more;
        } else if some.len() > 1 {
            left.push(some.split_off(some.len() / 2));
            left.push(some);
        }
    }
    with(&kept)
}

/// The counts that stand in earlier releases alone.
fn only_in_ghosts(guarded: &[Guarded<'_>], assembled: &Assembled) -> BTreeSet<usize> {
    let (now, then) = assembled.places.split_at(guarded.len());
    let counts = |places: &[Vec<Vec<Option<usize>>>]| -> BTreeSet<usize> {
        places.iter().flatten().flatten().flatten().copied().collect()
    };
    if then.is_empty() { BTreeSet::new() } else { counts(then).difference(&counts(now)).copied().collect() }
}

/// Whether all hidden counts would be safe if nobody had seen an earlier release.
fn is_safe_without_releases(tables: usize, guarded: &[Guarded<'_>], kpis: &[KpiSpec]) -> bool {
    let is_known = guarded.iter().any(|guarded| guarded.earlier.knows_any());
    is_known
        && choose(tables, &guarded.iter().map(Guarded::without_releases).collect::<Vec<_>>(), kpis, &NoMemory).findings.is_empty()
}

/// The tables as one model. Tables share counts if what they share is the same everywhere, or the author says that they count the
/// same people.
fn one_model(all: &[Guarded<'_>], reading: Reading) -> (Vec<CountTable>, Assembled) {
    let universe = |guarded: &Guarded<'_>| {
        let said = guarded.table.spec.protect.as_ref().and_then(|policy| policy.universe.clone());
        said.unwrap_or_default()
    };
    let mut tables: Vec<CountTable> = all
        .iter()
        .map(|guarded| {
            let Guarded { at, table, policy, totals, .. } = guarded;
            let others = all.iter().filter(|other| other.at != *at).flat_map(|other| &other.table.data.columns);
            let elsewhere = others.map(|column| column.name.as_str()).collect();
            let mut table = extract(table, policy, totals, universe(guarded), reading, &elsewhere);
            guarded.stand(&mut table);
            guarded.earlier.stand(&mut table, guarded.policy);
            table
        })
        .collect();
    let mut assembled = assemble(&tables);
    for _ in 0..tables.len() {
        let Some((table, _, _)) = assembled.unequal.first().copied() else { break };
        // Where most of what looks the same is the same, single cells were revised; where it is not, the tables count other people.
        if assembled.unequal.len() < assembled.shared {
            break;
        }
        tables[table].universe = format!("table {table}");
        assembled = assemble(&tables);
    }
    let ghosts = all.iter().flat_map(|guarded| &guarded.earlier.ghosts);
    let releases: BTreeSet<&str> = ghosts.map(|ghost| ghost.release.as_str()).collect();
    for (at, guarded) in all.iter().enumerate() {
        let gone = gone_totals(guarded);
        for ghost in &guarded.earlier.ghosts {
            let release = releases.iter().position(|release| *release == ghost.release).unwrap_or(0);
            tables.push(ghost_table(ghost, release, guarded, (&tables[at], &gone)));
        }
    }
    if tables.len() > all.len() {
        assembled = assemble(&tables);
    }
    (tables, assembled)
}
