//! Words that people write until they know.

/// Words that people write until they know.
const UNSETTLED: [&str; 27] = [
    "tbc",
    "tbd",
    "tba",
    "n/a",
    "na",
    "none",
    "pending",
    "unknown",
    "in progress",
    "to follow",
    "to be confirmed",
    "to be decided",
    "to be completed",
    "awaited",
    "draft",
    "xxx",
    "n.a",
    "someone",
    "somebody",
    "to be agreed",
    "name of the team",
    "\u{2013}",
    "\u{2014}",
    "x",
    "?",
    "-",
    ".",
];

/// Whether a text says something: it is not blank, and does not only stand for one that is still to come.
#[must_use]
pub fn is_said(text: &str) -> bool {
    !text.trim().is_empty() && !is_unsettled(text)
}

/// Whether a text only stands for one that is still to come.
#[must_use]
pub fn is_unsettled(text: &str) -> bool {
    let plain = text.trim().trim_end_matches(['.', '!']).to_lowercase();
    let begins = ["tbc ", "tbd ", "tba ", "pending ", "awaiting "].iter().any(|word| plain.starts_with(word));
    begins || UNSETTLED.contains(&plain.as_str()) || UNSETTLED.contains(&text.trim())
}
