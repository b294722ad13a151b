//! All rules, by name.

use super::{Rule, did_you_mean};

/// The rules of all stages, sorted by name. It is passed to code that looks rules up, because a stage cannot name later stages.
#[derive(Clone, Debug)]
pub struct RuleBook {
    rules: Vec<&'static Rule>,
}

impl RuleBook {
    /// Makes a rule book.
    #[must_use]
    pub fn new(mut rules: Vec<&'static Rule>) -> Self {
        rules.sort_by_key(|rule| rule.id);
        Self { rules }
    }

    /// The rule with a name.
    #[must_use]
    pub fn rule(&self, id: &str) -> Option<&'static Rule> {
        self.rules.binary_search_by(|rule| rule.id.cmp(id)).ok().map(|at| self.rules[at])
    }

    /// The rules, by name.
    pub fn iter(&self) -> impl Iterator<Item = &'static Rule> + Clone {
        self.rules.iter().copied()
    }

    /// Suggests a rule to type instead of an unknown name.
    #[must_use]
    pub fn instead_of(&self, id: &str) -> String {
        format!("{}`shelfmark explain` lists the rules", did_you_mean(id, self.iter().map(|rule| rule.id)))
    }
}
