//! Tables that lie in the folder and that no dataset reads: their headings. They are not published today; a line in `dataset.yaml`
//! would do it, and whoever reads the folder reads them.

use super::rules::IDENTIFYING_COLUMN;
use crate::diagnostic::Findings;
use crate::load::likely_delimiter;
use crate::privacy::identifying_among;
use crate::source::SourceFile;

/// How far down a header is looked for, below title lines.
const FIRST_LINES: usize = 10;

/// Looks at the headings of a file that is named like a table.
pub(super) fn detect(text: &str, path: &str, findings: &mut Findings) {
    let name = path.to_ascii_lowercase();
    if ![".csv", ".tsv", ".tab"].iter().any(|ending| name.ends_with(ending)) {
        return;
    }
    let mut lines = csv::ReaderBuilder::new();
    let lines = lines.has_headers(false).flexible(true).delimiter(likely_delimiter(text));
    let mut reader = lines.from_reader(text.as_bytes());
    let told = |record: csv::StringRecord| {
        // A row has a number or a day somewhere; a header has none.
        if record.iter().any(|cell| cell.trim_start().starts_with(|first: char| first.is_ascii_digit())) {
            return None;
        }
        let kind = record.iter().find_map(|heading| identifying_among(heading, record.iter()))?;
        Some((record.position().cloned(), kind))
    };
    let Some((position, kind)) = reader.records().take(FIRST_LINES).flatten().find_map(told) else { return };
    let start = position.and_then(|position| usize::try_from(position.byte()).ok()).unwrap_or(0);
    let message = format!("by its heading, a column of this file holds {}", kind.words());
    let found = IDENTIFYING_COLUMN.finding(message).at(SourceFile::new(path, text).place(start..start).without_excerpt(), "");
    findings.push(found.help("move the file out of the portal's folder, even if no dataset uses it"));
}
