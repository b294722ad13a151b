//! Findings of one kind in many files, as one.
//!
//! In: findings in print order. Out: the same list, in which findings of one rule in more than [`FILES`] files are shown once, with
//! their number and the first places. So are those that only say what is still to be written. Invariant: no finding is lost from the
//! counts.

use std::collections::{BTreeMap, BTreeSet};
use std::sync::Arc;

use super::{Diagnostic, Severity};

/// Up to this many files, each finding is shown.
const FILES: usize = 3;
/// How many places are named when findings are shown once.
const PLACES: usize = 3;
/// Rules about what is still to be written. One of their findings says no more than where.
const TO_DO: [&str; 2] = ["metadata/draft", "metadata/to-do"];

type Kind = (&'static str, Severity);

/// Shows findings of one kind once.
#[must_use]
pub fn grouped(findings: &[Diagnostic]) -> Vec<Diagnostic> {
    let mut kinds: BTreeMap<Kind, Vec<&Diagnostic>> = BTreeMap::new();
    for finding in findings {
        kinds.entry((finding.rule.id, finding.severity)).or_default().push(finding);
    }
    // Counted once for each kind: a portal may have thousands of findings of one.
    let files: BTreeMap<Kind, usize> = kinds.iter().map(|(kind, all)| (*kind, files(all))).collect();
    let mut seen = BTreeSet::new();
    let mut shown = Vec::new();
    for finding in findings {
        let kind = (finding.rule.id, finding.severity);
        let (all, files) = (&kinds[&kind], files[&kind]);
        let is_many = files > FILES || TO_DO.contains(&finding.rule.id) && all.len() > PLACES;
        if !is_many {
            shown.push(finding.clone());
        } else if seen.insert(kind) {
            shown.push(together(all, files));
        }
    }
    shown
}

/// The number of files in which findings stand.
fn files(findings: &[&Diagnostic]) -> usize {
    findings.iter().filter_map(|finding| Some(Arc::clone(&finding.place()?.path))).collect::<BTreeSet<_>>().len()
}

fn together(all: &[&Diagnostic], files: usize) -> Diagnostic {
    let weight = all.iter().map(|finding| finding.weight()).sum();
    let first = all[0];
    let how_many = match first.rule.id {
        id if TO_DO.contains(&id) => format!("{weight} TODOs"),
        _ => format!("{weight} findings"),
    };
    let files = if files == 1 { "1 file".to_owned() } else { format!("{files} files") };
    let message = format!("{how_many} in {files}: {}", first.message);
    let mut labels = Vec::new();
    let mut seen = BTreeSet::new();
    // First one place in each file, so that the author sees that there are several.
    for place in
        all.iter().filter_map(|finding| finding.place()).filter(|place| seen.insert(Arc::clone(&place.path))).take(PLACES)
    {
        labels.push(super::Label { place: place.clone().without_excerpt(), text: String::new() });
    }
    let help = first.help.as_ref().map_or_else(
        || "`shelfmark check --all` prints each".to_owned(),
        |help| format!("{help}; `shelfmark check --all` prints each"),
    );
    Diagnostic { message, labels, help: Some(help), more: weight, ..first.clone() }
}

#[cfg(test)]
mod tests {
    use super::grouped;
    use crate::diagnostic::{Diagnostic, Rule, Severity};
    use crate::source::Place;

    static RULE: Rule = Rule { id: "data/test", severity: Severity::Warning, finds: "", matters: "", example: "", put_right: "" };

    #[test]
    fn findings_in_many_files_are_shown_once_and_in_few_each() {
        let finding = |file: usize| RULE.finding(format!("in {file}")).at(Place::of_cell(&format!("{file}.csv"), 2, 1, "x"), "");
        let few: Vec<Diagnostic> = (0..3).map(finding).collect();
        assert_eq!(grouped(&few).len(), 3);
        let many: Vec<Diagnostic> = (0..500).map(finding).collect();
        let shown = grouped(&many);
        assert_eq!((shown.len(), shown[0].weight(), shown[0].labels.len()), (1, 500, 3));
        assert_eq!(shown[0].message, "500 findings in 500 files: in 0");
    }
}
