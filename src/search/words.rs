//! Splits texts into words.

/// Words ignored in a query of several words.
const STOP: [&str; 24] = [
    "an", "and", "are", "as", "at", "be", "by", "for", "from", "in", "is", "it", "its", "of", "on", "or", "per", "that", "the",
    "this", "to", "was", "were", "which",
];

/// The most characters of a word. Longer words are cut short.
const LONGEST: usize = 24;

/// The words of a text. A part that looks like a code is also kept whole: `A&E` is `ae`; `org_code` is org, code and orgcode.
pub(super) fn tokens(text: &str) -> Vec<String> {
    let folded = fold(text);
    let mut words = Vec::new();
    for chunk in folded.split_whitespace() {
        let parts: Vec<&str> = chunk.split(|c| !is_word(c)).filter(|part| !part.is_empty()).collect();
        let length = |part: &&str| part.chars().count();
        let is_code =
            parts.len() > 1 && parts.iter().map(length).sum::<usize>() <= 12 && parts.iter().any(|part| length(part) <= 3);
        if is_code {
            words.push(parts.concat());
        }
        words.extend(parts.into_iter().map(ToOwned::to_owned));
    }
    words
        .into_iter()
        .map(|word| word.chars().take(LONGEST).collect::<String>())
        .filter(|word| word.chars().count() > 1 && word != "with" && !STOP.contains(&word.as_str()))
        .collect()
}

/// The words of a column name, also split at capitals: `MedianWait` is medianwait, median and wait.
pub(super) fn name_tokens(name: &str) -> Vec<String> {
    let mut spaced = String::with_capacity(name.len() + 4);
    let mut before = ' ';
    for c in name.chars() {
        if c.is_ascii_uppercase() && (before.is_ascii_lowercase() || before.is_ascii_digit()) {
            spaced.push(' ');
        }
        spaced.push(c);
        before = c;
    }
    let mut words = tokens(name);
    words.extend(tokens(&spaced));
    words
}

/// The text in lower case, without apostrophes and accents.
pub(super) fn fold(text: &str) -> String {
    text.to_lowercase().chars().filter(|c| !matches!(c, '\'' | '\u{2019}')).map(bare).collect()
}

/// The first character of a letter from U+00C0 to U+017F after a browser's `normalize('NFD')`.
fn bare(c: char) -> char {
    match c {
        'à'..='å' | 'ā' | 'ă' | 'ą' => 'a',
        'ç' | 'ć' | 'ĉ' | 'ċ' | 'č' => 'c',
        'ď' => 'd',
        'è'..='ë' | 'ē' | 'ĕ' | 'ė' | 'ę' | 'ě' => 'e',
        'ĝ' | 'ğ' | 'ġ' | 'ģ' => 'g',
        'ĥ' => 'h',
        'ì'..='ï' | 'ĩ' | 'ī' | 'ĭ' | 'į' => 'i',
        'ĵ' => 'j',
        'ķ' => 'k',
        'ĺ' | 'ļ' | 'ľ' => 'l',
        'ñ' | 'ń' | 'ņ' | 'ň' => 'n',
        'ò'..='ö' | 'ō' | 'ŏ' | 'ő' => 'o',
        'ŕ' | 'ŗ' | 'ř' => 'r',
        'ś' | 'ŝ' | 'ş' | 'š' => 's',
        'ţ' | 'ť' => 't',
        'ù'..='ü' | 'ũ' | 'ū' | 'ŭ' | 'ů' | 'ű' | 'ų' => 'u',
        'ŵ' => 'w',
        'ý' | 'ÿ' | 'ŷ' => 'y',
        'ź' | 'ż' | 'ž' => 'z',
        other => other,
    }
}

/// Whether a character belongs to a word, as in the browser's script.
fn is_word(c: char) -> bool {
    matches!(c, 'a'..='z' | '0'..='9' | '\u{c0}'..='\u{d6}' | '\u{d8}'..='\u{f6}' | '\u{f8}'..='\u{1fff}'
        | '\u{2c00}'..='\u{2fff}' | '\u{3040}'..='\u{d7ff}' | '\u{f900}'..='\u{ffff}')
}

#[cfg(test)]
mod tests {
    use super::{name_tokens, tokens};

    #[test]
    fn codes_are_words_whole_and_in_parts() {
        assert_eq!(tokens("A&E waits in org_code"), ["ae", "waits", "orgcode", "org", "code"]);
        assert_eq!(tokens("COVID-19"), ["covid19", "covid", "19"]);
        assert_eq!(tokens("St John's Café"), ["st", "johns", "cafe"]);
        assert_eq!(name_tokens("MedianWaitWeeks"), ["medianwaitweeks", "median", "wait", "weeks"]);
    }
}
