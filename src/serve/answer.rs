//! Turns a request into its answer.
//!
//! In: a [`Head`] and the state of the preview. Out: an [`Answer`]: status, headers and bytes.
//! Invariant: pages are rendered by the same function as in `build`. The only addition is one script from this server, so the
//! published site's content security policy applies here too.

use std::fs::File;
use std::io::{Seek, SeekFrom};
use std::ops::Range;
use std::sync::Arc;
use std::sync::atomic::AtomicBool;
use std::time::Duration;

use super::head::{Head, Method, Refusal};
use super::media::{Part, media_type, part};
use super::output;
use super::overlay::{Behind, overlay};
use super::preview::Preview;
use super::screen::{Rendered, Shown, State};
use super::target::{self, Target};
use crate::diagnostic::Diagnostic;
use crate::model::DatasetId;
use crate::route::Route;

const SCRIPT: &str = include_str!("page/reload.js");
const STYLE: &str = include_str!("page/overlay.css");
const HTML: &str = "text/html; charset=utf-8";

/// How long a page of a large portal waits for all datasets, before it is shown with those read so far.
const SOON: Duration = Duration::from_millis(200);
/// How long a page waits for the first reading of the portal.
const PATIENCE: Duration = Duration::from_mins(2);

/// Headers of every answer, as recommended for the published site. Browsers must not cache answers, because they may change at
/// any time.
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

/// The answer to a request.
pub(super) struct Answer {
    pub(super) status: u16,
    pub(super) headers: Vec<(&'static str, String)>,
    pub(super) body: Body,
}

/// The bytes of an answer.
pub(super) enum Body {
    Bytes(Vec<u8>),
    /// A part of bytes that are shared with other clients.
    Rendered(Arc<Rendered>, Range<usize>),
    /// A file, positioned at the first byte to send, and how many bytes to send.
    File(File, u64),
    /// A stream of changes after this one.
    Changes(u64),
}

/// Answers a request that has been read.
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

/// The answer to a refused request.
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

/// The preview's own files: the script, its style sheet and the stream of changes.
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
        // Routes have plain names, so they need no encoding.
        let query = head.target.split_once('?').map_or_else(String::new, |(_, query)| format!("?{query}"));
        return moved(308, format!("{}{path}/{query}", preview.prefix));
    }
    match output::open(&preview.out, &file) {
        Some((file, length)) => opened(file, length, path, head),
        None => missing(&state, preview),
    }
}

fn state(gone: &AtomicBool, preview: &Preview) -> State {
    preview.screen.when(PATIENCE, gone, |state| state.is_read)
}

/// A file of one dataset, before all datasets have been read.
fn glance(file: &str, head: &Head, preview: &Preview) -> Option<Answer> {
    let id = file.strip_prefix("datasets/")?.split('/').next()?;
    let prepared = preview.early.glance(&DatasetId::new(id).ok()?)?;
    let shown = Shown::new(prepared);
    let route = shown.prepared.site.find(file).filter(|route| matches!(route, Route::Dataset(_) | Route::Table(..)))?;
    Some(rendered(&shown, &route, file, head, &preview.screen.state(), preview))
}

fn rendered(shown: &Shown, route: &Route, file: &str, head: &Head, state: &State, preview: &Preview) -> Answer {
    let media = route.format().map_or_else(|| media_type(file), |format| format.media_type);
    let rendered = shown.rendered(route, file);
    match rendered.get() {
        // Pages are sent in full, because the address of the added script keeps changing.
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

/// Answers with the requested part of `length` bytes. `body` makes the body for a byte range.
fn part_of(length: u64, media: &'static str, head: &Head, body: impl FnOnce(Range<u64>) -> Option<Body>) -> Answer {
    // `HEAD` has no ranges, and with `If-Range` it is never certain that the client has the same bytes.
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

/// The portal's page for missing addresses.
fn missing(state: &State, preview: &Preview) -> Answer {
    let Some(shown) = &state.site else { return nothing_yet(state, preview) };
    match shown.prepared.not_found(&preview.prefix) {
        Ok(page) => bytes(404, HTML, with_script(page, state, preview)),
        Err(finding) => broken(&finding, state, preview),
    }
}

/// A page for when there has been no good site yet: the findings.
fn nothing_yet(state: &State, preview: &Preview) -> Answer {
    let body = format!("<p>The portal has errors. Fix them, and it will appear here.</p>{}", state.overlay);
    plain_page(503, "Nothing to show yet", &body, state, preview)
}

/// A page for a failed template.
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

/// Adds the script, which listens for changes after this one.
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

/// The events that tell an open page about changes after `seen`.
pub(super) fn events(seen: u64, state: &State) -> String {
    if state.reload > seen {
        return format!("event: reload\ndata: {}\n\n", state.reload);
    }
    if state.style > seen { format!("event: style\ndata: {}\n\n", state.style) } else { String::new() }
}

/// The event that carries the findings as HTML.
pub(super) fn findings_event(html: &str) -> String {
    // JSON keeps the data on one line, even if the HTML has line endings.
    format!("event: findings\ndata: {}\n\n", serde_json::Value::from(html))
}
