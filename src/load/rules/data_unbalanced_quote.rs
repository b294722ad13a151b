//! `data/unbalanced-quote`: a quote that is never closed.

use crate::diagnostic::{Rule, Severity};

/// A quote that is never closed.
pub static UNBALANCED_QUOTE: Rule = Rule {
    id: "data/unbalanced-quote",
    severity: Severity::Error,
    finds: "A quote that opens a value and is never closed, or a text behind the quote that closes one.",
    matters: "All that follows, to the end of the file, is taken into one cell.",
    example: "period,org,value\n2019-03,\"RRK,12",
    put_right: "Close the quote, or double it (`\"\"`) if it belongs to the value.",
};
