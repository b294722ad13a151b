//! A request to its answer.
//!
//! In: a [`Head`], and what is shown. Out: an [`Answer`]: status, headers, bytes.
//! Invariant: a page is rendered by the function that `build` uses; what is added to it is one script from this server, so
//! the content security policy of the published site holds here too.

use std::fs::File;
use std::io::{Seek, SeekFrom};
use std::ops::Range;
use std::sync::Arc;
use std::sync::atomic::AtomicBool;
use std::time::Duration;

use super::head::{Head, Method, Refusal};
use super::media::{Part, media_type, part};
use super::overlay::{Behind, overlay};
use super::screen::{Rendered, Shown, State};
use super::target::{self, Target};
use super::{Preview, output};
use crate::diagnostic::Diagnostic;
use crate::model::DatasetId;
use crate::route::Route;

const SCRIPT: &str = include_str!("page/reload.js");
const STYLE: &str = include_str!("page/overlay.css");
const HTML: &str = "text/html; charset=utf-8";

/// How long a page of a large portal waits to be complete; then it is shown with what has been read.
const SOON: Duration = Duration::from_millis(200);
/// How long a page may wait for the first reading of the portal.
const PATIENCE: Duration = Duration::from_mins(2);

/// What every answer carries, as a proxy before the published site should send it. Nothing is kept by the browser, because
/// it may be other in a second.
const HEADERS: [(&str, &str); 6] = [
    (
        "Content-Security-Policy",
        "default-src 'self'; base-uri 'self'; form-action 'self'; frame-ancestors 'none'; object-src 'none'",
    ),
    ("X-Content-Type-Options", "nosniff"),
    ("Referrer-Policy", "strict-origin-when-cross-origin"),
    ("Cross-Origin-Opener-Policy", "same-origin"),
    ("Cross-Origin-Resource-Policy", "same-origin"),
    ("Cache-Control", "no-store"),
];

/// What is sent back.
pub(super) struct Answer {
    pub(super) status: u16,
    pub(super) headers: Vec<(&'static str, String)>,
    pub(super) body: Body,
}

/// The bytes of an answer.
pub(super) enum Body {
    Bytes(Vec<u8>),
    /// A part of bytes that others may be sent too.
    Rendered(Arc<Rendered>, Range<usize>),
    /// A part of a file, which stands at its first byte.
    File(File, u64),
    /// Changes, from one on, as they come.
    Changes(u64),
}

/// Answers a request that could be read.
pub(super) fn answer(head: &Head, gone: &AtomicBool, preview: &Preview) -> Answer {
    if head.host.is_none() {
        return refused(Refusal(400));
    }
    if !target::is_ours(head.host.as_deref(), &preview.hosts) {
        return refused(Refusal(421));
    }
    if let Some(own) = head.target.strip_prefix(&preview.own) {
        return own_file(own, head);
    }
    match target::read(&head.target, &preview.prefix) {
        Ok(Target::Above) => moved(302, preview.prefix.clone()),
        Ok(Target::Path(path)) => site_file(&path, head, gone, preview),
        Err(Refusal(404)) => missing(&state(gone, preview), preview),
        Err(refusal) => refused(refusal),
    }
}

/// The answer to a request that is not followed.
pub(super) fn refused(refusal: Refusal) -> Answer {
    let reason = match refusal.0 {
        400 => "This request cannot be understood.",
        403 => "Only pages of this preview may ask for this.",
        405 => "The preview answers GET and HEAD.",
        413 => "The preview takes no body.",
        414 | 431 => "This request is too long.",
        417 => "The preview does not do what Expect asks for.",
        421 => "The preview answers to localhost, and to names given with --allow-host.",
        505 => "The preview speaks HTTP/1.1.",
        _ => "There is nothing here.",
    };
    let mut answer = bytes(refusal.0, "text/plain; charset=utf-8", format!("{reason}\n").into_bytes());
    if refusal.0 == 405 {
        answer.headers.push(("Allow", "GET, HEAD".to_owned()));
    }
    answer
}

/// The script, its style, and the changes that it listens to.
fn own_file(path: &str, head: &Head) -> Answer {
    let (name, query) = path.split_once('?').unwrap_or((path, ""));
    match name {
        "reload.js" => bytes(200, media_type(name), SCRIPT.into()),
        "overlay.css" => bytes(200, media_type(name), STYLE.into()),
        "events" if !target::is_same_origin(head) => refused(Refusal(403)),
        "events" => {
            let mut answer = bytes(200, "text/event-stream", Vec::new());
            answer.body = Body::Changes(query.parse().unwrap_or(0));
            answer
        }
        _ => refused(Refusal(404)),
    }
}

fn site_file(path: &str, head: &Head, gone: &AtomicBool, preview: &Preview) -> Answer {
    let is_folder = path.is_empty() || path.ends_with('/');
    let file = if is_folder { format!("{path}index.html") } else { path.to_owned() };
    let mut state = preview.screen.state();
    if !state.is_read {
        if let Some(answer) = glance(&file, head, preview) {
            return answer;
        }
        preview.screen.when(SOON, gone, |state| state.is_read);
        state = preview.screen.when(PATIENCE, gone, |state| state.is_read || state.part.is_some());
        if let Some(part) = state.part.as_ref().filter(|_| !state.is_read)
            && let Some(route) = part.prepared.site.find(&file)
        {
            return rendered(part, &route, &file, head, &state, preview);
        }
        state = self::state(gone, preview);
    }
    let Some(shown) = &state.site else { return nothing_yet(&state, preview) };
    if let Some(route) = shown.prepared.site.find(&file) {
        return rendered(shown, &route, &file, head, &state, preview);
    }
    if !is_folder && shown.prepared.site.find(&format!("{path}/index.html")).is_some() {
        // Routes have plain names, so this needs no encoding.
        let query = head.target.split_once('?').map_or_else(String::new, |(_, query)| format!("?{query}"));
        return moved(308, format!("{}{path}/{query}", preview.prefix));
    }
    match output::open(&preview.root, &preview.out, &file) {
        Some((file, length)) => opened(file, length, path, head),
        None => missing(&state, preview),
    }
}

fn state(gone: &AtomicBool, preview: &Preview) -> State {
    preview.screen.when(PATIENCE, gone, |state| state.is_read)
}

/// A file of one dataset, before the others have been read.
fn glance(file: &str, head: &Head, preview: &Preview) -> Option<Answer> {
    let id = file.strip_prefix("datasets/")?.split('/').next()?;
    let prepared = preview.early.glance(&DatasetId::new(id).ok()?)?;
    let shown = Shown::new(prepared);
    let route = shown.prepared.site.find(file).filter(|route| matches!(route, Route::Dataset(_) | Route::Download(..)))?;
    Some(rendered(&shown, &route, file, head, &preview.screen.state(), preview))
}

fn rendered(shown: &Shown, route: &Route, file: &str, head: &Head, state: &State, preview: &Preview) -> Answer {
    let media = media_type(file);
    let rendered = shown.rendered(route, file);
    match rendered.get() {
        // A page is sent whole: what is added to it is other in a moment.
        Some(Ok(page)) if media == HTML => bytes(200, media, with_script(page.clone(), state, preview)),
        Some(Ok(all)) => {
            let index = |at: u64| usize::try_from(at).unwrap_or(usize::MAX);
            let body = |asked: Range<u64>| Some(Body::Rendered(Arc::clone(&rendered), index(asked.start)..index(asked.end)));
            part_of(all.len() as u64, media, head, body)
        }
        Some(Err(finding)) => broken(finding, state, preview),
        None => refused(Refusal(404)),
    }
}

fn opened(mut file: File, length: u64, path: &str, head: &Head) -> Answer {
    part_of(length, media_type(path), head, |asked| {
        file.seek(SeekFrom::Start(asked.start)).ok()?;
        Some(Body::File(file, asked.end - asked.start))
    })
}

/// The part that is asked for of something of `length` bytes; `body` has those of a range.
fn part_of(length: u64, media: &'static str, head: &Head, body: impl FnOnce(Range<u64>) -> Option<Body>) -> Answer {
    // Of `HEAD` there are no parts; and what a client has is never known to be still the same.
    let range = head.range.as_deref().filter(|_| head.method == Method::Get && !head.if_range);
    let (status, asked) = match part(range, length) {
        Part::Whole => (200, 0..length),
        Part::Some(first, end) => (206, first..end),
        Part::Nothing => return unsatisfiable(length),
    };
    let mut answer = bytes(status, media, Vec::new());
    answer.headers.push(("Accept-Ranges", "bytes".to_owned()));
    if status == 206 {
        answer.headers.push(("Content-Range", format!("bytes {}-{}/{length}", asked.start, asked.end - 1)));
    }
    body(asked).map_or_else(|| refused(Refusal(404)), |body| Answer { body, ..answer })
}

fn unsatisfiable(length: u64) -> Answer {
    let mut answer = bytes(416, "text/plain; charset=utf-8", Vec::new());
    answer.headers.push(("Content-Range", format!("bytes */{length}")));
    answer
}

/// The portal's page for addresses that are not there.
fn missing(state: &State, preview: &Preview) -> Answer {
    let Some(shown) = &state.site else { return nothing_yet(state, preview) };
    match shown.prepared.not_found(&preview.prefix) {
        Ok(page) => bytes(404, HTML, with_script(page, state, preview)),
        Err(finding) => broken(&finding, state, preview),
    }
}

/// A page while there has been no good site yet: the panel over it says why.
fn nothing_yet(state: &State, preview: &Preview) -> Answer {
    plain_page(503, "Nothing to show yet", "The portal has errors. Mend them, and it appears here.", state, preview)
}

/// A page whose template fails.
fn broken(finding: &Diagnostic, state: &State, preview: &Preview) -> Answer {
    let panel = overlay(std::slice::from_ref(finding), 0, Behind::ThisOne);
    plain_page(500, "This page cannot be rendered", &panel, state, preview)
}

fn plain_page(status: u16, title: &str, body: &str, state: &State, preview: &Preview) -> Answer {
    let style = format!("<link rel=\"stylesheet\" href=\"{}overlay.css\">", preview.own);
    let page = format!(
        "<!doctype html>\n<html lang=\"en\">\n<head>\n<meta charset=\"utf-8\">\n<title>{title}</title>\n{style}\n</head>\n<body>\n\
         <h1>{title}</h1>\n<div>{body}</div>\n</body>\n</html>\n"
    );
    bytes(status, HTML, with_script(page.into_bytes(), state, preview))
}

/// A page with the script that listens for changes after this one.
fn with_script(mut page: Vec<u8>, state: &State, preview: &Preview) -> Vec<u8> {
    let script = format!("<script src=\"{}reload.js?{}\" defer></script>\n", preview.own, state.now);
    let at = memchr::memmem::rfind(&page, b"</body>").unwrap_or(page.len());
    page.splice(at..at, script.into_bytes());
    page
}

fn moved(status: u16, location: String) -> Answer {
    let mut answer = bytes(status, "text/plain; charset=utf-8", Vec::new());
    answer.headers.push(("Location", location));
    answer
}

fn bytes(status: u16, media: &str, bytes: Vec<u8>) -> Answer {
    let headers = HEADERS.iter().map(|(name, value)| (*name, (*value).to_owned()));
    let headers = headers.chain([("Content-Type", media.to_owned())]).collect();
    Answer { status, headers, body: Body::Bytes(bytes) }
}

/// What an open page is told of a change after `seen`, as events.
pub(super) fn events(seen: u64, state: &State) -> String {
    if state.reload > seen {
        return format!("event: reload\ndata: {}\n\n", state.reload);
    }
    if state.style > seen { format!("event: style\ndata: {}\n\n", state.style) } else { String::new() }
}

/// What is wrong, as an event.
pub(super) fn findings_event(html: &str) -> String {
    // As JSON it is one line, whatever line ends an author has written.
    format!("event: findings\ndata: {}\n\n", serde_json::Value::from(html))
}
