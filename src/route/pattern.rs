//! Address patterns. The same pattern both writes and reads an address.

use super::SitePath;

/// An address with placeholders for names: `datasets/{}/releases/{}/index.html`. A placeholder is everything between two
/// slashes, or the part of it before a fixed ending.
#[derive(Clone, Copy, Debug)]
pub(crate) struct Pattern(pub(super) &'static str);

impl Pattern {
    /// The path with these names in its placeholders, in order, followed by an ending.
    pub(super) fn write(self, names: &[&str], ending: &str) -> SitePath {
        let mut path = String::with_capacity(self.0.len() + names.iter().map(|name| name.len()).sum::<usize>() + ending.len());
        let mut names = names.iter();
        for (at, text) in self.0.split("{}").enumerate() {
            if at > 0 {
                path.push_str(names.next().copied().unwrap_or_default());
            }
            path.push_str(text);
        }
        path.push_str(ending);
        SitePath::new(path)
    }

    /// The names in the placeholders of a path that ends with `ending`. `None` if the path does not match the pattern.
    pub(crate) fn read<'p, const N: usize>(self, path: &'p str, ending: &str) -> Option<[&'p str; N]> {
        let path = path.strip_suffix(ending)?;
        let (mut names, mut found) = ([""; N], 0);
        let (mut parts, mut wanted) = (path.split('/'), self.0.split('/'));
        loop {
            match (parts.next(), wanted.next()) {
                (None, None) => return (found == N).then_some(names),
                (Some(part), Some(wanted)) => match wanted.split_once("{}") {
                    None if part == wanted => {}
                    None => return None,
                    Some((before, after)) => {
                        let name = part.strip_prefix(before)?.strip_suffix(after)?;
                        *names.get_mut(found).filter(|_| !name.is_empty())? = name;
                        found += 1;
                    }
                },
                _ => return None,
            }
        }
    }
}

/// The address of a list. Its first page is the page of the folder; further pages are numbered.
#[derive(Clone, Copy, Debug)]
pub(crate) struct ListPattern {
    first: Pattern,
    further: Pattern,
}

impl ListPattern {
    pub(super) const fn new(first: &'static str, further: &'static str) -> Self {
        Self { first: Pattern(first), further: Pattern(further) }
    }

    /// The path of a page of the list, counted from 1.
    pub(super) fn write(self, names: &[&str], page: usize) -> SitePath {
        if page <= 1 {
            return self.first.write(names, "");
        }
        let number = page.to_string();
        self.further.write(&[names, &[number.as_str()]].concat(), "")
    }

    /// The page number in a path, for a list without a name.
    pub(crate) fn read(self, path: &str) -> Option<usize> {
        let further = || self.further.read(path, "").and_then(|[page]| number(page));
        self.first.read::<0>(path, "").map(|_| 1).or_else(further)
    }

    /// The name and the page number in a path, for a list with a name.
    pub(crate) fn read_named(self, path: &str) -> Option<(&str, usize)> {
        let further = || self.further.read(path, "").and_then(|[name, page]| Some((name, number(page)?)));
        self.first.read(path, "").map(|[name]| (name, 1)).or_else(further)
    }
}

/// Reads a page number: no sign, no leading zero, and never 1, because page 1 is the page of the folder.
fn number(text: &str) -> Option<usize> {
    text.parse().ok().filter(|number: &usize| *number > 1 && number.to_string() == text)
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::{ListPattern, Pattern};

    const NOTE: Pattern = Pattern("datasets/{}/releases/{}/index.html");
    const FILE: Pattern = Pattern("kpis/{}");
    const PART: Pattern = Pattern("sitemap-{}.xml");
    const LIST: ListPattern = ListPattern::new("themes/{}/index.html", "themes/{}/page/{}/index.html");

    proptest! {
        #[test]
        fn what_is_written_is_read_back(a in "[a-z0-9][a-z0-9.-]{0,8}", b in "[a-z0-9][a-z0-9.-]{0,8}", page in 1..300_usize) {
            let path = NOTE.write(&[&a, &b], "");
            prop_assert_eq!(NOTE.read(path.as_str(), ""), Some([a.as_str(), b.as_str()]));
            let path = FILE.write(&[&a], ".json");
            prop_assert_eq!(FILE.read(path.as_str(), ".json"), Some([a.as_str()]));
            let path = LIST.write(&[&a], page);
            prop_assert_eq!(LIST.read_named(path.as_str()), Some((a.as_str(), page)));
        }
    }

    #[test]
    fn other_paths_are_not_read() {
        assert_eq!(NOTE.read::<2>("datasets/a/releases//index.html", ""), None);
        assert_eq!(NOTE.read::<2>("datasets/a/b/releases/1/index.html", ""), None);
        assert_eq!(PART.read("sitemap-12.xml", ""), Some(["12"]));
        assert_eq!(LIST.read_named("themes/a/page/1/index.html"), None);
        assert_eq!(LIST.read_named("themes/a/page/02/index.html"), None);
    }
}
