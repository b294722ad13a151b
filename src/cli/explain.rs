//! `shelfmark explain`.

use clap::Args;

use super::{End, report};
use crate::check::{RULES, rule};
use crate::diagnostic::nearest;

#[derive(Debug, Args)]
pub(super) struct Arguments {
    /// The rule, like data/type; without it all rules are listed
    rule: Option<String>,
}

pub(super) fn run(arguments: &Arguments) -> anyhow::Result<End> {
    let Some(id) = &arguments.rule else {
        let width = RULES.iter().map(|rule| rule.id.len()).max().unwrap_or(0);
        let lines: Vec<String> =
            RULES.iter().map(|rule| format!("{:width$}  {:7}  {}\n", rule.id, rule.severity.to_string(), rule.finds)).collect();
        report::output(&lines.concat());
        return Ok(End::Done);
    };
    let Some(rule) = rule(id) else {
        let hint =
            nearest(id, RULES.iter().map(|rule| rule.id)).map_or_else(String::new, |near| format!(" Did you mean `{near}`?"));
        anyhow::bail!("there is no rule `{id}`.{hint} `shelfmark explain` lists them all");
    };
    report::output(&rule.page());
    Ok(End::Done)
}
