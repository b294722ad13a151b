//! Messages in the language of the reader, from `.ftl` files, the format of Project Fluent.
//!
//! In: the files of one language as text. Out: [`Messages`], compiled once, or everything that is wrong with the files.
//! Invariant: a message says what `fluent-bundle` would say of it without marks of isolation, and what is not supported is an
//! error when the files are read: nothing is passed over.
//!
//! Supported are messages, terms, references to both, variables, choices by a variable (also one within another), texts in
//! quotes and comments. Not supported are functions, attributes, arguments of terms, numbers as placeables, and variables in
//! terms, which by the rules of Fluent see no argument of the message that refers to them.

use std::collections::BTreeSet;

use foldhash::HashMap;
use intl_pluralrules::{PluralRuleType, PluralRules};
use unic_langid::LanguageIdentifier;

mod error;
pub use error::{FormatError, LocaleError, Problem};

mod message;
pub use message::Arg;
use message::Message;

mod problems;

mod compile;

mod shipped;
pub use shipped::{DEFAULT_LANGUAGE, language_of, languages, shipped};

/// The messages of one language.
pub struct Messages {
    rules: PluralRules,
    /// By key.
    sorted: Vec<Message>,
    places: HashMap<Box<str>, usize>,
}

impl Messages {
    /// Compiles the files of one language, each with its name, to one set of messages. A file may refer to what stands in
    /// another. A region without plural rules of its own has those of the language: `en-GB` those of `en`.
    ///
    /// # Errors
    /// Everything that is wrong, in the order of files and lines. Where a file cannot be parsed, that alone: what else is
    /// missing may stand in the part that could not be read.
    pub fn parse(language: &str, ftl: &[(&str, &str)]) -> Result<Self, Vec<LocaleError>> {
        let rules = plural_rules(language).ok_or_else(|| LocaleError::Language { language: language.to_owned() });
        match (rules, compile::compile(ftl)) {
            (Ok(rules), Ok(sorted)) => {
                let places = sorted.iter().enumerate().map(|(place, message)| (message.key.clone(), place)).collect();
                Ok(Self { rules, sorted, places })
            }
            (rules, messages) => Err(rules.err().into_iter().chain(messages.err().unwrap_or_default()).collect()),
        }
    }

    /// The text of a message without variables. None if no message has the key, or if it has variables.
    #[must_use]
    pub fn text(&self, key: &str) -> Option<&str> {
        self.message(key)?.text()
    }

    /// The text of a message with its arguments, of which it takes all and no others: so a test of a page finds each slip,
    /// whichever variant of a choice it comes to.
    ///
    /// # Errors
    /// [`FormatError`] if no message has the key, or if the arguments are not its variables.
    pub fn format(&self, key: &str, arguments: &[(&str, Arg<'_>)]) -> Result<String, FormatError> {
        let message = self.message(key).ok_or_else(|| FormatError::UnknownMessage { key: key.to_owned() })?;
        message.format(arguments, &self.rules)
    }

    /// The key of each message, sorted, with its variables, those of the messages that it refers to among them.
    pub fn iter(&self) -> impl Iterator<Item = (&str, &BTreeSet<String>)> {
        self.sorted.iter().map(|message| (&*message.key, &message.variables))
    }

    fn message(&self, key: &str) -> Option<&Message> {
        self.sorted.get(*self.places.get(key)?)
    }
}

fn plural_rules(language: &str) -> Option<PluralRules> {
    let full: LanguageIdentifier = language.parse().ok()?;
    let alone = LanguageIdentifier::from_parts(full.language, None, None, &[]);
    // `pt-PT` counts otherwise than `pt`, so the language alone is the second question.
    [full, alone].into_iter().find_map(|id| PluralRules::create(id, PluralRuleType::CARDINAL).ok())
}

#[cfg(test)]
mod oracle;

#[cfg(test)]
mod tests {
    use super::{Arg, FormatError, Messages};

    fn english(ftl: &str) -> Messages {
        Messages::parse("en-GB", &[("site.ftl", ftl)]).unwrap_or_else(|errors| panic!("{errors:?}"))
    }

    #[test]
    fn a_message_without_variables_is_its_text() {
        let messages = english(concat!(
            "# A comment.\n## A group.\n### A file.\n\n",
            "-brand = Shelfmark\nhome = Home\nwelcome = Welcome to { -brand }: { home }{ \"{\" }{ { home } }{ \"}\" }\n",
            "blank = { \"  two\" } { \"\" }\nquote = { \"\\\"\\\\ \\u00e9 \\U01F600\" }\n",
            "lines =\n    One\n      two\n\n    three\nempty = { \"\" }\n",
        ));
        assert_eq!(messages.text("home"), Some("Home"));
        assert_eq!(messages.text("welcome"), Some("Welcome to Shelfmark: Home{Home}"));
        assert_eq!(messages.text("blank"), Some("  two "));
        assert_eq!(messages.text("quote"), Some("\"\\ \u{e9} \u{1f600}"));
        assert_eq!(messages.text("lines"), Some("One\n  two\n\nthree"));
        assert_eq!(messages.text("empty"), Some(""));
        assert_eq!(messages.format("home", &[]).as_deref(), Ok("Home"));
        assert_eq!(messages.text("brand"), None, "a term is no message");
        assert_eq!(messages.text("-brand"), None, "a term is no message");
    }

    #[test]
    fn a_count_is_chosen_by_and_printed_as_it_is_formatted() {
        let messages = english(concat!(
            "rows = { $rows ->\n    [0] No rows\n    [one] One row\n   *[other] { $rows } rows\n } of { $table }\n",
            "short = { $rows ->\n   *[other] many\n    [one] one\n }\n",
        ));
        let rows = |count, text| messages.format("rows", &[("table", Arg::Text("visits")), ("rows", Arg::Count(count, text))]);
        assert_eq!(rows(0, "0").as_deref(), Ok("No rows of visits"));
        assert_eq!(rows(1, "1").as_deref(), Ok("One row of visits"));
        assert_eq!(rows(1204, "1,204").as_deref(), Ok("1,204 rows of visits"));
        assert_eq!(messages.format("short", &[("rows", Arg::Count(1, "1"))]).as_deref(), Ok("one"));
        assert_eq!(messages.text("rows"), None, "a message with variables has no one text");
    }

    #[test]
    fn a_text_is_chosen_by_and_choices_stand_within_choices() {
        let messages = english(concat!(
            "change = { $way ->\n    [up] Up { $points ->\n        [one] a point\n       *[other] { $points } points\n    }\n",
            "    [down] Down\n   *[none] No change\n }\n",
        ));
        let change =
            |way, count, text| messages.format("change", &[("way", Arg::Text(way)), ("points", Arg::Count(count, text))]);
        assert_eq!(change("up", 1, "1").as_deref(), Ok("Up a point"));
        assert_eq!(change("up", 3, "three").as_deref(), Ok("Up three points"));
        assert_eq!(change("down", 3, "3").as_deref(), Ok("Down"));
        assert_eq!(change("sideways", 3, "3").as_deref(), Ok("No change"));
    }

    #[test]
    fn welsh_has_six_plural_categories() {
        let all = ["zero", "one", "two", "few", "many"].map(|name| format!("    [{name}] {name}\n")).concat();
        let ftl = format!("n = {{ $n ->\n{all}   *[other] other\n }}\n");
        let messages = Messages::parse("cy-GB", &[("n.ftl", &ftl)]).unwrap_or_else(|errors| panic!("{errors:?}"));
        for (count, category) in [(0, "zero"), (1, "one"), (2, "two"), (3, "few"), (6, "many"), (4, "other"), (13, "other")] {
            assert_eq!(messages.format("n", &[("n", Arg::Count(count, ""))]).as_deref(), Ok(category), "{count}");
        }
    }

    #[test]
    fn arguments_are_the_variables_of_a_message_no_fewer_and_no_more() {
        let messages = english("by = by { $who }\nline = { $n ->\n    [0] none\n   *[other] { by }\n }\n");
        let (who, n) = (("who", Arg::Text("Ada")), ("n", Arg::Count(0, "0")));
        let key = || "line".to_owned();
        let error = |arguments: &[_]| messages.format("line", arguments).unwrap_err();
        assert_eq!(messages.format("line", &[who, n]).as_deref(), Ok("none"));
        assert_eq!(error(&[n]), FormatError::MissingArgument { key: key(), variable: "who".to_owned() }, "though not printed");
        assert_eq!(
            error(&[n, who, ("whom", Arg::Text(""))]),
            FormatError::UnusedArgument { key: key(), variable: "whom".to_owned() }
        );
        assert_eq!(error(&[n, who, n]), FormatError::RepeatedArgument { key: key(), variable: "n".to_owned() });
        assert_eq!(messages.format("lines", &[]), Err(FormatError::UnknownMessage { key: "lines".to_owned() }));
        assert_eq!(error(&[n]).to_string(), "`line` needs the argument `who`, which is not given");
    }

    #[test]
    fn the_files_of_a_language_are_one_set_listed_by_key_with_closed_variables() {
        let files = [
            ("b.ftl", "zebra = { $stripes } by { author }\nplain = Plain\n"),
            ("a.ftl", "author = { -by } { $name }\n-by = by\nall = { zebra }\n"),
        ];
        let messages = Messages::parse("en", &files).unwrap_or_else(|errors| panic!("{errors:?}"));
        let listed: Vec<(&str, Vec<&str>)> =
            messages.iter().map(|(key, variables)| (key, variables.iter().map(String::as_str).collect())).collect();
        let both = vec!["name", "stripes"];
        assert_eq!(listed, [("all", both.clone()), ("author", vec!["name"]), ("plain", vec![]), ("zebra", both)]);
        let all = messages.format("all", &[("name", Arg::Text("Ada")), ("stripes", Arg::Text("7"))]);
        assert_eq!(all.as_deref(), Ok("7 by by Ada"));
    }

    #[test]
    fn a_region_without_plural_rules_has_those_of_its_language() {
        for language in ["en", "en-GB", "cy-GB", "pt-PT", "sr-Latn-RS"] {
            assert!(Messages::parse(language, &[]).is_ok(), "{language}");
        }
        for language in ["", "english language", "xx-GB"] {
            let errors = Messages::parse(language, &[("a.ftl", "a = { b }\n")]).err().unwrap_or_default();
            let said: Vec<String> = errors.iter().map(ToString::to_string).collect();
            let unknown = format!("`{language}` is not the code of a language whose plural rules are known");
            assert_eq!(said, [unknown, "a.ftl:1: refers to `b`, which no file has".to_owned()]);
        }
    }

    #[test]
    fn messages_are_shared_between_threads() {
        fn shared<T: Send + Sync>(_: &T) {}
        shared(&english("a = A\n"));
    }
}
