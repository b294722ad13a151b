//! The style sheet of a site, in a single file.

use crate::model::Colour;
use crate::site::Site;
use crate::theme::Theme;

/// Its name among the theme's assets.
pub(super) const STYLE: &str = "style.css";

/// The theme's style sheet followed by the portal's accent colour, in one file so that a page waits for no second one. The
/// accent is chosen for a white background; in dark mode it is made as much lighter as necessary.
pub(super) fn style(site: &Site, theme: &Theme) -> Vec<u8> {
    let accent = site.catalogue.settings.portal.theme.accent.as_ref().and_then(|accent| Colour::parse(accent));
    // The print style sheet uses `:root:root`, which takes precedence, so that paper stays black on white.
    let rule = |colour: Colour| {
        let dark = colour.lightened();
        format!(":root{{--accent:{colour};}}@media (prefers-color-scheme:dark){{:root{{--accent:{dark};}}}}\n")
    };
    let mut style = packed(&String::from_utf8_lossy(theme.asset(STYLE).unwrap_or_default()));
    style.push_str(&accent.map(rule).unwrap_or_default());
    style.into_bytes()
}

/// A style sheet without comments, indents, empty lines and spaces next to punctuation. Quoted text is kept.
fn packed(css: &str) -> String {
    let mut packed = String::with_capacity(css.len());
    let (mut quote, mut rest) = (None, css);
    while let Some(c) = rest.chars().next() {
        if quote.is_none() && rest.starts_with("/*") {
            rest = rest.split_once("*/").map_or("", |(_, behind)| behind);
            continue;
        }
        rest = &rest[c.len_utf8()..];
        // A space before a colon has a meaning: `a :hover` is not `a:hover`.
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
