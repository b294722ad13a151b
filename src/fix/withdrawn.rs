//! A new entry under `withdrawn` in portal.yaml. Everything else in the file stays as its author wrote it.

use crate::model::Date;

/// The text of portal.yaml with an entry more. `None` if its list is written in a form that cannot be added to.
#[must_use]
pub fn withdrawn_in(
    portal: &str,
    dataset: &str,
    title: &str,
    kpis: &[&str],
    day: Date,
    reason: &str,
    editions: &[String],
) -> Option<String> {
    // A JSON text is a YAML text in double quotes.
    let quoted = |text: &str| serde_json::json!(text).to_string();
    let kpis: Vec<String> = kpis.iter().map(|kpi| quoted(kpi)).collect();
    let editions = if editions.is_empty() { String::new() } else { format!("    editions: [{}]\n", editions.join(", ")) };
    let entry = format!(
        "  - dataset: {dataset}\n    title: {}\n    kpis: [{}]\n    date: {day}\n    reason: {}\n{editions}",
        quoted(title),
        kpis.join(", "),
        quoted(reason)
    );
    let line = portal.split_inclusive('\n').scan(0, |at, line| {
        let start = *at;
        *at += line.len();
        Some((start, line))
    });
    let key = line.filter(|(_, line)| line.starts_with("withdrawn:")).map(|(start, line)| (start + line.len(), line)).next();
    match key {
        None => {
            let gap = if portal.ends_with('\n') { "" } else { "\n" };
            Some(format!("{portal}{gap}withdrawn:\n{entry}"))
        }
        Some((_, line)) if !matches!(line["withdrawn:".len()..].split('#').next().map(str::trim), Some("")) => None,
        Some((end, _)) => {
            // Entries may be written without being moved in.
            let is_flush = portal[end..].starts_with('-');
            let entry =
                if is_flush { entry.lines().map(|line| format!("{}\n", &line[2..])).collect::<Vec<_>>().concat() } else { entry };
            Some(format!("{}{entry}{}", &portal[..end], &portal[end..]))
        }
    }
}

#[cfg(test)]
mod tests {
    use super::withdrawn_in;
    use crate::model::Date;

    #[test]
    fn an_entry_is_added_and_nothing_else_changes() {
        let day = Date::parse("2026-01-31").unwrap();
        let with = |portal: &str| withdrawn_in(portal, "stroke", "Stroke: \"care\"", &["a", "b"], day, "A reason", &[]);
        let entry = "  - dataset: stroke\n    title: \"Stroke: \\\"care\\\"\"\n    kpis: [\"a\", \"b\"]\n    date: 2026-01-31\n    reason: \"A reason\"\n";
        assert_eq!(with("title: A").unwrap(), format!("title: A\nwithdrawn:\n{entry}"));
        assert_eq!(
            with("withdrawn: # list\n  - {dataset: x}\ntitle: A\n").unwrap(),
            format!("withdrawn: # list\n{entry}  - {{dataset: x}}\ntitle: A\n")
        );
        assert!(with("withdrawn:\n- {dataset: x}\n").unwrap().contains("\n- dataset: stroke\n  title:"));
        assert_eq!(with("withdrawn: [{dataset: x}]\n"), None);
    }
}
