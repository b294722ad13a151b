//! The search index: small scripts that the page loads as needed.
//!
//! In: the catalogue. Out: the text of each file within `search/`, by name. A query reads the list of keys, one file for each
//! of its words, the facets, and the records that it shows. The amount read does not grow with the catalogue.
//! Invariant: each file is one classic script that calls `shelfmark(name, data, fingerprint)`, so that it loads under `default-src 'self'`,
//! at any address and straight from a disk. The same catalogue gives the same bytes. `docs/search.md` describes the format.

mod documents;
mod packing;
mod terms;
mod words;

use std::collections::BTreeMap;

use serde_json::{Value, json};
use sha2::{Digest, Sha256};

use crate::catalogue::Catalogue;
use crate::model::hexadecimal;
use crate::route::FileFormat;
use crate::words::Words;
use documents::{Documents, documents};
use packing::{column, sets};
use terms::{Postings, keys, pack, shards, spelling};
use words::{name_tokens, tokens};

/// A kind of document.
struct Kind {
    /// The letter that names its files.
    letter: &'static str,
    /// The key of its heading.
    heading: &'static str,
    /// Records in a file.
    block: usize,
}

/// The kinds, in the order in which results are shown.
const KINDS: [Kind; 4] = [
    Kind { letter: "d", heading: "datasets", block: 2 },
    Kind { letter: "c", heading: "search-heading-columns", block: 5 },
    Kind { letter: "k", heading: "kpis", block: 4 },
    Kind { letter: "g", heading: "guidance", block: 3 },
];

/// The most bytes in a file that several words share. Only a word found in very many documents has a longer file.
const SHARD: usize = 3000;

/// The files of the index, by their paths within `search/`. `formats` are those that each table comes in.
#[must_use]
pub fn search_index(catalogue: &Catalogue, formats: &[FileFormat], words: &Words) -> BTreeMap<String, String> {
    let documents = documents(catalogue, formats, words);
    let counts = [documents.datasets.len(), documents.columns.len(), documents.kpis.len(), documents.guidance.len()];
    let postings = postings(&documents, counts);
    let shards = pack(shards(&postings), SHARD);
    let spelling = pack(spelling(&postings), SHARD);
    let (terms, spellings) = (keys(&shards, SHARD), keys(&spelling, SHARD));
    let print = fingerprint(&documents, &[&terms, &spellings]);
    let mut files = BTreeMap::new();
    let mut file = |name: String, data: &Value| {
        files.insert(format!("{name}.js"), script(&name, data, &print));
    };
    for (folder, list) in [("t", &shards), ("s", &spelling)] {
        for (at, (_, text)) in list.iter().enumerate() {
            file(format!("{folder}/{at}"), &json!(text));
        }
    }
    let records = [&documents.datasets, &documents.columns, &documents.kpis, &documents.guidance];
    for (Kind { letter, block, .. }, records) in KINDS.iter().zip(records) {
        for (at, rows) in records.chunks(*block).enumerate() {
            let rows: Vec<&[String]> = rows.iter().map(|record| record.shown.as_slice()).collect();
            file(format!("{letter}/{at}"), &json!(rows));
        }
    }
    file("facets".to_owned(), &facets(&documents));
    let kinds: Vec<Value> =
        KINDS.iter().zip(counts).map(|(kind, count)| json!([kind.letter, words.text(kind.heading), count, kind.block])).collect();
    file("index".to_owned(), &json!({"kinds": kinds, "terms": terms, "spelling": spellings}));
    files
}

/// The documents in which each word is found. For each word, a document is kept only in the best list of its kind.
fn postings(documents: &Documents, counts: [usize; 4]) -> Postings {
    let mut postings = Postings::new(counts);
    for (at, dataset) in documents.datasets.iter().enumerate() {
        postings.add(0, at, tokens(&dataset.shown[1]));
        postings.add(1, at, tokens(&dataset.text));
        postings.add(2, at, dataset.names.iter().flat_map(|name| name_tokens(name)));
        postings.add(2, at, tokens(&dataset.codes));
    }
    for (at, column) in documents.columns.iter().enumerate() {
        postings.add(3, at, name_tokens(&column.shown[1]));
        postings.add(3, at, tokens(&column.text));
    }
    for (at, kpi) in documents.kpis.iter().enumerate() {
        postings.add(4, at, tokens(&kpi.shown[1]));
    }
    for (at, page) in documents.guidance.iter().enumerate() {
        postings.add(5, at, tokens(&page.shown[1]));
        postings.add(6, at, tokens(&page.text));
    }
    postings.best_only();
    postings
}

fn facets(documents: &Documents) -> Value {
    let mut columns = Vec::new();
    let mut lists = Vec::new();
    for (at, facet) in documents.facets.iter().enumerate() {
        let values: Vec<&[usize]> = documents.datasets.iter().map(|dataset| dataset.facets[at].as_slice()).collect();
        if facet.is_list {
            let (text, ranks) = sets(&values);
            lists.push(text);
            columns.push(column(&ranks));
        } else {
            lists.push(String::new());
            let single: Vec<usize> = values.iter().map(|value| value.first().copied().unwrap_or(0)).collect();
            columns.push(column(&single));
        }
    }
    let facets: Vec<Value> = documents.facets.iter().map(|facet| json!([facet.key, facet.title, facet.values])).collect();
    json!({"columns": columns, "sets": lists, "facets": facets})
}

/// What files must have in common to be read together: the number of each document, and which file a word is in. A page that was
/// open while the site changed would otherwise show another dataset than the one it found.
fn fingerprint(documents: &Documents, keys: &[&str]) -> String {
    let mut hash = Sha256::new();
    for records in [&documents.datasets, &documents.columns, &documents.kpis, &documents.guidance] {
        for record in records {
            hash.update(record.shown[0].as_bytes());
            hash.update([b'\n']);
        }
        hash.update([0]);
    }
    for keys in keys {
        hash.update(keys.as_bytes());
        hash.update([0]);
    }
    hexadecimal(&hash.finalize()[..6])
}

/// A classic script, on one line.
fn script(name: &str, data: &Value, print: &str) -> String {
    // Without `<` the text cannot start an element. Some script readers take two further characters for line endings, so these
    // are escaped.
    let text = data.to_string().replace('<', "\\u003c").replace('\u{2028}', "\\u2028").replace('\u{2029}', "\\u2029");
    format!("shelfmark({},{text},\"{print}\");\n", json!(name))
}
