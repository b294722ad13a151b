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
use super::ghosts::ghost_table;
use super::guarded::{Guarded, MoreHidden};
use super::proof::Proof;
use super::reasons::Published;
use super::refusal;
use super::statistics;
use super::steps;
use crate::diagnostic::Findings;
use crate::disclosure::{Assembled, CountTable, Memory, NoMemory, Origin, assemble, select_once, too_narrow};
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
    // What does not fit was revised: the older half of what was printed is then left aside.
    let ghosts = guarded.iter().map(|guarded| guarded.earlier.ghosts.len()).max().unwrap_or(0);
    let with_fewer_ghosts = || {
        let fewer: Vec<Guarded<'_>> = guarded.iter().map(|guarded| guarded.with_last_ghosts(ghosts / 2)).collect();
        choose(tables, &fewer, kpis, &NoMemory)
    };
    let Some((counts, assembled, chosen, origin)) = tried else {
        if ghosts > 0 {
            return with_fewer_ghosts();
        }
        hiding.findings.push(refusal::contradiction(guarded));
        return hiding;
    };
    let facts = assembled.model.facts(&chosen.hidden);
    let truth: Vec<Option<i64>> = assembled.model.counts.iter().map(|count| count.number).collect();
    let mut unsafe_counts: BTreeSet<usize> = chosen.unprotected.iter().copied().collect();
    match too_narrow(&facts, &assembled.model.widths(&chosen.hidden), &truth) {
        Ok(narrow) => unsafe_counts.extend(narrow.into_iter().map(|(count, _)| count)),
        Err(_) if ghosts > 0 => return with_fewer_ghosts(),
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
    for (at, guarded) in all.iter().enumerate() {
        for ghost in &guarded.earlier.ghosts {
            tables.push(ghost_table(ghost, guarded, &tables[at]));
        }
    }
    if tables.len() > all.len() {
        assembled = assemble(&tables);
    }
    (tables, assembled)
}
