//! Columns that a policy keeps and must not: they say who somebody is, whatever the policy calls them.

use std::collections::BTreeSet;

use crate::privacy::{
    heading_words, identifying, identifying_values, is_persons_name, is_postcode, names_organisation, names_people, says_birth,
};

/// What the cells of a column that is kept look like.
#[derive(Default)]
pub(super) struct Kept {
    filled: usize,
    postcodes: usize,
    hashes: usize,
    sentences: usize,
    distinct: BTreeSet<String>,
}

/// From how many cells on a column can be told to be free text, and how many of them are compared.
const FEW: usize = 10;
const MOST_COMPARED: usize = 10_000;

impl Kept {
    /// Looks at a cell, as it comes out.
    pub(super) fn see(&mut self, cell: &str) {
        let cell = cell.trim();
        if cell.is_empty() {
            return;
        }
        self.filled += 1;
        self.postcodes += usize::from(is_postcode(cell));
        self.hashes += usize::from(is_hash(cell));
        let words = cell.split_whitespace().filter(|word| word.chars().any(char::is_alphabetic)).count();
        self.sentences += usize::from(words >= 2);
        if self.distinct.len() < MOST_COMPARED {
            self.distinct.insert(cell.to_owned());
        }
    }

    /// Why the column must not be kept, and what to write instead: `advice` where the heading says it.
    pub(super) fn problem(&self, heading: &str, advice: &str) -> Option<String> {
        let compared = self.filled.min(MOST_COMPARED);
        let is_of_organisations = !names_people(heading) && names_organisation(heading);
        let names = self.distinct.iter().filter(|text| is_persons_name(text)).count();
        let all = |count: usize| count > 0 && count * 2 > self.filled;
        let (what, instead) =
            if identifying(heading).or_else(|| identifying_values(heading)).is_some() || says_birth(&heading_words(heading)) {
                ("has a heading that says who somebody is", advice)
            } else if self.postcodes > 0 && !is_of_organisations {
                ("holds full postcodes, and about fifteen homes share one", "district")
            } else if all(self.hashes) {
                ("looks like a hash that was made without a key: whoever tries all NHS numbers finds each one", "pseudonym")
            } else if names > 1 && names * 2 > self.distinct.len() && !is_of_organisations {
                ("holds names of people", "drop")
            } else if self.filled >= FEW && !is_of_organisations && all(self.sentences) && self.distinct.len() * 2 > compared {
                ("has a different text in nearly every row, as notes do", "drop")
            } else {
                return None;
            };
        Some(format!(
            "`{heading}` {what}, and the policy keeps it: write `{heading}: {instead}`, or `{heading}: keep anyway` if it identifies nobody"
        ))
    }
}

/// Whether a cell is as long as an MD5, a SHA-1 or one of the SHA-2s, and written like one.
fn is_hash(cell: &str) -> bool {
    let cell = cell.strip_prefix("0x").unwrap_or(cell);
    matches!(cell.len(), 32 | 40 | 56 | 64 | 96 | 128) && cell.bytes().all(|byte| byte.is_ascii_hexdigit())
}
