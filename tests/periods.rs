//! Texts of periods, as publishers write them, and what they mean.

use chrono::NaiveDate;

use shelfmark::model::{Period, PeriodFormat};

fn day(text: &str) -> NaiveDate {
    text.parse().unwrap()
}

fn all_read_as(period: &Period, format: PeriodFormat, texts: &[&str]) {
    for text in texts {
        assert_eq!(Period::parse(text, format).as_ref(), Some(period), "{text}");
    }
}

fn none_is_read(format: PeriodFormat, texts: &[&str]) {
    for text in texts {
        assert_eq!(Period::parse(text, format), None, "{text}");
    }
}

#[test]
fn quarters() {
    let texts = [
        "2023-Q1",
        "2023 Q1",
        "2023Q1",
        "2023q1",
        "Q1 2023",
        "Q1-2023",
        "2023 Quarter 1",
        "Quarter 1 2023",
        "1st quarter 2023",
        "Jan to Mar 2023",
        "January to March 2023",
        "Jan-Mar 2023",
        "January-March 2023",
        "2023 Jan to Mar",
        "JAN \u{2013} MAR 2023",
        "Jan\u{a0}to  Mar 2023",
        "2023 \u{2012} Q1",
    ];
    all_read_as(&Period::Quarter(2023, 1), PeriodFormat::Quarter, &texts);
    all_read_as(&Period::Quarter(2022, 4), PeriodFormat::Quarter, &["Oct to Dec 2022", "4th quarter 2022"]);
    let others = [
        "2023-Q5",
        "Q0 2023",
        "2025/26 Q3",
        "2025-26 Q3",
        "Q3 2025-26",
        "Feb to Apr 2022",
        "Jan to Apr 2022",
        "Dec to Feb 2022",
        "Jan to Mar",
        "Q1",
        "2023",
        "5th quarter 2023",
        "Q1 0999",
        "Q1 3000",
        "Q12023",
        "Q1 23",
        "",
    ];
    none_is_read(PeriodFormat::Quarter, &others);
}

#[test]
fn financial_quarters() {
    let texts = [
        "2025/26 Q3",
        "2025-26 Q3",
        "2025-26Q3",
        "2025/26-Q3",
        "Q3 2025/26",
        "Q3 2025-26",
        "Q3 2025\u{2013}26",
        "Q3 2025/2026",
        "2025/2026 Q3",
        "Quarter 3 2025/26",
        "2025/26 Quarter 3",
        "3rd quarter 2025/26",
        "Q3 FY2025/26",
        "Q3 FY 2025/26",
        "FY25/26 Q3",
        "Q3 25/26",
        "25-26 Q3",
        "Oct to Dec 2025",
        "October-December 2025",
    ];
    all_read_as(&Period::FinancialQuarter(2025, 3), PeriodFormat::FinancialQuarter, &texts);
    all_read_as(&Period::FinancialQuarter(2021, 4), PeriodFormat::FinancialQuarter, &["Q4 2021/22", "Jan to Mar 2022"]);
    all_read_as(&Period::FinancialQuarter(1999, 1), PeriodFormat::FinancialQuarter, &["Q1 1999/00", "99/00 Q1", "Apr-Jun 1999"]);
    let others =
        ["Q1 2022", "2022 Q1", "Q5 2025/26", "Q3 2025/27", "Q3 25/27", "Q3 25/2026", "2025/26", "Nov to Jan 2025", "FY2025 Q3"];
    none_is_read(PeriodFormat::FinancialQuarter, &others);
}

#[test]
fn years() {
    all_read_as(&Period::Year(2023), PeriodFormat::Year, &["2023", " 2023 ", "2023 [p]"]);
    none_is_read(PeriodFormat::Year, &["23", "0999", "3000", "20230", "+202", "2023/24", "2023.0", "", "[c]"]);

    let both = ["2021/22", "2021-22", "202122", "2021/2022", "2021-2022", "2021 to 2022", "2021 to 22", "2021 \u{2013} 22"];
    all_read_as(&Period::FinancialYear(2021), PeriodFormat::FinancialYear, &both);
    all_read_as(&Period::AcademicYear(2021), PeriodFormat::AcademicYear, &both);
    let financial = [
        "FY2021/22",
        "FY 2021-22",
        "FY21/22",
        "2021/22 financial year",
        "Financial year 2021/22",
        "2021/22 FY",
        "year ending March 2022",
        "Year ending 31 March 2022",
        "financial year ending March 2022",
    ];
    all_read_as(&Period::FinancialYear(2021), PeriodFormat::FinancialYear, &financial);
    none_is_read(PeriodFormat::AcademicYear, &financial);
    let academic = ["AY 2021/22", "academic year 2021/22", "2021/22 Academic Year"];
    all_read_as(&Period::AcademicYear(2021), PeriodFormat::AcademicYear, &academic);
    none_is_read(PeriodFormat::FinancialYear, &academic);
    all_read_as(&Period::FinancialYear(1999), PeriodFormat::FinancialYear, &["1999-00", "199900", "1999/2000"]);
    let others =
        ["2010/12", "2010", "10/11", "2022/21", "2021 to 2023", "year ending June 2022", "2021/2", "0999/00", "FY", "2021/+2"];
    none_is_read(PeriodFormat::FinancialYear, &others);

    all_read_as(
        &Period::YearRange(2003, 2005),
        PeriodFormat::YearRange,
        &["2003-05", "2003/2005", "2003 to 2005", "2003 \u{2013} 05"],
    );
    all_read_as(&Period::YearRange(1998, 2002), PeriodFormat::YearRange, &["1998-02", "1998 to 2002"]);
    none_is_read(PeriodFormat::YearRange, &["2005-2003", "2003", "200305", "2003-5", "03-05"]);
}

#[test]
fn years_that_end_with_a_month() {
    let texts = [
        "year ending December 2025",
        "Year ending Dec 2025",
        "year to December 2025",
        "YE December 2025",
        "YE Dec-25",
        "12 months to December 2025",
        "year ending 31 December 2025",
        "Year ended 2025-12-31",
        "year ending 2025-12",
    ];
    all_read_as(&Period::YearEnding(2025, 12), PeriodFormat::YearEnding, &texts);
    all_read_as(&Period::YearEnding(2024, 2), PeriodFormat::YearEnding, &["year ending 29 February 2024"]);
    let others =
        ["year ending 30 December 2025", "December 2025", "year ending 2025", "year ending 31 June 2025", "year to date 2025"];
    none_is_read(PeriodFormat::YearEnding, &others);
}

#[test]
fn months() {
    let texts = [
        "2019-04",
        "2019/04",
        "201904",
        "2019-4",
        "04/2019",
        "4/2019",
        "04-2019",
        "2019M04",
        "2019 M4",
        "2019-APR",
        "2019 April",
        "April 2019",
        "Apr 2019",
        "Apr-2019",
        "Apr-19",
        "April-19",
        "Apr 19",
        "Apr \u{2010} 19",
    ];
    all_read_as(&Period::Month(2019, 4), PeriodFormat::YearMonth, &texts);
    all_read_as(&Period::Month(2019, 9), PeriodFormat::YearMonth, &["Sept 2019", "Sep 2019", "September 2019", "Sept-19"]);
    all_read_as(&Period::Month(1998, 4), PeriodFormat::YearMonth, &["Apr-98"]);
    let others = [
        "2023-13",
        "2023-00",
        "13/2023",
        "2019M13",
        "0999-04",
        "3000-04",
        "2019-04-01",
        "2019-04-01 00:00",
        "2019-04-01T00:00:00",
        "01/04/2019",
        "1 April 2019",
        "19 April",
        "19-Apr",
        "April",
        "Ap 2019",
        "20194",
        "2019 4",
        "Apr-019",
        "2019-004",
        "2010/2011",
    ];
    none_is_read(PeriodFormat::YearMonth, &others);
}

#[test]
fn iso_weeks() {
    let texts = ["2021-W01", "2021W01", "2021 W1", "2021 week 1", "Week 1 2021", "W01 2021", "2021-w1"];
    all_read_as(&Period::Week(day("2021-01-04")), PeriodFormat::Week, &texts);
    all_read_as(&Period::Week(day("2026-01-05")), PeriodFormat::Week, &["2026-W02"]);
    all_read_as(&Period::Week(day("2020-12-28")), PeriodFormat::Week, &["2020-W53"]);
    none_is_read(PeriodFormat::Week, &["2021-W53", "2021-W54", "2021-W00", "2021-01", "W1", "2021-W001", "2021-01-04"]);
}

#[test]
fn days_that_stand_for_a_longer_time() {
    for (text, format, period) in [
        ("2023-03-31", PeriodFormat::MonthEnd, Some(Period::Month(2023, 3))),
        ("2023/03/31", PeriodFormat::MonthEnd, Some(Period::Month(2023, 3))),
        ("20230331", PeriodFormat::QuarterEnd, Some(Period::Quarter(2023, 1))),
        ("31 March 2023", PeriodFormat::FinancialYearEnd, Some(Period::FinancialYear(2022))),
        ("2023-04-01T00:00:00", PeriodFormat::FinancialYearStart, Some(Period::FinancialYear(2023))),
        ("2023-10-01 00:00", PeriodFormat::QuarterStart, Some(Period::Quarter(2023, 4))),
        ("2023-10-01 [p]", PeriodFormat::MonthStart, Some(Period::Month(2023, 10))),
        ("1 January 2023", PeriodFormat::YearStart, Some(Period::Year(2023))),
        ("31-Dec-2023", PeriodFormat::YearEnd, Some(Period::Year(2023))),
        ("2026-01-04", PeriodFormat::WeekEnding, Some(Period::WeekEnding(day("2026-01-04")))),
        ("2026-01-05", PeriodFormat::WeekStart, Some(Period::Week(day("2026-01-05")))),
        ("2023-03-30", PeriodFormat::MonthEnd, None),
        ("2023-03-31 12:00", PeriodFormat::MonthEnd, None),
        ("31/03/2023", PeriodFormat::MonthEnd, None),
        ("2023-03", PeriodFormat::MonthEnd, None),
    ] {
        assert_eq!(Period::parse(text, format), period, "{text}");
    }
}

#[test]
fn notes_behind_a_period_are_left_out() {
    let texts = [
        "2022/23",
        "2022/23 [Note 1]",
        "2022/23 [p]",
        "2022/23[1]",
        "2022/23 [1] [2]",
        "2022/23 [1][p]",
        "2022/23 (p)",
        "2022/23(r)",
        "2022/23 (Provisional)",
        "2022/23 (revised) [3]",
        "2022/23 (note 3)",
        "2022/23 (estimate)",
    ];
    all_read_as(&Period::FinancialYear(2022), PeriodFormat::FinancialYear, &texts);
    let others =
        ["2022/23 (England)", "2022/23 (p", "2022/23 p)", "[p] 2022/23", "2022/23 (note)", "2022/23 (note x)", "(p)", "[1]"];
    none_is_read(PeriodFormat::FinancialYear, &others);
    all_read_as(&Period::Quarter(2023, 1), PeriodFormat::Quarter, &["Q1 2023 [p]", "Jan to Mar 2023 (p)"]);
}

#[test]
fn texts_are_kept() {
    all_read_as(&Period::Text(0, "Winter 2025/26 [1]".into()), PeriodFormat::Text, &["Winter 2025/26 [1]"]);
}

#[test]
fn what_a_machine_writes_is_read_back() {
    for year in [1000, 1999, 2000, 2024, 2998] {
        let mut periods = vec![(Period::Year(year), PeriodFormat::Year)];
        periods.push((Period::FinancialYear(year), PeriodFormat::FinancialYear));
        periods.push((Period::AcademicYear(year), PeriodFormat::AcademicYear));
        periods.extend((1..=12).map(|month| (Period::Month(year, month), PeriodFormat::YearMonth)));
        periods.extend((1..=12).map(|month| (Period::YearEnding(year, month), PeriodFormat::YearEnding)));
        periods.extend((1..=4).map(|quarter| (Period::Quarter(year, quarter), PeriodFormat::Quarter)));
        periods.extend((1..=4).map(|quarter| (Period::FinancialQuarter(year, quarter), PeriodFormat::FinancialQuarter)));
        for week in 1..=52 {
            let monday = NaiveDate::from_isoywd_opt(year, week, chrono::Weekday::Mon).unwrap();
            let label = format!("{year}-W{week:02}");
            assert_eq!(Period::parse(&label, PeriodFormat::Week), Some(Period::Week(monday)), "{label}");
            // The first week of the year 1000 begins in 999.
            if monday.format("%Y").to_string() != "0999" {
                periods.push((Period::Week(monday), PeriodFormat::WeekStart));
            }
        }
        for (period, format) in periods {
            assert_eq!(Period::parse(&period.to_string(), format).as_ref(), Some(&period), "{period}");
        }
    }
}

#[test]
fn odd_texts_are_refused_without_a_panic() {
    let pieces = ["", "2023", "é", "Q1", " ", "-", "/", "W", "\u{2013}", "[", "]", "(p)", "Jan", "to", "00:00", "99", "İ"];
    for a in pieces {
        for b in pieces {
            for c in pieces {
                let text = format!("{a}{b}{c}");
                for (_, format) in PeriodFormat::WORDS {
                    let _ = Period::parse(&text, format);
                }
                let _ = Period::parse(&text, PeriodFormat::YearMonth);
                let _ = shelfmark::model::date_of(&text, None);
            }
        }
    }
}
