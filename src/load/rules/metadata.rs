//! Rules about YAML and Markdown files.

use crate::diagnostic::{Rule, Severity};

/// A text file that is not UTF-8.
pub static TEXT_ENCODING: Rule = Rule {
    id: "metadata/encoding",
    severity: Severity::Error,
    finds: "A YAML, Markdown or dictionary file that is not UTF-8, or a YAML or dictionary file with a NUL character.",
    matters: "Names with accents would be published incorrectly, and differently on each computer.",
    example: "title: Caf\\xe9 survey        (saved as Windows-1252)",
    put_right: "Save the file as UTF-8 in your editor.",
};

/// A file that is needed but does not exist.
pub static FILE_MISSING: Rule = Rule {
    id: "metadata/file-missing",
    severity: Severity::Error,
    finds: "A file that the portal needs, or that dataset.yaml names, but that does not exist or is not an ordinary file.",
    matters: "A table cannot be published without its data and its dictionary, and readers would find a dead link.",
    example: "tables:\n  - {name: waits, file: wiats.csv}",
    put_right: "Correct the name, or put the file in the dataset's folder. Symbolic links are not followed.",
};

/// An invisible character in a text.
pub static HIDDEN_CHARACTER: Rule = Rule {
    id: "metadata/control-character",
    severity: Severity::Warning,
    finds: "A control character, a zero-width character or a character that changes the direction of text, in a YAML, Markdown or \
        dictionary file. Escapes and entities such as `\\u202e` and `&#8238;` count too.",
    matters: "Readers see another text than the one that was approved, and searches do not find it.",
    example: "title: \"Waiting\\u200b times\"",
    put_right: "Remove the character. It often comes from text copied from a web page.",
};

/// Accents read in the wrong encoding, in a text.
pub static GARBLED_TEXT: Rule = Rule {
    id: "metadata/mojibake",
    severity: Severity::Warning,
    finds: "Text such as `Ã©`, `√©`, `¬£` or `â€™`, or the replacement character, in a YAML, Markdown or dictionary file.",
    matters: "A program read the text in the wrong encoding, so readers see signs that mean nothing.",
    example: "title: Cost of prescriptions (Â£)",
    put_right: "Type the accent or sign again, and save the file as UTF-8.",
};

/// A path that leads outside its folder.
pub static FILE_PATH: Rule = Rule {
    id: "metadata/file-path",
    severity: Severity::Error,
    finds: "A path that is absolute, that goes up with `..`, or that contains a backslash or a colon.",
    matters: "A dataset must be complete in its own folder on every system, and must not read other files on the computer.",
    example: "file: ../../other/waits.csv",
    put_right: "Copy the file into the dataset's folder, and write its path with `/` between folders.",
};

/// An invalid value.
pub static INVALID_VALUE: Rule = Rule {
    id: "metadata/invalid-value",
    severity: Severity::Error,
    finds: "A value of the wrong type, or one that is not in the list of values for its key.",
    matters: "A date that does not exist, or an unknown frequency, would appear on the page and reach every harvester.",
    example: "frequency: mothly",
    put_right: "Write one of the values that the help lists.",
};

/// An unresolved merge.
pub static MERGE_CONFLICT: Rule = Rule {
    id: "metadata/merge-conflict",
    severity: Severity::Error,
    finds: "The markers that Git leaves where two changes conflict: `<<<<<<<`, `=======`, `>>>>>>>`.",
    matters: "Both versions would be published, one after the other.",
    example: "<<<<<<< HEAD\ntitle: A\n=======\ntitle: B\n>>>>>>> branch",
    put_right: "Keep one side, and delete the three marker lines.",
};

/// A missing required key.
pub static MISSING_KEY: Rule = Rule {
    id: "metadata/missing-key",
    severity: Severity::Error,
    finds: "A required key that is missing.",
    matters: "Before trusting a dataset, readers need at least a title, a summary, an owner, dates and a version.",
    example: "title: A&E waits\n# no summary",
    put_right: "Add the key.",
};

/// A NUL character in a Markdown file.
pub static NUL_IN_PROSE: Rule = Rule {
    id: "metadata/nul",
    severity: Severity::Warning,
    finds: "A NUL character in a Markdown file. It is shown as the replacement character.",
    matters: "It comes from a damaged file, or from UTF-16 read in the wrong encoding, so other characters may be lost too.",
    example: "a\\0b",
    put_right: "Remove the character, and check the text around it.",
};

/// A page with no title.
pub static PAGE_FRONT_MATTER: Rule = Rule {
    id: "metadata/page-title",
    severity: Severity::Error,
    finds: "A page in content/ with no title in its front matter, or with `access: internal` where no edition holds \
        it; or front matter where none is read, as in guidance.md.",
    matters: "The title is the page's heading, and its name in the navigation and in search results.",
    example: "## How to read the charts",
    put_right: "Start the file with `---`, `title: How to read the charts` and `---`.",
};

/// An invalid value in portal.yaml.
pub static PORTAL_VALUE: Rule = Rule {
    id: "metadata/portal",
    severity: Severity::Error,
    finds: "A value in portal.yaml that is not valid: an unknown organisation, licence, page, theme or requirement, a \
        colour with too little contrast, or an address or language in the wrong form.",
    matters: "The portal's settings are used on every page.",
    example: "publisher: exmaple-trust",
    put_right: "Write one of the values that the help suggests, or add what is missing.",
};

/// A file that is not valid YAML.
pub static SYNTAX: Rule = Rule {
    id: "metadata/syntax",
    severity: Severity::Error,
    finds: "A YAML file or front matter that cannot be read, repeats a key, has a tag such as `!!binary`, or is built to exhaust \
        memory.",
    matters: "A file that cannot be read cannot be checked. A repeated key hides one of its two values.",
    example: "title: A&E waits\ntitle: A&E attendances",
    put_right: "Correct the line that the caret points to. Indent with spaces, not tabs. Put text that contains `: ` or \
        `#` in quotes.",
};

/// A text file that is too large.
pub static TOO_LARGE: Rule = Rule {
    id: "metadata/too-large",
    severity: Severity::Error,
    finds: "A YAML file larger than 1 MiB, or a Markdown file or dictionary larger than 8 MiB.",
    matters: "No description is that long. Either data was pasted into the file, or it was built to exhaust memory.",
    example: "$ ls -l dataset.yaml\n-rw-r--r-- 1 analyst 10000032 dataset.yaml",
    put_right: "Keep data in CSV files, and split long guidance into several pages.",
};

/// An unknown key.
pub static UNKNOWN_KEY: Rule = Rule {
    id: "metadata/unknown-key",
    severity: Severity::Error,
    finds: "A key that is not allowed in this place.",
    matters: "A misspelt key would be ignored without warning, and its value lost.",
    example: "titel: A&E waits",
    put_right: "Correct the key. The help suggests the nearest key and lists all those allowed there.",
};
