//! `metadata/syntax`: a file that is not valid YAML.

use crate::diagnostic::{Rule, Severity};

/// A file that is not valid YAML.
pub static SYNTAX: Rule = Rule {
    id: "metadata/syntax",
    severity: Severity::Error,
    finds: "A YAML file or front matter that cannot be read, repeats a key, or is built to exhaust memory.",
    matters: "A file that cannot be read cannot be checked. A repeated key hides one of its two values.",
    example: "title: A&E waits\ntitle: A&E attendances",
    put_right: "Correct the line that the caret points to. Indent with spaces, not tabs. Put text that contains `: ` or \
        `#` in quotes.",
};
