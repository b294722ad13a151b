//! What must not change between two releases without a word.

use super::changes::{Changes, DatasetChange};
use super::facts::Facts;
use super::portal_gates::{WAIVES, loosened_hash};
use super::step::{Step, is_lower};
use super::table_change::{Fate, NAMED, Revision};
use crate::catalogue::Catalogue;
use crate::diagnostic::{Diagnostic, Findings, Rule, Severity, counted, shortened};
use crate::measure::Card;
use crate::model::{Date, Decimal, Figure, Preset, SHORTEST_HASH};

static VERSION: Rule = Rule {
    id: "baseline/version",
    severity: Severity::Error,
    finds: "A dataset whose published data, dictionary or KPIs changed since the last release, under the same `version` or the \
        same `modified`; or another `modified` for the same data.",
    matters: "596 became 606 and nothing said so: two tables with one name, and readers who cannot tell which one they have.",
    example: "version: \"1.1.0\"        (1.1.0 in the last release too, with other values)",
    put_right: "Give the dataset its next version, set `modified` to the day of the change, and write releases/<version>.md.",
};

static NOTE: Rule = Rule {
    id: "baseline/note",
    severity: Severity::Error,
    finds: "A dataset that changed since the last release, without a release note for its version.",
    matters: "Readers with last month's file need to know what changed. Only a person can tell them why.",
    example: "version: \"1.2.0\"        (and no releases/1.2.0.md)",
    put_right: "Write releases/<version>.md. `shelfmark diff` drafts what changed.",
};

static COLUMNS: Rule = Rule {
    id: "baseline/columns",
    severity: Severity::Error,
    finds: "Columns that were added, removed, moved or given another type, or a table that is gone, where the version moves as \
        if nothing broke.",
    matters: "Programs read columns by name and place. The first number of a version tells them that they have to be changed.",
    example: "version: 1.2.0 after 1.1.0        (the column `late` is gone: 2.0.0)",
    put_right: "Raise the first number of the version, or keep the columns as they were.",
};

static CATEGORIES: Rule = Rule {
    id: "baseline/categories",
    severity: Severity::Error,
    finds: "Values of a column that were in the last release and are gone.",
    matters: "An export without one hospital looks complete. Totals fall, and nobody sees why.",
    example: "place: North, South, West        (in the last release; no West now)",
    put_right: "Export the data again. If it is right, add a waiver for baseline/categories that says why, and until when.",
};

static REVISED: Rule = Rule {
    id: "baseline/revised",
    severity: Severity::Error,
    finds: "A value that was published and now differs by more than `policy.revision.max` in portal.yaml.",
    matters: "Small revisions are normal. A large one is a mistake, in this release or in the last, and readers must be told which.",
    example: "policy: {revision: {max: 10%}}        (596 in the last release, 60 now)",
    put_right: "Compare with the source. If the new value is right, add a waiver for baseline/revised that says why, and until when.",
};

static SHOWN: Rule = Rule {
    id: "baseline/shown",
    severity: Severity::Error,
    finds: "Cells that were hidden in the last release and show a number now; or that it showed, because the table had no policy, \
        and that are hidden now.",
    matters: "A count that was hidden to protect another gives that one away when it is shown: readers have the earlier table.",
    example: "South,[c]        (in the last release; South,20 now, and the total tells the rest)",
    put_right: "Publish with `shelfmark release`, which keeps hidden what was hidden, and commit the `ledger.jsonl` that it writes. If \
        the counts were revised, add a waiver for baseline/shown that says so, and until when.",
};

static REMOVED: Rule = Rule {
    id: "baseline/removed",
    severity: Severity::Error,
    finds: "A dataset that was in the last release and is gone, without an entry under `withdrawn` in portal.yaml.",
    matters: "Its address is in papers and programs. A page there must say since when it is gone, and why.",
    example: "datasets/stroke/        (in the last release, and no longer there)",
    put_right: "Put the folder back, or withdraw the dataset: shelfmark withdraw --dataset ID --reason \"...\".",
};

static OLDER: Rule = Rule {
    id: "baseline/older",
    severity: Severity::Error,
    finds: "A dataset with an older version, or an older `modified`, than in the last release; or a repository at an older commit.",
    matters: "The slower of two builds must not win: it would put last week's figures over this week's.",
    example: "version: \"1.1.0\"        (1.2.0 in the last release)",
    put_right: "Update the working copy. To go back on purpose, use `shelfmark rollback`.",
};

static WITHDRAWN: Rule = Rule {
    id: "baseline/withdrawn",
    severity: Severity::Error,
    finds: "A dataset that was withdrawn, and whose entry under `withdrawn` in portal.yaml is gone; or a version of a dataset \
        that was taken back by a rollback or withdrawn.",
    matters: "What was taken back must not come back because an older copy of the portal is built, or at night.",
    example: "withdrawn: []        (the last release had withdrawn stroke)",
    put_right: "Put the entry back. To publish the dataset again, add `until: YYYY-MM-DD` to the entry. A version that was \
        taken back needs a new number; if the rollback was the mistake, roll back to the release that it took back.",
};

static LOOSENED: Rule = Rule {
    id: "baseline/gate-loosened",
    severity: Severity::Error,
    finds: "A gate of the portal that is looser than in the last release, without an approval: a requirement, a role, a preset, a limit, a \
        severity, or what the edition holds.",
    matters: "The change that a gate would stop could take the gate away, and nobody would see it.",
    example: "policy: {require: [dpia]}        (the last release required approvals too)",
    put_right: "Put the gate back. If it is right, information governance approves the change by its hash, under `policy.approvals` in \
        portal.yaml; the release says who, when and why.",
};

/// The rules of this stage.
pub static RULES: [&Rule; 10] =
    [&CATEGORIES, &COLUMNS, &LOOSENED, &NOTE, &OLDER, &REMOVED, &REVISED, &SHOWN, &VERSION, &WITHDRAWN];

/// Findings about what changed since an earlier site.
#[must_use]
pub fn gates(catalogue: &Catalogue, before: &Facts, now: &Facts, changes: &Changes) -> Findings {
    let mut findings = Findings::new();
    let name = before.version.as_ref().map_or_else(|| "the earlier site".to_owned(), |version| format!("release {version}"));
    for (id, change) in &changes.datasets {
        let Some(at) = catalogue.dataset_of(id.as_str()) else {
            if !now.withdrawn.iter().any(|withdrawn| withdrawn.dataset == id.as_str()) {
                let message = format!("the dataset {id} ({}) is in {name} and is gone", change.title);
                let only_here = catalogue.settings.edition.as_ref().map_or_else(String::new, |edition| {
                    let entry = format!("{{dataset: {id}, editions: [{edition}], date: {}, reason: \"...\"}}", catalogue.as_of);
                    format!("; if other editions still hold it, list it under `withdrawn` in portal.yaml: {entry}")
                });
                let help = format!("shelfmark withdraw --dataset {id} --reason \"...\"{only_here}");
                findings.push(REMOVED.finding(message).help(help));
            }
            continue;
        };
        let card = &*catalogue.datasets[at];
        let modified = before.datasets.get(id).and_then(|facts| facts.modified);
        let gate = Gate { card, change, name: &name, day: catalogue.as_of };
        let versions = [before, now].map(|facts| facts.datasets.get(id).and_then(|dataset| dataset.versions.get(&card.version)));
        let is_withdrawn = before.withdrawn_versions.get(id.as_str()).is_some_and(|versions| versions.contains(&card.version));
        if is_withdrawn {
            let message = format!("version {} of {id} was taken back", card.version);
            gate.report(&WITHDRAWN, message, "correct the data, and give it a version that nobody has seen", &mut findings);
        }
        if change.fate != Fate::Added && !gate.is_older(modified, &mut findings) {
            let is_other = versions[0].is_some() && versions[0] != versions[1];
            gate.version(if is_other { Taken::ByOtherData } else { Taken::Not }, &mut findings);
            gate.columns(&mut findings);
            gate.categories(&mut findings);
            gate.shown(before.version.as_deref(), &mut findings);
            if let Some(most) = catalogue.settings.portal.policy.revision.max {
                gate.revisions(most, &mut findings);
            }
        }
        gate.note(&mut findings);
    }
    for gate in changes.loosened.iter().filter(|gate| gate.approved.is_none()) {
        let message = match gate.gate.strip_suffix(WAIVES) {
            Some(dataset) => format!("{dataset} now waives {}, and waived {} in {name}", gate.now, gate.before),
            None => format!("`{}` is looser than in {name}: {} became {}", gate.gate, gate.before, gate.now),
        };
        let found = LOOSENED.finding(message).at(catalogue.settings.file.whole(), "");
        let help = format!(
            "put it back, or have information governance approve it: `policy: {{approvals: [{{gates: \"{}\", by: Name of the team, on: {}, \
             reason: why}}]}}`",
            &loosened_hash(&changes.loosened)[..SHORTEST_HASH],
            catalogue.as_of
        );
        findings.push(found.help(help));
    }
    for gone in &before.withdrawn {
        if !now.withdrawn.iter().any(|withdrawn| withdrawn.dataset == gone.dataset) {
            let message = format!("{} was withdrawn on {}, and portal.yaml does not say so any more", gone.dataset, gone.day());
            findings.push(WITHDRAWN.finding(message).help("put its entry under `withdrawn` back"));
        }
    }
    findings
}

/// A repository at an older commit than that of the last release.
#[must_use]
pub fn older_commit(before: &Facts, commit: &str) -> Diagnostic {
    let version = before.version.as_deref().unwrap_or_default();
    let released = before.source.as_ref().map_or("", |source| source.commit.as_str());
    let message = format!("release {version} was made from commit {released:.12}, and {commit:.12} is older");
    OLDER.finding(message).help("update the working copy; `shelfmark rollback` goes back on purpose")
}

/// Whether a version was published before.
#[derive(Clone, Copy, PartialEq, Eq)]
enum Taken {
    Not,
    ByOtherData,
}

/// One dataset that changed.
struct Gate<'a> {
    card: &'a Card,
    change: &'a DatasetChange,
    /// The release before.
    name: &'a str,
    /// The day of this one.
    day: Date,
}

impl Gate<'_> {
    /// Reports a finding at the dataset's version; a warning if it is waived.
    fn report(&self, rule: &'static Rule, message: String, help: &str, findings: &mut Findings) {
        let is_waived = self.card.waivers.iter().any(|waiver| waiver.rule == rule.id);
        let mut found = rule.finding(message).at(self.card.version_place.clone(), "this version").help(help);
        if is_waived {
            found.severity = Severity::Warning;
            found.message += " (waived)";
        }
        findings.push(found);
    }

    fn is_older(&self, modified: Option<Date>, findings: &mut Findings) -> bool {
        let [before, now] = &self.change.version;
        let (was, is) = (modified, self.card.freshness.modified);
        let message = if is_lower(now, before) == Some(true) {
            format!("version {now}, and {} has {before} already", self.name)
        } else if was.is_some_and(|was| is < was) {
            format!("modified {is}, and {} has {} already", self.name, was.unwrap_or(is))
        } else {
            return false;
        };
        self.report(&OLDER, message, "update the working copy; `shelfmark rollback` goes back on purpose", findings);
        true
    }

    /// `is_taken`: whether the version was published with other data, if not in the release before.
    fn version(&self, is_taken: Taken, findings: &mut Findings) {
        let [before, now] = &self.change.version;
        let is_of_data = self.change.is_of_data();
        let next = self.change.step().after(before);
        let next = next.map_or_else(|| "give it its next version".to_owned(), |next| format!("the next version is {next}"));
        let what = || self.change.in_short();
        if before != now && is_taken == Taken::ByOtherData {
            let message = format!("version {now} was published before with other data");
            self.report(&VERSION, message, "give it a version that nobody has seen", findings);
        } else if before == now && (is_of_data || self.change.changes_figures() || self.change.changes_meaning()) {
            let message = format!("{} since {}, under the same version {now}", what(), self.name);
            self.report(&VERSION, message, &next, findings);
        } else if before == now && self.change.is_dated {
            let message = format!("another `modified` since {}, and the data is the same", self.name);
            self.report(&VERSION, message, "set `modified` back: it is the day on which the data changed", findings);
        } else if is_of_data && !self.change.is_dated && self.card.freshness.modified != self.day {
            // Two corrections on one day have one date.
            let message = format!("{} since {}, and `modified` is still {}", what(), self.name, self.card.freshness.modified);
            self.report(&VERSION, message, "set `modified` to the day on which the data changed", findings);
        }
    }

    fn columns(&self, findings: &mut Findings) {
        let [before, now] = &self.change.version;
        let breaking = self.change.tables.iter().filter(|(_, table)| table.step() == Step::Major);
        let Some(step) = Step::between(before, now).filter(|step| before != now && *step < Step::Major) else { return };
        for (name, table) in breaking {
            let message =
                format!("{} in the table {name}: {before} to {now} is a {} step", table.columns_in_short(), step.word());
            let next = Step::Major.after(before).unwrap_or_default();
            self.report(&COLUMNS, message, &format!("programs may break; the version should be {next}"), findings);
        }
    }

    fn categories(&self, findings: &mut Findings) {
        for (name, table) in &self.change.tables {
            for (column, gone) in &table.values_gone {
                let message = format!(
                    "{} of the column {column} of {name} that {} has {} gone: {}",
                    counted(gone.len(), "value"),
                    self.name,
                    if gone.len() == 1 { "is" } else { "are" },
                    shortened(gone, NAMED)
                );
                self.report(&CATEGORIES, message, "export the data again, or add a waiver for baseline/categories", findings);
            }
        }
    }

    /// Cells that are shown again, unless a table says that it is not compared with the release before.
    fn shown(&self, before: Option<&str>, findings: &mut Findings) {
        for (name, change) in &self.change.tables {
            let was_open = change.policy.as_ref().is_some_and(|[before, _]| before == Preset::None.word());
            if change.shown == 0 && !(was_open && change.hidden > 0) {
                continue;
            }
            let table = self.card.tables.iter().find(|table| table.name == *name);
            let ignored = table.and_then(|table| table.protection.not_compared.as_ref()).map(|(release, _)| release.as_str());
            if ignored.is_some() && ignored == before {
                continue;
            }
            let (message, help) = if change.shown > 0 {
                let what = counted(change.shown, "cell");
                let message = format!("{what} of {name} that {} had hidden would be shown", self.name);
                (message, "hide what was hidden, or add a waiver for baseline/shown")
            } else {
                let what = counted(change.hidden, "cell");
                let message = format!(
                    "{what} of {name} would be hidden, but {} has shown {}",
                    self.name,
                    if change.hidden == 1 { "it" } else { "them" }
                );
                (message, "withdraw what shows them, or, if the counts were revised, add a waiver for baseline/shown")
            };
            self.report(&SHOWN, message, help, findings);
        }
    }

    fn revisions(&self, most: Figure, findings: &mut Findings) {
        let most = if most.percent { most.value } else { most.value * Decimal::ONE_HUNDRED };
        for (name, table) in &self.change.tables {
            let is_large = |revision: &&Revision| revision.percent.is_none_or(|by| by.abs() > most);
            let Some(largest) = table.largest().filter(is_large) else { continue };
            let message = format!(
                "{} of {name} ({}): {} in {}, {} now, {}more than {most}%",
                largest.column,
                largest.key,
                largest.before,
                self.name,
                largest.now,
                largest.percent.map_or_else(String::new, |by| format!("a change of {}%, ", by.abs().round())),
            );
            self.report(&REVISED, message, "compare with the source, or add a waiver for baseline/revised", findings);
        }
    }

    fn note(&self, findings: &mut Findings) {
        let version = &self.card.version;
        let has_note = self.card.notes.iter().any(|note| note.version == *version);
        if !has_note
            && (self.change.is_of_data() || self.change.version[0] != self.change.version[1])
            && self.change.fate != Fate::Added
        {
            let message = format!("{} since {}, and no note says why", self.change.in_short(), self.name);
            self.report(&NOTE, message, &format!("write releases/{version}.md"), findings);
        }
    }
}
