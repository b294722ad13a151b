//! The text of files to messages in which every reference is written out.
//!
//! Invariant: whatever the parser tells of is compiled or is an error; no arm passes anything over.

use std::collections::BTreeMap;
use std::fmt;
use std::rc::Rc;

use fluent_syntax::ast::{Entry, Expression, InlineExpression, Pattern, PatternElement, Resource, Variant, VariantKey};
use fluent_syntax::parser;
use fluent_syntax::unicode::unescape_unicode_to_string;

use super::error::{LocaleError, Problem};
use super::message::{Choice, Key, Message, Part, add, any_variable, length};
use super::problems::Problems;

/// How many references may lead from one to the next: a bound on the stack.
const DEEPEST: usize = 32;

/// How many bytes may be referred to as a whole: a bound on what a few lines that each refer to the one before twice grow to.
const LONGEST: usize = 1 << 16;

/// The messages of files, sorted by key.
pub(super) fn compile(files: &[(&str, &str)]) -> Result<Vec<Message>, Vec<LocaleError>> {
    let (mut parsed, mut problems) = (Vec::new(), Problems::none(files));
    for (file, (_, text)) in files.iter().enumerate() {
        match parser::parse(*text) {
            Ok(resource) => parsed.push(resource),
            Err((_, errors)) => errors.into_iter().for_each(|error| problems.syntax(file, error)),
        }
    }
    if problems.any() {
        return Err(problems.errors());
    }
    let mut compiler = Compiler { defined: BTreeMap::new(), compiled: BTreeMap::new(), underway: Vec::new(), problems };
    parsed.iter().enumerate().for_each(|(file, resource)| compiler.define(file, resource));
    let names: Vec<Name<'_>> = compiler.defined.keys().copied().collect();
    let mut messages = Vec::new();
    for name in names {
        // Terms too, for what may be wrong with one that nothing refers to.
        let parts = compiler.parts(name);
        if let Name::Message(key) = name {
            messages.push(Message::new(key, parts.to_vec()));
        }
    }
    if compiler.problems.any() { Err(compiler.problems.errors()) } else { Ok(messages) }
}

/// What a reference can name. Messages and terms are apart: `-a` is another than `a`.
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
enum Name<'a> {
    Message(&'a str),
    Term(&'a str),
}

impl<'a> Name<'a> {
    fn written(self) -> &'a str {
        match self {
            Self::Message(name) | Self::Term(name) => name,
        }
    }
}

impl fmt::Display for Name<'_> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let hyphen = if matches!(self, Self::Term(_)) { "-" } else { "" };
        write!(f, "{hyphen}{}", self.written())
    }
}

/// Where a message or term is defined.
#[derive(Clone, Copy)]
struct Definition<'a> {
    file: usize,
    /// Its name as it stands in the file, which tells the line.
    name: &'a str,
    value: Option<&'a Pattern<&'a str>>,
}

/// In which file, and in what, the compiler is.
#[derive(Clone, Copy)]
struct Within {
    file: usize,
    term: bool,
}

struct Compiler<'a> {
    defined: BTreeMap<Name<'a>, Definition<'a>>,
    compiled: BTreeMap<Name<'a>, Rc<[Part]>>,
    underway: Vec<Name<'a>>,
    problems: Problems<'a>,
}

impl<'a> Compiler<'a> {
    fn define(&mut self, file: usize, resource: &'a Resource<&'a str>) {
        for entry in &resource.body {
            let (name, value, attributes) = match entry {
                Entry::Message(message) => (Name::Message(message.id.name), message.value.as_ref(), &message.attributes),
                Entry::Term(term) => (Name::Term(term.id.name), Some(&term.value), &term.attributes),
                Entry::Comment(_) | Entry::GroupComment(_) | Entry::ResourceComment(_) => continue,
                // Told of by the parser as an error, with which nothing comes here; and if it were not, it must not be lost.
                Entry::Junk { content } => {
                    self.problems.add(file, content, Problem::Syntax("unreadable".to_owned()));
                    continue;
                }
            };
            let written = name.written();
            if let Some(first) = self.defined.get(&name) {
                let (at, line) = self.problems.place(first.file, first.name);
                self.problems.add(file, written, Problem::Duplicate { key: name.to_string(), file: at.to_owned(), line });
                continue;
            }
            for attribute in attributes {
                let what = format!("an attribute, `.{}`,", attribute.id.name);
                self.problems.add(file, attribute.id.name, Problem::Unsupported(what));
            }
            if value.is_none() {
                self.problems.add(file, written, Problem::NoValue(name.to_string()));
            }
            self.defined.insert(name, Definition { file, name: written, value });
        }
    }

    /// The parts of a message or term, compiled the first time. What is wrong in it is noted then, and left out.
    fn parts(&mut self, name: Name<'a>) -> Rc<[Part]> {
        if let Some(parts) = self.compiled.get(&name) {
            return Rc::clone(parts);
        }
        let mut parts = Vec::new();
        if let Some(Definition { file, value: Some(value), .. }) = self.defined.get(&name).copied() {
            self.underway.push(name);
            self.pattern(Within { file, term: matches!(name, Name::Term(_)) }, value, &mut parts);
            self.underway.pop();
        }
        let parts: Rc<[Part]> = parts.into();
        self.compiled.insert(name, Rc::clone(&parts));
        parts
    }

    fn pattern(&mut self, within: Within, pattern: &'a Pattern<&'a str>, parts: &mut Vec<Part>) {
        for element in &pattern.elements {
            match element {
                PatternElement::TextElement { value } => add(parts, Part::Text((*value).to_owned())),
                PatternElement::Placeable { expression } => self.expression(within, expression, parts),
            }
        }
    }

    fn expression(&mut self, within: Within, expression: &'a Expression<&'a str>, parts: &mut Vec<Part>) {
        match expression {
            Expression::Inline(inline) => self.inline(within, inline, parts),
            Expression::Select { selector: InlineExpression::VariableReference { id }, variants } => {
                let choice = self.choice(within, id.name, variants);
                if self.may_vary(within, id.name) {
                    add(parts, Part::Choice(Box::new(choice)));
                }
            }
            Expression::Select { selector, .. } => {
                let (at, what) = described(selector);
                self.problems.add(within.file, at, Problem::Unsupported(format!("a choice by {what}")));
            }
        }
    }

    fn inline(&mut self, within: Within, inline: &'a InlineExpression<&'a str>, parts: &mut Vec<Part>) {
        match inline {
            InlineExpression::StringLiteral { value } => {
                let text = unescape_unicode_to_string(value);
                let unknown = |text: &str| text.matches(char::REPLACEMENT_CHARACTER).count();
                // The parser lets escapes pass that its own library then cannot read: `\{`, and half of a surrogate pair.
                if unknown(&text) > unknown(value) {
                    self.problems.add(within.file, value, Problem::Escape((*value).to_owned()));
                }
                add(parts, Part::Text(text.into_owned()));
            }
            InlineExpression::VariableReference { id } => {
                if self.may_vary(within, id.name) {
                    add(parts, Part::Variable(id.name.into()));
                }
            }
            InlineExpression::MessageReference { id, attribute: None } => {
                self.reference(within, Name::Message(id.name), parts);
            }
            InlineExpression::TermReference { id, attribute: None, arguments: None } => {
                self.reference(within, Name::Term(id.name), parts);
            }
            InlineExpression::Placeable { expression } => self.expression(within, expression, parts),
            InlineExpression::NumberLiteral { .. }
            | InlineExpression::FunctionReference { .. }
            | InlineExpression::MessageReference { .. }
            | InlineExpression::TermReference { .. } => {
                let (at, what) = described(inline);
                self.problems.add(within.file, at, Problem::Unsupported(what));
            }
        }
    }

    fn choice(&mut self, within: Within, variable: &str, variants: &'a [Variant<&'a str>]) -> Choice {
        let mut choice = Choice { variable: variable.into(), variants: Vec::with_capacity(variants.len()), default: 0 };
        for variant in variants {
            let mut parts = Vec::new();
            self.pattern(within, &variant.value, &mut parts);
            let (written, key) = match variant.key {
                VariantKey::Identifier { name } => (name, Some(Key::Word(name.into()))),
                VariantKey::NumberLiteral { value } => (value, value.parse().ok().map(Key::Number)),
            };
            let Some(key) = key else {
                self.problems.add(within.file, written, Problem::VariantNumber(written.to_owned()));
                continue;
            };
            if choice.variants.iter().any(|(other, _)| *other == key) {
                self.problems.add(within.file, written, Problem::VariantTwice(written.to_owned()));
            }
            if variant.default {
                choice.default = choice.variants.len();
            }
            choice.variants.push((key, parts));
        }
        choice
    }

    /// Whether a variable may stand here.
    fn may_vary(&mut self, within: Within, variable: &str) -> bool {
        if within.term {
            self.problems.add(within.file, variable, Problem::VariableInTerm(format!("${variable}")));
        }
        !within.term
    }

    fn reference(&mut self, within: Within, name: Name<'a>, parts: &mut Vec<Part>) {
        match self.referred(within, name, length(parts)) {
            Ok(referred) => referred.iter().for_each(|part| add(parts, part.clone())),
            Err(problem) => self.problems.add(within.file, name.written(), problem),
        }
    }

    /// The parts that a reference stands for, after so many bytes.
    fn referred(&mut self, within: Within, name: Name<'a>, before: usize) -> Result<Rc<[Part]>, Problem> {
        if !self.defined.contains_key(&name) {
            return Err(Problem::UnknownReference(name.to_string()));
        }
        if self.underway.contains(&name) {
            return Err(Problem::Circular(name.to_string()));
        }
        if self.underway.len() >= DEEPEST {
            return Err(Problem::TooDeep(name.to_string()));
        }
        let parts = self.parts(name);
        match any_variable(&parts) {
            Some(variable) if within.term => Err(Problem::VariableInTerm(format!("${variable}"))),
            _ if before + length(&parts) > LONGEST => Err(Problem::TooLong(name.to_string())),
            _ => Ok(parts),
        }
    }
}

/// Where an expression that is not supported stands, and what it is.
fn described<'a>(inline: &InlineExpression<&'a str>) -> (&'a str, String) {
    match inline {
        InlineExpression::StringLiteral { value } => (value, "a text in quotes".to_owned()),
        InlineExpression::NumberLiteral { value } => (value, format!("a number, `{value}`,")),
        InlineExpression::FunctionReference { id, .. } => (id.name, format!("a function, `{}`,", id.name)),
        InlineExpression::MessageReference { id, attribute: Some(attribute) }
        | InlineExpression::TermReference { id, attribute: Some(attribute), .. } => {
            (id.name, format!("an attribute, `.{}`,", attribute.name))
        }
        InlineExpression::MessageReference { id, .. } => (id.name, "a message".to_owned()),
        InlineExpression::TermReference { id, .. } => (id.name, "a term with arguments".to_owned()),
        InlineExpression::VariableReference { id } => (id.name, "a variable".to_owned()),
        InlineExpression::Placeable { expression } => match &**expression {
            Expression::Inline(inner) | Expression::Select { selector: inner, .. } => described(inner),
        },
    }
}

#[cfg(test)]
mod tests {
    use super::compile;

    /// What is wrong with files, one line each.
    fn wrong(files: &[(&str, &str)]) -> Vec<String> {
        compile(files).err().unwrap_or_default().iter().map(ToString::to_string).collect()
    }

    #[test]
    fn references_lead_somewhere_and_not_in_a_circle() {
        let ftl = "a = { b }\nb =\n    One\n    { c }\nc = { a }\nd = { d }\ne = { x } { -a }\n-t = { -u }\nf = { a }\n";
        assert_eq!(
            wrong(&[("a.ftl", ftl)]),
            [
                "a.ftl:5: refers to `a`, which refers back to it",
                "a.ftl:6: refers to `d`, which refers back to it",
                "a.ftl:7: refers to `x`, which no file has",
                "a.ftl:7: refers to `-a`, which no file has",
                "a.ftl:8: refers to `-u`, which no file has",
            ]
        );
    }

    #[test]
    fn a_few_lines_cannot_make_a_message_without_end() {
        let chain = (10..60).map(|n| format!("m{n} = {{ m{} }}\n", n + 1)).collect::<Vec<_>>().concat();
        assert_eq!(wrong(&[("a.ftl", &format!("{chain}m60 = x\n"))]), ["a.ftl:32: refers to `m42` through too many others"]);
        let doubled = (10..40).map(|n| format!("m{} = {{ m{n} }}{{ m{n} }}\n", n + 1)).collect::<Vec<_>>().concat();
        let wrong = wrong(&[("a.ftl", &format!("m10 = 12345678\n{doubled}"))]);
        assert_eq!(wrong.first().map(String::as_str), Some("a.ftl:15: is too long with `m23`"));
    }

    #[test]
    fn what_is_not_supported_is_an_error_with_its_line() {
        let ftl = concat!(
            "number = { 5 }\n",
            "function = { NUMBER($n) }\n",
            "chosen = { NUMBER($n, type: \"ordinal\") ->\n   *[one] 1\n }\n",
            "constant = { \"x\" ->\n   *[x] { missing }\n }\n",
            "attributes = A\n    .title = B\n    .other = C\n",
            "only =\n    .title = B\n",
            "refers = { attributes.title } { -term(case: \"x\") }\n",
            "-term = T\n    .gender = f\n",
            "gender = { -term.gender ->\n   *[f] F\n }\n",
            "keys = { $n ->\n    [1.5] a\n    [-1] b\n    [1] c\n    [01] d\n    [one] e\n   *[one] { { 7 } }\n }\n",
            "escape = { \"\\uD83D\" } { \"\\{\" }\n",
        );
        assert_eq!(
            wrong(&[("a.ftl", ftl)]),
            [
                "a.ftl:1: a number, `5`, is not supported",
                "a.ftl:2: a function, `NUMBER`, is not supported",
                "a.ftl:3: a choice by a function, `NUMBER`, is not supported",
                "a.ftl:6: a choice by a text in quotes is not supported",
                "a.ftl:10: an attribute, `.title`, is not supported",
                "a.ftl:11: an attribute, `.other`, is not supported",
                "a.ftl:12: `only` has no value",
                "a.ftl:13: an attribute, `.title`, is not supported",
                "a.ftl:14: an attribute, `.title`, is not supported",
                "a.ftl:14: a term with arguments is not supported",
                "a.ftl:16: an attribute, `.gender`, is not supported",
                "a.ftl:17: a choice by an attribute, `.gender`, is not supported",
                "a.ftl:21: `1.5` is not a whole number that a count can be",
                "a.ftl:22: `-1` is not a whole number that a count can be",
                "a.ftl:24: two variants have the key `01`",
                "a.ftl:26: a number, `7`, is not supported",
                "a.ftl:26: two variants have the key `one`",
                "a.ftl:28: an escape in \"\\uD83D\" stands for no character",
                "a.ftl:28: an escape in \"\\{\" stands for no character",
            ]
        );
    }

    #[test]
    fn a_term_has_no_variables_of_its_own_or_by_reference() {
        let ftl = "-a = { $x }\n-b = { $x ->\n   *[one] { $y }\n }\n-c = { m }\nm = { $z }\nn = { -a } { -c }\n";
        assert_eq!(
            wrong(&[("a.ftl", ftl)]),
            [
                "a.ftl:1: a term sees no arguments, so it cannot hold `$x`",
                "a.ftl:2: a term sees no arguments, so it cannot hold `$x`",
                "a.ftl:3: a term sees no arguments, so it cannot hold `$y`",
                "a.ftl:5: a term sees no arguments, so it cannot hold `$z`",
            ]
        );
    }
}
