//! Literate cases: `tests/checks/*.md`.
//!
//! A heading names a case. A fenced block with a path after its language is a file of the sample portal, in full; one of
//! language `diff` with a path replaces each `-` line by the `+` line below it. The block `text` is what `check` prints.
//! `SNAPSHOTS=overwrite cargo test checks` writes what is printed now; read it before it is accepted.

use std::fs;
use std::path::PathBuf;

use crate::portal::Portal;

struct Block {
    language: String,
    path: String,
    body: String,
    start: usize,
    end: usize,
}

/// The fenced blocks of a text, with the byte range of what is within.
fn blocks(text: &str) -> Vec<Block> {
    let mut blocks = Vec::new();
    let mut open: Option<(String, String, usize)> = None;
    let mut at = 0;
    for line in text.split_inclusive('\n') {
        let next = at + line.len();
        if let Some(info) = line.trim_end().strip_prefix("```") {
            match open.take() {
                None => {
                    let (language, path) = info.split_once(' ').unwrap_or((info, ""));
                    open = Some((language.to_owned(), path.to_owned(), next));
                }
                Some((language, path, start)) => {
                    blocks.push(Block { language, path, body: text[start..at].to_owned(), start, end: at });
                }
            }
        }
        at = next;
    }
    blocks
}

/// Where the headings of cases stand; a heading within a block belongs to its input.
fn headings(text: &str) -> Vec<usize> {
    let (mut headings, mut at, mut fenced) = (Vec::new(), 0, false);
    for line in text.split_inclusive('\n') {
        if line.starts_with("```") {
            fenced = !fenced;
        } else if line.starts_with("## ") && !fenced {
            headings.push(at);
        }
        at += line.len();
    }
    headings
}

fn portal(blocks: &[Block]) -> Portal {
    let mut portal = Portal::sample();
    for block in blocks.iter().filter(|block| block.language != "text") {
        if block.language != "diff" {
            portal = portal.file(&block.path, &block.body);
            continue;
        }
        let mut lines = block.body.lines().peekable();
        while let Some(line) = lines.next() {
            let from = line.strip_prefix('-').unwrap_or_else(|| panic!("a diff begins with -, not {line:?}"));
            let mut to = String::new();
            while let Some(added) = lines.peek().and_then(|line| line.strip_prefix('+')) {
                to.push_str(added);
                to.push('\n');
                lines.next();
            }
            portal = portal.edit(&block.path, &format!("{from}\n"), &to);
        }
    }
    portal
}

#[test]
fn every_case_finds_what_it_says() {
    let folder = PathBuf::from(env!("CARGO_MANIFEST_DIR")).join("tests/checks");
    let mut paths: Vec<PathBuf> = fs::read_dir(folder).unwrap().map(|entry| entry.unwrap().path()).collect();
    paths.sort();
    let overwrite = std::env::var_os("SNAPSHOTS").is_some_and(|value| value == "overwrite");
    let mut cases = 0;
    for path in paths.iter().filter(|path| path.extension().is_some_and(|end| end == "md")) {
        let text = fs::read_to_string(path).unwrap();
        let mut rewritten = text.clone();
        let mut sections: Vec<(usize, usize)> = headings(&text).into_iter().map(|at| (at, text.len())).collect();
        for at in 1..sections.len() {
            sections[at - 1].1 = sections[at].0;
        }
        for (start, end) in sections.into_iter().rev() {
            let section = &text[start..end];
            let name = section.lines().next().unwrap();
            let blocks = blocks(section);
            let expected =
                blocks.iter().find(|block| block.language == "text").unwrap_or_else(|| panic!("{name}: no block `text`"));
            let run = portal(&blocks).check();
            let printed = if run.stderr.is_empty() { "nothing to report\n".to_owned() } else { run.stderr };
            cases += 1;
            if overwrite {
                rewritten.replace_range(start + expected.start..start + expected.end, &printed);
            } else {
                snapbox::assert_data_eq!(printed, snapbox::Data::text(expected.body.clone()).raw());
            }
        }
        if overwrite {
            fs::write(path, rewritten).unwrap();
        }
    }
    assert!(cases >= 30, "{cases} cases");
}
