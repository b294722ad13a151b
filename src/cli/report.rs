//! Prints findings, results and errors.

use std::io::{IsTerminal, Write};

use super::log_text::{commands_for_log, for_log, json_for_log};
use super::{Format, Voice};
use crate::diagnostic::{self, Colour, Detail, Judged, SHOWN, counted, shortened};
use crate::load::Root;
use crate::model::{Absent, Lack};
use crate::pipeline::Prepared;
use crate::site::Site;

/// Prints findings: for people to standard error, for programs to standard output.
pub(super) fn findings(findings: Judged, format: Format, detail: Detail, root: &Root) {
    let findings = diagnostic::limited(findings.sorted());
    let hosted = |findings| diagnostic::below_repository(findings, &root.below_repository());
    match format {
        Format::Human => {
            let plain = std::env::var_os("NO_COLOR").is_some() || !std::io::stderr().is_terminal();
            let colour = if plain { Colour::Plain } else { Colour::Styled };
            let text = diagnostic::human(&findings, colour, detail);
            // The colours of a terminal are its orders.
            if plain { beside(&text) } else { write_beside(&text) }
        }
        Format::Json => write_output(&json_for_log(&diagnostic::json(&findings))),
        Format::Sarif => write_output(&json_for_log(&diagnostic::sarif(&hosted(findings)))),
        Format::Github => write_output(&commands_for_log(&diagnostic::github(&hosted(findings)))),
        Format::Junit => output(&diagnostic::junit(&findings)),
    }
}

/// Prints to standard output. A closed pipe is not an error.
pub(super) fn output(text: &str) {
    write_output(&for_log(text));
}

/// Writes to standard output what is an order, such as one that clears the screen, or was made safe before.
pub(super) fn write_output(text: &str) {
    let mut out = std::io::stdout().lock();
    let _ = out.write_all(text.as_bytes()).and_then(|()| out.flush());
}

/// Prints to standard error. A closed pipe is not an error.
fn beside(text: &str) {
    write_beside(&for_log(text));
}

fn write_beside(text: &str) {
    let mut err = std::io::stderr().lock();
    let _ = err.write_all(text.as_bytes()).and_then(|()| err.flush());
}

/// Prints text that is not a finding: to standard error if standard output is for programs.
pub(super) fn show_beside(format: Format, text: &str) {
    match format {
        Format::Human => {
            output(text);
        }
        Format::Json | Format::Sarif | Format::Github | Format::Junit => beside(text),
    }
}

/// Prints a one-line result, unless `--quiet` is set.
pub(super) fn done(voice: &Voice, line: &str) {
    if !voice.quiet {
        note(line);
    }
}

/// Says that changes were not judged, if the portal wants them judged and there is nothing to compare with.
pub(super) fn no_baseline(voice: &Voice, site: &Site) {
    let policy = &site.catalogue.settings.portal.policy;
    if policy.rows.max_change.is_some() || policy.revision.max.is_some() {
        done(voice, "no earlier release to compare with: --baseline names a published site");
    }
}

/// Says which columns of numbers the policies hid cells of, and which they did not take for counts of people.
pub(super) fn hidden(voice: &Voice, site: &Site) {
    let tables = site.catalogue.datasets.iter().flat_map(|dataset| dataset.tables.iter().map(move |table| (dataset, table)));
    let hiding: Vec<_> = tables.filter(|(_, table)| table.protection.hidden > 0).collect();
    for (dataset, table) in hiding.iter().take(SHOWN) {
        let protection = &table.protection;
        let columns: Vec<String> = protection.hidden_in.iter().map(|(name, count)| format!("{name} {count}")).collect();
        let others = if protection.other_numbers.is_empty() {
            String::new()
        } else {
            format!("; not taken for counts: {}", shortened(&protection.other_numbers, SHOWN))
        };
        let line = format!(
            "{}/{}: {} hidden by {} as counts of people ({}){others}",
            dataset.id,
            table.name,
            counted(protection.hidden, "number"),
            protection.policy.preset.word(),
            shortened(&columns, SHOWN)
        );
        done(voice, &line);
    }
    if !hiding.is_empty() {
        done(voice, "datasets/ holds the counts that the site hides: keep the repository and its copies private");
    }
    if hiding.len() > SHOWN {
        let more = counted(hiding.len() - SHOWN, "more table");
        done(voice, &format!("numbers are hidden in {more}: assurance.json lists them"));
    }
}

/// Says which datasets and pages the edition does not hold, and why.
pub(super) fn left_out(voice: &Voice, prepared: &Prepared) {
    let Some(edition) = &prepared.site.catalogue.settings.edition else { return };
    let each = |dataset: &Absent| match dataset.lack {
        Lack::Access(access) => format!("{} ({})", dataset.id, access.word()),
        Lack::Stage(stage) => format!("{} (at the stage {})", dataset.id, stage.word()),
        Lack::Day(live) => format!("{} (not before {live})", dataset.id),
    };
    let pages = prepared.site.catalogue.settings.absent_pages.iter().map(|page| format!("content/{page}.md (internal)"));
    let all: Vec<String> = prepared.absent().iter().map(each).chain(pages).collect();
    if !all.is_empty() {
        done(voice, &format!("left out of the edition {edition}: {}", shortened(&all, SHOWN)));
    }
}

/// Prints a line to standard error.
pub(super) fn note(line: &str) {
    beside(&format!("{line}\n"));
}

/// Prints a line to standard output.
pub(super) fn say(line: &str) {
    output(&format!("{line}\n"));
}

/// Prints why a command could not run.
pub(super) fn problem(error: &anyhow::Error) {
    note(&format!("error: {error:#}"));
}

/// A number of bytes for people.
pub(super) fn size(bytes: u64) -> String {
    const UNITS: [&str; 4] = ["kB", "MB", "GB", "TB"];
    let (mut tenths, mut unit) = (bytes / 100, 0);
    while tenths >= 10_000 && unit + 1 < UNITS.len() {
        tenths /= 1000;
        unit += 1;
    }
    format!("{}.{} {}", tenths / 10, tenths % 10, UNITS[unit])
}
