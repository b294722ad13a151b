//! Text as HTML and XML can hold it.
//!
//! Invariant: no character of an escaped text begins an element, a reference or the end of an attribute, and none is one that
//! XML 1.0 cannot hold.

/// A text with the five characters that mean something in markup written as references. A control character becomes U+FFFD,
/// as neither HTML nor XML can hold it.
#[must_use]
pub(crate) fn escape(text: &str) -> String {
    let mut safe = String::with_capacity(text.len());
    escape_into(text, &mut safe);
    safe
}

/// The same as [`escape`], but adds to a text.
pub(crate) fn escape_into(text: &str, markup: &mut String) {
    for c in text.chars() {
        match c {
            '&' => markup.push_str("&amp;"),
            '<' => markup.push_str("&lt;"),
            '>' => markup.push_str("&gt;"),
            '"' => markup.push_str("&quot;"),
            '\'' => markup.push_str("&#39;"),
            '\t' | '\n' | '\r' => markup.push(c),
            c if c.is_control() || matches!(c, '\u{fffe}' | '\u{ffff}') => markup.push('\u{fffd}'),
            c => markup.push(c),
        }
    }
}

/// The text that [`escape`] has escaped.
#[must_use]
pub(crate) fn unescape(markup: &str) -> String {
    if !markup.contains('&') {
        return markup.to_owned();
    }
    let signs = [("&lt;", "<"), ("&gt;", ">"), ("&quot;", "\""), ("&#39;", "'"), ("&amp;", "&")];
    signs.iter().fold(markup.to_owned(), |text, (reference, sign)| text.replace(reference, sign))
}

#[cfg(test)]
mod tests {
    use super::{escape, unescape};

    #[test]
    fn markup_becomes_text_and_control_characters_a_replacement() {
        assert_eq!(escape("<a href=\"x\" title='y'>&"), "&lt;a href=&quot;x&quot; title=&#39;y&#39;&gt;&amp;");
        assert_eq!(unescape(&escape("<a title='x'> &amp; \"")), "<a title='x'> &amp; \"");
        assert_eq!(escape("a\u{1}b\u{85}c\td"), "a\u{fffd}b\u{fffd}c\td");
    }
}
