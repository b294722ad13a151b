//! Adds to a portal's own template the calls by which it can be stopped: Tera has no limit of its own on loops.
//!
//! In: a template. Out: the template with a call of [`STEP`] in each loop, and of [`SIZE`] after each variable that
//! is set. Invariant: the page it makes is the same, and every place in it can be told in the author's text.

use std::sync::LazyLock;

use regex::Regex;

/// The function that counts a step.
pub(super) const STEP: &str = "shelfmark_step";
/// The function that looks at the size of a value.
pub(super) const SIZE: &str = "shelfmark_size";

/// A template with calls added to it.
pub(super) struct Guarded {
    pub(super) text: String,
    /// Where each call begins in `text`, and its length in bytes.
    added: Vec<(usize, usize)>,
}

impl Guarded {
    /// The byte of the author's text that stands at a byte of the guarded one, or is next to the call there.
    pub(super) fn original(&self, at: usize) -> usize {
        let before = self.added.iter().take_while(|(start, _)| *start < at);
        at - before.map(|(start, length)| (*length).min(at - start)).sum::<usize>()
    }
}

/// A tag: whether it trims what follows, its first word, and its rest.
static TAG: LazyLock<Option<Regex>> = LazyLock::new(|| {
    // Strings may hold the end of a tag.
    let inner = r#"(?:"[^"]*"|'[^']*'|`[^`]*`|[^"'`%]|%[^}])*?"#;
    Regex::new(&format!(r"(?s)\{{#.*?#\}}|\{{%-?\s*(?<word>[a-z_]+)\b(?<rest>{inner})(?<trim>-?)%\}}")).ok()
});

/// Adds the calls to a template.
pub(super) fn guarded(template: &str) -> Guarded {
    let (mut text, mut added) = (String::with_capacity(template.len() + 256), Vec::new());
    let (mut written, mut raw, mut blocks) = (0, false, Vec::new());
    for tag in TAG.iter().flat_map(|tag| tag.captures_iter(template)) {
        let (Some(whole), Some(word)) = (tag.get(0), tag.name("word")) else { continue };
        let rest = tag.name("rest").map_or("", |rest| rest.as_str()).trim();
        let trim = tag.name("trim").map_or("", |trim| trim.as_str());
        if raw || word.as_str() == "raw" {
            raw = word.as_str() != "endraw";
            continue;
        }
        let call = match word.as_str() {
            "for" => format!("{STEP}()"),
            "set" | "set_global" => {
                let name: String = rest.chars().take_while(|c| c.is_alphanumeric() || *c == '_').collect();
                if !rest[name.len()..].trim_start().starts_with('=') {
                    blocks.push(name);
                    continue;
                }
                format!("{SIZE}(value={name})")
            }
            "endset" => match blocks.pop() {
                Some(name) => format!("{SIZE}(value={name})"),
                None => continue,
            },
            _ => continue,
        };
        // The call trims what follows if its tag does.
        let (at, call) = (whole.end(), format!("{{{{ {call} {trim}}}}}"));
        text.push_str(&template[written..at]);
        added.push((text.len(), call.len()));
        text.push_str(&call);
        written = at;
    }
    text.push_str(&template[written..]);
    Guarded { text, added }
}

#[cfg(test)]
mod tests {
    use super::guarded;

    #[test]
    fn loops_and_variables_have_calls() {
        let text = "{% for a in b -%} {% set x = a ~ \"%}\" %}{% endfor %}{% set y %}z{% endset %}{# {% for #}";
        assert_eq!(
            guarded(text).text,
            "{% for a in b -%}{{ shelfmark_step() -}} {% set x = a ~ \"%}\" %}{{ shelfmark_size(value=x) }}{% endfor %}\
             {% set y %}z{% endset %}{{ shelfmark_size(value=y) }}{# {% for #}"
        );
        let raw = "{% raw %}{% for a in b %}{% endraw %}";
        assert_eq!(guarded(raw).text, raw);
    }

    #[test]
    fn places_are_told_in_the_text_of_the_author() {
        let text = "{% for a in b %}{{ a }}{% set x = a %}{{ x }}{% endfor %}";
        let guarded = guarded(text);
        for (at, c) in text.char_indices() {
            let moved = (0..guarded.text.len()).find(|byte| {
                let is_call = guarded.added.iter().any(|(start, length)| (*start..start + length).contains(byte));
                !is_call && guarded.original(*byte) == at
            });
            assert_eq!(moved.and_then(|byte| guarded.text[byte..].chars().next()), Some(c), "{at}");
        }
    }
}
