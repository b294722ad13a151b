//! KPIs that cannot be calculated.

use crate::diagnostic::{Findings, Rule, Severity, did_you_mean};
use crate::load::{Loaded, LoadedTable};
use crate::model::{Chart, Field, FieldType, Formula, KpiSpec, MeanSpec, PeriodColumns, Policy, ValueSpec, Weighting};
use crate::source::Spanned;

/// A KPI that cannot be calculated.
pub(crate) static RULE: Rule = Rule {
    id: "kpi/definition",
    severity: Severity::Error,
    finds: "A KPI whose table or column does not exist, whose formula cannot be read, or whose column has the wrong type.",
    matters: "Every figure must be calculated from a table that readers can download.",
    example: "value: {sum: attendences}",
    put_right: "Use the column names in the table's dictionary. Put names that contain ` + ` or ` - ` in backticks.",
};

/// A KPI whose table exists and whose columns and formulas can be read.
pub struct SoundKpi<'a> {
    /// As declared.
    pub spec: &'a KpiSpec,
    /// The table it is calculated from.
    pub table: &'a LoadedTable,
}

/// The KPIs that can be calculated, and findings about the others. The other KPI rules look only at the first.
pub(in crate::check) fn sound<'a>(dataset: &'a Loaded, policies: &[Option<Policy>]) -> (Vec<SoundKpi<'a>>, Findings) {
    let (mut kpis, mut findings) = (Vec::new(), Findings::new());
    for spec in &dataset.metadata.kpis {
        let mut found = Findings::new();
        let table = table_of(dataset, spec, &mut found);
        if let Some(at) = table {
            columns(dataset, spec, &dataset.tables[at], policies[at].as_ref(), &mut found);
        }
        kpis.extend(table.filter(|_| found.is_empty()).map(|at| SoundKpi { spec, table: &dataset.tables[at] }));
        findings.extend(found);
    }
    (kpis, findings)
}

/// The position of a KPI's table.
fn table_of(dataset: &Loaded, kpi: &KpiSpec, findings: &mut Findings) -> Option<usize> {
    let declared = dataset.metadata.tables.iter().any(|table| *table.name == *kpi.table);
    let table = dataset.tables.iter().position(|table| *table.spec.name == *kpi.table);
    // A table that is declared but was not loaded has its own finding.
    if table.is_none() && !declared {
        let names: Vec<&str> = dataset.metadata.tables.iter().map(|table| table.name.as_str()).collect();
        let found = RULE.finding(format!("there is no table `{}`", *kpi.table)).at(dataset.file.place(kpi.table.span()), "");
        findings.push(found.help(format!("the tables are: {}", names.join(", "))));
    }
    table
}

fn columns(dataset: &Loaded, kpi: &KpiSpec, table: &LoadedTable, policy: Option<&Policy>, findings: &mut Findings) {
    let place = |span| dataset.file.place(span);
    let mut need = |name: &str, span: std::ops::Range<usize>, kind: &str, fits: fn(&Field) -> bool| {
        let known = || table.dictionary.names();
        match table.dictionary.field(name) {
            None => {
                let hint = did_you_mean(name, known());
                let found = RULE.finding(format!("`{name}` is not a column of `{}`", *table.spec.name)).at(place(span), "");
                findings.push(found.help(format!("{hint}the columns are: {}", known().collect::<Vec<_>>().join(", "))));
            }
            Some(field) if !fits(field) => {
                let found =
                    RULE.finding(format!("`{name}` has type {}, but {kind} are needed", field.kind.word())).at(place(span), "");
                findings.push(found.help(format!("name a column of {kind}, or correct its type in the dictionary")));
            }
            Some(_) => {}
        }
    };
    let numbers = |field: &Field| field.kind.is_numeric();
    let formulas: Vec<&Spanned<String>> = match &kpi.value {
        ValueSpec::Ratio(ratio) => vec![&ratio.of, &ratio.to],
        ValueSpec::Sum(_) | ValueSpec::Mean(_) | ValueSpec::Latest(_) => vec![kpi.value.formula()],
    };
    let mut unreadable = Vec::new();
    for text in formulas {
        match Formula::parse(text) {
            Err(error) => unreadable.push((error, text.span())),
            Ok(formula) => formula.terms().iter().for_each(|term| need(&term.column, text.span(), "numbers", numbers)),
        }
    }
    if let ValueSpec::Mean(MeanSpec { weighting: Weighting::By(weight), .. }) = &kpi.value {
        need(weight, weight.span(), "numbers", numbers);
    }
    if let Some(columns) = &kpi.period {
        match &**columns {
            PeriodColumns::One(name) => need(name, columns.span(), "periods", |field| field.kind.is_temporal()),
            PeriodColumns::YearAnd { year, part, .. } => {
                let is_year = |field: &Field| {
                    field.kind == FieldType::Year || field.kind == FieldType::Integer || field.kind == FieldType::Period
                };
                need(year, columns.span(), "years", is_year);
                need(part, columns.span(), "months or quarters", |_| true);
            }
        }
    }
    if let Some(name) = &kpi.by {
        need(name, name.span(), "values to break down by", |_| true);
    }
    if let Some(interval) = &kpi.interval {
        need(&interval.lower, interval.lower.span(), "numbers", numbers);
        need(&interval.upper, interval.upper.span(), "numbers", numbers);
    }
    if let Some(name) = &kpi.spc.trajectory {
        need(name, name.span(), "numbers", numbers);
    }
    if let Some(filter) = &kpi.filter {
        filter.keys().for_each(|name| need(name, filter.span(), "values", |_| true));
    }
    let counts = policy.filter(|policy| policy.below > 0).map_or(&[][..], |policy| &policy.counts);
    let protected = |name: &str| table.data.position(name).is_some_and(|at| counts.contains(&at));
    let choosing = kpi.by.iter().map(|by| (by.as_str(), by.span()));
    let filtering = kpi.filter.iter().flat_map(|filter| filter.keys().map(|name| (name.as_str(), filter.span())));
    for (name, span) in choosing.chain(filtering).filter(|(name, _)| protected(name)) {
        let found = RULE
            .finding(format!("rows cannot be chosen by `{name}`, because its small counts are suppressed"))
            .at(place(span), "");
        findings.push(found.help("choose rows by a column that does not count people"));
    }
    if kpi.format.decimals > 12 {
        let found = RULE.finding(format!("a figure cannot have {} decimal places", kpi.format.decimals));
        findings.push(found.at(place(kpi.id.span()), "this KPI").help("write `decimals` from 0 to 12"));
    }
    for (error, span) in unreadable {
        let found = RULE.finding(format!("this formula cannot be read: {error}")).at(place(span), "");
        findings.push(found.help("join column names with ` + ` or ` - `, like `attendances - breaches`"));
    }
    if kpi.chart == Chart::Spc && kpi.period.is_none() {
        let found = RULE.finding("an SPC chart needs a column of periods").at(place(kpi.id.span()), "this KPI has no `period`");
        findings.push(found.help("name the column with `period:`, or write `chart: bar`"));
    }
}
