//! The files in `docs/reference/`, which contain every key, must build a portal.

use std::collections::BTreeMap;
use std::fs;
use std::path::Path;

use shelfmark::model::{FieldType, Marker, PeriodFormat, Unit};

use crate::portal::Portal;

const DICTIONARY: &str = "name,title,type,format,description,unit,decimals,required,unique,minimum,maximum,pattern,enum,missing_values,source,sensitive
period,Month,date,%Y-%m-%d,First day of the month,,,true,false,2016-04-01,,,,,SitReps,false
org_code,Provider,string,,ODS code of the provider,,,true,false,,,\"[A-Z0-9]{3,6}|England\",,,,false
type,Type,string,,Type of department,,,true,false,,,,1|2|other,,,false
attendances,Attendances,integer,,People who attended,people,0,true,false,0,,,,,,false
breaches,Breaches,integer,,People who waited over four hours,people,0,true,false,0,,,,,,false
admissions,Admissions,integer,,People admitted,people,0,true,false,0,,,,,,false
";

#[test]
fn the_files_that_name_every_key_build_a_portal() {
    let root = Path::new(env!("CARGO_MANIFEST_DIR"));
    let read = |path: &str| fs::read_to_string(root.join(path)).unwrap();
    let table = read("datasets/ae-attendances/attendances.csv");
    // Charts of more years do not fit: the figures fell all the time.
    let is_late = |line: &&str| line.trim_start_matches('"') >= "2017-10";
    let kept = |line: &&str| {
        line.starts_with("\"period\"")
            || (is_late(line) && ["\"RRK\",\"1\"", "\"RR8\",\"1\""].iter().any(|key| line.contains(key)))
    };
    let rows: String = table.lines().filter(kept).map(|line| line.to_owned() + "\n").collect();
    let rows = rows + &england(&table.lines().filter(is_late).map(|line| line.to_owned() + "\n").collect::<String>());
    let portal = Portal::empty()
        .file("portal.yaml", &read("docs/reference/portal.yaml"))
        .file("content/guidance/index.md", "---\ntitle: Guidance\n---\nText.\n")
        .file("datasets/ae-waits/dataset.yaml", &read("docs/reference/dataset.yaml"))
        .file("datasets/ae-waits/dictionary.csv", DICTIONARY)
        .file("datasets/ae-waits/waits.csv", &rows)
        .file("datasets/ae-waits/guidance.md", "How to read the figures.\n")
        .file("datasets/ae-waits/releases/2019.3.0.md", "---\nversion: \"2019.3.0\"\ndate: 2019-04-11\nkind: data\nowner: Urgent care\nchange_request: CR-1\nvalidation: rows counted\nrollback: 2019.2.0\n---\nMarch.\n");
    let run = portal.run(&["build", "--as-of", "2019-05-01"]);
    // Winters are special causes in the figures of England, so its chart shows no limits. That is right, and nothing else is found.
    let warnings: Vec<&str> = run.stderr.lines().filter(|line| line.starts_with("warning")).collect();
    assert!(run.code == 0 && warnings.iter().all(|line| line.starts_with("warning[kpi/spc-fit]")), "{}", run.stderr);
    let kpi = portal.json("kpis/four-hour-performance.json");
    assert_eq!(kpi["breakdown"]["RRK"]["spc"]["groups"].as_array().unwrap().len(), 2);
    assert_eq!(kpi["breakdown"]["RR8"]["target"], 95.0);
}

/// The rows of the total that the reference declares: all type 1 departments in the file, month by month.
fn england(table: &str) -> String {
    let mut months: BTreeMap<&str, [u64; 3]> = BTreeMap::new();
    for line in table.lines().filter(|line| line.contains(",\"1\",")) {
        let cells: Vec<&str> = line.split(',').collect();
        let sums = months.entry(cells[0]).or_default();
        sums.iter_mut().zip(&cells[3..]).for_each(|(sum, cell)| *sum += cell.parse::<u64>().unwrap());
    }
    months.iter().map(|(month, [a, b, c])| format!("{month},England,1,{a},{b},{c}\n")).collect()
}

#[test]
fn the_reference_of_the_dictionary_names_every_word() {
    let text = fs::read_to_string(Path::new(env!("CARGO_MANIFEST_DIR")).join("docs/dictionary.md")).unwrap();
    let types = FieldType::WORDS.map(|(word, _)| word).into_iter().chain([FieldType::CODE]);
    let formats = PeriodFormat::WORDS.map(|(word, _)| word);
    let markers = Marker::ALL.map(Marker::code);
    for word in types.chain(formats).chain(markers).chain(DICTIONARY.lines().next().unwrap().split(',')) {
        assert!(text.contains(&format!("`{word}`")), "{word}");
    }
    let listed = |from: &str, to: &str| -> Vec<String> {
        let part = text.split(from).nth(1).unwrap().split(to).next().unwrap();
        part.split('`').skip(1).step_by(2).map(ToOwned::to_owned).collect()
    };
    let (nobody, people) = (listed("These count nobody:", "These count people"), listed("is not known:", "Where each row"));
    assert!(nobody.len() > 30 && people.len() > 6);
    assert!(nobody.iter().all(|unit| !Unit::new(unit.as_str()).counts_people()), "{nobody:?}");
    assert!(people.iter().all(|unit| Unit::new(unit.as_str()).counts_people()), "{people:?}");
}
