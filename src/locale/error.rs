//! What can be wrong with the files of a language, and with the arguments of a message.

/// Why files are no set of messages.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
pub enum LocaleError {
    /// The language is unknown, so nothing says which plural categories it has.
    #[error("`{language}` is not the code of a language whose plural rules are known")]
    Language {
        /// As it was given.
        language: String,
    },
    /// Something is wrong in a file.
    #[error("{file}:{line}: {problem}")]
    File {
        /// The name that came with its text.
        file: String,
        /// Counted from 1.
        line: usize,
        /// What it is.
        problem: Problem,
    },
}

/// What is wrong in a file. Keys of terms begin with a hyphen.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
pub enum Problem {
    /// The text is not Fluent; in the words of its parser.
    #[error("is not Fluent: {0}")]
    Syntax(String),
    /// A message or term without a value.
    #[error("`{0}` has no value")]
    NoValue(String),
    /// A key that stands already somewhere in the files of the language.
    #[error("`{key}` is already in {file}:{line}")]
    Duplicate {
        /// The key.
        key: String,
        /// The file that has it first.
        file: String,
        /// The line there.
        line: usize,
    },
    /// A reference to nothing.
    #[error("refers to `{0}`, which no file has")]
    UnknownReference(String),
    /// A reference that comes back to where it stands.
    #[error("refers to `{0}`, which refers back to it")]
    Circular(String),
    /// A chain of references that is too long to follow.
    #[error("refers to `{0}` through too many others")]
    TooDeep(String),
    /// A reference that makes a message too long.
    #[error("is too long with `{0}`")]
    TooLong(String),
    /// A construct of Fluent that is left out here.
    #[error("{0} is not supported")]
    Unsupported(String),
    /// A variable in a term, or in a message that a term refers to.
    #[error("a term sees no arguments, so it cannot hold `{0}`")]
    VariableInTerm(String),
    /// A number that no count is.
    #[error("`{0}` is not a whole number that a count can be")]
    VariantNumber(String),
    /// Two variants of a choice with one key.
    #[error("two variants have the key `{0}`")]
    VariantTwice(String),
    /// An escape that stands for no character.
    #[error("an escape in \"{0}\" stands for no character")]
    Escape(String),
}

/// Why a message cannot be told with the arguments given.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
pub enum FormatError {
    /// No message has the key.
    #[error("no message has the key `{key}`")]
    UnknownMessage {
        /// The key asked for.
        key: String,
    },
    /// A variable without an argument.
    #[error("`{key}` needs the argument `{variable}`, which is not given")]
    MissingArgument {
        /// The key of the message.
        key: String,
        /// The variable.
        variable: String,
    },
    /// An argument that is no variable of the message.
    #[error("`{key}` has no variable `{variable}`, for which an argument is given")]
    UnusedArgument {
        /// The key of the message.
        key: String,
        /// The name of the argument.
        variable: String,
    },
    /// Two arguments for one variable.
    #[error("`{key}` is given the argument `{variable}` twice")]
    RepeatedArgument {
        /// The key of the message.
        key: String,
        /// The variable.
        variable: String,
    },
}
