//! The rule book: the rules that `shelfmark explain` lists, and that settings and waivers can name.

use std::sync::LazyLock;

use crate::diagnostic::RuleBook;
use crate::{check, load, protect, release, review, scan, theme};

/// The rules of all stages.
pub static RULES: LazyLock<RuleBook> = LazyLock::new(|| {
    let stages = [&load::RULES[..], &scan::RULES, &check::RULES, &protect::RULES, &theme::RULES, &review::RULES, &release::RULES];
    RuleBook::new(stages.concat())
});
