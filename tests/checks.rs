//! Literate test cases in `tests/checks/*.md`.
//!
//! A heading names a case. Its fenced blocks describe the input. A block with a path after its language is a complete file of
//! the sample portal. With the language `diff` and a path, each `-` line is replaced by the `+` lines below it. `bytes`
//! understands `\xNN` and `\r`, `repeat` writes a text a number of times, `symlink` makes a link to what it names, and `remove`
//! deletes a file. The block `text` is the expected output of `check`. A line `Silent:` names rules that must find nothing in
//! the case. Every rule has one case in which it finds something and one in which it is silent.
//! `SNAPSHOTS=overwrite cargo test checks` replaces the expected output with the current one. Read it before you accept it.

use std::collections::BTreeSet;
use std::fs;
use std::path::PathBuf;

use shelfmark::rules::RULES;

use crate::portal::{DAY, Portal};

pub(crate) struct Block {
    pub(crate) language: String,
    path: String,
    pub(crate) body: String,
    start: usize,
    end: usize,
}

/// The fenced blocks of a text, with the byte range of the contents of each.
pub(crate) fn blocks(text: &str) -> Vec<Block> {
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

/// Where the headings of cases are. A heading inside a block belongs to the input.
pub(crate) fn headings(text: &str, starts: &[&str]) -> Vec<usize> {
    let (mut headings, mut at, mut fenced) = (Vec::new(), 0, false);
    for line in text.split_inclusive('\n') {
        if line.starts_with("```") {
            fenced = !fenced;
        } else if !fenced && starts.iter().any(|start| line.starts_with(start)) {
            headings.push(at);
        }
        at += line.len();
    }
    headings
}

pub(crate) fn portal(blocks: &[Block]) -> Portal {
    let mut portal = Portal::sample();
    for block in blocks.iter().filter(|block| !block.path.is_empty()) {
        match block.language.as_str() {
            "diff" => {}
            "bytes" => {
                portal = portal.bytes(&block.path, &unescape(&block.body));
                continue;
            }
            "repeat" => {
                let (times, text) = block.body.trim_end().split_once(' ').unwrap();
                portal = portal.file(&block.path, &text.repeat(times.parse().unwrap()));
                continue;
            }
            "symlink" => {
                portal = portal.symlink(&block.path, block.body.trim_end());
                continue;
            }
            "remove" => {
                portal = portal.remove(&block.path);
                continue;
            }
            // The site as it was published: what comes before this block.
            "baseline" => {
                let run = portal.run(&["build", "--as-of", DAY, "--out", &block.path, "--quiet"]);
                assert_eq!(run.code, 0, "{}", run.stderr);
                continue;
            }
            _ => {
                portal = portal.file(&block.path, &block.body);
                continue;
            }
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

/// Turns `\x1b` and `\r` into bytes. The line ending after a final `\r` is left out.
fn unescape(text: &str) -> Vec<u8> {
    let mut bytes = Vec::new();
    let mut rest = text.strip_suffix("\\r\n").map_or_else(|| text.to_owned(), |text| format!("{text}\\r"));
    while let Some(at) = rest.find('\\') {
        bytes.extend_from_slice(&rest.as_bytes()[..at]);
        let (byte, length) = match &rest[at + 1..=at + 1] {
            "r" => (b'\r', 2),
            _ => (u8::from_str_radix(&rest[at + 2..at + 4], 16).unwrap(), 4),
        };
        bytes.push(byte);
        rest = rest[at + length..].to_owned();
    }
    bytes.extend_from_slice(rest.as_bytes());
    bytes
}

#[test]
fn every_case_finds_what_it_says() {
    let folder = PathBuf::from(env!("CARGO_MANIFEST_DIR")).join("tests/checks");
    let mut paths: Vec<PathBuf> = fs::read_dir(folder).unwrap().map(|entry| entry.unwrap().path()).collect();
    paths.sort();
    let overwrite = std::env::var_os("SNAPSHOTS").is_some_and(|value| value == "overwrite");
    let mut cases = 0;
    let (mut fired, mut silent) = (BTreeSet::new(), BTreeSet::new());
    for path in paths.iter().filter(|path| path.extension().is_some_and(|end| end == "md")) {
        let text = fs::read_to_string(path).unwrap();
        let mut rewritten = text.clone();
        let mut sections: Vec<(usize, usize)> = headings(&text, &["## "]).into_iter().map(|at| (at, text.len())).collect();
        for at in 1..sections.len() {
            sections[at - 1].1 = sections[at].0;
        }
        for (start, end) in sections.into_iter().rev() {
            let section = &text[start..end];
            let name = section.lines().next().unwrap();
            let blocks = blocks(section);
            let expected = blocks
                .iter()
                .find(|block| block.language == "text" && block.path.is_empty())
                .unwrap_or_else(|| panic!("{name}: no block `text`"));
            if cfg!(windows) && blocks.iter().any(|block| block.language == "symlink") {
                continue;
            }
            let portal = portal(&blocks);
            let run = match blocks.iter().find(|block| block.language == "baseline") {
                Some(block) => portal.run(&["check", "--quiet", "--as-of", DAY, "--baseline", &block.path]),
                None => portal.check(),
            };
            let printed = if run.stderr.is_empty() { "nothing to report\n".to_owned() } else { run.stderr };
            cases += 1;
            let speaks = |rule: &str| printed.contains(&format!("[{rule}]"));
            fired.extend(RULES.iter().filter(|rule| speaks(rule.id)).map(|rule| rule.id));
            for rule in
                section.lines().find_map(|line| line.strip_prefix("Silent: ")).into_iter().flat_map(|rules| rules.split(", "))
            {
                assert!(RULES.rule(rule).is_some(), "{name}: there is no rule {rule}");
                assert!(!speaks(rule), "{name}: {rule} is not silent\n{printed}");
                silent.insert(rule.to_owned());
            }
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
    assert!(cases >= 160, "{cases} cases");
    // A named pipe cannot be described here, so `bad_inputs` makes one. On Windows, making a link needs special rights.
    let elsewhere: &[&str] = if cfg!(windows) { &["names/special-file", "names/symlink"] } else { &["names/special-file"] };
    let unseen: Vec<&str> =
        RULES.iter().map(|rule| rule.id).filter(|id| !fired.contains(id) && !elsewhere.contains(id)).collect();
    assert!(unseen.is_empty(), "no case in which these find something: {unseen:?}");
    let untold: Vec<&str> = RULES.iter().map(|rule| rule.id).filter(|id| !silent.contains(*id)).collect();
    assert!(untold.is_empty(), "no case in which these are silent: {untold:?}");
}
