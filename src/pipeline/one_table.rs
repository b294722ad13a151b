//! One table that belongs to no portal, protected or audited.

use crate::disclosure::Contradiction;
use crate::load::LoadedTable;
use crate::protect::{Audit, NotProtected, OneTable, audit_one, protect_one};

/// Protects a table by its policy.
///
/// # Errors
/// If nothing says how its counts are protected, or nothing protects one.
pub fn protect_table(table: LoadedTable) -> Result<OneTable, NotProtected> {
    protect_one(table)
}

/// Audits a table whose counts somebody else has hidden.
///
/// # Errors
/// If nothing says how its counts are protected. The inner error is a table that contradicts itself.
pub fn audit_table(table: &LoadedTable) -> Result<Result<Audit, Contradiction>, NotProtected> {
    audit_one(table)
}
