//! A text as a reader would take it: without invisible characters, entities, and the many forms of digits, dashes and spaces.

use std::borrow::Cow;
use std::ops::{Deref, Range};

use unicode_normalization::UnicodeNormalization;

use crate::source::is_invisible;

/// A text in one form, which knows where each byte of it stood.
pub struct Normal<'a> {
    text: Cow<'a, str>,
    /// The bytes of the text that are not those of the original, each with where they came from. Between them, both go on in step.
    changed: Vec<(Range<usize>, Range<usize>)>,
}

impl<'a> Normal<'a> {
    /// The normal form of a text.
    #[must_use]
    pub fn of(text: &'a str) -> Self {
        if text.is_ascii() && !text.bytes().any(|byte| matches!(byte, b'&' | b'%') || is_control(byte)) {
            return Self { text: Cow::Borrowed(text), changed: Vec::new() };
        }
        let (mut normal, mut changed) = (String::with_capacity(text.len()), Vec::new());
        let mut at = 0;
        while let Some(c) = text[at..].chars().next() {
            let (read, length) = encoded(&text[at..]).unwrap_or((c, c.len_utf8()));
            let start = normal.len();
            push(read, &mut normal);
            let is_in_step = length == 1 && normal.len() == start + 1;
            if !is_in_step {
                changed.push((start..normal.len(), at..at + length));
            }
            at += length;
        }
        Self { text: Cow::Owned(normal), changed }
    }

    /// The bytes of the original that hold these bytes. A character of the original that became several is never cut.
    #[must_use]
    pub fn original(&self, span: Range<usize>) -> Range<usize> {
        let begun = self.changed.partition_point(|(normal, _)| normal.start <= span.start);
        let start = match self.last_of(begun) {
            Some((normal, original)) if span.start < normal.end => original.start,
            last => in_step(last, span.start),
        };
        let begun = self.changed.partition_point(|(normal, _)| normal.start < span.end);
        let end = match self.last_of(begun) {
            Some((normal, original)) if span.end <= normal.end => original.end,
            last => in_step(last, span.end),
        };
        start..end.max(start)
    }

    fn last_of(&self, count: usize) -> Option<&(Range<usize>, Range<usize>)> {
        self.changed.get(count.checked_sub(1)?)
    }
}

/// The byte of the original for one after a change.
fn in_step(change: Option<&(Range<usize>, Range<usize>)>, at: usize) -> usize {
    change.map_or(at, |(normal, original)| original.end + (at - normal.end))
}

impl Deref for Normal<'_> {
    type Target = str;
    fn deref(&self) -> &str {
        &self.text
    }
}

fn is_control(byte: u8) -> bool {
    byte.is_ascii_control() && !matches!(byte, b'\n' | b'\r' | b'\t')
}

/// A character that is written as an entity of HTML or as `%30` of an address, and how many bytes that takes.
fn encoded(text: &str) -> Option<(char, usize)> {
    if let Some(rest) = text.strip_prefix('%') {
        let byte = u8::from_str_radix(rest.get(..2)?, 16).ok()?;
        let is_plain = byte.is_ascii_graphic() || byte == b' ';
        return is_plain.then_some((char::from(byte), 3));
    }
    let rest = text.strip_prefix('&')?;
    let name = &rest[..rest.bytes().take(16).position(|byte| byte == b';')?];
    let c = match name {
        "nbsp" | "ensp" | "emsp" | "thinsp" => ' ',
        "ndash" | "mdash" | "minus" | "hyphen" | "dash" => '-',
        "shy" | "ZeroWidthSpace" | "NoBreak" | "zwj" | "zwnj" | "lrm" | "rlm" => '\u{200b}',
        "commat" => '@',
        "period" => '.',
        _ => {
            let digits = name.strip_prefix('#')?;
            let hexadecimal = digits.strip_prefix(['x', 'X']).map(|digits| u32::from_str_radix(digits, 16).ok());
            char::from_u32(hexadecimal.unwrap_or_else(|| digits.parse().ok())?)?
        }
    };
    Some((c, name.len() + 2))
}

/// Adds a character in its plain form, if it is visible.
fn push(c: char, to: &mut String) {
    match c {
        '\n' | '\r' | '\t' => to.push(c),
        '\u{ad}' | '\u{34f}' | '\u{fe00}'..='\u{fe0f}' => {}
        _ if is_invisible(c) => {}
        _ if c.is_ascii() => to.push(c),
        '\u{2010}'..='\u{2015}' | '\u{2212}' | '\u{fe58}' | '\u{fe63}' | '\u{ff0d}' | '\u{2043}' => to.push('-'),
        '\u{2018}' | '\u{2019}' => to.push('\''),
        // A raised or lowered digit is a mark beside a number, not a part of it.
        '²' | '³' | '¹' | '\u{2070}'..='\u{209f}' => to.push(c),
        _ if c.is_whitespace() => to.push(' '),
        _ => match digit(c) {
            Some(digit) => to.push(digit),
            None => to.extend(std::iter::once(c).nfkc()),
        },
    }
}

/// The digit that a character of another script stands for.
fn digit(c: char) -> Option<char> {
    const ZEROS: [u32; 14] = [0x660, 0x6f0, 0x7c0, 0x966, 0x9e6, 0xa66, 0xae6, 0xb66, 0xbe6, 0xc66, 0xce6, 0xd66, 0xe50, 0xff10];
    let zero = ZEROS.into_iter().find(|zero| (*zero..*zero + 10).contains(&u32::from(c)))?;
    char::from_digit(u32::from(c) - zero, 10)
}

#[cfg(test)]
mod tests {
    use super::Normal;

    #[test]
    fn a_place_in_the_normal_form_is_found_in_the_original() {
        for (text, wanted) in
            [("é ９９ x", "９９"), ("a&#57;&#57;b", "&#57;&#57;"), ("&nbsp;99", "99"), ("ﬁ 9\u{200b}9!", "9\u{200b}9")]
        {
            let normal = Normal::of(text);
            let at = normal.find("99").expect("it is there");
            assert_eq!(&text[normal.original(at..at + 2)], wanted, "{text}");
        }
    }

    #[test]
    fn a_character_that_becomes_several_is_never_cut() {
        for text in ["¾９９９", "ﷺ 99", "⒈㏂🄁x", "🄁\u{200b}é&#x41;%41"] {
            let normal = Normal::of(text);
            for start in 0..=normal.len() {
                for end in start..=normal.len() {
                    let span = normal.original(start..end);
                    assert!(text.get(span.clone()).is_some(), "{text}: {start}..{end} is {span:?}");
                }
            }
        }
    }

    #[test]
    fn what_is_plain_stays() {
        for text in ["plain", "R&D; 100% of it", "x² and 10³", "a\tb\nc"] {
            assert_eq!(&*Normal::of(text), text);
        }
    }
}
