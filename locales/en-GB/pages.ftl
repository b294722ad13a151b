# What stands on every page.

skip-link = Skip to main content
