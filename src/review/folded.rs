//! A text as names are compared in it: one space between words, straight quotes, no marks of Markdown and no tags.

use std::ops::Range;

use crate::privacy::Normal;

/// A text, with and without capital letters, whose bytes know where they stood.
pub(super) struct Folded {
    /// Without capital letters.
    pub(super) lower: String,
    /// With them.
    pub(super) cased: String,
    /// Where each byte of `lower` begins and ends in the text.
    origins: Vec<(u32, u32)>,
}

impl Folded {
    /// The bytes of the text that became these bytes of `lower`.
    pub(super) fn original(&self, range: Range<usize>) -> Range<usize> {
        let start = self.origins.get(range.start).map_or(0, |origin| origin.0 as usize);
        let end = range.end.checked_sub(1).and_then(|last| self.origins.get(last)).map_or(start, |origin| origin.1 as usize);
        start..end.max(start)
    }
}

/// The text as names are compared in it.
pub(super) fn folded(text: &str) -> Folded {
    let normal = Normal::of(text);
    let mut folded =
        Folded { lower: String::with_capacity(normal.len()), cased: String::with_capacity(normal.len()), origins: Vec::new() };
    let mut letters = normal.char_indices().peekable();
    let mut before = '\n';
    while let Some((at, letter)) = letters.next() {
        let next = letters.peek().map_or('\n', |(_, next)| *next);
        if letter == '<' && (next.is_ascii_alphabetic() || next == '/') {
            // A tag, if it ends before another one begins.
            let end = normal[at + 1..].find(['<', '>']).map(|end| at + 1 + end).filter(|end| normal[*end..].starts_with('>'));
            if let Some(end) = end {
                while letters.next_if(|(inner, _)| *inner <= end).is_some() {}
                before = '>';
                continue;
            }
        }
        let is_mark = letter == '*' || letter == '`' || (letter == '_' && !(before.is_alphanumeric() && next.is_alphanumeric()));
        // A quotation goes on in the next line.
        let is_quoted_line = letter == '>' && matches!(before, '\n' | '>');
        if is_mark || is_quoted_line {
            continue;
        }
        let shown = match letter {
            _ if letter.is_whitespace() => ' ',
            '\u{2018}' | '\u{2019}' => '\'',
            '\u{201c}' | '\u{201d}' => '"',
            other => other,
        };
        before = letter;
        if shown == ' ' && (folded.lower.is_empty() || folded.lower.ends_with(' ')) {
            continue;
        }
        let origin = normal.original(at..at + letter.len_utf8());
        let origin = (u32::try_from(origin.start).unwrap_or(u32::MAX), u32::try_from(origin.end).unwrap_or(u32::MAX));
        folded.cased.push(shown);
        for lower in shown.to_lowercase() {
            folded.lower.push(lower);
            folded.origins.resize(folded.lower.len(), origin);
        }
    }
    if folded.lower.ends_with(' ') {
        folded.lower.pop();
        folded.cased.pop();
        folded.origins.pop();
    }
    folded
}

#[cfg(test)]
mod tests {
    use super::folded;

    #[test]
    fn marks_lines_and_tags_do_not_hide_a_name() {
        for text in [
            "Stroke deaths by ward",
            "stroke\ndeaths by  ward",
            "**Stroke** deaths _by_ ward",
            "Stroke&nbsp;deaths by&#32;ward",
            "> Stroke deaths\n> by ward",
            "Stroke <strong>deaths</strong> by ward",
            "`Stroke deaths` by ward",
        ] {
            assert_eq!(folded(text).lower, "stroke deaths by ward", "{text}");
        }
        assert_eq!(folded("the ward\u{2019}s \u{176}").lower, "the ward's \u{177}");
        assert_eq!(folded("stroke_deaths < 5").lower, "stroke_deaths < 5");
    }

    #[test]
    fn a_place_in_it_is_a_place_in_the_text() {
        let text = "See **Stroke**\ndeaths&nbsp;now";
        let folded = folded(text);
        let at = folded.lower.find("stroke deaths").unwrap();
        assert_eq!(&text[folded.original(at..at + "stroke deaths".len())], "Stroke**\ndeaths");
    }
}
