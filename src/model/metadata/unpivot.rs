//! How a table is turned from wide to long, and whose unit each row names.

use std::collections::BTreeMap;
use std::fmt;

use schemars::JsonSchema;
use serde::de::{SeqAccess, Visitor};
use serde::{Deserialize, Deserializer};

use crate::source::Spanned;

/// The column that names the unit of each row, as long statistical tables have it.
#[derive(Clone, Debug, PartialEq, Eq, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct UnitColumn {
    /// Its name.
    pub column: Spanned<String>,
    /// How many decimal places numbers of a unit have, by unit.
    #[serde(default)]
    pub decimals: BTreeMap<String, Spanned<usize>>,
}

/// Columns that become rows: a heading such as `2023` becomes a value of the column `names`, and its cells stand in `values`.
/// (tidyr: `pivot_longer`; SQL: `UNPIVOT`.)
#[derive(Clone, Debug, PartialEq, Eq, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct Unpivot {
    /// Which columns.
    pub columns: Headings,
    /// The name of the column that holds their headings.
    pub names: Spanned<String>,
    /// The name of the column that holds their cells.
    pub values: Spanned<String>,
}

/// Some headings: names, ranges such as `2010 to 2023`, and names with a `*` for what differs.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Headings(Vec<String>);

impl<'de> Deserialize<'de> for Headings {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        deserializer.deserialize_any(Written)
    }
}

/// Reads one text or a list. `2010` is a text here, though YAML takes it for a number.
struct Written;

impl<'de> Visitor<'de> for Written {
    type Value = Headings;

    fn expecting(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("a heading, a range such as `2010 to 2023`, or a list of these")
    }

    fn visit_str<E: serde::de::Error>(self, text: &str) -> Result<Headings, E> {
        Ok(Headings(vec![text.to_owned()]))
    }

    fn visit_u64<E: serde::de::Error>(self, number: u64) -> Result<Headings, E> {
        self.visit_str(&number.to_string())
    }

    fn visit_seq<A: SeqAccess<'de>>(self, mut seq: A) -> Result<Headings, A::Error> {
        let mut texts = Vec::new();
        while let Some(text) = seq.next_element()? {
            texts.push(text);
        }
        Ok(Headings(texts))
    }
}

impl Headings {
    /// The positions of the headings among those of a file, in its order.
    ///
    /// # Errors
    /// The text that fits none.
    pub fn among(&self, headings: &[&str]) -> Result<Vec<usize>, &str> {
        let mut chosen = Vec::new();
        for text in &self.0 {
            let found = named(text.trim(), headings);
            if found.is_empty() {
                return Err(text);
            }
            chosen.extend(found);
        }
        chosen.sort_unstable();
        chosen.dedup();
        Ok(chosen)
    }
}

fn named(text: &str, headings: &[&str]) -> Vec<usize> {
    let position = |name: &str| headings.iter().position(|heading| *heading == name.trim());
    if let Some(at) = position(text) {
        return vec![at];
    }
    // A heading may hold the word `to` itself.
    let range = text.match_indices(" to ").find_map(|(at, to)| Some((position(&text[..at])?, position(&text[at + to.len()..])?)));
    if let Some((first, last)) = range {
        return (first.min(last)..=first.max(last)).collect();
    }
    (0..headings.len()).filter(|at| filled(text, headings[*at]).is_some()).collect()
}

/// What a `*` in a pattern stands for in a heading. `None` if the heading is not of the pattern, or the pattern has no `*`.
#[must_use]
pub fn filled<'a>(pattern: &str, heading: &'a str) -> Option<&'a str> {
    let (before, after) = pattern.split_once('*')?;
    heading.strip_prefix(before)?.strip_suffix(after).filter(|part| !part.is_empty())
}

#[cfg(test)]
mod tests {
    use super::{Headings, filled};

    #[test]
    fn headings_are_named_alone_in_ranges_and_by_pattern() {
        let headings = ["Area", "2010", "2011", "2012", "Age 0 to 4", "Age 5 to 9", "Note"];
        let among = |text: &str| Headings(vec![text.to_owned()]).among(&headings).ok();
        assert_eq!(among("2010 to 2012"), Some(vec![1, 2, 3]));
        assert_eq!(among("2012 to 2010"), Some(vec![1, 2, 3]));
        assert_eq!(among("Age *"), Some(vec![4, 5]));
        assert_eq!(among("Age 0 to 4"), Some(vec![4]));
        assert_eq!(among("2010 to Age 5 to 9"), Some(vec![1, 2, 3, 4, 5]));
        assert_eq!(among("2009 to 2012"), None);
        let some = Headings(vec!["Note".to_owned(), "2011".to_owned()]);
        assert_eq!(some.among(&headings), Ok(vec![2, 6]));
        assert_eq!(filled("Age * (n)", "Age 5 (n)"), Some("5"));
        assert_eq!(filled("Age *", "Age "), None);
    }
}
