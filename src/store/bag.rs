//! A release as a BagIt 1.0 bag (RFC 8493): archives know it, and `sha256sum -c manifest-sha256.txt` checks it without Shelfmark.

use std::collections::BTreeMap;
use std::fmt::Write as _;
use std::fs;
use std::path::{Path, PathBuf};

use sha2::{Digest, Sha256};

use super::{DATA, StoreError, Version};
use crate::model::hexadecimal;
use crate::route::stays_inside;

pub(super) const DECLARATION: &str = "bagit.txt";
pub(super) const INFO: &str = "bag-info.txt";
pub(super) const MANIFEST: &str = "manifest-sha256.txt";
pub(super) const TAG_MANIFEST: &str = "tagmanifest-sha256.txt";
pub(super) const SIGNATURE: &str = "tagmanifest-sha256.txt.minisig";
/// What changed, in words, as a person edited it.
pub(super) const NOTES: &str = "notes.md";
/// The tag files that the tag manifest lists.
pub(super) const TAGS: [&str; 4] = [INFO, DECLARATION, MANIFEST, NOTES];

/// What a manifest says of one file.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Entry {
    /// The SHA-256 of its bytes.
    pub sha256: [u8; 32],
}

/// The files of a release, by their paths below the web root.
pub type Manifest = BTreeMap<String, Entry>;

/// A release as its tag files describe it.
#[derive(Clone, Debug)]
pub struct Bag {
    /// Its folder.
    pub folder: PathBuf,
    /// What `bag-info.txt` says.
    pub info: BagInfo,
    /// Its files.
    pub manifest: Manifest,
    /// The SHA-256 of its tag manifest, which stands for the whole release.
    pub tagmanifest: String,
}

/// What `bag-info.txt` says.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct BagInfo {
    /// The version.
    pub version: Version,
    /// Its place in the order of all releases.
    pub seq: u64,
    /// The title of the portal.
    pub title: String,
    /// The organisation that publishes it.
    pub publisher: String,
    /// The day that it was built for.
    pub day: String,
    /// The time of its new files, in seconds since 1970: later than that of any file of an earlier release.
    pub stamp: u64,
    /// The size of its files together, in bytes.
    pub bytes: u64,
    /// The number of its files.
    pub files: usize,
    /// The datasets that changed, in words for a list of releases.
    pub changed: String,
    /// The release that it was compared with.
    pub compared_with: Option<Version>,
    /// Whether a person wrote its note. A draft is not for readers.
    pub is_note_edited: bool,
    /// The release whose content a rollback brought back.
    pub restores: Option<Version>,
    /// The moment before which it must not be activated.
    pub not_before: Option<String>,
    /// The moment up to which datasets were published in it. `None` for the end of the day.
    pub moment: Option<String>,
    /// The last line of the audit log when it was made: its number and SHA-256.
    pub audit: Option<String>,
}

impl Bag {
    /// Reads a bag's tag files.
    pub(super) fn read(folder: &Path) -> Result<Self, StoreError> {
        let text = |name: &str| {
            let file = folder.join(name);
            fs::read_to_string(&file).map_err(StoreError::disk(&file))
        };
        let unreadable = |name: &str| {
            StoreError::refused(format!("{} cannot be understood: the release is damaged", folder.join(name).display()))
        };
        let info = BagInfo::read(folder)?;
        let manifest = parse_manifest(&text(MANIFEST)?).ok_or_else(|| unreadable(MANIFEST))?;
        let tagmanifest = hexadecimal(&Sha256::digest(text(TAG_MANIFEST)?.as_bytes()));
        Ok(Self { folder: folder.to_owned(), info, manifest, tagmanifest })
    }

    /// The file at a path below the web root.
    #[must_use]
    pub fn file(&self, path: &str) -> PathBuf {
        self.folder.join(DATA).join(path)
    }

    /// The bytes of a file below the web root.
    ///
    /// # Errors
    /// [`StoreError`] if the disk fails.
    pub fn read_file(&self, path: &str) -> Result<Vec<u8>, StoreError> {
        let file = self.file(path);
        fs::read(&file).map_err(StoreError::disk(&file))
    }

    /// Its note, as Markdown.
    ///
    /// # Errors
    /// [`StoreError`] if the disk fails.
    pub fn notes(&self) -> Result<String, StoreError> {
        let file = self.folder.join(NOTES);
        fs::read_to_string(&file).map_err(StoreError::disk(&file))
    }
}

impl BagInfo {
    /// Reads `bag-info.txt` alone: a manifest is long.
    pub(super) fn read(folder: &Path) -> Result<Self, StoreError> {
        let file = folder.join(INFO);
        let text = fs::read_to_string(&file).map_err(StoreError::disk(&file))?;
        let damaged = || StoreError::refused(format!("{} cannot be understood: the release is damaged", file.display()));
        Self::parse(&text).ok_or_else(damaged)
    }

    /// The text of `bag-info.txt`.
    pub(super) fn text(&self) -> String {
        let mut text = String::new();
        let mut line = |label: &str, value: &str| {
            let _ = writeln!(text, "{label}: {}", one_line(value));
        };
        line("Source-Organization", &self.publisher);
        line("External-Description", &self.title);
        line("External-Identifier", self.version.as_str());
        line("Bagging-Date", &self.day);
        line("Payload-Oxum", &format!("{}.{}", self.bytes, self.files));
        line("Bag-Software-Agent", concat!("shelfmark ", env!("CARGO_PKG_VERSION")));
        line("Shelfmark-Sequence", &self.seq.to_string());
        line("Shelfmark-File-Time", &self.stamp.to_string());
        line("Shelfmark-Changed", &self.changed);
        line("Shelfmark-Note", if self.is_note_edited { "edited" } else { "draft" });
        if let Some(version) = &self.compared_with {
            line("Shelfmark-Compared-With", version.as_str());
        }
        if let Some(version) = &self.restores {
            line("Shelfmark-Restores", version.as_str());
        }
        if let Some(moment) = &self.not_before {
            line("Shelfmark-Not-Before", moment);
        }
        if let Some(moment) = &self.moment {
            line("Shelfmark-Moment", moment);
        }
        if let Some(anchor) = &self.audit {
            line("Shelfmark-Audit", anchor);
        }
        text
    }

    fn parse(text: &str) -> Option<Self> {
        let values: BTreeMap<&str, &str> = text.lines().filter_map(|line| line.split_once(": ")).collect();
        let value = |label: &str| values.get(label).map(|value| (*value).to_owned());
        let version = |label: &str| values.get(label).and_then(|version| Version::new(version).ok());
        let (bytes, files) = values.get("Payload-Oxum")?.split_once('.')?;
        Some(Self {
            version: Version::new(values.get("External-Identifier")?).ok()?,
            seq: values.get("Shelfmark-Sequence")?.parse().ok()?,
            title: value("External-Description").unwrap_or_default(),
            publisher: value("Source-Organization").unwrap_or_default(),
            day: value("Bagging-Date")?,
            stamp: values.get("Shelfmark-File-Time")?.parse().ok()?,
            bytes: bytes.parse().ok()?,
            files: files.parse().ok()?,
            changed: value("Shelfmark-Changed").unwrap_or_default(),
            compared_with: version("Shelfmark-Compared-With"),
            is_note_edited: values.get("Shelfmark-Note") == Some(&"edited"),
            restores: version("Shelfmark-Restores"),
            not_before: value("Shelfmark-Not-Before"),
            moment: value("Shelfmark-Moment"),
            audit: value("Shelfmark-Audit"),
        })
    }
}

/// A value of `bag-info.txt` has one line here; the standard's continued lines are read by fewer programs.
fn one_line(text: &str) -> String {
    text.split_whitespace().collect::<Vec<_>>().join(" ")
}

/// The text of a manifest.
pub(super) fn manifest_text(manifest: &Manifest) -> String {
    manifest.iter().fold(String::with_capacity(manifest.len() * 110), |mut text, (path, entry)| {
        let _ = writeln!(text, "{}  {DATA}/{path}", hexadecimal(&entry.sha256));
        text
    })
}

/// Reads a manifest. `None` if a line is not a hash and a path below `data/`.
pub(super) fn parse_manifest(text: &str) -> Option<Manifest> {
    text.lines()
        .map(|line| {
            let (hash, path) = line.split_once("  ")?;
            let path = path.strip_prefix(DATA)?.strip_prefix('/')?;
            (stays_inside(path) && is_portable(path)).then_some((path.to_owned(), Entry { sha256: unhex(hash)? }))
        })
        .collect()
}

/// Whether all implementations of BagIt agree on how a path is written in a manifest, and all systems can hold it.
pub(super) fn is_portable(path: &str) -> bool {
    path.bytes().all(|byte| {
        (0x20..0x7f).contains(&byte) && !matches!(byte, b'%' | b'\\' | b':' | b'*' | b'?' | b'"' | b'<' | b'>' | b'|')
    }) && path.split('/').all(|part| part.len() <= 200 && !part.ends_with(['.', ' ']))
}

/// Reads a hash.
pub(super) fn unhex(text: &str) -> Option<[u8; 32]> {
    let mut bytes = [0; 32];
    if text.len() != 64 || !text.is_ascii() {
        return None;
    }
    for (at, byte) in bytes.iter_mut().enumerate() {
        *byte = u8::from_str_radix(&text[at * 2..at * 2 + 2], 16).ok()?;
    }
    Some(bytes)
}

#[cfg(test)]
mod tests {
    use super::{BagInfo, Entry, Manifest, manifest_text, parse_manifest};
    use crate::store::Version;

    #[test]
    fn what_is_written_is_read_back() {
        let info = BagInfo {
            version: Version::new("2026.11.0").unwrap(),
            seq: 7,
            title: "A portal: figures".to_owned(),
            publisher: "Us".to_owned(),
            day: "2026-11-28".to_owned(),
            stamp: 1_790_000_000,
            bytes: 12,
            files: 1,
            changed: "1 of 2 datasets".to_owned(),
            compared_with: Some(Version::new("2026.9.3").unwrap()),
            is_note_edited: true,
            restores: Some(Version::new("2026.10.0").unwrap()),
            not_before: Some("2026-12-02T09:30:00Z".to_owned()),
            moment: None,
            audit: Some("12 0f".to_owned()),
        };
        assert_eq!(BagInfo::parse(&info.text()), Some(info));
        let manifest = Manifest::from([("a/index.html".to_owned(), Entry { sha256: [7; 32] })]);
        assert_eq!(parse_manifest(&manifest_text(&manifest)), Some(manifest));
    }

    #[test]
    fn a_manifest_leads_nowhere_else() {
        let hash = "0".repeat(64);
        for path in ["data/../x", "x", "data//x", "data/a%2fb", "data/c:x", "data/", "data/a\\b"] {
            assert_eq!(parse_manifest(&format!("{hash}  {path}\n")), None, "{path}");
        }
        assert_eq!(parse_manifest("xyz  data/a\n"), None);
    }
}
