//! `shelfmark add`.

use std::path::PathBuf;

use clap::Args;

use super::{End, Where, report};
use crate::load::Encoding;
use crate::model::DatasetId;
use crate::scaffold::{Said, add_dataset};

#[derive(Debug, Args)]
pub(super) struct Arguments {
    /// The dataset's id: 1 to 80 characters, a to z, 0 to 9 and hyphens
    id: String,
    /// The CSV file to draft from; it is copied into the portal
    #[arg(long, value_name = "FILE.csv")]
    from: PathBuf,
    /// The character between the columns, or `tab`
    #[arg(long, value_name = "CHARACTER", value_parser = delimiter)]
    delimiter: Option<u8>,
    /// The encoding: utf-8, utf-16, windows-1252 or macintosh
    #[arg(long, value_parser = encoding)]
    encoding: Option<Encoding>,
    /// The line of the header, or its lines: 3 or 3,4
    #[arg(long, value_name = "LINES", value_delimiter = ',')]
    header: Vec<usize>,
    /// How many rows below the header are not rows of the table
    #[arg(long, value_name = "ROWS")]
    skip: Option<usize>,
    /// How many rows at the end of the file are not rows of the table
    #[arg(long, value_name = "ROWS")]
    skip_last: Option<usize>,
}

fn delimiter(text: &str) -> Result<u8, String> {
    match text.as_bytes() {
        [byte] if byte.is_ascii() => Ok(*byte),
        _ if text == "tab" || text == "\\t" => Ok(b'\t'),
        _ => Err("write one character, or tab".to_owned()),
    }
}

fn encoding(text: &str) -> Result<Encoding, String> {
    Encoding::from_name(text).ok_or_else(|| "write utf-8, utf-16, windows-1252 or macintosh".to_owned())
}

impl Arguments {
    /// The dataset, as it was typed.
    pub(super) fn id(&self) -> &str {
        &self.id
    }
}

pub(super) fn run(arguments: &Arguments, place: &Where) -> anyhow::Result<End> {
    let id = DatasetId::new(&arguments.id)?;
    let said = Said {
        delimiter: arguments.delimiter,
        encoding: arguments.encoding,
        header: (!arguments.header.is_empty()).then(|| arguments.header.clone()),
        skip: arguments.skip,
        skip_last: arguments.skip_last,
    };
    let draft = add_dataset(&place.root()?, &id, &arguments.from, &said, place.as_of())?;
    report::say(&format!("drafted datasets/{id}/: {}", draft.summary));
    report::say("complete or confirm these; `shelfmark check` reports every TODO as an error:");
    for todo in &draft.to_do {
        report::say(&format!("  {todo}"));
    }
    if !draft.personal.is_empty() {
        report::say(&format!("this file may hold personal data or secrets; take them out, or remove datasets/{id}/:"));
        for found in &draft.personal {
            report::say(&format!("  {found}"));
        }
    }
    report::say("datasets/ holds the counts that the site hides: keep this folder, its repository and its copies private");
    Ok(End::Done)
}
