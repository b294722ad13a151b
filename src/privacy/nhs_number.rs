//! NHS numbers: ten digits, of which the last is a check digit (Modulus 11, NHS Data Model and Dictionary).
//!
//! The numbers of Northern Ireland are made in the same way. Those of Scotland (CHI) are too, and begin with a date of birth.

use std::ops::Range;

/// Ten digits that stand alone, not inside a longer number.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct TenDigits {
    /// Their bytes, with what stands between them.
    pub span: Range<usize>,
    /// Whether they are written with commas, as amounts are.
    pub has_commas: bool,
    /// Whether they stand in two groups. This form is rare, so it counts only near a word such as "patient".
    pub is_loose: bool,
    digits: [u8; 10],
}

/// What ten digits can be.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Number {
    /// The number of a patient in England, Wales, the Isle of Man or Northern Ireland.
    Nhs,
    /// The number of a patient in Scotland. One in eleven dates with an hour passes for one.
    Chi,
}

impl TenDigits {
    /// What they are, if their check digit is right. Ten times the same digit is a filler.
    #[must_use]
    pub fn number(&self) -> Option<Number> {
        let digits = &self.digits;
        if self.is_filler() || !self.has_check_digit() {
            return None;
        }
        let two = |at: usize| digits[at] * 10 + digits[at + 1];
        let begins_with_day = (1..=31).contains(&two(0)) && (1..=12).contains(&two(2));
        match two(0) {
            32.. => Some(Number::Nhs),
            _ => begins_with_day.then_some(Number::Chi),
        }
    }

    /// Whether they are in the range that is kept for tests.
    #[must_use]
    pub fn is_test(&self) -> bool {
        self.digits.starts_with(&[9, 9, 9])
    }

    /// Whether a text has the same digits.
    #[must_use]
    pub fn is_written(&self, text: &str) -> bool {
        text.bytes().filter(u8::is_ascii_digit).map(|byte| byte - b'0').eq(self.digits.iter().copied())
    }

    /// The ten digits alone.
    #[must_use]
    pub fn digits(&self) -> [u8; 10] {
        self.digits
    }

    /// Whether all digits are the same.
    #[must_use]
    pub fn is_filler(&self) -> bool {
        self.digits.iter().all(|digit| *digit == self.digits[0])
    }

    fn has_check_digit(&self) -> bool {
        let sum: u32 = self.digits[..9].iter().zip((2..=10).rev()).map(|(digit, weight)| u32::from(*digit) * weight).sum();
        match 11 - sum % 11 {
            10 => false,
            11 => self.digits[9] == 0,
            check => u32::from(self.digits[9]) == check,
        }
    }
}

/// All groups of ten digits in a text.
pub fn ten_digits(text: &str) -> impl Iterator<Item = TenDigits> + '_ {
    let bytes = text.as_bytes();
    let mut at = 0;
    std::iter::from_fn(move || {
        while at < bytes.len() {
            if !bytes[at].is_ascii_digit() {
                at += 1;
                continue;
            }
            let start = at;
            at = digits_end(bytes, at);
            let Some((end, form)) = number_end(text, start, at) else { continue };
            if !stands_alone(text, start, end) {
                continue;
            }
            let digits = digits_of(&text[start..end]);
            at = end;
            if let Some(digits) = digits {
                let (has_commas, is_loose) = (form == Form::Thousands, form == Form::Loose);
                return Some(TenDigits { span: start..end, has_commas, is_loose, digits });
            }
        }
        None
    })
}

/// Whether the words near a number speak of patients.
#[must_use]
pub fn says_patient(text: &str, span: &Range<usize>) -> bool {
    const NEAR: usize = 48;
    let from = (span.start.saturating_sub(NEAR)..=span.start).find(|from| text.is_char_boundary(*from)).unwrap_or(span.start);
    let to = (span.end..=(span.end + 8).min(text.len())).rev().find(|to| text.is_char_boundary(*to)).unwrap_or(span.end);
    let says = |text: &str| {
        let lower = text.to_ascii_lowercase();
        let mut words = lower.split(|c: char| !c.is_ascii_alphanumeric());
        words.any(|word| matches!(word, "chi" | "nhs" | "patient" | "pt" | "chino" | "nhsno" | "mrn"))
            || lower.contains("community health index")
    };
    says(&text[from..span.start]) || says(&text[span.end..to])
}

/// How ten digits are written.
#[derive(Clone, Copy, PartialEq, Eq)]
enum Form {
    /// In a row, in groups of 3, 3 and 4, one by one, or with an exponent.
    Usual,
    /// With commas, as amounts are.
    Thousands,
    /// In two groups.
    Loose,
}

fn digits_end(bytes: &[u8], start: usize) -> usize {
    start + bytes[start..].iter().take_while(|byte| byte.is_ascii_digit()).count()
}

/// Where the ten digits end whose first group of digits is given.
fn number_end(text: &str, start: usize, end: usize) -> Option<(usize, Form)> {
    let with = |form: Form| move |end: usize| (end, form);
    match end - start {
        10 => Some((end, Form::Usual)),
        3 => groups(text, end, &[3, 4]).map(with(Form::Usual)).or_else(|| groups(text, end, &[7]).map(with(Form::Loose))),
        6 => groups(text, end, &[4]).map(with(Form::Loose)),
        5 => groups(text, end, &[5]).map(with(Form::Loose)),
        1 => groups(text, end, &[1; 9])
            .map(with(Form::Usual))
            .or_else(|| exponent(text, start, end).map(with(Form::Usual)))
            .or_else(|| thousands(text, end).map(with(Form::Thousands))),
        _ => None,
    }
}

/// The end of groups of digits that follow at `end`.
fn groups(text: &str, end: usize, lengths: &[usize]) -> Option<usize> {
    let bytes = text.as_bytes();
    let first = &text[end..end + between(text, end)?];
    let (mut at, mut last) = (end, first);
    for length in lengths {
        last = &text[at..at + between(text, at)?];
        let next = digits_end(bytes, at + last.len());
        if next - at - last.len() != *length {
            return None;
        }
        at = next;
    }
    // Points, strokes and lines part dates, addresses and codes too: they must be the same, and go on on neither side.
    let is_strict = |between: &str| matches!(between, "." | "/" | "_");
    let start = end - if lengths.len() == 9 { 1 } else { 10 - lengths.iter().sum::<usize>() };
    let is_longer = |between: &str| text[..start].ends_with(between) || text[at..].starts_with(between);
    let is_chained = (is_strict(first) || first == "-") && is_longer(first);
    let differ = (is_strict(first) || is_strict(last)) && first != last;
    let is_list = first.contains('\n') && lengths.len() > 2;
    (!is_chained && !differ && !is_list).then_some(at)
}

/// How many bytes of signs, spaces and tags that a page does not show part two groups of digits.
fn between(text: &str, start: usize) -> Option<usize> {
    let bytes = text.as_bytes();
    let (mut at, mut marks) = (start, 0);
    while let Some(byte) = bytes.get(at) {
        match byte {
            b'<' => {
                let tag = text
                    .get(at..)?
                    .split_once('>')
                    .map(|(tag, _)| tag)
                    .filter(|tag| tag.len() <= 60 && !tag[1..].contains('<'))?;
                if !is_inline(tag) {
                    return None;
                }
                (at, marks) = (at + tag.len() + 1, marks + 1);
            }
            b'*' | b'`' | b'~' => (at, marks) = (at + 1, marks + 1),
            b' ' | b'-' | b'.' | b'/' | b'_' | b'\t' | b'\n' | b'\r' | b'(' | b')' => at += 1,
            _ => break,
        }
        if at - start > 120 {
            return None;
        }
    }
    let run = &text[start..at];
    let plain = run.bytes().filter(|byte| !byte.is_ascii_alphanumeric()).count();
    let is_short = if marks > 0 { marks <= 6 } else { plain <= 3 };
    let lines = run.bytes().filter(|byte| *byte == b'\n').count();
    (at > start && is_short && lines <= 1).then_some(at - start)
}

/// Whether a tag or comment stands within a line of text.
fn is_inline(tag: &str) -> bool {
    const INLINE: [&str; 17] =
        ["b", "i", "em", "strong", "span", "code", "br", "wbr", "mark", "a", "sub", "sup", "u", "s", "abbr", "del", "small"];
    let name = tag.trim_start_matches(['<', '/']).split([' ', '/', '\n']).next().unwrap_or("");
    tag.starts_with("<!--") || INLINE.contains(&name)
}

/// The end of `9.990000123E9`.
fn exponent(text: &str, start: usize, end: usize) -> Option<usize> {
    let bytes = text.as_bytes();
    let fraction = (bytes.get(end) == Some(&b'.')).then(|| digits_end(bytes, end + 1))?;
    if fraction - end < 8 || !matches!(bytes.get(fraction), Some(b'E' | b'e')) {
        return None;
    }
    let sign = usize::from(bytes.get(fraction + 1) == Some(&b'+'));
    let stop = digits_end(bytes, fraction + 1 + sign);
    digits_of(&text[start..stop]).map(|_| stop)
}

/// The end of `9,990,000,123`.
fn thousands(text: &str, end: usize) -> Option<usize> {
    let bytes = text.as_bytes();
    let mut at = end;
    for _ in 0..3 {
        let next = (bytes.get(at) == Some(&b',')).then(|| digits_end(bytes, at + 1))?;
        if next - at != 4 {
            return None;
        }
        at = next;
    }
    Some(at)
}

/// The ten digits of a number. `None` if it has more or fewer.
fn digits_of(text: &str) -> Option<[u8; 10]> {
    let is_exponent = !text.contains('<') && text.as_bytes().get(1) == Some(&b'.');
    let plain: String = match text.split_once(['E', 'e']).filter(|_| is_exponent) {
        // What stands in a tag is not shown.
        None => text
            .split('<')
            .enumerate()
            .flat_map(|(at, part)| {
                let shown = if at == 0 { part } else { part.split_once('>').map_or("", |(_, shown)| shown) };
                shown.chars().filter(char::is_ascii_digit)
            })
            .collect(),
        Some((mantissa, exponent)) => {
            let (whole, fraction) = mantissa.split_once('.')?;
            let places = exponent.trim_start_matches('+').parse::<usize>().ok().filter(|places| *places < 20)?;
            let fraction = fraction.trim_end_matches('0');
            if fraction.len() > places {
                return None;
            }
            format!("{whole}{fraction:0<places$}")
        }
    };
    let digits: Vec<u8> = plain.bytes().map(|byte| byte - b'0').collect();
    digits.try_into().ok()
}

/// Whether digits are not part of a longer number, an amount, a telephone number or a code.
fn stands_alone(text: &str, start: usize, end: usize) -> bool {
    let before = text[..start].chars().next_back();
    let has_digit_at = |index: Option<usize>| index.and_then(|at| text.as_bytes().get(at)).is_some_and(u8::is_ascii_digit);
    let lead = text[..start].trim_end_matches([' ', '(', ')', '-']);
    let is_telephone = ["+44", "0044", "(0", "+440"].iter().any(|code| lead.ends_with(code));
    let begins = match before {
        _ if is_telephone => false,
        Some('.') => !has_digit_at(start.checked_sub(2)),
        Some(',') => !(has_digit_at(start.checked_sub(2)) && is_only_zero(&text[..start - 1])),
        Some('+' | '£' | '$' | '€') => false,
        Some(c) if c.is_alphanumeric() => is_after_word(&text[..start]),
        _ => true,
    };
    let after = &text[end..];
    let ends = match after.chars().next() {
        Some('.') => {
            let fraction: &str = after[1..].split(|c: char| !c.is_ascii_digit()).next().unwrap_or("");
            let rest = after[1 + fraction.len()..].chars().next();
            fraction.bytes().all(|byte| byte == b'0') && !rest.is_some_and(char::is_alphanumeric) || fraction.is_empty()
        }
        Some('%') => false,
        Some(c) => !c.is_alphanumeric(),
        None => true,
    };
    begins && ends
}

/// Whether the number that ends here is `0`.
fn is_only_zero(text: &str) -> bool {
    text.ends_with('0') && !text[..text.len() - 1].ends_with(|c: char| c.is_ascii_digit())
}

/// Whether digits follow the letters of a word: `NHS9990000123`, but not those of a code or a hash.
fn is_after_word(text: &str) -> bool {
    let near = &text[text.floor_char_boundary(text.len().saturating_sub(32))..];
    let word = near.rsplit(|c: char| !c.is_alphanumeric()).next().unwrap_or(near);
    let is_word = word.len() >= 2 && word.chars().all(char::is_alphabetic);
    is_word && word.chars().any(|c| !c.is_ascii_hexdigit())
}
