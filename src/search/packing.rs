//! Numbers packed into short texts.

/// The digits of packed numbers, none of which has to be escaped in JSON or a script.
const LETTERS: &[u8; 64] = b"-_0123456789abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ";

fn letter(value: usize) -> char {
    char::from(LETTERS[value & 63])
}

/// A number with five bits in each digit, most significant first. Every digit but the last has 32 added.
pub(super) fn number(value: usize) -> String {
    let mut digits = vec![letter(value & 31)];
    let mut rest = value >> 5;
    while rest > 0 {
        digits.push(letter((rest & 31) | 32));
        rest >>= 5;
    }
    digits.into_iter().rev().collect()
}

/// Numbers of a fixed width in bits, least significant bit first, six bits in each digit.
pub(super) fn bits(values: impl Iterator<Item = usize>, width: usize) -> String {
    let (mut text, mut held, mut have) = (String::new(), 0_usize, 0_usize);
    for value in values {
        held |= value << have;
        have += width;
        while have >= 6 {
            text.push(letter(held));
            held >>= 6;
            have -= 6;
        }
    }
    if have > 0 {
        text.push(letter(held));
    }
    text
}

/// A list of documents out of `count`, in ascending order: the gaps between them, or `.` and one bit for each document if that
/// is shorter.
pub(super) fn posting(documents: &[u32], count: usize) -> String {
    let mut gaps = String::new();
    let mut next = 0;
    for document in documents {
        gaps.push_str(&number((*document - next) as usize));
        next = document + 1;
    }
    if gaps.len() <= count.div_ceil(6) {
        return gaps;
    }
    let mut held = vec![0; count];
    for document in documents {
        held[*document as usize] = 1;
    }
    format!(".{}", bits(held.into_iter(), 1))
}

/// A small number for each dataset: `~` and runs of equal numbers, or the width and numbers of that width if that is shorter.
pub(super) fn column(values: &[usize]) -> String {
    let mut runs: Vec<(usize, usize)> = Vec::new();
    for value in values {
        match runs.last_mut() {
            Some((last, more)) if last == value => *more += 1,
            _ => runs.push((*value, 0)),
        }
    }
    let (mut text, mut before) = (String::from("~"), 0);
    for (value, more) in runs {
        let step = if value >= before { (value - before) * 2 } else { (before - value) * 2 - 1 };
        before = value;
        text.push_str(&number(step * 4 + more.min(3)));
        if more >= 3 {
            text.push_str(&number(more - 3));
        }
    }
    let most = values.iter().copied().max().unwrap_or(0);
    let width = (usize::BITS - most.leading_zeros()).max(1) as usize;
    let packed = format!("{}{}", letter(width), bits(values.iter().copied(), width));
    if packed.len() < text.len() { packed } else { text }
}

/// Lists of small numbers: the distinct lists, each as its length and its numbers, and for each value the position of its list.
pub(super) fn sets(values: &[&[usize]]) -> (String, Vec<usize>) {
    let mut distinct: Vec<&[usize]> = values.to_vec();
    distinct.sort_unstable();
    distinct.dedup();
    let list = |set: &&[usize]| number(set.len()) + &set.iter().map(|value| number(*value)).collect::<String>();
    let ranks = values.iter().map(|value| distinct.binary_search(value).unwrap_or(0)).collect();
    (distinct.iter().map(list).collect(), ranks)
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::{LETTERS, column, number, posting};

    fn digit(byte: u8) -> usize {
        LETTERS.iter().position(|letter| *letter == byte).unwrap()
    }

    fn numbers(text: &str) -> Vec<usize> {
        let (mut list, mut value) = (Vec::new(), 0);
        for byte in text.bytes() {
            value = value * 32 + digit(byte) % 32;
            if digit(byte) < 32 {
                list.push(value);
                value = 0;
            }
        }
        list
    }

    proptest! {
        #[test]
        fn numbers_and_gaps_come_back(documents in prop::collection::btree_set(0..400_u32, 0..60)) {
            let documents: Vec<u32> = documents.into_iter().collect();
            let text = posting(&documents, 4000);
            let mut next = 0;
            let back: Vec<u32> = numbers(&text).iter().map(|gap| { let at = next + u32::try_from(*gap).unwrap(); next = at + 1; at }).collect();
            prop_assert_eq!(back, documents);
        }

        #[test]
        fn a_number_has_one_end(value in 0..1_000_000_usize) {
            prop_assert_eq!(numbers(&number(value)), vec![value]);
        }

        #[test]
        fn a_column_is_never_longer_than_its_plain_form(values in prop::collection::vec(0..9_usize, 1..200)) {
            prop_assert!(column(&values).len() <= 1 + (values.len() * 4).div_ceil(6));
        }
    }
}
