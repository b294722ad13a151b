//! Which records of a file are its header, and which are rows: as the author says, or as the file shows.
//!
//! In: the beginning of a file, and the table's entry in dataset.yaml. Out: a [`Plan`], and findings about what the author has not
//! said. Invariant: nothing is left out without a word: what looks like a row is not skipped, and what does not is not published.

use crate::diagnostic::Findings;
use crate::load::rules::{INVALID_VALUE, LAYOUT};
use crate::load::table::layout::{Line, Shapes, first_lines, layout};
use crate::model::TableSpec;
use crate::source::{Place, SourceFile, Spanned};

/// Which records of a file are what.
pub(in crate::load) struct Plan {
    /// The records that hold the header, by their places in the file.
    pub(in crate::load) header: Vec<usize>,
    /// How many records stand before the first row.
    pub(in crate::load) before: usize,
    /// What the cells of each column look like.
    pub(in crate::load) shapes: Shapes,
}

/// Plans how a file is read, by its beginning. `None`, with a finding, if a line that the author names is not there.
pub(in crate::load) fn plan(
    head: &str,
    delimiter: u8,
    path: &str,
    spec: &TableSpec,
    yaml: &SourceFile,
    findings: &mut Findings,
) -> Option<Plan> {
    let lines = first_lines(head, delimiter);
    let (seen, shapes) = layout(&lines);
    let place = |line: usize| lines.iter().position(|other| other.line == line);
    let is_said = spec.header.is_some() || spec.skip.is_some();
    let header = match &spec.header {
        Some(header) if header.is_none() => Vec::new(),
        Some(header) => {
            let wrong = header.lines().iter().find(|line| place(**line).is_none());
            if let Some(line) = wrong {
                let found = INVALID_VALUE.finding(format!("no row of {path} begins on line {line}"));
                findings.push(found.at(yaml.place(header.span()), "").help("write the line on which the header begins"));
                return None;
            }
            header.lines().iter().filter_map(|line| place(*line)).collect()
        }
        None if is_said || lines.is_empty() => vec![0],
        None => seen.header.iter().filter_map(|line| place(*line)).collect(),
    };
    let below = header.last().map_or(0, |last| last + 1);
    let skip = spec.skip.as_ref().map_or(if is_said { 0 } else { seen.skip }, |skip| **skip);
    if is_said {
        let skipped = lines.iter().skip(below).take(skip);
        let rows = skipped.filter(|line| shapes.may_be_row(line));
        let rows: Vec<&Line> = rows.collect();
        if let (Some(row), Some(skip)) = (rows.first(), &spec.skip) {
            findings.push(left_out(row.line, "skip", path, skip, yaml));
        }
    } else {
        tell(&lines, &seen.header, &seen.left_out, path, findings);
        // Names that were joined by a guess are in no dictionary: every column would be a finding.
        if header.len() > 1 {
            return None;
        }
    }
    Some(Plan { header, before: below.saturating_add(skip), shapes })
}

/// The finding about a row that is left out although it looks like one.
pub(in crate::load) fn left_out(
    line: usize,
    key: &str,
    path: &str,
    said: &Spanned<usize>,
    yaml: &SourceFile,
) -> crate::diagnostic::Diagnostic {
    let found = LAYOUT.finding(format!("line {line} is left out by `{key}: {}`, but looks like a row of the table", **said));
    let found = found.at(yaml.place(said.span()), "").at(Place::of_cell(path, line, 1, ""), "");
    found.help(format!("correct the number under `{key}`: lines may have come or gone"))
}

/// Says what the author has not said about the lines above the rows.
fn tell(lines: &[Line], header: &[usize], left_out: &[usize], path: &str, findings: &mut Findings) {
    let first = header.first().copied().unwrap_or(1);
    let (above, below): (Vec<usize>, Vec<usize>) = left_out.iter().partition(|line| **line < first);
    let is_moved = !above.is_empty() || header.len() > 1;
    let mut keys = Vec::new();
    if is_moved {
        let all: Vec<String> = header.iter().map(ToString::to_string).collect();
        keys.push(if all.len() == 1 { format!("`header: {}`", all[0]) } else { format!("`header: [{}]`", all.join(", ")) });
    }
    if !below.is_empty() {
        keys.push(format!("`skip: {}`", below.len()));
    }
    let or = if left_out.is_empty() { "put the names on one line" } else { "delete the lines" };
    let help = format!("write {} next to `file:`, or {or}", keys.join(" and "));
    // What looks like a second header may be a row of words that nobody has declared.
    let or_a_row = "; if it is a row, write `skip: 0`, and `markers:` for the words in it";
    // A number may be a count that the policy hides.
    let is_shown = |cell: &&String| !cell.is_empty() && !cell.starts_with(|c: char| c.is_ascii_digit());
    let text = |line: usize| {
        let line = lines.iter().find(|other| other.line == line);
        line.map_or_else(String::new, |line| {
            crate::load::shown(&line.cells.iter().filter(|cell| is_shown(cell)).cloned().collect::<Vec<_>>().join(", "))
        })
    };
    let mut say = |at: usize, what: String, more: &str| {
        let place = Place::of_cell(path, at, 1, &text(at));
        findings.push(LAYOUT.finding(what).at(place, "").help(format!("{help}{more}")));
    };
    if let Some(line) = above.first() {
        let verb = if above.len() == 1 { "is" } else { "are" };
        say(*line, format!("{} {verb} not part of the table: the header seems to be on line {first}", named(&above)), "");
    }
    if header.len() > 1 {
        say(first, format!("the header seems to stand on {}, one name above the other", named(header)), "");
    }
    if let Some(line) = below.first() {
        let (verb, has) =
            if below.len() == 1 { ("looks like a second header", "it has") } else { ("look like further headers", "they have") };
        say(
            *line,
            format!(
                "{} {verb} or units, not a row: {has} other texts where the rows below have numbers or periods",
                named(&below)
            ),
            or_a_row,
        );
    }
}

/// `line 2`, `lines 2 and 3` or `lines 2 to 5`.
pub(in crate::load) fn named(lines: &[usize]) -> String {
    match lines {
        [] => String::new(),
        [line] => format!("line {line}"),
        [first, second] => format!("lines {first} and {second}"),
        [first, .., last] => format!("lines {first} to {last}"),
    }
}
