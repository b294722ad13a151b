//! What went wrong with real files and other tools, as literate cases in `tests/field_reports/*.md`: the right outcome of each,
//! and of lookalikes that are right and must stay silent. All numbers are made up.
//!
//! A heading of the second or third level begins a case. Its fenced blocks describe the input, as in [`crate::checks`]. The
//! block `site` says what must come out:
//!
//! ```text
//! check: TEXT              the output of `check` holds the text
//! check lacks: TEXT
//! PATH: TEXT               the file of the site holds the text; of a page, what its readers read
//! PATH lacks: TEXT
//! PATH JSON.PATH = VALUE   a value in a JSON file; one that is not there is null
//! ```

use std::fs;
use std::path::PathBuf;

use serde_json::Value;

use crate::checks::{blocks, headings, portal};
use crate::portal::{DAY, Portal};

#[test]
fn totals_and_parts() {
    every_case_of("totals-and-parts.md", 30);
}

#[test]
fn time() {
    every_case_of("time.md", 45);
}

#[test]
fn sentences_and_charts() {
    every_case_of("sentences-and-charts.md", 40);
}

#[test]
fn more_of_the_kinds() {
    every_case_of("more-of-the-kinds.md", 30);
}

#[test]
fn files() {
    every_case_of("files.md", 2);
}

fn every_case_of(file: &str, least: usize) {
    let path = PathBuf::from(env!("CARGO_MANIFEST_DIR")).join("tests/field_reports").join(file);
    let text = fs::read_to_string(path).unwrap();
    let mut starts = headings(&text, &["## ", "### "]);
    starts.push(text.len());
    let (mut cases, mut wrong) = (0, Vec::new());
    for pair in starts.windows(2) {
        let section = &text[pair[0]..pair[1]];
        let blocks = blocks(section);
        let Some(site) = blocks.iter().find(|block| block.language == "site") else { continue };
        let name = section.lines().next().unwrap();
        cases += 1;
        let portal = portal(&blocks);
        let outcome = Outcome::of(&portal);
        let failed = site.body.lines().filter(|line| !line.trim().is_empty()).filter(|line| !outcome.holds(line));
        wrong.extend(failed.map(|line| format!("{name}: {line}\n{}", outcome.check)));
    }
    assert!(cases >= least, "{cases} cases");
    assert!(wrong.is_empty(), "{}", wrong.join("\n"));
}

/// What came out of a portal.
struct Outcome<'a> {
    portal: &'a Portal,
    check: String,
    is_built: bool,
}

impl<'a> Outcome<'a> {
    fn of(portal: &'a Portal) -> Self {
        let checked = portal.check();
        let check = if checked.stderr.is_empty() { "nothing to report".to_owned() } else { checked.stderr };
        let is_built = checked.code == 0 && portal.run(&["build", "--as-of", DAY, "--quiet"]).code == 0;
        Self { portal, check, is_built }
    }

    /// Whether a line of a block `site` is so. A portal that was not built has no files.
    fn holds(&self, line: &str) -> bool {
        if let Some(text) = line.strip_prefix("check: ") {
            return collapsed(&self.check).contains(&collapsed(text));
        }
        if let Some(text) = line.strip_prefix("check lacks: ") {
            return !collapsed(&self.check).contains(&collapsed(text));
        }
        if !self.is_built {
            return false;
        }
        let end = line.find([' ', ':']).unwrap_or_else(|| panic!("{line:?}"));
        let (path, rest) = line.split_at(end);
        if let Some(text) = rest.strip_prefix(": ") {
            return self.read(path).contains(&collapsed(text));
        }
        if let Some(text) = rest.strip_prefix(" lacks: ") {
            return !self.read(path).contains(&collapsed(text));
        }
        let (at, wanted) = rest.trim().split_once(" = ").unwrap_or_else(|| panic!("{line:?}"));
        let found = at
            .split('.')
            .try_fold(&self.portal.json(path), |value, key| match key.parse::<usize>() {
                Ok(index) if value.is_array() => value.get(index),
                _ => value.get(key),
            })
            .cloned()
            .unwrap_or(Value::Null);
        is_equal(&found, wanted)
    }

    fn read(&self, path: &str) -> String {
        let text = self.portal.page(path);
        if path.ends_with(".html") { collapsed(&as_read(&text)) } else { collapsed(&text) }
    }
}

/// Whether a JSON value is the one written: as a number if both are, and as a text if it is no JSON.
fn is_equal(found: &Value, wanted: &str) -> bool {
    match serde_json::from_str::<Value>(wanted) {
        Ok(wanted) if wanted.is_number() => found.as_f64().is_some() && found.as_f64() == wanted.as_f64(),
        Ok(wanted) => *found == wanted || found.as_str() == Some(wanted.to_string().as_str()),
        Err(_) => found.as_str() == Some(wanted),
    }
}

/// A page without its tags.
fn as_read(page: &str) -> String {
    let mut text = String::with_capacity(page.len());
    let mut in_tag = false;
    for letter in page.chars() {
        match letter {
            '<' => in_tag = true,
            '>' if in_tag => {
                in_tag = false;
                text.push(' ');
            }
            letter if !in_tag => text.push(letter),
            _ => {}
        }
    }
    let entities = [("&lt;", "<"), ("&gt;", ">"), ("&quot;", "\""), ("&#x27;", "'"), ("&#39;", "'"), ("&amp;", "&")];
    entities.into_iter().fold(text, |text, (entity, letter)| text.replace(entity, letter))
}

fn collapsed(text: &str) -> String {
    text.split_whitespace().collect::<Vec<_>>().join(" ")
}
