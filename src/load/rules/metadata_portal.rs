//! `metadata/portal`: a value of portal.yaml that contradicts another.

use crate::diagnostic::{Rule, Severity};

/// A value of portal.yaml that contradicts another.
pub static PORTAL_VALUE: Rule = Rule {
    id: "metadata/portal",
    severity: Severity::Error,
    finds: "A value of portal.yaml that names something which is not there: an organisation, a licence, a page, a gate.",
    matters: "The portal's settings stand on every page.",
    example: "publisher: exmaple-trust",
    put_right: "Name one of the things that the help lists, or add it.",
};
