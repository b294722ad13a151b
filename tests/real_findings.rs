//! What the rules find in eleven real files. Each finding was reviewed by a person.

/// The findings in the eleven files. Each was reviewed by a person and is right.
pub(crate) const FOUND: [(&str, &str, &str); 47] = [
    (
        "ae-attendances protect/small-counts",
        "`breaches` has 1198 counts from 1 to 4, which would be published",
        "the policy is none, and small departments have few breaches: 1,198 cells, counted again with Python",
    ),
    (
        "ae-attendances protect/small-counts",
        "`admissions` has 263 counts from 1 to 4, which would be published",
        "as above, for admissions",
    ),
    (
        "ae-attendances protect/small-counts",
        "`attendances` has 3 counts from 1 to 4, which would be published",
        "three departments that had all but closed",
    ),
    (
        "children-looked-after data/constant-column",
        "`time_identifier` is `Reporting year` in all 2505 rows",
        "a filter of one level; the publisher's file standard asks for it",
    ),
    (
        "children-looked-after data/constant-column",
        "`country_code` is `E92000001` in all 2505 rows",
        "as above: all rows are of England",
    ),
    (
        "children-looked-after data/constant-column",
        "`country_name` is `England` in all 2505 rows",
        "as above: all rows are of England",
    ),
    (
        "children-looked-after data/total-beside-parts",
        "rows where `region_code` is blank are the total of the rows where it is not; one more value of the column is a sum of others",
        "right: the rows of the whole country have no region",
    ),
    (
        "children-looked-after data/total-beside-parts",
        "rows where `new_la_code` is blank are the total of the rows where it is not",
        "right: the rows of regions and of the country have no local authority",
    ),
    (
        "exclusions data/constant-column",
        "`country_code` is `E92000001` in all 3789 rows",
        "a filter of one level; the publisher's file standard asks for it",
    ),
    ("exclusions data/constant-column", "`country` is `England` in all 3789 rows", "as above: all rows are of England"),
    (
        "exclusions data/total-beside-parts",
        "`Total` in `school_type` equals the sum of all the others in 949 of 949 comparisons, such as 7916225 = 4615170 + 3193420 + 107635",
        "right: the numbers of the three school types are its parts",
    ),
    (
        "exclusions data/total-beside-parts",
        "the name of `Total` in `characteristic_desc` says that it is a total",
        "right: the publisher calls the rows of all pupils so",
    ),
    (
        "exclusions data/total-beside-parts",
        "the name of `Total` in `characteristic_1` says that it is a total; one more value of the column is a sum of others",
        "right: Total stands for all pupils, and the major groups are sums of minor ones",
    ),
    (
        "exclusions data/total-beside-parts",
        "the name of `Total` in `characteristic_2` says that it is a total",
        "right: the publisher calls the rows of all pupils so",
    ),
    (
        "exclusions data/look-alike",
        "`NATIONAL` (3759 rows) and `National` (30 rows) in `level` look alike",
        "right: the same name is spelled in two ways",
    ),
    (
        "exclusions data/look-alike-key",
        "`Special` (964 rows) and `special` (10 rows) in `school_type` look alike",
        "right: the same name is spelled in two ways",
    ),
    (
        "hospital-patients-scotland data/constant-column",
        "every cell of `Orkney` is suppressed or missing: there is no number in 307 rows",
        "its few patients are suppressed on every day",
    ),
    (
        "hospital-patients-scotland data/constant-column",
        "every cell of `Shetland` is suppressed or missing: there is no number in 307 rows",
        "its few patients are suppressed on every day",
    ),
    (
        "hospital-patients-scotland data/constant-column",
        "every cell of `The Golden Jubilee National Hospital` is suppressed or missing: there is no number in 307 rows",
        "its few patients are suppressed on every day",
    ),
    ("injuries data/constant-column", "`Indicator ID` is `90284` in all 7208 rows", "one indicator, named in every row"),
    (
        "injuries data/constant-column",
        "`Indicator Name` is `Hospital admissions caused by unintenti…` in all 7208 rows",
        "one indicator, named in every row",
    ),
    ("injuries data/constant-column", "`Age` is `<15 yrs` in all 7208 rows", "one age group in the extract"),
    (
        "injuries data/constant-column",
        "`Compared to percentiles` is `Not compared` in all 7208 rows",
        "a column of the tool that is not used here",
    ),
    ("injuries data/empty-column", "every cell of `New data` is blank", "a column of the tool that is not used here"),
    ("injuries data/empty-column", "every cell of `Compared to goal` is blank", "a column of the tool that is not used here"),
    ("injuries data/constant-column", "`Time period range` is `1y` in all 7208 rows", "all periods are of one year"),
    (
        "injuries data/total-beside-parts",
        "rows where `Parent Code` is blank are the total of the rows where it is not",
        "right: England, which has no parent, is the whole of the areas",
    ),
    (
        "injuries data/total-beside-parts",
        "`E92000001` in `Area Code` equals the sum of E06000001, E06000002, E06000003, E06000004 and 147 more in 27 of 29 comparisons, such as 9908263 = 16710 + 27843 + 23030 + 36488 + ...",
        "right: England is the sum of its local authorities",
    ),
    (
        "injuries data/total-beside-parts",
        "`England` in `Area Type` counts the same people as Counties & UAs (from Apr 2023)",
        "right: the rows for England count the people of all counties",
    ),
    (
        "injuries data/total-beside-parts",
        "`Persons` in `Sex` equals the sum of all the others in 2108 of 2147 comparisons, such as 17900 = 10155 + 7745",
        "right: persons are females and males together",
    ),
    (
        "injuries data/total-beside-parts",
        "rows where `Category Type` is blank are the total of the rows where it is not",
        "right: rows without a category are for everybody, beside the deciles",
    ),
    (
        "injuries data/total-beside-parts",
        "rows where `Category` is blank are the total of the rows where it is not",
        "right: rows without a category are for everybody, beside the deciles",
    ),
    (
        "injuries data/sentinel",
        "`Lower CI 95.0 limit` has 24 numbers that often mean a missing value",
        "-1 where the value is withheld, as the file's own value notes say",
    ),
    (
        "injuries data/sentinel",
        "`Upper CI 95.0 limit` has 24 numbers that often mean a missing value",
        "-1 where the value is withheld, as the file's own value notes say",
    ),
    (
        "injuries data/sentinel",
        "`Lower CI 99.8 limit` has 24 numbers that often mean a missing value",
        "-1 where the value is withheld, as the file's own value notes say",
    ),
    (
        "injuries data/sentinel",
        "`Upper CI 99.8 limit` has 24 numbers that often mean a missing value",
        "-1 where the value is withheld, as the file's own value notes say",
    ),
    (
        "maternal-mortality data/constant-column",
        "`Unit multiplier` is `Units` in all 225 rows",
        "a column that the indicator does not use",
    ),
    (
        "maternal-mortality data/constant-column",
        "`Unit measure` is `Units` in all 225 rows",
        "a column that the indicator does not use",
    ),
    (
        "msk-physio-waits data/blank-heading",
        "column 1 has no heading, and seems to hold row numbers",
        "row numbers that a program wrote",
    ),
    (
        "msk-physio-waits data/constant-column",
        "`Specialty` is `Physiotherapy` in all 1246 rows",
        "the extract is of one specialty",
    ),
    (
        "msk-physio-waits protect/small-counts",
        "`Number waiting 9 to 12 weeks` has 50 counts from 1 to 4, which would be published",
        "island boards have few long waits, and the policy is none",
    ),
    (
        "msk-physio-waits protect/small-counts",
        "`Number waiting 13 to 16 weeks` has 77 counts from 1 to 4, which would be published",
        "as above, 13 to 16 weeks",
    ),
    (
        "msk-physio-waits protect/small-counts",
        "`Number waiting 5 to 8 weeks` has 16 counts from 1 to 4, which would be published",
        "as above, for 5 to 8 weeks",
    ),
    (
        "msk-physio-waits protect/small-counts",
        "`Number waiting more than four weeks` has 8 counts from 1 to 4, which would be published",
        "as above, more than four weeks",
    ),
    (
        "msk-physio-waits protect/small-counts",
        "`Number waiting more than 16 weeks` has 87 counts from 1 to 4, which would be published",
        "as above, more than 16 weeks",
    ),
    (
        "statins-prescribing data/whitespace",
        "`BNFname` has 45 values with leading or trailing spaces",
        "every name is padded to 40 characters",
    ),
    (
        "weekly-deaths protect/small-counts",
        "`counts` has 143 counts from 1 to 4, which would be published",
        "weeks with few deaths of children, and the policy is none",
    ),
];
