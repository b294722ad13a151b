//! Releases in a store: made, verified, rolled back, held, pruned.

use std::fs;
use std::os::unix::fs::{MetadataExt, PermissionsExt};
use std::path::Path;

use crate::portal::{DAY, Portal, Run, files};

/// A portal with a store.
pub(crate) fn stored() -> Portal {
    let portal = Portal::sample();
    assert_eq!(store(&portal, &["store", "init"]).code, 0);
    portal
}

#[track_caller]
pub(crate) fn store(portal: &Portal, arguments: &[&str]) -> Run {
    portal.run(&[arguments, &["--as-of", DAY]].concat())
}

#[track_caller]
pub(crate) fn done(portal: &Portal, arguments: &[&str]) -> Run {
    let run = store(portal, arguments);
    assert_eq!(run.code, 0, "{arguments:?}: {}", run.stderr);
    run
}

/// The lines of `shelfmark releases`, as version and state.
pub(crate) fn states(portal: &Portal) -> Vec<(String, String)> {
    let run = done(portal, &["releases", "--format", "json"]);
    let listed: Vec<serde_json::Value> = serde_json::from_str(&run.stdout).unwrap();
    let text = |value: &serde_json::Value| value.as_str().unwrap().to_owned();
    listed.iter().map(|release| (text(&release["version"]), text(&release["state"]))).collect()
}

#[test]
fn a_release_is_what_build_writes_and_never_changes() {
    let portal = stored();
    let run = done(&portal, &["release"]);
    assert!(run.stderr.contains("released 2026.01.0: 1 dataset"), "{}", run.stderr);
    let first = files(&portal.path("store/releases/2026.01.0"));
    let run = store(&portal, &["release", "2026.01.0"]);
    assert_eq!(run.code, 3);
    assert!(run.stderr.contains("a release never changes"), "{}", run.stderr);
    assert_eq!(files(&portal.path("store/releases/2026.01.0")), first);
    assert_eq!(fs::read_link(portal.path("store/current")).unwrap(), Path::new("releases/2026.01.0"));
}

#[test]
fn a_changed_dataset_needs_its_version_and_a_release_says_what_changed() {
    let portal = stored();
    done(&portal, &["release"]);
    let portal = portal.edit("datasets/waits/waits.csv", "North,120,30", "North,150,30");
    let run = store(&portal, &["release"]);
    assert_eq!(run.code, 1);
    assert!(run.stderr.contains("1 value revised since release 2026.01.0, under the same version 1.0"), "{}", run.stderr);
    assert_eq!(states(&portal).len(), 1, "nothing was released");
    let portal = corrected(portal);
    done(&portal, &["release"]);
    let page = portal.read("store/current/data/changes/2026.01.1/index.html");
    for text in [
        "1 dataset changed since release 2026.01.0",
        "1 value revised",
        "2024-02, North",
        "<td class=\"number\">150</td>",
        "+25.0%",
    ] {
        assert!(page.contains(text), "{text}: {page}");
    }
    // Downloads name their version, the newest file stays at its address, and the version before is kept.
    let data = portal.path("store/current/data");
    let read = |path: &str| fs::read_to_string(data.join(path)).unwrap();
    assert!(read("datasets/waits/index.html").contains("href=\"../../datasets/waits/releases/1.0.1/waits.csv\""));
    assert_eq!(read("datasets/waits/waits.csv"), read("datasets/waits/releases/1.0.1/waits.csv"));
    assert!(read("datasets/waits/releases/1.0/waits.csv").contains("North,120,30"));
    let older = read("datasets/waits/releases/1.0/index.html");
    assert!(older.contains("This is an earlier version. The newest is") && older.contains("releases/1.0/waits.csv"), "{older}");
    assert!(data.join("changes/2026.01.0/index.html").exists(), "pages of earlier releases go on to be there");
    // The note is drafted from facts, outside the web root.
    let note = portal.read("store/releases/2026.01.1/notes.md");
    for text in [
        "**What changed**",
        "Largest revision in waits: seen for 2024-02, North, 120 to 150 (+25.0%)",
        "`shelfmark rollback 2026.01.0`",
    ] {
        assert!(note.contains(text), "{text}: {note}");
    }
    let run = done(&portal, &["diff", "2026.01.0", "2026.01.1"]);
    assert!(run.stdout.contains("waits: seen for 2024-02, North: 120 became 150 (+25.0%)"), "{}", run.stdout);
}

/// The next version of the sample, for a correction.
pub(crate) fn corrected(portal: Portal) -> Portal {
    portal
        .edit("datasets/waits/dataset.yaml", "version: \"1.0\"", "version: \"1.0.1\"")
        .edit("datasets/waits/dataset.yaml", "modified: 2025-01-31", "modified: 2025-02-01")
        .file(
            "datasets/waits/releases/1.0.1.md",
            "---\nversion: \"1.0.1\"\ndate: 2025-02-01\nkind: correction\nowner: Team\nvalidation: Compared.\nrollback: Back.\n---\nCorrected.\n",
        )
}

#[test]
fn a_kpi_tells_what_it_said_in_each_release() {
    let portal = Portal::starter();
    assert_eq!(store(&portal, &["store", "init"]).code, 0);
    done(&portal, &["release"]);
    let id = fs::read_dir(portal.path("datasets")).unwrap().next().unwrap().unwrap().file_name().into_string().unwrap();
    let kpi = fs::read_dir(portal.path("store/current/data/kpis")).unwrap();
    let mut kpis: Vec<String> = kpi.map(|entry| entry.unwrap().file_name().into_string().unwrap()).collect();
    kpis.retain(|name| portal.path(&format!("store/current/data/kpis/{name}/revisions")).is_dir());
    let folder = format!("store/current/data/kpis/{}", kpis[0]);
    assert!(portal.read(&format!("{folder}/revisions/index.html")).contains("No figure has been revised"), "{id}");
    let before = portal.read(&format!("{folder}/revisions.csv"));
    done(&portal, &["release"]);
    assert_eq!(portal.read(&format!("{folder}/revisions.csv")), before, "the same figures add nothing");
}

#[test]
fn a_damaged_release_is_not_shown_and_not_linked_to() {
    let portal = stored();
    done(&portal, &["release"]);
    let portal = portal.edit("datasets/waits/dataset.yaml", "Waits by month", "Waiting by month");
    done(&portal, &["release"]);
    // A careless write into a file that both releases share.
    let shared = portal.path("store/releases/2026.01.0/data/assets/site.js");
    assert_eq!(fs::metadata(&shared).unwrap().nlink(), 2, "unchanged files are stored once");
    fs::set_permissions(&shared, fs::Permissions::from_mode(0o644)).unwrap();
    fs::write(&shared, "oops").unwrap();
    let run = store(&portal, &["rollback"]);
    assert_eq!(run.code, 1);
    assert!(run.stderr.contains("release 2026.01.0 is damaged: data/assets/site.js was changed"), "{}", run.stderr);
    assert_eq!(fs::read_link(portal.path("store/current")).unwrap(), Path::new("releases/2026.01.1"));
    let run = store(&portal, &["verify", "--all"]);
    assert_eq!(run.code, 1);
    assert_eq!(run.stderr.matches("data/assets/site.js was changed").count(), 2, "{}", run.stderr);
    done(&portal, &["release"]);
    done(&portal, &["verify"]);
}

#[test]
fn a_rollback_brings_the_content_back_with_newer_times() {
    let portal = stored();
    done(&portal, &["release"]);
    let portal = portal.edit("datasets/waits/dataset.yaml", "Waits by month", "Waiting by month");
    done(&portal, &["release"]);
    let page = |version: &str| portal.path(&format!("store/releases/{version}/data/datasets/waits/index.html"));
    done(&portal, &["rollback"]);
    assert!(fs::read_to_string(page("2026.01.2")).unwrap().contains("Waits by month"));
    let time = |version: &str| fs::metadata(page(version)).unwrap().modified().unwrap();
    assert!(time("2026.01.2") > time("2026.01.1") && time("2026.01.1") > time("2026.01.0"), "times never fall");
    let now = ["kept", "kept", "current"].map(ToOwned::to_owned);
    assert_eq!(states(&portal).into_iter().map(|(_, state)| state).collect::<Vec<_>>(), now);
    let run = store(&portal, &["rollback"]);
    assert_eq!(run.code, 3, "there is nothing before the content that readers see");
    assert!(run.stderr.contains("no earlier release"), "{}", run.stderr);
}

#[test]
fn readers_and_programs_are_told_of_a_rollback() {
    let portal = stored();
    done(&portal, &["release"]);
    let portal = corrected(portal.edit("datasets/waits/waits.csv", "North,120,30", "North,150,30"));
    done(&portal, &["release"]);
    let before = portal.read("store/current/data/feed.xml");
    let run = done(&portal, &["rollback", "--reason", "The North was counted twice.", "--purge-list", "purge.txt"]);
    assert!(run.stderr.contains("readers see 2026.01.0 again instead of 2026.01.1, as release 2026.01.2"), "{}", run.stderr);
    let data = portal.path("store/current/data");
    let read = |path: &str| fs::read_to_string(data.join(path)).unwrap();
    let feed = read("feed.xml");
    let updated = |feed: &str| feed.split("<updated>").nth(1).unwrap()[..20].to_owned();
    assert!(updated(&feed) > updated(&before), "{feed}");
    assert!(feed.contains("Release 2026.01.1 was taken back") && feed.contains("The North was counted twice."), "{feed}");
    assert!(feed.contains("<title>Taken back: Waits, version 1.0.1</title>"), "{feed}");
    let sitemap = read("sitemap.xml");
    assert!(sitemap.contains(&format!("datasets/waits/</loc><lastmod>{DAY}</lastmod>")), "{sitemap}");
    for page in
        ["index.html", "datasets/waits/index.html", "datasets/waits/releases/1.0.1/index.html", "changes/2026.01.2/index.html"]
    {
        assert!(read(page).contains("were taken back"), "{page}");
    }
    let list = read("changes/index.html");
    for text in ["../changes/2026.01.2/index.html", "Brought back the content of release 2026.01.0.", "Release 2026.01.1"] {
        assert!(list.contains(text), "{text}: {list}");
    }
    assert!(read("datasets/waits/waits.csv").contains("North,120,30"));
    assert!(portal.read("purge.txt").contains("datasets/waits/waits.csv\n"));
    let facts: serde_json::Value = serde_json::from_str(&read("release.json")).unwrap();
    assert_eq!((&facts["version"], &facts["seq"]), (&"2026.01.2".into(), &3.into()));
    assert_eq!(facts["releases"][2]["restores"], "2026.01.0");
    // The same figures do not come back by themselves, as by a release at night.
    let run = store(&portal, &["release"]);
    assert!(run.code == 1 && run.stderr.contains("version 1.0.1 of waits was taken back"), "{}", run.stderr);
    // The next release goes on from there: version 1.0.1 must not be given to other figures, and the feed does not fall.
    let portal = portal.edit("datasets/waits/waits.csv", "North,150,30", "North,121,30");
    let run = store(&portal, &["release"]);
    assert!(run.code == 1 && run.stderr.contains("version 1.0.1 was published before with other data"), "{}", run.stderr);
    let note = portal.read("datasets/waits/releases/1.0.1.md").replace("1.0.1", "1.0.2");
    let portal = portal.file("datasets/waits/releases/1.0.2.md", &note).edit("datasets/waits/dataset.yaml", "1.0.1", "1.0.2");
    done(&portal, &["release"]);
    let later = portal.read("store/current/data/feed.xml");
    assert!(updated(&later) >= updated(&feed) && later.contains("Release 2026.01.1 was taken back"), "{later}");
    done(&portal, &["verify", "--all"]);
}

/// The sample with a KPI.
pub(crate) fn with_kpi() -> Portal {
    let kpi = "kpis:\n  - {id: seen, title: People seen, table: waits, value: {sum: seen}, period: month, format: {decimals: 0, unit: people}}\n";
    stored().append("datasets/waits/dataset.yaml", kpi)
}

#[test]
fn a_release_that_is_held_is_not_seen_before_its_time() {
    let portal = stored();
    done(&portal, &["release"]);
    done(&portal, &["release", "--hold", "--at", "2999-01-01T09:30:00Z"]);
    assert_eq!(states(&portal)[1].1, "held");
    let run = store(&portal, &["activate", "2026.01.1"]);
    assert_eq!(run.code, 3);
    assert!(run.stderr.contains("must not be seen before 2999-01-01T09:30:00Z"), "{}", run.stderr);
    assert_eq!(states(&portal)[0].1, "current");
    done(&portal, &["release", "--hold", "--at", "2020-01-01T09:30:00+01:00"]);
    done(&portal, &["activate", "2026.01.2"]);
    assert_eq!(states(&portal)[2].1, "current");
    assert_eq!(store(&portal, &["activate", "2026.01.0"]).code, 3, "an older release comes back by a rollback");
    let run = store(&portal, &["release", "--hold", "--at", "tomorrow"]);
    assert!(run.code == 2 && run.stderr.contains("not a time with a zone"), "{}", run.stderr);
}

#[test]
fn prune_keeps_what_is_needed() {
    let portal = stored();
    for _ in 0..5 {
        done(&portal, &["release"]);
    }
    done(&portal, &["store", "pin", "2026.01.0"]);
    done(&portal, &["prune", "--keep", "0"]);
    let kept: Vec<String> =
        states(&portal).into_iter().filter(|(_, state)| state != "pruned").map(|(version, _)| version).collect();
    assert_eq!(kept, ["2026.01.0", "2026.01.3", "2026.01.4"], "the pinned one, the current one and the one before it");
    assert_eq!(store(&portal, &["release", "2026.01.1"]).code, 3, "a version is given once, even if it is gone");
    done(&portal, &["verify", "--all"]);
}

#[test]
fn a_second_writer_is_told_of_the_first() {
    let portal = stored();
    let lock = fs::File::options().write(true).open(portal.path("store/lock"));
    let lock = lock.unwrap_or_else(|_| fs::File::create(portal.path("store/lock")).unwrap());
    lock.lock().unwrap();
    fs::write(portal.path("store/lock"), "`shelfmark release`, process 1, by Night job\n").unwrap();
    let run = store(&portal, &["release"]);
    assert_eq!(run.code, 75);
    assert!(run.stderr.contains("`shelfmark release`, process 1, by Night job"), "{}", run.stderr);
    assert_eq!(store(&portal, &["releases"]).code, 0, "reading needs no lock");
}

#[test]
fn modes_do_not_follow_the_umask() {
    let portal = stored();
    let program = env!("CARGO_BIN_EXE_shelfmark");
    let run = format!("umask 077; {program} build --as-of {DAY} && {program} release --as-of {DAY}");
    assert!(std::process::Command::new("sh").args(["-c", &run]).current_dir(portal.path("")).output().unwrap().status.success());
    let readable = |path: &Path| fs::metadata(path).unwrap().permissions().mode() & 0o005;
    for folder in ["public", "public/datasets", "store/releases", "store/releases/2026.01.0/data"] {
        assert_eq!(readable(&portal.path(folder)), 0o005, "{folder}");
    }
    for file in ["public/index.html", "store/releases/2026.01.0/data/index.html"] {
        assert_eq!(readable(&portal.path(file)), 0o004, "{file}");
    }
}

#[test]
fn a_store_that_is_behind_the_published_site_makes_no_release() {
    let portal = stored();
    for _ in 0..3 {
        done(&portal, &["release"]);
    }
    copy(&portal.path("store/current/data/release.json"), &portal.path("published.json"));
    // Last night's backup: two releases.
    let backup = stored();
    for _ in 0..2 {
        done(&backup, &["release"]);
    }
    let published = portal.path("published.json");
    let run = store(&backup, &["release", "--published", published.to_str().unwrap()]);
    assert_eq!(run.code, 3);
    assert!(run.stderr.contains("the published site is at release number 3") && run.stderr.contains("at 2"), "{}", run.stderr);
    assert_eq!(store(&portal, &["release", "--published", published.to_str().unwrap()]).code, 0);
}

fn copy(from: &Path, to: &Path) {
    fs::write(to, fs::read(from).unwrap()).unwrap();
}

#[test]
fn a_build_of_an_older_commit_does_not_win() {
    let portal = stored().file(".gitignore", "/store\n/public\n/.shelfmark\n");
    let git = |arguments: &[&str]| {
        let who = ["-c", "user.name=a", "-c", "user.email=a@example.org"];
        let done = std::process::Command::new("git").args(who).args(arguments).current_dir(portal.path("")).output().unwrap();
        assert!(done.status.success(), "{arguments:?}: {}", String::from_utf8_lossy(&done.stderr));
    };
    git(&["init", "-q", "-b", "main"]);
    git(&["add", "-A"]);
    git(&["commit", "-qm", "one"]);
    git(&["commit", "-q", "--allow-empty", "-m", "two"]);
    done(&portal, &["release"]);
    let facts: serde_json::Value = serde_json::from_str(&portal.read("store/current/data/release.json")).unwrap();
    assert_eq!(facts["source"]["dirty"], false, "{facts}");
    git(&["checkout", "-q", "HEAD~1"]);
    let run = store(&portal, &["release"]);
    assert!(
        run.code == 1 && run.stderr.contains("error[baseline/older]: release 2026.01.0 was made from commit"),
        "{}",
        run.stderr
    );
    git(&["checkout", "-q", "main"]);
    done(&portal, &["verify", "--rebuild"]);
    done(&portal, &["release"]);
}

#[test]
fn a_fresh_machine_compares_with_the_published_site() {
    // The record of row counts is not in a fresh clone; the published site says how many rows there were.
    let policy = "policy: {rows: {max_change: 20%}}\n";
    let portal = Portal::sample().append("portal.yaml", policy).build();
    copy(&portal.path("public/release.json"), &portal.path("published.json"));
    let portal = portal.remove("public").remove(".shelfmark").edit(
        "datasets/waits/waits.csv",
        "2024-02,North,120,30\n2024-02,South,60,6\n",
        "",
    );
    let run = portal.run(&["check", "--as-of", DAY, "--baseline", "published.json"]);
    assert_eq!(run.code, 1);
    assert!(run.stderr.contains("2 rows now, 4 last time"), "{}", run.stderr);
}

#[test]
fn a_release_can_be_built_again_byte_for_byte() {
    let portal = with_kpi();
    done(&portal, &["release"]);
    let portal = corrected(portal.edit("datasets/waits/waits.csv", "North,120,30", "North,150,30"));
    done(&portal, &["release"]);
    let run = done(&portal, &["verify", "--rebuild"]);
    assert!(run.stderr.contains("all the same"), "{}", run.stderr);
    let portal = portal.edit("datasets/waits/dataset.yaml", "Waits by month", "Waiting by month");
    let run = store(&portal, &["verify", "--rebuild"]);
    assert_eq!(run.code, 1);
    assert!(run.stderr.contains("datasets/waits/index.html"), "{}", run.stderr);
}

#[test]
fn what_is_no_store_is_refused_and_left_alone() {
    let portal = Portal::sample();
    let run = store(&portal, &["release"]);
    assert_eq!(run.code, 3);
    assert!(run.stderr.contains("shelfmark store init"), "{}", run.stderr);
    let run = store(&portal, &["store", "init", "datasets"]);
    assert_eq!(run.code, 3);
    assert!(run.stderr.contains("holds other files"), "{}", run.stderr);
    done(&portal, &["store", "init", "a/b"]);
    assert_eq!(portal.read("a/b/.gitattributes"), "* -text\n");
}
