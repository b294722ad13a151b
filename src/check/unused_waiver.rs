//! Waivers that are no longer needed.

use crate::diagnostic::{Rule, Severity};

/// A waiver that is no longer needed.
pub(crate) static RULE: Rule = Rule {
    id: "governance/unused-waiver",
    severity: Severity::Warning,
    finds: "A waiver for a rule that finds nothing in the dataset.",
    matters: "It would hide the rule's next finding before anyone has looked at it.",
    example: "waivers:\n  - {rule: data/row-count, until: 2019-06-01, reason: new provider list, approved_by: IG-230}",
    put_right: "Remove the waiver.",
};
