//! One table that belongs to no portal: protected, or audited as somebody else has protected it.
//!
//! In: a table and its policy. Out: the table as it may be published and why each cell is hidden; or the hidden cells that can be
//! worked out too closely.
//! Invariant: the same model and the same proof as for a dataset.

use super::extract::Reading;
use super::guarded::{Guarded, MoreHidden, guarded, number_of};
use super::hide;
use super::reasons::{Published, printed_cells};
use super::statistics;
use super::{ProtectedTable, Protection, Public, protect_table};
use crate::check::{policy_and_totals, shares_of, wrong_names};
use crate::diagnostic::{Findings, counted};
use crate::disclosure::{Bounds, Contradiction, Count, Equation, Model, NoMemory, Share, Standing, too_narrow};
use crate::load::{LoadedTable, shown};
use crate::model::{Cell, Decimal, Marker, Policy, RawCell, Table, Value};

/// A table as it may be published.
pub struct OneTable {
    /// Its cells.
    pub data: Table<Public>,
    /// How they were protected.
    pub protection: Protection,
    /// The hidden cells: the line in the file, the column, and why.
    pub hidden: Vec<(usize, String, Why)>,
}

/// Why a cell is hidden.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum Why {
    /// It is small.
    Small,
    /// The source has hidden it.
    Source,
    /// Everybody in a group is in one category.
    WholeGroup,
    /// An earlier release hid it.
    Earlier,
    /// A hidden count could be worked out from it.
    Others,
}

impl Why {
    /// How many cells are hidden, and how many for which reason.
    #[must_use]
    pub fn summary(cells: &[(usize, String, Self)]) -> String {
        let of = |why: Self| cells.iter().filter(|(_, _, other)| *other == why).count();
        let (small, source, others) = (of(Self::Small), of(Self::Source), of(Self::Others));
        let rarer = [Self::WholeGroup, Self::Earlier].into_iter().filter(|why| of(*why) > 0);
        let rarer = rarer.fold(String::new(), |told, why| told + &format!(", {} {}", of(why), why.told()));
        let all = counted(cells.len(), "cell");
        format!("{all} hidden: {small} small, {source} hidden in the source, {others} to protect them{rarer}")
    }

    /// In words.
    #[must_use]
    pub fn told(self) -> &'static str {
        match self {
            Self::Small => "small",
            Self::Source => "hidden in the source",
            Self::WholeGroup => "in a group of one kind",
            Self::Earlier => "hidden in an earlier release",
            Self::Others => "protects others",
        }
    }
}

/// Why a table cannot be protected.
pub enum NotProtected {
    /// Nothing says how.
    NoPolicy,
    /// The policy does not fit the table; each reason as a sentence.
    Wrong(Vec<String>),
    /// Findings stop it.
    Findings(Findings),
}

/// Protects a table.
///
/// # Errors
/// If nothing says how its counts are protected, or nothing protects one.
pub fn protect_one(table: LoadedTable) -> Result<OneTable, NotProtected> {
    let (policy, totals) = policy_and_totals(&table, None);
    let policy = fitting(&table, policy)?;
    let (tables, policies, totals) = ([table], [policy], [totals]);
    let guarded = guarded(&tables, &policies, &totals);
    let hiding = hide::choose(1, &guarded, &[], &NoMemory);
    if !hiding.findings.is_empty() {
        return Err(NotProtected::Findings(hiding.findings));
    }
    let more = &hiding.tables[0];
    let hidden = guarded.first().map_or_else(Vec::new, |guarded| because(guarded, more));
    let ([table], [policy]) = (tables, policies);
    let (ProtectedTable { data, protection, .. }, _) = protect_table(table, policy, more);
    Ok(OneTable { data, protection, hidden })
}

/// A policy that fits its table: all that it names is there, and it protects something.
fn fitting(table: &LoadedTable, policy: Option<Policy>) -> Result<Policy, NotProtected> {
    let policy = policy.ok_or(NotProtected::NoPolicy)?;
    let mut wrong = wrong_names(table);
    let said = table.spec.protect.as_deref();
    for name in said.and_then(|said| said.counts.as_ref()).into_iter().flatten() {
        if !table.dictionary.field(name).is_some_and(|field| field.kind.is_numeric()) {
            wrong.push(format!("`counts` names `{}`, which is not a column of numbers", shown(name)));
        }
    }
    for (column, dimension) in said.into_iter().flat_map(|said| &said.dimensions) {
        let cells = table.data.column(column);
        let has =
            |total: &&String| !cells.is_some_and(|cells| cells.pool.iter().any(|cell| cell.published().trim() == total.trim()));
        if let Some(total) = dimension.total.as_ref().filter(has) {
            wrong.push(format!("`total` names `{}`, which no row has in `{}`", shown(total), shown(column)));
        }
    }
    if policy.counts.is_empty() {
        wrong.push("no column of whole numbers counts people; name those that do: `counts: [patients]`".to_owned());
    }
    if policy.below == 0 && !policy.says_why() {
        wrong.push("the policy hides nothing; if that is right, give the `reason`".to_owned());
    } else if policy.shows_small() && !policy.says_why() {
        wrong.push(format!("the policy shows counts of {}; if that is right, give the `reason`", policy.small_shown()));
    }
    if wrong.is_empty() { Ok(policy) } else { Err(NotProtected::Wrong(wrong)) }
}

/// Why each cell is hidden, in the order of the file.
pub(super) fn because(guarded: &Guarded<'_>, more: &MoreHidden) -> Vec<(usize, String, Why)> {
    let mut all = Vec::new();
    for (at, column) in guarded.table.data.columns.iter().enumerate() {
        let is_count = guarded.policy.counts.contains(&at);
        let why = |row: usize| match column.cell(row) {
            RawCell { value: Value::Missing(Marker::Confidential), .. } if is_count => Some(Why::Source),
            RawCell { value: Value::Number(number), is_other: false, .. } if is_count && guarded.policy.hides(*number) => {
                Some(Why::Small)
            }
            _ if !more.get(&at).is_some_and(|rows| rows.contains(&row)) => None,
            _ if guarded.whole.contains(&(at, row)) => Some(Why::WholeGroup),
            _ if guarded.earlier.has_hidden(at, row) => Some(Why::Earlier),
            _ => Some(Why::Others),
        };
        let cells = (0..guarded.table.data.rows).filter_map(|row| Some((row, why(row)?)));
        all.extend(cells.map(|(row, why)| (guarded.table.place(row, at).line, column.name.clone(), why)));
    }
    all.sort();
    all
}

/// What is wrong with a table that somebody else has protected.
pub struct Audit {
    /// How many cells are hidden.
    pub hidden: usize,
    /// How many cells of counts are blank, or hold a marker that does not stand for a hidden count. They are taken for 0.
    pub gaps: usize,
    /// Those that can be worked out too closely.
    pub narrow: Vec<Narrow>,
    /// Small counts that are shown: the line and the column.
    pub small: Vec<(usize, String)>,
    /// Statistics of hidden counts that are shown: the line and the column.
    pub statistics: Vec<(usize, String)>,
}

/// A hidden cell that can be worked out too closely.
pub struct Narrow {
    /// Its line in the file.
    pub line: usize,
    /// Its column.
    pub column: String,
    /// What it can be.
    pub bounds: Bounds,
    /// The cells from which it can be worked out, in words, for the first of them.
    pub from: Option<String>,
}

/// For so many counts, at most, an audit says from which cells they can be worked out.
const TOLD: usize = 20;

/// Audits a table whose counts have been hidden with `[c]`, or a marker that stands for it.
///
/// # Errors
/// If nothing says how its counts are protected, or it contradicts itself.
pub fn audit_one(table: &LoadedTable) -> Result<Result<Audit, Contradiction>, NotProtected> {
    let (policy, totals) = policy_and_totals(table, None);
    let policy = fitting(table, policy)?;
    let (tables, policies, totals) = (std::slice::from_ref(table), [policy], [totals]);
    let guarded = guarded(tables, &policies, &totals);
    let Some(one) = guarded.first() else {
        return Ok(Ok(Audit { hidden: 0, gaps: 0, narrow: Vec::new(), small: Vec::new(), statistics: Vec::new() }));
    };
    let mut beside = MoreHidden::new();
    let findings = statistics::hide(one, &mut beside);
    if !findings.is_empty() {
        return Err(NotProtected::Findings(findings));
    }
    let (_, mut assembled) = hide::modelled(&guarded, &[], Reading::Published);
    add_shares(&mut assembled.model, &assembled.places[0], one);
    let model = &assembled.model;
    let hidden: Vec<bool> =
        model.counts.iter().map(|count| count.number.is_none() && count.standing != Standing::Fixed).collect();
    let truth = vec![None; hidden.len()];
    let facts = model.facts(&hidden);
    let narrow = match too_narrow(&facts, &model.widths(&hidden), &truth) {
        Ok(narrow) => narrow,
        Err(contradiction) => return Ok(Err(contradiction)),
    };
    let below = i64::from(one.policy.below);
    let mut audit = Audit { hidden: 0, gaps: 0, narrow: Vec::new(), small: Vec::new(), statistics: Vec::new() };
    for (measure, column) in one.policy.counts.iter().enumerate() {
        let cells = &table.data.columns[*column];
        for (row, place) in assembled.places[0][measure].iter().enumerate() {
            let line = || table.place(row, *column).line;
            let Some(place) = place else { continue };
            match &cells.cell(row).value {
                Value::Missing(Marker::Confidential) => audit.hidden += 1,
                Value::Missing(_) | Value::Blank => audit.gaps += 1,
                Value::Number(number) if one.policy.hides(*number) => audit.small.push((line(), cells.name.clone())),
                _ => {}
            }
            // A large count that can be worked out more closely than a small one may be tells of nobody.
            let tells = |bounds: &Bounds| bounds.known().is_some() || bounds.least < below;
            let found = narrow.iter().find(|(count, bounds)| count == place && tells(bounds));
            let Some((_, bounds)) = found else { continue };
            let published = Published { assembled: &assembled, facts: &facts, hidden: &hidden };
            let is_told = audit.narrow.len() < TOLD;
            let from = is_told.then(|| printed_cells(&guarded, published, (0, *place)).cells).flatten();
            audit.narrow.push(Narrow { line: line(), column: cells.name.clone(), bounds: *bounds, from });
        }
    }
    // What shares of counts tell is part of the model. What a median tells is not.
    let shares: Vec<usize> = shares_of(one.table, one.policy).into_iter().map(|share| share.share).collect();
    for (column, rows) in beside.into_iter().filter(|(column, _)| !shares.contains(column)) {
        let cells = &table.data.columns[column];
        let shown = rows.into_iter().filter(|row| number_of(cells.cell(*row)).is_some());
        audit.statistics.extend(shown.map(|row| (table.place(row, column).line, cells.name.clone())));
    }
    Ok(Ok(audit))
}

/// Adds what the columns of shares say of the counts in their rows.
fn add_shares(model: &mut Model, places: &[Vec<Option<usize>>], one: &Guarded<'_>) {
    let measure = |column: usize| one.policy.counts.iter().position(|other| *other == column);
    for share in shares_of(one.table, one.policy) {
        let Some(part) = measure(share.part) else { continue };
        for (row, place) in places[part].iter().enumerate() {
            let said = number_of(one.table.data.columns[share.share].cell(row));
            let units = said.and_then(|said| i64::try_from((said * Decimal::from(10_i64.pow(share.places))).round()).ok());
            let (Some(units), Some(part)) = (units, *place) else { continue };
            let whole = match measure(share.whole) {
                Some(measure) => places[measure][row],
                // What counts nobody is known to everybody.
                None => number_of(one.table.data.columns[share.whole].cell(row)).and_then(|number| {
                    let number = i64::try_from(number).ok()?;
                    let known = Bounds::exactly(number);
                    let count =
                        Count { number: Some(number), shown: known, hidden: known, width: 0, standing: Standing::Fixed, loss: 0 };
                    model.counts.push(count);
                    Some(model.counts.len() - 1)
                }),
            };
            let Some(whole) = whole else { continue };
            let of = match (share.is_of_part, share.is_of_whole) {
                (true, _) => vec![(part, 1)],
                (false, true) => vec![(whole, 1), (part, -1)],
                (false, false) => vec![(whole, 1)],
            };
            let to = if share.is_of_whole { vec![(whole, 1)] } else { vec![(whole, 1), (part, 1)] };
            let equations = Equation::share(&of, &to, (units, share.places), i64::from(share.factor));
            model.shares.extend(equations.map(|equation| Share { equation, hidden_with: Vec::new() }));
        }
    }
}
