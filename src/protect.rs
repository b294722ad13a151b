//! [`Checked`] to [`Protected`]: the only stage that makes public cells.
//!
//! In: checked tables and their policies. Out: tables with only publishable cells, and how many cells were hidden.
//! Raw rows are dropped here.
//! Invariant: only this folder can make a [`PublicCell`], so a raw count cannot reach a page:
//!
//! ```compile_fail,E0451
//! use shelfmark::model::Value;
//! let forged = shelfmark::protect::PublicCell { text: "3".into(), value: Value::Number(3.0) };
//! ```
//!
//! ```compile_fail,E0308
//! use shelfmark::model::{Raw, Table};
//! use shelfmark::protect::Public;
//! fn render(_: &Table<Public>) {}
//! fn leak(raw: &Table<Raw>) { render(raw); }
//! ```

mod cells;
mod differences;
mod earlier;
mod earlier_faults;
mod explain;
mod extract;
mod ghosts;
mod guarded;
mod hide;
mod one;
mod order;
mod proof;
mod public;
mod reasons;
mod refusal;
mod statistics;
mod steps;
mod unpivoted;

pub use explain::Merge;
pub(crate) use explain::explain;
pub use one::{Audit, Narrow, NotProtected, OneTable, Why, audit_one, protect_one};
pub use proof::{Proof, Unproved};
pub use public::{Public, PublicCell};

use std::collections::BTreeMap;

use serde::{Deserialize, Serialize};

use self::cells::{ProtectedColumn, protect_column};
use self::guarded::{MoreHidden, guarded};
use self::order::row_key;
use crate::check::{Checked, CheckedParts};
use crate::diagnostic::{Findings, Rule, Severity};
use crate::disclosure::Memory;
use crate::load::LoadedTable;
use crate::model::{Dataset, Dictionary, Policy, Table, TableSpec};

/// A dataset of public cells. Only [`protect`] makes one.
pub struct Protected {
    dataset: Dataset<ProtectedTable>,
    warnings: usize,
    proof: Option<Proof>,
}

impl Protected {
    /// The dataset, how many warnings the rules gave, and what its published tables have to hold if anything is hidden.
    #[must_use]
    pub fn into_parts(self) -> (Dataset<ProtectedTable>, usize, Option<Proof>) {
        (self.dataset, self.warnings, self.proof)
    }
}

/// A table with only public cells.
pub struct ProtectedTable {
    /// Its entry in `dataset.yaml`.
    pub spec: TableSpec,
    /// Its dictionary.
    pub dictionary: Dictionary,
    /// Its cells.
    pub data: Table<Public>,
    /// How its cells were protected.
    pub protection: Protection,
}

/// The effect of a policy on a table.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Protection {
    /// The policy.
    pub policy: Policy,
    /// Counts hidden by the policy.
    pub hidden: usize,
    /// Cells that were already confidential in the source.
    pub hidden_before: usize,
    /// How many counts the policy hid in each column in which it hid any.
    pub hidden_in: BTreeMap<String, usize>,
    /// The columns of numbers that were judged not to count people, in the order of the table.
    pub other_numbers: Vec<String>,
    /// The columns that tell rows apart, if counts are protected.
    pub row_key: Vec<String>,
    /// The last release with which the counts are not compared, and why.
    pub not_compared: Option<(String, String)>,
}

/// The rules of this stage.
pub static RULES: [&Rule; 4] = [&earlier::RULE, &refusal::UNEVEN, &statistics::UNDECLARED, &steps::RULE];

/// Maps every raw cell to a public cell by the policies of the tables, and hides what else has to be hidden. `None`, with findings,
/// if nothing protects a hidden count. `memory` may know what was hidden before, if nothing has changed.
#[must_use]
pub fn protect(checked: Checked, memory: &dyn Memory) -> (Option<Protected>, Findings) {
    let parts = checked.into_parts();
    let mut warned = earlier_faults::find(&parts.dataset.tables, &parts.policies);
    if warned.iter().any(|found| found.severity == Severity::Error) {
        return (None, warned);
    }
    let guarded = guarded(&parts.dataset.tables, &parts.policies, &parts.totals);
    let hiding = hide::choose(parts.dataset.tables.len(), &guarded, &parts.dataset.metadata.kpis, memory);
    if !hiding.findings.is_empty() {
        warned.extend(hiding.findings);
        return (None, warned);
    }
    let CheckedParts { dataset, policies, warnings, .. } = parts;
    let Dataset { id, file, metadata, tables, guidance, notes } = dataset;
    let mut proof = hiding.proof;
    let tables = tables.into_iter().zip(policies).zip(&hiding.tables).enumerate();
    let tables = tables.map(|(at, ((table, policy), more))| {
        let (table, order) = protect_table(table, policy, more);
        if let Some(proof) = &mut proof {
            proof.reorder(at, &order);
        }
        table
    });
    let tables = tables.collect();
    let dataset = Dataset { id, file, metadata, tables, guidance, notes };
    (Some(Protected { dataset, warnings, proof }), warned)
}

fn protect_table(table: LoadedTable, policy: Policy, more: &MoreHidden) -> (ProtectedTable, Vec<usize>) {
    let exact = extract::exact_rows(&table);
    let row_key = if policy.below > 0 { row_key(&table) } else { Vec::new() };
    let LoadedTable { spec, dictionary, data, .. } = table;
    let is_number = |name: &str| dictionary.field(name).is_some_and(|field| field.kind.is_numeric());
    let names = data.columns.iter().map(|column| &column.name).enumerate();
    let other_numbers = names.filter(|(at, name)| is_number(name) && !policy.counts.contains(at)).map(|(_, name)| name.clone());
    let other_numbers = other_numbers.collect();
    let earlier = spec.protect.as_ref().and_then(|policy| policy.earlier.as_ref());
    let not_compared = earlier.map(|earlier| (earlier.ignore_to.to_string(), earlier.reason.clone()));
    let mut protection =
        Protection { policy, hidden: 0, hidden_before: 0, hidden_in: BTreeMap::new(), other_numbers, row_key, not_compared };
    let mut columns = Vec::with_capacity(data.columns.len());
    for (at, column) in data.columns.into_iter().enumerate() {
        let policy = Some(&protection.policy).filter(|policy| policy.counts.contains(&at));
        let ProtectedColumn { column, hidden, hidden_before } = protect_column(column, policy, more.get(&at), &exact);
        protection.hidden += hidden;
        protection.hidden_before += hidden_before;
        if hidden > 0 {
            protection.hidden_in.insert(column.name.clone(), hidden);
        }
        columns.push(column);
    }
    let mut data = Table { columns, rows: data.rows };
    let order = if protection.hidden > 0 { order::by_key(&mut data, &spec, is_number) } else { (0..data.rows).collect() };
    (ProtectedTable { spec, dictionary, data, protection }, order)
}
