//! Themes: templates and assets. The portal's own files replace the built-in ones.
//!
//! In: the files in `themes/<name>/`. Out: a compiled [`Theme`], or findings that point to its templates.
//! Invariant: templates are only filled with values. The theme knows nothing about pages or datasets.

mod guard;
mod inline_code;
mod limits;
mod say;
mod unescaped;

use std::collections::{BTreeMap, BTreeSet};

use include_dir::{Dir, include_dir};
use serde::Serialize;
use tera::{Context, ErrorKind, Tera};

use crate::diagnostic::{Diagnostic, Findings, Rule, Severity};
use guard::{Guarded, guarded};
use inline_code::INLINE_CODE;
use limits::Page;
use say::Say;
use unescaped::UNESCAPED;

use crate::source::{Place, SourceFile};
use crate::words::Words;

/// The template around all other pages.
const BASE: &str = "base.html";

/// A template that fails.
pub static TEMPLATE: Rule = Rule {
    id: "theme/template",
    severity: Severity::Error,
    finds: "A theme template that cannot be parsed, that uses a value that does not exist, or that does not end: more than a million \
        steps, 10 seconds or 64 MiB for a page, or a value of a million characters.",
    matters: "A page with a gap where a figure should be is worse than no page.",
    example: "<h1>{{ dataset.titel }}</h1>",
    put_right: "Correct the line that the caret points to. The message lists the fields that exist.",
};

/// The rules of themes.
pub static RULES: [&Rule; 3] = [&INLINE_CODE, &TEMPLATE, &UNESCAPED];

static BUILT_IN: Dir<'_> = include_dir!("$CARGO_MANIFEST_DIR/themes/default");

/// A compiled theme.
pub struct Theme {
    tera: Tera,
    name: String,
    sources: BTreeMap<String, (Origin, String)>,
    /// The portal's own templates, as they are compiled.
    guarded: BTreeMap<String, Guarded>,
    assets: BTreeMap<String, Vec<u8>>,
}

#[derive(Clone, Copy, PartialEq, Eq)]
enum Origin {
    BuiltIn,
    Portal,
}

impl Theme {
    /// Compiles the built-in theme, with files replaced by the portal's own. `own` holds these by their paths within
    /// `themes/<name>/`.
    ///
    /// # Errors
    /// Findings that point to the templates.
    pub fn compile(name: &str, own: &BTreeMap<String, Vec<u8>>, words: &Words) -> Result<Self, Findings> {
        let mut files: BTreeMap<String, (Origin, Vec<u8>)> = BTreeMap::new();
        built_in(&BUILT_IN, &mut files);
        files.extend(own.iter().map(|(path, bytes)| (path.clone(), (Origin::Portal, bytes.clone()))));
        let (mut sources, mut assets) = (BTreeMap::new(), BTreeMap::new());
        for (path, (origin, bytes)) in files {
            if let Some(template) = path.strip_prefix("templates/") {
                sources.insert(template.to_owned(), (origin, String::from_utf8_lossy(&bytes).into_owned()));
            } else if let Some(asset) = path.strip_prefix("assets/") {
                assets.insert(asset.to_owned(), bytes);
            }
        }
        let is_own = |(_, (origin, _)): &(&String, &(Origin, String))| *origin == Origin::Portal;
        let guarded = sources.iter().filter(is_own).map(|(name, (_, text))| (name.clone(), guarded(text))).collect();
        let mut theme = Self { tera: Tera::new(), name: name.to_owned(), sources, guarded, assets };
        limits::register(&mut theme.tera);
        theme.tera.autoescape_on(vec![".html", ".svg", ".xml"]);
        theme.tera.register_function("say", Say { words: words.clone() });
        theme.tera.global_context().insert("t", &say::texts(words));
        let texts: Vec<(String, String)> =
            theme.sources.keys().map(|name| (name.clone(), theme.compiled(name).to_owned())).collect();
        if let Err(error) = theme.tera.add_raw_templates(texts) {
            return Err(theme.explain_all(&error));
        }
        Ok(theme)
    }

    /// Adds what every page can show. It is converted for the templates once, not for each page.
    #[must_use]
    pub fn with_portal(mut self, portal: &impl Serialize) -> Self {
        self.tera.global_context().insert("portal", portal);
        self
    }

    /// Finds inline code in the portal's own templates, which a strict content security policy would block, and values that are
    /// not escaped.
    #[must_use]
    pub fn unsafe_code(&self) -> Findings {
        let own = self.sources.iter().filter(|(_, (origin, _))| *origin == Origin::Portal);
        // Most portals have no templates of their own.
        if self.guarded.is_empty() {
            return Findings::new();
        }
        let mut files = BTreeMap::new();
        built_in(&BUILT_IN, &mut files);
        let texts: Vec<String> = files.into_values().map(|(_, bytes)| String::from_utf8_lossy(&bytes).into_owned()).collect();
        let known = unescaped::known(&texts);
        let found = |(name, (_, text)): (&String, &(Origin, String))| {
            let file = SourceFile::new(self.path(name).as_str(), text.as_str());
            [inline_code::find(&file), unescaped::find(&file, &known)].concat()
        };
        own.flat_map(found).collect()
    }

    /// The names of the assets.
    #[must_use]
    pub fn assets(&self) -> Vec<String> {
        self.assets.keys().cloned().collect()
    }

    /// The bytes of an asset.
    #[must_use]
    pub fn asset(&self, name: &str) -> Option<&[u8]> {
        self.assets.get(name).map(Vec::as_slice)
    }

    /// Fills a template with a page's values.
    pub(crate) fn fill<T: Serialize>(&self, template: &str, page: &T) -> Result<Vec<u8>, Box<Diagnostic>> {
        let mut made = Page { bytes: Vec::with_capacity(16 * 1024), is_full: false };
        limits::begin();
        Context::from_serialize(page).and_then(|context| self.tera.render_to(template, &context, &mut made)).map_err(
            |error| {
                let too_long = || TEMPLATE.finding("a page of more than 64 MiB").at(Place::of_file(&self.path(template)), "");
                Box::new(match error.kind() {
                    _ if made.is_full => too_long(),
                    // Tera itself ends components that use themselves, and does not say where.
                    ErrorKind::Msg(text) if !text.contains("-->") => {
                        TEMPLATE.finding(text.trim_end_matches('.')).at(Place::of_file(&self.path(template)), "")
                    }
                    _ => self.explain(&error),
                })
            },
        )?;
        Ok(made.bytes)
    }

    /// The text of a template as it is compiled.
    fn compiled(&self, template: &str) -> &str {
        let source = || self.sources.get(template).map_or("", |(_, text)| text);
        self.guarded.get(template).map_or_else(source, |guarded| &guarded.text)
    }

    /// The byte in the author's text of a line, counted from 1, and a column in bytes of the compiled one.
    fn byte(&self, template: &str, line: usize, column: usize) -> usize {
        let at = line_start(self.compiled(template), line) + column;
        self.guarded.get(template).map_or(at, |guarded| guarded.original(at))
    }

    /// Everything that is wrong with the templates. Unknown names in several templates arrive in one text, with a report for
    /// each.
    fn explain_all(&self, error: &tera::Error) -> Findings {
        let ErrorKind::Msg(text) = error.kind() else { return Findings::from_iter([self.explain(error)]) };
        let (mut findings, mut blocks) = (Findings::new(), BTreeSet::new());
        let mut message = None;
        for line in text.lines().map(str::trim) {
            if let Some(said) = line.strip_prefix("error: ") {
                message = Some(said);
            } else if let (Some(said), Some(place)) = (message, line.strip_prefix("--> ")) {
                if let Some(block) = self.block_of_base(said, place) {
                    blocks.insert(block);
                    message = None;
                    continue;
                }
                findings.push(TEMPLATE.finding(said).at(self.place(place), "in this template"));
                message = None;
            }
        }
        if !blocks.is_empty() {
            let names = blocks.iter().map(|block| format!("`{block}`")).collect::<Vec<_>>().join(", ");
            let found = TEMPLATE.finding(format!("blocks that the built-in templates fill are missing: {names}"));
            let found = found.at(Place::of_file(&self.path(BASE)), "");
            findings.push(found.help("add each where it belongs, like `{% block main %}{% endblock main %}`"));
        }
        if findings.is_empty() { Findings::from_iter([self.explain(error)]) } else { findings }
    }

    /// The block that a built-in template fills, but that is missing from the portal's own `base.html`.
    fn block_of_base<'a>(&self, said: &'a str, place: &str) -> Option<&'a str> {
        let block = said.strip_prefix("Block `")?.strip_suffix("` is not defined in any parent template")?;
        let is_own = |template: &str| self.sources.get(template).is_some_and(|(origin, _)| *origin == Origin::Portal);
        (is_own(BASE) && !is_own(place.split(':').next()?)).then_some(block)
    }

    /// The place described by a text such as `groups.html:2:12`.
    fn place(&self, written: &str) -> Place {
        let mut parts = written.rsplitn(3, ':');
        let mut number = || parts.next().and_then(|part| part.parse::<usize>().ok()).unwrap_or(1);
        let (column, line) = (number(), number());
        let file = parts.next().unwrap_or(written);
        let path = self.path(file);
        let Some((_, text)) = self.sources.get(file) else { return Place::of_file(&path) };
        let start = self.byte(file, line, column.saturating_sub(1));
        SourceFile::new(path.as_str(), text.as_str()).place(start..start + 1)
    }

    /// An error in a template, as a finding.
    fn explain(&self, error: &tera::Error) -> Diagnostic {
        match error.kind() {
            ErrorKind::SyntaxError(report) | ErrorKind::RenderingError(report) => {
                let (file, path) = (report.filename(), self.path(report.filename()));
                let span = report.span();
                let place = self.sources.get(file).map_or_else(
                    || Place::of_file(&path),
                    |(_, text)| {
                        let source = SourceFile::new(path.as_str(), text.as_str());
                        let start = self.byte(file, span.start_line, span.start_col);
                        source.place(start..self.byte(file, span.end_line, span.end_col).max(start + 1))
                    },
                );
                TEMPLATE.finding(report.message()).at(place, "in this template")
            }
            other => TEMPLATE.finding(other.to_string()).at(Place::of_file(&format!("themes/{}", self.name)), ""),
        }
    }

    /// The path of a template. A built-in template has no file in the portal.
    fn path(&self, template: &str) -> String {
        match self.sources.get(template) {
            Some((Origin::Portal, _)) => format!("themes/{}/templates/{template}", self.name),
            _ => format!("(built-in theme)/templates/{template}"),
        }
    }
}

/// The position of the first byte of a line. Lines are counted from 1.
fn line_start(text: &str, line: usize) -> usize {
    text.split_inclusive('\n').take(line.saturating_sub(1)).map(str::len).sum()
}

fn built_in(folder: &Dir<'_>, files: &mut BTreeMap<String, (Origin, Vec<u8>)>) {
    for file in folder.files() {
        let path = file.path().iter().map(|part| part.to_string_lossy()).collect::<Vec<_>>().join("/");
        files.insert(path, (Origin::BuiltIn, file.contents().to_vec()));
    }
    for inner in folder.dirs() {
        built_in(inner, files);
    }
}
