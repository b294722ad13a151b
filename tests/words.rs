//! The words of pages: each that a template or the program names exists, and each that exists is used.

use std::collections::{BTreeMap, BTreeSet};
use std::fs;
use std::path::Path;

use regex::Regex;
use shelfmark::locale::shipped;

/// Families of keys that the program puts together, such as `month-` and a number.
const FAMILIES: [&str; 1] = ["month-"];

type Variables = BTreeSet<String>;

fn messages() -> BTreeMap<String, Variables> {
    let messages = shipped("en-GB").unwrap();
    messages.iter().map(|(key, variables)| (key.to_owned(), variables.clone())).collect()
}

/// The files of a folder and of those in it, by their names.
fn files(folder: &str, endings: &[&str]) -> Vec<(String, String)> {
    let (mut found, mut folders) = (Vec::new(), vec![Path::new(env!("CARGO_MANIFEST_DIR")).join(folder)]);
    while let Some(next) = folders.pop() {
        for entry in fs::read_dir(next).unwrap() {
            let path = entry.unwrap().path();
            if path.is_dir() {
                folders.push(path);
            } else if path.extension().is_some_and(|end| endings.iter().any(|ending| end == *ending)) {
                found.push((path.display().to_string(), fs::read_to_string(&path).unwrap()));
            }
        }
    }
    assert!(!found.is_empty(), "{folder}");
    found
}

fn templates() -> Vec<(String, String)> {
    files("themes/default/templates", &["html", "svg"])
}

/// Sources without their tests.
fn sources() -> Vec<(String, String)> {
    let code = |text: String| text.split("#[cfg(test)]\nmod tests").next().unwrap_or_default().to_owned();
    files("src", &["rs"]).into_iter().map(|(name, text)| (name, code(text))).collect()
}

fn all<'a>(pattern: &str, text: &'a str) -> Vec<Vec<&'a str>> {
    let groups = |found: regex::Captures<'a>| found.iter().flatten().skip(1).map(|group| group.as_str()).collect();
    Regex::new(pattern).unwrap().captures_iter(text).map(groups).collect()
}

/// The arguments between the bracket before `text` and the one that closes it, each as name and value.
fn arguments(text: &str) -> Vec<(&str, &str)> {
    let (mut depth, mut is_quoted, mut start, mut found) = (0, false, 0, Vec::new());
    for (at, sign) in text.char_indices() {
        match sign {
            '"' => is_quoted = !is_quoted,
            _ if is_quoted => {}
            '(' | '[' => depth += 1,
            ',' | ')' if depth == 0 => {
                let (name, value) = text[start..at].split_once('=').unwrap();
                found.push((name.trim(), value.trim()));
                start = at + 1;
                if sign == ')' {
                    break;
                }
            }
            ')' | ']' => depth -= 1,
            _ => {}
        }
    }
    found
}

/// What a template says: the key of each message, with the arguments that it gives.
fn said(template: &str) -> Vec<(String, Variables)> {
    let mut found = Vec::new();
    for code in all(r"(?s)\{[{%](.*?)[%}]\}", template).concat() {
        found.extend(all(r"\bt\.(\w+)", code).concat().into_iter().map(|key| (key.replace('_', "-"), Variables::new())));
    }
    for (at, start) in template.match_indices("say(") {
        let arguments = arguments(&template[at + start.len()..]);
        let (_, key) = arguments.iter().find(|(name, _)| *name == "key").unwrap();
        // The component that says a text for each plural category is given the key.
        if *key != "key" {
            let others = arguments.iter().map(|(name, _)| *name).filter(|name| *name != "key");
            found.push((key.trim_matches('"').to_owned(), others.map(ToOwned::to_owned).collect()));
        }
    }
    let plurals = all(r#"<plurals key="([^"]+)""#, template).concat();
    found.extend(plurals.into_iter().map(|key| (key.to_owned(), ["count", "n"].map(ToOwned::to_owned).into())));
    found
}

#[test]
fn what_a_template_says_is_a_message_with_just_its_variables() {
    let messages = messages();
    let mut wrong = Vec::new();
    let mut number = 0;
    for (name, template) in templates() {
        for (key, given) in said(&template) {
            number += 1;
            match messages.get(&key) {
                None => wrong.push(format!("{name}: there is no message `{key}`")),
                Some(variables) if *variables != given => {
                    wrong.push(format!("{name}: `{key}` has the variables {variables:?} and is given {given:?}"));
                }
                Some(_) => {}
            }
        }
    }
    assert!(wrong.is_empty(), "{wrong:#?}");
    assert!(number > 200, "{number}");
}

#[test]
fn what_the_program_says_is_a_message() {
    let messages = messages();
    let mut wrong = Vec::new();
    for (name, source) in sources() {
        for found in all(r#"\bwords\s*\.(text|say|count)\(\s*"([^"]+)""#, &source) {
            let [method, key] = found[..] else { continue };
            let fits = |variables: &Variables| match method {
                "text" => variables.is_empty(),
                "count" => variables.iter().eq(["count"]),
                _ => !variables.is_empty(),
            };
            if !messages.get(key).is_some_and(fits) {
                wrong.push(format!("{name}: words.{method}(\"{key}\")"));
            }
        }
    }
    assert!(wrong.is_empty(), "no such message, or one with other variables: {wrong:#?}");
}

#[test]
fn each_message_is_used() {
    let mut used: BTreeSet<String> = templates().iter().flat_map(|(_, text)| said(text)).map(|(key, _)| key).collect();
    for (_, text) in sources() {
        used.extend(all(r#""([a-z][a-z0-9-]*)""#, &text).concat().into_iter().map(ToOwned::to_owned));
    }
    for (_, text) in files("locales/en-GB", &["ftl"]) {
        used.extend(all(r"\{\s*([a-z][a-z0-9-]*)\s*\}", &text).concat().into_iter().map(ToOwned::to_owned));
    }
    let is_used = |key: &str| used.contains(key) || FAMILIES.iter().any(|family| key.starts_with(family));
    let unused: Vec<String> = messages().into_keys().filter(|key| !is_used(key)).collect();
    assert!(unused.is_empty(), "no template and no source says {unused:?}");
}

#[test]
fn a_key_has_hyphens_for_templates_have_underscores() {
    assert!(messages().keys().all(|key| !key.contains('_')));
}

/// What a template says by itself: letters outside its code and tags, and in the attributes that are read out or shown.
fn own_words(template: &str) -> Vec<String> {
    // Formats and tools have the same name in every language.
    const NAMES: [&str; 2] = ["BibTeX", "Excel"];
    let without = |text: &str, pattern: &str| Regex::new(pattern).unwrap().replace_all(text, " ").into_owned();
    let markup = without(template, r"(?s)\{#.*?#\}|\{%.*?%\}|\{\{.*?\}\}");
    let attributes = all(r#"\b(?:aria-label|title|alt|placeholder|data-label)="([^"]*)""#, &markup).concat().join(" ");
    // A component may write attributes outside a tag.
    let text = without(&markup, r#"<[^>]*>|&\w+;|[\w-]*="|\bdata-"#);
    let words = text.split_whitespace().chain(attributes.split_whitespace());
    let words = words.filter(|word| word.contains(char::is_alphabetic) && !NAMES.contains(word));
    words.map(ToOwned::to_owned).collect()
}

#[test]
fn templates_have_no_words_of_their_own() {
    for (name, template) in templates() {
        assert_eq!(own_words(&template), Vec::<String>::new(), "{name}");
    }
    assert_eq!(own_words("<p title=\"a {{ b }}\">{% if c %}d{% endif %}&lt; {{ t.e }}.</p>"), ["d", "a"]);
}
