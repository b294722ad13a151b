//! `data/not-a-table`: a file that is no table at all.

use crate::diagnostic::{Rule, Severity};

/// A file that is no table at all.
pub static NOT_A_TABLE: Rule = Rule {
    id: "data/not-a-table",
    severity: Severity::Error,
    finds: "A file with the name of a CSV that is an HTML page, a spreadsheet, a PDF or an archive, or that begins with a note for Excel (`sep=;`).",
    matters: "A download that failed often saves the error page or the sign-in page under the name of the data.",
    example: "<!DOCTYPE html><html><body>403 Forbidden</body></html>",
    put_right: "Download the file again and look at it in a text editor; export spreadsheets as CSV (UTF-8).",
};
