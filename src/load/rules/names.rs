//! Rules about the names of files and folders.

use crate::diagnostic::{Rule, Severity};

/// Names that are the same on other systems.
pub static COLLISION: Rule = Rule {
    id: "names/collision",
    severity: Severity::Error,
    finds: "Two names in one folder that differ only in capital letters.",
    matters: "On Windows, IIS and most Macs they are the same file, so one overwrites the other.",
    example: "content/Method.md\ncontent/method.md",
    put_right: "Rename one of them.",
};

/// A folder name that cannot be an address.
pub static IDENTIFIER: Rule = Rule {
    id: "names/identifier",
    severity: Severity::Error,
    finds: "A dataset folder whose name cannot be both a web address and a folder name on every system.",
    matters: "The folder name becomes the dataset's address. Spaces, capital letters and device names cause errors on \
        Windows, IIS or S3.",
    example: "datasets/AE Waits/dataset.yaml",
    put_right: "Rename the folder using 1 to 80 characters: a to z, 0 to 9 and single hyphens.",
};

/// A name that some systems do not allow.
pub static PORTABLE: Rule = Rule {
    id: "names/portable",
    severity: Severity::Error,
    finds: "A file or folder name that Windows, IIS, S3 or a manifest does not allow: a device name such as CON, a dot or \
        space at the end, a backslash, colon, `%` or control character. In content/ and themes/, anything but letters a to \
        z, digits, `.`, `-` and `_`, and a hyphen at the beginning, which commands take for an option.",
    matters: "The portal builds here, but cannot be checked out, released or served elsewhere. Some of these names hide \
        what type of file it is.",
    example: "content/aux.md\ncontent/page .md",
    put_right: "Rename it using a to z, 0 to 9, hyphens and dots.",
};

/// Something that is not a regular file.
pub static SPECIAL_FILE: Rule = Rule {
    id: "names/special-file",
    severity: Severity::Error,
    finds: "A pipe, socket or device in datasets/, content/ or themes/.",
    matters: "Reading it may never end.",
    example: "mkfifo datasets/waits/data.csv",
    put_right: "Replace it with a regular file.",
};

/// A symbolic link.
pub static SYMLINK: Rule = Rule {
    id: "names/symlink",
    severity: Severity::Error,
    finds: "A symbolic link in datasets/, content/ or themes/.",
    matters: "A link can point to any file on the computer that builds the portal, which would then be published. On other \
        computers it points to nothing.",
    example: "datasets/waits/data.csv -> /etc/passwd",
    put_right: "Replace the link with a copy of the file.",
};

/// A name that is too long.
pub static TOO_LONG: Rule = Rule {
    id: "names/too-long",
    severity: Severity::Error,
    finds: "A file or folder name longer than 200 bytes, or a path longer than 240 bytes.",
    matters: "Most systems allow 255 bytes for a name, and Windows allows 260 characters for a path. The names of \
        published files are longer still.",
    example: "content/aaaaaaaa... (251 times).md",
    put_right: "Give it a shorter name.",
};

/// A file that nothing uses.
pub static UNUSED_FILE: Rule = Rule {
    id: "names/unused-file",
    severity: Severity::Warning,
    finds: "A file in a dataset's folder that the portal does not use: a hidden file, a backup, a lock file, or any file \
        that dataset.yaml does not name. In content/, a page whose name begins with a dot.",
    matters: "It is never published, but it is in the repository. It may be last year's extract, a password or a workbook \
        with raw rows.",
    example: "datasets/waits/.env\ndatasets/waits/waits.csv.bak",
    put_right: "Move it out of the portal's folder, or name it in dataset.yaml.",
};
