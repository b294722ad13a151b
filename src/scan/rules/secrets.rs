//! The rules about secrets.

use crate::diagnostic::{Rule, Severity};

/// A private key.
pub(in crate::scan) static PRIVATE_KEY: Rule = Rule {
    id: "secrets/private-key",
    severity: Severity::Error,
    finds: "The private part of a pair of keys.",
    matters: "Whoever has it can sign and log in as you.",
    example: "-----BEGIN OPENSSH PRIVATE KEY-----",
    put_right: "Make a new pair, revoke the old one, and remove it from the file and its history.",
};

/// A key or token.
pub(in crate::scan) static TOKEN: Rule = Rule {
    id: "secrets/token",
    severity: Severity::Error,
    finds: "A key or token with the form that a service gives it: Amazon, Azure, Google, GitHub, GitLab, Slack and others.",
    matters: "Programs search public files for them all the time, and use them within minutes.",
    example: "AKIAIOSFODNN7EXAMPLE",
    put_right: "Revoke it where it was issued. Remove it from the file and its history, and keep the new one in the environment.",
};

/// A password.
pub(in crate::scan) static PASSWORD: Rule = Rule {
    id: "secrets/password",
    severity: Severity::Error,
    finds: "A password in a connection string, in an address, or beside a word such as `password` or `api_key`. A placeholder such as `${PASSWORD}` is not reported.",
    matters: "It opens the database that the figures come from.",
    example: "Server=sql01;Database=waits;Uid=reader;Pwd=...",
    put_right: "Change the password. Remove it from the file and its history, and keep the new one in the environment.",
};

/// A place inside the organisation.
pub(in crate::scan) static INTERNAL: Rule = Rule {
    id: "secrets/internal-address",
    severity: Severity::Warning,
    finds: "A share, a person's folder, a private address or a host that is only known inside your organisation. The portal's own \
        address is not reported.",
    matters: "It is no use to readers, and helps anyone who wants to break in. Folders often hold a person's name.",
    example: r"\\srv-ig01\private\patients.xlsx",
    put_right: "Describe the source in words. If all readers are inside, accept the warning with a waiver in portal.yaml.",
};
