//! Random texts made of pieces that parsers stumble over: nothing may panic, and no script may get through. `fuzz/` does the
//! same with a coverage-guided fuzzer, if a nightly toolchain is available.

use std::sync::mpsc;
use std::time::Duration;

use proptest::prelude::*;
use shelfmark::load::{read_metadata, read_page, read_table};
use shelfmark::render::markdown_html;

const YAML: [&str; 24] = [
    "title: ",
    "summary",
    ": ",
    "- ",
    "\n",
    "  ",
    "\t",
    "[",
    "]",
    "{",
    "}",
    "&a ",
    "*a",
    "!!str ",
    "|\n",
    ">-\n",
    "\"",
    "'",
    "#",
    "---\n",
    "é",
    "tables:\n",
    "1e999",
    "\u{2028}",
];
const MARKDOWN: [&str; 26] = [
    "<script>",
    "</script>",
    "<!--",
    "-->",
    "[",
    "](",
    ")",
    "javascript:",
    "![",
    "`",
    "```\n",
    "\n\n",
    "# ",
    "> ",
    "* ",
    "|",
    "---\n",
    "&#x3c;",
    "<a href=",
    "<img src=x onerror=alert(1)>",
    "\\",
    "http://",
    "<",
    "&lt;script>",
    "[^1]",
    "a",
];
const CSV: [&str; 16] = ["a", ",", "\"", "\n", "\r\n", "\r", ";", "\t", "\u{feff}", "1", "", "é", "=1", "\0", "[c]", "\u{fffd}"];

fn text(pieces: &'static [&'static str]) -> impl Strategy<Value = String> {
    prop::collection::vec(prop::sample::select(pieces), 0..60).prop_map(|pieces| pieces.concat())
}

/// No element that runs code, however its name is written.
fn has_script(html: &str) -> bool {
    let html = html.to_lowercase();
    html.contains("<script") || html.contains("<img") || html.contains("<iframe") || html.contains("<a href=\"javascript:")
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(1500))]

    #[test]
    fn yaml_never_panics(text in text(&YAML)) {
        let (metadata, findings) = read_metadata(&text);
        prop_assert!(metadata.is_some() || findings.has_errors());
    }

    #[test]
    fn front_matter_never_panics(head in text(&YAML), body in text(&MARKDOWN)) {
        let (page, findings) = read_page(&format!("---\n{head}\n---\n{body}"));
        prop_assert!(page.is_some() || findings.has_errors());
    }

    #[test]
    fn tables_never_panic_and_what_is_read_has_a_place(text in text(&CSV)) {
        let (table, findings) = read_table(text.into_bytes());
        prop_assert!(table.is_some() || findings.has_errors());
        if let Some(table) = table {
            for row in 0..table.data.rows {
                for column in 0..table.data.columns.len() {
                    prop_assert!(table.place(row, column).line > 0);
                }
            }
        }
    }

    #[test]
    fn a_mark_at_the_head_of_a_row_is_a_character_of_its_cell(mark in prop::sample::select(vec!["\u{feff}", "é", "x"])) {
        let (table, _) = read_table(format!("a\n1\n{mark}\n{mark}2\n").into_bytes());
        let table = table.unwrap();
        prop_assert_eq!((table.place(1, 0).line, table.place(2, 0).line), (3, 4));
    }

    #[test]
    fn any_bytes_are_a_table_or_an_error(bytes in prop::collection::vec(any::<u8>(), 0..200)) {
        let (table, findings) = read_table(bytes);
        prop_assert!(table.is_some() || findings.has_errors());
    }

    #[test]
    fn no_script_comes_through_markdown(text in text(&MARKDOWN)) {
        prop_assert!(!has_script(&markdown_html(&text)));
    }
}

/// A step whose time grows with the square of its input would take hours here. The limit of one minute is not a measurement.
#[test]
fn long_runs_of_one_piece_end() {
    let (done, waiting) = mpsc::channel();
    std::thread::spawn(move || {
        for piece in MARKDOWN {
            let html = markdown_html(&piece.repeat(400_000 / piece.len().max(1)));
            assert!(!has_script(&html), "{piece}");
        }
        for piece in YAML {
            let _ = read_metadata(&piece.repeat(400_000 / piece.len()));
        }
        for piece in CSV.into_iter().filter(|piece| !piece.is_empty()) {
            let _ = read_table(piece.repeat(400_000 / piece.len()).into_bytes());
        }
        let _ = done.send(());
    });
    assert!(waiting.recv_timeout(Duration::from_mins(2)).is_ok(), "a run of one piece does not end, or broke");
}
