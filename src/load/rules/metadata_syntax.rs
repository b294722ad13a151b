//! `metadata/syntax`: a file that is not YAML.

use crate::diagnostic::{Rule, Severity};

/// A file that is not YAML.
pub static SYNTAX: Rule = Rule {
    id: "metadata/syntax",
    severity: Severity::Error,
    finds: "A YAML file or front matter that cannot be parsed, repeats a key, or is built to exhaust memory.",
    matters: "What cannot be read cannot be checked; a repeated key hides one of its two values.",
    example: "title: A&E waits\ntitle: A&E attendances",
    put_right: "Mend the line that the caret points at. Indent with blanks, not tabs; put texts with `: ` or `#` in quotes.",
};
