//! `metadata/portal`: an invalid value in portal.yaml.

use crate::diagnostic::{Rule, Severity};

/// An invalid value in portal.yaml.
pub static PORTAL_VALUE: Rule = Rule {
    id: "metadata/portal",
    severity: Severity::Error,
    finds: "A value in portal.yaml that is not valid: an unknown organisation, licence, page, theme or requirement, a \
        colour with too little contrast, or an address or language in the wrong form.",
    matters: "The portal's settings are used on every page.",
    example: "publisher: exmaple-trust",
    put_right: "Write one of the values that the help suggests, or add what is missing.",
};
