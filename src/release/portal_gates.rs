//! How strict a portal is, and what became looser since an earlier site.

use std::collections::{BTreeMap, BTreeSet};

use serde::{Deserialize, Serialize};
use sha2::{Digest, Sha256};

use crate::catalogue::Catalogue;
use crate::diagnostic::Severity;
use crate::model::{Allowed, Decimal, Zeros, hexadecimal};

/// The gates of a portal, by name.
pub type PortalGates = BTreeMap<String, Level>;

/// How strict a gate is.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Level {
    /// A higher number is stricter; without it, it is 0.
    AtLeast(Decimal),
    /// A lower number is stricter; without it, there is no limit.
    AtMost(Decimal),
    /// More words are stricter.
    Required(BTreeSet<String>),
    /// Fewer words are stricter.
    Allowed(BTreeSet<String>),
}

/// How the names of those gates end that say what a dataset waives.
pub(super) const WAIVES: &str = " waives";

/// A gate that became looser.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub struct Loosened {
    /// Its name, as in portal.yaml.
    pub gate: String,
    /// What it was.
    pub before: String,
    /// What it is.
    pub now: String,
    /// Who approved that, when and why.
    pub approved: Option<[String; 3]>,
}

/// The gates of a catalogue.
#[must_use]
pub fn portal_gates(catalogue: &Catalogue) -> PortalGates {
    let settings = &catalogue.settings;
    let policy = &settings.portal.policy;
    let mut gates = PortalGates::new();
    let mut set = |name: &str, level: Level| drop(gates.insert(name.to_owned(), level));
    set("policy.require", Level::Required(policy.require.iter().map(|gate| gate.to_string()).collect()));
    set("policy.roles", Level::Required(policy.roles.iter().map(|role| role.word().to_owned()).collect()));
    let raised = policy.severity.iter().filter(|(_, severity)| ***severity == Severity::Error);
    set("policy.severity", Level::Required(raised.map(|(rule, _)| rule.clone()).collect()));
    set("waivers", Level::Allowed(settings.portal.waivers.iter().map(|waiver| waiver.rule.to_string()).collect()));
    set("policy.small_organisation", at_most(policy.small_organisation));
    set("policy.longest_waiver", Level::AtMost(policy.longest_waiver.into()));
    set("policy.privacy.test_numbers", at_most(policy.privacy.test_numbers == Allowed::Allowed));
    set("policy.privacy.repeated_digits", at_most(policy.privacy.repeated_digits == Allowed::Allowed));
    set("policy.privacy.codes", Level::Allowed(policy.privacy.codes.iter().map(|code| trace(&code.code)).collect()));
    if let Some(protect) = &policy.protect {
        set("policy.protect", Level::AtLeast(protect.preset.threshold().into()));
    }
    for (name, figure) in [("policy.rows.max_change", policy.rows.max_change), ("policy.revision.max", policy.revision.max)] {
        if let Some(figure) = figure {
            set(name, Level::AtMost(figure.value));
        }
    }
    if let Some(edition) = settings.edition() {
        set("edition.access", Level::Allowed(edition.access.iter().map(|access| access.word().to_owned()).collect()));
        set("edition.stages", Level::Allowed(edition.stages.iter().map(|stage| stage.word().to_owned()).collect()));
        let columns = edition
            .sensitive
            .iter()
            .flat_map(|(dataset, columns)| columns.iter().map(move |name| format!("{dataset}.{}", **name)));
        set("edition.sensitive", Level::Allowed(columns.collect()));
    }
    for card in &catalogue.datasets {
        let waived = card.waivers.iter().map(|waiver| waiver.rule.clone());
        let gates = waived.filter(|rule| ["governance/", "privacy/", "secrets/"].iter().any(|group| rule.starts_with(group)));
        set(&format!("{}{WAIVES}", card.id), Level::Allowed(gates.collect()));
        for table in &card.tables {
            let policy = &table.protection.policy;
            let name = format!("{}/{}", card.id, table.name);
            set(&format!("{name} protect"), Level::AtLeast(policy.below.into()));
            set(&format!("{name} rounding"), Level::AtLeast(policy.round_to.unwrap_or(0).into()));
            set(&format!("{name} width"), Level::AtLeast(policy.width.into()));
            let zeros = if policy.zeros == Zeros::Hidden { BTreeSet::from(["zeros".to_owned()]) } else { BTreeSet::new() };
            set(&format!("{name} hides"), Level::Required(zeros));
            let counts = policy.counts.iter().filter_map(|at| table.columns.get(*at)).map(|(name, _)| name.clone());
            set(&format!("{name} counts"), Level::Required(counts.collect()));
        }
    }
    gates
}

fn at_most(is_open: bool) -> Level {
    Level::AtMost(u8::from(is_open).into())
}

/// Tells one code from others, and does not say which it is: thousands of codes have the same trace.
fn trace(code: &str) -> String {
    hexadecimal(&Sha256::digest(code.as_bytes()))[..4].to_owned()
}

/// The SHA-256 of what became looser, by which it is approved.
#[must_use]
pub(super) fn loosened_hash(loosened: &[Loosened]) -> String {
    let gates: Vec<[&str; 3]> = loosened.iter().map(|gate| [gate.gate.as_str(), &gate.before, &gate.now]).collect();
    // Text can always be written as JSON.
    hexadecimal(&Sha256::digest(serde_json::to_string(&gates).unwrap_or_default().as_bytes()))
}

/// The gates that became looser. Those of a table that is new or gone are not compared, and neither are columns that are gone:
/// `has_column` says whether a table still has one.
#[must_use]
pub fn loosened(before: &PortalGates, now: &PortalGates, has_column: &dyn Fn(&str, &str) -> bool) -> Vec<Loosened> {
    let is_of_table = |name: &str| name.contains('/');
    let names: BTreeSet<&String> = before.keys().chain(now.keys()).collect();
    let both = names.into_iter().filter(|name| !is_of_table(name) || (before.contains_key(*name) && now.contains_key(*name)));
    both.filter_map(|name| {
        let levels = (before.get(name), now.get(name));
        let is_looser = match levels {
            (Some(Level::AtLeast(was)), Some(Level::AtLeast(is))) => is < was,
            (Some(Level::AtMost(was)), Some(Level::AtMost(is))) => is > was,
            (Some(Level::Required(was)), Some(Level::Required(is))) => match name.strip_suffix(" counts") {
                Some(table) => was.difference(is).any(|column| has_column(table, column)),
                None => !was.is_subset(is),
            },
            (Some(Level::Allowed(was)), Some(Level::Allowed(is))) => !is.is_subset(was),
            // A new dataset that does not keep to the gates of the portal is as good as a looser gate.
            (None, Some(Level::Allowed(is))) if name.ends_with(WAIVES) => {
                !is.is_empty() && before.keys().any(|name| name.ends_with(WAIVES))
            }
            (Some(Level::AtLeast(was)), None) => !was.is_zero(),
            (Some(Level::AtMost(_)), None) => true,
            (Some(Level::Required(was)), None) => !was.is_empty(),
            _ => false,
        };
        let [before, now] = [levels.0, levels.1].map(|level| level.map_or_else(|| "nothing".to_owned(), ToString::to_string));
        is_looser.then(|| Loosened { gate: name.clone(), before, now, approved: None })
    })
    .collect()
}

impl std::fmt::Display for Level {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        match self {
            Self::AtLeast(number) | Self::AtMost(number) => write!(f, "{number}"),
            Self::Required(words) | Self::Allowed(words) if words.is_empty() => write!(f, "nothing"),
            Self::Required(words) | Self::Allowed(words) => {
                write!(f, "{}", words.iter().map(String::as_str).collect::<Vec<_>>().join(", "))
            }
        }
    }
}

#[cfg(test)]
mod tests {
    use super::{Level, PortalGates, loosened};

    fn gates(list: &[(&str, Level)]) -> PortalGates {
        list.iter().map(|(name, level)| ((*name).to_owned(), level.clone())).collect()
    }

    fn words(list: &[&str]) -> std::collections::BTreeSet<String> {
        list.iter().map(|word| (*word).to_owned()).collect()
    }

    #[test]
    fn only_what_became_looser_is_told() {
        let at_least = |number: i64| Level::AtLeast(number.into());
        let at_most = |number: i64| Level::AtMost(number.into());
        let (require, allow) = (|list: &[&str]| Level::Required(words(list)), |list: &[&str]| Level::Allowed(words(list)));
        let cases = [
            (Some(at_least(5)), Some(at_least(3)), true),
            (Some(at_least(5)), Some(at_least(10)), false),
            (Some(at_least(5)), None, true),
            (None, Some(at_least(5)), false),
            (Some(at_most(20)), Some(at_most(50)), true),
            (Some(at_most(20)), Some(at_most(10)), false),
            (Some(at_most(20)), None, true),
            (None, Some(at_most(20)), false),
            (Some(require(&["dpia", "approvals"])), Some(require(&["dpia"])), true),
            (Some(require(&["dpia"])), Some(require(&["dpia", "approvals"])), false),
            (Some(require(&["dpia"])), Some(require(&["approvals"])), true),
            (Some(allow(&["public"])), Some(allow(&["public", "internal"])), true),
            (Some(allow(&["public", "internal"])), Some(allow(&["public"])), false),
        ];
        for (before, now, is_looser) in cases {
            let of = |level: &Option<Level>| gates(&level.iter().map(|level| ("gate", level.clone())).collect::<Vec<_>>());
            assert_eq!(!loosened(&of(&before), &of(&now), &|_, _| true).is_empty(), is_looser, "{before:?} {now:?}");
        }
        let counts = |list: &[&str]| gates(&[("a/b counts", require(list))]);
        let told = |has: bool| loosened(&counts(&["late", "seen"]), &counts(&["seen"]), &|_, _| has).len();
        assert_eq!((told(true), told(false)), (1, 0), "a column that is not counted any more, and one that is gone");
        assert_eq!(loosened(&gates(&[("a/b protect", at_least(5))]), &gates(&[]), &|_, _| true), [], "a table that is gone");
    }
}
