//! Release notes.

use serde::Serialize;

use super::Maker;
use super::frame::{DateView, Frame, Pager, link, paged};
use super::tile::{NoteTile, note_tile};
use crate::catalogue::NoteRef;
use crate::diagnostic::Diagnostic;
use crate::render::markdown::{Links, Taken, to_html};
use crate::route::{ITEMS_A_PAGE, Route};

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
    };
    maker.theme.fill("note.html", &view)
}
