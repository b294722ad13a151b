//! The problems of files, with their places, as they are found.

use fluent_syntax::parser::{ErrorKind, ParserError};

use super::error::{LocaleError, Problem};

/// What is wrong so far, by file and line.
pub(super) struct Problems<'a> {
    files: &'a [(&'a str, &'a str)],
    found: Vec<(usize, usize, Problem)>,
}

impl<'a> Problems<'a> {
    pub(super) fn none(files: &'a [(&'a str, &'a str)]) -> Self {
        Self { files, found: Vec::new() }
    }

    pub(super) fn any(&self) -> bool {
        !self.found.is_empty()
    }

    /// Notes what is wrong at a piece of a file's text.
    pub(super) fn add(&mut self, file: usize, at: &str, problem: Problem) {
        let line = self.place(file, at).1;
        self.found.push((file, line, problem));
    }

    /// The file and line of a piece of a file's text.
    /// The parser keeps no places, but the names that it gives are pieces of the text itself.
    pub(super) fn place(&self, file: usize, at: &str) -> (&'a str, usize) {
        let (name, text) = self.files[file];
        (name, self.line_of_byte(file, at.as_ptr().addr().wrapping_sub(text.as_ptr().addr())))
    }

    pub(super) fn syntax(&mut self, file: usize, error: ParserError) {
        let problem = match error.kind {
            ErrorKind::ExpectedMessageField { entry_id } => Problem::NoValue(entry_id),
            ErrorKind::ExpectedTermField { entry_id } => Problem::NoValue(format!("-{entry_id}")),
            kind => Problem::Syntax(kind.to_string()),
        };
        self.found.push((file, self.line_of_byte(file, error.pos.start), problem));
    }

    fn line_of_byte(&self, file: usize, byte: usize) -> usize {
        let text = self.files[file].1.as_bytes();
        1 + memchr::memchr_iter(b'\n', text.get(..byte).unwrap_or(text)).count()
    }

    pub(super) fn errors(mut self) -> Vec<LocaleError> {
        self.found.sort_by_key(|(file, line, _)| (*file, *line));
        let error = |(file, line, problem): (usize, usize, Problem)| LocaleError::File {
            file: self.files[file].0.to_owned(),
            line,
            problem,
        };
        self.found.into_iter().map(error).collect()
    }
}

#[cfg(test)]
mod tests {
    use crate::locale::Messages;

    /// What is wrong with files, one line each.
    fn wrong(files: &[(&str, &str)]) -> Vec<String> {
        Messages::parse("en", files).err().unwrap_or_default().iter().map(ToString::to_string).collect()
    }

    #[test]
    fn what_is_not_fluent_is_told_with_its_line_and_alone() {
        let files = [
            ("a.ftl", "# One\na = A\n\nb B\nc = { $x ->\n    [one] x\n }\n\nd =\n-e =\nf = }\n"),
            ("b.ftl", "b = { missing }\n"),
            ("c.ftl", "a = { foo(1) }\nb = { $n\n#bad\n"),
        ];
        assert_eq!(
            wrong(&files),
            [
                "a.ftl:4: is not Fluent: Expected a token starting with \"=\"",
                "a.ftl:7: is not Fluent: The select expression must have a default variant",
                "a.ftl:9: `d` has no value",
                "a.ftl:10: `-e` has no value",
                "a.ftl:11: is not Fluent: Unbalanced closing brace",
                "c.ftl:1: is not Fluent: Callee is not allowed here",
                "c.ftl:3: is not Fluent: Expected a token starting with \"}\"",
                "c.ftl:3: is not Fluent: Expected a token starting with \" \"",
            ]
        );
    }

    #[test]
    fn a_key_stands_once_in_all_files_of_a_language() {
        let files = [("a.ftl", "a = A\n-a = Term\n"), ("b.ftl", "b = B\n\na = A\n"), ("c.ftl", "-a = Term\nb = B\nb = B\n")];
        assert_eq!(
            wrong(&files),
            [
                "b.ftl:3: `a` is already in a.ftl:1",
                "c.ftl:1: `-a` is already in a.ftl:2",
                "c.ftl:2: `b` is already in b.ftl:1",
                "c.ftl:3: `b` is already in b.ftl:1",
            ]
        );
    }
}
