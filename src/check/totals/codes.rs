//! Codes of countries beside codes of their areas, in the coding of the Office for National Statistics.

use super::contexts::Contexts;
use super::{Sign, TotalBeside};
use crate::model::{Cell, Column, RawCell, Value};

/// The code of a country that stands beside codes of areas in it. Its numbers may not be their exact sum, as some people cannot
/// be placed, so the codes tell it.
pub(super) fn country(contexts: &Contexts<'_>) -> Vec<TotalBeside> {
    let pool = &contexts.table.data.columns[contexts.column].pool;
    let area = |value: u32| Area::of(pool[value as usize].published().trim());
    let mut found: Vec<TotalBeside> = Vec::new();
    for group in &contexts.groups {
        let areas: Vec<(u32, Area)> = group.iter().filter_map(|(value, _)| Some((*value, area(*value)?))).collect();
        for (value, whole) in areas.iter().filter(|(_, area)| area.is_country()) {
            let parts: Vec<u32> = areas.iter().filter(|(_, part)| whole.holds(part)).map(|(value, _)| *value).collect();
            let is_known = found.iter().any(|known| known.value == *value);
            if parts.len() > 1 && !is_known && contexts.could_be_total(*value) {
                found.push(TotalBeside { column: contexts.column, value: *value, parts: Some(parts), sign: Sign::Country });
            }
        }
    }
    found
}

/// Whether nearly all texts of a column are area codes.
pub(super) fn are_codes(column: &Column<RawCell>) -> bool {
    let texts = column.pool.iter().filter(|cell| cell.value == Value::Text);
    let (codes, all) =
        texts.fold((0, 0), |(codes, all), cell| (codes + usize::from(Area::of(cell.text.trim()).is_some()), all + 1));
    all > 1 && codes * 10 >= all * 8
}

/// A code of nine characters: the country, the kind of area, and a number.
struct Area {
    country: u8,
    kind: u8,
    number: u32,
}

impl Area {
    fn of(text: &str) -> Option<Self> {
        let country = *text.as_bytes().first().filter(|letter| b"EWSNK".contains(letter))?;
        let is_code = text.len() == 9 && text.bytes().skip(1).all(|byte| byte.is_ascii_digit());
        let number = |range: std::ops::Range<usize>| text.get(range)?.parse::<u32>().ok();
        if !is_code {
            return None;
        }
        Some(Self { country, kind: u8::try_from(number(1..3)?).ok()?, number: number(3..9)? })
    }

    /// E92, W92, S92 and N92 are countries; K02 is the United Kingdom, K03 Great Britain, K04 England and Wales.
    fn is_country(&self) -> bool {
        self.kind == 92 || (self.country == b'K' && (1..=5).contains(&self.kind))
    }

    fn holds(&self, part: &Self) -> bool {
        match (self.country, self.kind) {
            (b'K', 4) => part.country == b'E' || part.country == b'W',
            (b'K', 3) => matches!(part.country, b'E' | b'W' | b'S') || (part.country == b'K' && part.kind == 4),
            (b'K', _) => part.country != b'K' || (part.kind, part.number) != (self.kind, self.number),
            (country, _) => part.country == country && !part.is_country(),
        }
    }
}
