//! The files that say in which documents each word is found.
//!
//! Invariant: to look up any word or beginning of a word, exactly one file is needed. If too many words for one file start with
//! the same letters, these have a combined entry such as `wa*`.

use std::collections::{BTreeMap, BTreeSet};

use super::packing::{bits, posting};

/// The kind of document in each of a term's lists: dataset title, text, columns; column; KPI; guidance title, text.
const TIERS: [usize; 7] = [0, 0, 0, 1, 2, 3, 3];

/// Terms of at most this many bytes stay together.
const ATOM: usize = 1500;

/// The most bytes in a group of spellings.
const SPELL: usize = 3000;

type Lists = [Vec<u32>; 7];

/// The documents in which each word is found.
pub(super) struct Postings {
    counts: [usize; 4],
    terms: BTreeMap<String, Lists>,
}

impl Postings {
    pub(super) fn new(counts: [usize; 4]) -> Self {
        Self { counts, terms: BTreeMap::new() }
    }

    /// Adds the words of a document. Documents must be added to each list in ascending order.
    pub(super) fn add(&mut self, tier: usize, document: usize, words: impl IntoIterator<Item = String>) {
        let document = u32::try_from(document).unwrap_or(u32::MAX);
        for word in words {
            let list = &mut self.terms.entry(word).or_default()[tier];
            if list.last() != Some(&document) {
                list.push(document);
            }
        }
    }

    /// For each word, keeps each document only in the best list of its kind.
    pub(super) fn best_only(&mut self) {
        self.terms.values_mut().for_each(best_only);
    }

    fn entry(&self, term: &str, lists: &Lists) -> String {
        let mut texts: Vec<String> = lists.iter().zip(TIERS).map(|(list, kind)| posting(list, self.counts[kind])).collect();
        let datasets = self.counts[0];
        if texts[..3].iter().map(String::len).sum::<usize>() > datasets / 3 + 1 {
            let mut tiers = vec![0; datasets];
            for (tier, list) in lists[..3].iter().enumerate() {
                for document in list {
                    tiers[*document as usize] = tier + 1;
                }
            }
            texts[0] = format!(":{}", bits(tiers.into_iter(), 2));
            texts[1].clear();
            texts[2].clear();
        }
        format!("{term}!{}", texts.join(",").trim_end_matches(','))
    }
}

fn best_only(lists: &mut Lists) {
    let without = |list: &mut Vec<u32>, better: &[u32]| list.retain(|document| better.binary_search(document).is_err());
    let [title, text, columns, _, _, page_title, page_text] = lists;
    without(text, title);
    without(columns, title);
    without(columns, text);
    without(page_text, page_title);
}

/// The entries of all terms in groups. A group is found by its key.
pub(super) fn shards(postings: &Postings) -> Vec<(String, String)> {
    let terms: Vec<Term<'_>> =
        postings.terms.iter().map(|(text, lists)| Term { text, lists, entry: postings.entry(text, lists) }).collect();
    let mut groups = Vec::new();
    if !terms.is_empty() {
        atoms(postings, &terms, 0, &mut groups);
    }
    groups
}

struct Term<'a> {
    text: &'a str,
    lists: &'a Lists,
    entry: String,
}

/// Splits terms into groups. `terms` must be sorted and share their first `depth` characters.
fn atoms(postings: &Postings, terms: &[Term<'_>], depth: usize, groups: &mut Vec<(String, String)>) {
    let prefix: String = terms[0].text.chars().take(depth).collect();
    if terms.iter().map(|term| term.entry.len() + 1).sum::<usize>() <= ATOM {
        groups.push((prefix, terms.iter().map(|term| term.entry.as_str()).collect::<Vec<_>>().join(";")));
        return;
    }
    let is_whole = terms[0].text == prefix;
    if depth >= 2 {
        let mut entries = Vec::new();
        if is_whole {
            // The combined entry includes the other lists.
            let mut own = terms[0].lists.clone();
            for tier in [1, 2, 4, 6] {
                own[tier].clear();
            }
            entries.push(postings.entry(&prefix, &own));
        }
        entries.push(postings.entry(&format!("{prefix}*"), &union(terms)));
        groups.push((prefix, entries.join(";")));
    }
    let rest = if is_whole { &terms[1..] } else { terms };
    for group in rest.chunk_by(|a, b| a.text.chars().nth(depth) == b.text.chars().nth(depth)) {
        atoms(postings, group, depth + 1, groups);
    }
}

/// All documents in which any of the terms is found. For datasets, matches in titles are kept apart from the rest.
fn union(terms: &[Term<'_>]) -> Lists {
    let of = |tiers: &[usize]| {
        let documents: BTreeSet<u32> =
            terms.iter().flat_map(|term| tiers.iter().flat_map(|tier| &term.lists[*tier])).copied().collect();
        documents.into_iter().collect()
    };
    let mut lists = [of(&[0]), Vec::new(), of(&[1, 2]), of(&[3]), of(&[4]), of(&[5]), of(&[6])];
    best_only(&mut lists);
    lists
}

/// Words grouped by their first two and by their last two letters, most frequent first. A single typing error cannot affect
/// both ends.
pub(super) fn spelling(postings: &Postings) -> Vec<(String, String)> {
    let mut weighed: Vec<(usize, &String)> = postings
        .terms
        .iter()
        .filter(|(term, _)| term.chars().count() >= 4 && !term.contains(|c: char| c.is_ascii_digit()))
        .map(|(term, lists)| (lists.iter().map(Vec::len).sum(), term))
        .collect();
    weighed.sort_by(|a, b| b.0.cmp(&a.0).then_with(|| a.1.cmp(b.1)));
    let mut near: BTreeMap<String, String> = BTreeMap::new();
    let mut full: BTreeSet<String> = BTreeSet::new();
    for (_, term) in weighed {
        let letters: Vec<char> = term.chars().collect();
        let first: String = letters[..2].iter().collect();
        let last: String = std::iter::once(&'~').chain(&letters[letters.len() - 2..]).collect();
        for key in [first, last] {
            let group = near.entry(key.clone()).or_insert_with(|| key.clone());
            if full.contains(&key) || group.len() + term.len() + 1 > SPELL - 1 {
                full.insert(key);
                continue;
            }
            group.push(' ');
            group.push_str(term);
        }
    }
    near.into_iter().collect()
}

/// Packs neighbouring groups into files of at most `most` bytes. A longer group has its own file.
pub(super) fn pack(groups: Vec<(String, String)>, most: usize) -> Vec<(String, String)> {
    let mut files: Vec<(String, String)> = Vec::new();
    for (key, text) in groups {
        match files.last_mut().filter(|(_, file)| file.len() + text.len() + 2 <= most) {
            Some((_, file)) => {
                file.push(';');
                file.push_str(&text);
            }
            None => files.push((key, text)),
        }
    }
    files
}

/// The first key of each file: a capital letter for the number of letters shared with the previous key, then the rest of the
/// key. A to M mean 0 to 12 letters; N to Z mean the same for a file longer than `most`.
pub(super) fn keys(files: &[(String, String)], most: usize) -> String {
    let (mut text, mut before) = (String::new(), String::new());
    for (key, file) in files {
        let shared = key.chars().take(12).zip(before.chars()).take_while(|(a, b)| a == b).count();
        let mark = u8::try_from(shared).unwrap_or(12) + if file.len() > most { 13 } else { 0 };
        text.push(char::from(b'A' + mark));
        text.extend(key.chars().skip(shared));
        before.clone_from(key);
    }
    text
}

#[cfg(test)]
mod tests {
    use super::{Postings, keys, pack, shards};

    #[test]
    fn what_begins_with_many_words_has_an_entry_of_its_own() {
        let mut postings = Postings::new([50, 0, 0, 0]);
        for document in 0..50 {
            postings.add(0, document, (0..30).map(|n| format!("wait{document:02}{n:02}")));
        }
        postings.best_only();
        let files = pack(shards(&postings), 3000);
        assert!(files.iter().any(|(_, text)| text.contains("wa*!")), "a union for the letters that are shared");
        assert!(files.iter().all(|(_, text)| text.len() <= 3000));
        assert!(keys(&files, 3000).starts_with('A'));
    }
}
