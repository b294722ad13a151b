//! A log in words.

use super::{Event, Line};

/// What a line tells, in one sentence: `2026-11-30 09:31 UTC  role:analyst published practice-calls: done (24 rows)`.
#[must_use]
pub fn story(line: &Line) -> String {
    let when = line.ts.get(..16).map_or_else(|| line.ts.clone(), |text| format!("{} UTC", text.replace('T', " ")));
    let what = match &line.dataset {
        Some(dataset) => dataset,
        // Rows of no dataset are those of a file outside the portal, such as an export that was masked.
        None if line.of.as_deref() == Some("rows") => "a table",
        None => "the portal",
    };
    let (done, undone) = match line.event {
        Event::Read => ("read", "read"),
        Event::Write => ("wrote", "write"),
        Event::Export => ("published", "publish"),
        Event::Delete => ("deleted", "delete"),
        Event::Check => ("checked", "check"),
        Event::Waive => ("relied on a waiver of", "rely on a waiver of"),
        Event::Approve => ("relied on an approval of", "rely on an approval of"),
        Event::Release => ("released", "release"),
        Event::Rollback => ("led readers back to an earlier release of", "lead readers back to an earlier release of"),
        Event::Withdraw => ("withdrew", "withdraw"),
    };
    let did = if line.result == "begun" { format!("began to {undone}") } else { done.to_owned() };
    let count = line.count.map_or_else(String::new, |count| {
        let of = line.of.as_deref().unwrap_or("files").trim_end_matches('s');
        format!(" ({count} {of}{})", if count == 1 { "" } else { "s" })
    });
    let content =
        line.input.as_deref().and_then(|input| input.get(..16)).map_or_else(String::new, |input| format!(", content {input}"));
    let ended = if line.result == "begun" { String::new() } else { format!(": {}", line.result) };
    format!("{when}  {} {did} {what} for {}{ended}{count}{content}  [{}]", line.actor, line.purpose, line.corr_id)
}

#[cfg(test)]
mod tests {
    use super::{Event, Line, story};

    #[test]
    fn a_line_reads_as_a_sentence() {
        let line = Line {
            ts: "2026-11-30T09:31:00Z".to_owned(),
            event: Event::Export,
            dataset: Some("practice-calls".to_owned()),
            actor: "role:analyst".to_owned(),
            purpose: "publication".to_owned(),
            count: Some(24),
            of: Some("rows".to_owned()),
            corr_id: "0f3a".to_owned(),
            result: "done".to_owned(),
            ..Line::default()
        };
        assert_eq!(
            story(&line),
            "2026-11-30 09:31 UTC  role:analyst published practice-calls for publication: done (24 rows)  [0f3a]"
        );
    }
}
