//! What becomes of a cell.

use chrono::{Datelike as _, NaiveDate};
use serde::de::Error as _;
use serde::{Deserialize, Deserializer};

use crate::model::Pseudonyms;
use crate::privacy::Normal;

/// How exports write days. Those that name the month by its place come last: where both fit, the day comes first, as in Britain.
const DAYS: [&str; 8] = ["%Y-%m-%d", "%Y/%m/%d", "%Y%m%d", "%d/%m/%Y", "%d-%m-%Y", "%d.%m.%Y", "%d-%b-%Y", "%d %B %Y"];

/// What is done with the cells of a column.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Treatment {
    /// They are left as they are, unless they say who somebody is.
    Keep,
    /// They are left as they are: somebody has looked.
    KeepAnyway,
    /// The column is left out.
    Drop,
    /// A code that only those with the key can make, the same for the same person.
    Pseudonym,
    /// The month of a day.
    Month,
    /// The year of a day.
    Year,
    /// The first part of a postcode.
    District,
    /// A group of whole numbers, of this width.
    Band(u32),
}

impl Treatment {
    /// What becomes of a cell. `None` if it is left out.
    ///
    /// # Errors
    /// What the cell is not, without showing it.
    pub(super) fn of(&self, cell: &str, pseudonyms: Option<&Pseudonyms>) -> Result<Option<String>, &'static str> {
        let normal = Normal::of(cell.trim());
        let cell: &str = normal.trim();
        if cell.is_empty() {
            return Ok(Some(String::new()));
        }
        let became = match self {
            Self::Drop => return Ok(None),
            Self::Keep | Self::KeepAnyway => cell.to_owned(),
            Self::Pseudonym => pseudonyms.ok_or("needs a key")?.of(&plain(cell)),
            Self::Month => day(cell).ok_or("is not a day")?.format("%Y-%m").to_string(),
            Self::Year => day(cell).ok_or("is not a day")?.year().to_string(),
            Self::District => district(cell).ok_or("is not a postcode")?,
            Self::Band(width) => {
                let number: u32 = cell.parse().map_err(|_| "is not a whole number")?;
                let start = number / width * width;
                format!("{start} to {}", start + (width - 1))
            }
        };
        Ok(Some(became))
    }
}

/// A number or a name, however it is written.
fn plain(text: &str) -> String {
    text.chars().filter(|letter| letter.is_alphanumeric()).flat_map(char::to_lowercase).collect()
}

/// A day, whatever time follows it.
fn day(cell: &str) -> Option<NaiveDate> {
    let read = |text: &str| {
        DAYS.iter().find_map(|format| NaiveDate::parse_from_str(text, format).ok()).filter(|day| is_of_our_time(*day))
    };
    let without_time = cell.split(['T', ' ']).next().unwrap_or(cell);
    read(cell).or_else(|| read(without_time))
}

/// `%Y` reads 87 as the year 87.
fn is_of_our_time(day: NaiveDate) -> bool {
    (1850..=2200).contains(&day.year())
}

/// The district of a postcode, or the district itself: one or two letters, a digit, and perhaps another digit or letter.
fn district(cell: &str) -> Option<String> {
    let plain: String = cell.chars().filter(|letter| !letter.is_whitespace()).map(|letter| letter.to_ascii_uppercase()).collect();
    let is_inward = |text: &str| {
        let bytes = text.as_bytes();
        bytes.len() == 3 && bytes[0].is_ascii_digit() && bytes[1..].iter().all(u8::is_ascii_alphabetic)
    };
    let cut = plain.len().checked_sub(3).filter(|cut| plain.is_char_boundary(*cut) && is_inward(&plain[*cut..]));
    let outward = &plain[..cut.unwrap_or(plain.len())];
    let letters = outward.bytes().take_while(u8::is_ascii_alphabetic).count();
    let rest = outward.as_bytes().get(letters..)?;
    let is_outward = (1..=2).contains(&letters) && matches!(rest, [digit] if digit.is_ascii_digit())
        || (1..=2).contains(&letters) && matches!(rest, [digit, last] if digit.is_ascii_digit() && last.is_ascii_alphanumeric());
    is_outward.then(|| outward.to_owned())
}

impl<'de> Deserialize<'de> for Treatment {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        let text = String::deserialize(deserializer)?;
        let small = text.to_lowercase().replace('-', "");
        Ok(match small.split_whitespace().collect::<Vec<_>>().as_slice() {
            ["keep"] => Self::Keep,
            ["keep", "anyway"] => Self::KeepAnyway,
            ["drop"] => Self::Drop,
            ["pseudonym"] => Self::Pseudonym,
            ["month"] => Self::Month,
            ["year"] => Self::Year,
            ["district"] => Self::District,
            ["band", width] => match width.parse() {
                Ok(width) if width > 1 => Self::Band(width),
                _ => return Err(D::Error::custom("`band` needs a whole number above 1, such as `band 10`")),
            },
            ["hash" | "sha256" | "sha1" | "md5" | "sha512", ..] => {
                return Err(D::Error::custom(
                    "a hash without a key is no protection: whoever tries all NHS numbers finds each one within minutes; write `pseudonym`",
                ));
            }
            _ => {
                return Err(D::Error::custom(format!(
                    "`{text}` is not a treatment; choose from: keep, drop, pseudonym, month, year, district, band 10"
                )));
            }
        })
    }
}
