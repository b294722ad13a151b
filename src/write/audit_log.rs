//! The audit log on disk: lines are added and never changed.

use std::fs::{self, File, OpenOptions, TryLockError};
use std::io::{self, Read as _, Write as _};
use std::path::{Path, PathBuf};
use std::thread;
use std::time::Duration;

use crate::audit::{Anchor, Fault, Line, NONE_BEFORE, digest, faults};

/// How often another process is waited for, a twentieth of a second each time.
const PATIENCE: usize = 200;

/// A log to which lines are added.
#[derive(Clone, Debug)]
pub struct AuditLog {
    path: PathBuf,
}

impl AuditLog {
    /// The log in a file, which need not be there yet.
    #[must_use]
    pub fn at(path: &Path) -> Self {
        Self { path: path.to_owned() }
    }

    /// Adds lines, each of which names the one before it, and makes them durable. Returns the last one.
    ///
    /// # Errors
    /// If the file is not an audit log, is held by another process for long, or cannot be written.
    pub fn append(&self, lines: Vec<Line>) -> io::Result<Anchor> {
        if fs::metadata(&self.path).is_ok_and(|found| !found.is_file()) {
            return Err(io::Error::new(io::ErrorKind::InvalidInput, "it is not an ordinary file"));
        }
        let mut options = OpenOptions::new();
        options.read(true).append(true).create(true);
        #[cfg(unix)]
        std::os::unix::fs::OpenOptionsExt::mode(&mut options, 0o640);
        let mut file = options.open(&self.path)?;
        hold(&file)?;
        let mut bytes = Vec::new();
        file.read_to_end(&mut bytes)?;
        let is_torn = !bytes.is_empty() && !bytes.ends_with(b"\n");
        let text = String::from_utf8_lossy(&bytes);
        if faults(&text, &[]).contains(&Fault::NoLine(1)) {
            return Err(io::Error::new(io::ErrorKind::InvalidData, "it is not an audit log: name another file"));
        }
        let mut before = text.lines().next_back().map_or_else(|| NONE_BEFORE.to_owned(), digest);
        // A line that was cut short when the program was stopped stays, and the next one names it.
        let mut added = if is_torn { "\n".to_owned() } else { String::new() };
        for line in lines {
            let line = Line { prev: before, ..line }.text();
            before = digest(&line);
            added += &line;
            added.push('\n');
        }
        file.write_all(added.as_bytes())?;
        file.sync_data()?;
        Ok(Anchor::of(&(text.into_owned() + &added)).unwrap_or_default())
    }
}

fn hold(file: &File) -> io::Result<()> {
    for _ in 0..PATIENCE {
        match file.try_lock() {
            Ok(()) => return Ok(()),
            Err(TryLockError::WouldBlock) => thread::sleep(Duration::from_millis(50)),
            Err(TryLockError::Error(error)) => return Err(error),
        }
    }
    Err(io::Error::new(io::ErrorKind::WouldBlock, "another process has held it for 10 seconds"))
}

#[cfg(test)]
mod tests {
    use std::fs;

    use super::{AuditLog, Line};
    use crate::audit::faults;

    #[test]
    fn lines_follow_from_each_other_also_after_a_stop_in_the_middle() {
        let folder = tempfile::tempdir().unwrap();
        let path = folder.path().join("audit.jsonl");
        let log = AuditLog::at(&path);
        log.append(vec![Line::default(), Line::default()]).unwrap();
        fs::write(&path, fs::read_to_string(&path).unwrap() + "{\"ts\":\"20").unwrap();
        let last = log.append(vec![Line::default()]).unwrap();
        assert_eq!(last.line, 4);
        assert_eq!(faults(&fs::read_to_string(&path).unwrap(), &[("1.0".to_owned(), last)]), []);
    }

    #[test]
    fn a_file_of_another_kind_is_left_alone() {
        let folder = tempfile::tempdir().unwrap();
        let path = folder.path().join("portal.yaml");
        fs::write(&path, "title: A portal\n").unwrap();
        assert!(AuditLog::at(&path).append(vec![Line::default()]).unwrap_err().to_string().contains("not an audit log"));
        assert_eq!(fs::read_to_string(&path).unwrap(), "title: A portal\n");
    }
}
