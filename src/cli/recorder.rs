//! What a command writes into the audit log: a line before it changes anything, and one or more when it has ended.

use std::cell::RefCell;
use std::path::{Path, PathBuf};

use anyhow::{Context as _, bail};
use chrono::{DateTime, SecondsFormat, Utc};
use clap::Args;

use super::report;
use crate::audit::{self, Anchor, Event, Line, NONE_BEFORE};
use crate::diagnostic::{Diagnostic, Judged, Severity};
use crate::model::hexadecimal;
use crate::site::Site;
use crate::write::AuditLog;

/// The audit log of a command.
#[derive(Debug, Default, Args)]
pub(super) struct Recording {
    /// Add what is done to this audit log; `-` for standard output. Can be given twice
    #[arg(long, global = true, value_name = "FILE", env = "SHELFMARK_AUDIT_LOG")]
    audit_log: Vec<PathBuf>,
    /// For the audit log: who does it, as a role or a team, such as role:analyst
    #[arg(long, global = true, value_name = "ROLE", env = "SHELFMARK_ACTOR")]
    actor: Option<String>,
    /// For the audit log: what it is done for [default: publication]
    #[arg(long, global = true, value_name = "TEXT", env = "SHELFMARK_PURPOSE")]
    purpose: Option<String>,
    #[arg(skip)]
    run: RefCell<Option<Run>>,
}

/// A command that is being recorded.
#[derive(Debug)]
struct Run {
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
    pub(super) fn begin(&self, event: Event, subject: Option<&str>, now: DateTime<Utc>) -> anyhow::Result<()> {
        if self.audit_log.is_empty() {
            return Ok(());
        }
        let variable = |name: &str| std::env::var(name).ok().filter(|text| !text.trim().is_empty());
        let accounts: Vec<String> = ["USER", "LOGNAME", "USERNAME", "GITHUB_ACTOR", "GITLAB_USER_LOGIN", "BUILD_REQUESTEDFOR"]
            .iter()
            .filter_map(|name| variable(name))
            .collect();
        let actor = audit::actor(self.actor.as_deref(), &accounts, variable("SHELFMARK_AUDIT_KEY").as_deref())?;
        let purpose = audit::purpose(self.purpose.as_deref().unwrap_or("publication"))?;
        let corr_id = variable("SHELFMARK_CORRELATION_ID").map_or_else(random, Ok)?;
        if corr_id.len() > 64 || !corr_id.bytes().all(|byte| byte.is_ascii_alphanumeric() || b"-_.".contains(&byte)) {
            bail!("SHELFMARK_CORRELATION_ID is not made of at most 64 letters, digits, hyphens and points");
        }
        let (subject, printed) = (subject.map(ToOwned::to_owned), NONE_BEFORE.to_owned());
        *self.run.borrow_mut() = Some(Run { event, subject, actor, purpose, corr_id, head: None, printed, noted: Vec::new() });
        self.end("begun", now)
    }

    /// Notes what happened to a dataset. It is written when the command has ended.
    fn note(&self, event: Event, subject: Option<&str>, of: Option<(usize, &str)>, input: Option<String>, result: &str) {
        if let Some(run) = self.run.borrow_mut().as_mut() {
            let (count, of) = of.map(|(count, of)| (count as u64, of.to_owned())).unzip();
            let line = Line { count, of, input, ..run.line(event, subject, result) };
            run.noted.push(line);
        }
    }

    /// Notes each dataset of a site: that it was read, on which waivers and approvals it relies, and, if it `was_published`, how
    /// many files.
    pub(super) fn site(&self, site: &Site, was_published: Option<Event>) {
        if self.run.borrow().is_none() {
            return;
        }
        for card in &site.catalogue.datasets {
            let id = Some(card.id.as_str());
            let rows = card.tables.iter().map(|table| table.rows).sum();
            let content = (!card.tables.is_empty()).then(|| crate::review::content_of(card));
            self.note(Event::Read, id, Some((rows, "rows")), content.clone(), "done");
            for waiver in &card.waivers {
                self.note(Event::Waive, id, None, content.clone(), &format!("{} until {}", waiver.rule, waiver.until));
            }
            for role in &card.approvals {
                self.note(Event::Approve, id, None, content.clone(), role.word());
            }
            if let Some(event) = was_published {
                self.note(event, id, Some((card.tables.len(), "files")), content, "done");
            }
        }
    }

    /// Notes how many files were written or deleted.
    pub(super) fn files(&self, event: Event, count: usize) {
        if count > 0 {
            self.note(event, None, Some((count, "files")), None, "done");
        }
    }

    /// Notes the errors of each dataset, and of the rest of the portal, by their rules alone.
    pub(super) fn findings(&self, findings: &Judged) {
        let errors: Vec<&Diagnostic> = findings.iter().filter(|finding| finding.severity == Severity::Error).collect();
        let dataset = |finding: &&Diagnostic| {
            let path = finding.place().map_or("", |place| &*place.path);
            path.strip_prefix("datasets/").and_then(|path| path.split('/').next()).map(ToOwned::to_owned)
        };
        let subjects: std::collections::BTreeSet<Option<String>> = errors.iter().map(dataset).collect();
        for subject in subjects {
            let of_subject = errors.iter().filter(|finding| dataset(finding) == subject);
            let rules: std::collections::BTreeSet<&str> = of_subject.map(|finding| finding.rule.id).collect();
            let result = format!("refused: {}", rules.into_iter().collect::<Vec<_>>().join(", "));
            self.note(Event::Check, subject.as_deref(), None, None, &result);
        }
    }

    /// The last line of the log, which a release remembers.
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
        for log in &self.audit_log {
            if log == Path::new("-") {
                for line in &lines {
                    let text = Line { prev: run.printed.clone(), ..line.clone() }.text();
                    run.printed = audit::digest(&text);
                    report::say(&text);
                }
            } else {
                let written = AuditLog::at(log).append(lines.clone());
                let written = written.with_context(|| "the audit log cannot be written".to_owned())?;
                run.head = run.head.take().filter(|_| self.audit_log.first() != Some(log)).or(Some(written));
            }
        }
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

fn random() -> anyhow::Result<String> {
    let mut bytes = [0; 8];
    getrandom::fill(&mut bytes).map_err(|error| anyhow::anyhow!("no random number can be made: {error}"))?;
    Ok(hexadecimal(&bytes))
}
