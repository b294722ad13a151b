//! What stands around the rows of a table in its file: titles above, second headers, rows of units, notes below.
//!
//! In: the first records of a file. Out: where its header is, and how many rows below it are none of the table.
//! Invariant: a row is told by the shape of its cells against those of the rows below it, not by words. A row with one number or
//! period in its place is data.

use std::collections::{BTreeMap, BTreeSet};

use crate::load::table::records::reader;
use crate::model::{Marker, has_leading_zero, number_without_note, parse_number};

/// The most records that are looked at.
const LOOKED_AT: usize = 60;

/// A record, with its line in the file.
pub(crate) struct Line {
    /// The line on which it begins, counted from 1.
    pub(crate) line: usize,
    /// Its cells, without blanks around them.
    pub(crate) cells: Vec<String>,
}

impl Line {
    fn filled(&self) -> usize {
        self.cells.iter().filter(|cell| !cell.is_empty()).count()
    }

    fn cell(&self, at: usize) -> &str {
        self.cells.get(at).map_or("", String::as_str)
    }
}

/// The first records of a text, with the lines on which they begin.
pub(crate) fn first_lines(text: &str, delimiter: u8) -> Vec<Line> {
    let mut reader = reader(delimiter).from_reader(text.as_bytes());
    let mut lines = Vec::new();
    let mut record = ::csv::StringRecord::new();
    let (mut counted, mut line) = (0, 1);
    while lines.len() < LOOKED_AT && reader.read_record(&mut record).unwrap_or(false) {
        let start = record.position().map_or(0, ::csv::Position::byte);
        let start = usize::try_from(start).unwrap_or(0);
        let blank = crate::load::table::lexer::blank_lines(&text.as_bytes()[start..]);
        line += memchr::memchr_iter(b'\n', &text.as_bytes()[counted..start + blank]).count();
        counted = start + blank;
        lines.push(Line { line, cells: record.iter().map(|cell| cell.trim().to_owned()).collect() });
    }
    lines
}

/// What the cells of a column mostly are.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Shape {
    /// Numbers.
    Number,
    /// Texts with digits, none of them longer than this: periods and codes.
    Digits(usize),
    /// Other texts.
    Text,
}

/// Where the rows of a table begin in its file.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) struct Layout {
    /// The lines of the header.
    pub(crate) header: Vec<usize>,
    /// How many rows below it are none of the table.
    pub(crate) skip: usize,
    /// The lines that are left out, above the header and below it.
    pub(crate) left_out: Vec<usize>,
}

/// What the columns of a table look like.
pub(crate) struct Shapes(Vec<Shape>);

impl Shapes {
    /// The shapes of the columns in some records: what at least four of five filled cells are.
    fn of(lines: &[&Line], columns: usize) -> Self {
        let shape = |at: usize| {
            let cells = lines.iter().map(|line| line.cell(at)).filter(|cell| !cell.is_empty() && !is_marker(cell));
            let cells: Vec<&str> = cells.collect();
            let most = |fits: &dyn Fn(&str) -> bool| {
                !cells.is_empty() && cells.iter().filter(|cell| fits(cell)).count() * 5 >= cells.len() * 4
            };
            if most(&is_number) {
                return Shape::Number;
            }
            let longest = cells.iter().map(|cell| cell.chars().count()).max().unwrap_or(0);
            if most(&has_digit) { Shape::Digits(longest) } else { Shape::Text }
        };
        Self((0..columns).map(shape).collect())
    }

    /// Whether a cell is what the cells of its column are. None for a cell that tells nothing.
    pub(super) fn fits(&self, at: usize, cell: &str) -> Option<bool> {
        match self.0.get(at)? {
            // A marker may stand for a number, and in a header for nothing.
            _ if cell.is_empty() || is_marker(cell) => None,
            Shape::Text => None,
            Shape::Number => Some(is_number(cell)),
            Shape::Digits(longest) => Some(has_digit(cell) && cell.chars().count() <= *longest + 4),
        }
    }

    /// Whether a record looks like a row: some cell of a column of numbers or periods is one, and at least half of those filled.
    pub(crate) fn is_row(&self, line: &Line) -> bool {
        let told: Vec<bool> = (0..self.0.len()).filter_map(|at| self.fits(at, line.cell(at))).collect();
        let fit = told.iter().filter(|fits| **fits).count();
        fit > 0 && fit * 2 >= told.len()
    }

    /// Whether a record may be a row: it looks like one, or has a name and markers where numbers belong.
    pub(crate) fn may_be_row(&self, line: &Line) -> bool {
        let is_numeric = |at: &usize| matches!(self.0[*at], Shape::Number);
        let cells: Vec<&str> = (0..self.0.len()).filter(is_numeric).map(|at| line.cell(at)).collect();
        let is_told = |cell: &&str| is_marker(cell) && !is_filler(cell);
        let has_name = (0..self.0.len()).any(|at| !is_numeric(&at) && !line.cell(at).is_empty());
        self.is_row(line) || has_name && cells.iter().any(is_told) && cells.iter().all(|cell| cell.is_empty() || is_marker(cell))
    }

    /// Whether a record is surely no row: it has texts where numbers and periods belong, and not one of these. One word alone could
    /// be a marker that nobody has declared, unless nothing else stands beside it.
    fn is_no_row(&self, line: &Line) -> bool {
        let told: Vec<bool> = (0..self.0.len()).filter_map(|at| self.fits(at, line.cell(at))).collect();
        !told.is_empty() && !told.contains(&true) && (told.len() > 1 || line.filled() == 1)
    }
}

/// The layout that the first records of a file show, and the shapes of its columns. The header is on the first line, unless
/// something else shows.
pub(crate) fn layout(lines: &[Line]) -> (Layout, Shapes) {
    let width = usual_width(lines).map_or(0, |(width, _)| width);
    let plain =
        || Layout { header: lines.first().map_or_else(|| vec![1], |line| vec![line.line]), skip: 0, left_out: Vec::new() };
    let whole: Vec<&Line> = lines.iter().filter(|line| line.cells.len() == width && line.filled() > 1).collect();
    // The last half of the records is least likely to hold anything but rows.
    let shapes = Shapes::of(&whole[whole.len() / 2..], width);
    if width < 2 || whole.len() < 2 {
        return (plain(), shapes);
    }
    let is_title = |line: &Line| line.cells.len() != width && line.filled() < width || line.filled() <= 1;
    let mut titles = lines.iter().take_while(|line| is_title(line)).count();
    let are_numbered = |at: usize| lines.get(at).is_some_and(is_column_numbers);
    if are_numbered(titles) && lines.get(titles + 1).is_some_and(|next| !shapes.is_row(next)) {
        titles += 1;
    }
    // The line directly above the first row is the header, even if it has a cell fewer, or names one column alone. To take the row
    // itself for the header would lose it, and publish its counts as headings.
    let is_first_row = |at: usize| lines.get(at).is_some_and(|line| shapes.is_row(line) && !are_years(line, &shapes));
    if titles > 0 && is_first_row(titles) {
        titles -= 1;
    }
    let has_texts = shapes.0.contains(&Shape::Text);
    let is_none = |line: &Line| shapes.is_no_row(line) || has_texts && is_column_numbers(line);
    let Some((first, rest)) = lines[titles..].split_first() else { return (plain(), shapes) };
    let below: Vec<&Line> = rest.iter().take_while(|line| line.cells.len() == width && is_none(line)).collect();
    if titles + below.len() > LOOKED_AT / 2 {
        return (plain(), shapes);
    }
    let mut header = vec![first];
    let mut skipped = below.as_slice();
    while let Some((next, others)) = skipped.split_first().filter(|(next, _)| !is_complete(&header, next)) {
        header.push(next);
        skipped = others;
    }
    let left_out = lines[..titles].iter().chain(skipped.iter().copied()).map(|line| line.line).collect();
    (Layout { header: header.iter().map(|line| line.line).collect(), skip: skipped.len(), left_out }, shapes)
}

/// The names of the columns in the lines of a header, joined column by column. A name above several columns holds for all of them.
fn headings(lines: &[Vec<String>]) -> Vec<String> {
    let columns = lines.iter().map(Vec::len).max().unwrap_or(0);
    let mut names: Vec<Vec<String>> = vec![Vec::new(); columns];
    for (level, line) in lines.iter().enumerate() {
        let mut above = "";
        for (at, name) in names.iter_mut().enumerate() {
            let cell = line.get(at).map_or("", |cell| if is_filler(cell) { "" } else { cell.trim() });
            if !cell.is_empty() || level + 1 == lines.len() {
                above = cell;
            }
            if !above.is_empty() && name.last().is_none_or(|last| last != above) {
                name.push(above.to_owned());
            }
        }
    }
    names.into_iter().map(|parts| parts.join(" - ")).collect()
}

/// The same, where a second column of a name is called so: `Total (2)`.
pub(crate) fn distinct_headings(lines: &[Vec<String>]) -> Vec<String> {
    let mut seen: BTreeMap<String, usize> = BTreeMap::new();
    let number = |name: String| {
        let times = seen.entry(name.clone()).and_modify(|times| *times += 1).or_insert(1);
        if name.is_empty() || *times == 1 { name } else { format!("{name} ({times})") }
    };
    headings(lines).into_iter().map(number).collect()
}

/// Whether each column has its own name, or none that the next line would give it.
fn is_complete(header: &[&Line], next: &Line) -> bool {
    let lines: Vec<Vec<String>> = header.iter().map(|line| line.cells.clone()).collect();
    let names = headings(&lines);
    let mut seen = BTreeSet::new();
    names.iter().enumerate().all(|(at, name)| if name.is_empty() { is_filler(next.cell(at)) } else { seen.insert(name) })
}

/// The number of cells that most records with several have, and how many have it. Records of one cell count only if there are no
/// others: they are titles and notes.
pub(crate) fn usual_width(lines: &[Line]) -> Option<(usize, usize)> {
    let mut counts = BTreeMap::new();
    for line in lines {
        *counts.entry(line.cells.len()).or_insert(0_usize) += 1;
    }
    counts.into_iter().max_by_key(|(width, count)| (*width > 1, *count, *width))
}

/// Whether all numbers of a record are years: the headings of a wide table.
fn are_years(line: &Line, shapes: &Shapes) -> bool {
    let is_number = |at: &usize| matches!(shapes.0.get(*at), Some(Shape::Number)) && !line.cell(*at).is_empty();
    let mut numbers = (0..line.cells.len()).filter(is_number).peekable();
    let is_year = |text: &str| text.len() == 4 && (text.starts_with("19") || text.starts_with("20"));
    numbers.peek().is_some() && numbers.all(|at| is_year(line.cell(at)))
}

/// Whether a record only counts the columns: 1, 2, 3.
fn is_column_numbers(line: &Line) -> bool {
    let number = |cell: &String| cell.trim_matches(['(', ')', '[', ']']).parse::<usize>().ok();
    let numbers: Option<Vec<usize>> = line.cells.iter().map(number).collect();
    numbers.is_some_and(|numbers| numbers.len() > 2 && numbers.windows(2).all(|pair| pair[0] + 1 == pair[1]) && numbers[0] <= 1)
}

fn is_number(cell: &str) -> bool {
    let noted = number_without_note(cell);
    let cell = if noted.starts_with(|c: char| c.is_ascii_digit()) { noted } else { cell };
    let bare = cell.trim_start_matches(['-', '\u{2212}', '£', '$', '€']);
    let grouped = |sign| {
        let digits: Vec<&str> = bare.split(sign).collect();
        digits.len() > 1 && digits.iter().all(|digits| !digits.is_empty() && digits.bytes().all(|byte| byte.is_ascii_digit()))
    };
    !has_leading_zero(bare) && (parse_number(cell).is_some() || grouped(',') || grouped(' ') || grouped('\u{a0}') || grouped('.'))
}

fn has_digit(cell: &str) -> bool {
    cell.contains(|c: char| ('1'..='9').contains(&c))
}

pub(super) fn is_marker(cell: &str) -> bool {
    Marker::usual(cell).is_some() || Marker::from_bracketed(cell).is_some()
}

/// Whether a cell of a header only fills its place.
fn is_filler(cell: &str) -> bool {
    cell.trim().chars().all(|c| matches!(c, '.' | '-' | '\u{2013}'))
}

#[cfg(test)]
mod tests {
    use super::{distinct_headings, first_lines, layout};

    fn laid_out(text: &str) -> (Vec<usize>, usize, Vec<usize>) {
        let (layout, _) = layout(&first_lines(text, b','));
        (layout.header, layout.skip, layout.left_out)
    }

    #[test]
    fn a_plain_table_has_its_header_on_the_first_line() {
        for text in [
            "month,place,n\n2024-01,North,5\n2024-02,North,6\n",
            "month,place,n\n2024-01,North,n/a\n2024-02,North,6\n2024-03,North,7\n",
            "place,n\nNorth,unknown\nSouth,5\nEast,6\n",
            "place,kind\nNorth,a\nSouth,b\n",
            "2023,2024,2025\n1,2,3\n4,5,6\n",
            "place,n,m\n1,5,6\n2,7,8\n",
            "name\na\nb\n",
            "id,value\n1,2\n",
            "",
        ] {
            assert_eq!(laid_out(text), (vec![1], 0, vec![]), "{text}");
        }
    }

    #[test]
    fn what_is_no_row_is_told_by_its_shape() {
        for (text, expected) in [
            ("Attendances\nSource: NHS\n\nmonth,place,n\n2024-01,A,5\n2024-02,A,6\n", (vec![4], 0, vec![1, 2])),
            ("Attendances,,\n,,\nmonth,place,n\n2024-01,A,5\n2024-02,A,6\n", (vec![3], 0, vec![1, 2])),
            ("month,trust,pay,other\n,,£000,£000\nApr-23,R,1200,3\nMay-23,R,1300,4\n", (vec![1], 1, vec![2])),
            ("month,trust,pay,other\n,,£,%\nApr-23,R,1200,3\nMay-23,R,1300,4\n", (vec![1], 1, vec![2])),
            ("a,b,c\nid,Name,Estimate\nX1,Adams,5\nX2,Bond,6\nX3,Cass,7\n", (vec![1], 1, vec![2])),
            ("area,Male,,Female,\n,Number,Rate,Number,Rate\nN,120,12.1,130,13.2\nS,220,1.1,230,2.2\n", (vec![1, 2], 0, vec![])),
            ("1,2,3\nplace,n,m\nA,5,6\nB,7,8\nC,9,9\n", (vec![2], 0, vec![1])),
            ("place,n,m\n1,2,3\nA,5,6\nB,7,8\nC,9,9\n", (vec![1], 1, vec![2])),
        ] {
            assert_eq!(laid_out(text), expected, "{text}");
        }
    }

    #[test]
    fn names_above_several_columns_hold_for_all_of_them() {
        let line = |text: &str| text.split(',').map(ToOwned::to_owned).collect::<Vec<String>>();
        let two = [line("Area,Male,,Female,,Total"), line(",Number,Rate,Number,Rate,")];
        let expected = ["Area", "Male - Number", "Male - Rate", "Female - Number", "Female - Rate", "Total"];
        assert_eq!(distinct_headings(&two), expected);
        assert_eq!(distinct_headings(&[line("All,,"), line("b,,b")]), ["All - b", "All", "All - b (2)"]);
    }
}
