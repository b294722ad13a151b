//! `metadata/too-large`: a text file that is too large.

use crate::diagnostic::{Rule, Severity};

/// A text file that is too large.
pub static TOO_LARGE: Rule = Rule {
    id: "metadata/too-large",
    severity: Severity::Error,
    finds: "A YAML file larger than 1 MiB, or a Markdown file or dictionary larger than 8 MiB.",
    matters: "No description is that long. Either data was pasted into the file, or it was built to exhaust memory.",
    example: "$ ls -l dataset.yaml\n-rw-r--r-- 1 analyst 10000032 dataset.yaml",
    put_right: "Keep data in CSV files, and split long guidance into several pages.",
};
