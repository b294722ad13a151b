//! File and folder names that are valid on every system and web server.

/// Device names that Windows reserves, whatever the extension.
pub const DEVICES: [&str; 24] = [
    "con", "prn", "aux", "nul", "com0", "com1", "com2", "com3", "com4", "com5", "com6", "com7", "com8", "com9", "lpt0", "lpt1",
    "lpt2", "lpt3", "lpt4", "lpt5", "lpt6", "lpt7", "lpt8", "lpt9",
];

/// Names that IIS reserves: it does not serve them, or reads them as its settings.
pub const KEPT_BY_IIS: [&str; 8] = [
    "bin",
    "web.config",
    "app_browsers",
    "app_code",
    "app_data",
    "app_globalresources",
    "app_localresources",
    "app_webreferences",
];

/// The longest slug, in characters.
const LONGEST: usize = 100;

/// Turns a text into one part of a path: at most 100 characters from a to z, 0 to 9, dots and single hyphens. The result is
/// never empty, only dots, `index.html`, or a name that Windows or IIS reserves.
#[must_use]
pub fn slug(text: &str) -> String {
    let mut slug = String::with_capacity(text.len().min(LONGEST));
    for c in text.to_lowercase().chars() {
        if slug.len() == LONGEST {
            break;
        }
        if c.is_ascii_alphanumeric() || (c == '.' && !slug.is_empty()) {
            slug.push(c);
        } else if !slug.ends_with('-') && !slug.is_empty() {
            slug.push('-');
        }
    }
    let slug = slug.trim_end_matches(['-', '.']);
    let stem = slug.split('.').next().unwrap_or(slug);
    match slug {
        "" => "x".to_owned(),
        "index.html" => "index-html".to_owned(),
        _ if DEVICES.contains(&stem) => slug.replacen(stem, &format!("{stem}-1"), 1),
        _ if KEPT_BY_IIS.contains(&slug) => format!("{slug}-1"),
        _ => slug.to_owned(),
    }
}

#[cfg(test)]
mod tests {
    use super::slug;

    #[test]
    fn slugs_are_one_portable_part_of_a_path() {
        assert_eq!(slug("2019.3.0"), "2019.3.0");
        assert_eq!(slug("../../etc"), "etc");
        assert_eq!(slug("Number of patients (waiting)"), "number-of-patients-waiting");
        assert_eq!(slug("…"), "x");
        assert_eq!(slug("Index.html"), "index-html");
        assert_eq!(slug("PRN"), "prn-1");
        assert_eq!(slug("con.csv"), "con-1.csv");
        assert_eq!(slug("bin"), "bin-1");
        assert_eq!(slug(&"long ".repeat(100)).len(), 99);
    }
}
