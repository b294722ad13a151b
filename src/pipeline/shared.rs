//! What all datasets of a workspace share: settings, prose and theme, and what they have to say.

use std::collections::{BTreeMap, BTreeSet};
use std::sync::Arc;

use crate::check::{check_settings, raise};
use crate::diagnostic::Findings;
use crate::load::{Root, Settings, load_settings};
use crate::model::{Date, heading_ids};
use crate::render::{PortalView, Theme};
use crate::site::{content_paths, logo_path};

/// What all datasets share.
pub(super) struct Shared {
    pub(super) settings: Option<Arc<Settings>>,
    pub(super) theme: Option<Arc<Theme>>,
    pub(super) findings: Findings,
}

impl Shared {
    /// The text of `portal.yaml`.
    pub(super) fn text(&self) -> Option<&str> {
        self.settings.as_ref().map(|settings| settings.file.text())
    }

    /// What of the settings decides on findings and cells of datasets; the rest is for pages to say.
    pub(super) fn rules(&self) -> Option<String> {
        let portal = &self.settings.as_ref()?.portal;
        Some(format!("{:?}", (&portal.publisher, &portal.organisations, &portal.licence, &portal.policy)))
    }

    pub(super) fn read(root: &Root, as_of: Date) -> Self {
        let (settings, mut findings) = load_settings(root);
        let Some(settings) = settings else { return Self { settings: None, theme: None, findings } };
        findings.extend(check_settings(&settings));
        let theme = match Theme::compile(&settings.portal.theme.name, &settings.theme) {
            Ok(theme) => {
                findings.extend(theme.inline_code());
                let logo = settings.logo.as_ref().map(|_| logo_path(&settings));
                let view = PortalView::of(&settings.portal, &content_paths(&settings), logo, as_of);
                Some(Arc::new(theme.with_portal(&view)))
            }
            Err(found) => {
                findings.extend(found);
                None
            }
        };
        raise(&mut findings, &settings);
        Self { settings: Some(Arc::new(settings)), theme, findings }
    }

    /// What a dataset's prose can link to: pages and their headings.
    pub(super) fn link_targets(&self) -> BTreeMap<&str, BTreeSet<String>> {
        let pages = self.settings.iter().flat_map(|settings| &settings.pages);
        pages.map(|page| (page.path.as_str(), heading_ids(page.body.text()))).collect()
    }
}
