//! How far a version must move for a change, by the rule of Data Packages for semantic versions.

use serde::{Deserialize, Serialize};

/// How far a version must move. Later is further.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize)]
#[serde(rename_all = "lowercase")]
pub enum Step {
    /// Nothing changed.
    #[default]
    None,
    /// Values were corrected, or the description changed.
    Patch,
    /// Rows or tables were added.
    Minor,
    /// A column was added, removed, moved or given another meaning: programs that read the table may break.
    Major,
}

impl Step {
    /// The word for it.
    #[must_use]
    pub fn word(self) -> &'static str {
        match self {
            Self::None => "none",
            Self::Patch => "patch",
            Self::Minor => "minor",
            Self::Major => "major",
        }
    }

    /// The step between two versions. `None` if they are not numbers separated by dots, or begin with a year: such versions say
    /// when, not what.
    #[must_use]
    pub fn between(old: &str, new: &str) -> Option<Self> {
        let (old, new) = (numbers(old)?, numbers(new)?);
        if old[0] >= 1900 || new[0] >= 1900 {
            return None;
        }
        Some(match (0..3).find(|at| old[*at] != new[*at]) {
            Some(0) => Self::Major,
            Some(1) => Self::Minor,
            Some(_) => Self::Patch,
            None => Self::None,
        })
    }

    /// The version that this step leads to. `None` if the old one is not three numbers that say what changed.
    #[must_use]
    pub fn after(self, old: &str) -> Option<String> {
        let [major, minor, patch] = numbers(old)?;
        if major >= 1900 {
            return None;
        }
        let parts = match self {
            Self::None => [major, minor, patch],
            Self::Patch => [major, minor, patch + 1],
            Self::Minor => [major, minor + 1, 0],
            Self::Major => [major + 1, 0, 0],
        };
        let written = if old.matches('.').count() == 1 && parts[2] == 0 { 2 } else { 3 };
        Some(parts[..written].iter().map(ToString::to_string).collect::<Vec<_>>().join("."))
    }
}

/// Whether a version is lower than another, number by number. `None` if they cannot be compared.
pub(super) fn is_lower(one: &str, other: &str) -> Option<bool> {
    Some(numbers(one)? < numbers(other)?)
}

/// Up to three numbers separated by dots.
fn numbers(version: &str) -> Option<[u32; 3]> {
    let version = version.strip_prefix('v').unwrap_or(version);
    let mut numbers = [0; 3];
    let mut parts = version.split('.');
    for number in &mut numbers {
        match parts.next() {
            Some(part) => *number = part.parse().ok()?,
            None => break,
        }
    }
    (!version.is_empty() && parts.next().is_none()).then_some(numbers)
}

#[cfg(test)]
mod tests {
    use super::{Step, is_lower};

    #[test]
    fn steps_between_versions() {
        assert_eq!(Step::between("1.2.3", "1.2.4"), Some(Step::Patch));
        assert_eq!(Step::between("1.2", "1.3"), Some(Step::Minor));
        assert_eq!(Step::between("1.9.9", "2.0.0"), Some(Step::Major));
        assert_eq!(Step::between("1.0", "1.0.0"), Some(Step::None));
        assert_eq!(Step::between("2025.9.0", "2025.10.0"), None, "a year says when, not what");
        assert_eq!(Step::between("a", "1.0"), None);
    }

    #[test]
    fn the_next_version() {
        assert_eq!(Step::Minor.after("1.2.3").as_deref(), Some("1.3.0"));
        assert_eq!(Step::Minor.after("1.2").as_deref(), Some("1.3"));
        assert_eq!(Step::Patch.after("1.2").as_deref(), Some("1.2.1"));
        assert_eq!(Step::Major.after("2025.10.0"), None);
        assert_eq!(is_lower("1.9", "1.10"), Some(true));
        assert_eq!(is_lower("v1.0", "1.0.0"), Some(false));
        assert_eq!(is_lower("draft", "1.0"), None);
    }
}
