//! `metadata/too-large`: a text file that is larger than any needs to be.

use crate::diagnostic::{Rule, Severity};

/// A text file that is larger than any needs to be.
pub static TOO_LARGE: Rule = Rule {
    id: "metadata/too-large",
    severity: Severity::Error,
    finds: "A YAML file of more than a mebibyte, or a Markdown file or dictionary of more than eight.",
    matters: "No description is that long: data has been pasted into it, or the file is made to exhaust whoever reads it.",
    example: "$ ls -l dataset.yaml\n-rw-r--r-- 1 analyst 10000032 dataset.yaml",
    put_right: "Keep data in CSV files, and split long guidance into pages.",
};
