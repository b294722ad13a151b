//! A KPI's page.

use serde::Serialize;

use super::Maker;
use super::chart_words::{ChartHead, KeyEntry, bars_key, chart_head, chart_key, multiples_key};
use super::definition::{MarkerView, caveats, computed, markers};
use super::facts::{Facts, Subject, bibtex, citation, facts};
use super::files::{kpi_file, table_download};
use super::frame::{Frame, Named, link};
use super::headline::{Headline, headline};
use super::kpi_chart::{main_chart, places};
use super::tile::{FreshnessView, change_text, freshness, marker_words, period_text};
use crate::catalogue::KpiRef;
use crate::diagnostic::Diagnostic;
use crate::measure::spc::Variation;
use crate::measure::{Body, Kpi, Measure, Reading};
use crate::model::{Chart, Format, Unit};
use crate::render::chart::{self, Multiples};
use crate::route::{Route, TableRef};
use crate::words::{Way, Words, capital, unit_words};

/// The portal's page about control charts, within `content/`.
const SPC_GUIDE: &str = "guidance/reading-spc-charts";

#[derive(Serialize)]
#[expect(clippy::struct_excessive_bools, reason = "each says whether a table has a column")]
struct View {
    page: Frame,
    title: String,
    dataset: Named,
    freshness: FreshnessView,
    definition: Option<String>,
    headline: Option<Headline>,
    spc: Option<SpcView>,
    chart: String,
    chart_head: Option<ChartHead>,
    chart_key: Vec<KeyEntry>,
    status: Option<String>,
    facts: Facts,
    made: Made,
    bibtex: String,
    rows: Vec<Row>,
    has_spc: bool,
    has_trajectory: bool,
    /// Whether the target is not the same in all periods.
    has_changing_target: bool,
    has_interval: bool,
    breakdown_has_interval: bool,
    /// How many columns the table over time has.
    columns: usize,
    has_target: bool,
    multiples: Multiples,
    multiples_key: Vec<KeyEntry>,
    /// The title of the table over time. Under bars for a breakdown it is a different one, because it does not show the same
    /// figures as the bars.
    table_title: String,
    unit: Option<String>,
    newest: Option<String>,
    /// What applies to all series of a breakdown that has no overall figure.
    together: Option<String>,
    breakdown_by: Option<String>,
    breakdown: Vec<Member>,
    breakdown_has_spc: bool,
    caveats: Vec<String>,
    computed: Vec<String>,
    download: Named,
    json: String,
    csv: String,
    chart_file: Option<String>,
    /// The portal's page about control charts, if it has one.
    spc_guide: Option<String>,
    /// What it said in each release.
    revisions: Option<String>,
    citation: String,
    markers: Vec<MarkerView>,
}

/// The data the figures were calculated from.
#[derive(Serialize)]
struct Made {
    sha256: String,
}

#[derive(Serialize)]
struct SpcView {
    variation: Option<Sentence>,
    assurance: Option<Sentence>,
    reason: Option<String>,
    limits: Option<String>,
}

#[derive(Serialize)]
struct Sentence {
    word: &'static str,
    text: String,
}

#[derive(Serialize)]
struct Row {
    period: String,
    value: String,
    words: Option<String>,
    mean: String,
    lower: String,
    upper: String,
    trajectory: String,
    cause: String,
    /// The place of its point in the plot, as shares of the plot's width and height.
    at: Option<(f64, f64)>,
    /// The periods missing from the table before this one.
    gap: Option<String>,
    /// The target in force, if it is not the same in all periods.
    target: Option<String>,
    /// The confidence interval.
    interval: Option<String>,
}

#[derive(Serialize)]
struct Member {
    name: String,
    value: String,
    words: Option<String>,
    interval: Option<String>,
    period: Option<String>,
    change: Option<String>,
    target: Option<String>,
    variation: Option<Sentence>,
    assurance: Option<Sentence>,
    reason: Option<String>,
    spark: String,
}

pub(super) fn kpi(maker: Maker<'_>, at: KpiRef) -> Result<Vec<u8>, Box<Diagnostic>> {
    let (catalogue, words) = (&maker.site.catalogue, maker.words());
    let (dataset, kpi, body) = (&catalogue.datasets[at.dataset], maker.site.kpi(at), maker.site.body(at.dataset));
    let spec = &kpi.spec;
    let about = spec
        .description
        .as_ref()
        .map_or_else(|| words.fill("kpi-about", &[("kpi", &spec.title), ("dataset", &dataset.title)]), |text| text.to_string());
    let above = link(maker, words.text("kpis"), &Route::Kpis(1));
    let page = Frame::new(maker, &Route::Kpi(at), "kpis", &spec.title, &about).below(vec![above]);
    let table = dataset.tables.iter().position(|table| table.name == *spec.table).unwrap_or(0);
    let overall = kpi.overall.as_ref();
    let members: Vec<(&str, &Measure)> = kpi.members().map(|(name, measure)| (kpi.label(name), measure)).collect();
    let breakdown = members.iter().map(|(name, measure)| member(maker, kpi, name, measure)).collect::<Result<_, _>>()?;
    let panels = if spec.chart == Chart::Bar { &[][..] } else { &members };
    let drawn = main_chart(maker.theme, kpi, words)?;
    let view = View {
        title: spec.title.to_string(),
        dataset: link(maker, &dataset.title, &Route::Dataset(at.dataset)),
        freshness: freshness(&dataset.freshness, words),
        definition: spec.description.as_ref().map(|text| text.to_string()),
        headline: overall.map(|measure| headline(kpi, measure, words)),
        spc: overall.and_then(|measure| spc_view(kpi, measure, words)),
        chart_head: kpi.has_chart().then(|| chart_head(kpi, drawn.axis_begins_at.as_deref(), words)),
        chart: drawn.svg,
        chart_key: match overall {
            Some(measure) if kpi.spec.chart != Chart::Bar => chart_key(kpi, measure, words),
            _ => bars_key(kpi, words),
        },
        status: body.metadata.status.map(|status| words.status(status).to_owned()),
        facts: facts(maker, at.dataset),
        made: Made { sha256: dataset.tables.get(table).map_or_else(String::new, |table| table.csv.sha256.clone()) },
        bibtex: bibtex(maker, Subject::Kpi(at)),
        rows: overall.map_or_else(Vec::new, |measure| rows(kpi, measure, words)),
        has_spc: overall.is_some_and(has_limits),
        has_trajectory: overall.is_some_and(|measure| !measure.trajectory.is_empty()),
        has_changing_target: overall.is_some_and(Measure::has_changing_target),
        has_interval: overall.is_some_and(|measure| !measure.intervals.is_empty()),
        breakdown_has_interval: kpi.breakdown.values().any(|measure| measure.interval(measure.latest).is_some()),
        columns: overall.map_or(0, columns),
        multiples: chart::multiples(maker.theme, &kpi.named, panels, &spec.format, &kpi.range, kpi.provisional(), words)?,
        multiples_key: multiples_key(panels, words),
        table_title: words
            .text(if spec.chart == Chart::Bar && !kpi.breakdown.is_empty() { "kpi-table-title-bars" } else { "kpi-table-title" })
            .to_owned(),
        unit: unit_alone(&spec.format),
        newest: period_text(kpi, kpi.newest(), &[], words),
        together: overall.is_none().then(|| capital(&super::chart_words::finding(kpi, words))),
        has_target: kpi.breakdown.values().any(|measure| measure.target.is_some()),
        breakdown_by: spec.by.as_ref().map(|by| title_of_column(body, table, by)),
        breakdown,
        breakdown_has_spc: kpi.breakdown.values().any(|measure| measure.spc.is_some()),
        caveats: caveats(kpi, words),
        computed: computed(spec, body.tables.get(table), words),
        download: link(
            maker,
            &format!("{}.csv", *spec.table),
            &table_download(maker, TableRef { dataset: at.dataset, table }, ".csv"),
        ),
        json: kpi_file(maker, at, ".json").path(catalogue).to_string(),
        csv: kpi_file(maker, at, ".csv").path(catalogue).to_string(),
        spc_guide: maker.site.content.get(SPC_GUIDE).map(ToString::to_string),
        chart_file: kpi.has_chart().then(|| kpi_file(maker, at, ".svg").path(catalogue).to_string()),
        revisions: maker.site.release().map(|_| Route::KpiRevisions(at).path(catalogue).to_string()),
        citation: citation(maker, Subject::Kpi(at)),
        markers: markers(kpi, words),
        page,
    };
    maker.theme.fill("kpi.html", &view)
}

/// A unit where it stands alone: in full if it says what percentages are of, and not at all if it is only a sign.
fn unit_alone(format: &Format) -> Option<String> {
    let unit = format.unit.as_ref().filter(|unit| unit.percent_of().is_some());
    unit.map(Unit::text).or_else(|| unit_words(format)).map(ToOwned::to_owned)
}

fn title_of_column(dataset: &Body, table: usize, name: &str) -> String {
    let field = dataset.tables.get(table).and_then(|table| table.dictionary.field(name));
    field.map_or_else(|| name.to_owned(), |field| field.title.clone())
}

fn spc_view(kpi: &Kpi, measure: &Measure, words: &Words) -> Option<SpcView> {
    let spc = measure.spc.as_ref()?;
    let format = &kpi.spec.format;
    let group = spc.groups.last()?;
    let period = |point: usize| spc.points.get(point).and_then(|point| kpi.named.get(point.at));
    let last = (group.first + group.baseline).saturating_sub(1);
    let mean = group.shown.mean.map(|mean| words.figure(mean, format));
    // A chart that does not fit has a mean, but it says nothing.
    let is_withheld = mean.is_none() && group.limits.mean.is_some();
    let mean = mean.unwrap_or_else(|| words.text("spc-not-calculated").to_owned());
    let (points, periods) = (words.count("count-points", group.n), period(group.first).zip(period(last)));
    let periods = periods.map_or_else(String::new, |(first, last)| words.from_to(first, last));
    let screening = words.text(if spc.screened { "spc-screened" } else { "spc-not-screened" });
    let mut said = vec![("mean", mean.as_str()), ("points", &points), ("periods", &periods)];
    let limits = match (group.shown.lower, group.shown.upper) {
        (Some(lower), Some(upper)) => {
            let (lower, upper) = (words.figure(lower, format), words.figure(upper, format));
            said.extend([("lower", lower.as_str()), ("upper", &upper), ("screening", screening)]);
            let limits = words.fill("spc-limits", &said);
            let is_cut = group.shown.lower != group.limits.lower || group.shown.upper != group.limits.upper;
            if is_cut { format!("{limits} {}", words.text("spc-cut")) } else { limits }
        }
        _ => words.fill("spc-no-limits", &said),
    };
    Some(SpcView {
        variation: variation(kpi, measure, words),
        assurance: assurance(measure, words),
        reason: spc.reason.map(|reason| words.reason(reason)),
        limits: Some(limits).filter(|_| !is_withheld),
    })
}

/// What the newest point means. If the latest change went the other way, the sentence says that both are true.
fn variation(kpi: &Kpi, measure: &Measure, words: &Words) -> Option<Sentence> {
    use Variation::{ConcernHigh, ConcernLow, ImprovementHigh, ImprovementLow, NeutralHigh, NeutralLow};
    let variation = measure.spc.as_ref()?.variation?;
    let said = words.variation(variation);
    let way = measure.since_previous.map(|change| words.way(&change, &kpi.spec.format));
    let text = match (variation, way) {
        (ImprovementLow | ConcernLow | NeutralLow, Some(Way::Up)) => words.fill("variation-despite-rise", &[("variation", said)]),
        (ImprovementHigh | ConcernHigh | NeutralHigh, Some(Way::Down)) => {
            words.fill("variation-despite-fall", &[("variation", said)])
        }
        _ => said.to_owned(),
    };
    Some(Sentence { word: variation.word(), text })
}

fn assurance(measure: &Measure, words: &Words) -> Option<Sentence> {
    let assurance = measure.spc.as_ref()?.assurance?;
    Some(Sentence { word: assurance.word(), text: words.assurance(assurance).to_owned() })
}

/// Whether a control chart has limits for some of its points.
fn has_limits(measure: &Measure) -> bool {
    measure.spc.iter().flat_map(|spc| &spc.groups).any(|group| group.shown.upper.is_some())
}

/// The period and the figure; mean, limits and variation of a control chart; a trajectory, a target that changes, an interval.
fn columns(measure: &Measure) -> usize {
    2 + if has_limits(measure) { 4 } else { 0 }
        + usize::from(!measure.trajectory.is_empty())
        + usize::from(measure.has_changing_target())
        + usize::from(!measure.intervals.is_empty())
}

/// The series as a table, newest first.
fn rows(kpi: &Kpi, measure: &Measure, words: &Words) -> Vec<Row> {
    let format = &kpi.spec.format;
    let spc = measure.spc.as_ref();
    let places = places(kpi, measure, words);
    let mut rows = Vec::new();
    for (at, reading) in measure.readings.iter().enumerate().rev() {
        let Some(period) = period_text(kpi, at, &measure.absent(at), words).filter(|_| *reading != Reading::Absent) else {
            continue;
        };
        let limits = spc.and_then(|spc| spc.at(at)).map(|(group, _)| group.shown);
        let limit = |value: Option<f64>| value.map_or_else(String::new, |value| words.figure(value, format));
        let planned = measure.trajectory.get(at).copied().flatten();
        let target = measure.targets.get(at).copied().flatten();
        let gap = measure.gaps.iter().find(|gap| gap.before == at);
        rows.push(Row {
            period,
            value: words.reading(*reading, format),
            words: marker_words(*reading, format, words),
            mean: limit(limits.and_then(|limits| limits.mean)),
            lower: limit(limits.and_then(|limits| limits.lower)),
            upper: limit(limits.and_then(|limits| limits.upper)),
            trajectory: planned.map_or_else(String::new, |planned| words.figure(planned, format)),
            cause: spc.and_then(|spc| spc.verdict(at)).map_or_else(String::new, |point| words.cause(point.cause).to_owned()),
            at: places.get(at).copied().flatten(),
            target: target.map(|target| words.target(target, format)),
            interval: measure.interval(at).map(|interval| words.interval(interval, format)),
            gap: gap.map(|gap| words.fill("kpi-gap", &[("periods", &words.span(&gap.first, &gap.last))])),
        });
    }
    rows
}

fn member(maker: Maker<'_>, kpi: &Kpi, name: &str, measure: &Measure) -> Result<Member, Box<Diagnostic>> {
    let (format, words) = (&kpi.spec.format, maker.words());
    Ok(Member {
        name: name.to_owned(),
        value: words.reading(measure.reading(), format),
        words: marker_words(measure.reading(), format, words),
        interval: measure.interval(measure.latest).map(|interval| words.interval(interval, format)),
        period: period_text(kpi, measure.latest, &measure.absent(measure.latest), words),
        change: change_text(kpi, measure, words),
        target: measure.target.map(|target| words.target(target, format)),
        variation: variation(kpi, measure, words),
        assurance: assurance(measure, words),
        reason: measure.spc.as_ref().and_then(|spc| spc.reason).map(|reason| words.reason(reason)),
        spark: chart::spark(maker.theme, &measure.recent())?,
    })
}
