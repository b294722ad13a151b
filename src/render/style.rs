//! The one style sheet of a site.

use crate::model::Colour;
use crate::site::Site;
use crate::theme::Theme;

/// Its name among the theme's assets.
pub(super) const STYLE: &str = "style.css";

/// The theme's style sheet with the portal's accent behind it: a page waits for one file.
/// An accent is chosen for white paper; in the dark it is as much lighter as it must be.
pub(super) fn style(site: &Site, theme: &Theme) -> Vec<u8> {
    let accent = site.catalogue.settings.portal.theme.accent.as_ref().and_then(|accent| Colour::parse(accent));
    // The print style sheet says `:root:root`: paper stays black on white.
    let rule = |colour: Colour| {
        let dark = colour.lightened();
        format!(":root{{--accent:{colour};}}@media (prefers-color-scheme:dark){{:root{{--accent:{dark};}}}}\n")
    };
    let mut style = packed(&String::from_utf8_lossy(theme.asset(STYLE).unwrap_or_default()));
    style.push_str(&accent.map(rule).unwrap_or_default());
    style.into_bytes()
}

/// A style sheet without comments, indents, empty lines and the blanks beside punctuation; what stands in quotes is kept.
fn packed(css: &str) -> String {
    let mut packed = String::with_capacity(css.len());
    let (mut quote, mut rest) = (None, css);
    while let Some(c) = rest.chars().next() {
        if quote.is_none() && rest.starts_with("/*") {
            rest = rest.split_once("*/").map_or("", |(_, behind)| behind);
            continue;
        }
        rest = &rest[c.len_utf8()..];
        // Before a colon a blank means something: `a :hover` is not `a:hover`.
        let is_idle = packed.is_empty() || packed.ends_with(['\n', '{', '}', ';', ':', ',']) || rest.starts_with(['{', '}']);
        if quote.is_some() || !(is_idle && c.is_whitespace()) {
            packed.push(c);
        }
        match quote {
            Some(open) if c == open => quote = None,
            Some(_) if c == '\\' => {
                packed.extend(rest.chars().next());
                rest = rest.get(rest.chars().next().map_or(0, char::len_utf8)..).unwrap_or("");
            }
            None if matches!(c, '"' | '\'') => quote = Some(c),
            _ => {}
        }
    }
    packed
}

#[cfg(test)]
mod tests {
    use super::packed;

    #[test]
    fn only_what_a_browser_does_not_read_goes() {
        let css = "/* a */\n\n:root {\n  --x: 1px;\n}\n.a :first-child, .b { content: \"/* \\\"  b */\"; }\n";
        assert_eq!(packed(css), ":root{--x:1px;}.a :first-child,.b{content:\"/* \\\"  b */\";}");
    }
}
