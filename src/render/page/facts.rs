//! What is said of a dataset beside its data: facts, governance, citation, protection.

use serde::Serialize;

use super::Maker;
use super::frame::{DateView, Named};
use crate::catalogue::KpiRef;
use crate::measure::{Card, WaiverCard};
use crate::model::{Metadata, Preset, licence};
use crate::protect::Protection;
use crate::route::Route;
use crate::words::{self, long_date};

/// The facts of a dataset.
#[derive(Serialize)]
pub(super) struct Facts {
    publisher: Named,
    owner: String,
    email: String,
    licence: Option<Named>,
    access: &'static str,
    status: Option<&'static str>,
    frequency: &'static str,
    issued: DateView,
    covers: Option<String>,
    area: Option<String>,
    version: String,
    source: Option<Source>,
    keywords: Vec<String>,
    themes: Vec<Named>,
}

#[derive(Serialize)]
struct Source {
    name: String,
    url: Option<String>,
}

pub(super) fn facts(maker: Maker<'_>, at: usize) -> Facts {
    let catalogue = &maker.site.catalogue;
    let (dataset, metadata) = (&catalogue.datasets[at], &maker.site.body(at).metadata);
    let (id, publisher) = catalogue.publisher(dataset);
    let covers = metadata.covers.as_ref();
    let from = covers.and_then(|covers| covers.from.as_ref()).map(|date| long_date(**date));
    let to = covers.and_then(|covers| covers.to.as_ref()).map(|date| long_date(**date));
    Facts {
        publisher: Named { name: publisher.to_owned(), path: Route::Publisher(id.to_owned(), 1).path(catalogue).to_string() },
        owner: metadata.owner.name.to_string(),
        email: metadata.owner.email.to_string(),
        licence: catalogue
            .licence(dataset)
            .and_then(licence)
            .map(|licence| Named { name: licence.name.to_owned(), path: licence.url.to_owned() }),
        access: metadata.access.label(),
        status: metadata.status.map(crate::model::Status::label),
        frequency: metadata.frequency.label(),
        issued: DateView::of(*metadata.issued),
        covers: match (from, to) {
            (Some(from), Some(to)) => Some(format!("{from} to {to}")),
            (Some(from), None) => Some(format!("from {from}")),
            (None, Some(to)) => Some(format!("to {to}")),
            (None, None) => None,
        },
        area: covers.and_then(|covers| covers.area.clone()),
        version: metadata.version.to_string(),
        source: metadata
            .source
            .as_ref()
            .map(|source| Source { name: source.name.clone(), url: source.url.as_ref().map(|url| url.to_string()) }),
        keywords: metadata.keywords.iter().map(|keyword| keyword.to_string()).collect(),
        themes: metadata
            .themes
            .iter()
            .map(|theme| Named {
                name: words::theme_name(theme),
                path: Route::Theme(theme.to_string(), 1).path(catalogue).to_string(),
            })
            .collect(),
    }
}

/// Who approved a dataset, and under which assessment.
#[derive(Serialize)]
pub(super) struct GovernanceView {
    dpia: Option<String>,
    lawful_basis: Option<String>,
    retention: Option<String>,
    approvals: Vec<ApprovalView>,
    stage: Option<&'static str>,
    journey: Vec<StepView>,
    waivers: Vec<WaiverView>,
}

/// A step on the way to publication, and its day.
#[derive(Serialize)]
struct StepView {
    name: String,
    date: DateView,
}

#[derive(Serialize)]
struct ApprovalView {
    role: &'static str,
    by: String,
    on: DateView,
    reference: Option<String>,
}

#[derive(Serialize)]
pub(super) struct WaiverView {
    rule: String,
    until: DateView,
    reason: String,
    approved_by: String,
}

pub(super) fn governance(card: &Card, metadata: &Metadata) -> GovernanceView {
    let stated = metadata.governance.as_ref();
    let approvals = stated.map_or(&[][..], |governance| governance.approvals.as_slice());
    GovernanceView {
        dpia: stated.and_then(|governance| governance.dpia.clone()),
        lawful_basis: stated.and_then(|governance| governance.lawful_basis.clone()),
        retention: stated.and_then(|governance| governance.retention.clone()),
        approvals: approvals
            .iter()
            .map(|approval| ApprovalView {
                role: approval.role.label(),
                by: approval.by.clone(),
                on: DateView::of(approval.on),
                reference: approval.reference.clone(),
            })
            .collect(),
        stage: metadata.journey.as_ref().map(|journey| journey.stage.label()),
        journey: journey(metadata),
        waivers: waivers(card),
    }
}

fn journey(metadata: &Metadata) -> Vec<StepView> {
    let steps = metadata.journey.iter().flat_map(|journey| journey.steps());
    let name = |key| if key == "go_live" { "Live since".to_owned() } else { words::capital(key) };
    steps.map(|(key, day)| StepView { name: name(key), date: DateView::of(day) }).collect()
}

pub(super) fn waivers(dataset: &Card) -> Vec<WaiverView> {
    let view = |waiver: &WaiverCard| WaiverView {
        rule: waiver.rule.clone(),
        until: DateView::of(waiver.until),
        reason: waiver.reason.clone(),
        approved_by: waiver.approved_by.clone(),
    };
    dataset.waivers.iter().map(view).collect()
}

/// What was done to a table's small numbers, in a sentence.
pub(super) fn protection_sentence(protection: &Protection) -> String {
    let policy = &protection.policy;
    let before = match protection.hidden_before {
        0 => String::new(),
        hidden => format!(" {} confidential in the source already.", words::counted(hidden, "cell was", "cells were")),
    };
    if policy.counts.is_empty() {
        return format!("No column of this table counts people.{before}");
    }
    if policy.preset == Preset::None {
        let reason = policy.reason.as_deref().unwrap_or("no reason stated").trim_end_matches('.');
        return format!("No count is hidden: {reason}.{before}");
    }
    let hidden = match protection.hidden {
        0 => "No count had to be hidden".to_owned(),
        1 => "1 count is hidden".to_owned(),
        hidden => format!("{} counts are hidden", words::number(words::as_f64(hidden), 0)),
    };
    let rule = format!("counts from 1 to {} are shown as [c]", policy.preset.threshold() - 1);
    let rounding =
        policy.preset.rounding().map_or_else(String::new, |base| format!(", all others are rounded to the nearest {base}"));
    format!("{hidden}: {rule}{rounding}.{before}")
}

/// `Publisher. Title, version. Portal, date. Address`, of a dataset or of one of its KPIs.
pub(super) fn citation(maker: Maker<'_>, cited: Subject) -> String {
    let metadata = &maker.site.body(cited.dataset()).metadata;
    let cited = Cited::new(maker, cited);
    let Cited { publisher, title, portal, address, .. } = &cited;
    let date = long_date(*metadata.modified);
    format!("{publisher}. {title}, version {}. {portal}, {date}. {address}", *metadata.version)
}

/// The citation for reference managers.
pub(super) fn bibtex(maker: Maker<'_>, cited: Subject) -> String {
    let metadata = &maker.site.body(cited.dataset()).metadata;
    let cited = Cited::new(maker, cited);
    let date = metadata.modified.to_string();
    let year = date.split('-').next().unwrap_or_default();
    let fields = [
        ("author", format!("{{{}}}", tex(cited.publisher))),
        ("title", tex(&cited.title)),
        ("version", tex(&metadata.version)),
        ("publisher", tex(cited.portal)),
        ("year", year.to_owned()),
        ("url", cited.address),
    ];
    let lines: Vec<String> = fields.iter().map(|(key, value)| format!("  {key:9} = {{{value}}}")).collect();
    format!("@misc{{{}-{}-{year},\n{}\n}}", cited.publisher_id, cited.id, lines.join(",\n"))
}

/// What is cited.
#[derive(Clone, Copy)]
pub(super) enum Subject {
    /// A dataset, by its position.
    Dataset(usize),
    /// A KPI.
    Kpi(KpiRef),
}

impl Subject {
    fn dataset(self) -> usize {
        match self {
            Self::Dataset(at) => at,
            Self::Kpi(at) => at.dataset,
        }
    }
}

/// What a citation names.
struct Cited<'a> {
    publisher_id: &'a str,
    publisher: &'a str,
    id: &'a str,
    title: String,
    portal: &'a str,
    address: String,
}

impl<'a> Cited<'a> {
    fn new(maker: Maker<'a>, cited: Subject) -> Self {
        let catalogue = &maker.site.catalogue;
        let dataset = &catalogue.datasets[cited.dataset()];
        let (publisher_id, publisher) = catalogue.publisher(dataset);
        let portal = &catalogue.settings.portal;
        let (id, title, route) = match cited {
            Subject::Kpi(at) => {
                let kpi = catalogue.kpi(at);
                (kpi.id.as_str(), format!("{} ({})", kpi.title, dataset.title), Route::Kpi(at))
            }
            Subject::Dataset(at) => (dataset.id.as_str(), dataset.title.clone(), Route::Dataset(at)),
        };
        let address = format!("{}{}", *portal.address, route.path(catalogue).url());
        Self { publisher_id, publisher, id, title, portal: &portal.title, address }
    }
}

/// A text with what TeX would take for commands escaped.
fn tex(text: &str) -> String {
    let mut safe = String::with_capacity(text.len());
    for c in text.chars() {
        match c {
            '&' | '%' | '$' | '#' | '_' | '{' | '}' => safe.extend(['\\', c]),
            '~' => safe.push_str("\\textasciitilde{}"),
            '^' => safe.push_str("\\textasciicircum{}"),
            '\\' => safe.push_str("\\textbackslash{}"),
            c => safe.push(c),
        }
    }
    safe
}
