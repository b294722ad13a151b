//! Colours and their contrast.

use std::fmt;

/// An opaque sRGB colour.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Colour([u8; 3]);

impl Colour {
    /// The built-in theme's backgrounds for links and buttons in light mode: page and panel.
    pub const LIGHT: [Self; 2] = [Self([0xff, 0xff, 0xff]), Self([0xf3, 0xf6, 0xf8])];
    /// The same backgrounds in dark mode.
    pub const DARK: [Self; 2] = [Self([0x10, 0x16, 0x1b]), Self([0x19, 0x21, 0x28])];
    /// The least contrast ratio for text (WCAG 2.2 AA).
    pub const LEGIBLE: f64 = 4.5;

    /// Reads a colour like `#005eb8` or `#05b`.
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

    /// The contrast ratio with another colour, 1 to 21 (WCAG 2.2).
    #[must_use]
    pub fn contrast_with(self, other: Self) -> f64 {
        let (a, b) = (self.luminance() + 0.05, other.luminance() + 0.05);
        a.max(b) / a.min(b)
    }

    /// The lowest contrast ratio of this colour as text on any of these backgrounds.
    #[must_use]
    pub fn contrast_on(self, grounds: &[Self]) -> f64 {
        grounds.iter().map(|ground| self.contrast_with(*ground)).fold(f64::INFINITY, f64::min)
    }

    /// Darkens the colour just enough to be legible on the light backgrounds.
    #[must_use]
    pub fn darkened(self) -> Self {
        self.mixed_with(0, &Self::LIGHT)
    }

    /// Lightens the colour just enough to be legible on the dark backgrounds.
    #[must_use]
    pub fn lightened(self) -> Self {
        self.mixed_with(255, &Self::DARK)
    }

    /// Mixes in as little black (0) or white (255) as makes the colour legible.
    fn mixed_with(self, end: u8, grounds: &[Self]) -> Self {
        let mix = |percent: u16| {
            let part = |part: u8| {
                let mixed = (u16::from(part) * (100 - percent) + u16::from(end) * percent) / 100;
                // A weighted mean of two bytes fits in a byte.
                u8::try_from(mixed).unwrap_or(end)
            };
            Self(self.0.map(part))
        };
        (0..=100).map(mix).find(|colour| colour.contrast_on(grounds) >= Self::LEGIBLE).unwrap_or(Self([end; 3]))
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
    fn an_accent_is_mixed_until_it_is_legible_and_no_further() {
        let dark = Colour::parse("#ffcc00").unwrap().darkened();
        let contrast = dark.contrast_on(&Colour::LIGHT);
        assert!((4.5..4.7).contains(&contrast), "{dark} {contrast}");
        let blue = Colour::parse("#005eb8").unwrap();
        assert_eq!(blue.darkened(), blue);
        let light = blue.lightened().contrast_on(&Colour::DARK);
        assert!((4.5..4.7).contains(&light), "{light}");
        let yellow = Colour::parse("#ffcc00").unwrap();
        assert_eq!(yellow.lightened(), yellow);
    }

    #[test]
    fn contrast_as_the_guidelines_compute_it() {
        let white = Colour::parse("#fff").unwrap();
        let contrast = |text| Colour::parse(text).unwrap().contrast_with(white);
        assert!((contrast("#ffffff") - 1.0).abs() < 1e-9);
        assert!((contrast("#000") - 21.0).abs() < 1e-9);
        assert!((contrast("#767676") - 4.54).abs() < 0.01);
        assert_eq!(Colour::parse("005eb8"), None);
        assert_eq!(Colour::parse("#00é8"), None);
    }
}
