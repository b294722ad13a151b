//! The data dictionary: what each column of a table means.

use std::collections::BTreeMap;
use std::fmt;

use regex::Regex;

use serde::{Deserialize, Serialize};

use crate::model::{Decimal, Marker, Period, PeriodFormat, Unit, Value, filled};
use crate::source::{SourceFile, Spanned};

/// The type of a column, from Frictionless Table Schema, plus `period` for periods it has no type for.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize)]
pub enum FieldType {
    /// Text and codes. Leading zeros are kept.
    String,
    /// Whole numbers, including `4702.0`.
    Integer,
    /// Numbers.
    Number,
    /// `true` or `false`, `yes` or `no`, `1` or `0`.
    Boolean,
    /// Days, in ISO 8601 unless a format says otherwise.
    Date,
    /// Calendar years.
    Year,
    /// Calendar months.
    YearMonth,
    /// Other periods. The format says which.
    Period,
}

impl FieldType {
    /// Each type, with its word in the dictionary.
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

    /// The type for a word that other tools use.
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

    /// The type for a dictionary word.
    #[must_use]
    pub fn of_word(word: &str) -> Option<Self> {
        Self::WORDS.into_iter().find(|(known, _)| *known == word).map(|(_, kind)| kind)
    }

    /// The dictionary word for codes. They are texts whose digits count nobody.
    pub const CODE: &'static str = "code";

    /// The dictionary word for this type.
    #[must_use]
    pub fn word(self) -> &'static str {
        Self::WORDS.iter().find(|(_, kind)| *kind == self).map_or("string", |(word, _)| word)
    }

    /// Whether the cells are numbers that can be added up.
    #[must_use]
    pub fn is_numeric(self) -> bool {
        matches!(self, Self::Integer | Self::Number)
    }

    /// Whether the cells are dates or periods.
    #[must_use]
    pub fn is_temporal(self) -> bool {
        matches!(self, Self::Date | Self::Year | Self::YearMonth | Self::Period)
    }
}

/// What the numbers of a column count.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Counts {
    /// People, or events that happen to people.
    People,
    /// Anything else.
    Other,
}

impl Counts {
    /// The meaning of a word in the dictionary.
    #[must_use]
    pub fn of_word(word: &str) -> Option<Self> {
        match word {
            "people" => Some(Self::People),
            "other" => Some(Self::Other),
            _ => None,
        }
    }
}

/// One column of a data dictionary.
#[derive(Clone, Debug)]
#[expect(clippy::struct_excessive_bools, reason = "each is a column of the dictionary that is true or false")]
pub struct Field {
    /// The heading in the CSV, or `column_3` if the third heading is blank.
    pub name: Spanned<String>,
    /// The name shown to readers.
    pub title: String,
    /// The type.
    pub kind: FieldType,
    /// Whether the author says that the texts are codes, even if all are digits: the type `code`.
    pub is_code: bool,
    /// The format as written. For dates it is a strptime pattern.
    pub format: Option<String>,
    /// How periods are written, if the type is a period.
    pub period: Option<PeriodFormat>,
    /// What the column holds.
    pub description: Spanned<String>,
    /// The unit: what a number counts or measures.
    pub unit: Option<Unit>,
    /// The column that names the unit of each row, if it has no unit of its own.
    pub unit_column: Option<String>,
    /// What its numbers count, if the author says so. If not, the unit decides.
    pub counts: Option<Counts>,
    /// Decimal places to show.
    pub decimals: Option<usize>,
    /// The same for the rows of each unit, where a column names it.
    pub decimals_by_unit: BTreeMap<String, usize>,
    /// Whether blank cells are refused.
    pub required: bool,
    /// Whether each value may appear only once.
    pub unique: bool,
    /// The smallest number or earliest period allowed.
    pub minimum: Option<Limit>,
    /// The largest number or latest period allowed.
    pub maximum: Option<Limit>,
    /// A pattern that the whole cell must match.
    pub pattern: Option<Regex>,
    /// The allowed values; empty if any value is allowed.
    pub allowed: Vec<String>,
    /// What readers call its values: the name of each code.
    pub labels: BTreeMap<String, String>,
    /// The file that holds its labels, as a path below the dataset's folder.
    pub code_list: Option<String>,
    /// Texts in this column to read as markers.
    pub markers: BTreeMap<String, Marker>,
    /// Where the column comes from.
    pub source: Option<String>,
    /// Whether the values are sensitive.
    pub sensitive: bool,
}

/// The minimum or maximum of a column.
#[derive(Clone, Debug, PartialEq)]
pub enum Limit {
    /// For a column of numbers.
    Number(Decimal),
    /// For a column of periods.
    Period(Period),
}

impl Limit {
    /// Compares a cell with the limit. `None` if they cannot be compared.
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

impl Field {
    /// Whether the column is assumed to count people, or events that happen to people; with a unit for each row, whether some rows
    /// may. A numeric column is exempt only if its
    /// unit is known to measure something else: a misspelt unit must not publish a small count.
    #[must_use]
    pub fn counts_people(&self) -> bool {
        let of_unit = || self.unit.as_ref().is_none_or(Unit::counts_people);
        self.kind.is_numeric() && self.counts.map_or_else(of_unit, |counts| counts == Counts::People)
    }

    /// The description of one column of a pattern.
    fn filled(&self, heading: &str, part: &str) -> Self {
        let title = if self.title.contains('*') { self.title.replace('*', part) } else { format!("{} ({part})", self.title) };
        let name = Spanned::new(heading.to_owned(), self.name.span());
        Self { name, title, description: self.description.clone().map(|text| text.replace('*', part)), ..self.clone() }
    }

    /// The strptime pattern of days that stand for a longer time: `%d/%m/%Y` in `quarter-end %d/%m/%Y`.
    #[must_use]
    pub fn format_of_days(&self) -> Option<&str> {
        self.period?;
        Some(self.format.as_deref()?.split_once(' ')?.1.trim())
    }

    /// Whether the column holds percentages or differences of percentages.
    #[must_use]
    pub fn is_percentage(&self) -> bool {
        self.unit.as_ref().is_some_and(Unit::is_percentage)
    }
}

/// The columns of a table, in the order of the dictionary.
#[derive(Clone)]
pub struct Dictionary {
    /// The dictionary's file.
    pub file: SourceFile,
    /// The columns.
    pub fields: Vec<Field>,
    /// The position of each name among the columns; the first if a name appears twice.
    positions: BTreeMap<String, usize>,
}

impl Dictionary {
    /// Makes a dictionary from its columns.
    #[must_use]
    pub fn new(file: SourceFile, fields: Vec<Field>) -> Self {
        let positions = fields.iter().enumerate().rev().map(|(at, field)| (field.name.to_string(), at)).collect();
        Self { file, fields, positions }
    }

    /// The same for a table with these headings: a row whose name has a `*` describes each heading of that pattern that has no row of
    /// its own. What the `*` stands for is put in its place in the title and description.
    #[must_use]
    pub fn described(&self, headings: &[String]) -> Self {
        let is_pattern = |field: &&Field| field.name.contains('*') && !headings.contains(&*field.name);
        if !self.fields.iter().any(|field| is_pattern(&field)) {
            return self.clone();
        }
        let mut fields = Vec::new();
        for field in &self.fields {
            let fits = |heading: &&String| self.field(heading).is_none();
            let fitting = headings.iter().filter(fits).filter_map(|heading| Some((heading, filled(&field.name, heading)?)));
            let made: Vec<Field> = fitting.map(|(heading, part)| field.filled(heading, part)).collect();
            if made.is_empty() || !is_pattern(&field) {
                fields.push(field.clone());
            } else {
                fields.extend(made);
            }
        }
        Self::new(self.file.clone(), fields)
    }

    /// Looks up a column by name.
    #[must_use]
    pub fn field(&self, name: &str) -> Option<&Field> {
        self.positions.get(name).map(|at| &self.fields[*at])
    }

    /// The names of all columns.
    pub fn names(&self) -> impl Iterator<Item = &str> {
        self.fields.iter().map(|field| field.name.as_str())
    }
}
