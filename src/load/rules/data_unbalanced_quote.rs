//! `data/unbalanced-quote`: a quote that is not closed.

use crate::diagnostic::{Rule, Severity};

/// A quote that is not closed.
pub static UNBALANCED_QUOTE: Rule = Rule {
    id: "data/unbalanced-quote",
    severity: Severity::Error,
    finds: "A quote that opens a value but is never closed, or text after the closing quote of a value.",
    matters: "Everything after the quote, to the end of the file, is read as one cell.",
    example: "period,org,value\n2019-03,\"RRK,12",
    put_right: "Close the quote, or double it (`\"\"`) if it is part of the value.",
};
