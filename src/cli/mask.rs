//! `shelfmark mask`.

use std::fs;
use std::path::PathBuf;

use anyhow::Context as _;
use clap::Args;

use super::{End, Voice, Where, report};
use crate::audit::Event;
use crate::diagnostic::counted;
use crate::mask::{MaskPolicy, mask};
use crate::write::replace_file;

const HELP: &str = "\
A policy file says what is done with each column; a column that it does not name stops the command:

  columns:
    nhs_number: pseudonym      # a code that only the key in SHELFMARK_MASK_KEY makes
    admitted: month            # 2026-01-05 becomes 2026-01; or year
    postcode: district         # LS1 4AP becomes LS1
    age: band 10               # 37 becomes 30 to 39
    ward: keep
    notes: drop
  count: patients              # count the rows of each group, instead of one row for each person
  sum: [minutes]               # and add these up

The exit code is 0 if the table was written, 1 if something stands in the way, 2 if a file cannot be read.

Example: shelfmark mask export.csv --policy mask.yaml --out datasets/waits/waits.csv";

#[derive(Debug, Args)]
#[command(after_help = HELP)]
pub(super) struct Arguments {
    /// The export
    #[arg(value_name = "FILE.csv")]
    file: PathBuf,
    /// What is done with each column
    #[arg(long, value_name = "FILE.yaml")]
    policy: PathBuf,
    /// Where to write the table [default: standard output]
    #[arg(long, value_name = "FILE.csv")]
    out: Option<PathBuf>,
}

impl Arguments {
    /// What the audit log says of it.
    pub(super) fn event(&self) -> Event {
        if self.out.is_some() { Event::Write } else { Event::Read }
    }
}

pub(super) fn run(arguments: &Arguments, place: &Where, voice: &Voice) -> anyhow::Result<End> {
    let shown = |path: &PathBuf| path.display().to_string();
    let text = fs::read_to_string(&arguments.policy).with_context(|| format!("cannot read {}", shown(&arguments.policy)))?;
    let policy = MaskPolicy::parse(&text).with_context(|| format!("{} cannot be understood", shown(&arguments.policy)))?;
    let bytes = fs::read(&arguments.file).with_context(|| format!("cannot read {}", shown(&arguments.file)))?;
    let masked = match mask(bytes, &policy, std::env::var("SHELFMARK_MASK_KEY").ok().as_deref()) {
        Ok(masked) => masked,
        Err(problems) => {
            for problem in problems {
                report::note(&format!("error: {}: {problem}", shown(&arguments.file)));
            }
            return Ok(End::Refused);
        }
    };
    if let Some(out) = &arguments.out {
        replace_file(out, masked.csv.as_bytes()).with_context(|| format!("cannot write {}", shown(out)))?;
    } else {
        report::output(&masked.csv);
    }
    place.recording.rows(Event::Read, masked.read);
    place.recording.rows(Event::Write, masked.rows);
    report::done(voice, &format!("{} became {}", counted(masked.read, "row"), counted(masked.rows, "row")));
    if masked.small > 0 {
        report::note(&format!(
            "warning: {} of fewer than 5 rows. In a portal, give the table `protect: {{preset: below-5}}`, or count larger groups",
            counted(masked.small, "group"),
        ));
    }
    if masked.is_about_persons {
        report::note(
            "warning: each row is still about one person. With pseudonyms these are still personal data: count groups (`count`) before anything of it goes into a portal",
        );
    }
    Ok(End::Done)
}
