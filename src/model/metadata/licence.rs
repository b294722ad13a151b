//! Licences for open data.

/// A licence, by its SPDX-style identifier.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Licence {
    /// The identifier in `licence:`.
    pub id: &'static str,
    /// The name shown to readers.
    pub name: &'static str,
    /// The address of its text.
    pub url: &'static str,
}

/// The licences that the portal knows.
pub const LICENCES: [Licence; 6] = [
    Licence {
        id: "OGL-UK-3.0",
        name: "Open Government Licence v3.0",
        url: "https://www.nationalarchives.gov.uk/doc/open-government-licence/version/3/",
    },
    Licence { id: "CC0-1.0", name: "Creative Commons Zero v1.0", url: "https://creativecommons.org/publicdomain/zero/1.0/" },
    Licence { id: "CC-BY-4.0", name: "Creative Commons Attribution 4.0", url: "https://creativecommons.org/licenses/by/4.0/" },
    Licence {
        id: "CC-BY-SA-4.0",
        name: "Creative Commons Attribution-ShareAlike 4.0",
        url: "https://creativecommons.org/licenses/by-sa/4.0/",
    },
    Licence { id: "ODbL-1.0", name: "Open Database License v1.0", url: "https://opendatacommons.org/licenses/odbl/1-0/" },
    Licence { id: "US-PD", name: "United States public domain", url: "https://www.usa.gov/government-works" },
];

/// Looks up a licence by its identifier.
#[must_use]
pub fn licence(id: &str) -> Option<Licence> {
    LICENCES.into_iter().find(|licence| licence.id == id)
}
