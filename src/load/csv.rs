//! A CSV as it is in the wild to a `Table<Raw>`.
//!
//! In: bytes, the table's entry in dataset.yaml, and its dictionary. Out: typed columns, with the place of every row.
//! Invariant: each distinct text of a column is read once; the file's text is kept until the dataset has been checked,
//! so that any cell can be pointed at.

use std::collections::BTreeMap;
use std::ops::Range;

use foldhash::HashMap;

use super::cell::CellReader;
use super::dialect::{self, LineEnd};
use super::encoding::Encoding;
use super::{INVALID_VALUE, Root};
use crate::diagnostic::{Findings, Rule, Severity};
use crate::model::{Column, Dictionary, Marker, Raw, RawCell, Table, TableSpec};
use crate::source::{Place, SourceFile};

/// A row with more or fewer cells than the header.
pub static RAGGED_ROW: Rule = Rule {
    id: "data/ragged-row",
    severity: Severity::Error,
    finds: "A row with more or fewer cells than the header line.",
    matters: "Every value behind the missing or extra cell stands in the wrong column.",
    example: "period,org,value\n2019-03,RRK",
    put_right: "Mend the row; a comma inside a value needs quotes around the value.",
};

/// A repeated heading.
pub static HEADING: Rule = Rule {
    id: "data/heading",
    severity: Severity::Error,
    finds: "A heading that stands twice in the header line.",
    matters: "A column that shares its name with another cannot be documented, checked or harvested.",
    example: "period,value,value",
    put_right: "Give each column its own name, in the CSV and in the dictionary.",
};

/// Rows in which nothing stands.
pub static BLANK_ROW: Rule = Rule {
    id: "data/blank-row",
    severity: Severity::Warning,
    finds: "Rows whose cells are all empty, such as a spreadsheet leaves below its last row. They are left out.",
    matters: "They are counted as rows by whoever reads the file.",
    example: "period,org,value\n2019-03,RRK,12\n,,",
    put_right: "Delete the rows in the spreadsheet and export it again.",
};

/// A CSV without rows.
pub static NO_ROWS: Rule = Rule {
    id: "data/no-rows",
    severity: Severity::Error,
    finds: "A CSV without a row of data.",
    matters: "An empty export published over last month's figures looks like a result.",
    example: "period,org,value",
    put_right: "Export the data again; to take a dataset out of the portal, remove its folder.",
};

/// A table as it was read.
pub struct LoadedTable {
    /// Its entry in dataset.yaml.
    pub spec: TableSpec,
    /// Its dictionary.
    pub dictionary: Dictionary,
    /// Its cells.
    pub data: Table<Raw>,
    /// The decoded file.
    pub file: SourceFile,
    /// The size of the file, in bytes.
    pub bytes: usize,
    /// What it was read as.
    pub encoding: Encoding,
    /// How its lines end.
    pub line_end: LineEnd,
    delimiter: u8,
    rows_at: Vec<usize>,
}

impl LoadedTable {
    /// The place of a cell. It shows that cell alone, and nothing that looks like a personal number.
    #[must_use]
    pub fn place(&self, row: usize, column: usize) -> Place {
        let text = self.file.text();
        let span = cell_span(text.as_bytes(), self.rows_at[row], column, self.delimiter);
        let Place { line, column, .. } = self.file.place(span.clone());
        Place::of_cell(self.file.path(), line, column, &shown(&text[span]))
    }

    /// The place of a heading.
    #[must_use]
    pub fn heading_place(&self, column: usize) -> Place {
        if self.spec.header {
            self.file.place(cell_span(self.file.text().as_bytes(), 0, column, self.delimiter))
        } else {
            self.file.whole()
        }
    }

    /// The first row that holds the pool's cell.
    #[must_use]
    pub fn first_row(&self, column: usize, pool_index: usize) -> usize {
        self.data.columns[column].cells.iter().position(|cell| *cell as usize == pool_index).unwrap_or(0)
    }
}

/// A cell's text as a finding may show it: short, and without anything that could be a person's number or address.
#[must_use]
pub(crate) fn shown(text: &str) -> String {
    let digits = text.chars().filter(char::is_ascii_digit).count();
    if digits >= 9 || text.contains('@') {
        return "(value not shown)".to_owned();
    }
    if text.chars().count() <= 40 { text.to_owned() } else { text.chars().take(39).chain(['…']).collect() }
}

/// Reads a table. `None` if it cannot be told what its cells are; then there is an error finding.
pub(super) fn load_table(
    root: &Root,
    path: &str,
    spec: &TableSpec,
    dictionary: &Dictionary,
    yaml: &SourceFile,
    findings: &mut Findings,
) -> Option<LoadedTable> {
    let markers = markers(spec, yaml, findings)?;
    let bytes = root.bytes(path, findings)?;
    let size = bytes.len();
    let (text, encoding) = dialect::text(bytes, path, spec, yaml, findings)?;
    let (text, line_end) = dialect::line_ends(text, path, findings);
    let file = SourceFile::new(path, text);
    let delimiter = dialect::delimiter(&file, spec, yaml, findings)?;
    dialect::balanced(&file, delimiter, findings)?;
    let (data, rows_at) = read_rows(&file, spec, dictionary, &markers, delimiter, findings)?;
    if data.rows == 0 {
        findings.push(NO_ROWS.finding(format!("{path} has no row of data")).at(file.whole(), "").help("export the data again"));
        return None;
    }
    let dictionary = dictionary.clone();
    Some(LoadedTable { spec: spec.clone(), dictionary, data, file, bytes: size, encoding, line_end, delimiter, rows_at })
}

fn markers(spec: &TableSpec, yaml: &SourceFile, findings: &mut Findings) -> Option<BTreeMap<String, Marker>> {
    let mut markers = BTreeMap::new();
    for (text, code) in &spec.markers {
        if let Some(marker) = Marker::from_code(code) {
            markers.insert(text.trim().to_owned(), marker);
        } else {
            let known = Marker::ALL.map(Marker::code).join(", ");
            let found = INVALID_VALUE.finding(format!("`{}` is not a marker", **code)).at(yaml.place(code.span()), "");
            findings.push(found.help(format!("the markers there are: {known}, k")));
        }
    }
    (markers.len() == spec.markers.len()).then_some(markers)
}

type Rows = (Table<Raw>, Vec<usize>);

fn read_rows(
    file: &SourceFile,
    spec: &TableSpec,
    dictionary: &Dictionary,
    markers: &BTreeMap<String, Marker>,
    delimiter: u8,
    findings: &mut Findings,
) -> Option<Rows> {
    let mut reader =
        ::csv::ReaderBuilder::new().has_headers(false).flexible(true).delimiter(delimiter).from_reader(file.text().as_bytes());
    let mut record = ::csv::ByteRecord::new();
    let headings: Vec<String> = if spec.header {
        reader.read_byte_record(&mut record).ok()?;
        record.iter().map(|cell| String::from_utf8_lossy(cell).into_owned()).collect()
    } else {
        dictionary.names().map(ToOwned::to_owned).collect()
    };
    let names: Vec<String> = headings.iter().enumerate().map(|(at, heading)| column_name(at, heading)).collect();
    distinct(&names, file, delimiter, findings)?;
    let mut columns: Vec<ColumnReader<'_>> = names
        .iter()
        .zip(&headings)
        .map(|(name, heading)| ColumnReader::new(name, heading, CellReader::new(dictionary.field(name), markers)))
        .collect();
    let mut rows_at = Vec::new();
    let (mut ragged, mut blank, mut first_blank) = (0_usize, 0_usize, None);
    while reader.read_byte_record(&mut record).ok()? {
        let start = record.position().map_or(0, |position| usize::try_from(position.byte()).unwrap_or(0));
        if record.len() != columns.len() {
            ragged += 1;
            if ragged <= 20 {
                findings.push(ragged_row(file, start, record.len(), columns.len()));
            }
            continue;
        }
        if record.iter().all(<[u8]>::is_empty) && columns.len() > 1 {
            blank += 1;
            first_blank.get_or_insert(start);
            continue;
        }
        if record.as_slice().contains(&b'\n') && record.iter().any(|cell| holds_rows(cell, delimiter, columns.len())) {
            let place = Place { excerpt: String::new(), marked: (0..0).into(), ..file.place(start..start) };
            let found = dialect::UNBALANCED_QUOTE.finding("a value of this row holds whole rows").at(place, "");
            findings.push(found.help("a quote seems to be missing, or one too many: look at the quotes from here on"));
        }
        rows_at.push(start);
        for (column, cell) in columns.iter_mut().zip(&record) {
            column.push(cell);
        }
    }
    if let Some(first) = first_blank {
        let found =
            BLANK_ROW.finding(format!("{blank} rows are blank; they are left out")).at(file.place(first..first), "the first");
        findings.push(found.help("delete them in the spreadsheet and export it again"));
    }
    let columns = columns.into_iter().map(ColumnReader::finish).collect();
    Some((Table { columns, rows: rows_at.len() }, rows_at))
}

/// The name that a heading has in the dictionary: a blank one is named by its position.
fn column_name(at: usize, heading: &str) -> String {
    let heading = heading.trim();
    if heading.is_empty() { format!("column_{}", at + 1) } else { heading.to_owned() }
}

fn distinct(names: &[String], file: &SourceFile, delimiter: u8, findings: &mut Findings) -> Option<()> {
    let mut seen = BTreeMap::new();
    let mut all_distinct = Some(());
    for (at, name) in names.iter().enumerate() {
        if seen.insert(name, at).is_some() {
            let place = file.place(cell_span(file.text().as_bytes(), 0, at, delimiter));
            let found = HEADING.finding(format!("the heading `{name}` stands twice")).at(place, "the second time");
            findings.push(found.help("give each column its own name"));
            all_distinct = None;
        }
    }
    all_distinct
}

fn ragged_row(file: &SourceFile, start: usize, cells: usize, expected: usize) -> crate::diagnostic::Diagnostic {
    let place = file.place(start..start);
    let place = Place { excerpt: String::new(), marked: (0..0).into(), ..place };
    RAGGED_ROW
        .finding(format!("this row has {cells} cells; the header has {expected}"))
        .at(place, "")
        .help("put values that hold a comma in quotes; every row needs every cell, if only an empty one")
}

/// Whether a value that runs over several lines holds lines that look like rows: a stray quote has swallowed them.
fn holds_rows(cell: &[u8], delimiter: u8, columns: usize) -> bool {
    let mut lines = cell.split(|byte| *byte == b'\n').skip(1);
    columns > 2 && lines.any(|line| line.split(|byte| *byte == delimiter).count() == columns)
}

/// Collects the distinct cells of a column.
struct ColumnReader<'a> {
    column: Column<RawCell>,
    index: HashMap<Box<[u8]>, u32>,
    cells: CellReader<'a>,
    last: u32,
}

impl<'a> ColumnReader<'a> {
    fn new(name: &str, heading: &str, cells: CellReader<'a>) -> Self {
        let column = Column { name: name.to_owned(), heading: heading.to_owned(), pool: Vec::new(), cells: Vec::new() };
        Self { column, index: HashMap::default(), cells, last: 0 }
    }

    fn push(&mut self, bytes: &[u8]) {
        // Sorted files repeat the cell above, which spares the look-up.
        if self.column.pool.get(self.last as usize).is_some_and(|cell| cell.text.as_bytes() == bytes) {
            self.column.cells.push(self.last);
            return;
        }
        let at = if let Some(at) = self.index.get(bytes) {
            *at
        } else {
            let at = u32::try_from(self.column.pool.len()).unwrap_or(u32::MAX);
            let text = String::from_utf8_lossy(bytes);
            self.column.pool.push(self.cells.read(&text, self.column.pool.len()));
            self.index.insert(bytes.into(), at);
            at
        };
        self.last = at;
        self.column.cells.push(at);
    }

    fn finish(mut self) -> Column<RawCell> {
        self.column.pool.shrink_to_fit();
        self.column.cells.shrink_to_fit();
        self.column
    }
}

/// The bytes of a row's cell, without its quotes. The row starts at `start`, or behind blank lines that follow there.
pub(super) fn cell_span(bytes: &[u8], start: usize, wanted: usize, delimiter: u8) -> Range<usize> {
    let mut at = start;
    while bytes.get(at).is_some_and(|byte| matches!(byte, b'\n' | b'\r')) {
        at += 1;
    }
    for column in 0.. {
        let end = cell_end(bytes, at, delimiter);
        if column == wanted || bytes.get(end) != Some(&delimiter) {
            let quoted = end > at + 1 && bytes[at] == b'"' && bytes[end - 1] == b'"';
            return if quoted { at + 1..end - 1 } else { at..end };
        }
        at = end + 1;
    }
    at..at
}

fn cell_end(bytes: &[u8], start: usize, delimiter: u8) -> usize {
    let mut quoted = false;
    for (at, byte) in bytes.iter().enumerate().skip(start) {
        match byte {
            b'"' => quoted = !quoted,
            b'\n' | b'\r' if !quoted => return at,
            other if *other == delimiter && !quoted => return at,
            _ => {}
        }
    }
    bytes.len()
}
