//! Every page and link of the shipped portal.

use std::collections::{BTreeMap, BTreeSet};

use crate::portal::Portal;

/// The values of an attribute in a page.
fn attributes<'a>(page: &'a str, name: &str) -> Vec<&'a str> {
    let start = format!(" {name}=\"");
    page.split(&start as &str).skip(1).filter_map(|rest| rest.split('"').next()).collect()
}

fn pages(site: &BTreeMap<String, Vec<u8>>) -> Vec<(&str, &str)> {
    let html = site.iter().filter(|(path, _)| path.ends_with(".html"));
    html.map(|(path, bytes)| (path.as_str(), std::str::from_utf8(bytes).unwrap())).collect()
}

/// The target of a relative link on a page.
fn resolve(page: &str, link: &str) -> Option<String> {
    let mut parts: Vec<&str> = page.split('/').collect();
    parts.pop();
    for part in link.split('/') {
        match part {
            ".." => drop(parts.pop()?),
            "." | "" => {}
            part => parts.push(part),
        }
    }
    Some(parts.join("/"))
}

#[test]
fn every_link_is_relative_and_leads_to_a_file_and_an_anchor_of_the_site() {
    let site = Portal::shipped().build().site();
    let pages = pages(&site);
    assert!(pages.len() > 100, "{}", pages.len());
    let ids: BTreeMap<&str, BTreeSet<&str>> =
        pages.iter().map(|(path, page)| (*path, attributes(page, "id").into_iter().collect())).collect();
    for (path, page) in &pages {
        for link in attributes(page, "href").into_iter().chain(attributes(page, "src")) {
            if link.starts_with("https://") || link.starts_with("http://") || link.starts_with("mailto:") {
                continue;
            }
            // Servers show this page at any depth, so its links begin at the host.
            let link = if *path == "404.html" && link != "#main" { link.strip_prefix('/').unwrap() } else { link };
            assert!(!link.starts_with('/') && link != "#", "{path}: {link:?}");
            let (file, anchor) = link.split_once('#').unwrap_or((link, ""));
            let target = if file.is_empty() {
                (*path).to_owned()
            } else {
                resolve(path, file).unwrap_or_else(|| panic!("{path}: {link} leaves the site"))
            };
            assert!(site.contains_key(&target), "{path}: {link} leads to {target}, which is not there");
            assert!(anchor.is_empty() || ids[target.as_str()].contains(anchor), "{path}: no anchor {anchor} in {target}");
        }
    }
}

#[test]
fn no_page_has_script_or_style_within_it_or_loads_from_elsewhere() {
    let site = Portal::shipped().build().site();
    for (path, page) in pages(&site) {
        assert!(!page.contains("<style") && !page.contains(" style=\"") && !page.contains("javascript:"), "{path}");
        let handlers = ["onclick", "onload", "onerror", "onfocus", "onmouseover", "onchange"];
        assert!(handlers.iter().all(|handler| !page.contains(&format!(" {handler}="))), "{path}");
        for script in page.split("<script").skip(1) {
            assert!(script.starts_with(" src=\"") || script.starts_with(" defer src=\""), "{path}: a script within the page");
        }
        for source in attributes(page, "src") {
            assert!(!source.contains("://"), "{path}: {source}");
        }
    }
}

#[test]
fn ids_are_unique_headings_skip_no_level_and_every_page_has_one_h1() {
    for (path, page) in pages(&Portal::shipped().build().site()) {
        let ids = attributes(page, "id");
        assert_eq!(ids.len(), ids.iter().collect::<BTreeSet<_>>().len(), "{path}: {ids:?}");
        assert_eq!(page.matches("<h1").count(), 1, "{path}");
        let levels: Vec<u32> = page.split("<h").skip(1).filter_map(|rest| rest.chars().next()?.to_digit(10)).collect();
        for pair in levels.windows(2) {
            assert!(pair[1] <= pair[0] + 1, "{path}: h{} follows h{}", pair[1], pair[0]);
        }
    }
}

#[test]
fn every_kind_of_page_and_file_is_there() {
    let portal = Portal::shipped().build();
    for path in [
        "index.html",
        "datasets/index.html",
        "themes/index.html",
        "themes/deaths/index.html",
        "publishers/index.html",
        "publishers/ons/index.html",
        "datasets/weekly-deaths/index.html",
        "datasets/weekly-deaths/deaths.csv",
        "datasets/weekly-deaths/releases/1.0.0/index.html",
        "kpis/index.html",
        "kpis/weekly-deaths/index.html",
        "kpis/weekly-deaths.json",
        "releases/index.html",
        "releases/0.1.0/index.html",
        "fields/index.html",
        "fields/org-code/index.html",
        "guidance/index.html",
        "guidance/small-numbers/index.html",
        "assurance/index.html",
        "assurance.json",
        "badges/weekly-deaths.svg",
        "badges/weekly-deaths.json",
        "feed.xml",
        "sitemap.xml",
        "404.html",
        "assets/style.css",
        "assets/icon.svg",
    ] {
        assert!(!portal.page(path).is_empty(), "{path}");
    }
}

#[test]
fn a_download_s_size_rows_and_hash_are_those_of_the_file() {
    use sha2::{Digest, Sha256};
    let portal = Portal::shipped().build();
    let bytes = portal.page("datasets/practice-appointments/appointments.csv").into_bytes();
    let hash: String = Sha256::digest(&bytes).iter().map(|byte| format!("{byte:02x}")).collect();
    let page = portal.page("datasets/practice-appointments/index.html");
    let rows = bytes.iter().filter(|byte| **byte == b'\n').count() - 1;
    assert!(page.contains(&hash), "the hash");
    assert!(page.contains(&format!("(CSV, {} kB, {rows} rows)", (bytes.len() + 500) / 1000)), "size and rows");
}

#[test]
fn lists_go_on_over_pages_and_the_last_links_back() {
    let mut portal = Portal::sample();
    for n in 0..45 {
        let yaml = portal.read("datasets/waits/dataset.yaml").replace("title: Waits", &format!("title: Waits {n:02}"));
        let (dictionary, data) = (portal.read("datasets/waits/dictionary.csv"), portal.read("datasets/waits/waits.csv"));
        let folder = format!("datasets/waits-{n:02}");
        portal = portal
            .file(&format!("{folder}/dataset.yaml"), &yaml)
            .file(&format!("{folder}/dictionary.csv"), &dictionary)
            .file(&format!("{folder}/waits.csv"), &data);
    }
    let portal = portal.build();
    assert!(portal.page("datasets/index.html").contains("46 datasets, A to Z"));
    let last = portal.page("datasets/page/3/index.html");
    assert!(last.contains("Page 3 of 3") && last.contains("href=\"../../../datasets/page/2/index.html\""));
    assert_eq!(last.matches("<h2><a href=\"../../../datasets/waits").count(), 6);
    assert!(!portal.path("public/datasets/page/4").exists());
}

#[test]
fn a_board_of_several_pages_tells_what_it_shows_and_searches_all() {
    let kpi = |n| format!("  - {{id: seen-{n}, title: Seen {n:03}, table: waits, value: {{sum: seen}}, period: month}}\n");
    let kpis: String = (1..=101).map(kpi).collect();
    let portal = Portal::sample().append("datasets/waits/dataset.yaml", &format!("kpis:\n{kpis}")).build();
    let (first, last) = (portal.page("kpis/index.html"), portal.page("kpis/page/2/index.html"));
    assert!(first.contains("This page shows 100 of 101 KPIs."));
    let others = "“Search all KPIs” also finds KPIs on other pages.";
    assert!(first.contains(&format!(" data-all=\"100 KPIs on this page. {others}\"")), "{first}");
    assert!(first.contains(&format!(" data-some=\"{{n}} of the 100 KPIs on this page. {others}\"")), "{first}");
    assert!(
        first.contains("<form action=\"../search/index.html\">")
            && first.contains("<button type=\"submit\">Search all KPIs</button>")
    );
    assert!(last.contains(&format!(" data-all=\"1 KPI on this page. {others}\"")), "{last}");
}

#[test]
fn a_kpi_tells_when_its_next_update_is_due_if_there_is_a_day() {
    let kpi = "kpis:\n  - {id: seen, title: Seen, table: waits, value: {sum: seen}, period: month}\n";
    for (frequency, words) in [
        ("irregular", "No fixed date"),
        ("none", "None planned"),
        ("annual", "<time datetime=\"2026-01-31\">31 January 2026</time>"),
    ] {
        let portal = Portal::sample().append("datasets/waits/dataset.yaml", kpi);
        let portal = portal.edit("datasets/waits/dataset.yaml", "frequency: irregular", &format!("frequency: {frequency}"));
        let page = portal.build().page("kpis/seen/index.html");
        assert!(page.contains(&format!("<dt>Next update</dt><dd>{words}</dd>")), "{frequency}: {page}");
    }
}

#[test]
fn badges_and_freshness_tell_the_day_the_build_is_for() {
    let late = Portal::sample()
        .edit("datasets/waits/dataset.yaml", "frequency: irregular", "frequency: monthly")
        .edit(
            "datasets/waits/dataset.yaml",
            "covers: {from: 2024-01-01, to: 2024-02-29",
            "covers: {from: 2024-11-01, to: 2024-12-31",
        )
        .edit("datasets/waits/waits.csv", "2024-01", "2024-11")
        .edit("datasets/waits/waits.csv", "2024-02", "2024-12")
        .build();
    assert!(late.page("datasets/waits/index.html").contains("status-overdue"));
    let badge = late.json("badges/waits.json");
    assert_eq!(badge["message"], "31 January 2025, data to December 2024 (overdue)");
    assert_eq!(badge["schemaVersion"], 1);
    let run = late.run(&["build", "--as-of", "2025-02-28"]);
    assert_eq!(run.code, 0);
    assert!(late.page("datasets/waits/index.html").contains("status-due"), "due on the day");
    assert_eq!(late.run(&["build", "--as-of", "2025-02-27"]).code, 0);
    assert!(late.page("datasets/waits/index.html").contains("status-current"), "current the day before");
}

#[test]
fn what_an_author_writes_cannot_become_markup() {
    let hostile = "</script><script>alert(1)</script><img src=x onerror=alert(1)>";
    let portal = Portal::sample()
        .edit("datasets/waits/dataset.yaml", "title: Waits", &format!("title: '{}'", &hostile[..40]))
        .edit("datasets/waits/dataset.yaml", "summary: Waits by month and place.", &format!("summary: '{hostile}'"))
        .edit(
            "datasets/waits/dataset.yaml",
            "description: Made-up waits",
            &format!("description: |\n  {hostile}\n  Made-up waits"),
        )
        .edit("datasets/waits/waits.csv", "North", "<script>alert(1)</script>")
        .file("datasets/waits/guidance.md", hostile)
        .build();
    for (path, page) in pages(&portal.site()) {
        let page = page.replace("<script src=\"", "");
        assert!(
            !page.contains("<script")
                && !page.contains("<img src=x")
                && !page.contains("javascript:")
                && !page.contains("tracker.example"),
            "{path}"
        );
    }
    let feed = portal.page("feed.xml");
    assert!(!feed.contains("<script"));
}

/// The full pages of a small portal. `SNAPSHOTS=overwrite` rewrites them. Read the difference before you accept it.
#[test]
fn pages_of_a_small_portal_are_as_they_were_read() {
    let kpi = "kpis:\n  - {id: late, title: Seen late, description: People seen after 18 weeks., table: waits, value: {ratio: {of: late, to: seen}}, period: month, by: place, format: {unit: percent, decimals: 1}, target: 10%, better: lower, bounds: [0%, 100%], chart: spc}\n";
    let note = "---\nversion: \"1.0\"\ndate: 2025-01-31\nowner: Team\nvalidation: rows counted\n---\nFirst figures.\n";
    let portal = Portal::sample()
        .append("datasets/waits/dataset.yaml", kpi)
        .edit("datasets/waits/waits.csv", "2024-02,South,60,6", "2024-02,South,60,3")
        .file("datasets/waits/releases/1.0.md", note)
        .file("datasets/waits/guidance.md", "## What is counted\n\nPeople, *once* each.\n")
        .build();
    let main = |page: &str| {
        let html = portal.page(page);
        let start = html.find("<main").unwrap();
        html[start..html.find("</main>").unwrap()].to_owned()
    };
    snapbox::assert_data_eq!(main("kpis/late/index.html"), snapbox::file!["pages/kpi.html"].raw());
    snapbox::assert_data_eq!(main("datasets/waits/index.html"), snapbox::file!["pages/dataset.html"].raw());
    snapbox::assert_data_eq!(main("datasets/waits/releases/1.0/index.html"), snapbox::file!["pages/release.html"].raw());
    snapbox::assert_data_eq!(portal.page("kpis/late.json"), snapbox::file!["pages/kpi.json"].raw());
    snapbox::assert_data_eq!(portal.page("feed.xml"), snapbox::file!["pages/feed.xml"].raw());
}

#[test]
fn headings_and_tables_of_one_page_have_names_of_their_own() {
    let text = "## Step\n\n## Step\n\n## Step 2\n\n| a |\n| --- |\n| b |\n";
    let portal = Portal::sample()
        .file("datasets/waits/guidance.md", text)
        .edit("datasets/waits/dataset.yaml", "description: ", &format!("description: {text:?}\nlicence: OGL-UK-3.0 # "))
        .build();
    let page = portal.page("datasets/waits/index.html");
    for mark in [" id=\"s-", "aria-label=\"Table "] {
        let names: Vec<&str> = page.split(mark).skip(1).map(|rest| rest.split('"').next().unwrap()).collect();
        let distinct: std::collections::BTreeSet<&&str> = names.iter().collect();
        assert!(names.len() >= 2 && distinct.len() == names.len(), "{mark}: {names:?}");
    }
}

#[test]
fn prose_leads_to_pages_of_the_site_from_any_depth() {
    let text = "See [the waits](/datasets/waits/) and [the file](/datasets/waits/waits.csv).\n";
    let portal = Portal::sample()
        .file("content/deep/er/page.md", &format!("---\ntitle: P\n---\n{text}"))
        .file("datasets/waits/guidance.md", text)
        .build();
    for (page, up) in [("deep/er/page/index.html", "../../../"), ("datasets/waits/index.html", "../../")] {
        let page = portal.page(page);
        for path in ["datasets/waits/index.html", "datasets/waits/waits.csv"] {
            assert!(page.contains(&format!("<a href=\"{up}{path}\">the ")), "{path} in {page}");
        }
    }
}

#[test]
fn the_assurance_page_says_who_must_approve() {
    let with = |policy: &str| {
        let portal =
            Portal::sample().edit("portal.yaml", "licence: OGL-UK-3.0", &format!("licence: OGL-UK-3.0\npolicy: {policy}"));
        portal.build().page("assurance/index.html")
    };
    let page = with("{roles: [statistical-control, caldicott-guardian]}");
    assert!(page.contains("0 of 1 datasets approved by statistical control and the Caldicott Guardian"), "{page}");
    assert!(!page.contains("One person may approve"));
    let page = with("{small_organisation: true}");
    assert!(
        page.contains("and the business owner, 0 of them without waivers. One person may approve in several roles"),
        "{page}"
    );
}

#[test]
fn the_assurance_page_tells_what_was_done_from_what_was_not_required() {
    let governance = |dpia: &str| {
        let approvals = "[{role: business-owner, by: Planned care, on: 2025-02-03, reference: BO-7}]";
        format!("governance: {{dpia: {dpia}, approvals: {approvals}}}\n")
    };
    let with = |dpia: &str, waiver: &str| {
        let text = governance(dpia) + waiver;
        let portal = Portal::sample().append("portal.yaml", "policy: {roles: [business-owner]}\n");
        portal.append("datasets/waits/dataset.yaml", &text).build()
    };
    let portal = with("DPIA-2025-014", "");
    let page = portal.page("assurance/index.html");
    assert!(page.contains("1 of 1 datasets: 1 completed, 0 not required"), "{page}");
    assert!(page.contains("1 of 1 datasets approved by the business owner, 1 of them without waivers"), "{page}");
    assert!(
        page.contains("<li>Business owner: Planned care, 3 February 2025, BO-7</li>") && page.contains("Owner: Team"),
        "{page}"
    );
    assert!(page.contains("If something must not be seen"), "{page}");
    let states = |portal: &Portal| {
        let lines = portal.json("assurance.json")["checklist"].clone();
        let text = |line: &serde_json::Value| format!("{} {}", line["line"].as_str().unwrap(), line["state"].as_str().unwrap());
        lines.as_array().unwrap().iter().map(text).collect::<Vec<_>>()
    };
    let all = [
        "identifiers proved",
        "dpia declared",
        "dictionary proved",
        "secrets proved",
        "access open",
        "audit-log open",
        "small-numbers proved",
        "aggregated proved",
        "retention open",
        "approvals declared",
    ];
    assert_eq!(states(&portal), all);
    let portal = portal.append("portal.yaml", "declarations: {access: 'https://example.org/access'}\n").build();
    assert!(states(&portal).contains(&"access declared".to_owned()));
    assert!(portal.page("assurance/index.html").contains("<a href=\"https://example.org/access\">"));
    portal
        .append("portal.yaml", "")
        .edit("portal.yaml", "declarations: {access", "declarations: {acess")
        .check()
        .finds("metadata/portal", "`declarations` has no `acess`");
    let waiver = "waivers: [{rule: kpi/spc-fit, until: 2026-06-30, reason: seasonal, approved_by: Head of statistics}]\n";
    let portal = with("not required - aggregate statistics", waiver);
    let page = portal.page("assurance/index.html");
    assert!(page.contains("1 of 1 datasets: 0 completed, 1 not required"), "{page}");
    assert!(page.contains("approved by the business owner, 0 of them without waivers"), "{page}");
    let dataset = &portal.json("assurance.json")["datasets"][0];
    assert_eq!(
        (dataset["dpia_state"].as_str(), dataset["approvals"][0]["by"].as_str()),
        (Some("not-required"), Some("Planned care"))
    );
}
