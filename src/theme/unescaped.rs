//! Values that a theme prints as markup although they are text.

use std::collections::BTreeSet;
use std::sync::LazyLock;

use regex::Regex;

use crate::diagnostic::{Diagnostic, Rule, Severity};
use crate::source::SourceFile;

/// A value that is printed as markup.
pub(super) static UNESCAPED: Rule = Rule {
    id: "theme/unescaped",
    severity: Severity::Warning,
    finds: "A value that a template prints with `safe`, although it is text and not markup.",
    matters: "A `<` in a title or a cell breaks the page, and a script in them would run in every reader's browser.",
    example: "<h1>{{ dataset.title | safe }}</h1>",
    put_right: "Remove `| safe`. Only values that Shelfmark makes as markup need it, such as `body`, `description` and `chart`.",
};

static SAFE: LazyLock<Option<Regex>> = LazyLock::new(|| Regex::new(r"(?<path>[a-zA-Z_][\w.]*)(?<more>[^{}%]*?)\|\s*safe\b").ok());

/// The values that are markup: those that the built-in templates print with `safe`, by the last parts of their names.
pub(super) fn known(templates: &[String]) -> BTreeSet<&str> {
    let found = templates.iter().flat_map(|text| SAFE.iter().flat_map(|safe| safe.captures_iter(text)));
    found.filter_map(|found| found.name("path")).map(|path| last(path.as_str())).collect()
}

/// The other values that a template prints with `safe`.
pub(super) fn find(template: &SourceFile, known: &BTreeSet<&str>) -> Vec<Diagnostic> {
    let all = SAFE.iter().flat_map(|safe| safe.captures_iter(template.text()));
    let unknown = all.filter_map(|found| {
        let (path, more) = (found.name("path")?, found.name("more")?);
        // A text that is joined or changed is not the markup that it was made from.
        let is_markup = known.contains(last(path.as_str())) && more.as_str().trim().is_empty();
        (!is_markup).then(|| path.start()..found.get(0).map_or(path.end(), |whole| whole.end()))
    });
    let finding = |range| {
        let found = UNESCAPED.finding("a value that is printed as markup").at(template.place(range), "");
        found.help("remove `| safe`, so that a `<` in the value stays a character")
    };
    unknown.map(finding).collect()
}

fn last(path: &str) -> &str {
    path.rsplit('.').next().unwrap_or(path)
}
