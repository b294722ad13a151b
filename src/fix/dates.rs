//! Dates that can be read in only one way.

use chrono::{Datelike, NaiveDate};

/// How a column writes its dates.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Style {
    /// `31/01/2026`, or with `-` or `.`.
    DayFirst(char),
    /// `31 January 2026`, `31 Jan 2026`, `31-Jan-2026`.
    Named,
}

/// The only style in which all these dates can be read. `None` if a day could be a month, as in `03/04/2026`.
pub(super) fn style<'a>(texts: &(impl Iterator<Item = &'a str> + Clone)) -> Option<Style> {
    let all = |style: Style| texts.clone().all(|text| style.day(text).is_some());
    if all(Style::Named) {
        return Some(Style::Named);
    }
    let styles = ['/', '-', '.'].map(Style::DayFirst);
    let style = styles.into_iter().find(|style| all(*style))?;
    texts.clone().any(|text| style.day(text).is_some_and(|day| day.day() > 12)).then_some(style)
}

impl Style {
    /// The date in ISO 8601.
    pub(super) fn iso(self, text: &str) -> Option<String> {
        self.day(text).map(|day| day.format("%Y-%m-%d").to_string())
    }

    fn day(self, text: &str) -> Option<NaiveDate> {
        let day = match self {
            Self::DayFirst(sign) => NaiveDate::parse_from_str(text, &format!("%d{sign}%m{sign}%Y")).ok(),
            Self::Named => {
                ["%d %B %Y", "%d-%b-%Y", "%d-%B-%Y"].iter().find_map(|format| NaiveDate::parse_from_str(text, format).ok())
            }
        };
        day.filter(|day| (1000..=9999).contains(&day.year()))
    }
}

#[cfg(test)]
mod tests {
    use super::{Style, style};

    #[test]
    fn a_style_is_taken_only_where_no_day_could_be_a_month() {
        let of = |texts: &[&'static str]| style(&texts.iter().copied());
        assert_eq!(of(&["31/01/2026", "03/04/2026"]), Some(Style::DayFirst('/')));
        assert_eq!(of(&["03/04/2026", "05/06/2026"]), None);
        assert_eq!(of(&["3 April 2026", "05 Jun 2026"]), Some(Style::Named));
        assert_eq!(of(&["31/01/2026", "01/31/2026"]), None);
        assert_eq!(Style::Named.iso("3 April 2026").as_deref(), Some("2026-04-03"));
    }
}
