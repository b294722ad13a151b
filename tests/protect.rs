//! Small counts and what would give them away, from the file to the published table.

use crate::portal::Portal;

/// A portal whose table has totals by place.
fn with_totals(policy: &str, rows: &str) -> Portal {
    Portal::sample()
        .edit(
            "datasets/waits/dataset.yaml",
            "    protect: {preset: below-5}",
            &format!("    key: [month, place]\n    protect: {policy}"),
        )
        .file("datasets/waits/waits.csv", &format!("month,place,seen,late\n{rows}"))
}

/// The published table.
fn table(portal: Portal) -> String {
    portal.build().page("datasets/waits/waits.csv")
}

#[test]
fn the_only_small_part_of_a_total_takes_another_with_it() {
    let rows = "2024-01,North,100,3\n2024-01,South,80,20\n2024-01,West,70,30\n2024-01,All,250,53\n";
    let published = table(with_totals("{preset: below-5, dimensions: {place: {total: All}}}", rows));
    assert_eq!(
        published,
        "month,place,seen,late\n2024-01,North,100,[c]\n2024-01,South,80,[c]\n2024-01,West,70,30\n2024-01,All,250,53\n"
    );
}

#[test]
fn the_order_of_rows_tells_nothing_of_the_counts() {
    let sorted = "2024-01,West,70,30\n2024-01,South,80,20\n2024-01,North,100,3\n2024-01,All,250,53\n";
    let reversed = "2024-01,All,250,53\n2024-01,North,100,3\n2024-01,South,80,20\n2024-01,West,70,30\n";
    let policy = "{preset: below-5, dimensions: {place: {total: All}}}";
    assert_eq!(table(with_totals(policy, sorted)), table(with_totals(policy, reversed)));
}

#[test]
fn a_subtotal_is_a_total_of_its_own() {
    // North is Leeds and York; all are North and South.
    let months = |scale: i64| {
        let n = |number: i64| number * scale + scale % 7;
        let (leeds, york, south) = (n(101), n(57), n(313));
        (leeds, york, south)
    };
    let rows: String = (1..=9)
        .map(|month| {
            let (leeds, york, south) = months(month);
            let york = if month == 5 { 3 } else { york };
            let (north, all) = (leeds + york, leeds + york + south);
            [("Leeds", leeds), ("York", york), ("North", north), ("South", south), ("All", all)]
                .map(|(place, number)| format!("2024-0{month},{place},{},{number}\n", number * 3))
                .concat()
        })
        .collect();
    let policy = "{preset: below-5, dimensions: {place: {total: All, parts: {North: [Leeds, York]}}}}";
    let portal = with_totals(policy, &rows).edit("datasets/waits/dataset.yaml", "to: 2024-02-29", "to: 2024-09-30");
    let published = table(portal);
    let hidden: Vec<&str> = published.lines().filter(|line| line.ends_with("[c]")).collect();
    assert_eq!(hidden.len(), 2, "{published}");
    assert!(hidden.iter().all(|line| line.starts_with("2024-05,Leeds") || line.starts_with("2024-05,York")), "{hidden:?}");
}

#[test]
fn statistics_go_with_their_counts_and_noughts_where_the_policy_says_so() {
    let rows = "2024-01,North,100,41\n2024-01,South,2,412\n2024-02,North,90,38\n2024-02,South,0,7\n";
    let dictionary = "name,title,type,description,unit\nmonth,Month,yearmonth,Month,\nplace,Place,string,Place,\n\
        seen,Seen,integer,People seen,people\nlate,Median wait,integer,Median wait in days,days\n";
    let portal = |policy: &str| with_totals(policy, rows).file("datasets/waits/dictionary.csv", dictionary);
    let published = table(portal("{preset: below-5, statistics: {late: seen}}"));
    assert!(published.contains("2024-01,South,[c],[c]\n") && published.contains("2024-02,South,0,7\n"), "{published}");
    let published = table(portal("{preset: below-5, zeros: hidden, statistics: {late: seen}}"));
    assert!(published.contains("2024-02,South,[c],[c]\n"), "{published}");
}

#[test]
fn rounding_leaves_exact_rows_alone_and_refuses_what_it_does_not_protect() {
    let rows = "2024-01,North,103,21\n2024-01,South,82,22\n2024-01,England,185,43\n";
    let exact = "{preset: hes, dimensions: {place: {total: England}}, exact: {place: [England]}}";
    let published = table(with_totals(exact, rows));
    assert!(published.contains("North,105,20\n") && published.contains("England,185,43\n"), "{published}");
    let leak = "2024-01,North,103,7\n2024-01,South,82,7\n2024-01,England,185,14\n";
    let refused = with_totals("{preset: hes, dimensions: {place: {total: England}}}", leak).check();
    refused.finds("protect/given-away", "2 hidden counts in `late`");
}

#[test]
fn tables_that_share_a_total_are_one_model() {
    // By sex, North F is protected by M if the total of North is hidden there; the table by age shows that total.
    let by_sex = "region,sex,n\nNorth,F,3\nNorth,M,29\nNorth,All,32\nSouth,F,26\nSouth,M,41\nSouth,All,67\n";
    let by_age = "region,age,n\nNorth,young,12\nNorth,old,20\nNorth,All,32\nSouth,young,30\nSouth,old,37\nSouth,All,67\n";
    let tables = "    key: [region, sex]\n    protect: {preset: below-5, dimensions: {sex: {total: All}}}\n  - name: ages\n    \
        file: ages.csv\n    title: Ages\n    key: [region, age]\n    protect: {preset: below-5, dimensions: {age: {total: All}}}";
    let sexes = "name,title,type,description,unit\nregion,Region,string,Region,\nsex,Sex,string,Sex,\nn,Patients,integer,Patients seen,patients\n";
    let ages = "name,title,type,description,unit\nregion,Region,string,Region,\nage,Age,string,Age,\nn,Patients,integer,Patients seen,patients\n";
    let portal = Portal::sample()
        .edit("datasets/waits/dataset.yaml", "    protect: {preset: below-5}", tables)
        .edit("datasets/waits/dataset.yaml", "    file: ages.csv", "    file: ages.csv\n    dictionary: ages-dictionary.csv")
        .file("datasets/waits/dictionary.csv", sexes)
        .file("datasets/waits/ages-dictionary.csv", ages)
        .file("datasets/waits/ages.csv", by_age)
        .file("datasets/waits/waits.csv", by_sex)
        .build();
    let sexes = portal.page("datasets/waits/waits.csv");
    assert!(sexes.contains("North,F,[c]\nNorth,M,[c]\nNorth,All,32\n"), "{sexes}");
    assert!(!portal.page("datasets/waits/ages.csv").contains("[c]"));
}

#[test]
fn one_table_is_protected_and_audited_without_a_portal() {
    let portal = Portal::empty()
        .file("visits.csv", "area,patients\nNorth,60\nSouth,3\nEast,17\nWest,21\nAll,101\n")
        .file("policy.yaml", "protect: {preset: below-5, counts: [patients], dimensions: {area: {total: All}}}\n");
    let run = portal.run(&["protect", "visits.csv", "--policy", "policy.yaml", "--out", "safe.csv", "--explain"]);
    assert_eq!(run.code, 0, "{}", run.stderr);
    assert!(run.stderr.contains("line 3, patients: small\nline 4, patients: protects others\n"), "{}", run.stderr);
    assert_eq!(portal.read("safe.csv"), "area,patients\nEast,[c]\nNorth,60\nSouth,[c]\nWest,21\nAll,101\n");
    let run = portal.run(&["protect", "safe.csv", "--policy", "policy.yaml", "--audit"]);
    assert_eq!((run.code, run.stderr.contains("2 counts hidden")), (0, true), "{}", run.stderr);
    let portal = portal.file("theirs.csv", "area,patients\nNorth,60\nSouth,[c]\nEast,17\nWest,2\nAll,82\n");
    let run = portal.run(&["protect", "theirs.csv", "--policy", "policy.yaml", "--audit"]);
    assert_eq!(run.code, 1);
    assert!(
        run.stdout
            .contains("line 3, patients: a hidden count can be worked out too closely, from `patients` in lines 2, 4, 5, 6\n")
    );
    assert!(run.stdout.contains("line 5, patients: a small count is shown\n"), "{}", run.stderr);
    let run = portal.run(&["protect", "theirs.csv", "--policy", "policy.yaml", "--audit", "--show-values"]);
    assert!(run.stdout.contains(": it is 3\n"), "{}", run.stderr);
    let portal = portal.file("none.yaml", "key: [area]\n");
    let run = portal.run(&["protect", "visits.csv", "--policy", "none.yaml"]);
    assert_eq!((run.code, run.stderr.contains("protect: {preset: below-5}")), (2, true), "{}", run.stderr);
}

#[test]
fn a_percentage_is_audited_with_its_count() {
    let rows: String = (1..30)
        .map(|n| format!("A{n},{},{},{:.1}\n", 200 + 7 * n, 20 + 3 * n, f64::from(20 + 3 * n) * 100.0 / f64::from(200 + 7 * n)))
        .collect();
    let portal = Portal::empty()
        .file("waits.csv", &format!("area,seen,late,percent\nB1,850,[c],0.4\n{rows}"))
        .file("policy.yaml", "protect: {preset: below-5, counts: [seen, late]}\n");
    let run = portal.run(&["protect", "waits.csv", "--policy", "policy.yaml", "--audit", "--show-values"]);
    assert_eq!(run.code, 1, "{}", run.stderr);
    assert!(run.stdout.contains("line 2, late: a hidden count can be worked out too closely, from `seen` in line 2: it is 3\n"));
}

#[test]
fn the_author_is_told_why_each_cell_is_hidden() {
    let rows = "2024-01,North,100,3\n2024-01,South,80,20\n2024-01,West,70,30\n2024-01,All,250,53\n";
    let portal = with_totals("{preset: below-5, dimensions: {place: {total: All}}}", rows);
    let run = portal.run(&["check", "--explain-protection", "waits"]);
    assert_eq!(run.code, 0, "{}", run.stderr);
    assert!(run.stdout.contains("waits.csv:2 late: small\n"), "{}", run.stdout);
    assert!(run.stdout.contains("2 cells hidden: 1 small, 0 hidden in the source, 1 to protect them\n"), "{}", run.stdout);
}

#[test]
fn sites_that_hide_the_same_cells_are_the_same_whatever_the_hidden_counts_are() {
    let site = |north: i64| {
        let rows = format!(
            "2024-01,North,100,{north}\n2024-01,South,80,{}\n2024-01,West,70,30\n2024-01,All,250,53\n2024-02,North,90,9\n\
             2024-02,South,70,8\n2024-02,West,60,7\n2024-02,All,220,24\n",
            23 - north
        );
        let kpi = "kpis:\n  - {id: k, title: K, table: waits, value: {ratio: {of: late, to: seen}}, period: month, by: place, \
                   format: {unit: percent, decimals: 1}, chart: line}\n";
        let portal = with_totals("{preset: below-5, dimensions: {place: {total: All}}}", &rows);
        portal.append("datasets/waits/dataset.yaml", kpi).build().site()
    };
    let first = site(3);
    assert!(String::from_utf8_lossy(&first["datasets/waits/waits.csv"]).contains("North,100,[c]\n"));
    for north in [1, 2, 4] {
        assert!(site(north) == first, "the site with {north} differs");
    }
}

#[test]
fn sums_that_nobody_declares_are_seen_as_readers_see_them() {
    let protect = |table: &str, policy: &str| {
        let portal = Portal::empty().file("t.csv", table).file("p.yaml", policy);
        let run = portal.run(&["protect", "t.csv", "--policy", "p.yaml"]);
        assert_eq!(run.code, 0, "{}", run.stderr);
        run.stdout.lines().filter(|line| line.contains("[c]")).collect::<Vec<_>>().join("; ")
    };
    let policy = "protect: {preset: below-5, counts: [n]}\n";
    assert_eq!(protect("area,n\nLeeds,3\nYork,40\nHull,31\nEngland,74\n", policy), "Hull,[c]; Leeds,[c]", "one place");
    let stack = "year,breakdown,value,n\n2024,all,all,40\n2024,sex,F,3\n2024,sex,M,37\n2024,age,young,15\n2024,age,old,25\n";
    let key = "protect: {preset: below-5, counts: [n]}\nkey: [year, breakdown, value]\n";
    assert_eq!(protect(stack, key), "2024,sex,F,[c]; 2024,sex,M,[c]", "breakdowns below each other");
    let to_date = "month,n,ytd\n2025-01,40,40\n2025-02,30,70\n2025-03,23,93\n2025-04,3,96\n2025-05,12,108\n";
    let both = "protect: {preset: below-5, counts: [n, ytd], cumulative: []}\nkey: [month]\n";
    assert_eq!(protect(to_date, both), "2025-04,[c],[c]; 2025-05,[c],108", "a year to date");
    let gap = "area,n\nA,3\nB,[z]\nC,42\nTotal,45\n";
    assert_eq!(protect(gap, policy), "A,[c]; C,[c]", "what is not there is nobody");
    let shares = "area,n,pct\nA,3,7.5\nB,17,42.5\nC,20,50.0\n";
    let statistics = "protect: {preset: below-5, counts: [n], statistics: {pct: n}}\n";
    assert_eq!(protect(shares, statistics), "A,[c],[c]; B,[c],[c]", "a whole that only percentages tell");
}

#[test]
fn a_policy_that_names_what_is_not_there_protects_nothing_and_says_so() {
    let table = "area,n,rate\nLeeds,3,1.5\nYork,40,2.5\nAll,43,2.0\n";
    for (policy, said) in [
        ("counts: [m]", "`counts` names `m`, which is not a column of numbers"),
        ("counts: [n], statistics: {ratee: n, rate: n}", "`statistics` names `ratee`, which is not a column"),
        ("counts: [n], cumulative: [m], statistics: {rate: n}", "`cumulative` names `m`, which is not a column"),
        (
            "counts: [n], statistics: {rate: n}, dimensions: {area: {total: Alll}}",
            "`total` names `Alll`, which no row has in `area`",
        ),
        ("counts: [n], statistics: {rate: n}, exact: {area: [Englnd]}", "`exact` names `Englnd`, which no row has in `area`"),
        ("counts: [n], statistics: {rate: n}, width: 100000", "a `width` above 50 would hide nearly everything"),
    ] {
        let portal = Portal::empty().file("t.csv", table).file("p.yaml", &format!("protect: {{preset: below-5, {policy}}}\n"));
        let run = portal.run(&["protect", "t.csv", "--policy", "p.yaml"]);
        assert_eq!((run.code, run.stdout.as_str()), (2, ""), "{policy}");
        assert!(run.stderr.contains(said), "{}", run.stderr);
    }
    let portal =
        Portal::empty().file("t.csv", "area,n\nLeeds,3*\nYork,40\n").file("p.yaml", "protect: {preset: below-5, counts: [n]}\n");
    let run = portal.run(&["protect", "t.csv", "--policy", "p.yaml"]);
    assert_eq!((run.code, run.stderr.contains("line 2: the cell of `n` is no number")), (2, true), "{}", run.stderr);
}

#[test]
fn a_total_in_another_table_counts_in_a_single_period() {
    let totals = "tables:\n  - {name: totals, file: totals.csv, dictionary: totals-dictionary.csv, protect: {preset: below-5}}\n";
    let portal = Portal::sample()
        .edit("datasets/waits/dataset.yaml", "tables:\n", totals)
        .file("datasets/waits/totals.csv", "month,seen,late\n2024-01,250,53\n2024-02,260,60\n")
        .file(
            "datasets/waits/totals-dictionary.csv",
            "name,title,type,description,unit\nmonth,Month,yearmonth,Calendar month,\nseen,Seen,integer,People who were seen,people\n\
             late,Late,integer,People who waited too long,people\n",
        )
        .file("datasets/waits/waits.csv", "month,place,seen,late\n2024-01,North,100,3\n2024-01,South,80,20\n2024-01,West,70,30\n")
        .build();
    let published = portal.page("datasets/waits/waits.csv");
    assert_eq!(published.matches("[c]").count(), 2, "{published}");
}

#[test]
fn a_text_that_shows_a_hidden_cell_in_a_table_stops_the_site() {
    let table = "| month | place | late |\n| --- | --- | --- |\n| 2024-02 | South | 4 |\n";
    let portal = Portal::sample()
        .edit("datasets/waits/waits.csv", "South,60,6", "South,60,4")
        .file("datasets/waits/guidance.md", &format!("## What happened\n\n{}", table.replace("| 4 |", "| [c] |")))
        .build();
    let before = portal.site();
    let portal = portal.file("datasets/waits/guidance.md", &format!("## What happened\n\n{table}"));
    let run = portal.run(&["build", "--as-of", portal.day()]);
    run.finds("protect/given-away", "datasets/waits/index.html is not published: it shows a cell of `late` that must be hidden");
    assert_eq!(portal.site(), before, "the site stays as it was");
}

#[test]
fn in_a_sensitive_column_nobody_is_known_by_the_group() {
    let rows = "month,place,result,seen\n2024-01,Ash,passed,0\n2024-01,Ash,failed,40\n2024-01,Ash,All,40\n\
                2024-01,Elm,passed,25\n2024-01,Elm,failed,30\n2024-01,Elm,All,55\n";
    let dictionary = "name,title,type,description,unit,sensitive\nmonth,Month,yearmonth,Calendar month,,\nplace,Place,string,School,,\n\
                      result,Result,string,Result,,true\nseen,Seen,integer,Pupils,people,\n";
    let agreed = "themes: [waiting-times]\nwaivers: [{rule: governance/sensitive, until: 2026-06-30, reason: groups are protected, \
                  approved_by: Information governance}]\n";
    let yaml = "key: [month, place, result]\n    protect: {preset: below-5, dimensions: {result: {total: All}}}";
    let portal = Portal::sample()
        .edit("datasets/waits/dataset.yaml", "protect: {preset: below-5}", yaml)
        .edit("datasets/waits/dataset.yaml", "themes: [waiting-times]\n", agreed)
        .file("datasets/waits/dictionary.csv", dictionary)
        .file("datasets/waits/waits.csv", rows)
        .build();
    let published = portal.page("datasets/waits/waits.csv");
    assert!(published.contains("Ash,failed,[c]\n2024-01,Ash,passed,[c]\n2024-01,Ash,All,40\n"), "{published}");
    assert_eq!(published.matches("[c]").count(), 2, "{published}");
    let why = portal.run(&["check", "--explain-protection", "waits"]).stdout;
    assert!(why.contains("waits.csv:2 seen: in a group of one kind"), "{why}");
    let open = portal
        .edit("datasets/waits/dictionary.csv", ",,true", ",,")
        .edit("datasets/waits/dataset.yaml", agreed, "themes: [waiting-times]\n")
        .build();
    assert!(!open.page("datasets/waits/waits.csv").contains("[c]"));
}

#[test]
fn a_large_table_that_has_not_changed_is_not_solved_again() {
    let mut rows = String::new();
    for place in 0..120 {
        let (north, south) = (if place % 7 == 0 { 3 } else { 40 + place }, 30 + 2 * place);
        for (area, late) in [("North", north), ("South", south), ("All", north + south)] {
            rows.push_str(&["2024-01", &format!("P{place}"), area, &(late * 9).to_string(), &late.to_string()].join(","));
            rows.push('\n');
        }
    }
    let dictionary = "name,title,type,description,unit\nmonth,Month,yearmonth,Calendar month,\nplace,Place,string,Place,\n\
                      area,Area,string,Area,\nseen,Seen,integer,People,people\nlate,Late,integer,People,people\n";
    let yaml = "key: [month, place, area]\n    protect: {preset: below-5, dimensions: {area: {total: All}}}";
    let portal = Portal::sample()
        .edit("datasets/waits/dataset.yaml", "protect: {preset: below-5}", yaml)
        .file("datasets/waits/dictionary.csv", dictionary)
        .file("datasets/waits/waits.csv", &format!("month,place,area,seen,late\n{rows}"))
        .build();
    let (first, kept) = (portal.site(), portal.read(".shelfmark/hidden/waits.json"));
    assert!(kept.starts_with("{\"model\":\""), "{kept}");
    let portal = portal.build();
    assert_eq!(portal.site(), first);
    // What is remembered is proved like anything else: what hides too little is forgotten.
    let hidden = serde_json::from_str::<serde_json::Value>(&kept).unwrap();
    let none = serde_json::json!({"model": hidden["model"], "hidden": []}).to_string();
    assert_eq!(portal.file(".shelfmark/hidden/waits.json", &none).build().site(), first);
}

#[test]
fn two_tables_of_the_same_people_are_one() {
    let yaml = "tables:\n  - {name: totals, file: totals.csv, dictionary: totals-dictionary.csv, protect: {preset: below-5}}\n";
    let dictionary = |columns: &str| {
        let head = "name,title,type,description,unit\nmonth,Month,yearmonth,Calendar month,\n";
        format!("{head}{columns}late,Late,integer,People who waited too long,people\n")
    };
    let place = "place,Place,string,Where people were seen,\n";
    let sex = "sex,Sex,string,Sex of the person,\n";
    let portal = |columns: &str, rows: &str, other_columns: &str, other_rows: &str| {
        Portal::sample()
            .edit("datasets/waits/dataset.yaml", "tables:\n", yaml)
            .file("datasets/waits/dictionary.csv", &dictionary(columns))
            .file("datasets/waits/waits.csv", rows)
            .file("datasets/waits/totals-dictionary.csv", &dictionary(other_columns))
            .file("datasets/waits/totals.csv", other_rows)
            .build()
    };
    // Nobody prints the total: both tables have it.
    let by_sex = "month,sex,late\n2024-01,F,22\n2024-01,M,12\n2024-02,F,22\n2024-02,M,20\n";
    let by_place = "month,place,late\n2024-01,North,4\n2024-01,South,24\n2024-01,West,6\n\
                    2024-02,North,12\n2024-02,South,24\n2024-02,West,6\n";
    let two_ways = portal(place, by_place, sex, by_sex);
    assert!(two_ways.page("datasets/waits/waits.csv").contains("2024-01,North,[c]\n2024-01,South,24\n2024-01,West,[c]\n"));
    // The total is that of two columns.
    let by_both = "month,place,sex,late\n2024-01,North,F,3\n2024-01,North,M,24\n2024-01,South,F,16\n2024-01,South,M,20\n";
    let far = portal(&format!("{place}{sex}"), by_both, "", "month,late\n2024-01,63\n2024-02,70\n");
    assert_eq!(far.page("datasets/waits/waits.csv").matches("[c]").count(), 2);
}
