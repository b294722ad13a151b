//! What is said where nothing protects a hidden count.
//!
//! Invariant: no finding shows a count, an interval or the row in which a hidden count stands; it names the line.

use std::collections::{BTreeMap, BTreeSet};

use super::earlier;
use super::guarded::{Guarded, MoreHidden};
use super::reasons::{Published, Reason, printed_cells};
use crate::check::GIVEN_AWAY;
use crate::diagnostic::{Diagnostic, Findings, Rule, Severity, counted, shortened};
use crate::disclosure::{Assembled, CountTable, SumAt};
use crate::load::shown;
use crate::model::version_order;

/// How many lines a finding names.
const LINES: usize = 5;

/// Totals that do not come out.
pub(crate) static UNEVEN: Rule = Rule {
    id: "protect/uneven-total",
    severity: Severity::Error,
    finds: "A total beside hidden counts that is not the sum of its parts, so that nobody can tell what it gives away.",
    matters: "A reader who knows how the total is made may work a hidden count out from it. What Shelfmark does not know, it cannot \
        protect.",
    example: "sex,patients\nF,60\nM,3          (hidden)\nAll,64        (63, or one person of unknown sex)",
    put_right: "Correct the total, or write `dimensions: {sex: {parts: {All: [F, M]}}}` with the values that add up to it. Where one \
        person can be counted under several values, write `dimensions: {sex: {total: All, adds_up: false}}`.",
};

/// The finding for tables that contradict themselves.
pub(super) fn contradiction(guarded: &[Guarded<'_>]) -> Diagnostic {
    let table = guarded[0].table;
    let column = guarded[0].policy.counts[0];
    let message = "the totals do not fit the counts beside them: no numbers for the hidden counts agree with all of them";
    let found = UNEVEN.finding(message.to_owned()).at(table.place(0, column).without_excerpt(), "");
    found.help("correct the totals; if the source hides 0 as well, write `zeros: hidden` in the table's `protect`")
}

/// Why a hidden count can be worked out.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Because {
    /// From what is published now.
    Published,
    /// Only together with what earlier releases have printed.
    EarlierReleases,
}

/// The findings for hidden counts that can be worked out.
pub(super) fn of_counts(
    all: &[Guarded<'_>],
    published: Published<'_>,
    unsafe_counts: &BTreeSet<usize>,
    because: Because,
) -> Findings {
    let assembled = published.assembled;
    let mut findings = Findings::default();
    let mut placed = BTreeSet::new();
    for (at, guarded) in all.iter().enumerate() {
        for (measure, column) in guarded.policy.counts.iter().enumerate() {
            let cells = assembled.places[at][measure].iter().enumerate();
            let found = cells.filter_map(|(row, place)| Some((row, place.filter(|place| unsafe_counts.contains(place))?)));
            let (rows, counts): (Vec<usize>, Vec<usize>) = found.unzip();
            placed.extend(counts.iter().copied());
            if let Some(first) = rows.first() {
                let name = shown(&guarded.table.data.columns[*column].name);
                let lines: Vec<String> = rows.iter().map(|row| line(guarded, *column, *row)).collect();
                let what = if rows.len() == 1 { "a hidden count".to_owned() } else { counted(rows.len(), "hidden count") };
                let which = if rows.len() == 1 { String::new() } else { format!(" (lines {})", shortened(&lines, LINES)) };
                let place = guarded.table.place(*first, *column).without_excerpt();
                let Reason { cells, releases } = printed_cells(all, published, (at, counts[0]));
                let why = cells.map_or_else(String::new, |cells| {
                    format!("; the one in line {} follows from {cells}", line(guarded, *column, *first))
                });
                if because == Because::EarlierReleases {
                    findings.push(of_releases((&what, &name, &which), &releases, &why).at(place, ""));
                    continue;
                }
                let message = format!(
                    "{what} in `{name}`{which} can be worked out from the figures that are published with it, whatever else is hidden{why}"
                );
                let found = GIVEN_AWAY.finding(message).at(place, "");
                findings.push(found.help("combine groups, or leave out totals, until no count is small"));
            }
        }
    }
    let ghosts = all.iter().flat_map(|one| one.earlier.ghosts.iter().map(move |ghost| (one, ghost)));
    for ((one, ghost), places) in ghosts.zip(&assembled.places[all.len()..]) {
        for (measure, column) in one.policy.counts.iter().enumerate() {
            let is_found =
                |place: &Option<usize>| place.is_some_and(|place| unsafe_counts.contains(&place) && placed.insert(place));
            let Some(row) = places[measure].iter().position(is_found) else { continue };
            let key: Vec<String> = ghost.rows[row].0.values().map(|cell| shown(cell)).collect();
            let message = format!(
                "a count that release {} hid in `{}` ({}) can be worked out from that release and what would be published now",
                ghost.release,
                shown(&one.table.data.columns[*column].name),
                key.join(", ")
            );
            findings.push(earlier::RULE.finding(message).at(one.table.whole(), "").help(AGAINST_RELEASES));
        }
    }
    if let Some(guarded) = all.first().filter(|_| unsafe_counts.iter().any(|count| !placed.contains(count))) {
        let message = "the difference of two columns that a KPI takes from each other is a small count, and can be worked out";
        let place = guarded.table.place(0, guarded.policy.counts[0]).without_excerpt();
        findings
            .push(GIVEN_AWAY.finding(message.to_owned()).at(place, "").help("publish one of the two columns, or combine groups"));
    }
    findings
}

/// The finding for hidden counts of a column that earlier releases give away.
fn of_releases((what, name, which): (&str, &str, &str), releases: &BTreeSet<String>, why: &str) -> Diagnostic {
    let message = format!("{what} in `{name}`{which} can be worked out from this table and what {}{why}", printed_by(releases));
    earlier::RULE.finding(message).help(AGAINST_RELEASES)
}

/// What to do against what earlier releases give away.
const AGAINST_RELEASES: &str = "combine groups, under a new name; withdraw the release (`shelfmark withdraw VERSION --reason \"...\"`); or, if all counts \
    were revised since, write `earlier: {ignore_to: VERSION, reason: ...}` in the table's `protect`";

fn printed_by(releases: &BTreeSet<String>) -> String {
    let mut releases: Vec<String> = releases.iter().cloned().collect();
    releases.sort_by(|one, other| version_order(one, other));
    match releases.len() {
        0 => "earlier releases have printed".to_owned(),
        1 => format!("release {} has printed", releases[0]),
        _ => format!("releases {} have printed", shortened(&releases, LINES)),
    }
}

/// The findings for statistics that are hidden with a count, and that an earlier release has printed as they are.
pub(super) fn of_statistics(guarded: &Guarded<'_>, more: &MoreHidden) -> Findings {
    let mut findings = Findings::default();
    for (column, rows) in more.iter().filter(|(column, _)| !guarded.policy.counts.contains(column)) {
        let releases: BTreeMap<usize, &String> =
            rows.iter().filter_map(|row| Some((*row, guarded.earlier.printed.get(&(*column, *row))?))).collect();
        let Some(first) = releases.keys().next() else { continue };
        let message = format!(
            "{} of `{}` would be hidden with the count that they are about, but {} them",
            counted(releases.len(), "cell"),
            shown(&guarded.table.data.columns[*column].name),
            printed_by(&releases.values().map(|release| (*release).clone()).collect())
        );
        let found = earlier::RULE.finding(message).at(guarded.table.place(*first, *column).without_excerpt(), "");
        findings.push(found.help(AGAINST_RELEASES));
    }
    findings
}

/// The findings for totals beside hidden counts that do not come out.
pub(super) fn of_sums(guarded: &[Guarded<'_>], tables: &[CountTable], assembled: &Assembled, hidden: &[bool]) -> Findings {
    let mut findings = Findings::default();
    let mut of: BTreeMap<(usize, usize, usize), Vec<usize>> = BTreeMap::new();
    // Sums of earlier releases that do not come out were revised.
    for (source, counts) in assembled.uneven.iter().filter(|(source, _)| source.table < guarded.len()) {
        if counts.iter().any(|count| hidden[*count]) {
            of.entry((source.table, source.dimension, source.measure)).or_default().push(source.row);
        }
    }
    for ((table, at, measure), mut rows) in of {
        rows.dedup();
        let (guard, dimension) = (&guarded[table], &tables[table].dimensions[at]);
        let is_declared = guard.table.spec.dimension(&dimension.name).is_some();
        let is_place = |source: &SumAt| (source.table, source.dimension, source.measure) == (table, at, measure);
        let even = assembled.sources.iter().filter(|source| is_place(source)).count();
        let uneven: Vec<&Vec<usize>> =
            assembled.uneven.iter().filter(|(source, _)| is_place(source)).map(|(_, counts)| counts).collect();
        let near = uneven.iter().filter(|counts| nearly_adds_up(assembled, counts)).count();
        // What is a total of other counts may be nothing of the kind here: the number of a week is not that of men and women.
        if !is_declared && even < uneven.len() && near * 2 < uneven.len() {
            continue;
        }
        let guarded = guard;
        let column = guarded.policy.counts[measure];
        let value = tables[table].keys[rows[0]]
            .get(tables[table].dimensions.iter().position(|other| other.name == dimension.name).unwrap_or(0));
        let value = value.map_or("", |value| dimension.values[*value as usize].as_str());
        let (value, name) = (shown(value), shown(&dimension.name));
        let lines: Vec<String> = rows.iter().map(|row| line(guarded, column, *row)).collect();
        let lines = if rows.len() == 1 { format!("line {}", lines[0]) } else { format!("lines {}", shortened(&lines, LINES)) };
        let message = format!(
            "`{value}` in `{name}` stands beside hidden counts and is not the sum of the others ({lines}, `{}`)",
            shown(&guarded.table.data.columns[column].name)
        );
        let found = UNEVEN.finding(message).at(guarded.table.place(rows[0], column).without_excerpt(), "");
        findings.push(found.help(format!(
            "correct it; name its parts (`dimensions: {{{name}: {{parts: {{{value}: [...]}}}}}}`); or, if one person can be counted \
             under several values, write `dimensions: {{{name}: {{total: {value}, adds_up: false}}}}`"
        )));
    }
    findings
}

/// Whether parts come to about their total. The total comes first.
fn nearly_adds_up(assembled: &Assembled, counts: &[usize]) -> bool {
    let number = |count: &usize| assembled.model.counts[*count].number.unwrap_or(0);
    let Some((whole, parts)) = counts.split_first() else { return false };
    let (whole, parts) = (number(whole), parts.iter().map(number).sum::<i64>());
    (whole - parts).abs().saturating_mul(4) <= whole.abs()
}

/// The line in the file where a cell stands.
fn line(guarded: &Guarded<'_>, column: usize, row: usize) -> String {
    guarded.table.place(row, column).line.to_string()
}
