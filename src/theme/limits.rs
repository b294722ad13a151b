//! Limits on what a portal's own templates may use: steps, time, the size of a value and the size of a page.
//!
//! In: the calls that [`guard`](super::guard) adds, and what a template writes. Out: an error that stops the page. A mistake in a
//! theme is then a finding, not a computer that stands still.

#![expect(clippy::needless_pass_by_value, reason = "Tera asks for filters and functions of this form")]

use std::borrow::Cow;
use std::cell::Cell;
use std::io;
use std::time::{Duration, Instant};

use tera::{Error, Kwargs, State, StringInput, Tera, TeraResult, Value};

use super::guard::{SIZE, STEP};

/// The most times that the loops of one page may run.
const STEPS: u32 = 1_000_000;
/// The longest that one page may take. Pages take milliseconds; this is for loops whose every step is slow.
const TIME: Duration = Duration::from_secs(10);
/// The most characters and items of a value that a template makes.
const VALUE: usize = 1 << 20;
/// The largest page, in bytes.
const PAGE: usize = 64 << 20;

/// What the page that this thread is making has used.
#[derive(Clone, Copy)]
struct Used {
    steps: u32,
    since: Option<Instant>,
}

thread_local! {
    static USED: Cell<Used> = const { Cell::new(Used { steps: 0, since: None }) };
}

/// Begins to count for a new page.
pub(super) fn begin() {
    USED.set(Used { steps: 0, since: None });
}

/// Adds the functions that [`guard`](super::guard) calls, and filters that make no value over the limit.
pub(super) fn register(tera: &mut Tera) {
    tera.register_function(STEP, |_: Kwargs, _: &State| step());
    tera.register_function(SIZE, |kwargs: Kwargs, _: &State| -> TeraResult<&'static str> {
        let value = kwargs.must_get::<Value>("value")?;
        let mut left = VALUE;
        if fits(&value, &mut left) { Ok("") } else { Err(too_large()) }
    });
    tera.register_filter("replace", replace);
    tera.register_filter("join", join);
    tera.register_filter("indent", indent);
}

/// Tera's own filter, which looks at the size first. As there, the result is markup if a part of it is.
fn replace(text: StringInput<'_>, kwargs: Kwargs, state: &State) -> TeraResult<Value> {
    let (from, to) = (kwargs.must_get::<&str>("from")?, kwargs.must_get::<StringInput<'_>>("to")?);
    let is_markup = state.autoescaping_enabled() && (text.is_safe() || to.is_safe());
    let (text, to) = (rendered(&text, is_markup, state)?, rendered(&to, is_markup, state)?);
    let count = if from.is_empty() { text.chars().count() + 1 } else { text.matches(from).count() };
    bounded(text.len(), count, to.len())?;
    Ok(value(&text.replace(from, &to), is_markup))
}

/// The same for joining.
fn join(items: &[Value], kwargs: Kwargs, state: &State) -> TeraResult<Value> {
    let sep = kwargs.get::<StringInput<'_>>("sep")?;
    let is_safe = |item: &Value| item.is_string() && item.is_safe();
    let is_markup = state.autoescaping_enabled() && (items.iter().any(is_safe) || sep.as_ref().is_some_and(StringInput::is_safe));
    let sep = sep.as_ref().map_or(Ok(Cow::Borrowed("")), |sep| rendered(sep, is_markup, state))?;
    bounded(0, items.len(), sep.len())?;
    let mut left = PAGE;
    let texts = items.iter().map(|item| {
        let text = match is_markup {
            true if item.is_undefined() => String::new(),
            true => state.escape_if_needed(item)?,
            false => item.to_string(),
        };
        left = left.checked_sub(text.len()).ok_or_else(too_large)?;
        Ok(text)
    });
    let texts = texts.collect::<TeraResult<Vec<String>>>()?;
    Ok(value(&texts.join(&sep), is_markup))
}

/// The same for indenting.
fn indent(text: StringInput<'_>, kwargs: Kwargs, state: &State) -> TeraResult<Value> {
    let width = kwargs.get::<usize>("width")?.unwrap_or(4).min(1000);
    let (first, blank) = (kwargs.get::<bool>("first")?.unwrap_or(false), kwargs.get::<bool>("blank")?.unwrap_or(false));
    let padding = kwargs.get::<StringInput<'_>>("indentation")?;
    let is_markup = state.autoescaping_enabled() && (text.is_safe() || padding.as_ref().is_some_and(StringInput::is_safe));
    let padding = padding.as_ref().map_or(Ok(Cow::Borrowed(" ")), |text| rendered(text, is_markup, state))?;
    let text = rendered(&text, is_markup, state)?;
    bounded(text.len(), text.lines().count(), width * padding.len())?;
    let pad = padding.repeat(width);
    let is_padded = |(at, line): &(usize, &str)| (*at > 0 || first) && (*at == 0 || blank || !line.is_empty());
    let lines = text.lines().enumerate();
    let lines = lines.map(|line| if is_padded(&line) { format!("{pad}{}", line.1) } else { line.1.to_owned() });
    let mut indented = lines.collect::<Vec<_>>().join("\n");
    if text.ends_with('\n') {
        indented.push('\n');
    }
    Ok(value(&indented, is_markup))
}

fn rendered<'a>(text: &'a StringInput<'_>, is_markup: bool, state: &State) -> TeraResult<Cow<'a, str>> {
    if is_markup { text.rendered(state) } else { Ok(Cow::Borrowed(text.as_str())) }
}

fn value(text: &str, is_markup: bool) -> Value {
    if is_markup { Value::safe_string(text) } else { Value::from(text) }
}

/// Refuses a text that would be longer than a page may be.
fn bounded(length: usize, count: usize, more: usize) -> TeraResult<()> {
    if length.saturating_add(count.saturating_mul(more)) > PAGE { Err(too_large()) } else { Ok(()) }
}

fn step() -> TeraResult<&'static str> {
    let mut used = USED.get();
    used.steps += 1;
    let since = *used.since.get_or_insert_with(Instant::now);
    USED.set(used);
    match () {
        () if used.steps > STEPS => Err(Error::message(format!("a loop that runs more than {STEPS} times on one page"))),
        () if since.elapsed() > TIME => Err(Error::message("a page that takes longer than 10 seconds")),
        () => Ok(""),
    }
}

fn too_large() -> Error {
    Error::message("a value of more than a million characters or items")
}

/// Whether a value is within the limit. Looks at no more of it than the limit.
fn fits(value: &Value, left: &mut usize) -> bool {
    let mut take = |size: usize| {
        let fits = size <= *left;
        *left = left.saturating_sub(size);
        fits
    };
    if let Some(text) = value.as_str() {
        return take(text.len());
    }
    if !take(1) {
        return false;
    }
    if let Some(items) = value.as_array() {
        return items.iter().all(|item| fits(item, left));
    }
    value.as_map().is_none_or(|map| map.values().all(|item| fits(item, left)))
}

/// A page as it is written.
pub(super) struct Page {
    pub(super) bytes: Vec<u8>,
    /// Whether it would be larger than a page may be.
    pub(super) is_full: bool,
}

impl io::Write for Page {
    fn write(&mut self, some: &[u8]) -> io::Result<usize> {
        if self.bytes.len() + some.len() > PAGE {
            self.is_full = true;
            return Err(io::Error::other("a page of more than 64 MiB"));
        }
        self.bytes.extend_from_slice(some);
        Ok(some.len())
    }

    fn flush(&mut self) -> io::Result<()> {
        Ok(())
    }
}
