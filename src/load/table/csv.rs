//! Reads a CSV into a `Table<Raw>`.
//!
//! In: bytes, the table's entry in dataset.yaml, and its dictionary. Out: typed columns, and a way to find each row again.
//! Invariant: the file is read once, in blocks, and each distinct text in a column is read once. Only the columns are kept.

use std::cell::OnceCell;
use std::collections::BTreeMap;
use std::fs::File;
use std::sync::Arc;

use crate::diagnostic::Findings;
use crate::load::Root;
use crate::load::rules::{
    BLANK_HEADING, BLANK_ROW, EMPTY_FILE, FILE_MISSING, HEADING, INVALID_VALUE, LIMIT, NO_ROWS, TEXT_ENCODING, UNBALANCED_QUOTE,
};
use crate::load::table::cell::{CellReader, CellTexts};
use crate::load::table::column::ColumnReader;
use crate::load::table::dialect::{self, Opened};
use crate::load::table::encoding::{self, Encoding};
use crate::load::table::inspect::{Fault, Inspector};
use crate::load::table::layout::distinct_headings;
use crate::load::table::loaded_table::{LoadedTable, MARKED, RowMark, Withheld, place_in_row};
use crate::load::table::notes::{ShortRow, leave_out_notes};
use crate::load::table::plan::{Plan, plan};
use crate::load::table::records::{is_row, reader};
use crate::load::table::row_units;
use crate::load::table::table_text::{TableText, TextReader};
use crate::load::table::unpivot::unpivot;
use crate::model::{Column, Dictionary, Marker, MarkerMeaning, Raw, RawCell, Table, TableSpec, column_name, composed, looks};
use crate::source::{Place, SourceFile};

const MOST_COLUMNS: usize = 16_384;

/// Reads a table. `None`, with an error finding, if its cells cannot be read.
pub(in crate::load) fn load_table(
    root: &Root,
    path: &str,
    spec: &TableSpec,
    dictionary: &Dictionary,
    yaml: &SourceFile,
    findings: &mut Findings,
) -> Option<LoadedTable> {
    let texts = texts(spec, yaml, findings)?;
    let opened = dialect::open(root, path, spec, yaml, findings)?;
    let bytes = root.size(path);
    read_opened(opened, bytes, path, spec, dictionary, &texts, yaml, findings)
}

/// Reads a table from memory.
pub(in crate::load) fn read_bytes(
    bytes: Vec<u8>,
    path: &str,
    spec: &TableSpec,
    dictionary: &Dictionary,
    yaml: &SourceFile,
    findings: &mut Findings,
) -> Option<LoadedTable> {
    let texts = texts(spec, yaml, findings)?;
    let size = bytes.len() as u64;
    let opened = dialect::decoded(bytes, None, path, spec, yaml, findings)?;
    read_opened(opened, size, path, spec, dictionary, &texts, yaml, findings)
}

#[expect(clippy::too_many_arguments, reason = "what a table is read with; a struct of it would be used here alone")]
fn read_opened(
    opened: Opened,
    bytes: u64,
    path: &str,
    spec: &TableSpec,
    dictionary: &Dictionary,
    texts: &CellTexts,
    yaml: &SourceFile,
    findings: &mut Findings,
) -> Option<LoadedTable> {
    let delimiter = dialect::delimiter(&opened.head, path, spec, yaml, findings)?;
    let plan = plan(&opened.head, delimiter, path, spec, yaml, findings)?;
    let described = OnceCell::new();
    let mut rows = Rows {
        path,
        spec,
        dictionary,
        described: &described,
        texts,
        text: &opened.text,
        delimiter,
        plan: &plan,
        header: None,
        findings,
    };
    let mut read = rows.read(opened.open)?;
    let short = std::mem::take(&mut read.short);
    if read.data.rows == 0 {
        let found = NO_ROWS.finding(format!("{path} has a header but no data rows")).at(Place::of_file(path), "");
        rows.findings.push(found.help("export the data again"));
    }
    let Opened { text, encoding, line_end, .. } = opened;
    let utf8 = if read.is_ascii { Encoding::Ascii } else { Encoding::Utf8 };
    let (path, spec) = (path.to_owned(), spec.clone());
    let dictionary = described.into_inner().unwrap_or_else(|| dictionary.clone());
    let encoding = encoding.unwrap_or(utf8);
    let (marks, withheld) = (read.marks, Withheld::default());
    let header = read.header;
    let mut table = LoadedTable {
        spec,
        dictionary,
        data: read.data,
        path,
        bytes,
        encoding,
        line_end,
        text,
        delimiter,
        header,
        marks,
        withheld,
        wide: None,
        earlier: Arc::default(),
    };
    leave_out_notes(&mut table, short, &plan.shapes, yaml, findings);
    let table = unpivot(table, texts, yaml, findings)?;
    row_units::by_row(table, yaml, findings)
}

/// How the texts of a table are to be read. `None`, with findings, if dataset.yaml says it wrongly.
fn texts(spec: &TableSpec, yaml: &SourceFile, findings: &mut Findings) -> Option<CellTexts> {
    let (mut markers, mut wrong) = (BTreeMap::new(), Findings::new());
    for (text, code) in &spec.markers {
        let place = yaml.place(code.span());
        let Some(meaning) = MarkerMeaning::from_code(&code.text()) else {
            let known = Marker::ALL.map(Marker::code).join(", ");
            let found = INVALID_VALUE.finding(format!("`{}` is not a marker", code.text())).at(place, "");
            wrong.push(found.help(format!("the markers are: {known}, k; a text that stands for a number is written `\"-\": 0`")));
            continue;
        };
        // Spaces around a cell are not part of it.
        if markers.insert(text.trim().to_owned(), meaning).is_some_and(|other| other != meaning) {
            let found = INVALID_VALUE.finding(format!("`{}` is mapped to two markers", text.trim())).at(place, "");
            wrong.push(found.help("keep one of them"));
        }
    }
    let numbers = spec.number_form();
    let is_known = |sign: char| matches!(sign, '.' | ',' | ' ' | '\'');
    for (key, sign) in [("decimal", &spec.decimal), ("thousands", &spec.thousands)] {
        let Some(sign) = sign else { continue };
        if !is_known(**sign) || key == "decimal" && !matches!(**sign, '.' | ',') {
            let found = INVALID_VALUE.finding(format!("`{}` cannot be the `{key}` sign", **sign)).at(yaml.place(sign.span()), "");
            wrong.push(found.help("write `decimal: \",\"` or `\".\"`, and `thousands: \",\"`, `\".\"`, `\" \"` or `\"'\"`"));
        } else if key == "thousands" && numbers.decimal == **sign {
            let found = INVALID_VALUE.finding("`decimal` and `thousands` are the same sign").at(yaml.place(sign.span()), "");
            wrong.push(found.help("if the dot stands between thousands, write `decimal: \",\"` too"));
        }
    }
    let is_right = wrong.is_empty();
    findings.extend(wrong);
    is_right.then_some(CellTexts { markers, numbers })
}

/// What the rows of a file come to.
struct ReadRows {
    data: Table<Raw>,
    marks: Vec<RowMark>,
    /// Where the last line of the header begins.
    header: Option<RowMark>,
    /// Records of another width than the header.
    short: Vec<ShortRow>,
    is_ascii: bool,
}

/// Reads the rows of a file into columns.
struct Rows<'a> {
    path: &'a str,
    spec: &'a TableSpec,
    dictionary: &'a Dictionary,
    /// The dictionary with a row for each heading that a pattern describes.
    described: &'a OnceCell<Dictionary>,
    texts: &'a CellTexts,
    text: &'a TableText,
    delimiter: u8,
    plan: &'a Plan,
    header: Option<RowMark>,
    findings: &'a mut Findings,
}

type CsvReader<'a> = ::csv::Reader<Inspector<TextReader<'a>>>;

impl<'a> Rows<'a> {
    fn read(&mut self, open: Option<File>) -> Option<ReadRows> {
        let text = self.text;
        let input =
            text.read_on(open).map_err(|error| self.findings.push(crate::load::root::unreadable(self.path, &error))).ok()?;
        let mut reader = reader(self.delimiter).from_reader(Inspector::new(input, self.delimiter));
        let mut record = ::csv::ByteRecord::new();
        let (headings, header) = self.headings(&mut reader, &mut record)?;
        let names: Vec<String> = headings.iter().enumerate().map(|(at, heading)| column_name(at, heading)).collect();
        self.distinct(&names)?;
        let dictionary: &'a Dictionary = self.described.get_or_init(|| self.dictionary.described(&names));
        let mut columns: Vec<ColumnReader<'a>> = names
            .iter()
            .zip(&headings)
            .map(|(name, heading)| ColumnReader::new(name, heading, CellReader::new(dictionary.field(name), self.texts)))
            .collect();
        let mut marks = Vec::new();
        let (mut rows, mut short, mut blank, mut first_blank) = (0_usize, Vec::new(), 0_usize, None);
        loop {
            match reader.read_byte_record(&mut record) {
                Ok(true) => {}
                Ok(false) => break,
                Err(_) => return self.faulty(reader.get_ref().fault()),
            }
            if !is_row(&record, columns.len()) {
                let (byte, line) = start(&record);
                if record.len() == columns.len() {
                    blank += 1;
                    first_blank.get_or_insert((byte, line));
                    continue;
                }
                short.push(ShortRow { after: rows, byte, line, cells: record.len(), first: alone(&record) });
                continue;
            }
            if memchr::memchr(b'\n', record.as_slice()).is_some()
                && record.iter().any(|cell| holds_rows(cell, self.delimiter, columns.len()))
            {
                let (byte, line) = start(&record);
                let place = self.row_place(byte, line);
                let found = UNBALANCED_QUOTE.finding("a value in this row contains whole rows").at(place, "");
                self.findings.push(found.help("a quote seems to be missing or extra: check the quotes from here on"));
            }
            if rows % MARKED == 0 {
                let (byte, line) = start(&record);
                marks.push(RowMark { byte, line });
            }
            rows += 1;
            for (column, cell) in columns.iter_mut().zip(&record) {
                column.push(cell);
            }
        }
        if let Some((byte, line)) = first_blank {
            let place = self.row_place(byte, line);
            let found = BLANK_ROW.finding(format!("blank rows left out: {blank}")).at(place, "the first");
            self.findings.push(found.help("delete them in the spreadsheet and export it again"));
        }
        let columns: Vec<Column<RawCell>> = columns.into_iter().map(ColumnReader::finish).collect();
        self.blank_headings(&columns);
        Some(ReadRows { data: Table { columns, rows }, marks, header, short, is_ascii: reader.get_ref().is_ascii() })
    }

    /// The names of the columns, and where the last line of the header begins. Reads on to the first row.
    fn headings(&mut self, reader: &mut CsvReader<'_>, record: &mut ::csv::ByteRecord) -> Option<(Vec<String>, Option<RowMark>)> {
        let (mut lines, mut mark) = (Vec::new(), None);
        for at in 0..self.plan.before {
            match reader.read_byte_record(record) {
                Ok(true) => {}
                Ok(false) if self.plan.header.contains(&at) => {
                    let found = EMPTY_FILE.finding(format!("{} is empty", self.path)).at(Place::of_file(self.path), "");
                    self.findings.push(found.help("export the data again"));
                    return None;
                }
                Ok(false) => break,
                Err(_) => return self.faulty(reader.get_ref().fault()),
            }
            if !self.plan.header.contains(&at) {
                continue;
            }
            let (byte, line) = start(record);
            if record.len() > MOST_COLUMNS {
                let message = format!("{} columns, more than the limit of {MOST_COLUMNS}", record.len());
                let found = LIMIT.finding(message).at(Place::of_cell(self.path, line, 1, ""), "");
                self.findings.push(found.help("write the table in long format, with one row for each observation"));
                return None;
            }
            mark = Some(RowMark { byte, line });
            lines.push(record.iter().map(|cell| String::from_utf8_lossy(cell).into_owned()).collect::<Vec<_>>());
        }
        let names = match lines.len() {
            0 => self.dictionary.names().map(ToOwned::to_owned).collect(),
            1 => lines.swap_remove(0),
            _ => distinct_headings(&lines),
        };
        let names: Vec<String> = names.iter().map(|name| composed(name).into_owned()).collect();
        self.header = mark;
        Some((names, mark))
    }

    fn distinct(&mut self, names: &[String]) -> Option<()> {
        let mut seen: BTreeMap<String, &String> = BTreeMap::new();
        let mut all_distinct = Some(());
        for (at, name) in names.iter().enumerate() {
            let Some(other) = seen.insert(looks(name), name) else { continue };
            let place = self.heading_place(at);
            let (name, shown) = (crate::load::shown(name), crate::load::shown(other));
            let (message, label) = if name == shown {
                (format!("the heading `{name}` appears twice"), "the second time")
            } else {
                (format!("the headings `{shown}` and `{name}` look alike"), "the second")
            };
            self.findings.push(HEADING.finding(message).at(place, label).help("give each column its own name"));
            all_distinct = None;
        }
        all_distinct
    }

    fn blank_headings(&mut self, columns: &[Column<RawCell>]) {
        for (at, column) in columns.iter().enumerate().filter(|(_, column)| column.heading.trim().is_empty()) {
            let is_blank = column.pool.iter().all(|cell| cell.text.trim().is_empty());
            let (rule, holds) = match at {
                _ if is_blank => (&BLANK_HEADING, ""),
                0 if are_row_numbers(column) => (&BLANK_HEADING, ", and seems to hold row numbers"),
                _ => (&HEADING, ", but holds data"),
            };
            let found = rule.finding(format!("column {} has no heading{holds}", at + 1)).at(self.heading_place(at), "");
            self.findings.push(found.help("give it a name in the file, or remove the column"));
        }
    }

    fn heading_place(&self, column: usize) -> Place {
        let row = self.header.and_then(|RowMark { byte, line }| self.text.row(byte, line, self.delimiter));
        row.map_or_else(|| Place::of_file(self.path), |row| place_in_row(self.path, &row, column, self.delimiter))
    }

    /// The place of the row that starts at a byte, or after the blank lines there.
    fn row_place(&self, byte: u64, line: usize) -> Place {
        let line = self.text.row(byte, line, self.delimiter).map_or(line, |row| row.line);
        Place::of_cell(self.path, line, 1, "")
    }

    /// Reports why reading stopped.
    fn faulty<T>(&mut self, fault: Option<Fault>) -> Option<T> {
        let place = |byte: u64, shown: &str| {
            let (line, column) = self.text.line_and_column(byte).unwrap_or((0, 0));
            Place::of_cell(self.path, line, column, shown)
        };
        let found = match fault {
            Some(Fault::NotUtf8(at)) => dialect::not_utf8(self.guess(), place(at, ""), &self.spec.file),
            Some(Fault::Nul(at)) => TEXT_ENCODING
                .finding("a NUL character")
                .at(place(at, ""), "")
                .help("export the table again; a CSV contains only text"),
            Some(Fault::OpenQuote(at)) => UNBALANCED_QUOTE
                .finding("a quote is never closed")
                .at(place(at, "\""), "opened here")
                .help("close the quote, or double it if it is part of the value"),
            Some(Fault::BehindQuote(at)) => UNBALANCED_QUOTE
                .finding("text after the closing quote of a value")
                .at(place(at, ""), "expected a delimiter or the end of the line")
                .help("remove it, or double the quotes that are part of the value"),
            Some(Fault::LongLine(at)) => LIMIT
                .finding("a line longer than the limit of 1 MiB")
                .at(Place::of_cell(self.path, place(at, "").line, 1, ""), "")
                .help("open the file in a text editor: its line endings may be missing"),
            None => FILE_MISSING
                .finding(format!("{} could not be read to the end", self.path))
                .at(Place::of_file(self.path), "")
                .help("check that the disk or network drive is available, and build again"),
        };
        self.findings.push(found);
        None
    }

    fn guess(&self) -> Encoding {
        let TableText::Disk { root, path, .. } = self.text else { return Encoding::Windows1252 };
        root.read(path).map_or(Encoding::Windows1252, |bytes| encoding::guess(&bytes))
    }
}

/// Whether a program has numbered the rows: whole numbers, each larger than the one above.
fn are_row_numbers(column: &Column<RawCell>) -> bool {
    let numbers: Option<Vec<u64>> = column.pool.iter().map(|cell| cell.text.trim().parse().ok()).collect();
    numbers.is_some_and(|numbers| {
        let in_rows = column.cells.iter().map(|cell| numbers[*cell as usize]);
        in_rows.clone().zip(in_rows.skip(1)).all(|(above, below)| above < below)
    })
}

/// The text of a record's only filled cell.
fn alone(record: &::csv::ByteRecord) -> Option<String> {
    let mut filled = record.iter().filter(|cell| !cell.trim_ascii().is_empty());
    let text = String::from_utf8_lossy(filled.next()?).trim().to_owned();
    filled.next().is_none().then_some(text)
}

/// The byte and line where a record starts.
fn start(record: &::csv::ByteRecord) -> (u64, usize) {
    record.position().map_or((0, 1), |position| (position.byte(), usize::try_from(position.line()).unwrap_or(usize::MAX)))
}

/// Whether a value that runs over several lines holds lines that look like rows: a stray quote has swallowed them.
fn holds_rows(cell: &[u8], delimiter: u8, columns: usize) -> bool {
    let mut lines = cell.split(|byte| *byte == b'\n').skip(1);
    columns > 2 && lines.any(|line| line.split(|byte| *byte == delimiter).count() == columns)
}
