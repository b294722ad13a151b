//! The folder of a portal, and how files in it are read.

use std::collections::BTreeMap;
use std::fs::{self, File};
use std::io::{self, Read};
use std::path::{Path, PathBuf};
use std::sync::Arc;

use walkdir::WalkDir;

use super::beneath;
use super::rules::{FILE_MISSING, FILE_PATH, IDENTIFIER, MERGE_CONFLICT, NUL_IN_PROSE, SYMLINK, TEXT_ENCODING, TOO_LARGE};
use crate::diagnostic::{Diagnostic, Findings, nearest};
use crate::model::{DatasetId, InvalidId, composed};
use crate::source::{Place, SourceFile, Spanned};

/// Whether a path has the given file extension.
pub(super) fn has_ending(path: &str, ending: &str) -> bool {
    Path::new(path).extension().is_some_and(|has| has == ending)
}

/// Checks for an unresolved merge. `None`, with a finding, if there is one.
fn merge_conflict(file: &SourceFile, findings: &mut Findings) -> Option<()> {
    let text = file.text();
    let opens = |at: &usize| *at == 0 || text[..*at].ends_with('\n');
    let Some(at) = text.match_indices("<<<<<<< ").map(|(at, _)| at).find(opens) else { return Some(()) };
    let closes = text[at..].contains("\n=======") && text[at..].contains("\n>>>>>>> ");
    if closes {
        let found = MERGE_CONFLICT.finding("an unresolved merge").at(file.place(at..at + 7), "it begins here");
        findings.push(found.help("keep one side, and delete the three marker lines"));
        return None;
    }
    Some(())
}

/// The finding about a file that the system cannot read.
pub(super) fn unreadable(path: &str, error: &io::Error) -> Diagnostic {
    let found = FILE_MISSING.finding(format!("{path} cannot be read: {error}")).at(Place::of_file(path), "");
    found.help("give the person or service that builds the portal permission to read it")
}

/// All bytes of a file.
fn whole(mut file: File) -> io::Result<Vec<u8>> {
    let size = file.metadata().map_or(0, |data| usize::try_from(data.len()).unwrap_or(0));
    let mut bytes = Vec::with_capacity(size);
    file.read_to_end(&mut bytes)?;
    Ok(bytes)
}

/// The folder that contains `portal.yaml`.
#[derive(Clone, Debug)]
pub struct Root {
    path: PathBuf,
    /// Ledgers that are not written yet, by their paths.
    ledgers: Arc<BTreeMap<String, String>>,
}

impl Root {
    /// Finds the nearest folder with `portal.yaml`, from `start` upwards.
    ///
    /// # Errors
    /// If there is none, or `start` does not exist.
    pub fn find(start: &Path) -> io::Result<Self> {
        let start = dunce::canonicalize(start)?;
        start.ancestors().find(|folder| folder.join("portal.yaml").is_file()).map(Self::at).ok_or_else(|| {
            let message = format!("no portal.yaml in {} or a folder above it; `shelfmark new DIR` creates one", start.display());
            io::Error::new(io::ErrorKind::NotFound, message)
        })
    }

    /// Uses a folder as the root, with or without `portal.yaml`.
    #[must_use]
    pub fn at(path: &Path) -> Self {
        Self { path: path.to_owned(), ledgers: Arc::default() }
    }

    /// The same folder with some ledgers as they will be written.
    #[must_use]
    pub fn with_ledgers(&self, ledgers: BTreeMap<String, String>) -> Self {
        Self { path: self.path.clone(), ledgers: Arc::new(ledgers) }
    }

    /// The text of a ledger. `None` if there is none, or, with a finding, if it cannot be read.
    pub fn ledger(&self, path: &str, findings: &mut Findings) -> Option<SourceFile> {
        match self.ledgers.get(path) {
            Some(text) => Some(SourceFile::new(path, text.as_str())),
            None => self.has(path).then(|| self.text(path, findings)).flatten(),
        }
    }

    /// The folder itself.
    #[must_use]
    pub fn path(&self) -> &Path {
        &self.path
    }

    /// Whether a path is an ordinary file, and no part of it is a symbolic link.
    #[must_use]
    pub fn has(&self, path: &str) -> bool {
        let parts: Vec<&str> = path.split('/').collect();
        let is_link =
            |end: usize| fs::symlink_metadata(self.path.join(parts[..end].join("/"))).is_ok_and(|data| data.is_symlink());
        !(1..parts.len()).any(is_link) && fs::symlink_metadata(self.path.join(path)).is_ok_and(|data| data.is_file())
    }

    /// Opens an ordinary file, of whose path no part may be a link.
    ///
    /// # Errors
    /// If it cannot be opened, or is a link or a device.
    pub(crate) fn open(&self, path: &str) -> io::Result<File> {
        beneath::open(&self.path, path)
    }

    /// The same as [`Root::open`], with a finding in place of an error.
    pub(super) fn file(&self, path: &str, findings: &mut Findings) -> Option<File> {
        if !self.has(path) {
            findings.push(FILE_MISSING.finding(format!("{path} does not exist")).at(Place::of_file(path), ""));
            return None;
        }
        self.open(path).map_err(|error| findings.push(unreadable(path, &error))).ok()
    }

    /// The bytes of a file.
    ///
    /// # Errors
    /// As for opening it, and if it cannot be read to its end.
    pub(crate) fn read(&self, path: &str) -> io::Result<Vec<u8>> {
        whole(self.open(path)?)
    }

    /// The bytes of a file. `None`, with a finding, if it cannot be read.
    pub fn bytes(&self, path: &str, findings: &mut Findings) -> Option<Vec<u8>> {
        let file = self.file(path, findings)?;
        whole(file).map_err(|error| findings.push(unreadable(path, &error))).ok()
    }

    /// The size of a file in bytes; 0 if it cannot be read.
    #[must_use]
    pub fn size(&self, path: &str) -> u64 {
        fs::metadata(self.path.join(path)).map_or(0, |data| data.len())
    }

    /// The text of a UTF-8 file, without any byte order mark and with its letters composed (NFC). `None`, with a finding, if it cannot be read.
    pub fn text(&self, path: &str, findings: &mut Findings) -> Option<SourceFile> {
        let (size, most) = (self.size(path), if has_ending(path, "yaml") { 1 << 20 } else { 8 << 20 });
        if size > most {
            let found = TOO_LARGE.finding(format!("a file of {size} bytes; the limit is {most}")).at(Place::of_file(path), "");
            findings.push(found.help("keep data in CSV files, and split long guidance into pages"));
            return None;
        }
        let bytes = self.bytes(path, findings)?;
        let text = match String::from_utf8(bytes) {
            Ok(text) if !text.contains('\0') => text,
            Ok(text) if has_ending(path, "md") => {
                let at = text.find('\0').unwrap_or(0);
                let file = SourceFile::new(path, text.replace('\0', "\u{fffd}"));
                let found = NUL_IN_PROSE.finding("a NUL character").at(file.place(at..at + 3), "");
                findings.push(found.help("remove it; it is shown as a replacement character"));
                merge_conflict(&file, findings)?;
                return Some(file);
            }
            Ok(text) => {
                let at = text.find('\0').unwrap_or(0);
                let file = SourceFile::new(path, text);
                let found = TEXT_ENCODING.finding("a NUL character").at(file.place(at..at + 1), "here");
                findings.push(found.help("save the file as plain UTF-8 text"));
                return None;
            }
            Err(error) => {
                let at = error.utf8_error().valid_up_to();
                let file = SourceFile::new(path, String::from_utf8_lossy(error.as_bytes()).into_owned());
                let found = TEXT_ENCODING.finding("this file is not UTF-8").at(file.place(at..at + 3), "first wrong byte");
                findings.push(found.help("save the file as UTF-8"));
                return None;
            }
        };
        let text = text.strip_prefix('\u{feff}').map(ToOwned::to_owned).unwrap_or(text);
        let file = SourceFile::new(path, composed(&text));
        merge_conflict(&file, findings)?;
        super::texts::detect(&file, findings);
        Some(file)
    }

    /// The path of the file `name` in `folder`. `None`, with a finding at `name`, if the path is invalid or does not exist.
    pub fn below(&self, folder: &str, name: &Spanned<String>, file: &SourceFile, findings: &mut Findings) -> Option<String> {
        let escapes = name.is_empty()
            || name.contains(['\\', ':', '\0'])
            || name.split('/').any(|part| part.is_empty() || part == "." || part == "..");
        if escapes {
            let found =
                FILE_PATH.finding("this path leads outside its folder").at(file.place(name.span()), "not a path in the folder");
            findings.push(found.help(format!("name a file in {folder}/, with `/` between folders")));
            return None;
        }
        let path = format!("{folder}/{}", **name);
        if !self.has(&path) {
            let mut found = FILE_MISSING.finding(format!("{path} does not exist")).at(file.place(name.span()), "named here");
            let there = self.files(folder, "");
            let names = there.iter().filter_map(|path| path.strip_prefix(&format!("{folder}/")));
            if let Some(near) = nearest(name, names) {
                found = found.help(format!("did you mean `{near}`?"));
            }
            findings.push(found);
            return None;
        }
        Some(path)
    }

    /// The ordinary files in a folder whose names end with `ending`, sorted, as paths from the root. Hidden files are left out.
    #[must_use]
    pub fn files(&self, folder: &str, ending: &str) -> Vec<String> {
        let is_hidden = |path: &str| path.split('/').skip(folder.split('/').count()).any(|part| part.starts_with('.'));
        self.all_files(folder).into_iter().filter(|path| path.ends_with(ending) && !is_hidden(path)).collect()
    }

    /// The ordinary files in a folder, hidden ones too, sorted, as paths from the root. What git keeps there is left out.
    #[must_use]
    pub fn all_files(&self, folder: &str) -> Vec<String> {
        let mut files: Vec<String> = WalkDir::new(self.path.join(folder))
            .min_depth(1)
            .into_iter()
            .filter_entry(|entry| entry.file_name() != ".git")
            .filter_map(Result::ok)
            .filter(|entry| entry.file_type().is_file())
            .filter_map(|entry| {
                let below = entry.path().strip_prefix(&self.path).ok()?;
                let parts: Option<Vec<&str>> = below.iter().map(std::ffi::OsStr::to_str).collect();
                Some(parts?.join("/"))
            })
            .collect();
        files.sort();
        files
    }

    /// The ordinary files in `datasets/` that belong to no dataset: those beside the folders, and those in folders without a
    /// `dataset.yaml`. No dataset's folder is walked through.
    #[must_use]
    pub fn files_of_no_dataset(&self) -> Vec<String> {
        let entries = fs::read_dir(self.path.join("datasets")).into_iter().flatten().filter_map(Result::ok);
        let names = entries.filter_map(|entry| Some((entry.file_name().into_string().ok()?, entry.file_type().ok()?)));
        let mut files: Vec<String> = names
            .flat_map(|(name, kind)| match format!("datasets/{name}") {
                path if kind.is_file() => vec![path],
                path if kind.is_dir() && !self.has(&format!("{path}/dataset.yaml")) => self.all_files(&path),
                _ => Vec::new(),
            })
            .collect();
        files.sort();
        files
    }

    /// What to say if there is no folder of datasets.
    #[must_use]
    pub fn without_datasets(&self) -> Option<Diagnostic> {
        let missing = FILE_MISSING.finding("the folder datasets/ is missing").at(Place::of_file("datasets"), "");
        let help = "make the folder, or run the command where portal.yaml is";
        (!self.path.join("datasets").exists()).then(|| missing.help(help))
    }

    /// The ids of all datasets, sorted: the folders in `datasets/` with a `dataset.yaml`. Other folders are returned by name,
    /// each with a finding.
    ///
    /// # Errors
    /// If `datasets/` exists but cannot be read.
    pub fn datasets(&self) -> io::Result<(Vec<DatasetId>, BTreeMap<String, Diagnostic>)> {
        let (mut ids, mut refused) = (Vec::new(), BTreeMap::new());
        let entries = match fs::read_dir(self.path.join("datasets")) {
            Ok(entries) => entries,
            Err(error) if error.kind() == io::ErrorKind::NotFound => return Ok((ids, refused)),
            Err(error) => return Err(error),
        };
        for entry in entries {
            let entry = entry?;
            let name = entry.file_name().to_string_lossy().into_owned();
            match self.dataset(&name) {
                Some(Ok(id)) => ids.push(id),
                Some(Err(finding)) => drop(refused.insert(name, *finding)),
                None => {}
            }
        }
        ids.sort();
        Ok((ids, refused))
    }

    /// The id of the dataset in a folder of `datasets/`. `None` if there is no such folder.
    ///
    /// # Errors
    /// A finding, if the folder is not a valid dataset.
    #[must_use]
    pub fn dataset(&self, name: &str) -> Option<Result<DatasetId, Box<Diagnostic>>> {
        let folder = format!("datasets/{name}");
        let data = fs::symlink_metadata(self.path.join(&folder)).ok()?;
        // A link to a file is ignored, like a file.
        let is_file = fs::metadata(self.path.join(&folder)).is_ok_and(|data| !data.is_dir());
        if name.starts_with('.') || is_file || !(data.is_dir() || data.is_symlink()) {
            return None;
        }
        if data.is_symlink() {
            let found = SYMLINK.finding("a symbolic link, which is not followed").at(Place::of_file(&folder), "");
            return Some(Err(Box::new(found.help("replace it with a copy of the folder it points to"))));
        }
        if !self.has(&format!("{folder}/dataset.yaml")) {
            let found = FILE_MISSING.finding(format!("{folder} has no dataset.yaml")).at(Place::of_file(&folder), "");
            let help = format!("write {folder}/dataset.yaml, or move the folder out of datasets/");
            return Some(Err(Box::new(found.help(help))));
        }
        let refused = |error: InvalidId| {
            Box::new(IDENTIFIER.finding(error.to_string()).at(Place::of_file(&folder), "").help("rename the folder"))
        };
        Some(DatasetId::new(name).map_err(refused))
    }
}
