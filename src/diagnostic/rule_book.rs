//! All rules by their names.

use super::{Rule, did_you_mean};

/// The rules of all stages, sorted by name. It is handed to those that look rules up, since a stage cannot name what comes after it.
#[derive(Clone, Debug)]
pub struct RuleBook {
    rules: Vec<&'static Rule>,
}

impl RuleBook {
    /// A book of these rules.
    #[must_use]
    pub fn new(mut rules: Vec<&'static Rule>) -> Self {
        rules.sort_by_key(|rule| rule.id);
        Self { rules }
    }

    /// The rule of a name.
    #[must_use]
    pub fn rule(&self, id: &str) -> Option<&'static Rule> {
        self.rules.binary_search_by(|rule| rule.id.cmp(id)).ok().map(|at| self.rules[at])
    }

    /// Each rule, by name.
    pub fn iter(&self) -> impl Iterator<Item = &'static Rule> + Clone {
        self.rules.iter().copied()
    }

    /// What to type instead of a name that no rule has.
    #[must_use]
    pub fn instead_of(&self, id: &str) -> String {
        format!("{}`shelfmark explain` lists the rules", did_you_mean(id, self.iter().map(|rule| rule.id)))
    }
}
