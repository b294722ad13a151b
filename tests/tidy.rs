//! The house rules, as a test.

use std::collections::{BTreeMap, BTreeSet};
use std::fs;
use std::path::{Path, PathBuf};

fn sources(folder: &str) -> Vec<(String, String)> {
    let root = Path::new(env!("CARGO_MANIFEST_DIR"));
    let mut found = Vec::new();
    let mut folders: Vec<PathBuf> = vec![root.join(folder)];
    while let Some(next) = folders.pop() {
        for entry in fs::read_dir(next).unwrap() {
            let path = entry.unwrap().path();
            if path.is_dir() {
                folders.push(path);
            } else if path.extension().is_some_and(|end| end == "rs") {
                let name = path.strip_prefix(root).unwrap().to_str().unwrap().replace('\\', "/");
                found.push((name, fs::read_to_string(&path).unwrap()));
            }
        }
    }
    found.sort();
    found
}

/// A source file without its tests and comments.
fn code(text: &str) -> String {
    let code = text.split("#[cfg(test)]").next().unwrap_or(text);
    code.lines().filter(|line| !line.trim_start().starts_with("//")).collect::<Vec<_>>().join("\n")
}

/// The modules in the order in which `ARCHITECTURE.md` lists them.
fn order() -> Vec<String> {
    let text = fs::read_to_string(Path::new(env!("CARGO_MANIFEST_DIR")).join("ARCHITECTURE.md")).unwrap();
    let list = text.split("## The order of the modules").nth(1).unwrap().split("\n## ").next().unwrap();
    let names = list.lines().filter_map(|line| line.strip_prefix("| `")?.split('`').next());
    names.map(ToOwned::to_owned).collect()
}

/// The top-level modules that a source file names with `crate::`.
fn named_modules(code: &str) -> BTreeSet<String> {
    let word = |text: &str| text.chars().take_while(|c| c.is_alphanumeric() || *c == '_').collect::<String>();
    let mut named = BTreeSet::new();
    for rest in code.split("crate::").skip(1) {
        match rest.split(';').next() {
            // `use crate::{check::{self, Rule}, load};`
            Some(list) if list.starts_with('{') => named.extend(spread(list).iter().map(|path| word(path))),
            _ => drop(named.insert(word(rest))),
        }
    }
    named
}

#[test]
fn each_module_names_only_those_before_it() {
    let order = order();
    let declared = fs::read_to_string(Path::new(env!("CARGO_MANIFEST_DIR")).join("src/lib.rs")).unwrap();
    let lines = declared.lines().filter_map(|line| line.trim_start_matches("pub ").strip_prefix("mod ")?.strip_suffix(';'));
    assert_eq!(lines.map(ToOwned::to_owned).collect::<Vec<_>>(), order, "src/lib.rs declares the modules in their order");
    let place = |name: &str| order.iter().position(|other| other == name);
    let mut wrong = Vec::new();
    for (name, text) in sources("src").into_iter().filter(|(name, _)| name != "src/lib.rs" && name != "src/main.rs") {
        let module = name["src/".len()..].split(['/', '.']).next().unwrap().to_owned();
        let own = place(&module).unwrap_or_else(|| panic!("{module} is not in the list"));
        for other in named_modules(&code(&text)) {
            let other_place = place(&other).unwrap_or_else(|| panic!("{name} names {other}, which is not in the list"));
            if other_place > own {
                wrong.push(format!("{name} names {other}, which comes after {module}"));
            }
        }
    }
    assert!(wrong.is_empty(), "{wrong:#?}");
}

/// The files that define the names a file uses, followed through `pub use`.
fn files_named_by(file: &str, text: &str, files: &BTreeMap<String, String>) -> BTreeSet<String> {
    let module = file.trim_end_matches(".rs").trim_start_matches("src/").replace('/', "::");
    let mut named = BTreeSet::new();
    for path in used_paths(&code(text)) {
        let parts: Vec<&str> = path.split("::").collect();
        let mut at: Vec<&str> = match parts[0] {
            "crate" => Vec::new(),
            "super" => module.split("::").collect::<Vec<_>>().split_last().unwrap().1.to_vec(),
            "self" => module.split("::").collect(),
            // Children are named by the parent, which declares them.
            _ => continue,
        };
        for part in &parts[1..] {
            match *part {
                "super" => drop(at.pop()),
                part => {
                    let below = at.iter().chain([&part]).copied().collect::<Vec<_>>().join("/");
                    if files.contains_key(&format!("src/{below}.rs")) {
                        at.push(part);
                        continue;
                    }
                    named.extend(definer(&at.join("/"), part, files));
                    break;
                }
            }
        }
    }
    named.remove(file);
    named
}

/// The file that defines a name of a module: the module's own file, or the one it re-exports the name from.
fn definer(module: &str, name: &str, files: &BTreeMap<String, String>) -> Option<String> {
    let file = format!("src/{module}.rs");
    let text = code(files.get(&file)?);
    for path in handed_on(&text) {
        let (from, last) = path.rsplit_once("::")?;
        let (last, alias) = last.split_once(" as ").unwrap_or((last, last));
        if alias == name {
            let below = format!("{module}/{}", from.replace("::", "/"));
            return definer(&below, last, files).or(Some(format!("src/{below}.rs")));
        }
    }
    Some(file)
}

/// The paths in `use` lines that start with `crate`, `super` or `self`, one for each name.
fn used_paths(code: &str) -> Vec<String> {
    let uses = code.split("use ").skip(1).filter_map(|rest| rest.split(';').next());
    uses.flat_map(spread).filter(|path| ["crate::", "super::", "self::"].iter().any(|start| path.starts_with(start))).collect()
}

/// The paths that a module re-exports from its children: `pub use child::Name`.
fn handed_on(code: &str) -> Vec<String> {
    let uses = code.lines().collect::<Vec<_>>().join(" ");
    let uses: Vec<String> = uses.split("use ").skip(1).filter_map(|rest| rest.split(';').next()).flat_map(spread).collect();
    uses.into_iter()
        .filter(|path| path.contains("::") && !["crate", "super", "std", "self"].contains(&path.split("::").next().unwrap()))
        .collect()
}

/// Expands `a::{b, c::{d, e}}` to `a::b`, `a::c::d` and `a::c::e`.
fn spread(path: &str) -> Vec<String> {
    let path = path.split_whitespace().collect::<Vec<_>>().join(" ");
    let Some((before, list)) = path.split_once('{') else { return vec![path.trim().to_owned()] };
    let list = list.trim_end().strip_suffix('}').unwrap_or(list);
    let (mut depth, mut items) = (0, vec![String::new()]);
    for c in list.chars() {
        match c {
            ',' if depth == 0 => items.push(String::new()),
            c => {
                depth += i32::from(c == '{') - i32::from(c == '}');
                items.last_mut().unwrap().push(c);
            }
        }
    }
    let items = items.iter().map(|item| item.trim()).filter(|item| !item.is_empty());
    items.flat_map(|item| spread(&format!("{}{item}", before.trim()))).collect()
}

#[test]
fn no_two_files_import_each_other_through_any_number_of_others() {
    let files: BTreeMap<String, String> = sources("src").into_iter().collect();
    let named: BTreeMap<&str, BTreeSet<String>> =
        files.iter().map(|(name, text)| (name.as_str(), files_named_by(name, text, &files))).collect();
    let mut circles = BTreeSet::new();
    for file in files.keys() {
        let reached = reach(file, &named);
        let circle: BTreeSet<&str> =
            reached.iter().copied().filter(|other| reach(other, &named).contains(file.as_str())).collect();
        if !circle.is_empty() {
            circles.insert(circle);
        }
    }
    assert!(circles.is_empty(), "{circles:#?}");
}

/// Every file that a file names, directly or through others.
fn reach<'a>(file: &str, named: &'a BTreeMap<&str, BTreeSet<String>>) -> BTreeSet<&'a str> {
    let (mut reached, mut next): (BTreeSet<&str>, Vec<&str>) =
        (BTreeSet::new(), named[file].iter().map(String::as_str).collect());
    while let Some(other) = next.pop() {
        if reached.insert(other) {
            next.extend(named[other].iter().map(String::as_str));
        }
    }
    reached
}

#[test]
fn no_source_file_is_longer_than_400_lines() {
    let long: Vec<String> = sources("src")
        .into_iter()
        .chain(sources("tests"))
        .filter(|(_, text)| text.lines().count() > 400)
        .map(|(name, _)| name)
        .collect();
    assert!(long.is_empty(), "{long:?}");
}

#[test]
fn what_comes_after_protect_names_neither_raw_tables_nor_the_loader_of_datasets() {
    for (name, text) in sources("src") {
        let after = ["measure", "words", "catalogue", "route", "search", "site", "review", "theme", "export", "render"]
            .iter()
            .any(|stage| name.starts_with(&format!("src/{stage}")));
        let text = code(&text);
        // Settings and prose come straight from `load`. What must not get through is a dataset with raw cells.
        let raw = ["RawCell", "model::Raw", "Raw,", "Raw>", "LoadedTable", "load::Loaded", "load_dataset", "Checked"];
        let named: Vec<&&str> = raw.iter().filter(|word| after && text.contains(**word)).collect();
        assert!(named.is_empty(), "{name} names {named:?}");
        if name.starts_with("src/measure") || name.starts_with("src/render") {
            assert!(!text.contains("crate::load"), "{name} names the loader");
        }
    }
}

#[test]
fn disk_and_clock_are_at_the_ends_only() {
    for (name, text) in sources("src") {
        let text = code(&text);
        let ends = ["src/load", "src/write", "src/store", "src/cli", "src/scaffold", "src/fix", "src/serve", "src/main.rs"]
            .iter()
            .any(|end| name.starts_with(end));
        assert!(ends || !(text.contains("std::fs") || text.contains("fs::")), "{name} reads or writes files");
        let clock = ["Utc::now", "Local::now", "SystemTime", "Instant::now"].iter().any(|word| text.contains(word));
        // The preview measures time limits, but the day for which it shows the portal still comes from the command line.
        // A theme's loops are stopped after some seconds.
        // A store waits for its lock and gives files the time that it is told.
        let may_wait = ["src/cli", "src/serve", "src/store", "src/theme/limits.rs"].iter().any(|end| name.starts_with(end));
        assert!(may_wait || !clock, "{name} reads the clock");
        let day = text.contains("Utc::now") || text.contains("Local::now");
        assert!(name.starts_with("src/cli") || !day, "{name} asks for the day");
        let network = text.contains("std::net") || text.contains("tiny_http");
        assert!(name.starts_with("src/serve") || name == "src/cli/serve.rs" || !network, "{name} uses the network");
    }
}

#[test]
fn nothing_prints_outside_cli_and_nothing_unwraps() {
    for (name, text) in sources("src") {
        let text = code(&text);
        let prints = ["println!", "eprintln!", "print!(", "eprint!(", "dbg!"].iter().any(|word| text.contains(word));
        assert!(name.starts_with("src/cli") || !prints, "{name} prints");
        let unwraps = [".unwrap()", ".expect(", "panic!(", "unreachable!(", "todo!(", "unimplemented!("]
            .iter()
            .find(|word| text.contains(**word));
        assert!(unwraps.is_none(), "{name}: {unwraps:?}");
    }
}

#[test]
fn no_hash_map_reaches_the_output() {
    for (name, text) in sources("src") {
        let makes_output = [
            "src/measure",
            "src/words",
            "src/catalogue",
            "src/route",
            "src/search",
            "src/site",
            "src/export",
            "src/render",
            "src/theme",
        ]
        .iter()
        .any(|stage| name.starts_with(stage));
        assert!(!(makes_output && (code(&text).contains("HashMap") || code(&text).contains("HashSet"))), "{name}: use BTreeMap");
    }
}

#[test]
fn every_module_says_what_it_is_for_and_none_is_a_drawer() {
    for (name, text) in sources("src") {
        assert!(text.starts_with("//! "), "{name} begins without //!");
        let drawer = ["utils", "helpers", "common", "manager", "misc"].iter().find(|word| name.ends_with(&format!("/{word}.rs")));
        assert!(drawer.is_none(), "{name}");
    }
}

#[test]
fn public_cells_are_made_in_protect_alone() {
    for (name, text) in sources("src") {
        assert!(name.starts_with("src/protect") || !code(&text).contains("PublicCell::new"), "{name}");
    }
}

#[test]
fn the_rules_of_a_source_file_are_of_one_group() {
    for (name, text) in sources("src") {
        let ids = text.split("Rule = Rule {").skip(1).filter_map(|rule| rule.split('"').nth(1));
        let groups: BTreeSet<&str> = ids.filter_map(|id| Some(id.split_once('/')?.0)).collect();
        assert!(groups.len() <= 1, "{name} holds rules of {groups:?}");
    }
}

/// Tests are built with more features of `regex` than the program: without this one, a pattern that ignores case compiles in tests
/// alone, and what looks for it finds nothing.
#[test]
fn the_program_itself_asks_for_what_its_patterns_need() {
    let manifest = fs::read_to_string(Path::new(env!("CARGO_MANIFEST_DIR")).join("Cargo.toml")).unwrap();
    let regex = manifest.lines().find(|line| line.starts_with("regex = ")).unwrap();
    for feature in ["unicode-case", "unicode-perl"] {
        assert!(regex.contains(&format!("\"{feature}\"")), "{regex}");
    }
}
