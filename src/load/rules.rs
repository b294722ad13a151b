//! Rules about reading files, one rule in each file. The readers in the folder above detect them.

mod data_blank_heading;
mod data_blank_row;
mod data_delimiter;
mod data_empty_file;
mod data_encoding;
mod data_heading;
mod data_lfs_pointer;
mod data_limit;
mod data_line_ends;
mod data_no_rows;
mod data_not_a_table;
mod data_ragged_row;
mod data_unbalanced_quote;
mod dictionary_headings;
mod dictionary_invalid_value;
mod metadata_encoding;
mod metadata_file_missing;
mod metadata_file_path;
mod metadata_invalid_value;
mod metadata_merge_conflict;
mod metadata_missing_key;
mod metadata_nul;
mod metadata_page_title;
mod metadata_portal;
mod metadata_syntax;
mod metadata_too_large;
mod metadata_unknown_key;
mod names_collision;
mod names_identifier;
mod names_portable;
mod names_special_file;
mod names_symlink;
mod names_too_long;
mod names_unused_file;
mod note_front_matter;

use crate::diagnostic::Rule;

pub use data_blank_heading::BLANK_HEADING;
pub use data_blank_row::BLANK_ROW;
pub use data_delimiter::DELIMITER;
pub use data_empty_file::EMPTY_FILE;
pub use data_encoding::ENCODING;
pub use data_heading::HEADING;
pub use data_lfs_pointer::LFS_POINTER;
pub use data_limit::LIMIT;
pub use data_line_ends::LINE_ENDS;
pub use data_no_rows::NO_ROWS;
pub use data_not_a_table::NOT_A_TABLE;
pub use data_ragged_row::RAGGED_ROW;
pub use data_unbalanced_quote::UNBALANCED_QUOTE;
pub use dictionary_headings::DICTIONARY_HEADINGS;
pub use dictionary_invalid_value::DICTIONARY_VALUE;
pub use metadata_encoding::TEXT_ENCODING;
pub use metadata_file_missing::FILE_MISSING;
pub use metadata_file_path::FILE_PATH;
pub use metadata_invalid_value::INVALID_VALUE;
pub use metadata_merge_conflict::MERGE_CONFLICT;
pub use metadata_missing_key::MISSING_KEY;
pub use metadata_nul::NUL_IN_PROSE;
pub use metadata_page_title::PAGE_FRONT_MATTER;
pub use metadata_portal::PORTAL_VALUE;
pub use metadata_syntax::SYNTAX;
pub use metadata_too_large::TOO_LARGE;
pub use metadata_unknown_key::UNKNOWN_KEY;
pub use names_collision::COLLISION;
pub use names_identifier::IDENTIFIER;
pub use names_portable::PORTABLE;
pub use names_special_file::SPECIAL_FILE;
pub use names_symlink::SYMLINK;
pub use names_too_long::TOO_LONG;
pub use names_unused_file::UNUSED_FILE;
pub use note_front_matter::NOTE_FRONT_MATTER;

/// The rules of this stage.
pub static RULES: [&Rule; 35] = [
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
    &HEADING,
    &IDENTIFIER,
    &INVALID_VALUE,
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
