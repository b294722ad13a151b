//! What git keeps of the repository that holds a portal. Read without git, and never followed beyond its own folders.

use std::fs;
use std::path::{Path, PathBuf};

use super::Root;

impl Root {
    /// The portal's path from the root of its Git repository, with `/`. Empty if they are the same, or there is no repository.
    #[must_use]
    pub fn below_repository(&self) -> String {
        let Some((whole, repository)) = self.in_repository() else { return String::new() };
        let below = whole.strip_prefix(repository).unwrap_or(Path::new(""));
        below.iter().map(|part| part.to_string_lossy()).collect::<Vec<_>>().join("/")
    }

    /// A file that git keeps of the repository, such as `config`. `None` outside a repository.
    ///
    /// A second working tree of a repository, or a submodule, has a file `.git` that names the folder. A second working tree has an
    /// index of its own, and shares the rest.
    #[must_use]
    pub fn kept_by_git(&self, name: &str) -> Option<Vec<u8>> {
        let (_, repository) = self.in_repository()?;
        let git = repository.join(".git");
        let own = if git.is_dir() { git } else { named_in(&git, "gitdir:", &repository)? };
        fs::read(own.join(name)).ok().or_else(|| fs::read(named_in(&own.join("commondir"), "", &own)?.join(name)).ok())
    }

    /// The whole path of the portal, and of the folder that is its repository.
    fn in_repository(&self) -> Option<(PathBuf, PathBuf)> {
        let whole = dunce::canonicalize(self.path()).ok()?;
        let repository = whole.ancestors().find(|folder| folder.join(".git").exists())?.to_owned();
        Some((whole, repository))
    }
}

/// The folder that a file of one line names, from `base`.
fn named_in(file: &Path, before: &str, base: &Path) -> Option<PathBuf> {
    let text = fs::read_to_string(file).ok()?;
    Some(base.join(text.trim().strip_prefix(before)?.trim()))
}
