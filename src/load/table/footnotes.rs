//! Notes below a table, told by their shape and by how such notes begin.
//!
//! In: the texts of the last rows. Out: how many of them are notes. `check` and `add` ask the same question here.

use crate::load::table::layout::{Shapes, is_marker};

impl Shapes {
    /// How many of `rows` rows at the end are notes: rows with one filled cell, or a label and a text, of which some is surely one.
    /// `texts` gives the cells of a row, without blanks around them, and `longest` the length of the longest text of a column in the
    /// first rows.
    pub(crate) fn notes_below(
        &self,
        rows: usize,
        texts: impl Fn(usize) -> Vec<String>,
        longest: impl Fn(usize, usize) -> usize,
    ) -> usize {
        let is_note = |row: usize, longest: &dyn Fn(usize) -> usize| {
            let texts = texts(row);
            self.is_note(&texts.iter().map(String::as_str).collect::<Vec<_>>(), longest)
        };
        let is_alone = |row: &usize| {
            let filled = texts(*row).iter().filter(|text| !text.is_empty()).count();
            // A note may have its label in a cell of its own.
            filled == 1 || filled == 2 && is_note(*row, &|_| usize::MAX / 4)
        };
        let block = (0..rows).rev().take_while(is_alone).count();
        if block == 0 || rows < block + 2 {
            return 0;
        }
        let of_rows: Vec<usize> = (0..texts(0).len()).map(|at| longest(at, rows - block)).collect();
        let longest = |at: usize| of_rows.get(at).copied().unwrap_or(0);
        if (rows - block..rows).any(|row| is_note(row, &longest)) { block } else { 0 }
    }

    /// Whether a record is a note below a table: one cell alone, which is not what its column holds, begins as notes do, or is a far
    /// longer text than any there. A label of a note may stand in a cell of its own.
    pub(super) fn is_note(&self, cells: &[&str], longest: impl Fn(usize) -> usize) -> bool {
        let mut filled = cells.iter().enumerate().filter(|(_, cell)| !cell.trim().is_empty());
        let Some((at, cell)) = filled.next() else { return false };
        let cell = cell.trim();
        let others: Vec<(usize, &&str)> = filled.collect();
        if let [(other, text)] = others[..] {
            let is_text = !self.fits(other, text.trim()).unwrap_or(false) && !is_marker(text.trim());
            return is_text && begins_a_note(cell) && cell.chars().count() <= 20;
        }
        if !others.is_empty() {
            return false;
        }
        match self.fits(at, cell) {
            Some(fits) => !fits,
            // A long name without a number is as likely as a short note.
            None => begins_a_note(cell) || cell.contains(' ') && cell.chars().count() > longest(at) * 2,
        }
    }
}

/// Whether a text begins as the notes below tables do: `Source: ...`, `Note 1`, `* provisional`, `1. Includes ...`.
fn begins_a_note(text: &str) -> bool {
    const WORDS: [&str; 14] = [
        "note",
        "notes",
        "source",
        "sources",
        "footnote",
        "footnotes",
        "copyright",
        "contact",
        "published",
        "produced",
        "prepared",
        "last",
        "key",
        "symbols",
    ];
    let lower = text.to_lowercase();
    let word = lower.split(|c: char| !c.is_alphabetic()).next().unwrap_or_default();
    let after = lower[word.len()..].trim_start_matches(|c: char| c.is_ascii_digit() || c == ' ');
    let is_labelled =
        after.is_empty() || after.starts_with([':', '.', '-', '\u{2013}']) || word.len() + 1 < text.len() && text.len() > 20;
    let has_sign = text.starts_with(['*', '\u{2020}', '\u{2021}', '\u{a9}', '#']) && text.contains(' ');
    let number = text.trim_start_matches(['(', '[']).trim_start_matches(|c: char| c.is_ascii_digit());
    let is_numbered = number.len() < text.len() && number.starts_with(['.', ')', ']', ':']) && number.contains(' ');
    WORDS.contains(&word) && is_labelled || has_sign || is_numbered
}
