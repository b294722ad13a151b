//! The rules about people.

use crate::diagnostic::{Rule, Severity};

/// A number that stands for one patient.
pub(in crate::scan) static NHS_NUMBER: Rule = Rule {
    id: "privacy/nhs-number",
    severity: Severity::Error,
    finds: "An NHS number, a CHI number or a Northern Ireland Health and Care Number in a cell, a comment, a page, a file name or anything else \
        that could be published: ten digits with the right check digit, however they are written, also split over columns. A CHI \
        number is reported only where the words before it, or the other cells of its column, show that it is one. Ten identical digits \
        are treated as a filler.",
    matters: "The number leads to one patient's records.",
    example: "# checked with 999 000 0123",
    put_right: "Remove it, and remove it from the history of your version control. If others could read it, tell your information \
        governance lead. If it is a code of another kind, list it in portal.yaml with who says so: `policy: {privacy: {codes: [{code: \"4500012303\", reason: purchase order, approved_by: Finance}]}}`. Numbers from the test range 999 can be allowed with `test_numbers: allowed`.",
};

/// A National Insurance number.
pub(in crate::scan) static INSURANCE_NUMBER: Rule = Rule {
    id: "privacy/insurance-number",
    severity: Severity::Warning,
    finds: "Text in the form of a National Insurance number. Prefixes that are never issued, such as QQ, are not reported.",
    matters: "The number leads to one person's tax and benefits.",
    example: "ref\nAB123456C",
    put_right: "Remove it. If it is a code of another kind, add a waiver to dataset.yaml.",
};

/// A date of birth.
pub(in crate::scan) static BIRTH: Rule = Rule {
    id: "privacy/date-of-birth",
    severity: Severity::Error,
    finds: "A date of birth: a date next to words such as `DOB`, or in a column with such a heading. A date alone is not reported.",
    matters: "With a place or a diagnosis, a date of birth is often enough to know who somebody is.",
    example: "dob,place\n1948-07-04,Ashby",
    put_right: "Publish age bands or years of birth, with counts.",
};

/// A way to reach one person.
pub(in crate::scan) static CONTACT: Rule = Rule {
    id: "privacy/contact",
    severity: Severity::Warning,
    finds: "A mobile telephone number, or an email address that holds one person's name. Those of teams and organisations are not \
        reported.",
    matters: "That person may not have agreed to be named, and may leave. Readers' messages then go unanswered.",
    example: "owner: {name: Primary care team, email: jane.smith@nhs.net}",
    put_right: "Give a team's telephone number or email address.",
};

/// A person's name, with more about them.
pub(in crate::scan) static NAMED_PERSON: Rule = Rule {
    id: "privacy/named-person",
    severity: Severity::Warning,
    finds: "A person's name in the same sentence as a way to reach them or something about their health. A name alone is not reported.",
    matters: "What is said in public about a named person cannot be taken back.",
    example: "Contact Jane Smith, 07700 900123",
    put_right: "Remove the name, or what is said about the person.",
};

/// A note about one patient.
pub(in crate::scan) static FREE_TEXT: Rule = Rule {
    id: "privacy/free-text",
    severity: Severity::Error,
    finds: "A note about what happened to one patient. On a page, where it may be an invented example, it \
        is a warning.",
    matters: "A note tells one person's story. Anyone who knows them may recognise it.",
    example: "note\n\"43 yo, c/o chest pain\"",
    put_right: "Remove the column. Publish counts by reason instead.",
};

/// A column that identifies people.
pub(in crate::scan) static IDENTIFYING_COLUMN: Rule = Rule {
    id: "privacy/identifying-column",
    severity: Severity::Error,
    finds: "A heading that says that the column identifies people: forename, surname, date of birth, MRN, local patient identifier \
        and the like, even if its cells are empty. Headings about the quality of such columns, such as `NHS number valid %`, are not \
        reported.",
    matters: "Such columns belong to a list of people. A portal publishes counts.",
    example: "nhs_number,surname,dob,postcode",
    put_right: "Count people before the file enters this folder. If the column names no person, as in a table of babies' first names, \
        rename it, or add a waiver to dataset.yaml.",
};

/// Full postcodes.
pub(in crate::scan) static POSTCODE: Rule = Rule {
    id: "privacy/postcode",
    severity: Severity::Warning,
    finds: "Full postcodes in a table that does not list organisations or, in one that does, beside a small count of people.",
    matters: "About fifteen homes share a postcode, and some have one of their own.",
    example: "postcode,patients\nTS18 1HU,3",
    put_right: "Publish the first half of the postcode, or the area it is in. If these are the postcodes of organisations, add a \
        column that names them.",
};

/// One row for each person.
pub(in crate::scan) static RECORD_LEVEL: Rule = Rule {
    id: "privacy/record-level",
    severity: Severity::Error,
    finds: "A table that looks like a list of people or events, one row for each: single years of age beside days or beside a number for \
        each row, no column of counts, rows that are identical apart from their figures, or a count that is 1 in every row.",
    matters: "Anyone who knows a few facts about a person can find their row, and read the rest.",
    example: "ID,Organisation,Age,LOS,Death\n1,Trust1,55,2,0",
    put_right: "Count the rows by what readers ask for, and publish the counts. If each row is a total, add a waiver to dataset.yaml.",
};

/// What a picture says beside what it shows.
pub(in crate::scan) static PICTURE: Rule = Rule {
    id: "privacy/picture",
    severity: Severity::Warning,
    finds: "A picture that records where it was taken or who made it.",
    matters: "Readers can find it, and it may be somebody's home.",
    example: "GPSLatitude 53 deg 47 min",
    put_right: "Save the picture without its details: in an editor, export it without metadata.",
};

/// A workbook with hidden parts.
pub(in crate::scan) static WORKBOOK: Rule = Rule {
    id: "privacy/workbook",
    severity: Severity::Error,
    finds: "A workbook with hidden sheets, rows or columns, pivot tables, comments, links to other files, embedded files, macros or \
        tracked changes; and one that cannot be opened.",
    matters: "Lists of thousands of people have been published this way, in parts of workbooks that nobody had looked at.",
    example: "release.xlsx with a hidden sheet",
    put_right: "Save the sheet that readers need as CSV UTF-8, or copy it into a new workbook. Take the old one out of the folder.",
};

/// Raw counts in a public place.
pub(in crate::scan) static RAW_IN_GIT: Rule = Rule {
    id: "privacy/raw-in-git",
    severity: Severity::Warning,
    finds: "A table with counts that the site hides, tracked by git in a repository with a remote at GitHub, GitLab, Bitbucket, \
        Codeberg or SourceHut.",
    matters: "The site hides a 3, and the repository beside it says 3. Deleting the file later does not help: its history stays.",
    example: "git remote add origin https://github.com/example-trust/portal.git",
    put_right: "Make the repository private, publish the site from a place of its own, and write `repository: private` in portal.yaml. Or \
        keep tables outside the repository.",
};
