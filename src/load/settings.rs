//! Reads `portal.yaml`, `content/` and the portal's release notes.

use std::collections::BTreeMap;

use super::prose::{content, notes};
use super::rules::{PAGE_FRONT_MATTER, PORTAL_VALUE};
use super::{Root, edition, yaml};
use crate::diagnostic::{Diagnostic, Findings, Severities, did_you_mean};
use crate::locale::{language_of, languages};
use crate::model::{
    Access, Colour, ContentPage, Date, EditionSpec, Markdown, Portal, PortalPolicy, ReleaseNote, is_said, is_web_address, licence,
};
use crate::source::{SourceFile, Spanned};

/// The portal's settings and pages, which all datasets share.
pub struct Settings {
    /// The file `portal.yaml`.
    pub file: SourceFile,
    /// Its contents.
    pub portal: Portal,
    /// The edition that is made. `None` if the portal has no editions. Address and theme are those of the edition.
    pub edition: Option<String>,
    /// The pages in `content/`.
    pub pages: Vec<ContentPage>,
    /// The paths of pages that the edition does not hold.
    pub absent_pages: Vec<String>,
    /// The portal's own release notes, newest first.
    pub notes: Vec<ReleaseNote>,
    /// The picture for the header.
    pub logo: Option<Vec<u8>>,
    /// Files of the portal's own theme, by path from `themes/<name>/`.
    pub theme: BTreeMap<String, Vec<u8>>,
}

impl Settings {
    /// The portal's prose: its pages and release notes, each with the folder below `content/` that its links are relative to.
    pub fn prose(&self) -> impl Iterator<Item = (&Markdown, &str)> {
        let folder = |path: &'_ str| path.rfind('/').unwrap_or(0);
        let pages = self.pages.iter().map(move |page| (&page.body, &page.path[..folder(&page.path)]));
        pages.chain(self.notes.iter().map(|note| (&note.body, "releases")))
    }

    /// What the edition that is made holds. `None` if the portal has no editions.
    #[must_use]
    pub fn edition(&self) -> Option<&EditionSpec> {
        self.portal.editions.get(self.edition.as_ref()?).map(|edition| &**edition)
    }

    /// The severities that the portal sets on a day, and the warnings that it accepts.
    #[must_use]
    pub fn severities(&self, as_of: Date) -> Severities {
        let raised = Severities::new(self.portal.policy.severity.iter().map(|(rule, severity)| (rule.as_str(), **severity)));
        let in_force = self.portal.waivers.iter().filter(|waiver| *waiver.until >= as_of);
        raised.waiving(in_force.map(|waiver| waiver.rule.as_str()))
    }
}

impl yaml::Mapping for Portal {
    const NEEDED: &[&str] = &["title", "description", "address", "publisher", "organisations", "contact"];
}

/// Reads the settings and pages of a portal for one of its editions, or for the narrowest. `None` if `portal.yaml` cannot be read.
#[must_use]
pub fn load_settings(root: &Root, edition: Option<&str>) -> (Option<Settings>, Findings) {
    let mut findings = Findings::new();
    let settings = read(root, edition, &mut findings);
    (settings, findings)
}

fn read(root: &Root, edition: Option<&str>, findings: &mut Findings) -> Option<Settings> {
    let file = root.text("portal.yaml", findings)?;
    let mut portal: Portal = yaml::parse(&file, 0..file.text().len(), findings)?;
    let edition = edition::choose(root, &mut portal, edition, &file, findings);
    for folder in ["content", "themes"] {
        super::names::detect(root, folder, findings);
    }
    let (mut pages, mut absent_pages) = (content::load_pages(root, findings), Vec::new());
    if let Some(edition) = edition.as_ref().and_then(|name| portal.editions.get(name)) {
        let is_held = |page: &ContentPage, edition: &EditionSpec| edition.access.contains(&page.access);
        let is_nowhere = |page: &&ContentPage| !portal.editions.values().any(|edition| is_held(page, edition));
        pages.iter().filter(is_nowhere).for_each(|page| findings.push(for_staff_only(page, "no edition of the portal holds it")));
        absent_pages = pages.extract_if(.., |page| !is_held(page, edition)).map(|page| page.path).collect();
        let is_absent =
            |page: &str| page.strip_suffix(".md").is_some_and(|path| absent_pages.iter().any(|absent| absent == path));
        portal.navigation.retain(|item| !is_absent(&item.page));
    } else if portal.editions.is_empty() {
        pages
            .iter()
            .filter(|page| page.access != Access::Public)
            .for_each(|page| findings.push(for_staff_only(page, "the portal has no edition for them")));
    }
    let notes = notes::load_notes(root, "content/releases", findings);
    let logo = portal.theme.logo.as_ref().and_then(|logo| {
        let path = root.below(".", logo, &file, findings)?;
        root.bytes(path.trim_start_matches("./"), findings)
    });
    let theme = theme_files(root, &portal, &file, findings);
    let settings = Settings { file, portal, edition, pages, absent_pages, notes, logo, theme };
    check_names(&settings, findings);
    Some(settings)
}

/// A page for staff in a portal that everybody reads.
fn for_staff_only(page: &ContentPage, but: &str) -> Diagnostic {
    let found = PAGE_FRONT_MATTER.finding(format!("this page is for staff, and {but}"));
    found.at(page.body.file.place(0..3), "").help(
        "write in portal.yaml who reads the site, such as `editions: {intranet: {access: [public, internal]}}`; or remove `access`",
    )
}

/// The files in `themes/<name>/`. Every theme except `default` must exist.
fn theme_files(root: &Root, portal: &Portal, file: &SourceFile, findings: &mut Findings) -> BTreeMap<String, Vec<u8>> {
    let name = &portal.theme.name;
    let is_folder = crate::model::DatasetId::new(name).is_ok();
    let folder = format!("themes/{}/", **name);
    let paths = if is_folder { root.files(&folder, "") } else { Vec::new() };
    if paths.is_empty() && name.as_str() != "default" {
        let found = PORTAL_VALUE.finding(format!("there is no theme `{}`", **name)).at(file.place(name.span()), "");
        findings.push(found.help(format!("add files to {folder}, or write `name: default`")));
    }
    let read = |path: &String| Some((path.strip_prefix(&folder)?.to_owned(), root.bytes(path, findings)?));
    paths.iter().filter_map(read).collect()
}

fn check_names(settings: &Settings, findings: &mut Findings) {
    let Settings { file, portal, pages, .. } = settings;
    let mut unknown = |name: &crate::source::Spanned<String>, what: &str, known: Vec<&str>| {
        if known.contains(&name.as_str()) {
            return;
        }
        let found = PORTAL_VALUE.finding(format!("`{}` is not {what}", **name)).at(file.place(name.span()), "named here");
        let hint = did_you_mean(name, known.iter().copied());
        findings.push(found.help(format!("{hint}choose from: {}", known.join(", "))));
    };
    unknown(&portal.publisher, "one of the `organisations`", portal.organisations.keys().map(String::as_str).collect());
    if let Some(name) = &portal.licence
        && licence(name).is_none()
    {
        unknown(name, "a known licence", crate::model::LICENCES.iter().map(|licence| licence.id).collect());
    }
    for item in &portal.navigation {
        let paths: Vec<String> = pages.iter().map(|page| format!("{}.md", page.path)).collect();
        unknown(&item.page, "a page in content/", paths.iter().map(String::as_str).collect());
    }
    for gate in &portal.policy.require {
        unknown(gate, "a known requirement", vec!["dpia", "lawful-basis", "retention", "approvals", "journey"]);
    }
    for (name, link) in &portal.declarations {
        let problem = match name.as_str() {
            "access" | "audit-log" if is_web_address(link) => continue,
            "access" | "audit-log" => format!("`declarations.{name}` is not the address of a page"),
            _ => format!("`declarations` has no `{name}`"),
        };
        let found = PORTAL_VALUE.finding(problem).at(file.place(link.span()), "");
        findings.push(found.help("write `declarations: {access: https://..., audit-log: https://...}`"));
    }
    for (message, help) in policy_problems(&portal.policy) {
        findings.push(PORTAL_VALUE.finding(message).at(file.whole(), "").help(help));
    }
    for (id, organisation) in &portal.organisations {
        if let Some(homepage) = organisation.homepage.as_deref().filter(|url| !is_web_address(url)) {
            let at = file.text().find(homepage).map_or(0..0, |at| at..at + homepage.len());
            let found = PORTAL_VALUE.finding(format!("the homepage of `{id}` is not http or https")).at(file.place(at), "");
            findings.push(found.help("write an address that starts with https://"));
        }
    }
    if let Some(accent) = &portal.theme.accent {
        let problem = match Colour::parse(accent) {
            None => Some("the accent must be a colour in the form #005eb8".to_owned()),
            Some(colour) if colour.contrast_on(&Colour::LIGHT) < Colour::LEGIBLE => {
                let contrast = colour.contrast_on(&Colour::LIGHT);
                Some(format!("the accent colour has a contrast of {contrast:.1} to 1 with the background; text needs 4.5 to 1"))
            }
            Some(_) => None,
        };
        if let Some(problem) = problem {
            let found = PORTAL_VALUE.finding(problem).at(file.place(accent.span()), "");
            let nearest = Colour::parse(accent).map_or_else(|| "#005eb8".to_owned(), |colour| colour.darkened().to_string());
            findings.push(found.help(format!("write \"{nearest}\"")));
        }
    }
    if is_language_tag(&portal.language) && language_of(&portal.language).is_none() {
        let found = PORTAL_VALUE.finding(format!("Shelfmark is not available in `{}`", *portal.language));
        let found = found.at(file.place(portal.language.span()), "");
        findings.push(found.help(format!("choose from: {}", languages().join(", "))));
    }
    if !is_language_tag(&portal.language) {
        let found = PORTAL_VALUE.finding(format!("`{}` is not a language tag", *portal.language));
        let found = found.at(file.place(portal.language.span()), "");
        findings.push(found.help("use a BCP 47 tag, such as en-GB"));
    }
    check_address(&portal.address, file, findings);
}

/// Feeds and metadata need an address to put paths behind.
pub(super) fn check_address(address: &Spanned<String>, file: &SourceFile, findings: &mut Findings) {
    if !is_web_address(address) || !address.ends_with('/') {
        let place = file.place(address.span());
        let found = PORTAL_VALUE.finding("the address must be an absolute http(s) address that ends with `/`").at(place, "");
        findings.push(found.help("write it like https://data.example.nhs.uk/catalogue/"));
    }
}

/// What is wrong with values of the policy that would open a gate without a word.
fn policy_problems(policy: &PortalPolicy) -> Vec<(String, &'static str)> {
    let mut problems = Vec::new();
    if policy.roles.is_empty() {
        problems.push((
            "`policy.roles` is empty, so that nobody would have to approve".to_owned(),
            "name at least one role, or remove `roles`",
        ));
    }
    if policy.approvals.iter().any(|approval| !is_said(&approval.by) || !is_said(&approval.reason)) {
        problems.push((
            "an approval under `policy.approvals` has no team or no reason".to_owned(),
            "say which team approved it, and why: the release tells readers",
        ));
    }
    if policy.longest_waiver < 1 {
        problems.push((format!("`policy.longest_waiver` is {}", policy.longest_waiver), "write a number of days, such as 366"));
    }
    for code in &policy.privacy.codes {
        if code.code.bytes().filter(u8::is_ascii_digit).count() != 10 {
            problems.push((
                "a code under `policy.privacy.codes` does not have ten digits, so it matches nothing".to_owned(),
                "write all ten digits, in quotes",
            ));
        } else if code.reason.trim().is_empty() || code.approved_by.trim().is_empty() {
            problems.push((
                "a code under `policy.privacy.codes` has no reason or no approver".to_owned(),
                "say what it is, and who says so",
            ));
        }
    }
    problems
}

/// Whether a text is a language tag: two or three letters, which may be followed by a script or region.
fn is_language_tag(text: &str) -> bool {
    let mut parts = text.split('-');
    let language = parts.next().unwrap_or_default();
    (2..=3).contains(&language.len())
        && language.bytes().all(|byte| byte.is_ascii_lowercase())
        && parts.all(|part| (2..=8).contains(&part.len()) && part.bytes().all(|byte| byte.is_ascii_alphanumeric()))
}
