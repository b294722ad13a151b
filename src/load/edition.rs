//! The edition that is made, and the datasets that it does not hold.

use serde::Deserialize;

use super::rules::PORTAL_VALUE;
use super::settings::check_address;
use super::{Root, Settings, yaml};
use crate::diagnostic::{Findings, did_you_mean};
use crate::model::{Absent, Access, DatasetId, GoLive, JourneyStage, Occasion, Portal};
use crate::source::SourceFile;

/// Finds the edition that is asked for, or else the narrowest. The portal then has its address and theme. `None` if the portal
/// has no editions, or there is a finding.
pub(super) fn choose(portal: &mut Portal, asked: Option<&str>, file: &SourceFile, findings: &mut Findings) -> Option<String> {
    let wrong = check_editions(portal, file);
    let is_sound = wrong.is_empty();
    findings.extend(wrong);
    let names: Vec<&str> = portal.editions.keys().map(String::as_str).collect();
    let name = match asked {
        None if names.is_empty() => return None,
        None => portal.narrowest().map(ToOwned::to_owned),
        Some(name) => names.iter().find(|known| **known == name).map(|known| (*known).to_owned()),
    };
    let Some(name) = name else {
        let place = portal.editions.values().next().map_or_else(|| file.whole(), |edition| file.place(edition.span()));
        let found = match asked {
            Some(name) if names.is_empty() => {
                let message = format!("the portal has no editions, and `{name}` is asked for");
                PORTAL_VALUE.finding(message).at(place, "").help("leave out --edition, or list `editions:` in portal.yaml")
            }
            Some(name) => {
                let hint = did_you_mean(name, names.iter().copied());
                let found = PORTAL_VALUE.finding(format!("the portal has no edition `{name}`")).at(place, "");
                found.help(format!("{hint}choose from: {}", names.join(", ")))
            }
            None => {
                let message = "no edition is the narrowest, so that none is made unless it is named".to_owned();
                let help = format!("choose one with --edition: {}", names.join(", "));
                PORTAL_VALUE.finding(message).at(place, "").help(help)
            }
        };
        findings.push(found);
        return None;
    };
    let edition = portal.editions.get(&name).filter(|_| is_sound)?;
    let (address, theme) = (edition.address.clone(), edition.theme.clone());
    if let Some(address) = address {
        portal.address = address;
    }
    if let Some(theme) = theme {
        portal.theme = theme;
    }
    Some(name)
}

/// The name of the narrowest edition of a portal, if one is, and those of the others. Nothing if `portal.yaml` cannot be read.
#[must_use]
pub fn editions(root: &Root) -> (Option<String>, Vec<String>) {
    let mut findings = Findings::new();
    let portal = root.text("portal.yaml", &mut findings).and_then(|file| {
        let portal: Option<Portal> = yaml::parse(&file, 0..file.text().len(), &mut findings);
        portal
    });
    let Some(portal) = portal else { return (None, Vec::new()) };
    let narrowest = portal.narrowest().map(ToOwned::to_owned);
    let others = portal.editions.into_keys().filter(|name| Some(name) != narrowest.as_ref()).collect();
    (narrowest, others)
}

/// What is wrong with editions, also with those that are not made now.
fn check_editions(portal: &Portal, file: &SourceFile) -> Findings {
    let mut findings = Findings::new();
    for (name, edition) in &portal.editions {
        let mut wrong = |message: String, help: &str| {
            findings.push(PORTAL_VALUE.finding(message).at(file.place(edition.span()), "").help(help));
        };
        if DatasetId::new(name).is_err() {
            wrong(
                "the name of an edition is not made of small letters, digits and hyphens".to_owned(),
                "write it like `public` or `staging`",
            );
        }
        if edition.access.is_empty() || edition.stages.is_empty() {
            wrong(
                format!("the edition `{name}` can hold no dataset"),
                "give `access` and `stages` at least one value each, or remove them",
            );
        }
        edition.address.iter().for_each(|address| check_address(address, file, &mut findings));
    }
    findings
}

/// A dataset that the edition of these settings does not hold. `None` if it does, or if nothing sensible can be read of it. It
/// may be far from finished: only what tells who may read it, and its names, is read.
#[must_use]
pub fn load_absent(root: &Root, id: &DatasetId, settings: &Settings, occasion: &Occasion) -> Option<Absent> {
    let edition = settings.edition()?;
    let mut findings = Findings::new();
    let file = root.text(&format!("datasets/{id}/dataset.yaml"), &mut findings)?;
    let head: Head = yaml::parse(&file, 0..file.text().len(), &mut findings)?;
    let lack = edition.lacks(head.access, head.journey.stage, head.journey.go_live, occasion)?;
    let kpis = head.kpis.into_iter().map(|kpi| (kpi.id, kpi.title)).collect();
    Some(Absent { id: id.clone(), title: head.title, kpis, lack })
}

/// Who may read a dataset and when, and what it is called.
#[derive(Default, Deserialize)]
#[serde(default)]
struct Head {
    title: String,
    access: Access,
    journey: JourneyHead,
    kpis: Vec<KpiHead>,
}

impl yaml::Mapping for Head {
    const NEEDED: &[&str] = &[];
}

/// A dataset without a `journey` is live.
#[derive(Deserialize)]
#[serde(default)]
struct JourneyHead {
    stage: JourneyStage,
    go_live: Option<GoLive>,
}

impl Default for JourneyHead {
    fn default() -> Self {
        Self { stage: JourneyStage::Live, go_live: None }
    }
}

#[derive(Default, Deserialize)]
#[serde(default)]
struct KpiHead {
    id: String,
    title: String,
}
