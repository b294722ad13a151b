//! What a cell or a key can hold: dates, periods, numbers, markers and units.

mod date;
mod hash;
mod marker;
mod number;
mod period;
mod unit;

pub use date::Date;
pub use hash::hexadecimal;
pub use marker::Marker;
pub use number::{Decimal, ParsedNumber, float, has_leading_zero, parse_number};
pub use period::{Period, PeriodFormat};
pub use unit::{Currency, Magnitude, Unit, UnitKind};
