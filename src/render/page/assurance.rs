//! The portal's own KPIs.

use serde::Serialize;

use super::Maker;
use super::facts::{WaiverView, waiver_view, waivers};
use super::files::catalogue_file;
use super::frame::{Frame, Named, link};
use super::tile::{FreshnessView, freshness};
use crate::diagnostic::Diagnostic;
use crate::export::{AssuranceFigures, ChecklistLine, ChecklistState, Coverage, assurance as figures_of, checklist};
use crate::locale::Arg;
use crate::measure::{ApprovalCard, Card};
use crate::route::Route;
use crate::words::Words;

#[derive(Serialize)]
struct View {
    page: Frame,
    figures: Vec<FigureView>,
    datasets: Vec<DatasetRow>,
    checklist: Vec<CheckView>,
    waivers: Vec<WaiverRow>,
    json: String,
}

#[derive(Serialize)]
struct FigureView {
    title: String,
    value: String,
    detail: String,
}

#[derive(Serialize)]
struct DatasetRow {
    link: Named,
    owner: String,
    dpia: Option<String>,
    approvals: Vec<String>,
    freshness: FreshnessView,
    protection: Vec<String>,
    warnings: usize,
}

#[derive(Serialize)]
struct CheckView {
    name: String,
    state: String,
    /// How many meet it.
    detail: String,
    /// Where somebody says so.
    link: Option<String>,
}

#[derive(Serialize)]
struct WaiverRow {
    dataset: Named,
    waiver: WaiverView,
}

/// The most datasets the page lists. For a larger catalogue it shows only figures; the JSON lists every dataset.
const LISTED: usize = 200;

pub(super) fn assurance(maker: Maker<'_>) -> Result<Vec<u8>, Box<Diagnostic>> {
    let catalogue = &maker.site.catalogue;
    let route = Route::Assurance;
    let words = maker.words();
    let page = Frame::new(maker, &route, "assurance", words.text("assurance"), words.text("assurance-about"));
    let datasets = catalogue.titled();
    let row = |(at, dataset): (usize, &Card)| DatasetRow {
        link: link(maker, &dataset.title, &Route::Dataset(at)),
        owner: dataset.owner.clone(),
        dpia: dataset.dpia.clone(),
        approvals: dataset.approvals.iter().map(|approval| approved(approval, words)).collect(),
        freshness: freshness(&dataset.freshness, words),
        protection: dataset.tables.iter().map(|table| words.protection(&table.protection)).collect(),
        warnings: dataset.warnings,
    };
    let waiver_rows = datasets.clone().flat_map(|(at, dataset)| {
        let of = move |waiver| WaiverRow { dataset: link(maker, &dataset.title, &Route::Dataset(at)), waiver };
        waivers(dataset, words).into_iter().map(of)
    });
    let all = link(maker, words.text("assurance-all-datasets"), &Route::Datasets(1));
    let of_portal = catalogue.settings.portal.waivers.iter();
    let of_portal = of_portal.map(|waiver| WaiverRow { dataset: all.clone(), waiver: waiver_view(waiver, words) });
    let figures = figures_of(catalogue);
    let view = View {
        checklist: checklist(catalogue, &figures).iter().map(|line| check_view(line, words)).collect(),
        figures: figure_views(maker, &figures),
        waivers: of_portal.chain(waiver_rows).collect(),
        datasets: datasets.take(LISTED).map(row).collect(),
        json: catalogue_file(maker, "assurance.json").path(catalogue).to_string(),
        page,
    };
    maker.theme.fill("assurance.html", &view)
}

fn figure_views(maker: Maker<'_>, figures: &AssuranceFigures) -> Vec<FigureView> {
    let words = maker.words();
    let view = |title: &str, value: String, detail: String| FigureView { title: words.text(title).to_owned(), value, detail };
    let share = |title: &str, detail: &str, coverage: Coverage| {
        let (met, all) = (words.whole(coverage.met), words.whole(coverage.of));
        view(title, share_text(coverage, words), words.fill(detail, &[("met", &met), ("all", &all)]))
    };
    let days = |title: &str, detail: &str, median: Option<f64>| {
        let days = median.map(|days| words.fill("assurance-days", &[("days", &words.number(days, 0))]));
        let value = days.unwrap_or_else(|| words.text("assurance-not-stated").to_owned());
        view(title, value, words.text(detail).to_owned())
    };
    let [met, all, completed, not_required] =
        [figures.dpia.met, figures.dpia.of, figures.dpia.met - figures.dpia_not_required, figures.dpia_not_required]
            .map(|count| words.whole(count));
    let dpia = [("met", met.as_str()), ("all", &all), ("completed", &completed), ("not-required", &not_required)];
    let dpia = words.fill("assurance-dpia-detail", &dpia);
    let before = words.count("assurance-hidden-before", figures.hidden_before);
    let tables = words.whole(figures.protected_tables);
    let hidden = [("tables", Arg::Count(figures.protected_tables, &tables)), ("before", Arg::Text(&before))];
    vec![
        view("assurance-dpia", share_text(figures.dpia, words), dpia),
        view("assurance-checklist", share_text(figures.checklist, words), approved_by(maker, figures)),
        share("assurance-documented", "assurance-documented-detail", figures.documented),
        share("assurance-units", "assurance-units-detail", figures.units),
        share("assurance-fresh", "assurance-fresh-detail", figures.fresh),
        share("assurance-clean", "assurance-clean-detail", figures.clean),
        view("assurance-hidden", words.whole(figures.hidden), words.say("assurance-hidden-detail", &hidden)),
        days("assurance-source-to-site", "assurance-source-to-site-detail", figures.source_to_site),
        days("assurance-request-to-live", "assurance-request-to-live-detail", figures.request_to_live),
    ]
}

/// A line of the checklist in words.
fn check_view(line: &ChecklistLine, words: &Words) -> CheckView {
    let name = match line.line {
        "identifiers" => "checklist-identifiers",
        "dpia" => "checklist-dpia",
        "dictionary" => "checklist-dictionary",
        "secrets" => "checklist-secrets",
        "access" => "checklist-access",
        "audit-log" => "checklist-audit-log",
        "small-numbers" => "checklist-small-numbers",
        "aggregated" => "checklist-aggregated",
        "retention" => "checklist-retention",
        _ => "checklist-approvals",
    };
    let state = match line.state {
        ChecklistState::Proved => "checklist-proved",
        ChecklistState::Declared => "checklist-declared",
        ChecklistState::Open => "checklist-open",
    };
    let is_waived = line.state == ChecklistState::Declared && line.link.is_none();
    let without = || if is_waived { words.text("checklist-waived").to_owned() } else { String::new() };
    let detail = line.coverage.map_or_else(without, |coverage| {
        words.fill("checklist-detail", &[("met", &words.whole(coverage.met)), ("all", &words.whole(coverage.of))])
    });
    CheckView { name: words.text(name).to_owned(), state: words.text(state).to_owned(), detail, link: line.link.clone() }
}

/// Who approved a dataset, in which role, when, and under which reference.
fn approved(approval: &ApprovalCard, words: &Words) -> String {
    let date = words.date(approval.on);
    let said = [("role", words.role(approval.role)), ("by", &approval.by), ("date", &date)];
    let approved = words.fill("assurance-approval", &said);
    approval.reference.as_ref().map_or_else(|| approved.clone(), |reference| format!("{approved}, {reference}"))
}

/// How many datasets are approved, and by whom the portal wants them to be.
fn approved_by(maker: Maker<'_>, figures: &AssuranceFigures) -> String {
    let coverage = figures.checklist;
    let clear = maker.words().whole(figures.checklist_without_waivers);
    let (words, policy) = (maker.words(), &maker.site.catalogue.settings.portal.policy);
    let roles: Vec<String> = policy.roles.iter().map(|role| words.approver(*role).to_owned()).collect();
    let (met, all, roles) = (words.whole(coverage.met), words.whole(coverage.of), words.and_all(&roles));
    let detail = if policy.small_organisation { "assurance-checklist-small" } else { "assurance-checklist-detail" };
    words.fill(detail, &[("met", &met), ("all", &all), ("roles", &roles), ("clear", &clear)])
}

/// A share in whole percent. It is 100% only if all items meet the condition, so not for 299 of 300.
fn share_text(coverage: Coverage, words: &Words) -> String {
    match coverage.percent() {
        None => words.text("assurance-none").to_owned(),
        Some(percent) if percent >= 99.5 && coverage.met < coverage.of => words.text("assurance-over-99").to_owned(),
        Some(percent) if percent < 0.5 && coverage.met > 0 => words.text("assurance-under-1").to_owned(),
        Some(percent) => format!("{}%", words.number(percent, 0)),
    }
}
