//! Colours and their contrast.

use std::fmt;

/// An opaque colour of the sRGB space.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Colour([u8; 3]);

impl Colour {
    /// Reads `#005eb8` or `#05b`.
    #[must_use]
    pub fn parse(text: &str) -> Option<Self> {
        let digits = text.strip_prefix('#').filter(|digits| digits.bytes().all(|byte| byte.is_ascii_hexdigit()))?;
        let long = match digits.len() {
            3 => digits.chars().flat_map(|digit| [digit, digit]).collect(),
            6 => digits.to_owned(),
            _ => return None,
        };
        let part = |at: usize| u8::from_str_radix(&long[at..at + 2], 16).ok();
        Some(Self([part(0)?, part(2)?, part(4)?]))
    }

    /// The contrast ratio with white, 1 to 21 (WCAG 2.2).
    #[must_use]
    pub fn contrast_with_white(self) -> f64 {
        1.05 / (self.luminance() + 0.05)
    }

    /// The lightest colour of the same tint that has a contrast with white.
    #[must_use]
    pub fn darkened_to(self, contrast: f64) -> Self {
        let shade = |percent: u16| {
            // A percentage of a byte is a byte.
            Self(self.0.map(|part| u8::try_from(u16::from(part) * percent / 100).unwrap_or(part)))
        };
        (0..=100).rev().map(shade).find(|shade| shade.contrast_with_white() >= contrast).unwrap_or(Self([0; 3]))
    }

    /// The relative luminance, 0 to 1 (WCAG 2.2).
    fn luminance(self) -> f64 {
        let linear = |part: u8| {
            let part = f64::from(part) / 255.0;
            if part <= 0.04045 { part / 12.92 } else { ((part + 0.055) / 1.055).powf(2.4) }
        };
        let [red, green, blue] = self.0;
        0.2126 * linear(red) + 0.7152 * linear(green) + 0.0722 * linear(blue)
    }
}

impl fmt::Display for Colour {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let [red, green, blue] = self.0;
        write!(f, "#{red:02x}{green:02x}{blue:02x}")
    }
}

#[cfg(test)]
mod tests {
    use super::Colour;

    #[test]
    fn a_light_colour_is_darkened_to_the_nearest_that_passes() {
        let dark = Colour::parse("#ffcc00").unwrap().darkened_to(4.5);
        assert!(dark.contrast_with_white() >= 4.5 && dark.contrast_with_white() < 4.7, "{dark}");
        assert_eq!(Colour::parse("#005eb8").unwrap().darkened_to(4.5).to_string(), "#005eb8");
    }

    #[test]
    fn contrast_as_the_guidelines_compute_it() {
        let contrast = |text| Colour::parse(text).unwrap().contrast_with_white();
        assert!((contrast("#ffffff") - 1.0).abs() < 1e-9);
        assert!((contrast("#000") - 21.0).abs() < 1e-9);
        assert!((contrast("#767676") - 4.54).abs() < 0.01);
        assert_eq!(Colour::parse("005eb8"), None);
        assert_eq!(Colour::parse("#00é8"), None);
    }
}
