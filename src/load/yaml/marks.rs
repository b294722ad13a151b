//! Finds what a YAML parser accepts silently: tags, and escapes of invisible characters.
//!
//! In: YAML at a span of a file. Out: findings; `None` if there is a tag. A tag such as `!!binary` changes what a text means, and
//! no key of Shelfmark needs one.

use std::ops::Range;

use granit_parser::{Event, Parser};

use crate::diagnostic::Findings;
use crate::load::rules::SYNTAX;
use crate::load::texts;
use crate::source::SourceFile;
use crate::source::hidden;

pub(super) fn detect(file: &SourceFile, span: Range<usize>, findings: &mut Findings) -> Option<()> {
    let text = &file.text()[span.clone()];
    // A file without these signs, as nearly all are, is not read twice.
    if memchr::memchr2(b'!', b'\\', text.as_bytes()).is_none() {
        return Some(());
    }
    let mut is_told = false;
    // What the parser cannot read is reported by the reader itself.
    for (event, at) in Parser::new_from_str(text).map_while(Result::ok) {
        if let Some(tag) = at.tag_span().and_then(|tag| tag.byte_range()) {
            let place = file.place(span.start + tag.start..span.start + tag.end);
            let found = SYNTAX.finding("a tag, which Shelfmark does not read").at(place, "");
            findings.push(found.help("remove it; if the text begins with `!`, put it in quotes"));
            return None;
        }
        let Event::Scalar(value, ..) = event else { continue };
        let Some(raw) = at.byte_range() else { continue };
        if !is_told && hidden(&value).is_some() && hidden(&text[raw.clone()]).is_none() {
            findings.push(texts::invisible("an escape of an invisible character", file, span.start + raw.start));
            is_told = true;
        }
    }
    Some(())
}
