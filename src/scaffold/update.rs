//! `shelfmark update`: the next edition of a table, in one step.
//!
//! In: a dataset, and the file that takes the place of one of its tables. Out: the new file, `modified`, `covers`, `next_update` and
//! `version` in dataset.yaml, and a drafted release note. Invariant: the new file is read as the dataset says before anything of the
//! dataset is changed, and so is the new dataset.yaml: no other value of it changes.

use std::collections::BTreeMap;
use std::fs;
use std::path::{Path, PathBuf};

use anyhow::{Context, bail};

use crate::check;
use crate::diagnostic::{Findings, counted, shortened};
use crate::load::{Loaded, LoadedTable, Root, load_dataset, read_metadata};
use crate::model::{Cell, DatasetId, Date, Metadata, newest_end};
use crate::write::replace_file;

/// What a person says of an update.
#[derive(Clone, Debug, Default)]
pub struct Order {
    /// The table; needed only if the dataset has several.
    pub table: Option<String>,
    /// The new version; the next one if left out.
    pub version: Option<String>,
    /// How the data was checked, for the release note.
    pub validation: Option<String>,
}

/// What an update did.
pub struct Updated {
    /// What changed, in lines.
    pub told: Vec<String>,
    /// What only a person can say.
    pub to_do: Vec<String>,
}

/// Why a dataset was not updated.
pub enum Refused {
    /// The new file, or the dataset, cannot be read as it is described.
    Findings(Findings),
    /// Anything else.
    Error(anyhow::Error),
}

impl<E: Into<anyhow::Error>> From<E> for Refused {
    fn from(error: E) -> Self {
        Self::Error(error.into())
    }
}

/// Puts `from` in place of a table's file.
///
/// # Errors
/// [`Refused`], and nothing is changed.
pub fn update_dataset(root: &Root, id: &DatasetId, from: &Path, order: &Order, as_of: Date) -> Result<Updated, Refused> {
    let bytes = fs::read(from).with_context(|| format!("cannot read {}", from.display()))?;
    let before = sound(load_dataset(root, id))?;
    let table = chosen(&before, order)?;
    let name = table.spec.name.to_string();
    let tried = Tried::of(root, id, &table.path, &bytes)?;
    let after = sound(load_dataset(&tried.root, id))?;
    let new = chosen(&after, order)?;
    let version = match &order.version {
        Some(version) => version.clone(),
        None => next_version(&before.metadata.version, as_of)
            .with_context(|| format!("version {} cannot be counted on; name the new one with --to", *before.metadata.version))?,
    };
    let note = format!("datasets/{id}/releases/{version}.md");
    if let Some(problem) = check::version_problem(&version) {
        return Err(anyhow::anyhow!("`{version}` cannot be a version: {problem}; write it like 2019.3.0").into());
    }
    if root.has(&note) {
        return Err(anyhow::anyhow!("{note} already exists; name another version with --to").into());
    }
    let changes = changes(table, new);
    let yaml = yaml(&before, &after, &version, as_of);
    if !says_the_same(before.file.text(), &yaml) {
        let message = "dataset.yaml cannot be changed without changing more than its dates and version; write each of these on one line, \
                       without an anchor (`&`)";
        return Err(anyhow::anyhow!(message).into());
    }
    let written = note_text(&before.metadata, &version, &changes, order, as_of);
    // The note comes first and dataset.yaml last: if the disk fails between them, the dataset still has its old version.
    let place = |path: &str| root.path().join(path);
    fs::create_dir_all(place(&format!("datasets/{id}/releases")))?;
    replace_file(&place(&note), written.as_bytes()).with_context(|| format!("cannot write {note}"))?;
    replace_file(&place(&table.path), &bytes).with_context(|| format!("cannot write {}", table.path))?;
    replace_file(&place(before.file.path()), yaml.text.as_bytes())?;
    let mut told = vec![format!("updated {id}/{name} to version {version}")];
    told.extend(changes.into_iter().chain(yaml.told).map(|line| format!("  {line}")));
    let to_do = order.validation.is_none().then(|| format!("{note}: how the data was checked"));
    Ok(Updated { told, to_do: to_do.into_iter().collect() })
}

/// The dataset, if it could be read without an error in its tables.
fn sound((loaded, findings): (Option<Loaded>, Findings)) -> Result<Loaded, Refused> {
    let Some(loaded) = loaded else { return Err(Refused::Findings(findings)) };
    if findings.has_errors() || loaded.tables.len() < loaded.metadata.tables.len() {
        return Err(Refused::Findings(findings));
    }
    Ok(loaded)
}

fn chosen<'a>(loaded: &'a Loaded, order: &Order) -> anyhow::Result<&'a LoadedTable> {
    let names = || loaded.tables.iter().map(|table| table.spec.name.to_string()).collect::<Vec<_>>().join(", ");
    match (&order.table, loaded.tables.as_slice()) {
        (None, [table]) => Ok(table),
        (None, _) => bail!("the dataset has several tables; choose one with --table: {}", names()),
        (Some(name), tables) => tables
            .iter()
            .find(|table| *table.spec.name == *name)
            .with_context(|| format!("there is no table `{name}`; the tables are: {}", names())),
    }
}

/// A copy of the dataset with the new file, to be read before the dataset itself is changed.
struct Tried {
    root: Root,
    folder: PathBuf,
}

impl Tried {
    fn of(root: &Root, id: &DatasetId, path: &str, bytes: &[u8]) -> anyhow::Result<Self> {
        let folder = root.path().join(".shelfmark").join("update");
        let _ = fs::remove_dir_all(&folder);
        let tried = Self { root: Root::at(&folder), folder };
        for file in root.files(&format!("datasets/{id}"), "") {
            let copy = tried.folder.join(&file);
            copy.parent().map_or(Ok(()), fs::create_dir_all)?;
            fs::write(&copy, if file == path { bytes.to_vec() } else { root.read(&file)? })?;
        }
        Ok(tried)
    }
}

impl Drop for Tried {
    fn drop(&mut self) {
        let _ = fs::remove_dir_all(&self.folder);
    }
}

/// The version after this one: a calendar version of the day, or the last number but one counted on.
fn next_version(version: &str, as_of: Date) -> Option<String> {
    let parts: Vec<&str> = version.split('.').collect();
    let numbers: Vec<u32> = parts.iter().map(|part| part.parse().ok()).collect::<Option<_>>()?;
    let day = as_of.to_string();
    let (year, month) = (day.get(..4)?.parse().ok()?, day.get(5..7)?.parse().ok()?);
    let next = match numbers.as_slice() {
        [first, second, last] if *first >= 2000 && (*first, *second) == (year, month) => vec![year, month, last + 1],
        [first, _, _] if *first >= 2000 => vec![year, month, 0],
        [first, second, _] => vec![*first, second + 1, 0],
        [first, _] if *first >= 2000 => vec![year, month],
        [first, second] => vec![*first, second + 1],
        [first] if *first < 1000 => vec![first + 1],
        _ => return None,
    };
    // A calendar version of this month may be there already, or be ahead of it.
    if next <= numbers {
        return None;
    }
    let written = |number: (usize, &u32)| {
        // A month may be written with two digits.
        let is_padded = parts.get(number.0).is_some_and(|part| part.len() > 1 && part.starts_with('0'));
        if is_padded { format!("{:02}", number.1) } else { number.1.to_string() }
    };
    Some(next.iter().enumerate().map(written).collect::<Vec<_>>().join("."))
}

/// What is new, gone and revised, in lines.
fn changes(before: &LoadedTable, after: &LoadedTable) -> Vec<String> {
    let names = |table: &LoadedTable| table.data.columns.iter().map(|column| column.name.clone()).collect::<Vec<_>>();
    let (old, new) = (names(before), names(after));
    let mut told = Vec::new();
    for (what, these, those) in [("new", &new, &old), ("gone", &old, &new)] {
        let only: Vec<String> = these.iter().filter(|name| !those.contains(name)).map(|name| format!("`{name}`")).collect();
        if !only.is_empty() {
            told.push(format!(
                "{} {what}: {}",
                if only.len() == 1 { "a column is" } else { "columns are" },
                shortened(&only, 10)
            ));
        }
    }
    let mut line = format!("{}, {} before", counted(after.data.rows, "row"), before.data.rows);
    if let (Some(old), Some(new)) = (by_key(before), by_key(after)) {
        let added = new.keys().filter(|key| !old.contains_key(*key)).count();
        let removed = old.keys().filter(|key| !new.contains_key(*key)).count();
        let shared: Vec<String> = names(before).into_iter().filter(|name| after.data.position(name).is_some()).collect();
        let cells = |table: &LoadedTable, row: usize| -> Vec<String> {
            let columns = shared.iter().filter_map(|name| table.data.column(name));
            columns.map(|column| column.cell(row).published().trim().to_owned()).collect()
        };
        let revised =
            old.iter().filter(|(key, row)| new.get(*key).is_some_and(|other| cells(before, **row) != cells(after, *other)));
        line = format!("{line}: {added} new, {removed} gone, {} revised", revised.count());
    }
    told.push(line);
    told
}

/// The row of each key. `None` if the table has no key, or it is in several rows.
fn by_key(table: &LoadedTable) -> Option<BTreeMap<Vec<String>, usize>> {
    let columns: Vec<_> = table.spec.key.iter().map(|name| table.data.column(name)).collect::<Option<_>>()?;
    let key = |row: usize| columns.iter().map(|column| column.cell(row).published().trim().to_owned()).collect::<Vec<_>>();
    let rows: BTreeMap<Vec<String>, usize> = (0..table.data.rows).map(|row| (key(row), row)).collect();
    (!columns.is_empty() && rows.len() == table.data.rows).then_some(rows)
}

/// The new dataset.yaml, and what changed in it.
struct NewYaml {
    text: String,
    told: Vec<String>,
    /// Each key that was set, with its new text.
    set: BTreeMap<&'static str, String>,
}

/// Whether the new text says all that the old one says, but for the keys that were set.
fn says_the_same(before: &str, yaml: &NewYaml) -> bool {
    let (Some(before), Some(mut after)) = (read_metadata(before).0, read_metadata(&yaml.text).0) else { return false };
    let is_set = |key: &str, value: String| yaml.set.get(key).is_none_or(|set| set.trim_matches('"') == value);
    let to = |metadata: &Metadata| metadata.covers.as_ref().and_then(|covers| covers.to.clone());
    if !is_set("modified", after.modified.to_string())
        || !is_set("version", after.version.to_string())
        || !is_set("covers.to", to(&after).map_or_else(String::new, |to| to.to_string()))
        || !is_set("next_update", after.next_update.as_ref().map_or_else(String::new, |next| next.0.to_string()))
    {
        return false;
    }
    (after.modified, after.version) = (before.modified.clone(), before.version.clone());
    if yaml.set.contains_key("next_update") {
        after.next_update.clone_from(&before.next_update);
    }
    if let Some(covers) = after.covers.as_mut().filter(|_| yaml.set.contains_key("covers.to")) {
        covers.to = to(&before);
    }
    format!("{before:?}") == format!("{after:?}")
}

fn yaml(before: &Loaded, after: &Loaded, version: &str, as_of: Date) -> NewYaml {
    let metadata = &before.metadata;
    let newest = after
        .tables
        .iter()
        .filter_map(|table| newest_end(&table.spec, &table.dictionary, &table.data, &metadata.kpis, *metadata.frequency));
    let mut edits = vec![
        ("modified", metadata.modified.span(), as_of.to_string()),
        ("version", metadata.version.span(), format!("\"{version}\"")),
    ];
    let to = metadata.covers.as_ref().and_then(|covers| covers.to.as_ref());
    if let Some((to, end)) = to.zip(newest.max()).filter(|(to, end)| to.0 != *end) {
        edits.push(("covers.to", to.span(), Date(end).to_string()));
    }
    // A date that has passed says nothing any more. Without one, the next update follows from the frequency.
    let next = metadata.next_update.as_ref().filter(|next| next.0.first_day() <= as_of);
    let follows = next.and_then(|next| Some((next.span(), next.0.following(*metadata.frequency, as_of)?)));
    edits.extend(follows.map(|(span, next)| ("next_update", span, next.to_string())));
    edits.sort_by_key(|(_, span, _)| span.start);
    let set = edits.iter().map(|(key, _, new)| (*key, new.clone())).collect();
    let (mut text, mut written, mut told) = (String::new(), 0, Vec::new());
    for (key, span, new) in edits {
        let old = &before.file.text()[span.clone()];
        if old.trim_matches(['"', '\'']) != new.trim_matches('"') {
            told.push(format!("{key}: {} (was {})", new.trim_matches('"'), old.trim_matches(['"', '\''])));
        }
        text.push_str(&before.file.text()[written..span.start]);
        text.push_str(&new);
        written = span.end;
    }
    text.push_str(&before.file.text()[written..]);
    NewYaml { text, told, set }
}

fn note_text(metadata: &Metadata, version: &str, changes: &[String], order: &Order, as_of: Date) -> String {
    let validation = order.validation.as_deref().unwrap_or("TODO how it was checked");
    let quoted = serde_yaml::to_string(validation).unwrap_or_default();
    let owner = serde_yaml::to_string(metadata.owner.name.as_str()).unwrap_or_default();
    let front = format!(
        "version: \"{version}\"\ndate: {as_of}\nkind: data\nowner: {}\nvalidation: {}",
        owner.trim_end(),
        quoted.trim_end()
    );
    let rollback = format!("rollback: Publish version {} again", *metadata.version);
    let mut sentences = changes.iter().map(|line| format!("{}.", crate::words::capital(line)));
    format!("---\n{front}\n{rollback}\n---\n{}\n", sentences.by_ref().collect::<Vec<_>>().join("\n\n"))
}

#[cfg(test)]
mod tests {
    use super::next_version;
    use crate::model::Date;

    #[test]
    fn the_next_version_is_counted_on_or_that_of_the_month() {
        let day = Date::parse("2026-03-09").unwrap();
        for (version, next) in [
            ("1.0.0", Some("1.1.0")),
            ("1.4", Some("1.5")),
            ("7", Some("8")),
            ("2026.3.0", Some("2026.3.1")),
            ("2026.02.4", Some("2026.03.0")),
            ("2025.12.1", Some("2026.3.0")),
            ("final", None),
            ("2025.12", Some("2026.3")),
            ("2026.3", None),
            ("2026.06.0", None),
            ("20260131", None),
        ] {
            assert_eq!(next_version(version, day).as_deref(), next, "{version}");
        }
    }
}
