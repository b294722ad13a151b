//! KPIs: the board and a KPI's page.

use serde::Serialize;

use super::Maker;
use super::facts::citation;
use super::frame::{Frame, Named, Pager, link, paged};
use super::tile::{FreshnessView, KpiTile, change_text, freshness, kpi_tile, marker_words};
use crate::diagnostic::Diagnostic;
use crate::measure::{Change, Kpi, Measure, Measured, Reading};
use crate::model::{Chart, Direction, Format, KpiSpec, MissingRule, ValueSpec};
use crate::render::chart::{self, Bar, SeriesChart};
use crate::render::text;
use crate::site::{ITEMS_A_PAGE, KpiRef, Route};

#[derive(Serialize)]
struct BoardView {
    page: Frame,
    kpis: Vec<KpiTile>,
    pager: Pager,
}

pub(super) fn kpis(maker: Maker<'_>, number: usize) -> Result<Vec<u8>, Box<Diagnostic>> {
    let page = Frame::new(
        maker,
        &Route::Kpis(number),
        "kpis",
        "KPIs",
        "Key figures, each computed from a table that is offered beside it.",
    );
    let (refs, pager) = paged(maker, &maker.site.catalogue.kpis, number, ITEMS_A_PAGE, Route::Kpis);
    let kpis = refs.iter().map(|at| kpi_tile(maker, *at)).collect::<Result<_, _>>()?;
    maker.theme.fill("kpis.html", &BoardView { page, kpis, pager })
}

#[derive(Serialize)]
struct View {
    page: Frame,
    title: String,
    dataset: Named,
    freshness: FreshnessView,
    definition: Option<String>,
    headline: Option<Headline>,
    spc: Option<SpcView>,
    chart: String,
    rows: Vec<Row>,
    has_spc: bool,
    has_target: bool,
    breakdown_by: Option<String>,
    breakdown: Vec<Member>,
    breakdown_has_spc: bool,
    caveats: Vec<String>,
    computed: Vec<String>,
    download: Named,
    json: String,
    citation: String,
    markers: Vec<MarkerView>,
}

#[derive(Serialize)]
struct Headline {
    value: String,
    words: Option<&'static str>,
    unit: Option<String>,
    period: Option<String>,
    previous: Option<String>,
    year_before: Option<String>,
    target: Option<String>,
}

#[derive(Serialize)]
struct SpcView {
    variation: Option<Sentence>,
    assurance: Option<Sentence>,
    reason: Option<String>,
    limits: String,
}

#[derive(Serialize)]
struct Sentence {
    word: &'static str,
    text: &'static str,
}

#[derive(Serialize)]
struct Row {
    period: String,
    value: String,
    words: Option<&'static str>,
    mean: String,
    lower: String,
    upper: String,
    cause: &'static str,
}

#[derive(Serialize)]
struct Member {
    name: String,
    value: String,
    words: Option<&'static str>,
    period: Option<String>,
    change: Option<String>,
    target: Option<String>,
    variation: Option<Sentence>,
    assurance: Option<Sentence>,
    reason: Option<String>,
    spark: String,
}

#[derive(Serialize)]
struct MarkerView {
    marker: String,
    words: &'static str,
}

pub(super) fn kpi(maker: Maker<'_>, at: KpiRef) -> Result<Vec<u8>, Box<Diagnostic>> {
    let catalogue = &maker.site.catalogue;
    let (dataset, kpi) = (&catalogue.datasets[at.dataset], catalogue.kpi(at));
    let spec = &kpi.spec;
    let about = spec
        .description
        .as_ref()
        .map_or_else(|| format!("{}, from {}.", *spec.title, *dataset.metadata.title), |text| text.to_string());
    let page = Frame::new(maker, &Route::Kpi(at), "kpis", &spec.title, &about).below(vec![link(maker, "KPIs", &Route::Kpis(1))]);
    let table = dataset.tables.iter().position(|table| *table.spec.name == *spec.table).unwrap_or(0);
    let overall = kpi.overall.as_ref();
    let breakdown = kpi.breakdown.iter().map(|(name, measure)| member(maker, kpi, name, measure)).collect::<Result<_, _>>()?;
    let view = View {
        title: spec.title.to_string(),
        dataset: link(maker, &dataset.metadata.title, &Route::Dataset(at.dataset)),
        freshness: freshness(&dataset.freshness),
        definition: spec.description.as_ref().map(|text| text.to_string()),
        headline: overall.map(|measure| headline(kpi, measure)),
        spc: overall.and_then(|measure| spc_view(kpi, measure)),
        chart: main_chart(maker, kpi)?,
        rows: overall.map_or_else(Vec::new, |measure| rows(kpi, measure)),
        has_spc: overall.is_some_and(|measure| measure.spc.is_some()),
        has_target: kpi.breakdown.values().any(|measure| measure.target.is_some()),
        breakdown_by: spec.by.as_ref().map(|by| title_of_column(dataset, table, by)),
        breakdown,
        breakdown_has_spc: kpi.breakdown.values().any(|measure| measure.spc.is_some()),
        caveats: caveats(kpi),
        computed: computed(spec),
        download: link(maker, &format!("{}.csv", *spec.table), &Route::Download(at.dataset, table)),
        json: Route::KpiJson(at).path(catalogue).to_string(),
        citation: citation(maker, dataset),
        markers: markers(kpi),
        page,
    };
    maker.theme.fill("kpi.html", &view)
}

fn title_of_column(dataset: &Measured, table: usize, name: &str) -> String {
    let field = dataset.tables.get(table).and_then(|table| table.dictionary.field(name));
    field.map_or_else(|| name.to_owned(), |field| field.title.clone())
}

fn headline(kpi: &Kpi, measure: &Measure) -> Headline {
    let format = &kpi.spec.format;
    Headline {
        value: text::reading(measure.reading(), format),
        words: marker_words(measure.reading()),
        unit: text::unit_words(format).map(ToOwned::to_owned),
        period: kpi.named.get(measure.latest).map(text::period_words),
        previous: change_text(kpi, measure),
        year_before: measure
            .since_year_before
            .filter(|change| Some(change.from) != measure.since_previous.map(|other| other.from))
            .map(|change| {
                let Change { from, .. } = change;
                text::change_sentence(&change, format, &text::in_period(&kpi.named[from]))
            }),
        target: measure.target.map(|target| target_sentence(kpi, measure, target)),
    }
}

fn target_sentence(kpi: &Kpi, measure: &Measure, target: f64) -> String {
    let format = &kpi.spec.format;
    let aim = text::figure(target, format);
    let (Reading::Value(value), better) = (measure.reading(), kpi.spec.better) else {
        return format!("The target is {aim}; there is no figure to compare with it.");
    };
    let met = match better {
        Direction::Higher => value >= target,
        Direction::Lower => value <= target,
        Direction::Neutral => return format!("The target is {aim}."),
    };
    let bound = if better == Direction::Higher { "or more" } else { "or less" };
    let figure = if !met && text::figure(value, format) == aim {
        let finer = Format { unit: format.unit.clone(), decimals: format.decimals + 2 };
        format!(": the figure is {}", text::figure(value, &finer))
    } else {
        String::new()
    };
    format!("The target of {aim} {bound} was {}{figure}.", if met { "met" } else { "not met" })
}

fn spc_view(kpi: &Kpi, measure: &Measure) -> Option<SpcView> {
    let spc = measure.spc.as_ref()?;
    let format = &kpi.spec.format;
    let group = spc.groups.last()?;
    let figure = |value: Option<f64>| value.map_or_else(|| "not computable".to_owned(), |value| text::figure(value, format));
    let period = |point: usize| {
        spc.points.get(point).and_then(|point| kpi.named.get(point.at)).map_or_else(String::new, text::period_words)
    };
    let screening = if spc.screened {
        "Outlying moving ranges are left out of the limits."
    } else {
        "All moving ranges count for the limits."
    };
    let width = match (group.limits.lower, group.limits.upper) {
        (Some(lower), Some(upper)) => format!("limits {} to {}", text::figure(lower, format), text::figure(upper, format)),
        _ => "limits cannot be computed".to_owned(),
    };
    let limits = format!(
        "Mean {}, {width}, from {} ({} to {}). {screening}",
        figure(group.limits.mean),
        text::counted(group.n, "point", "points"),
        period(group.first),
        period((group.first + group.baseline).saturating_sub(1)),
    );
    Some(SpcView { variation: variation(measure), assurance: assurance(measure), reason: spc.reason.clone(), limits })
}

fn variation(measure: &Measure) -> Option<Sentence> {
    let variation = measure.spc.as_ref()?.variation?;
    Some(Sentence { word: variation.word(), text: variation.sentence() })
}

fn assurance(measure: &Measure) -> Option<Sentence> {
    let assurance = measure.spc.as_ref()?.assurance?;
    Some(Sentence { word: assurance.word(), text: assurance.sentence() })
}

fn main_chart(maker: Maker<'_>, kpi: &Kpi) -> Result<String, Box<Diagnostic>> {
    let format = &kpi.spec.format;
    let title = chart_title(kpi);
    if kpi.spec.chart == Chart::Bar || kpi.named.is_empty() || kpi.overall.is_none() {
        // All bars are of one period; a series that has no figure for it says so.
        let newest = newest(kpi);
        let bar = |(name, measure): (&String, &Measure)| {
            let reading = measure.readings.get(newest).copied().unwrap_or(Reading::Absent);
            let text = if reading == Reading::Absent { "no figure".to_owned() } else { text::reading(reading, format) };
            Bar { name: name.clone(), value: reading.value(), text }
        };
        let mut bars: Vec<Bar> = kpi.breakdown.iter().map(bar).collect();
        if let Some(measure) = kpi.overall.as_ref().filter(|_| bars.is_empty() && !kpi.named.is_empty()) {
            let readings = measure.readings.iter().enumerate();
            bars.extend(readings.map(|(at, reading)| Bar {
                name: text::period_short(&kpi.named[at]),
                value: reading.value(),
                text: text::reading(*reading, format),
            }));
        }
        return chart::bars(maker.theme, "chart", &title, &bars, format);
    }
    let Some(measure) = &kpi.overall else { return Ok(String::new()) };
    chart::series(maker.theme, &SeriesChart { id: "chart", title: &title, periods: &kpi.named, measure, format })
}

/// The chart's finding in one line.
fn chart_title(kpi: &Kpi) -> String {
    let Some(measure) = &kpi.overall else {
        let period = kpi.named.get(newest(kpi)).map_or_else(String::new, |period| format!(" {}", text::in_period(period)));
        return format!("{}{period}", *kpi.spec.title);
    };
    let figure = match measure.reading() {
        Reading::Value(value) => text::figure_in_words(value, &kpi.spec.format),
        other => format!("{}, {}", text::reading(other, &kpi.spec.format), marker_words(other).unwrap_or("no figure")),
    };
    let period = kpi.named.get(measure.latest).map_or_else(String::new, |period| format!(" {}", text::in_period(period)));
    format!("{}: {figure}{period}", *kpi.spec.title)
}

/// The position of the newest period that any series has.
fn newest(kpi: &Kpi) -> usize {
    let overall = kpi.overall.as_ref().map(|measure| measure.latest);
    overall.or_else(|| kpi.breakdown.values().map(|measure| measure.latest).max()).unwrap_or(0)
}

/// The series as a table, newest first.
fn rows(kpi: &Kpi, measure: &Measure) -> Vec<Row> {
    let format = &kpi.spec.format;
    let spc = measure.spc.as_ref();
    let mut rows = Vec::new();
    for (at, reading) in measure.readings.iter().enumerate().rev() {
        let Some(period) = kpi.named.get(at).filter(|_| *reading != Reading::Absent) else { continue };
        let index = spc.and_then(|spc| spc.points.iter().position(|point| point.at == at));
        let group =
            spc.zip(index).and_then(|(spc, index)| spc.groups.iter().find(|group| (group.first..group.end).contains(&index)));
        let limit = |value: Option<f64>| value.map_or_else(String::new, |value| text::figure(value, format));
        // A missing figure falls under no rule.
        let judged = spc.zip(index).map(|(spc, index)| &spc.points[index]).filter(|point| point.value.is_some());
        rows.push(Row {
            period: text::period_words(period),
            value: text::reading(*reading, format),
            words: marker_words(*reading),
            mean: group.map_or_else(String::new, |group| limit(group.limits.mean)),
            lower: group.map_or_else(String::new, |group| limit(group.limits.lower)),
            upper: group.map_or_else(String::new, |group| limit(group.limits.upper)),
            cause: judged.map_or("", |point| point.cause.words()),
        });
    }
    rows
}

fn member(maker: Maker<'_>, kpi: &Kpi, name: &str, measure: &Measure) -> Result<Member, Box<Diagnostic>> {
    let format = &kpi.spec.format;
    Ok(Member {
        name: name.to_owned(),
        value: text::reading(measure.reading(), format),
        words: marker_words(measure.reading()),
        period: kpi.named.get(measure.latest).map(text::period_words),
        change: change_text(kpi, measure),
        target: measure.target.map(|target| text::figure(target, format)),
        variation: variation(measure),
        assurance: assurance(measure),
        reason: measure.spc.as_ref().and_then(|spc| spc.reason.clone()),
        spark: chart::spark(maker.theme, measure)?,
    })
}

fn caveats(kpi: &Kpi) -> Vec<String> {
    let mut caveats = kpi.spec.caveats.clone();
    if kpi.overall.as_ref().and_then(|measure| measure.spc.as_ref()).is_some_and(crate::measure::spc::Spc::is_unfit) {
        caveats.push("More than half of the points are special causes. The chart may not fit this process: it may be seasonal, or its limits may need a new beginning.".to_owned());
    }
    if kpi.spec.missing == MissingRule::Omit {
        caveats.push("Values that are not available are left out of the figures.".to_owned());
    }
    caveats
}

/// How the figure is computed, in words: the formula, the rows, the column of periods.
fn computed(spec: &KpiSpec) -> Vec<String> {
    let mut lines = vec![match &spec.value {
        ValueSpec::Sum(formula) => format!("The sum of {} over the rows of each period.", **formula),
        ValueSpec::Mean(formula) => format!("The mean of {} over the rows of each period.", **formula),
        ValueSpec::Latest(formula) => format!("The value of {} in the one row of each period.", **formula),
        ValueSpec::Ratio(ratio) => {
            let per = ratio.per.or(spec.format.is_percent().then_some(100.0));
            let times = per.map_or_else(String::new, |per| format!(", times {}", text::number(per, 0)));
            format!("The sum of {} divided by the sum of {}{times}.", *ratio.of, *ratio.to)
        }
    }];
    for (column, values) in spec.filter.iter().flat_map(|filter| filter.iter()) {
        let values: Vec<&str> = values.0.iter().map(|value| if value.is_empty() { "(blank)" } else { value }).collect();
        lines.push(format!("Only rows in which {column} is {}.", values.join(" or ")));
    }
    if spec.missing == MissingRule::Refuse {
        lines.push("If one of the values is missing, so is the figure.".to_owned());
    }
    lines
}

fn markers(kpi: &Kpi) -> Vec<MarkerView> {
    let measures = kpi.overall.iter().chain(kpi.breakdown.values());
    let used: std::collections::BTreeSet<_> = measures
        .flat_map(|measure| &measure.readings)
        .filter_map(|reading| match reading {
            Reading::Missing(marker) => Some(marker.unwrap_or(crate::model::Marker::NotAvailable)),
            _ => None,
        })
        .collect();
    used.into_iter().map(|marker| MarkerView { marker: marker.to_string(), words: marker.words() }).collect()
}
