//! `shelfmark new`: a small working portal.

use std::fs;
use std::path::Path;

use anyhow::{Context, bail};
use include_dir::{Dir, include_dir};
use schemars::Schema;

use crate::load::{dataset_schema, portal_schema};

static STARTER: Dir<'_> = include_dir!("$CARGO_MANIFEST_DIR/src/scaffold/starter");

/// The pages that explain to readers what every portal does. They are those of Shelfmark's own portal.
static GUIDANCE: Dir<'_> = include_dir!("$CARGO_MANIFEST_DIR/content/guidance");

/// Files that each service of repositories looks for under a name of its own. Azure DevOps has no place for the form: paste it into a
/// template for work items.
const COPIES: [(&str, &str); 3] = [
    ("dot-github/pull_request_template.md", ".gitlab/merge_request_templates/Default.md"),
    ("dot-github/pull_request_template.md", ".azuredevops/pull_request_template.md"),
    ("information-governance/request.md", ".gitlab/issue_templates/Information governance.md"),
];

/// Writes a starter portal into `dir`, which must be new or empty. Returns the number of files written.
///
/// # Errors
/// If the folder is not empty or cannot be written.
pub fn new_portal(dir: &Path) -> anyhow::Result<usize> {
    let is_taken = fs::read_dir(dir).is_ok_and(|mut entries| entries.next().is_some());
    if is_taken || dir.is_file() {
        bail!("{} already exists; choose a new folder", dir.display());
    }
    let files = write(&STARTER, dir)? + write(&GUIDANCE, &dir.join("content/guidance"))?;
    for (from, to) in COPIES {
        let file = STARTER.get_file(from).with_context(|| format!("{from} is not in the program"))?;
        write_file(&dir.join(to), file.contents())?;
    }
    write_schema(dir, "portal.json", &portal_schema())?;
    write_schema(dir, "dataset.json", &dataset_schema())?;
    Ok(files + COPIES.len() + 2)
}

/// Writes a schema for editors, where the first lines of portal.yaml and dataset.yaml say.
pub(super) fn write_schema(portal: &Path, name: &str, schema: &Schema) -> anyhow::Result<()> {
    let folder = portal.join("schemas");
    fs::create_dir_all(&folder).with_context(|| format!("cannot create {}", folder.display()))?;
    let text = serde_json::to_string_pretty(schema)? + "\n";
    fs::write(folder.join(name), text).with_context(|| format!("cannot write schemas/{name}"))
}

fn write(folder: &Dir<'_>, dir: &Path) -> anyhow::Result<usize> {
    let mut files = 0;
    for file in folder.files() {
        // The package leaves out files whose names start with a dot, so they are stored as `dot-`.
        let name = file.path().to_string_lossy().replace("dot-", ".");
        let path = dir.join(name);
        write_file(&path, file.contents())?;
        #[cfg(unix)]
        if file.contents().starts_with(b"#!") {
            let may_run = std::os::unix::fs::PermissionsExt::from_mode(0o755);
            fs::set_permissions(&path, may_run).with_context(|| format!("cannot write {}", path.display()))?;
        }
        files += 1;
    }
    for inner in folder.dirs() {
        files += write(inner, dir)?;
    }
    Ok(files)
}

fn write_file(path: &Path, contents: &[u8]) -> anyhow::Result<()> {
    if let Some(parent) = path.parent() {
        fs::create_dir_all(parent).with_context(|| format!("cannot create {}", parent.display()))?;
    }
    fs::write(path, contents).with_context(|| format!("cannot write {}", path.display()))
}
