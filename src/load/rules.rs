//! Rules about reading files, grouped by what they are about. The readers in the folders above find what breaks them.

mod data;
mod dictionary;
mod metadata;
mod names;
mod note;

use crate::diagnostic::Rule;

pub use data::{
    BLANK_HEADING, BLANK_ROW, DELIMITER, EMPTY_FILE, ENCODING, HEADING, LAYOUT, LEDGER, LFS_POINTER, LIMIT, LINE_ENDS, NO_ROWS,
    NOT_A_TABLE, RAGGED_ROW, UNBALANCED_QUOTE,
};
pub use dictionary::{DICTIONARY_HEADINGS, DICTIONARY_VALUE};
pub use metadata::{
    FILE_MISSING, FILE_PATH, GARBLED_TEXT, HIDDEN_CHARACTER, INVALID_VALUE, MERGE_CONFLICT, MISSING_KEY, NUL_IN_PROSE,
    PAGE_FRONT_MATTER, PORTAL_VALUE, SYNTAX, TEXT_ENCODING, TOO_LARGE, UNKNOWN_KEY,
};
pub use names::{COLLISION, IDENTIFIER, PORTABLE, SPECIAL_FILE, SYMLINK, TOO_LONG, UNUSED_FILE};
pub use note::NOTE_FRONT_MATTER;

/// The rules of this stage.
pub static RULES: [&Rule; 39] = [
    &BLANK_HEADING,
    &BLANK_ROW,
    &COLLISION,
    &DELIMITER,
    &DICTIONARY_HEADINGS,
    &DICTIONARY_VALUE,
    &EMPTY_FILE,
    &ENCODING,
    &FILE_MISSING,
    &FILE_PATH,
    &GARBLED_TEXT,
    &HEADING,
    &HIDDEN_CHARACTER,
    &IDENTIFIER,
    &INVALID_VALUE,
    &LAYOUT,
    &LEDGER,
    &LFS_POINTER,
    &LIMIT,
    &LINE_ENDS,
    &MERGE_CONFLICT,
    &MISSING_KEY,
    &NOT_A_TABLE,
    &NO_ROWS,
    &NUL_IN_PROSE,
    &PAGE_FRONT_MATTER,
    &PORTABLE,
    &PORTAL_VALUE,
    &RAGGED_ROW,
    &NOTE_FRONT_MATTER,
    &SPECIAL_FILE,
    &SYMLINK,
    &SYNTAX,
    &TEXT_ENCODING,
    &TOO_LARGE,
    &TOO_LONG,
    &UNBALANCED_QUOTE,
    &UNKNOWN_KEY,
    &UNUSED_FILE,
];
