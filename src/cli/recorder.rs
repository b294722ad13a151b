//! What a command writes into the audit log: a line before it changes anything, and one or more when it has ended.

use std::cell::RefCell;
use std::collections::BTreeSet;
use std::io::Write as _;
use std::path::{Path, PathBuf};

use anyhow::{Context as _, bail};
use chrono::{DateTime, SecondsFormat, Utc};
use clap::Args;

use super::Format;
use crate::audit::{self, Anchor, Event, Line, NONE_BEFORE};
use crate::diagnostic::{Diagnostic, Judged, Severity};
use crate::model::{DatasetId, hexadecimal};
use crate::release::{FACTS, Facts};
use crate::site::Site;
use crate::store::Version;
use crate::write::AuditLog;

/// What says who runs a command. None of it may be in the log.
const ACCOUNTS: [&str; 7] =
    ["USER", "LOGNAME", "USERNAME", "SUDO_USER", "GITHUB_ACTOR", "GITLAB_USER_LOGIN", "BUILD_REQUESTEDFOR"];

/// The audit log of a command.
#[derive(Debug, Default, Args)]
pub(super) struct Recording {
    #[arg(
        long,
        global = true,
        value_name = "FILE",
        help = "Add what is done to this audit log, besides that of SHELFMARK_AUDIT_LOG; - for standard output. Can be given twice"
    )]
    audit_log: Vec<PathBuf>,
    /// For the audit log: who does it, as a role or a team, such as role:analyst
    #[arg(long, global = true, value_name = "ROLE", env = "SHELFMARK_ACTOR")]
    actor: Option<String>,
    /// For the audit log: what it is done for, in a few words [default: publication]
    #[arg(long, global = true, value_name = "TEXT", env = "SHELFMARK_PURPOSE")]
    purpose: Option<String>,
    #[arg(skip)]
    run: RefCell<Option<Run>>,
}

/// A command that is being recorded.
#[derive(Debug)]
struct Run {
    /// The logs; none for standard output.
    logs: Vec<Option<AuditLog>>,
    event: Event,
    subject: Option<String>,
    actor: String,
    purpose: String,
    corr_id: String,
    head: Option<Anchor>,
    /// The last line on standard output.
    printed: String,
    noted: Vec<Line>,
}

impl Recording {
    /// Says that a command begins, before it changes anything. Does nothing without a log.
    pub(super) fn begin(&self, event: Event, subject: Option<&str>, format: Format, now: DateTime<Utc>) -> anyhow::Result<()> {
        let logs = self.logs(format)?;
        if logs.is_empty() {
            return Ok(());
        }
        let accounts: Vec<String> = ACCOUNTS.iter().filter_map(|name| variable(name)).collect();
        let role = self.actor.as_deref().filter(|role| !role.trim().is_empty());
        let actor = audit::actor(role, &accounts, variable("SHELFMARK_AUDIT_KEY").as_deref())?;
        let purpose = self.purpose.as_deref().filter(|text| !text.trim().is_empty());
        let purpose = audit::purpose(purpose.unwrap_or("publication"))?;
        let corr_id = variable("SHELFMARK_CORRELATION_ID").map_or_else(random, Ok)?;
        let holds_account = accounts.iter().any(|account| corr_id.to_lowercase().contains(&account.to_lowercase()));
        if holds_account
            || corr_id.len() > 64
            || !corr_id.bytes().all(|byte| byte.is_ascii_alphanumeric() || b"-_.".contains(&byte))
        {
            bail!(
                "SHELFMARK_CORRELATION_ID must be the number of a job: at most 64 letters, digits, hyphens and points, and no account"
            );
        }
        let subject = subject.filter(|text| is_name(text)).map(ToOwned::to_owned);
        let printed = NONE_BEFORE.to_owned();
        *self.run.borrow_mut() =
            Some(Run { logs, event, subject, actor, purpose, corr_id, head: None, printed, noted: Vec::new() });
        self.end("begun", now)
    }

    /// The logs that are asked for, each once.
    fn logs(&self, format: Format) -> anyhow::Result<Vec<Option<AuditLog>>> {
        let paths = self.audit_log.iter().cloned().chain(variable("SHELFMARK_AUDIT_LOG").map(PathBuf::from));
        let (mut seen, mut logs) = (BTreeSet::new(), Vec::new());
        for path in paths {
            if path == Path::new("-") {
                if format != Format::Human {
                    bail!("--audit-log - and --format both print to standard output: give the audit log a file");
                }
                if seen.insert(path) {
                    logs.push(None);
                }
                continue;
            }
            let whole = std::path::absolute(&path).unwrap_or_else(|_| path.clone());
            let whole = dunce::canonicalize(&whole).unwrap_or(whole);
            // What readers can fetch, and what may be pruned, is no place for a log.
            if whole.ancestors().skip(1).any(|folder| folder.join(FACTS).is_file() || folder.join("store.json").is_file()) {
                bail!("the audit log must not be in a site or a release store: name another file");
            }
            if seen.insert(whole) {
                logs.push(Some(AuditLog::at(&path)));
            }
        }
        Ok(logs)
    }

    /// Notes what happened to a dataset. It is written when the command has ended.
    fn note(&self, event: Event, subject: Option<&str>, of: Option<(usize, &str)>, input: Option<String>, result: &str) {
        if let Some(run) = self.run.borrow_mut().as_mut() {
            let (count, of) = of.map(|(count, of)| (count as u64, of.to_owned())).unzip();
            let line = Line { count, of, input, ..run.line(event, subject, result) };
            run.noted.push(line);
        }
    }

    /// Says which release or dataset the command turned out to be about.
    pub(super) fn about(&self, subject: &str) {
        if let Some(run) = self.run.borrow_mut().as_mut() {
            run.subject = Some(subject.to_owned());
        }
    }

    /// Notes each dataset of a site: that it was read, and on which waivers and approvals it relies. If the site `was_published`,
    /// how many files, too.
    pub(super) fn site(&self, site: &Site, was_published: Option<Event>) {
        if self.run.borrow().is_none() {
            return;
        }
        for card in &site.catalogue.datasets {
            let id = Some(card.id.as_str());
            let rows = card.tables.iter().map(|table| table.rows).sum();
            let content = (!card.tables.is_empty()).then(|| card.content.clone());
            self.note(Event::Read, id, Some((rows, "rows")), content.clone(), "done");
            for waiver in &card.waivers {
                self.note(Event::Waive, id, None, content.clone(), &format!("{} until {}", waiver.rule, waiver.until));
            }
            for approval in &card.approvals {
                self.note(Event::Approve, id, None, content.clone(), approval.role.word());
            }
            if let Some(event) = was_published {
                self.note(event, id, Some((card.tables.len(), "files")), content, "done");
            }
        }
        for waiver in &site.catalogue.settings.portal.waivers {
            self.note(Event::Waive, None, None, None, &format!("{} until {}", *waiver.rule, *waiver.until));
        }
        for gate in site.release().iter().flat_map(|release| &release.changes.loosened) {
            self.note(Event::Approve, None, None, None, &format!("{} became looser", gate.gate));
        }
    }

    /// Notes the datasets of a release that readers see from now on.
    pub(super) fn shown(&self, facts: &Facts) {
        for (id, dataset) in &facts.datasets {
            let content = (!dataset.content.is_empty()).then(|| dataset.content.clone());
            self.note(Event::Export, Some(id.as_str()), Some((dataset.tables.len(), "files")), content, "done");
        }
    }

    /// Notes how many files of the site were written or deleted.
    pub(super) fn files(&self, event: Event, count: usize) {
        if count > 0 {
            self.note(event, None, Some((count, "files")), None, "done");
        }
    }

    /// Notes that a release was deleted, or so many files of a dataset.
    pub(super) fn deleted(&self, subject: &str, files: Option<usize>) {
        self.note(Event::Delete, Some(subject), files.map(|count| (count, "files")), None, "done");
    }

    /// Notes the rows that a command read or wrote outside a portal.
    pub(super) fn rows(&self, event: Event, count: usize) {
        self.note(event, None, Some((count, "rows")), None, "done");
    }

    /// Notes the files of a release.
    pub(super) fn released(&self, version: &str, files: usize) {
        self.note(Event::Write, Some(version), Some((files, "files")), None, "done");
    }

    /// Notes the errors of each dataset, and of the rest of the portal, by their rules alone.
    pub(super) fn findings(&self, findings: &Judged) {
        let errors: Vec<&Diagnostic> = findings.iter().filter(|finding| finding.severity == Severity::Error).collect();
        let dataset = |finding: &&Diagnostic| {
            let path = finding.place().map_or("", |place| &*place.path);
            let name = path.strip_prefix("datasets/").and_then(|path| path.split('/').next());
            name.filter(|name| is_name(name)).map(ToOwned::to_owned)
        };
        let subjects: BTreeSet<Option<String>> = errors.iter().map(dataset).collect();
        for subject in subjects {
            let of_subject = errors.iter().filter(|finding| dataset(finding) == subject);
            let rules: BTreeSet<&str> = of_subject.map(|finding| finding.rule.id).collect();
            let result = format!("refused: {}", rules.into_iter().collect::<Vec<_>>().join(", "));
            self.note(Event::Check, subject.as_deref(), None, None, &result);
        }
    }

    /// The last line of the first log that is a file, which a release remembers.
    pub(super) fn head(&self) -> Option<Anchor> {
        self.run.borrow().as_ref().and_then(|run| run.head.clone())
    }

    /// Writes what was noted, and how the command ended.
    pub(super) fn end(&self, result: &str, now: DateTime<Utc>) -> anyhow::Result<()> {
        let mut run = self.run.borrow_mut();
        let Some(run) = run.as_mut() else { return Ok(()) };
        let last = run.line(run.event, run.subject.as_deref(), result);
        let ts = now.to_rfc3339_opts(SecondsFormat::Secs, true);
        let mut lines = Vec::new();
        for line in std::mem::take(&mut run.noted).into_iter().chain([last]) {
            lines.push(Line { ts: ts.clone(), ..line }.without_personal_data()?);
        }
        let mut head = None;
        for log in &run.logs {
            let Some(log) = log else {
                let mut text = String::new();
                for line in &lines {
                    let line = Line { prev: run.printed.clone(), ..line.clone() }.text();
                    run.printed = audit::digest(&line);
                    text += &(line + "\n");
                }
                let mut out = std::io::stdout().lock();
                out.write_all(text.as_bytes()).and_then(|()| out.flush()).context("the audit log cannot be printed")?;
                continue;
            };
            let written = log.append(lines.clone()).context("the audit log cannot be written")?;
            head = head.or(Some(written));
        }
        run.head = head;
        Ok(())
    }
}

impl Run {
    fn line(&self, event: Event, subject: Option<&str>, result: &str) -> Line {
        Line {
            event,
            dataset: subject.map(ToOwned::to_owned),
            actor: self.actor.clone(),
            purpose: self.purpose.clone(),
            corr_id: self.corr_id.clone(),
            result: result.to_owned(),
            ..Line::default()
        }
    }
}

/// Whether a text is the name of a dataset or release. Anything else that somebody types or calls a folder may be a person's.
fn is_name(text: &str) -> bool {
    DatasetId::new(text).is_ok() || Version::new(text).is_ok_and(|_| !text.contains(char::is_alphabetic))
}

fn variable(name: &str) -> Option<String> {
    std::env::var(name).ok().filter(|text| !text.trim().is_empty())
}

fn random() -> anyhow::Result<String> {
    let mut bytes = [0; 8];
    getrandom::fill(&mut bytes).map_err(|error| anyhow::anyhow!("no random number can be made: {error}"))?;
    Ok(hexadecimal(&bytes))
}
