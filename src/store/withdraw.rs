//! Deleting releases that must not be seen again, and making sure.

use std::fs;

use memchr::memmem::Finder;
use walkdir::WalkDir;

use super::recover::clear;
use super::{Event, Store, StoreError, TRASH, Version, Writer};

impl Writer {
    /// Deletes releases for good. Readers must have been led to another one.
    ///
    /// # Errors
    /// [`StoreError`] if readers see one of them or the disk fails. What is left then is deleted by the next command that writes.
    pub fn withdraw(&self, versions: &[Version]) -> Result<(), StoreError> {
        let current = self.store().current()?;
        if let Some(version) = versions.iter().find(|version| current.as_ref() == Some(version)) {
            return Err(StoreError::refused(format!("readers see release {version}")));
        }
        self.remove(versions, Event::Withdrawn)?;
        self.clear_web_root()?;
        clear(&self.store().path().join(TRASH))
    }
}

impl Writer {
    /// Removes from the web root what readers do not see any more, as requests of a moment ago may.
    ///
    /// # Errors
    /// [`StoreError`] if the disk fails.
    pub fn clear_web_root(&self) -> Result<(), StoreError> {
        self.store().settings().switch.forget_others(self.store().path())
    }
}

impl Store {
    /// The files, below the store's folder, that hold one of some values, whatever they are. A value counts where it stands by
    /// itself: not in the middle of a longer number or of a hash. A number is also looked for as pages write it, with commas.
    ///
    /// # Errors
    /// [`StoreError`] if the disk fails.
    pub fn search(&self, values: &[String]) -> Result<Vec<String>, StoreError> {
        if values.is_empty() {
            return Ok(Vec::new());
        }
        let written: Vec<String> = values.iter().cloned().chain(values.iter().filter_map(|value| with_commas(value))).collect();
        let finders: Vec<Finder<'_>> = written.iter().map(|value| Finder::new(value.as_bytes())).collect();
        let mut found = Vec::new();
        for entry in WalkDir::new(self.path()).sort_by_file_name() {
            let entry = entry.map_err(|error| StoreError::disk(self.path())(error.into()))?;
            let below = entry.path().strip_prefix(self.path()).unwrap_or(entry.path());
            let name = below.iter().map(|part| part.to_string_lossy()).collect::<Vec<_>>().join("/");
            let is_in = |bytes: &[u8]| finders.iter().any(|finder| stands_in(finder, bytes));
            let holds = is_in(name.as_bytes())
                || entry.file_type().is_file() && is_in(&fs::read(entry.path()).map_err(StoreError::disk(entry.path()))?);
            if holds {
                found.push(name);
            }
        }
        Ok(found)
    }
}

impl Store {
    /// The same for the release that readers see.
    ///
    /// # Errors
    /// [`StoreError`] if the disk fails.
    pub fn search_current(&self, values: &[String]) -> Result<Vec<String>, StoreError> {
        let Some(current) = self.current()? else { return Ok(Vec::new()) };
        let folder = format!("releases/{current}/");
        Ok(self.search(values)?.into_iter().filter(|path| path.starts_with(&folder)).collect())
    }
}

/// Whether a value stands in some bytes by itself.
fn stands_in(finder: &Finder<'_>, bytes: &[u8]) -> bool {
    let length = finder.needle().len();
    let is_part = |byte: Option<&u8>| byte.is_some_and(u8::is_ascii_alphanumeric);
    finder
        .find_iter(bytes)
        .any(|at| !is_part(at.checked_sub(1).and_then(|before| bytes.get(before))) && !is_part(bytes.get(at + length)))
}

/// A whole number of four digits or more as pages write it: `7,919`.
fn with_commas(value: &str) -> Option<String> {
    if value.len() < 4 || !value.bytes().all(|byte| byte.is_ascii_digit()) {
        return None;
    }
    let mut written = String::new();
    for (at, digit) in value.chars().enumerate() {
        if at > 0 && (value.len() - at).is_multiple_of(3) {
            written.push(',');
        }
        written.push(digit);
    }
    Some(written)
}

#[cfg(test)]
mod tests {
    use super::{Finder, stands_in, with_commas};

    #[test]
    fn a_value_stands_by_itself() {
        let finder = Finder::new("7919");
        assert!(stands_in(&finder, b"a,7919,b") && stands_in(&finder, b"7919") && stands_in(&finder, b"<td>7919</td>"));
        assert!(!stands_in(&finder, b"a7919") && !stands_in(&finder, b"17919") && !stands_in(&finder, b"79190"));
        assert_eq!(with_commas("1234567").as_deref(), Some("1,234,567"));
        assert_eq!(with_commas("123"), None);
        assert_eq!(with_commas("QQ12"), None);
    }
}
