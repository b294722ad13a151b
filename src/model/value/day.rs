//! Reads days: by a column's declared format, or in the spellings that can be read in one way only.

use chrono::{Datelike, NaiveDate};

use super::period_text::{digits, month_name, without_notes};

/// Reads the day in a cell of type `date`: in the column's strptime `format`, or ISO 8601 if it has none.
///
/// A time of day may follow if it is midnight, as spreadsheets and databases add it to every date. Any other time would put
/// two figures on one day. Years must have four digits, as `%Y` also accepts 15.
#[must_use]
pub fn date_of(text: &str, format: Option<&str>) -> Option<NaiveDate> {
    let read = |text: &str| match format {
        None | Some("default" | "%Y-%m-%d") => iso_day(text),
        // chrono reads 2023111 too, and takes it for 1 November.
        Some("%Y%m%d") if text.len() != 8 => None,
        Some(format) => NaiveDate::parse_from_str(text, format).ok(),
    };
    let plain = without_notes(text);
    let day = read(text).or_else(|| read(plain)).or_else(|| read(without_midnight(plain)))?;
    (1000..=9999).contains(&day.year()).then_some(day)
}

/// A day that can be read in one way only: `2023-03-31`, `2023/03/31`, `20230331`, `31 March 2023`, `31-Mar-2023`.
#[must_use]
pub fn unambiguous_day(text: &str) -> Option<NaiveDate> {
    let lower = without_notes(text).to_lowercase();
    let text = without_midnight(&lower);
    let parts: Vec<&str> = text.split(['-', '/', ' ']).collect();
    let (year, month, day) = match parts[..] {
        [whole] if whole.len() == 8 => (whole.get(..4)?, digits(whole.get(4..6)?)?, whole.get(6..)?),
        [year, month, day] if year.len() == 4 && !text.contains(' ') => (year, digits(month)?, day),
        [day, month, year] if !text.contains('/') => (year, month_name(month)?, day),
        _ => return None,
    };
    if year.len() != 4 || day.len() > 2 {
        return None;
    }
    let year = i32::try_from(digits(year)?).ok().filter(|year| (1000..=2999).contains(year))?;
    NaiveDate::from_ymd_opt(year, month, digits(day)?)
}

fn iso_day(text: &str) -> Option<NaiveDate> {
    let is_strict = text.len() == 10
        && text.bytes().enumerate().all(|(at, byte)| match at {
            4 | 7 => byte == b'-',
            _ => byte.is_ascii_digit(),
        });
    if !is_strict {
        return None;
    }
    NaiveDate::from_ymd_opt(text.get(..4)?.parse().ok()?, text.get(5..7)?.parse().ok()?, text.get(8..)?.parse().ok()?)
}

/// The text without `00:00`, `T00:00:00`, `T00:00:00.000Z` or the like at its end, and as it is if it has any other time.
fn without_midnight(text: &str) -> &str {
    let Some((day, time)) = text.find("00:00").map(|at| text.split_at(at)) else {
        return text;
    };
    let rest = time.strip_prefix("00:00").unwrap_or(time);
    let rest = rest.strip_prefix(":00").unwrap_or(rest);
    let rest = match rest.strip_prefix('.') {
        Some(fraction) if fraction.starts_with('0') => fraction.trim_start_matches('0'),
        _ => rest,
    };
    let is_midnight = matches!(rest.trim_start(), "" | "z" | "Z" | "+00:00" | "+0000");
    match day.strip_suffix([' ', 't', 'T']) {
        Some(day) if is_midnight => day.trim_end(),
        _ => text,
    }
}

#[cfg(test)]
mod tests {
    use super::{date_of, unambiguous_day};

    #[test]
    fn dates_with_and_without_midnight() {
        for (text, format) in [
            ("2023-03-31", None),
            ("2023-03-31", Some("default")),
            ("2023-03-31T00:00:00", None),
            ("2023-03-31T00:00:00Z", None),
            ("2023-03-31T00:00:00+00:00", None),
            ("2023-03-31T00:00:00.000Z", None),
            ("2023-03-31T00:00", None),
            ("2023-03-31 00:00", None),
            ("2023-03-31 00:00:00", None),
            ("2023-03-31 00:00:00.0000000 +00:00", None),
            ("2023-03-31 [p]", None),
            ("31/03/2023", Some("%d/%m/%Y")),
            ("31/03/2023 00:00", Some("%d/%m/%Y")),
            ("31/03/2023 00:00:00", Some("%d/%m/%Y")),
            ("03/31/23", Some("%m/%d/%y")),
            ("20230331", Some("%Y%m%d")),
            ("31 MARCH 2023", Some("%d %B %Y")),
            ("31/03/2023 00:00", Some("%d/%m/%Y %H:%M")),
        ] {
            assert_eq!(date_of(text, format).map(|day| day.to_string()).as_deref(), Some("2023-03-31"), "{text}");
        }
    }

    #[test]
    fn what_is_no_date() {
        for (text, format) in [
            ("2023-3-31", None),
            ("2023-02-29", None),
            ("2023-03-31T12:00:00", None),
            ("2023-03-31T00:00:01", None),
            ("2023-03-31T00:00:00.5", None),
            ("2023-03-31T00:00:00+01:00", None),
            ("2023-03-31T00:30", None),
            ("2023-03-31 10:00:00", None),
            ("2023-03-3100:00", None),
            ("2023/03/31", None),
            ("0999-03-31", None),
            ("00:00", None),
            ("", None),
            ("31/03/15", Some("%d/%m/%Y")),
            ("31/03/2023 00:30", Some("%d/%m/%Y")),
            ("2023111", Some("%Y%m%d")),
            ("31/03/2023", Some("%d/%m/%Q")),
        ] {
            assert_eq!(date_of(text, format), None, "{text}");
        }
    }

    #[test]
    fn days_that_can_be_read_in_one_way_only() {
        for text in ["2023-03-31", "2023/03/31", "20230331", "31 march 2023", "31-mar-2023", "2023-03-31t00:00:00z"] {
            assert_eq!(unambiguous_day(text).map(|day| day.to_string()).as_deref(), Some("2023-03-31"), "{text}");
        }
        for text in ["31/03/2023", "31 march 23", "2023-02-30", "202303", "2023 03 31", "0123-03-31", "2023-03-31t12:00", ""] {
            assert_eq!(unambiguous_day(text), None, "{text}");
        }
    }
}
