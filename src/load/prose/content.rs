//! Reads the pages in `content/**/*.md`, except release notes.

use serde::Deserialize;

use crate::diagnostic::Findings;
use crate::load::prose::front_matter;
use crate::load::rules::PAGE_FRONT_MATTER;
use crate::load::{Root, yaml};
use crate::model::{Access, ContentPage, Markdown};
use crate::source::SourceFile;

#[derive(Default, Deserialize)]
#[serde(deny_unknown_fields)]
struct FrontMatter {
    title: Option<String>,
    summary: Option<String>,
    #[serde(default)]
    access: Access,
}

impl yaml::Mapping for FrontMatter {
    const NEEDED: &[&str] = &[];
}

/// All pages in `content/`, in order of path, without the portal's release notes.
pub(in crate::load) fn load_pages(root: &Root, findings: &mut Findings) -> Vec<ContentPage> {
    let files = root.files("content", ".md");
    files
        .iter()
        .filter(|path| !path.starts_with("content/releases/"))
        .filter_map(|path| load_page(root, path, findings))
        .collect()
}

fn load_page(root: &Root, path: &str, findings: &mut Findings) -> Option<ContentPage> {
    read_page(root.text(path, findings)?, findings)
}

/// Reads a page from its file's text. `None`, with a finding, if it has no title or its front matter is invalid.
pub(in crate::load) fn read_page(file: SourceFile, findings: &mut Findings) -> Option<ContentPage> {
    let (head, start) = front_matter::split(&file, findings)?;
    if head.is_empty() && front_matter::is_misplaced(file.text()) {
        let found = PAGE_FRONT_MATTER.finding("there are blank lines before the front matter").at(file.place(0..0), "");
        findings.push(found.help("begin the file with `---`"));
        return None;
    }
    let front = if head.is_empty() { FrontMatter::default() } else { yaml::parse(&file, head, findings)? };
    let name = file.path().trim_start_matches("content/").trim_end_matches(".md").to_owned();
    let title = match front.title {
        Some(title) => title,
        None if name == "index" => String::new(),
        None => {
            let found = PAGE_FRONT_MATTER.finding("this page has no title").at(file.place(0..0), "");
            findings.push(found.help("start the file with `---`, `title: ...` and `---`"));
            return None;
        }
    };
    Some(ContentPage { path: name, title, summary: front.summary, access: front.access, body: Markdown { file, start } })
}
