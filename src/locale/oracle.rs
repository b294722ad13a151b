//! Generated files and arguments, told by these messages and by `fluent-bundle`.

#[cfg(test)]
mod tests {
    use std::fmt::Write as _;

    use fluent_bundle::resolver::ResolverError;
    use fluent_bundle::{FluentArgs, FluentBundle, FluentError, FluentResource};
    use proptest::collection::vec;
    use proptest::prelude::*;
    use proptest::sample::{Index, select, subsequence};

    use crate::locale::{Arg, Messages};

    const COUNTS: [&str; 2] = ["n", "m"];
    const TEXTS: [&str; 2] = ["a", "b"];
    const KEYS: [&str; 14] = ["0", "1", "2", "3", "6", "11", "100", "zero", "one", "two", "few", "many", "other", "up"];

    /// A piece of a value. What a reference names is known when its message has a place among the others.
    #[derive(Clone, Debug)]
    enum Piece {
        Written(String),
        Message(Index),
        Term(Index),
        Choice { variable: &'static str, variants: Vec<(&'static str, Vec<Piece>)>, default: Index },
    }

    fn piece() -> impl Strategy<Value = Piece> {
        let variable = select([COUNTS, TEXTS].concat());
        let leaf = prop_oneof![
            "[a-zŵ .,;:'\"*\\[\\]#=\\\\-]{1,8}".prop_map(Piece::Written),
            "\n {1,6}[a-z]{1,4}".prop_map(Piece::Written),
            "\n\n {1,6}[a-z]{1,4}".prop_map(Piece::Written),
            r#"([ a-z{}ŵ']|\\"|\\\\|\\u00[eE]9|\\U01F600){0,5}"#.prop_map(|text| Piece::Written(format!("{{ \"{text}\" }}"))),
            variable.clone().prop_map(|name| Piece::Written(format!("{{ ${name} }}"))),
            variable.clone().prop_map(|name| Piece::Written(format!("{{ {{${name}}} }}"))),
            any::<Index>().prop_map(Piece::Message),
            any::<Index>().prop_map(Piece::Term),
        ];
        leaf.prop_recursive(3, 12, 3, move |inner| {
            let keys = subsequence(KEYS.to_vec(), 1..6).prop_shuffle();
            (variable.clone(), keys, vec(vec(inner, 0..3), 6), any::<Index>()).prop_map(|(variable, keys, values, default)| {
                Piece::Choice { variable, variants: keys.into_iter().zip(values).collect(), default }
            })
        })
    }

    /// Pieces as a value that is never blank. A message refers to those before it only, so that there are no circles.
    fn written(pieces: &[Piece], before: usize, terms: usize) -> String {
        let mut text = String::new();
        for piece in pieces {
            match piece {
                Piece::Written(written) => text.push_str(written),
                Piece::Message(_) if before == 0 => {}
                Piece::Message(index) => write!(text, "{{ m{} }}", index.index(before)).unwrap(),
                Piece::Term(_) if terms == 0 => {}
                Piece::Term(index) => write!(text, "{{ -t{} }}", index.index(terms)).unwrap(),
                Piece::Choice { variable, variants, default } => {
                    write!(text, "{{ ${variable} ->").unwrap();
                    for (place, (key, pieces)) in variants.iter().enumerate() {
                        let star = if place == default.index(variants.len()) { "*" } else { "" };
                        write!(text, "\n  {star}[{key}] {}", written(pieces, before, terms)).unwrap();
                    }
                    text.push_str("\n }");
                }
            }
        }
        if text.trim().is_empty() { "{ \"\" }".to_owned() } else { text }
    }

    /// Two files, in which references lead forwards, backwards and to the other file.
    fn files() -> impl Strategy<Value = [String; 2]> {
        let term = prop_oneof![3 => "[a-zŵ.]{1,6}", 1 => r#"\{ "  [a-z]{0,3}" \}"#];
        (vec(vec(piece(), 1..5), 1..7), vec(term, 0..3)).prop_map(|(messages, terms)| {
            let mut files = ["# One\n".to_owned(), "### Two\n\n".to_owned()];
            for (place, pieces) in messages.iter().enumerate().rev() {
                writeln!(files[place % 2], "m{place} = {}", written(pieces, place, terms.len())).unwrap();
            }
            for (place, term) in terms.iter().enumerate() {
                writeln!(files[place % 2], "-t{place} = {term}").unwrap();
            }
            files
        })
    }

    fn bundle(language: &str, files: &[String]) -> FluentBundle<FluentResource> {
        let mut bundle = FluentBundle::new(vec![language.parse().unwrap()]);
        bundle.set_use_isolating(false);
        for file in files {
            bundle.add_resource(FluentResource::try_new(file.clone()).unwrap()).unwrap();
        }
        bundle
    }

    /// What the oracle says, unless it gives up: it follows a hundred placeables of one message and no more.
    fn told(bundle: &FluentBundle<FluentResource>, key: &str, arguments: &FluentArgs<'_>) -> Option<String> {
        let mut errors = Vec::new();
        let value = bundle.get_message(key).unwrap().value().unwrap();
        let text = bundle.format_pattern(value, Some(arguments), &mut errors).into_owned();
        match errors.as_slice() {
            [] => Some(text),
            [FluentError::ResolverError(ResolverError::TooManyPlaceables), ..] => None,
            errors => panic!("{key}: {errors:?}"),
        }
    }

    proptest! {
        #![proptest_config(ProptestConfig::with_cases(64))]

        #[test]
        fn every_message_is_what_fluent_bundle_makes_of_it(
            files in files(),
            a in select(vec!["", "up", "one", "1", "Llŷn"]),
            b in select(vec!["other", "0", "up and down"]),
            apart in 0..50_usize,
        ) {
            for language in ["en-GB", "cy-GB"] {
                let sources = [("one.ftl", files[0].as_str()), ("two.ftl", files[1].as_str())];
                let messages = Messages::parse(language, &sources).unwrap_or_else(|errors| panic!("{errors:?}\n{files:?}"));
                let bundle = bundle(language, &files);
                for count in 0..200 {
                    let other = (count + apart) % 101;
                    let (printed, other_printed) = (count.to_string(), other.to_string());
                    let given = [
                        ("n", Arg::Count(count, &printed)),
                        ("m", Arg::Count(other, &other_printed)),
                        ("a", Arg::Text(a)),
                        ("b", Arg::Text(b)),
                    ];
                    let mut all = FluentArgs::new();
                    all.set("n", count);
                    all.set("m", other);
                    all.set("a", a);
                    all.set("b", b);
                    for (key, variables) in messages.iter() {
                        let own: Vec<_> = given.iter().filter(|(name, _)| variables.contains(*name)).copied().collect();
                        let text = messages.format(key, &own).unwrap();
                        prop_assert_eq!(messages.text(key), variables.is_empty().then_some(text.as_str()));
                        if let Some(told) = told(&bundle, key, &all) {
                            prop_assert_eq!(text, told, "{} in {} for {}:\n{}\n{}", key, language, count, files[0], files[1]);
                        }
                    }
                }
            }
        }
    }
}
