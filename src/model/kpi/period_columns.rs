//! The columns that say which period a row is about: one, or a year in one and a month or a quarter in another.

use std::borrow::Cow;
use std::collections::BTreeMap;
use std::fmt;

use schemars::JsonSchema;
use serde::de::value::MapAccessDeserializer;
use serde::de::{Error, MapAccess, Visitor};
use serde::{Deserialize, Deserializer};

use crate::model::{Cell, Period, PeriodFormat, Stage, Table, Value};

/// The columns of a KPI's periods: `period: month`, or `period: {year: Year, month: Month}`.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum PeriodColumns {
    /// A column of periods.
    One(String),
    /// A column of years, and one of the months or quarters in them.
    YearAnd {
        /// The column of years: calendar, financial or academic.
        year: String,
        /// The other column.
        part: String,
        /// What the other column holds.
        kind: YearPart,
    },
}

/// The part of a year that stands in a column of its own.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum YearPart {
    /// `4`, `Apr`, `April`.
    Month,
    /// `1`, `Q1`; of a financial year if the year is one.
    Quarter,
}

impl PeriodColumns {
    /// The names of the columns.
    pub fn names(&self) -> impl Iterator<Item = &str> {
        let (first, second) = match self {
            Self::One(name) => (name, None),
            Self::YearAnd { year, part, .. } => (year, Some(part)),
        };
        [Some(first), second].into_iter().flatten().map(String::as_str)
    }

    /// The column whose heading says what the periods are: the one alone, or that of the months or quarters.
    #[must_use]
    pub fn heading(&self) -> &str {
        match self {
            Self::One(name) | Self::YearAnd { part: name, .. } => name,
        }
    }

    /// The period of each row. `None` if a column does not exist.
    #[must_use]
    pub fn periods<'a, S: Stage>(&self, table: &'a Table<S>) -> Option<RowPeriods<'a>> {
        let (year, part, kind) = match self {
            Self::One(name) => {
                let column = table.column(name)?;
                let distinct = column.pool.iter().map(|cell| period(cell).cloned()).collect();
                return Some(RowPeriods { distinct, of_row: Cow::Borrowed(&column.cells) });
            }
            Self::YearAnd { year, part, kind } => (table.column(year)?, table.column(part)?, *kind),
        };
        let mut places: BTreeMap<(u32, u32), u32> = BTreeMap::new();
        let mut distinct = Vec::new();
        let place = |(year_at, part_at): (&u32, &u32)| {
            *places.entry((*year_at, *part_at)).or_insert_with(|| {
                distinct.push(composed(&year.pool[*year_at as usize], &part.pool[*part_at as usize], kind));
                u32::try_from(distinct.len() - 1).unwrap_or(u32::MAX)
            })
        };
        let of_row: Vec<u32> = year.cells.iter().zip(&part.cells).map(place).collect();
        Some(RowPeriods { distinct, of_row: Cow::Owned(of_row) })
    }
}

/// The periods of a table's rows. Each distinct period is held once.
pub struct RowPeriods<'a> {
    /// The distinct periods; `None` for cells that are none. Two spellings of one period may stand here twice.
    pub distinct: Vec<Option<Period>>,
    /// For each row, the position of its period.
    pub of_row: Cow<'a, [u32]>,
}

impl RowPeriods<'_> {
    /// The period of a row.
    #[must_use]
    pub fn of(&self, row: usize) -> Option<&Period> {
        self.distinct[self.of_row[row] as usize].as_ref()
    }

    /// The distinct periods of some rows, oldest first.
    #[must_use]
    pub fn sorted(&self, rows: &[usize]) -> Vec<Period> {
        let mut used = vec![false; self.distinct.len()];
        for row in rows {
            used[self.of_row[*row] as usize] = true;
        }
        let used = self.distinct.iter().zip(used).filter(|(_, used)| *used);
        let mut periods: Vec<Period> = used.filter_map(|(period, _)| period.clone()).collect();
        periods.sort_unstable();
        periods.dedup();
        periods
    }

    /// Where each distinct period stands among `periods`, which are sorted: looked up once, however many rows there are.
    #[must_use]
    pub fn places(&self, periods: &[Period]) -> Vec<Option<usize>> {
        self.distinct.iter().map(|period| periods.binary_search(period.as_ref()?).ok()).collect()
    }
}

fn period<C: Cell>(cell: &C) -> Option<&Period> {
    if let Value::Period(period) = cell.value() { Some(period) } else { None }
}

/// The month or quarter of a year. `None` if the two cells give none.
fn composed<C: Cell>(year: &C, part: &C, kind: YearPart) -> Option<Period> {
    let (calendar, financial, academic) = match year.value() {
        Value::Period(Period::FinancialYear(year)) => (*year, true, false),
        Value::Period(Period::AcademicYear(year)) => (*year, false, true),
        Value::Period(Period::Year(year)) => (*year, false, false),
        _ => match Period::parse(year.published().trim(), PeriodFormat::Year)? {
            Period::Year(year) => (year, false, false),
            _ => return None,
        },
    };
    let text = part.published().trim();
    let is_number = text.bytes().all(|byte| byte.is_ascii_digit());
    match kind {
        YearPart::Month => {
            let written = if is_number { format!("{calendar}-{text}") } else { format!("{text} {calendar}") };
            let Period::Month(year, month) = Period::parse(&written, PeriodFormat::YearMonth)? else { return None };
            let is_next = (financial && month < 4) || (academic && month < 9);
            Some(Period::Month(year + i32::from(is_next), month))
        }
        YearPart::Quarter => {
            let written = if is_number { format!("Q{text} {calendar}") } else { format!("{text} {calendar}") };
            match Period::parse(&written, PeriodFormat::Quarter)? {
                Period::Quarter(year, quarter) if financial => Some(Period::FinancialQuarter(year, quarter)),
                Period::Quarter(..) if academic => None,
                quarter => Some(quarter),
            }
        }
    }
}

impl<'de> Deserialize<'de> for PeriodColumns {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        deserializer.deserialize_any(PeriodColumnsVisitor)
    }
}

/// `{year: ..., month: ...}` or `{year: ..., quarter: ...}`.
#[derive(Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
struct Parts {
    year: String,
    month: Option<String>,
    quarter: Option<String>,
}

struct PeriodColumnsVisitor;

impl<'de> Visitor<'de> for PeriodColumnsVisitor {
    type Value = PeriodColumns;

    fn expecting(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("the name of a column, or a map like {year: Year, month: Month}")
    }

    fn visit_str<E: Error>(self, name: &str) -> Result<PeriodColumns, E> {
        Ok(PeriodColumns::One(name.to_owned()))
    }

    fn visit_map<A: MapAccess<'de>>(self, map: A) -> Result<PeriodColumns, A::Error> {
        let Parts { year, month, quarter } = Parts::deserialize(MapAccessDeserializer::new(map))?;
        let (part, kind) = match (month, quarter) {
            (Some(part), None) => (part, YearPart::Month),
            (None, Some(part)) => (part, YearPart::Quarter),
            _ => {
                return Err(A::Error::custom(
                    "give the column of years, and one of months or quarters: {year: Year, month: Month}",
                ));
            }
        };
        Ok(PeriodColumns::YearAnd { year, part, kind })
    }
}

#[cfg(test)]
mod tests {
    use super::{PeriodColumns, YearPart};
    use crate::model::{Column, Period, Raw, RawCell, Table, Value};

    fn composed(year: Value, part: &str, kind: YearPart) -> Option<Period> {
        let column = |name: &str, text: String, value: Value| Column {
            name: name.to_owned(),
            heading: name.to_owned(),
            pool: vec![RawCell { text: text.into(), normal: None, value, is_other: false }],
            cells: vec![0],
        };
        let year_text = if let Value::Period(period) = &year { period.to_string() } else { "2022".to_owned() };
        let columns = vec![column("y", year_text, year), column("p", part.to_owned(), Value::Text)];
        let table: Table<Raw> = Table { columns, rows: 1 };
        let spec = PeriodColumns::YearAnd { year: "y".to_owned(), part: "p".to_owned(), kind };
        spec.periods(&table)?.of(0).cloned()
    }

    #[test]
    fn a_year_and_a_month_or_quarter_are_a_period() {
        let (year, financial) = (Value::Period(Period::Year(2022)), Value::Period(Period::FinancialYear(2022)));
        for (year, part, kind, period) in [
            (&year, "Sep", YearPart::Month, Some(Period::Month(2022, 9))),
            (&year, "9", YearPart::Month, Some(Period::Month(2022, 9))),
            (&Value::Text, "september", YearPart::Month, Some(Period::Month(2022, 9))),
            (&financial, "Sep", YearPart::Month, Some(Period::Month(2022, 9))),
            (&financial, "Mar", YearPart::Month, Some(Period::Month(2023, 3))),
            (&year, "Q3", YearPart::Quarter, Some(Period::Quarter(2022, 3))),
            (&year, "3", YearPart::Quarter, Some(Period::Quarter(2022, 3))),
            (&financial, "Q3", YearPart::Quarter, Some(Period::FinancialQuarter(2022, 3))),
            (&year, "13", YearPart::Month, None),
            (&year, "total", YearPart::Month, None),
            (&Value::Period(Period::AcademicYear(2022)), "1", YearPart::Quarter, None),
        ] {
            assert_eq!(composed(year.clone(), part, kind), period, "{year:?} {part}");
        }
    }
}
