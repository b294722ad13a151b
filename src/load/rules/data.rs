//! Rules about CSV files.

use crate::diagnostic::{Rule, Severity};

/// A column with no heading.
pub static BLANK_HEADING: Rule = Rule {
    id: "data/blank-heading",
    severity: Severity::Warning,
    finds: "A column of row numbers, or without any cells, that has no heading. In the dictionary it is called `column_` and its position, such as `column_1`.",
    matters: "It is usually a row number that a program added, or an empty column at the edge of a spreadsheet.",
    example: ",Month,Value\n1,2019-01,12",
    put_right: "Give the column a name, or remove it from the file.",
};

/// Blank rows.
pub static BLANK_ROW: Rule = Rule {
    id: "data/blank-row",
    severity: Severity::Warning,
    finds: "Rows in which every cell is empty, such as those a spreadsheet leaves below its last row. They are left out.",
    matters: "Anyone who reads the file counts them as rows.",
    example: "period,org,value\n2019-03,RRK,12\n,,",
    put_right: "Delete the rows in the spreadsheet and export it again.",
};

/// An undeclared delimiter that is not a comma.
pub static DELIMITER: Rule = Rule {
    id: "data/delimiter",
    severity: Severity::Warning,
    finds: "Columns separated by semicolons, tabs or vertical bars, with no `delimiter` in dataset.yaml.",
    matters: "The delimiter has to be guessed, and a wrong guess splits the columns in the wrong places.",
    example: "period;org;value",
    put_right: "Write `delimiter: \";\"` next to `file:`, or save the file with commas.",
};

/// Lines that are not rows of the table.
pub static LAYOUT: Rule = Rule {
    id: "data/layout",
    severity: Severity::Error,
    finds: "Lines in a CSV file that are neither the header nor rows of the table: a title above it, a second header, a row of \
        units or column numbers, notes below it. Also a line that is left out and looks like a row.",
    matters: "A note becomes a place in a chart, and a row of units becomes a number. Nothing but rows may be published.",
    example: "Month,Trust,Attendances\nApr-23,RXX,1200\nSource: NHS England,,",
    put_right: "Delete the lines, or say next to `file:` which they are: `header: 3` (the line of the header, or `[3, 4]` if it \
        has 2), `skip: 1` (rows below the header) and `skip_last: 2` (rows at the end). If they are rows after all, write \
        `header: 1`, `skip: 0` or `skip_last: 0`.",
};

/// An empty file.
pub static EMPTY_FILE: Rule = Rule {
    id: "data/empty-file",
    severity: Severity::Error,
    finds: "A CSV file with no content, or with only blank lines.",
    matters: "Without a header, nothing can be read. Usually an export has failed.",
    example: "$ ls -l waits.csv\n-rw-r--r-- 1 analyst 0 waits.csv",
    put_right: "Export the data again. To take a dataset out of the portal, remove its folder.",
};

/// A ledger that cannot be used.
pub static LEDGER: Rule = Rule {
    id: "data/ledger",
    severity: Severity::Error,
    finds: "A `ledger.jsonl`, in which `shelfmark release` notes what each release has printed, that cannot be read, or that names a \
        table which is gone.",
    matters: "Without it, nobody can tell whether a new release gives away what an earlier one hid.",
    example: "{\"release\":\"2026.11.0\",\"table\":\"visits\",\"row\":{\"area\":\"A\"},\"printed\":{\"patients\":\"[c]\"",
    put_right: "Restore the file from your version control, as the last release wrote it. After a merge, keep the lines of both \
        sides. If you have renamed the table, give it its \
        new name in the ledger as well.",
};

/// A table that is not UTF-8, with no encoding declared.
pub static ENCODING: Rule = Rule {
    id: "data/encoding",
    severity: Severity::Error,
    finds: "A CSV file that is not UTF-8, with no `encoding` in dataset.yaml.",
    matters: "A wrong guess turns `é` into `Ž`. Downloads are always UTF-8, so the wrong letter would be published.",
    example: "file: survey.csv            (saved by Excel as Windows-1252)",
    put_right: "Look at names with accents, then write `encoding: windows-1252` or `encoding: macintosh` next to `file:`.",
};

/// A repeated heading.
pub static HEADING: Rule = Rule {
    id: "data/heading",
    severity: Severity::Error,
    finds: "A heading that appears twice in the header row, or two that differ only in capitals, blanks, hyphens or apostrophes; \
        and a column with data but no heading.",
    matters: "Two columns with the same name cannot be documented, checked or harvested.",
    example: "period,value,value",
    put_right: "Give each column its own name, in the CSV and in the dictionary.",
};

/// A Git LFS pointer in place of the data.
pub static LFS_POINTER: Rule = Rule {
    id: "data/lfs-pointer",
    severity: Severity::Error,
    finds: "A Git LFS (Large File Storage) pointer where the data should be.",
    matters: "The data was not fetched when the repository was cloned. The three lines of the pointer would be published \
        as a table.",
    example: "version https://git-lfs.github.com/spec/v1\noid sha256:4d7a...\nsize 12345",
    put_right: "Run `git lfs pull` in the repository, and on the computer that builds the portal.",
};

/// A line or table too large to be aggregate data.
pub static LIMIT: Rule = Rule {
    id: "data/limit",
    severity: Severity::Error,
    finds: "A line longer than 1 MiB, or a table with more than 16,384 columns (the most a spreadsheet can open).",
    matters: "This is unlikely to be aggregate data. The file may be an image, have no line endings, or have its rows and \
        columns swapped.",
    example: "$ head -c 2000000 waits.csv | wc -l\n0",
    put_right: "Open the file in a text editor and look at the start. Write a wide table in long format, with one row for \
        each observation.",
};

/// Old Mac line endings.
pub static LINE_ENDS: Rule = Rule {
    id: "data/line-ends",
    severity: Severity::Warning,
    finds: "A file whose lines end with a carriage return only.",
    matters: "Other programs read the whole file as one line. In the download, lines end with a line feed.",
    example: "period,org\\r2019-03,RRK\\r",
    put_right: "Save the file as CSV, not as CSV (Macintosh).",
};

/// A CSV with no rows.
pub static NO_ROWS: Rule = Rule {
    id: "data/no-rows",
    severity: Severity::Warning,
    finds: "A CSV with a header but no data rows.",
    matters: "If an empty export replaces last month's figures, it looks like a real result.",
    example: "period,org,value",
    put_right: "Export the data again. `rows: {min: 1}` next to `file:` makes an empty table an error.",
};

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

/// A row with more or fewer cells than the header.
pub static RAGGED_ROW: Rule = Rule {
    id: "data/ragged-row",
    severity: Severity::Error,
    finds: "A row with more or fewer cells than the header row.",
    matters: "Every value after the missing or extra cell is in the wrong column.",
    example: "period,org,value\n2019-03,RRK",
    put_right: "Correct the row. Put quotes around any value that contains a comma.",
};

/// A quote that is not closed.
pub static UNBALANCED_QUOTE: Rule = Rule {
    id: "data/unbalanced-quote",
    severity: Severity::Error,
    finds: "A quote that opens a value but is never closed, or text after the closing quote of a value.",
    matters: "Everything after the quote, to the end of the file, is read as one cell.",
    example: "period,org,value\n2019-03,\"RRK,12",
    put_right: "Close the quote, or double it (`\"\"`) if it is part of the value.",
};
