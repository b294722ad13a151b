//! `shelfmark explain`.

use std::fmt::Write;

use clap::Args;

use super::{End, report};
use crate::diagnostic::nearest;
use crate::rules::RULES;

#[derive(Debug, Args)]
pub(super) struct Arguments {
    /// The rule, such as data/type; leave it out to list all rules
    rule: Option<String>,
    /// Print the list as a Markdown page
    #[arg(long, conflicts_with = "rule")]
    markdown: bool,
}

pub(super) fn run(arguments: &Arguments) -> anyhow::Result<End> {
    if arguments.markdown {
        report::output(&page());
        return Ok(End::Done);
    }
    let Some(id) = &arguments.rule else {
        let width = RULES.iter().map(|rule| rule.id.len()).max().unwrap_or(0);
        let lines: Vec<String> =
            RULES.iter().map(|rule| format!("{:width$}  {:7}  {}\n", rule.id, rule.severity.to_string(), rule.finds)).collect();
        report::output(&lines.concat());
        return Ok(End::Done);
    };
    let Some(rule) = RULES.rule(id) else {
        let hint =
            nearest(id, RULES.iter().map(|rule| rule.id)).map_or_else(String::new, |near| format!(" Did you mean `{near}`?"));
        anyhow::bail!("there is no rule `{id}`.{hint} `shelfmark explain` lists them all");
    };
    report::output(&rule.page());
    Ok(End::Done)
}

/// All rules as a Markdown page for `content/`, with a table for each group.
fn page() -> String {
    let mut page = String::from(
        "---\ntitle: All rules\nsummary: Every check that is made before anything is published.\n---\n\
         An error stops the build, and nothing is written. A warning is only reported. `shelfmark explain RULE` says why a \
         rule matters and how to fix what it finds. `shelfmark explain --markdown` makes this page.\n",
    );
    let mut group = "";
    for rule in RULES.iter() {
        if rule.group() != group {
            group = rule.group();
            let _ = writeln!(page, "\n## {}\n\n| Rule | Severity | What it checks |\n| --- | --- | --- |", title(group));
        }
        let _ = writeln!(page, "| `{}` | {} | {} |", rule.id, rule.severity, rule.finds.replace('|', "\\|"));
    }
    page
}

fn title(group: &str) -> &str {
    match group {
        "baseline" => "Changes since the last release",
        "data" => "Data",
        "dictionary" => "Dictionary",
        "freshness" => "Freshness",
        "governance" => "Governance",
        "kpi" => "KPIs",
        "links" => "Links",
        "metadata" => "Metadata",
        "names" => "File names",
        "protect" => "Small number protection",
        "release" => "Release notes",
        "theme" => "Theme",
        other => other,
    }
}
