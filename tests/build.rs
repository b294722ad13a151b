//! What a build writes, and that a refused build writes nothing.

use std::fs;

use crate::portal::{DAY, Portal, SHIPPED_DAY, brief, files};

#[test]
fn the_same_input_gives_the_same_bytes_in_another_folder_zone_and_locale() {
    let build = |zone: &str, locale: &str| {
        let portal = Portal::shipped();
        let output = std::process::Command::new(env!("CARGO_BIN_EXE_shelfmark"))
            .args(["build", "--as-of", SHIPPED_DAY])
            .current_dir(portal.path(""))
            .envs([("TZ", zone), ("LC_ALL", locale), ("LANG", locale)])
            .output()
            .unwrap();
        assert!(output.status.success(), "{}", String::from_utf8_lossy(&output.stderr));
        portal.site()
    };
    let (one, other) = (build("UTC", "C"), build("Pacific/Kiritimati", "tr_TR.UTF-8"));
    assert_eq!(one.keys().collect::<Vec<_>>(), other.keys().collect::<Vec<_>>());
    let different: Vec<&String> = one.iter().filter(|(path, bytes)| other[*path] != **bytes).map(|(path, _)| path).collect();
    assert!(different.is_empty(), "{different:?}");
}

#[test]
fn an_error_leaves_the_output_byte_for_byte_as_it_was() {
    let portal = Portal::sample().build();
    let before = portal.site();
    let broken = [
        ("datasets/waits/dataset.yaml", "title: Waits", "titel: Waits"),
        ("datasets/waits/waits.csv", "2024-01,North,100,10", "2024-01,North,100,many"),
        ("datasets/waits/dictionary.csv", "place,Place,string", "place,Place,text"),
        ("portal.yaml", "publisher: us", "publisher: them"),
    ];
    let mut portal = portal;
    for (file, from, to) in broken {
        portal = portal.edit(file, from, to);
        let run = portal.run(&["build", "--as-of", DAY]);
        assert_eq!(run.code, 1, "{file}: {}", run.stderr);
        assert_eq!(portal.site(), before, "{file}");
        portal = portal.edit(file, to, from);
    }
    let portal = portal.file("themes/default/templates/kpis.html", "{{ page.titel }}");
    assert_eq!(portal.run(&["build", "--as-of", DAY]).code, 1);
    assert_eq!(portal.site(), before, "a template that fails while pages are rendered");
    assert!(!portal.path(".public.staging").exists(), "nothing is left beside the output");
}

#[test]
fn a_portal_without_its_datasets_folder_unpublishes_nothing() {
    let portal = Portal::sample().build();
    let before = portal.site();
    fs::rename(portal.path("datasets"), portal.path("elsewhere")).unwrap();
    let run = portal.run(&["build", "--as-of", DAY]);
    assert_eq!(run.code, 1, "{}", run.stderr);
    assert!(run.stderr.contains("the folder datasets/ is missing"), "{}", run.stderr);
    assert_eq!(portal.site(), before);
}

#[test]
fn only_what_changed_is_written_and_what_is_gone_is_removed() {
    let portal = Portal::sample().build();
    let unchanged = portal.run(&["build", "--as-of", DAY]);
    assert!(unchanged.stderr.contains(": 0 files written,"), "{}", unchanged.stderr);
    let old = fs::metadata(portal.path("public/fields/index.html")).unwrap().modified().unwrap();
    let portal = portal.edit("datasets/waits/waits.csv", "North,100,10", "North,101,10").build();
    assert_eq!(
        fs::metadata(portal.path("public/fields/index.html")).unwrap().modified().unwrap(),
        old,
        "an unchanged file keeps its time"
    );
    assert!(portal.page("datasets/waits/waits.csv").contains("North,101,10"));
    let portal = portal.remove("datasets/waits").build();
    assert!(!portal.path("public/datasets/waits").exists(), "the folder of a dataset that is gone");
}

#[test]
fn a_file_that_no_build_wrote_is_told_and_kept_or_removed() {
    let portal = Portal::sample().build().file("public/CNAME", "data.example.org").file("public/.well-known/a", "");
    let before = portal.site();
    let portal = portal.edit("datasets/waits/waits.csv", "North,100,10", "North,101,10");
    let run = portal.run(&["build", "--as-of", DAY]);
    assert_eq!(run.code, 1);
    assert!(run.stderr.contains("1 file that no build wrote: CNAME."), "{}", run.stderr);
    assert_eq!(portal.site(), before, "nothing changed");
    assert_eq!(portal.run(&["build", "--as-of", DAY, "--keep-foreign"]).code, 0);
    assert_eq!(portal.page("CNAME"), "data.example.org");
    assert_eq!(portal.run(&["build", "--as-of", DAY, "--prune"]).code, 0);
    assert!(!portal.path("public/CNAME").exists());
    assert!(portal.path("public/.well-known/a").exists(), "a name that begins with a dot is for servers");
}

#[test]
fn the_output_itself_says_which_files_are_of_a_build() {
    // A fresh clone that writes into a kept folder, and a portal that was moved.
    let portal = Portal::shipped().build().remove(".shelfmark").remove("datasets/ae-attendances");
    let run = portal.run(&["build", "--as-of", SHIPPED_DAY]);
    assert_eq!(run.code, 0, "{}", run.stderr);
    assert!(!portal.path("public/datasets/ae-attendances").exists(), "a dataset that was taken out is not public any more");
    let sums = portal.page("SHA256SUMS");
    let mut listed: Vec<&str> = sums.lines().map(|line| line.split_once("  ").unwrap().1).collect();
    listed.push("SHA256SUMS");
    listed.sort_unstable();
    assert_eq!(listed, portal.site().keys().map(String::as_str).collect::<Vec<_>>());
}

#[test]
fn another_output_folder_is_a_site_of_its_own() {
    let portal = Portal::sample().build();
    assert_eq!(portal.run(&["build", "--out", "a/b/site", "--as-of", DAY]).code, 0);
    assert_eq!(files(&portal.path("a/b/site")), portal.site());
}

#[test]
fn however_an_output_is_spelled_what_is_gone_is_removed() {
    let build = |portal: &Portal, out: &str| assert_eq!(portal.run(&["build", "--out", out, "--as-of", DAY]).code, 0, "{out}");
    let portal = Portal::sample().symlink("link", "site");
    let page = portal.path("content/more.md");
    fs::create_dir_all(page.parent().unwrap()).unwrap();
    for out in ["site/", "content/../site", "./site", if cfg!(unix) { "link" } else { "site" }] {
        fs::write(&page, "---\ntitle: More\n---\nMore.\n").unwrap();
        build(&portal, "site");
        assert!(portal.path("site/more/index.html").exists());
        fs::remove_file(&page).unwrap();
        build(&portal, out);
        assert!(!portal.path("site/more/index.html").exists(), "{out}");
    }
}

#[test]
fn a_file_that_is_renamed_to_other_capitals_stays() {
    let portal = Portal::sample().append("portal.yaml", "theme: {logo: logo.SVG}\n");
    let portal = portal.file("logo.SVG", "<svg xmlns=\"http://www.w3.org/2000/svg\"/>").build();
    fs::rename(portal.path("logo.SVG"), portal.path("logo.svg")).unwrap();
    let portal = portal.edit("portal.yaml", "logo.SVG", "logo.svg").build();
    let names: Vec<String> = portal.site().into_keys().filter(|path| path.starts_with("assets/logo")).collect();
    assert_eq!(names, ["assets/logo.svg"]);
}

#[test]
fn a_folder_that_cannot_be_beside_the_output_is_within_it() {
    let portal = Portal::sample().build().file(".public.staging", "in the way").file("public/.staging/mine", "kept");
    let portal = portal.edit("datasets/waits/waits.csv", "North,100,10", "North,101,10").build();
    assert!(portal.page("datasets/waits/waits.csv").contains("North,101,10"));
    assert_eq!(portal.read("public/.staging/mine"), "kept");
    let names = fs::read_dir(portal.path("public")).unwrap().map(|entry| entry.unwrap().file_name());
    assert!(names.into_iter().all(|name| !name.to_string_lossy().starts_with(".shelfmark")));
}

#[test]
fn a_record_of_rows_that_cannot_be_read_is_no_leave_for_any_jump() {
    let portal = Portal::sample().append("portal.yaml", "policy: {rows: {max_change: 20%}}\n").build();
    let record = portal.read(".shelfmark/rows.json");
    let portal = portal.file(".shelfmark/rows.json", &record[..record.len() / 2]);
    let run = portal.run(&["build", "--as-of", DAY]);
    assert!(run.code == 2 && run.stderr.contains("rows.json cannot be understood"), "{}", run.stderr);
    portal.remove(".shelfmark/rows.json").build();
}

#[test]
fn no_hidden_count_stands_in_any_file_of_the_site() {
    // All counts that the policy suppresses are 7, and the digit appears nowhere else in the portal.
    let portal = Portal::sample()
        .edit("datasets/waits/dataset.yaml", "below-5", "below-10")
        .file("datasets/waits/waits.csv", "month,place,seen,late\n2024-01,North,100,7\n2024-01,South,50,20\n2024-02,North,120,30\n2024-02,South,60,7\n")
        .append(
            "datasets/waits/dataset.yaml",
            "kpis:\n  - {id: late, title: Late, table: waits, value: {sum: late}, period: month, by: place}\n  - {id: late-share, title: Late share, table: waits, value: {ratio: {of: seen - late, to: seen}}, period: month, by: place, chart: spc, format: {unit: percent, decimals: 1}}\n",
        )
        .build();
    assert_eq!(
        portal.page("datasets/waits/waits.csv"),
        "month,place,seen,late\n2024-01,North,100,[c]\n2024-01,South,50,20\n2024-02,North,120,30\n2024-02,South,60,[c]\n"
    );
    let kpi = portal.json("kpis/late.json");
    assert_eq!(brief(&kpi["series"][0]), serde_json::json!({"period": "2024-01", "value": null, "marker": "[c]"}));
    assert_eq!(kpi["breakdown"]["North"]["series"][0]["value"], serde_json::Value::Null);
    assert_eq!(kpi["breakdown"]["South"]["series"][0]["value"], 20.0);
    for (path, bytes) in portal.site() {
        let text = String::from_utf8_lossy(&bytes);
        let shows = |text: &str| [">7<", ": 7,", ":7,", ":7.0", "93.0%", "93%", ",7\n"].iter().any(|leak| text.contains(leak));
        assert!(!shows(&text), "{path} shows a hidden count");
    }
}

#[test]
fn row_counts_that_jump_are_refused_until_somebody_waives_it() {
    let portal = Portal::sample().append("portal.yaml", "policy: {rows: {max_change: 20%}}\n").build();
    let portal = portal.edit("datasets/waits/waits.csv", "2024-02,South,60,6\n", "").edit(
        "datasets/waits/waits.csv",
        "2024-02,North,120,30\n",
        "",
    );
    portal.run(&["build", "--as-of", DAY]).finds("data/row-count", "2 rows now, 4 last time");
    let waiver = |until: &str| {
        format!("waivers:\n  - {{rule: data/row-count, until: {until}, reason: fewer places, approved_by: IG-1}}\n")
    };
    let expired = portal.append("datasets/waits/dataset.yaml", &waiver("2026-01-30"));
    expired.run(&["build", "--as-of", DAY]).finds("governance/waiver", "expired on 2026-01-30");
    let portal = expired.edit("datasets/waits/dataset.yaml", "2026-01-30", "2026-02-28").build();
    assert!(portal.page("assurance/index.html").contains("fewer places"), "a waiver is on the assurance page");
}

#[test]
fn an_output_that_holds_the_portal_s_own_files_is_refused() {
    let portal = Portal::sample();
    let before = portal.read("datasets/waits/waits.csv");
    for out in [".", "datasets", "datasets/waits", "content/x", "..", "public/../datasets"] {
        let run = portal.run(&["build", "--as-of", DAY, "--out", out]);
        assert_eq!(run.code, 2, "{out}: {}", run.stderr);
    }
    assert_eq!(portal.read("datasets/waits/waits.csv"), before);
}

#[cfg(unix)]
#[test]
fn a_linked_folder_is_not_followed() {
    let portal = Portal::sample().file("elsewhere/waits.csv", "month,place,seen,late\n2024-01,North,100,10\n");
    std::os::unix::fs::symlink(portal.path("elsewhere"), portal.path("datasets/waits/linked")).unwrap();
    let portal = portal.edit("datasets/waits/dataset.yaml", "file: waits.csv", "file: linked/waits.csv");
    portal.check().finds("metadata/file-missing", "datasets/waits/linked/waits.csv does not exist");
}

#[test]
fn a_table_that_was_empty_may_fill() {
    let rows = Portal::sample().read("datasets/waits/waits.csv");
    let portal = Portal::sample()
        .append("portal.yaml", "policy: {rows: {max_change: 20%}}\n")
        .file("datasets/waits/waits.csv", "month,place,seen,late\n")
        .build()
        .file("datasets/waits/waits.csv", &rows);
    let run = portal.check();
    assert!(run.code == 0 && !run.stderr.contains("row-count"), "{}", run.stderr);
}

#[test]
fn global_options_stand_before_or_after_the_verb() {
    let portal = Portal::sample();
    let root = portal.path("");
    let root = root.to_str().unwrap();
    let options = ["--root", root, "--as-of", DAY, "--format", "json", "--quiet"];
    for verb in ["check", "build"] {
        let before = portal.run(&[&options[..], &[verb]].concat());
        let after = portal.run(&[&[verb], &options[..]].concat());
        assert_eq!((before.code, &before.stdout, &before.stderr), (0, &after.stdout, &after.stderr), "{verb}");
        assert_eq!(after.code, 0, "{verb}");
    }
}

#[test]
fn timings_name_each_stage_and_count_what_there_was_to_do() {
    let portal = Portal::sample();
    let run = portal.run(&["build", "--as-of", DAY, "--timings"]);
    let lines: Vec<(&str, &str)> = run.stderr.lines().filter_map(|line| line.trim().rsplit_once(' ')).collect();
    for stage in ["load", "check", "protect", "measure", "assemble", "plan", "search", "render", "write"] {
        let named = run.stderr.lines().filter(|line| line.split_whitespace().next() == Some(stage) && line.ends_with(" ms"));
        assert_eq!(named.count(), 1, "{stage}: {}", run.stderr);
    }
    let count = |what: &str| lines.iter().find(|(name, _)| name.trim() == what).map(|(_, number)| *number);
    let catalogue = [("datasets", "1"), ("tables", "1"), ("rows", "4"), ("KPIs", "0")];
    for (what, number) in catalogue {
        assert_eq!(count(what), Some(number), "{what}: {}", run.stderr);
    }
    let quiet = portal.run(&["build", "--as-of", DAY]);
    assert!(!quiet.stderr.contains(" ms"), "{}", quiet.stderr);
}

#[test]
fn between_two_days_and_after_one_edit_only_what_changed_differs() {
    let changed = |before: &Portal, after: &Portal| -> Vec<String> {
        let (before, after) = (before.site(), after.site());
        after.into_iter().filter(|(path, bytes)| before.get(path) != Some(bytes)).map(|(path, _)| path).collect()
    };
    let portal = Portal::shipped();
    for (out, day) in [("public", "2026-11-22"), ("next", "2026-11-23")] {
        assert_eq!(portal.run(&["build", "--as-of", day, "--out", out]).code, 0);
    }
    let (first, next) = (portal.site(), files(&portal.path("next")));
    let differ: Vec<&String> =
        next.iter().filter(|(path, bytes)| first.get(*path) != Some(*bytes)).map(|(path, _)| path).collect();
    assert!(differ.len() <= 5, "no state changed from one day to the next: {differ:?}");
    let before = Portal::shipped().build();
    let approved_again = Portal::shipped().edit("datasets/msk-physio-waits/dataset.yaml", "9a239c72d8f162eb", "73242294551292bc");
    let after = approved_again.edit(
        "datasets/msk-physio-waits/waits.csv",
        "S08000015,Physiotherapy,4702.0",
        "S08000015,Physiotherapy,4703.0",
    );
    let differ = changed(&before, &after.build());
    let own = |path: &String| ["msk-", "assurance", "SHA256SUMS", "release.json"].iter().any(|name| path.contains(name));
    assert!(differ.iter().all(own), "one changed table changes pages of its dataset only: {differ:?}");
}
