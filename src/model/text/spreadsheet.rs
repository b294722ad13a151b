//! Texts that a spreadsheet changes when it opens a CSV.

use std::sync::LazyLock;

use regex::Regex;

/// Whether Excel would show or save another text, if the column is not set to Text: `007`, `5-9`, `2024-01`, `12E5`, `MAR-05`, or a
/// number with more digits than it keeps. ISO dates stay dates, and plain numbers stay numbers.
#[must_use]
pub fn changed_by_spreadsheet(text: &str) -> bool {
    let text = text.trim();
    let digits = text.bytes().all(|byte| byte.is_ascii_digit());
    if digits {
        // From twelve digits on, it shows 1.23E+11.
        return text.len() > 1 && text.starts_with('0') || text.len() >= 12;
    }
    CHANGED.as_ref().is_some_and(|changed| changed.is_match(text))
}

static CHANGED: LazyLock<Option<Regex>> = LazyLock::new(|| {
    let month = "(?:jan|feb|mar|apr|may|jun|jul|aug|sep|oct|nov|dec|january|february|march|april|june|july|august|september|october|november|december)";
    let (day, number) = ("(?:[1-9]|[12][0-9]|3[01])", "(?:0?[1-9]|1[0-2])");
    let pairs = [
        // 5-9 and 10/14 are days in a month, 1-2024 is a month in a year.
        format!("{day}[-/]{number}"),
        format!("{number}[-/]{day}"),
        format!("{number}[-/][12][0-9]{{3}}"),
        format!("[12][0-9]{{3}}[-/]{number}"),
        format!("0?{day}[-/ ]?{month}"),
        format!("{month}[-/ ][0-9]{{1,4}}"),
        // Days in other forms than ISO.
        format!("0?{day}[-/ ](?:{number}|{month})[-/ ](?:[0-9]{{2}}|[12][0-9]{{3}})"),
        // Numbers in other forms, formulas, and what it takes for true and false.
        r"[0-9]+(?:\.[0-9]+)?e[-+]?[0-9]+".to_owned(),
        r"[=+@].*[0-9a-z(].*".to_owned(),
        "true|false".to_owned(),
    ];
    Regex::new(&format!("^(?i:{})$", pairs.join("|"))).ok()
});

#[cfg(test)]
mod tests {
    use super::changed_by_spreadsheet;

    #[test]
    fn texts_that_excel_changes_are_told_from_those_that_it_keeps() {
        for text in [
            "007",
            "0",
            "5-9",
            "10-12",
            "2024-01",
            "Jan 2024",
            "MAR-05",
            "1-Sep",
            "SEPT2",
            "12E5",
            "1e10",
            "123456789012",
            "TRUE",
            "=A1",
            "01/09/15",
            "1 September 2024",
            "1/2",
        ] {
            let is_kept = ["0", "SEPT2"].contains(&text);
            assert_eq!(changed_by_spreadsheet(text), !is_kept, "{text}");
        }
        for text in
            ["North", "2024-01-31", "2019/20", "15-19", "65+", "RQM", "E09000002", "12345", "0-4", "Q1 2024", "90 and over", ""]
        {
            assert!(!changed_by_spreadsheet(text), "{text}");
        }
    }
}
