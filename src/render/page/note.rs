//! Release notes.

use serde::Serialize;

use super::Maker;
use super::files::table_download;
use super::frame::{DateView, Frame, Named, Pager, link, paged};
use super::tile::{NoteTile, note_tile};
use crate::catalogue::NoteRef;
use crate::diagnostic::Diagnostic;
use crate::render::markdown::{Links, Taken, to_html};
use crate::route::{ITEMS_A_PAGE, Route, TableRef, version_folder};

#[derive(Serialize)]
struct ListView {
    page: Frame,
    notes: Vec<NoteTile>,
    pager: Pager,
}

pub(super) fn notes(maker: Maker<'_>, number: usize) -> Result<Vec<u8>, Box<Diagnostic>> {
    let words = maker.words();
    let (title, about) = (words.text("releases"), words.text("releases-about"));
    let page = Frame::new(maker, &Route::Notes(number), "releases", title, about);
    let (shown, pager) = paged(maker, &maker.site.catalogue.notes, number, ITEMS_A_PAGE, Route::Notes);
    let notes = shown.iter().map(|at| note_tile(maker, *at)).collect();
    maker.theme.fill("notes.html", &ListView { page, notes, pager })
}

#[derive(Serialize)]
struct View<'a> {
    page: Frame,
    heading: String,
    version: &'a str,
    date: DateView,
    kind: &'a str,
    owner: Option<&'a str>,
    change_request: Option<&'a str>,
    validation: Option<&'a str>,
    rollback: Option<&'a str>,
    body: String,
    /// The newest version, if this is an earlier one.
    newest: Option<Named>,
    /// The files of this version that can be downloaded.
    files: Vec<FileView>,
}

#[derive(Serialize)]
struct FileView {
    file: Named,
    size: String,
}

pub(super) fn note(maker: Maker<'_>, at: NoteRef) -> Result<Vec<u8>, Box<Diagnostic>> {
    let (catalogue, words) = (&maker.site.catalogue, maker.words());
    let (note, (_, dataset)) = (maker.site.note(at), catalogue.note(at));
    let (what, above) = match at {
        NoteRef::Dataset(position, _) => {
            let title = dataset.map_or_else(String::new, |dataset| dataset.title.clone());
            (
                title.clone(),
                vec![link(maker, words.text("datasets"), &Route::Datasets(1)), link(maker, &title, &Route::Dataset(position))],
            )
        }
        NoteRef::Portal(_) => {
            (catalogue.settings.portal.title.to_string(), vec![link(maker, words.text("releases"), &Route::Notes(1))])
        }
    };
    let title = words.fill("note-title", &[("what", &what), ("version", &note.version)]);
    let heading = note.title.clone().unwrap_or_else(|| words.fill("version-number", &[("version", &note.version)]));
    let about = words.fill("note-about", &[("note", &title)]);
    let page = Frame::new(maker, &Route::Note(at), "releases", &title, &about).below(above);
    let folder = if dataset.is_some() { None } else { Some("releases") };
    let body = to_html(note.body.text(), 2, &Links { site: Some(maker.site), folder, root: &page.root }, &mut Taken::default());
    let view = View {
        page,
        heading,
        version: &note.version,
        date: DateView::of(*note.date, words),
        kind: words.note_kind(note.kind),
        owner: note.owner.as_deref(),
        change_request: note.change_request.as_deref(),
        validation: note.validation.as_deref(),
        rollback: note.rollback.as_deref(),
        body,
        newest: newest(maker, at),
        files: files(maker, at),
    };
    maker.theme.fill("note.html", &view)
}

/// The newest version of the dataset, if a note is of an earlier one.
fn newest(maker: Maker<'_>, at: NoteRef) -> Option<Named> {
    let NoteRef::Dataset(position, note) = at else { return None };
    let dataset = &maker.site.catalogue.datasets[position];
    (dataset.notes[note].version != dataset.version).then(|| link(maker, &dataset.version, &Route::Dataset(position)))
}

/// The files of the version that a note is about: those that the release makes, or that earlier ones have left.
fn files(maker: Maker<'_>, at: NoteRef) -> Vec<FileView> {
    let (NoteRef::Dataset(position, note), Some(release)) = (at, maker.site.release()) else { return Vec::new() };
    let (catalogue, words) = (&maker.site.catalogue, maker.words());
    let dataset = &catalogue.datasets[position];
    let version = &dataset.notes[note].version;
    let view = |path: &str, size: u64| FileView {
        file: Named { name: path.rsplit('/').next().unwrap_or(path).to_owned(), path: path.to_owned() },
        size: words.size(size),
    };
    if *version == dataset.version {
        let tables = dataset.tables.iter().enumerate();
        let path = |table| table_download(maker, TableRef { dataset: position, table }, ".csv").path(catalogue);
        return tables.map(|(table, card)| view(path(table).as_str(), card.csv.size)).collect();
    }
    let folder = version_folder(dataset.id.as_str(), version);
    let kept = release.kept.range(folder.clone()..).take_while(|(path, _)| path.starts_with(&folder));
    kept.map(|(path, size)| view(path, *size)).collect()
}
