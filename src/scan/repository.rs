//! Whether the raw counts lie in a repository that everybody can read.
//!
//! Read from what git keeps in `.git`, so that it works without git. Nothing is asked of the network.

use std::collections::BTreeSet;

use super::git_index::tracked;
use super::rules::RAW_IN_GIT;
use crate::diagnostic::Findings;
use crate::load::Root;
use crate::source::Place;

/// Hosts on which repositories are public unless somebody has made them private.
const PUBLIC: [&str; 5] = ["github.com", "gitlab.com", "bitbucket.org", "codeberg.org", "git.sr.ht"];

/// A warning for each of these tables that git tracks in a repository with a public remote.
#[must_use]
pub fn tracked_in_public<'a>(root: &Root, tables: impl Iterator<Item = &'a str>) -> Findings {
    let Some(host) = public_remote(root) else { return Findings::new() };
    let (index, below) = (tracked_files(root), root.below_repository());
    let is_tracked = |table: &&str| {
        let path = if below.is_empty() { (*table).to_owned() } else { format!("{below}/{table}") };
        index.contains(path.as_bytes())
    };
    let found = tables.filter(is_tracked).map(|table| {
        let message =
            format!("this file holds counts that the site hides, and git tracks it in a repository with a remote at {host}");
        let found = RAW_IN_GIT.finding(message).at(Place::of_file(table), "");
        found.help("make the repository private and write `repository: private` in portal.yaml, or keep the table outside it")
    });
    found.collect()
}

/// The paths that git tracks, from the root of the repository.
fn tracked_files(root: &Root) -> BTreeSet<Vec<u8>> {
    let Some(index) = root.kept_by_git("index") else { return BTreeSet::new() };
    let says_sha256 = |line: &str| {
        let key = line.split_once('=').map(|(key, value)| (key.trim().to_ascii_lowercase(), value.trim().to_ascii_lowercase()));
        key == Some(("objectformat".to_owned(), "sha256".to_owned()))
    };
    let is_sha256 = config_of(root).is_some_and(|config| config.lines().any(says_sha256));
    let hash = if is_sha256 { 32 } else { 20 };
    let mut found = tracked(&index, hash);
    let shared = found.shared.and_then(|name| root.kept_by_git(&name));
    found.paths.extend(shared.into_iter().flat_map(|index| tracked(&index, hash).paths));
    found.paths
}

fn config_of(root: &Root) -> Option<String> {
    String::from_utf8(root.kept_by_git("config")?).ok()
}

/// The first remote on a public host.
fn public_remote(root: &Root) -> Option<&'static str> {
    host_of(&config_of(root)?)
}

/// The first public host in a configuration. A short form of an address (`insteadOf`) stands for the address of its section.
fn host_of(config: &str) -> Option<&'static str> {
    let (mut section, mut remotes, mut short_forms) = ("", Vec::new(), Vec::new());
    for line in config.lines().map(str::trim) {
        if line.starts_with('[') {
            section = line;
        }
        let Some((key, value)) = line.split_once('=') else { continue };
        let value = value.trim().trim_matches('"');
        match key.trim().to_ascii_lowercase().as_str() {
            "url" | "pushurl" if section.starts_with("[remote") => remotes.push(value),
            "insteadof" | "pushinsteadof" => short_forms.extend(section.split('"').nth(1).map(|whole| (value, whole))),
            _ => {}
        }
    }
    remotes.iter().find_map(|address| {
        let long = short_forms.iter().filter(|(short, _)| address.starts_with(short)).max_by_key(|(short, _)| short.len());
        let address = long.map_or_else(|| (*address).to_owned(), |(short, whole)| whole.to_string() + &address[short.len()..]);
        PUBLIC.into_iter().find(|host| is_at(&address, host))
    })
}

/// Whether an address of a repository is at a host: `https://github.com/x/y`, `git@github.com:x/y`.
fn is_at(address: &str, host: &str) -> bool {
    let rest = address.split_once("://").map_or(address, |(_, rest)| rest);
    let rest = rest.rsplit_once('@').map_or(rest, |(_, rest)| rest);
    rest.split(['/', ':']).next().is_some_and(|found| found.eq_ignore_ascii_case(host))
}

#[cfg(test)]
mod tests {
    use super::{host_of, is_at};

    #[test]
    fn a_short_form_of_an_address_is_read_as_what_it_stands_for() {
        let config =
            |url: &str| format!("[url \"https://github.com/\"]\n\tinsteadOf = gh:\n[remote \"origin\"]\n\turl = {url}\n");
        assert_eq!(host_of(&config("gh:trust/portal")), Some("github.com"));
        assert_eq!(host_of(&config("https://git.trust.example/portal")), None);
        assert_eq!(host_of("[url \"https://github.com/\"]\n\tinsteadOf = gh:\n"), None);
    }

    #[test]
    fn hosts_are_read_from_addresses_of_repositories() {
        for address in
            ["https://github.com/x/y.git", "git@github.com:x/y.git", "ssh://git@github.com:22/x/y", "https://token@github.com/x"]
        {
            assert!(is_at(address, "github.com"), "{address}");
        }
        for address in ["https://git.trust.example/github.com/x", "git@mygithub.com:x", "../github.com"] {
            assert!(!is_at(address, "github.com"), "{address}");
        }
    }
}
