//! What changed in a release of the site, and the list of all releases.

use serde::Serialize;

use super::Maker;
use super::frame::{DateView, Frame, Named, link};
use crate::diagnostic::Diagnostic;
use crate::locale::Arg;
use crate::model::{DatasetId, Decimal};
use crate::release::{DatasetChange, Fate, KpiChange, NewRelease, TableChange};
use crate::render::markdown::{Links, Taken, to_html};
use crate::route::{Route, version_folder};
use crate::words::Words;

#[derive(Serialize)]
struct ListView {
    page: Frame,
    releases: Vec<PastView>,
}

#[derive(Serialize)]
struct PastView {
    link: Named,
    date: Option<DateView>,
    what: String,
}

/// All releases of the site, newest first.
pub(super) fn releases(maker: Maker<'_>, release: &NewRelease) -> Result<Vec<u8>, Box<Diagnostic>> {
    let words = maker.words();
    let page = Frame::new(maker, &Route::SiteReleases, "", words.text("site-releases"), words.text("site-releases-about"));
    let releases = release.releases(&maker.site.catalogue);
    let releases = releases.iter().rev().map(|past| PastView {
        link: link(
            maker,
            &words.fill("site-release-title", &[("version", &past.version)]),
            &Route::SiteRelease(past.version.clone()),
        ),
        date: past.date.map(|date| DateView::of(date, words)),
        what: match &past.restores {
            Some(version) => words.fill("site-release-restores", &[("version", version)]),
            None if past.seq == 1 => words.text("site-release-first").to_owned(),
            None => words.count("site-release-changed", past.changed),
        },
    });
    maker.theme.fill("changes.html", &ListView { releases: releases.collect(), page })
}

#[derive(Serialize)]
struct View {
    page: Frame,
    heading: String,
    date: DateView,
    lead: String,
    note: String,
    datasets: Vec<ChangeView>,
    /// Gates of the portal that became looser, in sentences.
    loosened: Vec<String>,
    before: Option<Named>,
    all: Named,
}

#[derive(Serialize)]
struct ChangeView {
    title: String,
    /// Its page; none if it is gone.
    link: Option<Named>,
    version: String,
    /// The page of the version before, if it has one.
    version_before: Option<Named>,
    what: Vec<String>,
    revisions: Vec<RevisionView>,
}

#[derive(Serialize)]
struct RevisionView {
    table: String,
    key: String,
    column: String,
    before: String,
    now: String,
    percent: String,
}

/// What changed in the release that the site is.
pub(super) fn release(maker: Maker<'_>, release: &NewRelease) -> Result<Vec<u8>, Box<Diagnostic>> {
    let (words, catalogue) = (maker.words(), &maker.site.catalogue);
    let heading = words.fill("site-release-title", &[("version", &release.version)]);
    let about = words.fill("site-release-about", &[("version", &release.version)]);
    let route = Route::SiteRelease(release.version.clone());
    let all = link(maker, words.text("site-releases"), &Route::SiteReleases);
    let page = Frame::new(maker, &route, "", &heading, &about).below(vec![all.clone()]);
    let version_before = release.before.as_ref().and_then(|before| before.version.as_ref());
    let count = release.changes.datasets.len();
    let lead = match version_before {
        None => words.text("site-release-first").to_owned(),
        Some(before) => {
            words.say("site-release-lead", &[("count", Arg::Count(count, &words.whole(count))), ("before", Arg::Text(before))])
        }
    };
    let links = Links { site: Some(maker.site), folder: None, root: &page.root };
    let note = if release.is_note_edited { to_html(&release.note, 2, &links, &mut Taken::default()) } else { String::new() };
    let datasets = release.changes.datasets.iter().map(|(id, change)| dataset(maker, id, change)).collect();
    let loosened = release.changes.loosened.iter().map(|gate| {
        let [by, on, reason] = gate.approved.clone().unwrap_or_default();
        let said = [
            ("gate", gate.gate.as_str()),
            ("before", &gate.before),
            ("now", &gate.now),
            ("by", &by),
            ("date", &on),
            ("reason", &reason),
        ];
        words.fill("gate-loosened", &said)
    });
    let loosened = loosened.collect();
    let before = version_before.map(|before| {
        let name = words.fill("site-release-title", &[("version", before)]);
        link(maker, &name, &Route::SiteRelease(before.clone()))
    });
    let date = DateView::of(catalogue.as_of, words);
    maker.theme.fill("change.html", &View { page, heading, date, lead, note, datasets, loosened, before, all })
}

fn dataset(maker: Maker<'_>, id: &DatasetId, change: &DatasetChange) -> ChangeView {
    let (words, catalogue) = (maker.words(), &maker.site.catalogue);
    let at = catalogue.dataset_of(id.as_str());
    let [before, now] = &change.version;
    let has_note = at.is_some_and(|at| catalogue.datasets[at].notes.iter().any(|note| note.version == *before));
    let version_before = (has_note && before != now).then(|| Named {
        name: words.fill("version-number", &[("version", before)]),
        path: format!("{}index.html", version_folder(id.as_str(), before)),
    });
    let revisions = change.tables.iter().flat_map(|(name, table)| {
        table.revisions.iter().map(|revision| RevisionView {
            table: name.clone(),
            key: revision.key.clone(),
            column: revision.column.clone(),
            before: revision.before.clone(),
            now: revision.now.clone(),
            percent: revision.percent.map_or_else(String::new, |percent| format!("{}%", signed(percent, words))),
        })
    });
    ChangeView {
        title: change.title.clone(),
        link: at.map(|at| link(maker, &change.title, &Route::Dataset(at))),
        version: if now.is_empty() { String::new() } else { words.fill("version-number", &[("version", now)]) },
        version_before,
        what: what(change, words),
        revisions: revisions.collect(),
    }
}

fn signed(percent: Decimal, words: &Words) -> String {
    let text = words.number(percent, 1);
    if percent > Decimal::ZERO { format!("+{text}") } else { text }
}

/// What changed in a dataset, in sentences.
fn what(change: &DatasetChange, words: &Words) -> Vec<String> {
    if change.fate != Fate::Changed {
        return vec![words.text(if change.fate == Fate::Added { "change-new" } else { "change-gone" }).to_owned()];
    }
    let mut said: Vec<String> = change.tables.values().flat_map(|table| of_table(table, words)).collect();
    let mut kpis = |key: &str, wanted: fn(&KpiChange) -> bool| {
        let count = change.kpis.values().filter(|change| wanted(change)).count();
        if count > 0 {
            said.push(words.count(key, count));
        }
    };
    kpis("change-kpis-added", |change| *change == KpiChange::Added);
    kpis("change-kpis-removed", |change| *change == KpiChange::Removed);
    kpis("change-kpis-redefined", |change| *change == KpiChange::Redefined);
    kpis("change-kpis-revised", |change| *change == KpiChange::Revised);
    kpis("change-kpis-updated", |change| matches!(change, KpiChange::Updated { .. }));
    if change.is_redescribed {
        said.push(words.text("change-described").to_owned());
    }
    if said.is_empty() {
        said.push(words.text("change-dates").to_owned());
    }
    said
}

fn of_table(table: &TableChange, words: &Words) -> Vec<String> {
    let mut said = Vec::new();
    if table.fate != Fate::Changed {
        said.push(words.text(if table.fate == Fate::Added { "change-table-new" } else { "change-table-gone" }).to_owned());
        return said;
    }
    match (table.rows_added, table.rows_removed) {
        (Some(added), Some(removed)) => {
            for (key, count) in
                [("change-rows-added", added), ("change-rows-removed", removed), ("change-values-revised", table.revised)]
            {
                if count > 0 {
                    said.push(words.count(key, count));
                }
            }
        }
        _ if table.rows[0] != table.rows[1] => {
            let [before, now] = table.rows.map(|rows| words.whole(rows));
            said.push(words.fill("change-rows", &[("before", &before), ("now", &now)]));
        }
        _ => {}
    }
    let lists = [
        ("change-columns-added", &table.columns_added),
        ("change-columns-removed", &table.columns_removed),
        ("change-columns-retyped", &table.columns_retyped),
        ("change-columns-redefined", &table.columns_redefined),
    ];
    for (key, names) in lists.iter().filter(|(_, names)| !names.is_empty()) {
        said.push(words.fill(key, &[("columns", &names.join(", "))]));
    }
    if table.is_reordered {
        said.push(words.text("change-columns-moved").to_owned());
    }
    if table.policy.is_some() {
        said.push(words.text("change-protection").to_owned());
    }
    said
}
