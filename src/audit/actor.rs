//! Who did something, without a name.

use super::line::holds_nobody;
use crate::model::{DatasetId, Pseudonyms};
use crate::privacy::is_persons_account;

/// Why nobody can be named.
#[derive(Debug, thiserror::Error)]
pub enum ActorError {
    /// Neither a role nor a key.
    #[error(
        "the audit log needs to know who does this, without a name: --actor role:analyst, or SHELFMARK_ACTOR; or set SHELFMARK_AUDIT_KEY \
         to a secret of 16 letters or more, and accounts are written as pseudonyms"
    )]
    Unknown,
    /// A name, an address or an account instead of a role.
    #[error("the actor must be a role or a team, not a person or an account: write it like role:analyst or team:planned-care")]
    Person,
    /// The key could be found by trying.
    #[error("SHELFMARK_AUDIT_KEY is too short: write 16 letters or more, such as those of `openssl rand -hex 32`")]
    ShortKey,
}

/// Who did it: the role that is given, or a pseudonym of the account made with a key.
///
/// # Errors
/// [`ActorError`] if there is neither, or a person would be named.
pub fn actor(role: Option<&str>, accounts: &[String], key: Option<&str>) -> Result<String, ActorError> {
    if let Some(role) = role {
        return named(role.trim(), accounts);
    }
    let (Some(key), Some(account)) = (key, accounts.first()) else { return Err(ActorError::Unknown) };
    let pseudonyms = Pseudonyms::with(key).ok_or(ActorError::ShortKey)?;
    Ok(format!("hmac:{}", pseudonyms.of(&account.to_lowercase())))
}

fn named(role: &str, accounts: &[String]) -> Result<String, ActorError> {
    let (kind, name) = role.split_once(':').unwrap_or(("role", role));
    let plain =
        |text: &str| text.chars().filter(|letter| letter.is_alphanumeric()).flat_map(char::to_lowercase).collect::<String>();
    let is_account = accounts.iter().any(|account| plain(account) == plain(name));
    let is_plain = matches!(kind, "role" | "team" | "job") && DatasetId::new(name).is_ok();
    let is_person = kind == "role" && is_persons_account(name);
    if !is_plain || is_account || is_person || holds_nobody("the actor", name, "").is_err() {
        return Err(ActorError::Person);
    }
    Ok(format!("{kind}:{name}"))
}

#[cfg(test)]
mod tests {
    use super::actor;

    const KEY: &str = "0123456789abcdef0123456789abcdef";

    #[test]
    fn a_role_is_written_as_it_is_and_a_person_is_refused() {
        let accounts = ["jane".to_owned()];
        assert_eq!(actor(Some("analyst"), &accounts, None).unwrap(), "role:analyst");
        assert_eq!(actor(Some("team:planned-care"), &accounts, None).unwrap(), "team:planned-care");
        assert_eq!(actor(Some("team:martin-house"), &accounts, None).unwrap(), "team:martin-house");
        assert_eq!(actor(Some("job:nightly"), &accounts, Some(KEY)).unwrap(), "job:nightly");
        for person in [
            "jane",
            "role:Jane",
            "jane.smith@example.nhs.uk",
            "Jane Smith",
            "C:\\Users\\jane",
            "/home/jane",
            "",
            "person:x",
            "role:jane-smith",
            "role:dr-patel",
            "analyst-jane",
        ] {
            assert!(actor(Some(person), &accounts, Some(KEY)).is_err(), "{person}");
        }
    }

    #[test]
    fn an_account_becomes_a_pseudonym_that_only_the_key_can_make() {
        let accounts = ["jane.smith".to_owned()];
        let one = actor(None, &accounts, Some(KEY)).unwrap();
        assert!(one.starts_with("hmac:") && one.len() == 21, "{one}");
        assert_eq!(one, actor(None, &["Jane.Smith".to_owned()], Some(KEY)).unwrap());
        assert_ne!(one, actor(None, &accounts, Some("another key of some length")).unwrap());
        assert!(actor(None, &accounts, Some("short")).is_err());
        assert!(actor(None, &accounts, None).is_err() && actor(None, &[], Some(KEY)).is_err());
    }
}
