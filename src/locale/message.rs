//! A compiled message: texts, variables and choices, with nothing left to look up but its arguments.

use std::collections::BTreeSet;

use intl_pluralrules::{PluralCategory, PluralRules};

use super::error::FormatError;

/// What a variable stands for in one use of a message.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Arg<'a> {
    /// Words, printed as they are. A choice looks for a variant with exactly this key.
    Text(&'a str),
    /// A number and how it is printed: `1,204`. A choice looks for a variant with this number or its plural category as key,
    /// whichever stands first.
    Count(usize, &'a str),
}

/// A message with the messages and terms that it refers to written out.
pub(super) struct Message {
    pub(super) key: Box<str>,
    pub(super) variables: BTreeSet<String>,
    /// One text at the most without variables.
    parts: Vec<Part>,
    /// About how many bytes the message without its arguments comes to.
    length: usize,
}

impl Message {
    pub(super) fn new(key: &str, parts: Vec<Part>) -> Self {
        let mut variables = BTreeSet::new();
        add_variables(&parts, &mut variables);
        Self { key: key.into(), variables, length: length(&parts), parts }
    }

    pub(super) fn text(&self) -> Option<&str> {
        match self.parts.as_slice() {
            [] => Some(""),
            [Part::Text(text)] => Some(text),
            _ => None,
        }
    }

    pub(super) fn format(&self, arguments: &[(&str, Arg<'_>)], rules: &PluralRules) -> Result<String, FormatError> {
        self.check(arguments)?;
        let printed: usize = arguments.iter().map(|(_, argument)| argument.printed().len()).sum();
        let mut text = String::with_capacity(self.length + printed);
        write(&self.parts, arguments, rules, &mut text);
        Ok(text)
    }

    /// Nothing, if the arguments are the variables.
    fn check(&self, arguments: &[(&str, Arg<'_>)]) -> Result<(), FormatError> {
        let key = || self.key.clone().into();
        if let Some(variable) = self.variables.iter().find(|variable| argument(arguments, variable).is_none()) {
            return Err(FormatError::MissingArgument { key: key(), variable: variable.clone() });
        }
        if arguments.len() == self.variables.len() {
            return Ok(());
        }
        // Every variable has an argument, so one of them is of no variable, or the second of its name.
        let mut given = BTreeSet::new();
        for (name, _) in arguments {
            let variable = (*name).to_owned();
            if !self.variables.contains(*name) {
                return Err(FormatError::UnusedArgument { key: key(), variable });
            }
            if !given.insert(*name) {
                return Err(FormatError::RepeatedArgument { key: key(), variable });
            }
        }
        Ok(())
    }
}

impl<'a> Arg<'a> {
    fn printed(self) -> &'a str {
        match self {
            Self::Text(text) | Self::Count(_, text) => text,
        }
    }
}

#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) enum Part {
    Text(String),
    Variable(Box<str>),
    Choice(Box<Choice>),
}

/// A select expression.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) struct Choice {
    pub(super) variable: Box<str>,
    pub(super) variants: Vec<(Key, Vec<Part>)>,
    /// The variant for what no key fits.
    pub(super) default: usize,
}

#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) enum Key {
    Number(usize),
    /// A word, which is a plural category when a count is looked for.
    Word(Box<str>),
}

/// Adds a part. Texts that follow each other become one, which is why a message without variables is one text.
pub(super) fn add(parts: &mut Vec<Part>, part: Part) {
    match (parts.last_mut(), part) {
        (_, Part::Text(text)) if text.is_empty() => {}
        (Some(Part::Text(before)), Part::Text(text)) => before.push_str(&text),
        (_, part) => parts.push(part),
    }
}

/// The bytes of all texts of parts, and some for whatever else they hold.
pub(super) fn length(parts: &[Part]) -> usize {
    let part = |part: &Part| match part {
        Part::Text(text) => text.len(),
        Part::Variable(_) => 1,
        Part::Choice(choice) => 1 + choice.variants.iter().map(|(_, parts)| length(parts)).sum::<usize>(),
    };
    parts.iter().map(part).sum()
}

/// The name of a variable among parts, if there is one.
pub(super) fn any_variable(parts: &[Part]) -> Option<&str> {
    parts.iter().find_map(|part| match part {
        Part::Text(_) => None,
        Part::Variable(name) => Some(&**name),
        Part::Choice(choice) => Some(&*choice.variable),
    })
}

fn add_variables(parts: &[Part], variables: &mut BTreeSet<String>) {
    for part in parts {
        match part {
            Part::Text(_) => {}
            Part::Variable(name) => drop(variables.insert(name.to_string())),
            Part::Choice(choice) => {
                variables.insert(choice.variable.to_string());
                for (_, parts) in &choice.variants {
                    add_variables(parts, variables);
                }
            }
        }
    }
}

fn argument<'a>(arguments: &[(&str, Arg<'a>)], variable: &str) -> Option<Arg<'a>> {
    arguments.iter().find(|(name, _)| *name == variable).map(|(_, argument)| *argument)
}

/// Writes parts for which [`Message::check`] has seen that every variable has an argument.
fn write(parts: &[Part], arguments: &[(&str, Arg<'_>)], rules: &PluralRules, text: &mut String) {
    for part in parts {
        match part {
            Part::Text(words) => text.push_str(words),
            Part::Variable(name) => text.push_str(argument(arguments, name).map_or("", Arg::printed)),
            Part::Choice(choice) => {
                let place = argument(arguments, &choice.variable).and_then(|argument| choice.place(argument, rules));
                if let Some((_, parts)) = choice.variants.get(place.unwrap_or(choice.default)) {
                    write(parts, arguments, rules, text);
                }
            }
        }
    }
}

impl Choice {
    fn place(&self, argument: Arg<'_>, rules: &PluralRules) -> Option<usize> {
        match argument {
            Arg::Text(text) => self.variants.iter().position(|(key, _)| matches!(key, Key::Word(word) if **word == *text)),
            Arg::Count(count, _) => {
                let category = category(count, rules);
                self.variants.iter().position(|(key, _)| match key {
                    Key::Number(number) => *number == count,
                    Key::Word(word) => **word == *category,
                })
            }
        }
    }
}

fn category(count: usize, rules: &PluralRules) -> &'static str {
    match rules.select(count) {
        Ok(PluralCategory::ZERO) => "zero",
        Ok(PluralCategory::ONE) => "one",
        Ok(PluralCategory::TWO) => "two",
        Ok(PluralCategory::FEW) => "few",
        Ok(PluralCategory::MANY) => "many",
        // The crate has an error for texts that are no numbers, which a count is not.
        Ok(PluralCategory::OTHER) | Err(_) => "other",
    }
}
