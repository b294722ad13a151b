//! A release whose files are all there, described by its tag files and durable, but not yet in its place.

use std::fmt::Write as _;
use std::fs;
use std::io::Write as _;

use sha2::{Digest, Sha256};

use super::bag::{DECLARATION, INFO, MANIFEST, NOTES, SIGNATURE, TAG_MANIFEST, TAGS, manifest_text};
use super::staging::read_only;
use super::{Bag, BagInfo, Signer, Staging, StoreError, durable, verify};
use crate::model::hexadecimal;

/// A release that is whole and durable, in a folder that no reader knows.
pub struct Sealed {
    pub(super) staging: Staging,
    /// What its tag files say.
    pub bag: Bag,
}

impl Staging {
    /// Writes the tag files, makes everything durable, and reads it back. `info` gives everything but the counts.
    ///
    /// # Errors
    /// [`StoreError`] if the disk refuses, or holds something else than was written.
    pub fn seal(self, info: BagInfo, notes: &str, signer: Option<&Signer>) -> Result<Sealed, StoreError> {
        let manifest = self.files();
        case_twins(manifest.keys())?;
        self.link_twins()?;
        let info = BagInfo { bytes: self.bytes(), files: manifest.len(), stamp: self.stamp, audit: self.audit.clone(), ..info };
        let write = |name: &str, text: &str| {
            let file = self.folder.join(name);
            read_only(&file).and_then(|mut new| new.write_all(text.as_bytes())).map_err(StoreError::disk(&file))
        };
        let texts = [
            (INFO, info.text()),
            (DECLARATION, "BagIt-Version: 1.0\nTag-File-Character-Encoding: UTF-8\n".to_owned()),
            (MANIFEST, manifest_text(&manifest)),
            (NOTES, notes.to_owned()),
        ];
        let mut tags = String::new();
        for ((name, text), listed) in texts.iter().zip(TAGS) {
            debug_assert_eq!(*name, listed);
            write(name, text)?;
            let _ = writeln!(tags, "{}  {name}", hexadecimal(&Sha256::digest(text.as_bytes())));
        }
        write(TAG_MANIFEST, &tags)?;
        if let Some(signer) = signer {
            write(SIGNATURE, &signer.sign(&tags, &info)?)?;
        }
        durable::sync_tree(&self.folder)?;
        let bag = Bag::read(&self.folder)?;
        // Links were compared when they were made; what was written is read back.
        let written = self.written();
        let faults = verify::faults(&bag, &mut verify::Seen::default(), &|path| written.contains(path))?;
        if faults.iter().any(|fault| fault.kind.is_error()) {
            return Err(StoreError::Damaged { version: info.version.to_string(), faults });
        }
        Ok(Sealed { staging: self, bag })
    }
}

/// Windows and macOS hold only one of two names that differ in case alone.
fn case_twins<'a>(paths: impl Iterator<Item = &'a String>) -> Result<(), StoreError> {
    let mut seen = std::collections::BTreeMap::new();
    for path in paths {
        if let Some(other) = seen.insert(path.to_lowercase(), path) {
            return Err(StoreError::refused(format!(
                "`{other}` and `{path}` differ in case only, and cannot stand beside each other on Windows"
            )));
        }
    }
    Ok(())
}

impl Sealed {
    /// Throws it away: what a dry run does.
    ///
    /// # Errors
    /// [`StoreError`] if the disk fails.
    pub fn discard(self) -> Result<(), StoreError> {
        let folder = self.staging.folder.clone();
        fs::remove_dir_all(&folder).map_err(StoreError::disk(&folder))
    }
}
