//! Ways to reach one person: mobile telephones and personal email addresses. Those of teams and organisations are not reported.

use std::ops::Range;
use std::sync::LazyLock;

use super::words::{TEAM_WORDS, is_forename, is_title};
use super::{Kind, Pattern, matches, pattern};

pub(super) static ADDRESS: Pattern = LazyLock::new(|| {
    pattern(r"[A-Za-z0-9][A-Za-z0-9._%+'-]*@[A-Za-z0-9](?:[A-Za-z0-9-]*[A-Za-z0-9])?(?:\.[A-Za-z0-9-]+)*\.[A-Za-z]{2,}")
});

pub(super) static MOBILE: Pattern = LazyLock::new(|| {
    pattern(r"(?:\+ ?44|0044)[ -]?(?:\(0\)[ -]?)?7[1-9](?:[ ./-]{0,2}\d){8}|\b447[1-9]\d{8}|07[1-9](?:[ ./)-]{0,2}\d){8}")
});

/// Hosts at which an address belongs to a person, whatever stands before it.
const PERSONAL_HOSTS: [&str; 17] = [
    "gmail.com",
    "googlemail.com",
    "hotmail.com",
    "hotmail.co.uk",
    "outlook.com",
    "live.co.uk",
    "yahoo.com",
    "yahoo.co.uk",
    "icloud.com",
    "me.com",
    "btinternet.com",
    "aol.com",
    "live.com",
    "ymail.com",
    "protonmail.com",
    "proton.me",
    "sky.com",
];

pub(super) fn find(text: &str, see: &mut impl FnMut(Kind, Range<usize>)) {
    if memchr::memchr(b'@', text.as_bytes()).is_some() {
        let addresses = matches(&ADDRESS, text).filter(|found| is_persons_address(found.as_str()));
        addresses.for_each(|found| see(Kind::Email, found.range()));
    }
    if memchr::memchr(b'7', text.as_bytes()).is_none() {
        return;
    }
    for found in matches(&MOBILE, text) {
        let is_part = |c: char| c.is_alphanumeric() || matches!(c, '.' | '+' | '_');
        let before = text[..found.start()].chars().next_back();
        let after = text[found.end()..].chars().next();
        let goes_on = after.is_some_and(char::is_alphanumeric)
            || after == Some('.') && text[found.end() + 1..].starts_with(|c: char| c.is_ascii_digit());
        if !before.is_some_and(is_part) && !goes_on {
            see(Kind::Mobile, found.range());
        }
    }
}

/// Whether the name of a role is that of one person: a part of it is a forename or a title, as in `jane-smith` and `dr-patel`.
#[must_use]
pub fn is_persons_account(name: &str) -> bool {
    name.split(['.', '_', '-']).any(|part| is_forename(part) || is_title(part))
}

/// Whether an email address is that of one person: `jane.smith@nhs.net`, but not `data.team@nhs.net`.
#[must_use]
pub fn is_persons_address(address: &str) -> bool {
    let Some((local, host)) = address.rsplit_once('@') else { return false };
    let local = local.to_ascii_lowercase();
    let parts: Vec<&str> = local
        .split(['.', '_', '-', '+'])
        .map(|part| part.trim_end_matches(|c: char| c.is_ascii_digit()))
        .filter(|part| !part.is_empty())
        .collect();
    // A team of the organisation that the host is named after.
    let host_name = host.split('.').next().unwrap_or(host).to_ascii_lowercase();
    let is_teams = parts.first() == Some(&host_name.as_str())
        || parts.iter().any(|part| TEAM_WORDS.contains(part))
        || matches!(parts.as_slice(), [one] if is_compound(one));
    if is_teams {
        return false;
    }
    if PERSONAL_HOSTS.contains(&host.to_ascii_lowercase().as_str()) {
        return true;
    }
    let are_names = parts.iter().all(|part| part.chars().all(|c| c.is_ascii_alphabetic() || c == '\''));
    let has_forename = parts.iter().any(|part| is_forename(part));
    match parts.as_slice() {
        [one] => is_forename(one),
        [first, second] if first.len() == 1 || second.len() == 1 => are_names && first.len().max(second.len()) >= 3,
        [_, _] => are_names && parts.iter().all(|part| part.len() >= 2),
        [_, _, _] => are_names && has_forename,
        _ => false,
    }
}

/// Whether a word begins or ends with one that names a team: `datascience`, `infoteam`.
fn is_compound(part: &str) -> bool {
    TEAM_WORDS.iter().any(|word| word.len() >= 4 && (part.starts_with(word) || part.ends_with(word)))
}

#[cfg(test)]
mod tests {
    use super::is_persons_address;
    use crate::privacy::{Kind, sightings};

    #[test]
    fn addresses_of_teams_are_told_from_those_of_people() {
        for text in [
            "jane.doe@nhs.net",
            "j.smith@example.nhs.uk",
            "thyra.novak2@example.org",
            "smith-j@trust.nhs.uk",
            "anything@gmail.com",
            "mary@example.org",
        ] {
            assert!(is_persons_address(text), "{text}");
        }
        for text in [
            "datascience@nhs.net",
            "data.team@example.org",
            "public.health@example.gov.uk",
            "info@example.org",
            "open-data@example.org",
            "x26@nhs.net",
            "information.governance@nhs.net",
            "waiting.times@example.org",
            "stats_inclusions@ons.gov.uk",
            "screening.team@nhs.net",
            "ons.geography@ons.gov.uk",
            "early.years@example.gov.uk",
            "phs.codes@phs.scot",
        ] {
            assert!(!is_persons_address(text), "{text}");
        }
    }

    #[test]
    fn mobiles_are_told_from_other_telephones_and_numbers() {
        for text in
            ["07700 900123", "+44 7700 900123", "+44 (0)7700 900 123", "0044 7700900123", "Call 07700-900-123.", "07700900123"]
        {
            assert_eq!(sightings(text).first().map(|seen| seen.kind), Some(Kind::Mobile), "{text}");
        }
        for text in
            ["01642 672351", "0.07700900123", "107700900123", "077009001234", "07700 90012", "A07700900123", "070 0900 1234"]
        {
            assert!(sightings(text).is_empty(), "{text}");
        }
    }
}
