//! The parts of a period's text: notes, numbers and the names of months.

/// The text in lower case, with plain hyphens, and single blanks between words and none around `-` and `/`.
pub(super) fn plain(text: &str) -> String {
    let mut plain = String::with_capacity(text.len());
    for letter in text.chars().flat_map(char::to_lowercase) {
        let letter = match letter {
            '\u{2010}'..='\u{2014}' | '\u{2212}' => '-',
            letter if letter.is_whitespace() => ' ',
            letter => letter,
        };
        match letter {
            ' ' if plain.is_empty() || plain.ends_with([' ', '-', '/']) => continue,
            '-' | '/' if plain.ends_with(' ') => drop(plain.pop()),
            _ => {}
        }
        plain.push(letter);
    }
    plain.truncate(plain.trim_end().len());
    plain
}

/// The text without the notes at its end: anything in square brackets, and the usual words in round ones.
#[must_use]
pub fn without_notes(text: &str) -> &str {
    let in_square = |text: &str| text.strip_suffix(']')?.rfind('[');
    let in_round = |text: &str| {
        let at = text.strip_suffix(')')?.rfind('(')?;
        is_note(text.get(at + 1..text.len() - 1)?).then_some(at)
    };
    let mut rest = text.trim_end();
    while let Some(before) = in_square(rest).or_else(|| in_round(rest)).and_then(|at| rest.get(..at)) {
        rest = before.trim_end();
    }
    rest
}

/// Whether the text in round brackets is about the figures. Others belong to the period: `Week 1 (3 to 9 January)`.
fn is_note(text: &str) -> bool {
    let lower = text.trim().to_lowercase();
    matches!(lower.as_str(), "p" | "r" | "provisional" | "revised" | "estimate")
        || lower.strip_prefix("note ").is_some_and(|number| digits(number).is_some())
}

/// A whole number of at most nine digits, without a sign.
pub(super) fn digits(text: &str) -> Option<u32> {
    let is_number = (1..=9).contains(&text.len()) && text.bytes().all(|byte| byte.is_ascii_digit());
    is_number.then(|| text.parse().ok())?
}

/// The number of the month with this name, in lower case: `april`, `apr`, `sept`.
pub(super) fn month_name(text: &str) -> Option<u32> {
    const MONTHS: [&str; 12] = [
        "january",
        "february",
        "march",
        "april",
        "may",
        "june",
        "july",
        "august",
        "september",
        "october",
        "november",
        "december",
    ];
    let is_name = |month: &str| month == text || (month.starts_with(text) && (text.len() == 3 || text == "sept"));
    MONTHS.iter().zip(1..).find(|(month, _)| is_name(month)).map(|(_, number)| number)
}
