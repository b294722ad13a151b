//! The languages that the program speaks: one folder of `locales/` each.

use include_dir::{Dir, include_dir};

use super::Messages;

static LOCALES: Dir<'_> = include_dir!("$CARGO_MANIFEST_DIR/locales");

/// The tags of the languages there are, sorted.
#[must_use]
pub fn languages() -> Vec<&'static str> {
    let mut tags: Vec<&str> = LOCALES.dirs().filter_map(|folder| folder.path().to_str()).collect();
    tags.sort_unstable();
    tags
}

/// The language of a tag: the one of just this tag, or the first of the same language (`en` is `en-GB`).
#[must_use]
pub fn language_of(tag: &str) -> Option<&'static str> {
    let languages = languages();
    let exact = languages.iter().find(|language| language.eq_ignore_ascii_case(tag));
    exact.or_else(|| languages.iter().find(|language| language.split('-').next() == Some(tag))).copied()
}

/// The language of a portal that names none.
pub const DEFAULT_LANGUAGE: &str = "en-GB";

/// The messages of a language. `None` for a language there is not; a test reads all there are.
#[must_use]
pub fn shipped(language: &str) -> Option<Messages> {
    let folder = LOCALES.get_dir(language)?;
    let files: Vec<(&str, &str)> =
        folder.files().filter_map(|file| Some((file.path().to_str()?, file.contents_utf8()?))).collect();
    Messages::parse(language, &files).ok()
}

#[cfg(test)]
mod tests {
    use super::{LOCALES, language_of, languages};
    use crate::locale::Messages;

    #[test]
    fn each_language_can_be_read() {
        for language in languages() {
            let folder = LOCALES.get_dir(language).unwrap();
            let files: Vec<(&str, &str)> =
                folder.files().map(|file| (file.path().to_str().unwrap(), file.contents_utf8().unwrap())).collect();
            let errors = Messages::parse(language, &files).err().unwrap_or_default();
            assert!(errors.is_empty(), "{errors:?}");
        }
    }

    #[test]
    fn a_tag_without_a_region_is_the_language_with_one() {
        assert_eq!(language_of("en-GB"), Some("en-GB"));
        assert_eq!(language_of("en"), Some("en-GB"));
        assert_eq!(language_of("tlh"), None);
    }
}
