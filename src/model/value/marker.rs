//! Markers: codes that replace a missing number.

use serde::{Deserialize, Serialize};
use std::fmt;

use super::number::{Decimal, parse_number};

/// Why a cell has no number. The codes come from the Analysis Function's "Using symbols and shorthand".
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
pub enum Marker {
    /// `[c]`: confidential, suppressed.
    Confidential,
    /// `[x]`: not available.
    NotAvailable,
    /// `[z]`: not applicable.
    NotApplicable,
    /// `[low]`: rounds to 0 but is not 0.
    Low,
    /// `[u]`: of low reliability.
    Unreliable,
    /// `[p]`: provisional.
    Provisional,
    /// `[r]`: revised.
    Revised,
    /// `[e]`: estimated.
    Estimated,
    /// `[f]`: forecast.
    Forecast,
    /// `[b]`: break in the series.
    Break,
    /// `[t]`: total.
    Total,
    /// `[w]`: none recorded in the survey.
    NoneRecorded,
    /// `[a]`: average.
    Average,
    /// `[ns]`: not statistically significant.
    NotSignificant,
}

/// What a text in a column of numbers stands for.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum MarkerMeaning {
    /// No number.
    Marker(Marker),
    /// A number: in many tables a dash is 0.
    Number(Decimal),
}

impl MarkerMeaning {
    /// The meaning of what an author writes: the code of a marker, or a number.
    #[must_use]
    pub fn from_code(text: &str) -> Option<Self> {
        let number = || parse_number(text).map(|number| Self::Number(number.value));
        Marker::from_code(text).map(Self::Marker).or_else(number)
    }
}

impl Marker {
    /// All markers.
    pub const ALL: [Self; 14] = [
        Self::Confidential,
        Self::NotAvailable,
        Self::NotApplicable,
        Self::Low,
        Self::Unreliable,
        Self::Provisional,
        Self::Revised,
        Self::Estimated,
        Self::Forecast,
        Self::Break,
        Self::Total,
        Self::NoneRecorded,
        Self::Average,
        Self::NotSignificant,
    ];

    /// The code without brackets.
    #[must_use]
    pub fn code(self) -> &'static str {
        match self {
            Self::Confidential => "c",
            Self::NotAvailable => "x",
            Self::NotApplicable => "z",
            Self::Low => "low",
            Self::Unreliable => "u",
            Self::Provisional => "p",
            Self::Revised => "r",
            Self::Estimated => "e",
            Self::Forecast => "f",
            Self::Break => "b",
            Self::Total => "t",
            Self::NoneRecorded => "w",
            Self::Average => "a",
            Self::NotSignificant => "ns",
        }
    }

    /// The marker for a code that an author may write: `c`, `[c]`, `k`, `low`, ...
    #[must_use]
    pub fn from_code(text: &str) -> Option<Self> {
        let bare = text.strip_prefix('[').and_then(|rest| rest.strip_suffix(']')).unwrap_or(text);
        let code = if bare == "k" { "low" } else { bare };
        Self::ALL.into_iter().find(|marker| marker.code() == code)
    }

    /// The usual meaning of a text in a numeric column, such as `*`, `n/a`, `<5`, `1 to 4` or `[c]`.
    #[must_use]
    pub fn usual(text: &str) -> Option<Self> {
        let known = USUAL.iter().find(|(known, _)| known.eq_ignore_ascii_case(text)).map(|(_, marker)| *marker);
        known.or_else(|| Self::from_bracketed(text)).or_else(|| is_small_range(text).then_some(Self::Confidential))
    }

    /// The marker for a code in brackets, such as `[c]`. Refuses a bare `c`, which may be data.
    #[must_use]
    pub fn from_bracketed(text: &str) -> Option<Self> {
        if text.starts_with('[') && text.ends_with(']') { Self::from_code(text) } else { None }
    }
}

/// Texts that usually mean a missing number in a numeric column.
const USUAL: [(&str, Marker); 25] = [
    ("*", Marker::Confidential),
    ("c", Marker::Confidential),
    ("s", Marker::Confidential),
    ("supp", Marker::Confidential),
    ("suppressed", Marker::Confidential),
    (":", Marker::NotAvailable),
    ("x", Marker::NotAvailable),
    ("..", Marker::NotAvailable),
    ("na", Marker::NotAvailable),
    ("n/a", Marker::NotAvailable),
    ("#n/a", Marker::NotAvailable),
    ("null", Marker::NotAvailable),
    ("nan", Marker::NotAvailable),
    ("tbc", Marker::NotAvailable),
    ("missing", Marker::NotAvailable),
    ("not available", Marker::NotAvailable),
    ("z", Marker::NotApplicable),
    (".", Marker::NotApplicable),
    ("-", Marker::NotApplicable),
    ("--", Marker::NotApplicable),
    ("\u{2013}", Marker::NotApplicable),
    ("not applicable", Marker::NotApplicable),
    ("k", Marker::Low),
    ("low", Marker::Low),
    ("u", Marker::Unreliable),
];

/// Whether a range hides a small count: `<10`, `≤ 5`, `0-2`, `1 to 4`.
fn is_small_range(text: &str) -> bool {
    let is_number = |text: &str| {
        let text = text.trim();
        !text.is_empty() && text.len() <= 3 && text.bytes().all(|byte| byte.is_ascii_digit())
    };
    let between = ["-", "\u{2013}", " to "].iter().filter_map(|between| text.split_once(between));
    let is_small = |text: &str| is_number(text) && text.trim().parse::<u32>().is_ok_and(|number| number < 20);
    text.strip_prefix(['<', '\u{2264}']).is_some_and(is_number)
        || between.into_iter().any(|(low, high)| is_small(low) && is_small(high))
}

impl fmt::Display for Marker {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "[{}]", self.code())
    }
}
