//! The appearance of a portal.

use schemars::JsonSchema;
use serde::Deserialize;

use crate::source::Spanned;

/// The portal's appearance.
#[derive(Clone, Debug, PartialEq, Eq, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields, default)]
pub struct ThemeSpec {
    /// A folder in `themes/`. The built-in theme provides any files it lacks.
    pub name: Spanned<String>,
    /// The accent colour.
    pub accent: Option<Spanned<String>>,
    /// An image for the header, as a path below the portal's folder.
    pub logo: Option<Spanned<String>>,
}

impl Default for ThemeSpec {
    fn default() -> Self {
        Self { name: Spanned::new("default".to_owned(), 0..0), accent: None, logo: None }
    }
}
