//! Keys, tokens and passwords, known by their form.

use std::ops::Range;
use std::sync::LazyLock;

use super::connection::is_placeholder;
use super::{Kind, Pattern, matches, pattern};

/// The forms of keys and tokens that services give to their users: a fixed beginning and random letters.
pub(super) static KEYS: Pattern = LazyLock::new(|| {
    pattern(
        &[
            r"-----BEGIN (?:[A-Z0-9]+ )*PRIVATE KEY(?: BLOCK)?-----",
            r"PuTTY-User-Key-File-\d",
            r"(?:minisign|rsign) encrypted secret key",
            r"AGE-SECRET-KEY-1[A-Z0-9]{20,}",
            r"(?:AKIA|ASIA|ABIA|ACCA)[A-Z0-9]{16}",
            r"AIza[0-9A-Za-z_-]{35}",
            r"GOCSPX-[0-9A-Za-z_-]{20,}",
            r"gh[pousr]_[A-Za-z0-9]{30,}",
            r"github_pat_[A-Za-z0-9_]{40,}",
            r"gl(?:pat|rt|dt|ptt|soat|cbt|ft|agent|imt|feat|oas)-[A-Za-z0-9_=-]{18,}",
            r"xox[abeoprs]-[A-Za-z0-9-]{10,}",
            r"hooks\.slack\.com/services/T[A-Za-z0-9]+/B[A-Za-z0-9]+/[A-Za-z0-9]{16,}",
            r"(?:sk|rk)_(?:live|test)_[A-Za-z0-9]{16,}",
            r"sk-(?:ant-|proj-|svcacct-)?[A-Za-z0-9_-]{32,}",
            r"npm_[A-Za-z0-9]{36}",
            r"pypi-AgE[A-Za-z0-9_-]{40,}",
            r"hf_[A-Za-z]{30,}",
            r"SG\.[A-Za-z0-9_-]{16,}\.[A-Za-z0-9_-]{32,}",
            r"dapi[a-f0-9]{32}",
            r"dckr_pat_[A-Za-z0-9_-]{20,}",
            r"hvs\.[A-Za-z0-9_-]{20,}",
            r"eyJ[A-Za-z0-9_-]{10,}\.eyJ[A-Za-z0-9_-]{10,}\.[A-Za-z0-9_-]{8,}",
            r"[?&;]sig=[A-Za-z0-9%+/=_-]{30,}",
            r"xapp-\d-[A-Za-z0-9-]{20,}",
            r"(?:dop|doo|dor)_v1_[a-f0-9]{40,}",
            r"shp(?:at|ca|pa|ss)_[a-fA-F0-9]{32}",
            r"glsa_[A-Za-z0-9_]{32,}",
            r"lin_api_[A-Za-z0-9]{32,}",
            r"NRAK-[A-Z0-9]{20,}",
            r"hvb\.[A-Za-z0-9_-]{20,}",
            r"ya29\.[A-Za-z0-9_-]{20,}",
            r"dp\.pt\.[A-Za-z0-9]{30,}",
            r"discord(?:app)?\.com/api/webhooks/\d+/[A-Za-z0-9_-]{20,}",
            r"\.webhook\.office\.com/webhookb2/[A-Za-z0-9@/-]{30,}",
            r"X-(?:Amz|Goog)-Signature=[a-f0-9]{40,}",
            r"---- BEGIN SSH2 ENCRYPTED PRIVATE KEY ----",
        ]
        .join("|"),
    )
});

/// A client secret of Azure, whose fixed part stands inside.
pub(super) static AZURE: Pattern = LazyLock::new(|| pattern(r"[A-Za-z0-9_~.-]{3}8Q~[A-Za-z0-9_~.-]{31,34}"));

/// A name that says secret, and a value for it.
pub(super) static ASSIGNED: Pattern = LazyLock::new(|| {
    pattern(
        r#"(?i)(?P<name>password|passwd|passphrase|pwd|_pass|\bpass|\bpw|_token|\btoken|subscription[_-]?key|private[_-]?key|secret|secret[_-]?key|secret[_-]?access[_-]?key|api[_-]?key|account[_-]?key|access[_-]?key|access[_-]?token|auth[_-]?token|client[_-]?secret|authorization)["']?[ \t]*(?P<sign>:[ \t]*str[ \t]*=|<-|=>|[:=])[ \t*]*(?P<scheme>(?:bearer|basic)[ \t]+)?(?:[rfb]?"(?P<double>[^"\n]*)"|[rfb]?'(?P<single>[^'\n]*)'|(?P<bare>[^\s"'`,;)<>]+))"#,
    )
});

pub(super) fn find(text: &str, see: &mut impl FnMut(Kind, Range<usize>)) {
    find_keys(text, see);
    if memchr::memchr3(b':', b'=', b'<', text.as_bytes()).is_none() {
        return;
    }
    for found in ASSIGNED.iter().flat_map(|pattern| pattern.captures_iter(text)) {
        let part = |name: &str| found.name(name);
        let (Some(name), Some(sign)) = (part("name"), part("sign")) else { continue };
        let Some(value) = part("double").or(part("single")).or(part("bare")) else { continue };
        let (is_quoted, bare) = (part("bare").is_none(), value.as_str());
        // In a sentence, "password: ask the team" is no password. A mixture of letters with digits or signs is.
        let is_mixed = bare.len() >= 6
            && bare.chars().any(char::is_alphabetic)
            && bare.chars().any(|c| c.is_ascii_digit() || "!#$%&*+=?@^~".contains(c));
        let is_path = name.as_str().eq_ignore_ascii_case("pwd") && bare.starts_with('/');
        // Other things are authorised too: `Authorization: CAG-20/0084` is the reference of an approval.
        let is_reference = name.as_str().eq_ignore_ascii_case("authorization") && part("scheme").is_none() && bare.len() < 16;
        let is_value = (sign.as_str() != ":" || is_quoted) && bare.len() >= 4 && !bare.contains(' ') || is_mixed;
        let is_other = is_path || is_reference || bare.eq_ignore_ascii_case(name.as_str()) || !is_quoted && is_code(bare);
        if is_value && !is_other && !is_placeholder(bare) {
            see(Kind::Password, value.range());
        }
    }
}

/// Whether a value without quotes is a piece of a program that finds the secret: a call, an element, or the name of a variable.
fn is_code(value: &str) -> bool {
    let is_call = value.contains(['(', '[']) || value.contains("::") || value.contains("->");
    let is_name = value.chars().all(|c| c.is_ascii_alphabetic() || matches!(c, '_' | '.' | '$'));
    let says = |part: &str| {
        let part = part.to_ascii_lowercase();
        ["password", "pwd", "pass", "secret", "key", "token", "credentials", "creds"].contains(&part.as_str())
    };
    is_call || is_name && value.contains(['_', '.', '$']) && value.split(['_', '.', '$']).any(says)
}

/// Whether a text may hold a key: each has so many letters and signs without a blank, or says what it is in words. Most cells of
/// a table have no word so long.
fn may_hold_key(text: &str) -> bool {
    const SHORTEST: usize = 14;
    let has = |words: &str| memchr::memmem::find(text.as_bytes(), words.as_bytes()).is_some();
    text.split_ascii_whitespace().any(|word| word.len() >= SHORTEST) || has("----") || has("secret key")
}

/// Keys and tokens alone.
pub(super) fn find_keys(text: &str, see: &mut impl FnMut(Kind, Range<usize>)) {
    if !may_hold_key(text) {
        return;
    }
    if memchr::memmem::find(text.as_bytes(), b"8Q~").is_some() {
        matches(&AZURE, text).for_each(|found| see(Kind::Token, found.range()));
    }
    for found in matches(&KEYS, text) {
        let is_private = found.as_str().contains("PRIVATE KEY")
            || found.as_str().contains("secret key")
            || found.as_str().starts_with("PuTTY");
        let before = text[..found.start()].chars().next_back();
        let begins_with_letter = found.as_str().starts_with(|c: char| c.is_ascii_alphanumeric());
        let is_inside = before.is_some_and(|c| c.is_ascii_alphanumeric()) && begins_with_letter;
        if !is_inside && !is_only_letters(found.as_str()) {
            see(if is_private { Kind::PrivateKey } else { Kind::Token }, found.range());
        }
    }
}

/// A word with hyphens, such as `sk-` at the end of one: random letters hold digits or capitals.
fn is_only_letters(text: &str) -> bool {
    text.chars().all(|c| c.is_ascii_lowercase() || matches!(c, '-' | '_' | '.'))
}

#[cfg(test)]
mod tests {
    use crate::privacy::{Kind, sightings};

    #[test]
    fn keys_tokens_and_passwords_are_found() {
        let token = |beginning: &str, letters: &str| format!("{beginning}{}", letters.repeat(6));
        for (text, kind) in [
            ("-----BEGIN OPENSSH PRIVATE KEY-----".to_owned(), Kind::PrivateKey),
            ("-----BEGIN PRIVATE KEY-----".to_owned(), Kind::PrivateKey),
            ("AKIAIOSFODNN7EXAMPLE".to_owned(), Kind::Token),
            (token("ghp_", "aB3dE9"), Kind::Token),
            (token("glpat-", "aB3-E9"), Kind::Token),
            (token("xoxb-", "12-aB3"), Kind::Token),
            ("https://x.blob.core.windows.net/a?sv=1&sig=aB3dE9aB3dE9aB3dE9aB3dE9aB3dE9aB%3D".to_owned(), Kind::Token),
            ("AWS_SECRET_ACCESS_KEY=wJalrXUtnFEMI/K7MDENG/bPxRfiCYEXAMPLEKEY".to_owned(), Kind::Password),
            ("password: hunter2!".to_owned(), Kind::Password),
            ("DB_PASSWORD=letmein".to_owned(), Kind::Password),
            ("password <- \"wren1234\"".to_owned(), Kind::Password),
            ("DB_PASS='wren1234'".to_owned(), Kind::Password),
            ("password: str = \"wren1234\"".to_owned(), Kind::Password),
            ("**Password:** Wren1234!".to_owned(), Kind::Password),
            ("{\"client_secret\": \"abcd-efgh\"}".to_owned(), Kind::Password),
            ("Authorization: Bearer aB3dE9aB3dE9".to_owned(), Kind::Password),
        ] {
            assert_eq!(sightings(&text).first().map(|seen| seen.kind), Some(kind), "{text}");
        }
    }

    #[test]
    fn texts_about_secrets_are_left_alone() {
        for text in [
            "password: ask the team",
            "Password: see the vault",
            "PASSWORD=${DB_PASSWORD}",
            "password=<your password>",
            "password: ********",
            "-----BEGIN PUBLIC KEY-----",
            "-----BEGIN CERTIFICATE-----",
            "a secret: nobody knows",
            "api_key: \"\"",
            "The api key: tbc",
            "task-management-of-the-long-waiting-list-in-the-north",
            "secret = os.environ[\"KEY\"]",
            "pwd=changeme",
            "password = null",
            "ASIAN or Asian British",
            "Secret: 3 of 12",
            "Password: restricted to the team",
            "password = rstudioapi::askForPassword(\"Password\")",
            "password=db_password",
            "password = args.password",
            "password = config[\"password\"]",
            "curl -H \"Authorization: Bearer $TOKEN\" https://example.org/",
            "Authorization: CAG-20/0084",
            "PWD=/tmp/work",
            "password: !secret db_password",
            "secret: kubernetes.io/tls",
            "API_KEY='API_KEY'",
            "Password=myPassword",
            "api_key = DEMO_KEY",
        ] {
            assert!(sightings(text).is_empty(), "{text}: {:?}", sightings(text));
        }
    }
}
