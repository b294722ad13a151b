//! Links in Markdown that lead nowhere.

use crate::check::Context;
use crate::diagnostic::{Diagnostic, Findings, Rule, Severity, nearest};
use crate::load::{Settings, shown};
use crate::model::{Destination, Link, heading_ids, is_web_address, placed_links, placed_links_in_yaml};
use crate::source::Place;

/// A link that leads nowhere.
pub static RULE: Rule = Rule {
    id: "links/broken",
    severity: Severity::Error,
    finds: "A link in Markdown to a page or heading there is not, or with a scheme that is not http, https or mailto; a picture.",
    matters: "A dead link costs a reader's trust, a script address is an attack, and a picture from elsewhere tells others who reads.",
    example: "See [the method](metod.md#rounding).",
    put_right: "Name a .md file of content/, relative to this one, and a heading of it; or a page of the site by its address from the root, such as /datasets/ae-waits/. Pictures are not carried into the site.",
};

/// The links of a dataset's guidance, description and release notes.
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

/// The links of the portal's pages and release notes.
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
        format!("{hint}link to a heading of the page, in lower case with hyphens")
    };
    for (link, place) in links {
        let (message, help) = match &link.destination {
            // A page shows the words of a picture and requests nothing, so nothing can happen; the author should still know.
            None if is_script(&link.target) => {
                let found = without_target(&link, place).help("describe the picture in words");
                findings.push(Diagnostic { severity: Severity::Warning, ..found });
                continue;
            }
            None => {
                let help = "describe it in words, or link to where it is";
                ("pictures in Markdown are not carried into the site".to_owned(), help.to_owned())
            }
            // What is there is known when all datasets are: `dead_links` looks.
            Some(Destination::Web(_) | Destination::Site(_)) => continue,
            Some(Destination::Refused) if link.target.starts_with('/') && link.target.contains('#') => {
                (format!("`{}` leads to a part of a page of the site", link.target), "link to the page as a whole".to_owned())
            }
            Some(Destination::Refused) if link.target.starts_with('/') && !link.target.contains("..") => {
                let help = "write the plain address of a page, like /datasets/ae-waits/, without `?` or `%`";
                (format!("`{}` is no address of the site", link.target), help.to_owned())
            }
            Some(Destination::Refused) if link.target.contains(':') => {
                // The page shows such a link without its target, so nothing can happen; the author should still know.
                let found = without_target(&link, place).help("link to http, https or mailto, or to a .md file of content/");
                findings.push(Diagnostic { severity: Severity::Warning, ..found });
                continue;
            }
            Some(Destination::Refused) => {
                let help = "link to http, https or mailto, or to a .md file of content/ with `/` between folders";
                (format!("`{}` leads out of the portal", link.target), help.to_owned())
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
                    (format!("`{}` has no https:// before it", link.target), format!("write https://{}", link.target))
                }
                None if link.target.contains('@') => {
                    ("a mailbox without mailto: before it".to_owned(), "write mailto: before the address".to_owned())
                }
                None => {
                    let hint =
                        nearest(path, paths()).map_or_else(String::new, |near| format!("did you mean content/{near}.md? "));
                    (
                        format!("`{}` leads to content/{path}.md, which is not there", link.target),
                        format!("{hint}name a page of content/"),
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

/// Whether a target has a scheme that is not of the web: a script, or data in the place of an address.
fn is_script(target: &str) -> bool {
    target.split_once(':').is_some_and(|(scheme, _)| !scheme.is_empty() && scheme.chars().all(char::is_alphanumeric))
        && !is_web_address(target)
}

/// A link or picture with a scheme that is not of the web. Its target may be code: it is not printed either.
fn without_target(link: &Link, place: Place) -> Diagnostic {
    let scheme = link.target.split(':').next().unwrap_or_default();
    let place = Place { excerpt: String::new(), marked: (0..0).into(), ..place };
    RULE.finding(format!("`{}:` is shown without its target", shown(scheme))).at(place, "")
}
