//! After edits in any order, the site and its findings are the same as when everything is read from scratch.

use std::collections::{BTreeMap, BTreeSet};

use proptest::prelude::*;
use shelfmark::diagnostic::{Findings, Judged, Severity};
use shelfmark::load::Root;
use shelfmark::model::Date;
use shelfmark::pipeline::{Part, Prepared, Workspace};

use crate::portal::{DAY, Portal};

/// Titles, some of which differ only in ways that readers do not see.
const TITLES: [&str; 6] = ["Waits", "waits", "\" Beds \"", "Beds", "Zeal", "Ärzte"];
/// Names that a path cannot tell apart, and one that it can.
const COLUMNS: [&str; 4] = ["late", "la te", "la-te", "Late"];
/// Paths where a page of prose may clash with another file, or seem to.
const ODD: [&str; 9] = [
    "plain",
    "datasets/a",
    "datasets/b/t.csv/deeper",
    "datasets/page/1",
    "releases/page/2",
    "assets/prose",
    "search/prose",
    "fields/late",
    "kpis/kpi-1",
];
const FOLDERS: [&str; 5] = ["a", "b", "c", "d", "e"];

/// What an author can change in a dataset, as numbers of choices.
#[derive(Clone, Debug)]
struct Dataset {
    title: usize,
    day: u32,
    theme: usize,
    publisher: usize,
    column: usize,
    /// Numbers in the ids of its KPIs. Two datasets may have the same.
    kpis: BTreeSet<u8>,
    notes: u32,
    is_broken: bool,
}

/// What an author can change in the portal.
#[derive(Clone, Debug, Default)]
struct Settings {
    notes: u32,
    publisher: usize,
    policy: usize,
    /// Whether the page that datasets link to is missing.
    has_no_about: bool,
    has_logo: bool,
    /// A page of prose at an unusual path, from [`ODD`].
    odd: usize,
}

#[derive(Clone, Debug)]
enum Edit {
    Dataset(usize, Option<Dataset>),
    Portal(Settings),
    /// Settings that cannot be read.
    Broken,
}

fn dataset() -> impl Strategy<Value = Dataset> {
    let numbers = (0..TITLES.len(), 1..4_u32, 0..3_usize, 0..3_usize, 0..COLUMNS.len());
    (numbers, prop::collection::btree_set(0..12_u8, 0..3), prop_oneof![3 => 0..3_u32, 1 => 3..9_u32], prop::bool::weighted(0.05))
        .prop_map(|((title, day, theme, publisher, column), kpis, notes, is_broken)| Dataset {
            title,
            day,
            theme,
            publisher,
            column,
            kpis,
            notes,
            is_broken,
        })
}

fn settings() -> impl Strategy<Value = Settings> {
    let policy = prop_oneof![3 => Just(0_usize), 1 => Just(1), 1 => Just(2)];
    let odd = prop_oneof![1 => Just(0_usize), 1 => 0..ODD.len()];
    (0..3_u32, 0..4_usize, policy, prop::bool::weighted(0.2), prop::bool::ANY, odd).prop_map(
        |(notes, publisher, policy, has_no_about, has_logo, odd)| Settings {
            notes,
            publisher,
            policy,
            has_no_about,
            has_logo,
            odd,
        },
    )
}

fn edit() -> impl Strategy<Value = Edit> {
    prop_oneof![
        14 => (0..FOLDERS.len(), prop::option::weighted(0.85, dataset())).prop_map(|(at, dataset)| Edit::Dataset(at, dataset)),
        8 => settings().prop_map(Edit::Portal),
        1 => Just(Edit::Broken),
    ]
}

/// Makes an edit, and returns the part that it changed.
fn save(portal: &Portal, edit: &Edit) -> Part {
    match edit {
        Edit::Dataset(at, None) => {
            let folder = portal.path(&format!("datasets/{}", FOLDERS[*at]));
            let _ = std::fs::remove_dir_all(folder);
            Part::Dataset(FOLDERS[*at].to_owned())
        }
        Edit::Dataset(at, Some(dataset)) => {
            save_dataset(portal, FOLDERS[*at], dataset);
            Part::Dataset(FOLDERS[*at].to_owned())
        }
        Edit::Broken => {
            put(portal, "portal.yaml", "title: [\n");
            Part::Shared
        }
        Edit::Portal(settings) => {
            save_portal(portal, settings);
            Part::Shared
        }
    }
}

fn put(portal: &Portal, path: &str, text: &str) {
    let path = portal.path(path);
    std::fs::create_dir_all(path.parent().unwrap()).unwrap();
    std::fs::write(path, text).unwrap();
}

fn save_dataset(portal: &Portal, folder: &str, dataset: &Dataset) {
    let column = COLUMNS[dataset.column];
    let kpis = dataset.kpis.iter().map(|kpi| {
        format!(
            "  - {{id: kpi-{kpi}, title: {}, table: t, value: {{sum: seen}}, period: month, format: {{unit: number}}, better: higher}}\n",
            TITLES[usize::from(*kpi) % TITLES.len()]
        )
    });
    let kpis = kpis.collect::<String>();
    let kpis = if kpis.is_empty() { kpis } else { format!("kpis:\n{kpis}") };
    let publisher = ["", "publisher: us\n", "publisher: them\n"][dataset.publisher];
    let yaml = format!(
        "title: {}\nsummary: Of {folder}.\nowner: {{name: Team, email: team@example.org}}\nfrequency: irregular\n\
         issued: 2025-01-01\nmodified: 2025-01-0{}\nversion: \"{}.0\"\nthemes: [{}]\n{publisher}tables:\n\
         \x20 - {{name: t, file: t.csv, protect: {{preset: below-5}}}}\n{kpis}{}",
        TITLES[dataset.title],
        dataset.day,
        dataset.notes.max(1),
        ["waiting-times", "workforce", "workforce, waiting-times"][dataset.theme],
        if dataset.is_broken { "frequincy: daily\n" } else { "" }
    );
    put(portal, &format!("datasets/{folder}/dataset.yaml"), &yaml);
    let dictionary = format!(
        "name,title,type,description,unit\nmonth,Month,yearmonth,A month,\nseen,Seen,integer,Seen,people\n{column},Late,integer,Late,people\n"
    );
    put(portal, &format!("datasets/{folder}/dictionary.csv"), &dictionary);
    put(
        portal,
        &format!("datasets/{folder}/guidance.md"),
        &format!(
            "{}{}",
            ["See [it](about).\n", "Text.\n", "See [it](about.md#more).\n"][dataset.theme],
            match (dataset.day, dataset.publisher) {
                (1, 0) => "See [b](/datasets/b/).\n",
                (2 | 3, 1) => "See [them](/datasets/a/releases/2.0/).\n",
                _ => "",
            }
        ),
    );
    put(portal, &format!("datasets/{folder}/t.csv"), &format!("month,seen,{column}\n2024-01,100,10\n2024-02,120,30\n"));
    let _ = std::fs::remove_dir_all(portal.path(&format!("datasets/{folder}/releases")));
    for note in 0..dataset.notes {
        let text =
            format!("---\nversion: \"{}.0\"\ndate: 2025-01-{:02}\nowner: Team\n---\nText.\n", note + 1, note + dataset.day);
        put(portal, &format!("datasets/{folder}/releases/{note}.md"), &text);
    }
}

fn save_portal(portal: &Portal, settings: &Settings) {
    let yaml = format!(
        "title: Test portal\ndescription: For tests.\naddress: https://data.example.org/a/\npublisher: {}\n\
         organisations:\n  us: {{name: {}}}\n  them: {{name: Them}}\ncontact: {{name: Team, email: team@example.org}}\n\
         licence: OGL-UK-3.0\n{}{}",
        ["us", "them"][settings.publisher % 2],
        ["Us", "Waits"][settings.publisher / 2],
        ["", "policy: {severity: {metadata/duplicate-title: error}}\n", "policy: {severity: {metadata/recommended: error}}\n"]
            [settings.policy],
        if settings.has_logo { "theme: {logo: logo.svg}\n" } else { "" }
    );
    put(portal, "portal.yaml", &yaml);
    let _ = std::fs::remove_dir_all(portal.path("content"));
    for note in 0..settings.notes {
        let text = format!("---\nversion: \"{note}\"\ndate: 2025-01-{:02}\nowner: Team\n---\nText.\n", note + 1);
        put(portal, &format!("content/releases/{note}.md"), &text);
    }
    if !settings.has_no_about {
        put(
            portal,
            "content/about.md",
            &format!("---\ntitle: About\n---\n## {}\n", ["More", "Less"][usize::from(settings.notes == 2)]),
        );
    }
    put(portal, &format!("content/{}.md", ODD[settings.odd]), "---\ntitle: A\n---\nText.\n");
}

#[test]
fn severities_hold_again_once_settings_can_be_read_again() {
    let portal = Portal::empty();
    let twins = "policy: {severity: {metadata/duplicate-title: error}}";
    save_portal(&portal, &Settings { policy: 1, ..Settings::default() });
    assert!(portal.read("portal.yaml").contains(twins));
    let twin = Dataset { title: 0, day: 1, theme: 0, publisher: 0, column: 0, kpis: BTreeSet::new(), notes: 0, is_broken: false };
    for at in [0, 1] {
        save(&portal, &Edit::Dataset(at, Some(twin.clone())));
    }
    let mut workspace = Workspace::open(&Root::at(&portal.path("")), &Date::parse(DAY).unwrap().into()).unwrap();
    assert!(workspace.assemble().is_none() && workspace.has_errors());
    // A third twin comes while nothing says how bad twins are.
    let edits = [Edit::Broken, Edit::Dataset(2, Some(twin))];
    let together = edits.iter().map(|edit| save(&portal, edit)).collect();
    workspace.refresh(&together).unwrap();
    assert!(workspace.assemble().is_none());
    let fixed = save(&portal, &Edit::Portal(Settings { policy: 1, ..Settings::default() }));
    workspace.refresh(&BTreeSet::from([fixed])).unwrap();
    assert!(workspace.assemble().is_none());
    let told = workspace.findings();
    let told = told.iter().filter(|finding| finding.rule.id == "metadata/duplicate-title");
    assert_eq!(told.map(|finding| finding.severity).collect::<Vec<_>>(), [Severity::Error; 2]);
}

/// Every file there is, by its path.
fn files(prepared: &Prepared) -> BTreeMap<String, Vec<u8>> {
    let path = |route: &shelfmark::route::Route| route.path(&prepared.site.catalogue).to_string();
    prepared.site.files().iter().map(|route| (path(route), prepared.render(route).unwrap())).collect()
}

/// The site as a preview has it after a change. `None` if two files have the same address.
fn amended(workspace: &mut Workspace, changed: &BTreeSet<Part>) -> Option<Prepared> {
    let prepared = workspace.assemble()?;
    (!prepared.clashes_after(changed).has_errors()).then_some(prepared)
}

proptest! {
    #![proptest_config(ProptestConfig { failure_persistence: None, ..ProptestConfig::with_cases(48) })]

    #[test]
    fn any_edits_give_what_a_fresh_read_gives(saves in prop::collection::vec(prop::collection::vec(edit(), 1..4), 4..16)) {
        let portal = Portal::empty();
        put(&portal, "logo.svg", "<svg xmlns=\"http://www.w3.org/2000/svg\"/>");
        save_portal(&portal, &Settings::default());
        let (root, day) = (Root::at(&portal.path("")), Date::parse(DAY).unwrap());
        let mut workspace = Workspace::open(&root, &day.into()).unwrap();
        let mut changed = BTreeSet::new();
        for edits in saves {
            let parts: BTreeSet<Part> = edits.iter().map(|edit| save(&portal, edit)).collect();
            workspace.refresh(&parts).unwrap();
            changed.extend(parts);
            let amended = amended(&mut workspace, &changed);
            let mut fresh = Workspace::open(&root, &day.into()).unwrap();
            let whole = fresh.assemble_whole();
            prop_assert_eq!(amended.is_some(), whole.is_some());
            // Without settings nothing is read again, and what was read before stays. The preview itself reports clashing
            // addresses.
            if root.text("portal.yaml", &mut Findings::new()).is_some_and(|file| !file.text().starts_with("title: [")) {
                let everything = BTreeSet::from([Part::Everything]);
                let said = |findings: Judged| -> Vec<String> {
                    let findings = findings.sorted();
                    findings.iter().filter(|finding| finding.rule.id != "names/address").map(|finding| format!("{finding:?}")).collect()
                };
                prop_assert_eq!(said(workspace.findings_of(&everything)), said(fresh.findings_of(&everything)));
                prop_assert_eq!(workspace.count(Severity::Warning), fresh.count(Severity::Warning));
            }
            if let (Some(amended), Some(whole)) = (&amended, &whole) {
                changed.clear();
                let expected = files(whole);
                for path in expected.keys() {
                    let found = amended.site.find(path);
                    prop_assert_eq!(found.map(|route| route.path(&amended.site.catalogue).to_string()), Some(path.clone()));
                }
                prop_assert!(files(amended) == expected);
            }
        }
    }
}

#[test]
fn what_lists_say_of_a_dataset_can_be_written_down_and_read_again() {
    let portal = Portal::shipped();
    let (prepared, _) =
        shelfmark::pipeline::check(&Root::at(&portal.path("")), &Date::parse("2026-11-25").unwrap().into(), None).unwrap();
    for card in &prepared.unwrap().site.catalogue.datasets {
        let written = serde_json::to_string(card).unwrap();
        assert_eq!(serde_json::from_str::<shelfmark::measure::Card>(&written).unwrap(), **card);
        assert!(written.len() < 60_000, "{}: a card is small, not {} bytes", card.id, written.len());
    }
}
