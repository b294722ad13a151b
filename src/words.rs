//! Values in the words of a language: numbers, dates, units, changes and labels.
//!
//! In: values, and the messages of `locales/`. Out: texts for readers.
//! Invariant: neither this code nor any template contains words that readers see. Figures are rounded here, when they are
//! shown, and nowhere else.

mod figure;
mod label;
mod number;
mod period;

use std::fmt;
use std::sync::Arc;

pub use figure::Way;
pub(crate) use figure::{rounded, unit_words};
pub use number::Number;
pub(crate) use number::as_f64;

use crate::locale::{Arg, FormatError, Messages, language_of, shipped};
use number::NumberStyle;

/// A language's words, for everything that readers see.
#[derive(Clone)]
pub struct Words {
    messages: Arc<Messages>,
    style: Arc<NumberStyle>,
}

impl fmt::Debug for Words {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("Words")
    }
}

impl Words {
    /// The words of a language, by its tag. `None` if the program does not know the language.
    #[must_use]
    pub fn of(tag: &str) -> Option<Self> {
        let messages = shipped(language_of(tag)?)?;
        let style = NumberStyle::of(&messages);
        Some(Self { messages: Arc::new(messages), style: Arc::new(style) })
    }

    /// A message without arguments.
    #[must_use]
    pub fn text<'a>(&'a self, key: &'a str) -> &'a str {
        let text = self.messages.text(key);
        debug_assert!(text.is_some(), "there is no message {key} without arguments");
        text.unwrap_or(key)
    }

    /// A message with its arguments.
    #[must_use]
    pub fn say(&self, key: &str, arguments: &[(&str, Arg<'_>)]) -> String {
        let said = self.messages.format(key, arguments);
        debug_assert!(said.is_ok(), "{said:?}");
        said.unwrap_or_else(|_| key.to_owned())
    }

    /// A message whose arguments are all texts.
    #[must_use]
    pub fn fill(&self, key: &str, texts: &[(&str, &str)]) -> String {
        let arguments: Vec<(&str, Arg<'_>)> = texts.iter().map(|(name, text)| (*name, Arg::Text(text))).collect();
        self.say(key, &arguments)
    }

    /// A message about a number of things. The message calls the number `$count`.
    #[must_use]
    pub fn count(&self, key: &str, count: usize) -> String {
        self.say(key, &[("count", Arg::Count(count, &self.whole(count)))])
    }

    /// The same as [`Words::say`], for templates, which receive an error instead.
    ///
    /// # Errors
    /// If there is no such message, or it has different arguments.
    pub fn try_say(&self, key: &str, arguments: &[(&str, Arg<'_>)]) -> Result<String, FormatError> {
        self.messages.format(key, arguments)
    }

    /// Every message without arguments, by its key.
    pub fn texts(&self) -> impl Iterator<Item = (&str, &str)> {
        self.messages.iter().filter_map(|(key, _)| Some((key, self.messages.text(key)?)))
    }

    /// A list: `A, B and C`.
    #[must_use]
    pub fn and_all(&self, items: &[String]) -> String {
        match items {
            [] => String::new(),
            [only] => only.clone(),
            [all @ .., last] => self.fill("list-and", &[("first", &all.join(", ")), ("last", last)]),
        }
    }

    /// A list of alternatives: `A, B or C`.
    #[must_use]
    pub fn any_of(&self, items: &[&str]) -> String {
        match items {
            [] => String::new(),
            [only] => (*only).to_owned(),
            [all @ .., last] => self.fill("list-or", &[("first", &all.join(", ")), ("last", last)]),
        }
    }
}

/// A text with a capital first letter.
pub(crate) fn capital(text: &str) -> String {
    let mut letters = text.chars();
    letters.next().map_or_else(String::new, |first| first.to_uppercase().chain(letters).collect())
}

/// A text with a lower-case first letter.
pub(crate) fn uncapital(text: &str) -> String {
    let mut letters = text.chars();
    letters.next().map_or_else(String::new, |first| first.to_lowercase().chain(letters).collect())
}

/// The name of a theme for readers: `waiting-times` becomes `Waiting times`.
pub(crate) fn theme_name(theme: &str) -> String {
    capital(&theme.replace('-', " "))
}
