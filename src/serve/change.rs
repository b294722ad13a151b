//! Turns changed paths into parts of the portal.
//!
//! In: paths from the system. Out: a [`Change`]: the parts to read again and the files to name.

use std::collections::BTreeSet;
use std::path::Path;

use crate::pipeline::Part;

/// The folders of the portal that hold what it is made of.
pub(super) const FOLDERS: [&str; 3] = ["datasets", "content", "themes"];

/// What changed since the last site.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub(super) struct Change {
    pub(super) parts: BTreeSet<Part>,
    /// Paths below the portal's folder, with `/`.
    pub(super) files: BTreeSet<String>,
}

impl Change {
    pub(super) fn is_empty(&self) -> bool {
        self.parts.is_empty()
    }

    /// A change that may affect anything.
    pub(super) fn all() -> Self {
        Self { parts: BTreeSet::from([Part::Everything]), files: BTreeSet::new() }
    }

    /// Adds a path, if it belongs to the portal.
    pub(super) fn add(&mut self, root: &Path, path: &Path) {
        let Ok(below) = path.strip_prefix(root) else { return };
        let names: Vec<String> = below.iter().map(|name| name.to_string_lossy().into_owned()).collect();
        if names.iter().any(|name| is_dropping(name)) {
            return;
        }
        let names: Vec<&str> = names.iter().map(String::as_str).collect();
        let part = match names[..] {
            ["datasets"] => Part::Everything,
            ["datasets", dataset, ..] => Part::Dataset(dataset.to_owned()),
            ["portal.yaml"] | ["content" | "themes", ..] => Part::Shared,
            // The logo may be in the portal's folder. The site uses no other files there.
            [file] if is_picture(file) => Part::Shared,
            _ => return,
        };
        self.parts.insert(part);
        self.files.insert(names.join("/"));
    }

    pub(super) fn merge(&mut self, other: Change) {
        self.parts.extend(other.parts);
        self.files.extend(other.files);
    }

    /// Whether a path belongs to the portal.
    pub(super) fn holds(root: &Path, path: &Path) -> bool {
        let mut change = Self::default();
        change.add(root, path);
        !change.is_empty()
    }

    /// Whether only style sheets changed.
    pub(super) fn is_style(&self) -> bool {
        let is_style = |file: &String| file.starts_with("themes/") && Path::new(file).extension().is_some_and(|end| end == "css");
        !self.files.is_empty() && self.files.iter().all(is_style) && !self.parts.contains(&Part::Everything)
    }

    /// Names the files in a few words.
    pub(super) fn words(&self) -> String {
        let first: Vec<&str> = self.files.iter().take(2).map(String::as_str).collect();
        match self.files.len() - first.len() {
            0 if first.is_empty() => "files".to_owned(),
            0 => first.join(", "),
            rest => format!("{} and {rest} more", first.join(", ")),
        }
    }
}

/// Whether a name is that of a temporary or hidden file made by an editor or the system.
fn is_dropping(name: &str) -> bool {
    let ends = [
        "~",
        ".swp",
        ".swo",
        ".swx",
        ".shelfmark-new",
        ".tmp",
        ".temp",
        ".bak",
        ".orig",
        ".part",
        ".crdownload",
        "___jb_tmp___",
        "___jb_old___",
    ];
    let starts = [".", "#", "~$"];
    let whole = ["4913", "Thumbs.db", "desktop.ini"];
    whole.contains(&name) || starts.iter().any(|start| name.starts_with(start)) || ends.iter().any(|end| name.ends_with(end))
}

fn is_picture(name: &str) -> bool {
    let name = name.to_lowercase();
    [".svg", ".png", ".jpg", ".jpeg", ".webp", ".gif"].iter().any(|end| name.ends_with(end))
}

#[cfg(test)]
mod tests {
    use std::path::Path;

    use super::Change;
    use crate::pipeline::Part;

    fn parts(paths: &[&str]) -> Vec<Part> {
        let mut change = Change::default();
        for path in paths {
            change.add(Path::new("/p"), &Path::new("/p").join(path));
        }
        change.parts.into_iter().collect()
    }

    #[test]
    fn a_path_is_part_of_a_dataset_of_what_all_share_or_of_nothing() {
        assert_eq!(parts(&["datasets/a/x.csv", "datasets/a/releases/1.md"]), [Part::Dataset("a".into())]);
        assert_eq!(parts(&["portal.yaml", "content/index.md", "themes/own/assets/a.css", "Logo.SVG"]), [Part::Shared]);
        assert_eq!(parts(&["public/index.html", "README.md", ".git/index.lock", "target/x"]), []);
    }

    #[test]
    fn what_editors_leave_behind_is_no_change() {
        let droppings = ["4913", ".dataset.yaml.swp", "dataset.yaml~", "#a#", ".#a", "~$a.csv", "a.csv.tmp", "a.md___jb_tmp___"];
        for name in droppings {
            assert_eq!(parts(&[&format!("datasets/a/{name}")]), [], "{name}");
        }
    }
}
