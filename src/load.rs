//! Disk to [`Loaded`]: the first stage, and the only one that reads the author's files.
//!
//! In: a [`Root`]. Out: [`Settings`], and one [`Loaded`] for each folder of `datasets/`, with findings.
//! Invariant: bad content in one file never stops the others. Only an unreadable folder is an error of the program.

mod beneath;
mod dictionary;
mod edition;
mod git;
mod journey;
mod names;
mod prose;
mod root;
mod rules;
mod schema;
mod settings;
mod table;
mod texts;
mod yaml;

use std::collections::BTreeMap;
use std::ops::Deref;
use std::sync::Arc;

pub use edition::{editions, editions_with, load_absent};
pub use journey::load_journey;
pub use root::Root;
pub use rules::*;
pub use schema::{dataset_schema, portal_schema};
pub use settings::{Settings, load_settings};
pub use table::dialect::LineEnd;
pub(crate) use table::dialect::{Sniffed, is_note_for_excel, likely_delimiter, sniff};
pub use table::encoding::Encoding;
pub(crate) use table::encoding::decode;
pub(crate) use table::layout::{Shapes, distinct_headings, first_lines, layout};
pub(crate) use table::lexer::cells;
pub use table::loaded_table::LoadedTable;
pub(crate) use table::loaded_table::shown;
pub(crate) use table::not_a_table::other_kind;

use prose::{content, front_matter, notes};
use table::csv;

use crate::diagnostic::{Findings, Severity};
use crate::model::{
    ContentPage, Dataset, DatasetId, Dictionary, FieldType, KpiSpec, Ledger, Markdown, Matches, Metadata, TableSpec, date_of,
};
use crate::source::SourceFile;

/// A dataset as its author wrote it, with the place of every value. A table that could not be read is left out, and there is an error
/// finding for it. Only [`load_dataset`] makes one.
pub struct Loaded {
    dataset: Dataset<LoadedTable>,
    has_note_files: bool,
}

impl Loaded {
    /// Whether `releases/` holds notes, even if none of them could be read.
    #[must_use]
    pub fn has_note_files(&self) -> bool {
        self.has_note_files
    }

    /// Lets findings show no hidden count: for each table, the columns of counts and the number below which they are hidden.
    pub(crate) fn withhold(&mut self, counts: impl IntoIterator<Item = (Vec<usize>, u32)>) {
        for (table, (columns, below)) in self.dataset.tables.iter_mut().zip(counts) {
            table.withhold(columns, below);
        }
    }

    /// The dataset alone, for the next stage.
    #[must_use]
    pub fn into_dataset(self) -> Dataset<LoadedTable> {
        self.dataset
    }
}

impl Deref for Loaded {
    type Target = Dataset<LoadedTable>;
    fn deref(&self) -> &Self::Target {
        &self.dataset
    }
}

/// Reads a dataset's folder. `None` if its `dataset.yaml` cannot be read.
#[must_use]
pub fn load_dataset(root: &Root, id: &DatasetId) -> (Option<Loaded>, Findings) {
    let mut findings = Findings::new();
    let folder = format!("datasets/{id}");
    let files = names::detect(root, &folder, &mut findings);
    let loaded = read_dataset(root, id, &folder, &files, &mut findings);
    (loaded, findings)
}

fn read_dataset(root: &Root, id: &DatasetId, folder: &str, files: &[String], findings: &mut Findings) -> Option<Loaded> {
    let file = root.text(&format!("{folder}/dataset.yaml"), findings)?;
    let mut metadata: Metadata = yaml::parse(&file, 0..file.text().len(), findings)?;
    // Tables may share a dictionary; report an unreadable one only once.
    let mut dictionaries: BTreeMap<String, Option<Dictionary>> = BTreeMap::new();
    let mut tables = Vec::new();
    for spec in &metadata.tables {
        let name = spec.dictionary.as_str();
        if !dictionaries.contains_key(name) {
            let path = root.below(folder, &spec.dictionary, &file, findings);
            dictionaries.insert(name.to_owned(), path.and_then(|path| dictionary::load_dictionary(root, &path, findings)));
        }
        let Some(Some(dictionary)) = dictionaries.get(name) else { continue };
        let Some(path) = root.below(folder, &spec.file, &file, findings) else { continue };
        tables.extend(csv::load_table(root, &path, spec, dictionary, &file, findings));
    }
    let dictionary = |table: &str| {
        let spec = metadata.tables.iter().find(|spec| *spec.name == table)?;
        dictionaries.get(spec.dictionary.as_str())?.as_ref()
    };
    let kpis: Vec<KpiSpec> = metadata.kpis.iter().map(|kpi| with_iso_dates(kpi.clone(), dictionary(&kpi.table))).collect();
    metadata.kpis = kpis;
    let names: Vec<&str> = metadata.tables.iter().map(|spec| spec.name.as_str()).collect();
    remember(&mut tables, &names, root, folder, findings);
    let guidance = format!("{folder}/guidance.md");
    let guidance = if root.has(&guidance) { root.text(&guidance, findings) } else { None };
    if let Some(file) = guidance.as_ref().filter(|file| front_matter::is_misplaced(file.text())) {
        let found =
            PAGE_FRONT_MATTER.finding("guidance.md cannot have front matter: readers would see it").at(file.place(0..0), "");
        findings.push(found.help("remove the lines between the two `---`; the page has the title and the access of its dataset"));
    }
    let notes = notes::load_notes(root, &format!("{folder}/releases"), findings);
    let fields = dictionaries.values().flatten().flat_map(|dictionary| &dictionary.fields);
    let code_lists: Vec<String> = fields.filter_map(|field| field.code_list.clone()).collect();
    names::unused(files, folder, &metadata, &code_lists, findings);
    let guidance = guidance.map(|file| Markdown { file, start: 0 });
    let dataset = Dataset { id: id.clone(), metadata, tables, guidance, notes, file };
    Some(Loaded { dataset, has_note_files: files.iter().any(|path| names::is_note(path)) })
}

/// Gives each table what earlier releases have printed of it.
fn remember(tables: &mut [LoadedTable], names: &[&str], root: &Root, folder: &str, findings: &mut Findings) {
    let Some(file) = root.ledger(&format!("{folder}/{}", Ledger::FILE), findings) else { return };
    let ledger = match Ledger::parse(file.text()) {
        Ok(ledger) => Arc::new(ledger),
        Err((line, why)) => {
            let start: usize = file.text().split_inclusive('\n').take(line - 1).map(str::len).sum();
            let message = format!("this line of the ledger cannot be understood: {why}");
            let found = LEDGER.finding(message).at(file.place(start..start).without_excerpt(), "");
            findings.push(found.help("restore the file from your version control; after a merge, keep the lines of both sides"));
            return;
        }
    };
    for table in tables.iter_mut() {
        table.earlier = Arc::clone(&ledger);
    }
    if let Some(gone) = ledger.tables().into_iter().find(|table| !names.contains(table)) {
        let message = format!("the ledger knows a table `{}`, which is gone", shown(gone));
        let mut found = LEDGER.finding(message).at(file.whole(), "");
        found.severity = Severity::Warning;
        findings.push(found.help("if it has another name now, give it that name in the ledger as well"));
    }
}

/// A KPI whose `where` names dates as they are published. Its author may write them as they stand in the file.
fn with_iso_dates(mut kpi: KpiSpec, dictionary: Option<&Dictionary>) -> KpiSpec {
    let published = |name: &str, value: String| {
        let field = dictionary.and_then(|dictionary| dictionary.field(name)).filter(|field| field.kind == FieldType::Date)?;
        Some(date_of(value.trim(), Some(field.format.as_deref()?))?.to_string())
    };
    let with_dates = |filter: BTreeMap<String, Matches>| {
        let values = |(name, matches): (String, Matches)| {
            let values = matches.0.into_iter().map(|value| published(&name, value.clone()).unwrap_or(value)).collect();
            (name, Matches(values))
        };
        filter.into_iter().map(values).collect()
    };
    kpi.filter = kpi.filter.map(|filter| filter.map(with_dates));
    kpi
}

impl yaml::Mapping for Metadata {
    const NEEDED: &[&str] = &["title", "summary", "owner", "frequency", "issued", "modified", "version"];
}

impl yaml::Mapping for TableSpec {
    const NEEDED: &[&str] = &["name", "file"];
}

/// Reads the text of a `dataset.yaml`.
#[must_use]
pub fn read_metadata(text: &str) -> (Option<Metadata>, Findings) {
    let (file, mut findings) = (SourceFile::new("dataset.yaml", text), Findings::new());
    (yaml::parse(&file, 0..text.len(), &mut findings), findings)
}

/// Reads the text of a page of `content/`.
#[must_use]
pub fn read_page(text: &str) -> (Option<ContentPage>, Findings) {
    let (file, mut findings) = (SourceFile::new("content/page.md", text), Findings::new());
    (content::read_page(file, &mut findings), findings)
}

/// Reads one table that belongs to no dataset, as a text that describes it like an entry of `tables`, and a dictionary, say.
#[must_use]
pub fn read_one_table(bytes: Vec<u8>, path: &str, spec: &SourceFile, dictionary: &SourceFile) -> (Option<LoadedTable>, Findings) {
    let mut findings = Findings::new();
    let described: Option<TableSpec> = yaml::parse(spec, 0..spec.text().len(), &mut findings);
    let table = described.and_then(|described| {
        let dictionary = dictionary::read_dictionary(None, dictionary.clone(), &mut findings)?;
        csv::read_bytes(bytes, path, &described, &dictionary, spec, &mut findings)
    });
    (table, findings)
}

/// Reads a table from bytes, with an empty dictionary.
#[must_use]
pub fn read_table(bytes: Vec<u8>) -> (Option<LoadedTable>, Findings) {
    let mut findings = Findings::new();
    let yaml = SourceFile::new("dataset.yaml", "{name: table, file: table.csv}");
    let dictionary = Dictionary::new(SourceFile::new("dictionary.csv", ""), Vec::new());
    let spec: Option<TableSpec> = yaml::parse(&yaml, 0..yaml.text().len(), &mut findings);
    let table = spec.and_then(|spec| csv::read_bytes(bytes, "table.csv", &spec, &dictionary, &yaml, &mut findings));
    (table, findings)
}
