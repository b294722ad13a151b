//! Broken links in Markdown.

use crate::check::Context;
use crate::diagnostic::{Diagnostic, Findings, Rule, Severity, nearest};
use crate::load::{Settings, shown};
use crate::model::{Destination, Link, heading_ids, is_web_address, placed_links, placed_links_in_yaml};
use crate::source::Place;

/// A link that leads nowhere.
pub static RULE: Rule = Rule {
    id: "links/broken",
    severity: Severity::Error,
    finds: "A link in Markdown to a page or heading that does not exist, or with a scheme other than http, https or \
        mailto; or an image.",
    matters: "Dead links cost readers' trust, script addresses are an attack, and images from other sites reveal who is \
        reading.",
    example: "See [the method](metod.md#rounding).",
    put_right: "Link to a .md file in content/ by its path from this file, and to one of its headings; or to a page of the \
        site by its address from the root, such as /datasets/ae-waits/. Images are left out of the site.",
};

/// Checks the links in a dataset's guidance, description and release notes.
pub(in crate::check) fn detect(context: &Context<'_>, findings: &mut Findings) {
    let dataset = context.dataset;
    let notes = dataset.notes.iter().map(|note| &note.body);
    for text in dataset.guidance.iter().chain(notes) {
        judge(placed_links(text, ""), text.text(), context.settings, findings);
    }
    if let Some(description) = &dataset.metadata.description {
        judge(placed_links_in_yaml(description, &dataset.file), description, context.settings, findings);
    }
}

/// Checks the links in the portal's pages and release notes.
pub(in crate::check) fn of_settings(settings: &Settings) -> Findings {
    let mut findings = Findings::new();
    for (text, folder) in settings.prose() {
        judge(placed_links(text, folder), text.text(), settings, &mut findings);
    }
    findings
}

fn judge(links: impl Iterator<Item = (Link, Place)>, text: &str, settings: &Settings, findings: &mut Findings) {
    let paths = || settings.pages.iter().map(|page| page.path.as_str());
    let unknown_heading = |id: &str, ids: &std::collections::BTreeSet<String>| {
        let names = ids.iter().filter_map(|id| id.strip_prefix("s-"));
        let hint =
            nearest(id.trim_start_matches("s-"), names).map_or_else(String::new, |near| format!("did you mean `#{near}`? "));
        format!("{hint}link to a heading on the page, in lower case with hyphens")
    };
    for (link, place) in links {
        let (message, help) = match &link.destination {
            // The page shows only the words of an image, so this is harmless, but the author should know.
            None if is_script(&link.target) => {
                let found = without_target(&link, place).help("describe the image in words");
                findings.push(Diagnostic { severity: Severity::Warning, ..found });
                continue;
            }
            None => {
                let help = "describe it in words, or link to it";
                ("images in Markdown are left out of the site".to_owned(), help.to_owned())
            }
            // `dead_links` checks these once all datasets are known.
            Some(Destination::Web(_) | Destination::Site(_)) => continue,
            Some(Destination::Refused) if link.target.starts_with('/') && link.target.contains('#') => {
                (format!("`{}` links to part of a page of the site", link.target), "link to the whole page".to_owned())
            }
            Some(Destination::Refused) if link.target.starts_with('/') && !link.target.contains("..") => {
                let help = "write the plain address of a page, like /datasets/ae-waits/, without `?` or `%`";
                (format!("`{}` is not an address of the site", link.target), help.to_owned())
            }
            Some(Destination::Refused) if link.target.contains(':') => {
                // The page shows such a link without its target, so this is harmless, but the author should know.
                let found = without_target(&link, place).help("link to http, https or mailto, or to a .md file in content/");
                findings.push(Diagnostic { severity: Severity::Warning, ..found });
                continue;
            }
            Some(Destination::Refused) => {
                let help = "link to http, https or mailto, or to a .md file in content/ with `/` between folders";
                (format!("`{}` leads outside the portal", link.target), help.to_owned())
            }
            Some(Destination::Heading(id)) => {
                let ids = heading_ids(text);
                if ids.contains(id) {
                    continue;
                }
                (format!("there is no heading `{}`", link.target), unknown_heading(id, &ids))
            }
            Some(Destination::Page(path, heading)) => match settings.pages.iter().find(|page| page.path == *path) {
                None if link.target.starts_with("www.") => {
                    (format!("`{}` does not start with https://", link.target), format!("write https://{}", link.target))
                }
                None if link.target.contains('@') => {
                    ("an email address without mailto: before it".to_owned(), "write mailto: before the address".to_owned())
                }
                None if settings.absent_pages.contains(path) => {
                    let message = format!("`{}` leads to content/{path}.md, which this edition does not hold", link.target);
                    (message, "remove the link, or give both pages the same `access`".to_owned())
                }
                None => {
                    let hint =
                        nearest(path, paths()).map_or_else(String::new, |near| format!("did you mean content/{near}.md? "));
                    (
                        format!("`{}` leads to content/{path}.md, which does not exist", link.target),
                        format!("{hint}link to a page in content/"),
                    )
                }
                Some(page) => {
                    let Some(id) = heading else { continue };
                    let ids = heading_ids(page.body.text());
                    if ids.contains(id) {
                        continue;
                    }
                    (format!("content/{path}.md has no heading `{}`", link.target), unknown_heading(id, &ids))
                }
            },
        };
        findings.push(RULE.finding(message).at(place, "").help(help));
    }
}

/// Whether a target has a scheme other than a web address, such as `javascript:` or `data:`.
fn is_script(target: &str) -> bool {
    target.split_once(':').is_some_and(|(scheme, _)| !scheme.is_empty() && scheme.chars().all(char::is_alphanumeric))
        && !is_web_address(target)
}

/// A finding about a link or image with a disallowed scheme. It does not print the target, which may be code.
fn without_target(link: &Link, place: Place) -> Diagnostic {
    let scheme = link.target.split(':').next().unwrap_or_default();
    let place = Place { excerpt: String::new(), marked: (0..0).into(), ..place };
    RULE.finding(format!("`{}:` is not allowed, so only the words are shown", shown(scheme))).at(place, "")
}
