//! `shelfmark protect`.

use std::fs;
use std::path::PathBuf;

use anyhow::{Context, bail};
use clap::Args;

use super::{End, Voice, report};
use crate::audit::Event;
use crate::diagnostic::{Detail, Findings, Severities, counted};
use crate::load::Root;
use crate::measure::write_csv;
use crate::pipeline::{audit_table, protect_table};
use crate::protect::{Audit, Narrow, NotProtected, OneTable, Why};
use crate::scaffold::one_table;

const HELP: &str = "\
A policy file says which columns count people, which counts are small, and what adds up:

  protect:
    counts: [patients]                       # all whole numbers if left out
    below: 8                                 # 1 to 7 are hidden; or a preset: below-5, below-10, hes, mhsds
    width: 3                                 # the least and the most that a hidden count can be are 3 apart
    dimensions:
      area: {total: England, parts: {North: [Leeds, York]}}
    statistics: {rate: patients}             # is hidden with its count

Totals that nobody declares are found by their sums. Counts are hidden with [c]: the small ones, and those from which one of them
could be worked out. With --audit nothing is hidden: the file is taken as somebody else has protected it, and each hidden count that
can be worked out too closely is named. The exit code is 0 if the table is safe, 1 if it is not, 2 if it cannot be read.

Example: shelfmark protect table.csv --policy policy.yaml --out safe.csv --explain";

#[derive(Debug, Args)]
#[command(after_help = HELP)]
pub(super) struct Arguments {
    /// The table
    #[arg(value_name = "FILE.csv")]
    file: PathBuf,
    /// How its counts are to be protected
    #[arg(long, value_name = "FILE.yaml")]
    policy: PathBuf,
    /// Where to write the protected table [default: standard output]
    #[arg(long, value_name = "FILE.csv", conflicts_with = "audit")]
    out: Option<PathBuf>,
    /// Check a table that somebody else has protected
    #[arg(long)]
    audit: bool,
    /// Say why each cell is hidden
    #[arg(long, conflicts_with = "audit")]
    explain: bool,
    /// With --audit: say what each hidden count can be. Keep what is printed as confidential as the counts
    #[arg(long, requires = "audit")]
    show_values: bool,
}

impl Arguments {
    /// What the audit log says of it.
    pub(super) fn event(&self) -> Event {
        if self.out.is_some() { Event::Write } else { Event::Read }
    }
}

pub(super) fn run(arguments: &Arguments, voice: &Voice) -> anyhow::Result<End> {
    let (table, findings) = one_table(&arguments.file, &arguments.policy)?;
    let Some(table) = table.filter(|_| findings.is_empty()) else {
        return Ok(refused(findings, voice));
    };
    if arguments.audit {
        return match audit_table(&table) {
            Ok(Ok(audit)) if audit.hidden == 0 && audit.gaps > 0 => bail!(
                "no hidden count was found, and {} blank or hold a text that is no number: if it stands for a hidden count, write it \
                 under `markers`, such as `markers: {{\"..\": c}}`",
                if audit.gaps == 1 { "1 cell is".to_owned() } else { format!("{} cells are", audit.gaps) }
            ),
            Ok(Ok(audit)) => Ok(audited(&audit, arguments, voice)),
            Ok(Err(contradiction)) => bail!(
                "{contradiction}: if counts of 0 are hidden too, write `zeros: hidden`; if one person can be counted under several \
                 values, `adds_up: false`; or correct the totals"
            ),
            Err(reason) => not_protected(reason, voice),
        };
    }
    match protect_table(table) {
        Ok(protected) => write(&protected, arguments, voice),
        Err(reason) => not_protected(reason, voice),
    }
}

fn not_protected(reason: NotProtected, voice: &Voice) -> anyhow::Result<End> {
    match reason {
        NotProtected::NoPolicy => {
            bail!("the policy file does not say which counts are small; write `protect: {{preset: below-5}}`")
        }
        NotProtected::Wrong(reasons) => bail!("the policy does not fit the table:\n  {}", reasons.join("\n  ")),
        NotProtected::Findings(findings) => Ok(refused(findings, voice)),
    }
}

fn refused(findings: Findings, voice: &Voice) -> End {
    let root = Root::at(std::path::Path::new("."));
    report::findings(Severities::default().judge(findings), voice.format, Detail::Each, &root);
    End::Refused
}

fn write(protected: &OneTable, arguments: &Arguments, voice: &Voice) -> anyhow::Result<End> {
    let mut bytes = Vec::new();
    write_csv(&protected.data, &mut bytes)?;
    match &arguments.out {
        Some(out) => fs::write(out, &bytes).with_context(|| format!("cannot write {}", out.display()))?,
        None => report::output(&String::from_utf8(bytes)?),
    }
    if arguments.explain {
        for (line, column, why) in &protected.hidden {
            report::note(&format!("line {line}, {column}: {}", why.told()));
        }
    }
    report::done(voice, &Why::summary(&protected.hidden));
    if !protected.hidden.is_empty() {
        let width = protected.protection.policy.width;
        report::done(
            voice,
            &format!("using only this table, nobody can narrow a small count down to a range of less than {width}"),
        );
    }
    Ok(End::Done)
}

fn audited(audit: &Audit, arguments: &Arguments, voice: &Voice) -> End {
    for Narrow { line, column, bounds, from } in &audit.narrow {
        let can_be = match (arguments.show_values, bounds.most) {
            (false, _) => String::new(),
            (true, Some(most)) if most == bounds.least => format!(": it is {most}"),
            (true, Some(most)) => format!(": it is from {} to {most}", bounds.least),
            (true, None) => format!(": it is {} or more", bounds.least),
        };
        let from = from.as_ref().map_or_else(String::new, |from| format!(", from {from}"));
        report::say(&format!("line {line}, {column}: a hidden count can be worked out too closely{from}{can_be}"));
    }
    for (line, column) in &audit.small {
        report::say(&format!("line {line}, {column}: a small count is shown"));
    }
    for (line, column) in &audit.statistics {
        report::say(&format!("line {line}, {column}: a statistic of a hidden count is shown"));
    }
    if audit.narrow.is_empty() && audit.small.is_empty() && audit.statistics.is_empty() {
        report::done(voice, &format!("{} hidden: none can be worked out too closely", counted(audit.hidden, "count")));
        return End::Done;
    }
    let wrong = [
        (audit.narrow.len(), "can be worked out too closely"),
        (audit.small.len(), "small and shown"),
        (audit.statistics.len(), "shown beside the hidden count that they are about"),
    ];
    let said: Vec<String> =
        wrong.iter().filter(|(number, _)| *number > 0).map(|(number, what)| format!("{number} {what}")).collect();
    if audit.gaps > 0 {
        report::say(&format!("{} blank or without a number, taken for 0", counted(audit.gaps, "cell")));
    }
    report::say(&format!("not safe, with {} hidden: {}", counted(audit.hidden, "count"), said.join(", ")));
    End::Refused
}
