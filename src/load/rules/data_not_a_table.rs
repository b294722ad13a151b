//! `data/not-a-table`: a file that is not a table.

use crate::diagnostic::{Rule, Severity};

/// A file that is not a table.
pub static NOT_A_TABLE: Rule = Rule {
    id: "data/not-a-table",
    severity: Severity::Error,
    finds: "A file named as a CSV that is really an HTML page, a spreadsheet, a PDF or an archive, or that starts with a \
        separator line for Excel (`sep=;`).",
    matters: "A failed download often saves an error page or a sign-in page under the name of the data.",
    example: "<!DOCTYPE html><html><body>403 Forbidden</body></html>",
    put_right: "Download the file again and check it in a text editor. Export spreadsheets as CSV (UTF-8).",
};
