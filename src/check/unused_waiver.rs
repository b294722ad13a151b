//! Waivers that nothing needs any more.

use crate::diagnostic::{Rule, Severity};

/// A waiver that nothing needs.
pub(crate) static RULE: Rule = Rule {
    id: "governance/unused-waiver",
    severity: Severity::Warning,
    finds: "A waiver for a rule that finds nothing in the dataset.",
    matters: "It would hide the next finding of the rule, which nobody has looked at.",
    example: "waivers:\n  - {rule: data/row-count, until: 2019-06-01, reason: new provider list, approved_by: IG-230}",
    put_right: "Take the waiver away.",
};
