//! A language's words in templates: `{{ t.skip_link }}` and `{{ say(key="rows-shown", count=5) }}`.

use std::collections::BTreeMap;

use tera::{Error, Function, Kwargs, State, TeraResult, Value};

use crate::locale::Arg;
use crate::markup::escape;
use crate::words::Words;

/// The messages without arguments, by key. Hyphens in keys become underscores, so that templates can use them.
pub(super) fn texts(words: &Words) -> BTreeMap<String, &str> {
    words.texts().map(|(key, text)| (key.replace('-', "_"), text)).collect()
}

/// A message with arguments. Numbers choose plurals and are written with commas. If an argument contains markup, such as a
/// link, the message is markup too, and its other arguments are escaped.
pub(super) struct Say {
    pub(super) words: Words,
}

impl Function<TeraResult<Value>> for Say {
    fn call(&self, kwargs: Kwargs, _: &State) -> TeraResult<Value> {
        let key = kwargs.must_get::<&str>("key")?;
        let arguments =
            || kwargs.iter().filter_map(|(name, value)| Some((name.as_str()?, value))).filter(|(name, _)| *name != "key");
        let is_markup = arguments().any(|(_, value)| value.is_safe());
        let text = if is_markup { Text::in_markup } else { Text::of };
        let texts: Vec<(&str, Text)> = arguments().map(|(name, value)| (name, text(value, &self.words))).collect();
        let borrowed: Vec<(&str, Arg<'_>)> = texts.iter().map(|(name, text)| (*name, text.argument())).collect();
        let said = self.words.try_say(key, &borrowed).map_err(|error| Error::message(error.to_string()))?;
        Ok(if is_markup { Value::safe_string(&said) } else { Value::from(said) })
    }
}

/// An argument, as text.
struct Text {
    count: Option<usize>,
    text: String,
}

impl Text {
    fn of(value: &Value, words: &Words) -> Self {
        if let Some(count) = value.as_u64().and_then(|count| usize::try_from(count).ok()) {
            return Self { count: Some(count), text: words.whole(count) };
        }
        let text = value.as_str().map_or_else(|| value.to_string(), ToOwned::to_owned);
        Self { count: None, text }
    }

    /// The same as [`Text::of`], for a message with markup: a text that is not markup is escaped.
    fn in_markup(value: &Value, words: &Words) -> Self {
        let Self { count, text } = Self::of(value, words);
        Self { count, text: if value.is_safe() { text } else { escape(&text) } }
    }

    fn argument(&self) -> Arg<'_> {
        self.count.map_or(Arg::Text(&self.text), |count| Arg::Count(count, &self.text))
    }
}
