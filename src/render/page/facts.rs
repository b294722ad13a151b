//! What a page says about a dataset besides its data: facts, governance, citation and protection.

use serde::Serialize;

use super::Maker;
use super::frame::{DateView, Named};
use crate::catalogue::KpiRef;
use crate::measure::{Card, WaiverCard};
use crate::model::{Metadata, Waiver, licence};
use crate::route::Route;
use crate::words::{Words, theme_name};

/// The facts of a dataset.
#[derive(Serialize)]
pub(super) struct Facts {
    publisher: Named,
    owner: String,
    email: String,
    licence: Option<Named>,
    access: String,
    status: Option<String>,
    frequency: String,
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
    let (catalogue, words) = (&maker.site.catalogue, maker.words());
    let (dataset, metadata) = (&catalogue.datasets[at], &maker.site.body(at).metadata);
    let (id, publisher) = catalogue.publisher(dataset);
    let covers = metadata.covers.as_ref();
    let from = covers.and_then(|covers| covers.from.as_ref()).map(|date| words.date(**date));
    let to = covers.and_then(|covers| covers.to.as_ref()).map(|date| words.date(**date));
    Facts {
        publisher: Named { name: publisher.to_owned(), path: Route::Publisher(id.to_owned(), 1).path(catalogue).to_string() },
        owner: metadata.owner.name.to_string(),
        email: metadata.owner.email.to_string(),
        licence: catalogue
            .licence(dataset)
            .and_then(licence)
            .map(|licence| Named { name: licence.name.to_owned(), path: licence.url.to_owned() }),
        access: words.access(metadata.access).to_owned(),
        status: metadata.status.map(|status| words.status(status).to_owned()),
        frequency: words.frequency(*metadata.frequency).to_owned(),
        issued: DateView::of(*metadata.issued, words),
        covers: match (from, to) {
            (Some(from), Some(to)) => Some(words.range(&from, &to)),
            (Some(from), None) => Some(words.fill("field-from", &[("from", &from)])),
            (None, Some(to)) => Some(words.fill("field-to", &[("to", &to)])),
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
            .map(|theme| Named { name: theme_name(theme), path: Route::Theme(theme.to_string(), 1).path(catalogue).to_string() })
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
    stage: Option<String>,
    journey: Vec<StepView>,
    waivers: Vec<WaiverView>,
}

/// A step towards publication, and its date.
#[derive(Serialize)]
struct StepView {
    name: String,
    date: DateView,
}

#[derive(Serialize)]
struct ApprovalView {
    role: String,
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

pub(super) fn governance(card: &Card, metadata: &Metadata, words: &Words) -> GovernanceView {
    let stated = metadata.governance.as_ref();
    let approvals = stated.map_or(&[][..], |governance| governance.approvals.as_slice());
    GovernanceView {
        dpia: stated.and_then(|governance| governance.dpia.as_deref().cloned()),
        lawful_basis: stated.and_then(|governance| governance.lawful_basis.as_deref().cloned()),
        retention: stated.and_then(|governance| governance.retention.as_deref().cloned()),
        approvals: approvals
            .iter()
            .map(|approval| ApprovalView {
                role: words.role(approval.role).to_owned(),
                by: (*approval.by).clone(),
                on: DateView::of(*approval.on, words),
                reference: approval.reference.clone(),
            })
            .collect(),
        stage: metadata.journey.as_ref().map(|journey| words.stage(journey.stage).to_owned()),
        journey: journey(metadata, words),
        waivers: waivers(card, words),
    }
}

fn journey(metadata: &Metadata, words: &Words) -> Vec<StepView> {
    let steps = metadata.journey.iter().flat_map(|journey| journey.steps());
    steps.map(|(key, day)| StepView { name: words.step(key).to_owned(), date: DateView::of(day, words) }).collect()
}

pub(super) fn waivers(dataset: &Card, words: &Words) -> Vec<WaiverView> {
    let view = |waiver: &WaiverCard| WaiverView {
        rule: waiver.rule.clone(),
        until: DateView::of(waiver.until, words),
        reason: waiver.reason.clone(),
        approved_by: waiver.approved_by.clone(),
    };
    dataset.waivers.iter().map(view).collect()
}

/// A waiver that holds for all datasets.
pub(super) fn waiver_view(waiver: &Waiver, words: &Words) -> WaiverView {
    WaiverView {
        rule: waiver.rule.to_string(),
        until: DateView::of(*waiver.until, words),
        reason: waiver.reason.clone(),
        approved_by: waiver.approved_by.clone(),
    }
}

/// `Publisher. Title, version. Portal, date. Address`, for a dataset or one of its KPIs.
pub(super) fn citation(maker: Maker<'_>, cited: Subject) -> String {
    let metadata = &maker.site.body(cited.dataset()).metadata;
    let cited = Cited::new(maker, cited);
    maker.words().fill(
        "citation",
        &[
            ("publisher", cited.publisher),
            ("title", &cited.title),
            ("version", &metadata.version),
            ("portal", cited.portal),
            ("date", &maker.words().date(*metadata.modified)),
            ("address", &cited.address),
        ],
    )
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

/// The parts of a citation.
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
                let title = maker.words().fill("cite-kpi-title", &[("kpi", &kpi.title), ("dataset", &dataset.title)]);
                (kpi.id.as_str(), title, Route::Kpi(at))
            }
            Subject::Dataset(at) => (dataset.id.as_str(), dataset.title.clone(), Route::Dataset(at)),
        };
        let address = format!("{}{}", *portal.address, route.path(catalogue).url());
        Self { publisher_id, publisher, id, title, portal: &portal.title, address }
    }
}

/// A text in which TeX's special characters are escaped.
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
