//! The folder of a release store: switch modes, signatures, tampering, and what a crash leaves.

use std::fs;
use std::path::Path;

use minisign::KeyPair;

use crate::portal::{DAY, Portal, files};
use crate::releases::{corrected, done, states, store, stored};

fn mode(switch: &str) -> Portal {
    let portal = Portal::sample();
    done(&portal, &["store", "init", "--switch", switch]);
    portal
}

/// The files that readers can ask for in a store whose web root is `www`.
fn www(portal: &Portal) -> Vec<String> {
    files(&portal.path("store/www")).into_keys().collect()
}

#[test]
fn a_rewrite_store_shows_only_the_active_release_under_a_name_that_cannot_be_guessed() {
    let portal = mode("rewrite");
    done(&portal, &["release"]);
    let rule = portal.read("store/www/web.config");
    let folder = rule.split("url=\"^(?!").nth(1).unwrap().split('(').next().unwrap().to_owned();
    assert!(folder.len() == 32 && folder.bytes().all(|byte| byte.is_ascii_hexdigit()), "{folder}");
    assert!(www(&portal).iter().all(|path| path == "web.config" || path.starts_with(&folder)));
    let site = files(&portal.path(&format!("store/www/{folder}")));
    assert_eq!(site, files(&portal.path("store/releases/2026.01.0/data")));
    done(&portal, &["release", "--hold"]);
    assert!(
        www(&portal).iter().all(|path| path == "web.config" || path.starts_with(&folder)),
        "a held release is not below the web root"
    );
    done(&portal, &["activate", "2026.01.1"]);
    assert_ne!(portal.read("store/www/web.config"), rule);
    done(&portal, &["release"]);
    let folders = fs::read_dir(portal.path("store/www")).unwrap().filter(|entry| entry.as_ref().unwrap().path().is_dir()).count();
    assert_eq!(folders, 2, "the active release and the one before it");
    assert_eq!(states(&portal)[2].1, "current");
}

#[test]
fn a_mirror_store_is_a_plain_copy_that_follows() {
    let portal = mode("mirror");
    done(&portal, &["release"]);
    assert_eq!(files(&portal.path("store/www")), files(&portal.path("store/releases/2026.01.0/data")));
    let portal = corrected(portal.edit("datasets/waits/waits.csv", "North,120,30", "North,150,30"));
    done(&portal, &["release"]);
    assert_eq!(files(&portal.path("store/www")), files(&portal.path("store/releases/2026.01.1/data")));
    done(&portal, &["rollback"]);
    assert_eq!(files(&portal.path("store/www")), files(&portal.path("store/releases/2026.01.2/data")));
    assert_eq!(states(&portal)[2].1, "current");
    // A copy that stopped halfway is completed by the next command.
    let history = portal.read("store/history.jsonl");
    let whole: Vec<&str> = history.lines().collect();
    fs::write(portal.path("store/history.jsonl"), whole[..whole.len() - 1].join("\n") + "\n").unwrap();
    fs::remove_file(portal.path("store/www/index.html")).unwrap();
    done(&portal, &["store", "recover"]);
    assert_eq!(files(&portal.path("store/www")), files(&portal.path("store/releases/2026.01.2/data")));
}

#[test]
fn a_signature_binds_a_release_to_its_store() {
    let portal = stored();
    let keys = KeyPair::generate_unencrypted_keypair().unwrap();
    let portal =
        portal.file("key", &keys.sk.to_box(None).unwrap().to_string()).file("key.pub", &keys.pk.to_box().unwrap().to_string());
    let run = store(&portal, &["release", "--sign"]);
    assert!(run.code == 2 && run.stderr.contains("SHELFMARK_SIGNING_KEY_FILE"), "{}", run.stderr);
    let signed = |arguments: &[&str]| {
        let mut command = std::process::Command::new(env!("CARGO_BIN_EXE_shelfmark"));
        command
            .args(arguments)
            .args(["--as-of", DAY])
            .current_dir(portal.path(""))
            .env("SHELFMARK_SIGNING_KEY_FILE", portal.path("key"));
        command.output().unwrap()
    };
    assert!(signed(&["release", "--sign"]).status.success());
    done(&portal, &["verify", "--require-signature", "key.pub"]);
    let other = KeyPair::generate_unencrypted_keypair().unwrap().pk.to_base64();
    let run = store(&portal, &["verify", "--require-signature", &other]);
    assert!(run.code == 1 && run.stderr.contains("not by this key"), "{}", run.stderr);
    done(&portal, &["release"]);
    let run = store(&portal, &["verify", "--require-signature", "key.pub"]);
    assert!(run.code == 1 && run.stderr.contains("not signed"), "{}", run.stderr);
    // A signature of another release, or of another store, does not hold.
    let signature = "tagmanifest-sha256.txt.minisig";
    fs::copy(
        portal.path(&format!("store/releases/2026.01.0/{signature}")),
        portal.path(&format!("store/releases/2026.01.1/{signature}")),
    )
    .unwrap();
    assert_eq!(store(&portal, &["verify", "--require-signature", "key.pub"]).code, 1);
    let secret = portal.read("key");
    let secret = secret.lines().nth(1).unwrap();
    for (path, bytes) in files(&portal.path("store")) {
        assert!(!String::from_utf8_lossy(&bytes).contains(secret), "{path}");
    }
}

#[test]
fn verify_finds_what_was_done_to_a_release() {
    type Harm = fn(&Path);
    let harms: [(&str, Harm); 8] = [
        ("data/index.html was changed", |folder| overwrite(&folder.join("data/index.html"), "x")),
        ("data/index.html has other line ends", |folder| {
            let text = fs::read_to_string(folder.join("data/index.html")).unwrap();
            overwrite(&folder.join("data/index.html"), &text.replace('\n', "\r\n"));
        }),
        ("data/feed.xml is missing", |folder| fs::remove_file(folder.join("data/feed.xml")).unwrap()),
        ("data/extra.html is not in the manifest", |folder| fs::write(folder.join("data/extra.html"), "x").unwrap()),
        ("data/INDEX.html is not in the manifest", |folder| {
            fs::rename(folder.join("data/index.html"), folder.join("data/INDEX.html")).unwrap();
        }),
        ("data/feed.xml is not a file", |folder| {
            fs::remove_file(folder.join("data/feed.xml")).unwrap();
            std::os::unix::fs::symlink("index.html", folder.join("data/feed.xml")).unwrap();
        }),
        ("notes.md was changed", |folder| overwrite(&folder.join("notes.md"), "x")),
        ("tagmanifest-sha256.txt is not the one that history.jsonl names", |folder| {
            let manifest = fs::read_to_string(folder.join("tagmanifest-sha256.txt")).unwrap();
            overwrite(&folder.join("tagmanifest-sha256.txt"), &(manifest + "\n"));
        }),
    ];
    for (said, harm) in harms {
        let portal = stored();
        done(&portal, &["release"]);
        harm(&portal.path("store/releases/2026.01.0"));
        let run = store(&portal, &["verify"]);
        assert!(run.code == 1 && run.stderr.contains(said), "{said}: {}", run.stderr);
    }
}

/// Overwrites a file that only its mode protects.
fn overwrite(file: &Path, text: &str) {
    fs::remove_file(file).unwrap();
    fs::write(file, text).unwrap();
}

#[test]
fn what_a_crash_left_is_put_right_and_a_changed_history_is_told() {
    let portal = stored();
    done(&portal, &["release"]);
    let before = portal.read("store/history.jsonl");
    let portal = portal
        .file("store/.staging/2026.01.1.x/data/index.html", "half")
        .file("store/.trash/2025.01.0/data/index.html", "half")
        .file("store/.current.99", "")
        .file("store/.current.json.new", "{")
        .append("store/history.jsonl", "{\"prev\":\"half");
    assert_eq!(store(&portal, &["releases"]).code, 0, "a line that was not completed is left out");
    done(&portal, &["store", "recover"]);
    done(&portal, &["store", "recover"]);
    assert_eq!(portal.read("store/history.jsonl"), before);
    for left in ["store/.staging/2026.01.1.x", "store/.trash/2025.01.0", "store/.current.99", "store/.current.json.new"] {
        assert!(!portal.path(left).exists(), "{left}");
    }
    // A release that was moved into its place, and not recorded.
    let lines: Vec<&str> = before.lines().collect();
    let portal = portal.file("store/history.jsonl", "").remove("store/current");
    done(&portal, &["store", "recover"]);
    assert_eq!(states(&portal), [("2026.01.0".to_owned(), "held".to_owned())]);
    let changed = lines.join("\n").replacen("committed", "pruned", 1) + "\n";
    let portal = portal.file("store/history.jsonl", &changed);
    let run = store(&portal, &["release"]);
    assert!(run.code == 3 && run.stderr.contains("the history was changed"), "{}", run.stderr);
}

#[test]
fn a_dry_run_and_a_refused_release_leave_the_store_as_it_was() {
    let portal = stored();
    done(&portal, &["release"]);
    let lock = portal.path("store/lock");
    let before = |portal: &Portal| {
        let mut files = files(&portal.path("store"));
        files.remove("lock");
        files
    };
    let was = before(&portal);
    let run = done(&portal, &["release", "--dry-run"]);
    assert!(run.stderr.contains("would release 2026.01.1"), "{}", run.stderr);
    assert!(before(&portal) == was && lock.exists());
    let portal = portal.edit("datasets/waits/waits.csv", "North,120,30", "North,many,30");
    assert_eq!(store(&portal, &["release"]).code, 1);
    assert!(before(&portal) == was, "an error in the portal");
    let portal = portal.file("themes/default/templates/kpis.html", "{{ page.titel }}");
    assert_eq!(store(&portal.edit("datasets/waits/waits.csv", "North,many,30", "North,120,30"), &["release"]).code, 1);
}

#[test]
fn what_was_damaged_is_not_published_again() {
    let portal = stored();
    done(&portal, &["release"]);
    let portal = corrected(portal.edit("datasets/waits/waits.csv", "North,120,30", "North,150,30"));
    done(&portal, &["release"]);
    let kept = portal.path("store/current/data/datasets/waits/releases/1.0/waits.csv");
    let text = fs::read_to_string(&kept).unwrap();
    overwrite(&kept, &text.replace("120", "999"));
    let run = store(&portal, &["release"]);
    assert!(run.code == 1 && run.stderr.contains("releases/1.0/waits.csv was changed"), "{}", run.stderr);
    done(&portal, &["rollback"]);
    done(&portal, &["verify"]);
}

#[test]
fn a_kpi_with_another_target_or_formula_needs_a_version() {
    let portal = crate::releases::with_kpi();
    done(&portal, &["release"]);
    for (from, to) in [("period: month", "period: month, target: 5"), ("{sum: seen}", "{sum: seen - late}")] {
        let portal = portal.path("datasets/waits/dataset.yaml");
        let before = fs::read_to_string(&portal).unwrap();
        fs::write(&portal, before.replace(from, to)).unwrap();
    }
    let run = store(&portal, &["release"]);
    assert!(run.code == 1 && run.stderr.contains("1 KPI defined otherwise since release 2026.01.0"), "{}", run.stderr);
}

#[test]
fn a_link_that_was_lost_is_made_again() {
    let portal = stored();
    done(&portal, &["release"]);
    done(&portal, &["release"]);
    let portal = portal.remove("store/current");
    assert_eq!(store(&portal, &["activate", "2026.01.0"]).code, 3, "readers saw another one");
    done(&portal, &["activate", "2026.01.1"]);
    assert_eq!(fs::read_link(portal.path("store/current")).unwrap(), Path::new("releases/2026.01.1"));
}

#[test]
fn a_rollback_needs_to_know_what_was_withdrawn() {
    let portal = stored();
    done(&portal, &["release"]);
    let portal = corrected(portal.edit("datasets/waits/waits.csv", "North,120,30", "North,150,30"));
    done(&portal, &["release"]);
    overwrite(&portal.path("store/current/data/release.json"), "{}");
    let run = store(&portal, &["rollback"]);
    assert!(run.code == 1 && run.stderr.contains("data/release.json was changed"), "{}", run.stderr);
    assert_eq!(states(&portal)[1].1, "current");
}

#[test]
fn a_revised_figure_is_not_called_a_new_one() {
    let portal = crate::releases::with_kpi();
    done(&portal, &["release"]);
    let portal = corrected(portal.edit("datasets/waits/waits.csv", "2024-01,North,100,10", "2024-01,North,101,10"));
    done(&portal, &["release"]);
    let page = portal.read("store/current/data/changes/2026.01.1/index.html");
    assert!(page.contains("1 KPI has revised figures") && !page.contains("new latest figure"), "{page}");
}
