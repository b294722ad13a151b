//! What a cell or a key can hold: dates, periods, numbers, markers and units.

mod date;
mod day;
mod hash;
mod marker;
mod number;
mod period;
mod period_format;
mod period_gap;
mod period_place;
mod period_reading;
mod period_text;
mod pseudonym;
mod unit;

pub use date::Date;
pub use day::{date_of, unambiguous_day};
pub use hash::{SHORTEST_HASH, hexadecimal, is_beginning_of_hash};
pub use marker::{Marker, MarkerMeaning};
pub use number::{
    Decimal, NumberForm, ParsedNumber, float, has_leading_zero, number_without_note, parse_number, parse_number_in,
};
pub use period::{DaySpacing, Period, is_month_end};
pub use period_format::PeriodFormat;
pub use period_gap::{Gap, gaps, spacing};
pub use period_place::{Edge, Hint, LongerTime, is_usual_step, quarters_of_months, usual_place_in_time};
pub use period_text::without_notes;
pub use pseudonym::Pseudonyms;
pub use unit::{Currency, Magnitude, Unit, UnitKind, is_word_for_people};
