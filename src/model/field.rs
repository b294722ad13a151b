//! The data dictionary: what each column of a table means.

use std::collections::BTreeMap;
use std::fmt;

use regex::Regex;

use super::{Marker, Period, PeriodFormat, Value};
use crate::source::{SourceFile, Spanned};

/// The type of a column (Frictionless Table Schema, and `period` for what it cannot say).
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum FieldType {
    /// Text and codes; leading zeros and digits stay as they are.
    String,
    /// Whole numbers; `4702.0` is one.
    Integer,
    /// Numbers.
    Number,
    /// `true` or `false`, `yes` or `no`, `1` or `0`.
    Boolean,
    /// Days, ISO 8601 unless a format says otherwise.
    Date,
    /// Calendar years.
    Year,
    /// Calendar months.
    YearMonth,
    /// Periods that Table Schema has no type for; the format says which.
    Period,
}

impl FieldType {
    /// The types by the word that stands in the dictionary.
    pub const WORDS: [(&'static str, Self); 8] = [
        ("string", Self::String),
        ("integer", Self::Integer),
        ("number", Self::Number),
        ("boolean", Self::Boolean),
        ("date", Self::Date),
        ("year", Self::Year),
        ("yearmonth", Self::YearMonth),
        ("period", Self::Period),
    ];

    /// The type that another tool's word means.
    #[must_use]
    pub fn of_other_words(word: &str) -> Option<Self> {
        match word {
            "int" | "bigint" | "count" | "whole" => Some(Self::Integer),
            "float" | "double" | "decimal" | "numeric" | "real" | "percent" | "percentage" => Some(Self::Number),
            "str" | "text" | "char" | "varchar" | "factor" | "category" | "categorical" => Some(Self::String),
            "bool" | "logical" => Some(Self::Boolean),
            "datetime" | "timestamp" | "day" => Some(Self::Date),
            "month" => Some(Self::YearMonth),
            _ => None,
        }
    }

    /// The type of a word.
    #[must_use]
    pub fn of_word(word: &str) -> Option<Self> {
        Self::WORDS.into_iter().find(|(known, _)| *known == word).map(|(_, kind)| kind)
    }

    /// The word of the dictionary.
    #[must_use]
    pub fn word(self) -> &'static str {
        Self::WORDS.iter().find(|(_, kind)| *kind == self).map_or("string", |(word, _)| word)
    }

    /// Whether its cells are numbers that can be added up.
    #[must_use]
    pub fn is_numeric(self) -> bool {
        matches!(self, Self::Integer | Self::Number)
    }

    /// Whether its cells are periods of time.
    #[must_use]
    pub fn is_temporal(self) -> bool {
        matches!(self, Self::Date | Self::Year | Self::YearMonth | Self::Period)
    }
}

/// One column of a data dictionary.
#[derive(Clone, Debug)]
pub struct Field {
    /// The heading in the CSV; `column_3` for a blank one.
    pub name: Spanned<String>,
    /// The name for readers.
    pub title: String,
    /// The type.
    pub kind: FieldType,
    /// The format as written: a strptime pattern for dates.
    pub format: Option<String>,
    /// How periods are written, for types that are periods.
    pub period: Option<PeriodFormat>,
    /// What the column holds.
    pub description: Spanned<String>,
    /// What a number counts or measures.
    pub unit: Option<String>,
    /// Decimals to show.
    pub decimals: Option<usize>,
    /// No blank cells.
    pub required: bool,
    /// No value twice.
    pub unique: bool,
    /// The least a number or period may be.
    pub minimum: Option<Limit>,
    /// The most a number or period may be.
    pub maximum: Option<Limit>,
    /// What the whole cell must match.
    pub pattern: Option<Regex>,
    /// The values there are; empty for any.
    pub allowed: Vec<String>,
    /// Texts of this column that are markers.
    pub markers: BTreeMap<String, Marker>,
    /// Where the column comes from.
    pub source: Option<String>,
    /// Whether the values are sensitive.
    pub sensitive: bool,
}

/// The least or the most of a column: a number for numbers, a period for periods.
#[derive(Clone, Debug, PartialEq)]
pub enum Limit {
    /// Of a column of numbers.
    Number(f64),
    /// Of a column of periods.
    Period(Period),
}

impl Limit {
    /// How a cell compares with the limit; none where there is nothing to compare.
    #[must_use]
    pub fn compare(&self, value: &Value) -> Option<std::cmp::Ordering> {
        match (value, self) {
            (Value::Number(value), Self::Number(limit)) => value.partial_cmp(limit),
            (Value::Period(value), Self::Period(limit)) => Some(value.cmp(limit)),
            _ => None,
        }
    }
}

impl fmt::Display for Limit {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Number(number) => write!(f, "{number}"),
            Self::Period(period) => write!(f, "{period}"),
        }
    }
}

/// Units that count or measure something other than people. Every other unit, and none, is taken to count people.
const OTHER_UNITS: [&str; 42] = [
    "%",
    "percent",
    "percentage",
    "percentage points",
    "pp",
    "£",
    "£m",
    "£ thousand",
    "£ million",
    "pounds",
    "pence",
    "$",
    "€",
    "euros",
    "days",
    "weeks",
    "months",
    "years",
    "hours",
    "minutes",
    "seconds",
    "week number",
    "ratio",
    "rate",
    "score",
    "index",
    "rank",
    "proportion",
    "share",
    "beds",
    "bed days",
    "items",
    "doses",
    "tablets",
    "quantity",
    "km",
    "miles",
    "kg",
    "mg",
    "ml",
    "litres",
    "thousand jobs",
];

impl Field {
    /// Whether the column is taken to count people, or events that happen to people. Only a unit that is known to mean
    /// something else takes a column of numbers out: a misspelt unit must not publish a small count.
    #[must_use]
    pub fn counts_people(&self) -> bool {
        self.kind.is_numeric() && self.unit.as_deref().is_none_or(counts_people)
    }

    /// Whether the column is in percent, however it is written: `%`, `percent`, `per cent of all`, `pct`.
    #[must_use]
    pub fn is_percent(&self) -> bool {
        let unit = self.unit.as_deref().unwrap_or("").to_lowercase();
        unit.contains('%') || unit.contains("percent") || unit.contains("per cent") || unit == "pct"
    }
}

/// Whether a unit is of people, or of events that happen to people.
#[must_use]
pub fn counts_people(unit: &str) -> bool {
    let unit = unit.to_lowercase();
    let is_rate = unit.starts_with("per ") || unit.contains(" per ") || unit.contains("£ per");
    !is_rate && !OTHER_UNITS.contains(&unit.as_str())
}

/// The columns of a table, in the order of the dictionary.
#[derive(Clone)]
pub struct Dictionary {
    /// The dictionary's file.
    pub file: SourceFile,
    /// The columns.
    pub fields: Vec<Field>,
    /// Where each name stands among the columns: the first, if a name is there twice.
    positions: BTreeMap<String, usize>,
}

impl Dictionary {
    /// A dictionary of these columns.
    #[must_use]
    pub fn new(file: SourceFile, fields: Vec<Field>) -> Self {
        let positions = fields.iter().enumerate().rev().map(|(at, field)| (field.name.to_string(), at)).collect();
        Self { file, fields, positions }
    }

    /// The field of a name.
    #[must_use]
    pub fn field(&self, name: &str) -> Option<&Field> {
        self.positions.get(name).map(|at| &self.fields[*at])
    }

    /// The names of all columns.
    pub fn names(&self) -> impl Iterator<Item = &str> {
        self.fields.iter().map(|field| field.name.as_str())
    }
}
