//! Editions: what each audience is given, and that nothing of the rest is in any byte of it.

use crate::portal::{DAY, Portal, Run, files};

const EDITIONS: &str = "editions:
  public: {}
  intranet: {access: [public, internal], address: 'https://intranet.example.org/data/', robots: noindex}
  staging: {access: [public, internal], stages: [requested, discovery, validation, pipeline, staging, live, retired]}
";

const HIDDEN: &str = "title: Quokka counts by zanzibarian ward
summary: Made-up counts of quokkas, which nobody should see yet.
owner: {name: Canary team, email: canary@example.org}
publisher: canary
frequency: irregular
issued: 2025-01-31
modified: 2025-01-31
version: \"1.0\"
tables:
  - name: quokka-table
    file: quokkas.csv
    protect: {preset: below-5}
kpis:
  - {id: quokka-rate, title: Quokkas seen each month, table: quokka-table, value: {sum: quokkacount}, period: month}
description: Made-up counts, to show what an edition leaves out.
keywords: [wombats]
themes: [wombat-theme]
source: {name: Xenolith}
covers: {from: 2024-01-01, to: 2024-02-29, area: Nowhere}
";

const CANARIES: [&str; 9] =
    ["quokka", "zanzibarian", "wombat", "xenolith", "canary", "2026-02-10", "10 february", "2 datasets", "hidden-dataset"];

/// A portal with three editions, a dataset for all, and one that is not.
pub(crate) fn portal(of_hidden: &str) -> Portal {
    let note = "---\nversion: \"1.0\"\ndate: 2025-01-31\nowner: Canary team\nvalidation: Compared with the source.\nrollback: None.\n---\nFirst.\n";
    Portal::sample()
        .append("portal.yaml", EDITIONS)
        .edit("portal.yaml", "  us: {name: Us}\n", "  us: {name: Us}\n  canary: {name: Canary institute}\n")
        .file("datasets/hidden-dataset/dataset.yaml", &format!("{HIDDEN}{of_hidden}\n"))
        .file("datasets/hidden-dataset/dictionary.csv", "name,title,type,description,unit\nmonth,Month,yearmonth,Calendar month,\nquokkacount,Quokkas,integer,Quokkas seen,quokkas\n")
        .file("datasets/hidden-dataset/quokkas.csv", "month,quokkacount\n2024-01,310\n2024-02,320\n")
        .file("datasets/hidden-dataset/releases/1.0.md", note)
}

#[track_caller]
pub(crate) fn done(portal: &Portal, arguments: &[&str]) -> Run {
    let run = portal.run(arguments);
    assert_eq!(run.code, 0, "{arguments:?}: {}", run.stderr);
    run
}

/// The files in a folder in which a word is, in the name or in the text.
pub(crate) fn places(portal: &Portal, folder: &str, word: &str) -> Vec<String> {
    let holds = |path: &str, bytes: &[u8]| {
        path.to_lowercase().contains(word) || String::from_utf8_lossy(bytes).to_lowercase().contains(word)
    };
    files(&portal.path(folder)).into_iter().filter(|(path, bytes)| holds(path, bytes)).map(|(path, _)| path).collect()
}

#[test]
fn what_an_edition_does_not_hold_is_in_no_byte_of_it() {
    let reasons = ["access: internal", "journey: {stage: staging}", "journey: {stage: live, go_live: 2026-02-10}"];
    for reason in reasons {
        let portal = portal(reason);
        let run = done(&portal, &["build", "--as-of", DAY]);
        assert!(run.stderr.contains("left out of the edition public: hidden-dataset ("), "{}", run.stderr);
        let leaks: Vec<_> = CANARIES.iter().map(|word| (word, places(&portal, "public", word))).collect();
        assert!(leaks.iter().all(|(_, files)| files.is_empty()), "{reason}: {leaks:?}");
        let with = portal.site();
        let without = portal.remove("datasets/hidden-dataset").build().site();
        assert!(with == without, "{reason}: the site differs from one without the dataset");
    }
}

#[test]
fn a_page_for_staff_is_in_the_editions_for_staff_alone() {
    const RUNBOOK: &str = "---\ntitle: Who to ring\naccess: internal\n---\nAsk for the quokka desk.\n";
    let portal = portal("access: internal");
    done(&portal, &["build", "--as-of", DAY]);
    let without = portal.site();
    let navigation = "navigation:\n  - {title: Who to ring, page: runbook.md}\n";
    let portal = portal.append("portal.yaml", navigation).file("content/runbook.md", RUNBOOK);
    let run = done(&portal, &["build", "--as-of", DAY]);
    assert!(portal.site() == without, "nothing of the page is in the public edition");
    assert!(run.stderr.contains("content/runbook.md (internal)"), "{}", run.stderr);
    done(&portal, &["build", "--as-of", DAY, "--edition", "intranet"]);
    assert!(portal.read("public-intranet/runbook/index.html").contains("quokka desk"));
    assert!(portal.read("public-intranet/index.html").contains("Who to ring"));
    let linked = portal.file("content/links.md", "---\ntitle: Links\n---\nSee [who to ring](runbook.md).\n");
    linked.run(&["check", "--as-of", DAY, "--edition", "public"]).finds("links/broken", "which this edition does not hold");
    let all = Portal::sample().file("content/runbook.md", RUNBOOK).run(&["check"]);
    all.finds("metadata/page-title", "this page is for staff");
}

#[test]
fn the_day_before_and_the_day_differ_by_the_dataset() {
    let portal = portal("journey: {stage: live, go_live: 2026-02-10 09:30}");
    done(&portal, &["build", "--as-of", "2026-02-09"]);
    assert_eq!(places(&portal, "public", "quokka").len(), 0);
    done(&portal, &["build", "--as-of", "2026-02-10T09:29:59Z"]);
    let before = portal.site();
    done(&portal, &["build", "--as-of", "2026-02-10T09:30:00Z"]);
    let after = portal.site();
    assert!(after.contains_key("datasets/hidden-dataset/index.html") && after.contains_key("kpis/quokka-rate/index.html"));
    assert!(before.keys().all(|path| after.contains_key(path)), "nothing else goes");
    assert_eq!(before["datasets/waits/waits.csv"], after["datasets/waits/waits.csv"]);
    done(&portal, &["build", "--as-of", "2026-02-10"]);
    assert!(portal.site() == after, "a day means its end");
    let portal = portal.remove("datasets/hidden-dataset");
    done(&portal, &["build", "--as-of", "2026-02-10T09:30:00Z"]);
    assert!(portal.site() == before, "what differs is the dataset");
}

#[test]
fn each_edition_has_its_datasets_address_and_folder() {
    let portal = portal("access: internal");
    done(&portal, &["build", "--as-of", DAY, "--edition", "public"]);
    done(&portal, &["build", "--as-of", DAY, "--edition", "intranet"]);
    assert_eq!(places(&portal, "public", "quokka").len(), 0);
    let page = portal.read("public-intranet/datasets/hidden-dataset/index.html");
    assert!(page.contains("<meta name=\"robots\" content=\"noindex\">") && !page.contains("review-banner"));
    assert_eq!(portal.read("public-intranet/robots.txt"), "User-agent: *\nDisallow: /\n");
    let feed = portal.read("public-intranet/feed.xml");
    assert!(feed.contains("https://intranet.example.org/data/") && !feed.contains("data.example.org/a/"), "{feed}");
    assert!(portal.page("robots.txt").contains("Allow: /\n"));
    assert!(portal.page("index.html").contains("<link rel=\"canonical\" href=\"https://data.example.org/a/\">"));
}

#[test]
fn an_edition_for_review_says_so_on_every_page_and_is_never_indexed() {
    let portal = portal("journey: {stage: validation, go_live: 2026-02-10}");
    done(&portal, &["build", "--as-of", DAY, "--edition", "staging"]);
    let site = files(&portal.path("public-staging"));
    let pages: Vec<_> = site.iter().filter(|(path, _)| path.ends_with(".html")).collect();
    assert!(pages.len() > 10 && site.contains_key("datasets/hidden-dataset/index.html"));
    for (path, page) in pages {
        let page = String::from_utf8_lossy(page);
        assert!(page.contains("This site is for review."), "{path}");
        assert_eq!(page.matches("<meta name=\"robots\" content=\"noindex\">").count(), 1, "{path}");
    }
    assert_eq!(portal.read("public-staging/robots.txt"), "User-agent: *\nDisallow: /\n");
}

#[test]
fn a_folder_that_holds_an_edition_takes_no_other() {
    let portal = portal("access: internal");
    done(&portal, &["build", "--as-of", DAY]);
    let before = portal.site();
    let run = portal.run(&["build", "--as-of", DAY, "--edition", "intranet", "--out", "public"]);
    assert_eq!(run.code, 1);
    assert!(run.stderr.contains("holds the edition `public`: name another folder with --out"), "{}", run.stderr);
    assert!(portal.site() == before);
}

#[test]
fn what_is_hidden_in_one_edition_is_hidden_in_all() {
    let portal = portal("access: internal").edit("datasets/waits/waits.csv", "South,60,6", "South,60,3");
    for edition in ["public", "intranet", "staging"] {
        done(&portal, &["build", "--as-of", DAY, "--edition", edition]);
    }
    let table = portal.page("datasets/waits/waits.csv");
    assert!(table.contains("[c]"), "{table}");
    for edition in ["intranet", "staging"] {
        assert_eq!(portal.read(&format!("public-{edition}/datasets/waits/waits.csv")), table);
    }
}

#[test]
fn a_text_that_names_what_is_kept_back_stops_the_site() {
    let texts = [
        ("content/about.md", "---\ntitle: About\n---\nFrom February see `hidden-dataset`.\n"),
        ("content/about.md", "---\ntitle: About\n---\nSoon: quokka counts by Zanzibarian ward.\n"),
        ("content/about.md", "---\ntitle: About\n---\nA note.\n\n<!-- quokkas seen each month comes next -->\n"),
        ("content/about.md", "---\ntitle: About\n---\nSoon: **quokka** counts by\nzanzibarian&nbsp;ward.\n"),
        ("datasets/waits/guidance.md", "Compare with Quokkas seen each month.\n"),
    ];
    for (path, text) in texts {
        let portal = portal("journey: {stage: live, go_live: 2026-02-10}").file(path, text);
        let run = portal.run(&["build", "--as-of", DAY]);
        run.finds(
            "governance/named-outside-its-edition",
            "this names `hidden-dataset`, which is not published before 2026-02-10 09:30",
        );
        assert!(run.stderr.contains(&format!("{path}:")), "{}", run.stderr);
        assert!(!portal.path("public").exists());
        assert_eq!(portal.run(&["build", "--as-of", "2026-02-10"]).code, 0, "on the day it may be named");
    }
    let portal = portal("access: internal").edit(
        "datasets/waits/dataset.yaml",
        "summary: Waits by month and place.",
        "summary: Waits, and see `hidden-dataset`.",
    );
    portal.check().finds("governance/named-outside-its-edition", "datasets/waits/dataset.yaml:2:10");
    let portal = portal
        .edit("datasets/waits/dataset.yaml", ", and see `hidden-dataset`.", ".")
        .append("datasets/waits/dictionary.csv", "")
        .edit(
            "datasets/waits/dictionary.csv",
            "People who were seen",
            "People who were seen (see quokka counts by zanzibarian ward)",
        );
    portal.check().finds("governance/named-outside-its-edition", "it names `hidden-dataset`, which is internal");
}

#[test]
fn words_that_only_look_like_a_name_are_left_alone() {
    let texts = "Waits and late starts are counted in not-hidden-dataset-2. Late starts are few. A follow-up is a second visit, and \
        write to follow-up-list@example.org.";
    let portal = portal("access: internal")
        .edit("datasets/hidden-dataset/dataset.yaml", "Quokka counts by zanzibarian ward", "Waits")
        .edit("datasets/hidden-dataset/dataset.yaml", "Quokkas seen each month", "Late starts")
        .edit("datasets/hidden-dataset/dataset.yaml", "id: quokka-rate", "id: follow-up")
        .edit("datasets/waits/dataset.yaml", "title: Waits\n", "title: Waits of all late starts\n# see hidden-dataset\n")
        .file("content/about.md", &format!("---\ntitle: About\n---\n{texts}\n"));
    let run = portal.check();
    assert_eq!(run.code, 0, "{}", run.stderr);
    let portal = portal.append("content/about.md", "\nWe count Late starts too.\n");
    portal.check().finds("governance/named-outside-its-edition", "content/about.md:6:10");
}

#[test]
fn people_in_a_dataset_that_is_kept_back_are_found_all_the_same() {
    let portal = portal("access: internal")
        .file("datasets/hidden-dataset/dictionary.csv", "name,title,type,description,unit\nmonth,Month,yearmonth,Calendar month,\nquokkacount,Quokkas,integer,Quokkas seen,quokkas\nsurname,Surname,string,Who,\n")
        .file("datasets/hidden-dataset/quokkas.csv", "month,quokkacount,surname\n2024-01,310,Smith\n2024-02,320,Jones\n");
    portal.run(&["check", "--as-of", DAY, "--edition", "public"]).finds("privacy/identifying-column", "quokkas.csv");
}

#[test]
fn a_theme_must_say_that_an_edition_is_for_review() {
    let base = include_str!("../themes/default/templates/base.html");
    let portal = portal("journey: {stage: staging}")
        .append("portal.yaml", "theme: {name: old}\n")
        .file("themes/old/templates/base.html", &base.replace("{{ t.review_banner }}", ""));
    done(&portal, &["build", "--as-of", DAY]);
    portal.run(&["build", "--as-of", DAY, "--edition", "staging"]).finds("theme/template", "does not say that it is for review");
    assert!(!portal.path("public-staging").exists());
}

#[test]
fn an_unfinished_dataset_does_not_hold_up_the_others_but_a_secret_in_it_does() {
    let portal = portal("journey: {stage: requested}")
        .remove("datasets/hidden-dataset/quokkas.csv")
        .remove("datasets/hidden-dataset/releases/1.0.md");
    done(&portal, &["build", "--as-of", DAY]);
    let run = portal.run(&["check", "--as-of", DAY, "--edition", "staging"]);
    assert!(run.code == 0 && run.stderr.contains("does not exist (at the stage `requested`)"), "{}", run.stderr);
    let portal = portal.file("datasets/hidden-dataset/note.txt", "password=Tr0ub4dor-and-3\nAKIAIOSFODNN7EXAMPLX\n");
    let run = portal.run(&["check", "--as-of", DAY]);
    assert!(run.code == 1 && run.stderr.contains("[secrets/"), "{}", run.stderr);
}

#[test]
fn an_edition_is_named_or_it_is_the_narrowest() {
    let portal = portal("access: internal");
    portal
        .run(&["check", "--as-of", DAY, "--edition", "intrnet"])
        .finds("metadata/portal", "the portal has no edition `intrnet`");
    let portal = portal.edit("portal.yaml", "  public: {}\n", "  public: {}\n  partners: {}\n");
    portal.check().finds("metadata/portal", "no edition is narrower than all the others");
    done(&portal, &["check", "--as-of", DAY, "--edition", "partners"]);
    let portal = portal.edit("portal.yaml", "  partners: {}\n", "  partners: {access: []}\n");
    portal.run(&["check", "--edition", "public"]).finds("metadata/portal", "the edition `partners` can hold no dataset");
    let portal = Portal::sample();
    portal.run(&["check", "--edition", "public"]).finds("metadata/portal", "the portal has no editions");
}

#[test]
fn an_edition_that_shows_more_columns_is_not_the_narrowest() {
    let portal = portal("access: internal").edit(
        "portal.yaml",
        "  public: {}\n",
        "  clinicians: {stages: [live], sensitive: {waits: [late]}}\n  public: {}\n",
    );
    portal.run(&["build", "--as-of", DAY]).finds("metadata/portal", "no edition is narrower than all the others");
    let portal = portal.edit("portal.yaml", "sensitive: {waits: [late]}", "sensitive: {wats: [late]}");
    portal.check().finds("metadata/portal", "there is no such dataset");
}

#[test]
fn an_edition_has_the_portals_theme_but_for_what_it_changes() {
    let portal = portal("access: internal")
        .edit("portal.yaml", "robots: noindex}", "robots: noindex, theme: {accent: '#7c2855'}}")
        .append("portal.yaml", "theme: {name: own}\n")
        .file("themes/own/assets/own.txt", "ours\n");
    done(&portal, &["build", "--as-of", DAY, "--edition", "intranet"]);
    assert!(portal.path("public-intranet/assets/own.txt").exists());
    assert!(portal.read("public-intranet/assets/style.css").contains("#7c2855"));
}

#[test]
fn without_editions_the_hour_counts_too() {
    let portal = Portal::sample().append("datasets/waits/dataset.yaml", "journey: {stage: live, go_live: 2026-02-10 09:30}\n");
    let at = |moment: &str| portal.run(&["check", "--as-of", moment]);
    at("2026-02-10T09:29:59Z")
        .finds("governance/not-live", "this dataset does not go live before 2026-02-10 09:30 Europe/London");
    assert_eq!((at("2026-02-10T09:30:00Z").code, at("2026-02-10").code), (0, 0));
}

#[test]
fn without_editions_a_dataset_for_staff_is_refused() {
    let portal = Portal::sample().append("datasets/waits/dataset.yaml", "access: internal\n");
    portal.check().finds("governance/not-live", "this dataset is for staff only");
}

#[test]
fn a_sensitive_column_is_shown_where_an_edition_names_it() {
    let dictionary = "name,title,type,description,unit,sensitive
month,Month,yearmonth,Calendar month,,
place,Place,string,Where people were seen,,
seen,Seen,integer,People who were seen,people,
late,Late,integer,People who waited too long,people,true
";
    let portal = portal("access: internal").file("datasets/waits/dictionary.csv", dictionary);
    portal.check().finds("governance/sensitive", "`late` is marked sensitive");
    let portal = portal.edit("portal.yaml", "robots: noindex}", "robots: noindex, sensitive: {waits: [late]}}");
    portal.check().finds("governance/sensitive", "`late` is marked sensitive");
    let run = portal.run(&["check", "--as-of", DAY, "--edition", "intranet"]);
    assert_eq!(run.code, 0, "{}", run.stderr);
}

#[test]
fn rows_of_an_edition_are_compared_with_its_own() {
    let portal = portal("access: internal").append("portal.yaml", "policy: {rows: {max_change: 10%}}\n");
    done(&portal, &["build", "--as-of", DAY, "--edition", "intranet"]);
    done(&portal, &["build", "--as-of", DAY]);
    let portal = portal.append("datasets/hidden-dataset/quokkas.csv", "2024-03,330\n");
    portal.run(&["build", "--as-of", DAY, "--edition", "intranet"]).finds("data/row-count", "quokkas.csv");
}

#[test]
fn no_edition_shows_a_count_that_another_hides() {
    let text = "editions:\n  public: {}\n  staff: {access: [internal]}\n  ward: {access: [internal, public], stages: [live]}\n";
    let late = [(12, 3), (9, 8), (15, 6), (11, 9), (14, 5), (8, 7), (13, 11), (10, 6)];
    let of_month = |(at, (north, south)): (usize, &(u32, u32))| {
        format!("2024-0{0},North,{0}00,{north}\n2024-0{0},South,{0}5,{south}\n", at + 1)
    };
    let rows: String = late.iter().enumerate().map(of_month).collect();
    let table = format!("month,place,seen,late\n{rows}");
    let portal = |policy: &str| {
        let portal = Portal::sample().append("portal.yaml", text).file("datasets/waits/waits.csv", &table);
        let hers = portal.read("datasets/waits/dataset.yaml").replace("title: Waits", "title: Waits of the board");
        let hers = hers.replace("{preset: below-5}", policy) + "access: internal\n";
        let mut portal = portal.file("datasets/board/dataset.yaml", &hers);
        for file in ["waits.csv", "dictionary.csv", "releases/1.0.md"] {
            let text = portal.read(&format!("datasets/waits/{file}"));
            portal = portal.file(&format!("datasets/board/{file}"), &text);
        }
        portal
    };
    for edition in ["public", "staff"] {
        let run = portal("{preset: none, reason: staff need them}").run(&["build", "--as-of", DAY, "--edition", edition]);
        assert!(run.code == 1 && run.stderr.contains("protect/shown-elsewhere"), "{edition}: {}", run.stderr);
        let run = portal("{preset: below-5}").run(&["build", "--as-of", DAY, "--edition", edition]);
        assert!(!run.stderr.contains("shown-elsewhere"), "{edition}: {}", run.stderr);
    }
}

#[test]
fn an_approval_of_something_else_is_none_in_an_edition_for_review_either() {
    let approvals = "governance:\n  approvals:\n    - {role: statistical-control, by: Statistics, on: 2025-02-01, content: \"0123456789abcdef\"}\n";
    let policy = "policy: {require: [approvals], roles: [statistical-control]}\neditions: {public: {}, staging: {stages: [staging, live, retired]}}\n";
    let portal = Portal::sample().append("portal.yaml", policy).append("datasets/waits/dataset.yaml", approvals);
    let run = portal.run(&["build", "--as-of", DAY, "--edition", "public"]);
    assert!(run.code == 1 && run.stderr.contains("error[governance/approval-outdated]"), "{}", run.stderr);
    let approved = |portal: &Portal| -> serde_json::Value {
        done(portal, &["build", "--as-of", DAY, "--edition", "staging", "--out", "staging"]);
        serde_json::from_str(&portal.read("staging/assurance.json")).unwrap()
    };
    let outdated = approved(&portal);
    assert_eq!((&outdated["datasets"][0]["approved"], &outdated["checklist_complete"]["met"]), (&false.into(), &0.into()));
    let content = outdated["datasets"][0]["content"].as_str().unwrap()[..16].to_owned();
    let portal = portal.edit("datasets/waits/dataset.yaml", "0123456789abcdef", &content);
    assert_eq!(approved(&portal)["datasets"][0]["approved"], true);
    done(&portal, &["build", "--as-of", DAY, "--edition", "public"]);
    let with = |line: &str| match line.split(',').next() {
        Some("name") => format!("{line},labels\n"),
        Some("place") => format!("{line},North=South|South=North\n"),
        _ => format!("{line},\n"),
    };
    let labels: String = portal.read("datasets/waits/dictionary.csv").lines().map(with).collect();
    let run = portal.file("datasets/waits/dictionary.csv", &labels).run(&["build", "--as-of", DAY, "--edition", "public"]);
    assert!(
        run.stderr.contains("error[governance/approval-outdated]"),
        "names may not be changed after the approval: {}",
        run.stderr
    );
}
