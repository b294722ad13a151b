//! The edition that is made, and the datasets that it does not hold.

use serde::Deserialize;
use serde_json::Value;

use super::rules::PORTAL_VALUE;
use super::settings::check_address;
use super::{Root, Settings, yaml};
use crate::diagnostic::{Findings, did_you_mean};
use crate::model::{Absent, Access, DatasetId, GoLive, JourneyStage, Occasion, Portal};
use crate::source::SourceFile;

/// Finds the edition that is asked for, or else the narrowest. The portal then has its address and theme. `None` if the portal
/// has no editions, or there is a finding.
pub(super) fn choose(
    root: &Root,
    portal: &mut Portal,
    asked: Option<&str>,
    file: &SourceFile,
    findings: &mut Findings,
) -> Option<String> {
    let wrong = check_editions(root, portal, file);
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
                let message = "no edition is narrower than all the others".to_owned();
                let help = format!("choose one with --edition: {}", names.join(", "));
                PORTAL_VALUE.finding(message).at(place, "").help(help)
            }
        };
        findings.push(found);
        return None;
    };
    let edition = portal.editions.get(&name).filter(|_| is_sound)?;
    if let Some(address) = edition.address.clone() {
        portal.address = address;
    }
    portal.theme = edition.theme.over(portal.theme.clone());
    portal.withdrawn.retain(|withdrawn| withdrawn.editions.is_empty() || withdrawn.editions.contains(&name));
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

/// The names of the editions that hold a dataset. Empty if all of them do, and if the portal has none.
#[must_use]
pub fn editions_with(root: &Root, id: &str, occasion: &Occasion) -> Vec<String> {
    let (narrowest, others) = editions(root);
    let names: Vec<String> = narrowest.into_iter().chain(others).collect();
    let Ok(id) = DatasetId::new(id) else { return Vec::new() };
    let holds = |name: &String| {
        let settings = super::load_settings(root, Some(name)).0;
        settings.is_some_and(|settings| load_absent(root, &id, &settings, occasion).is_none())
    };
    let holding: Vec<String> = names.iter().filter(|name| holds(name)).cloned().collect();
    if holding.len() == names.len() { Vec::new() } else { holding }
}

/// What is wrong with editions, also with those that are not made now.
fn check_editions(root: &Root, portal: &Portal, file: &SourceFile) -> Findings {
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
        for dataset in edition.sensitive.keys().filter(|name| root.dataset(name).is_none()) {
            wrong(
                format!("the edition `{name}` may show columns of `{dataset}`, and there is no such dataset"),
                "write the name of its folder in datasets/",
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
    let head = Head::read(root, id)?;
    let lack = edition.lacks(head.access()?, head.stage()?, head.go_live().ok()?, occasion)?;
    let kpis = head.0["kpis"].as_array().into_iter().flatten().map(|kpi| (text(&kpi["id"]), text(&kpi["title"]))).collect();
    let title = text(&head.0["title"]);
    Some(Absent { id: id.clone(), title, kpis, lack, edition: settings.edition.clone().unwrap_or_default() })
}

fn text(value: &Value) -> String {
    value.as_str().unwrap_or_default().to_owned()
}

/// A `dataset.yaml` of which little is sure: it may be far from finished.
#[derive(Deserialize)]
#[serde(transparent)]
pub(super) struct Head(pub(super) Value);

impl yaml::Mapping for Head {
    const NEEDED: &[&str] = &[];
}

impl Head {
    /// `None` if it is not YAML.
    pub(super) fn read(root: &Root, id: &DatasetId) -> Option<Self> {
        let mut findings = Findings::new();
        let file = root.text(&format!("datasets/{id}/dataset.yaml"), &mut findings)?;
        yaml::parse(&file, 0..file.text().len(), &mut findings)
    }

    /// Who may read the dataset. `None` if that is not one of the words for it.
    fn access(&self) -> Option<Access> {
        match &self.0["access"] {
            Value::Null => Some(Access::default()),
            stated => serde_json::from_value(stated.clone()).ok(),
        }
    }

    /// Its stage; a dataset without a `journey` is live. `None` if that is not one of the words for it.
    pub(super) fn stage(&self) -> Option<JourneyStage> {
        match &self.0["journey"]["stage"] {
            Value::Null if self.0["journey"].is_null() => Some(JourneyStage::Live),
            stated => serde_json::from_value(stated.clone()).ok(),
        }
    }

    /// When it goes live, if that is said.
    ///
    /// # Errors
    /// If it cannot be understood.
    pub(super) fn go_live(&self) -> Result<Option<GoLive>, String> {
        match &self.0["journey"]["go_live"] {
            Value::Null => Ok(None),
            stated => GoLive::parse(&text(stated)).map(Some),
        }
    }
}
