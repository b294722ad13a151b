//! KPIs compared with figures worked out by hand.

use serde_json::{Value, json};

use crate::portal::{Portal, brief};

fn kpi(definition: &str) -> Value {
    let yaml = format!("kpis:\n  - {{id: k, title: K, table: waits, {definition}}}\n");
    Portal::sample().append("datasets/waits/dataset.yaml", &yaml).build().json("kpis/k.json")
}

#[test]
fn a_sum_over_rows_by_period_with_its_change() {
    let kpi = kpi("value: {sum: seen}, period: month");
    assert_eq!(
        brief(&kpi["series"]),
        json!([
            {"period": "2024-01", "value": 150, "marker": null},
            {"period": "2024-02", "value": 180, "marker": null},
        ])
    );
    assert_eq!((&kpi["value"], &kpi["previous"], &kpi["period"]), (&json!(180), &json!(150), &json!("2024-02")));
    assert_eq!(kpi["change"], json!({"period": "2024-01", "value": 150, "difference": 30, "percent": 20}));
}

#[test]
fn a_ratio_is_of_sums_and_a_percentage_changes_in_points() {
    let kpi = kpi(
        "value: {ratio: {of: seen - late, to: seen}}, period: month, by: place, format: {unit: percent, decimals: 1}, target: 85%, better: higher",
    );
    assert_eq!(kpi["value"], json!(80));
    assert_eq!(kpi["breakdown"]["South"]["value"], json!(90));
    assert_eq!(kpi["breakdown"]["South"]["change"], json!({"period": "2024-01", "value": 60, "difference": 30, "percent": null}));
    assert_eq!(kpi["target"], json!(85));
}

#[test]
fn a_ratio_per_another_number() {
    let kpi = kpi("value: {ratio: {of: late, to: seen, per: 1000}}, period: month, where: {place: North}");
    assert_eq!(kpi["series"][0]["value"], json!(100));
}

#[test]
fn means_latest_and_filters() {
    assert_eq!(kpi("value: {mean: seen}, period: month")["value"], json!(90));
    assert_eq!(kpi("value: {latest: seen}, period: month, where: {place: [South]}")["value"], json!(60));
    let by = kpi("value: {latest: seen}, period: month, by: place");
    assert_eq!((&by["value"], &by["breakdown"]["North"]["value"]), (&Value::Null, &json!(120)));
    assert!(by["reason"].as_str().unwrap().contains("breakdown"));
}

#[test]
fn without_a_period_there_is_one_figure() {
    let kpi = kpi("value: {sum: late}");
    assert_eq!((&kpi["value"], &kpi["period"], &kpi["change"]), (&json!(66), &Value::Null, &Value::Null));
}

#[test]
fn the_year_before_is_the_same_month_of_it() {
    let rows: String = (0..14).map(|n| format!("{}-{:02},North,{},10\n", 2023 + n / 12, n % 12 + 1, 100 + n)).collect();
    let portal = Portal::sample()
        .file("datasets/waits/waits.csv", &format!("month,place,seen,late\n{rows}"))
        .edit("datasets/waits/dataset.yaml", "{preset: below-5}", "{preset: below-5, cumulative: []}")
        .append("datasets/waits/dataset.yaml", "kpis:\n  - {id: k, title: K, table: waits, value: {sum: seen}, period: month}\n")
        .build();
    let kpi = portal.json("kpis/k.json");
    let before = &kpi["year_before"];
    assert_eq!((&before["period"], &before["value"], &before["difference"]), (&json!("2023-02"), &json!(101), &json!(12)));
    assert!(portal.page("kpis/k/index.html").contains("Up 12 (11.9%) from 101 in February 2023."));
}

#[test]
fn a_missing_cell_makes_the_figure_missing_unless_it_may_be_left_out() {
    let portal = |rule: &str, cell: &str| {
        let yaml = format!("kpis:\n  - {{id: k, title: K, table: waits, value: {{sum: late}}, period: month{rule}}}\n");
        Portal::sample()
            .edit("datasets/waits/waits.csv", "2024-02,North,120,30", &format!("2024-02,North,120,{cell}"))
            .append("datasets/waits/dataset.yaml", &yaml)
            .build()
            .json("kpis/k.json")
    };
    let latest = |kpi: Value| brief(&kpi["series"][1]);
    assert_eq!(latest(portal("", "[x]")), json!({"period": "2024-02", "value": null, "marker": "[x]"}));
    assert_eq!(latest(portal("", "")), json!({"period": "2024-02", "value": null, "marker": "[x]"}));
    assert_eq!(latest(portal(", missing: omit", "[x]")), json!({"period": "2024-02", "value": 6, "marker": null}));
    assert_eq!(
        latest(portal(", missing: omit", "[c]")),
        json!({"period": "2024-02", "value": null, "marker": "[c]"}),
        "a confidential cell is never left out"
    );
    assert_eq!(
        latest(portal(", missing: omit", "2")),
        json!({"period": "2024-02", "value": null, "marker": "[c]"}),
        "nor one that the policy hides"
    );
    assert_eq!(latest(portal("", "0")), json!({"period": "2024-02", "value": 6, "marker": null}), "zero is a number");
}

#[test]
fn a_ratio_to_nought_is_not_applicable() {
    let portal = Portal::sample()
        .edit("datasets/waits/waits.csv", "2024-02,North,120,30\n2024-02,South,60,6", "2024-02,North,0,0\n2024-02,South,0,0")
        .append(
            "datasets/waits/dataset.yaml",
            "kpis:\n  - {id: k, title: K, table: waits, value: {ratio: {of: late, to: seen}}, period: month}\n",
        )
        .build();
    assert_eq!(brief(&portal.json("kpis/k.json")["series"][1]), json!({"period": "2024-02", "value": null, "marker": "[z]"}));
}

/// Takes a real series through all stages, from the table in the shipped portal to the JSON, and compares it with the golden
/// case that the R package made from the same table.
#[test]
fn a_shipped_table_has_the_limits_and_points_of_its_golden_case() {
    let kpi = "  - {id: breaches-rrk, title: Breaches, table: attendances, value: {sum: breaches}, period: period, where: {org_code: RRK, type: \"1\"}, better: lower, chart: spc, spc: {rebase: [2018-07-01]}}\n";
    let portal = Portal::shipped()
        .unapproved("ae-attendances")
        .edit("datasets/ae-attendances/dataset.yaml", "kpis:\n", &format!("kpis:\n{kpi}"))
        .build();
    let path = concat!(env!("CARGO_MANIFEST_DIR"), "/tests/golden/spc/d02_ae_trust_rrk_rebase.json.xz");
    let golden: Value = serde_json::from_slice(&crate::portal::unpacked(std::path::Path::new(path))).unwrap();
    let near = |ours: &Value, golden: &Value| {
        (ours.as_f64().unwrap() - golden.as_f64().unwrap()).abs() <= 1e-9 * golden.as_f64().unwrap()
    };
    let spc = &portal.json("kpis/breaches-rrk.json")["spc"];
    let (groups, golden_groups) = (spc["groups"].as_array().unwrap(), golden["expected"]["groups"].as_array().unwrap());
    assert_eq!(groups.len(), golden_groups.len());
    let (ours, expected) = (&groups[0], &golden_groups[0]);
    assert!(
        near(&ours["mean"], &expected["mean"])
            && near(&ours["computed_lower"], &expected["lpl"])
            && near(&ours["computed_upper"], &expected["upl"]),
        "{ours}"
    );
    // Since the rebase there are 9 points, too few for limits and verdicts. The package gives both.
    assert!(near(&groups[1]["mean"], &golden_groups[1]["mean"]) && groups[1]["lower"].is_null());
    let (ours, golden) = (spc["points"].as_array().unwrap(), golden["expected"]["points"].as_array().unwrap());
    assert_eq!(ours.len(), golden.len());
    let judged = ours.len() - 9;
    for (at, (ours, golden)) in ours.iter().zip(golden).enumerate() {
        assert!(near(&ours["value"], &golden["value"]));
        assert_eq!(ours["period"], golden["date"]);
        if at < judged {
            assert_eq!((&ours["rule"], &ours["type"]), (&golden["special_cause_type"], &golden["point_type"]));
        } else {
            assert!(ours["rule"].is_null() && ours["type"].is_null(), "{ours}");
        }
    }
}

#[test]
fn a_rebase_begins_new_limits_for_its_series_alone() {
    let kpi = "  - {id: by-trust, title: By trust, table: attendances, value: {ratio: {of: attendances - breaches, to: attendances}}, period: period, where: {org_code: [RRK, RR8], type: \"1\"}, by: org_code, format: {unit: percent}, better: higher, chart: spc, spc: {rebase: {RRK: [2018-07-01]}}}\n";
    let portal = Portal::shipped()
        .unapproved("ae-attendances")
        .edit("datasets/ae-attendances/dataset.yaml", "kpis:\n", &format!("kpis:\n{kpi}"))
        .build();
    let breakdown = &portal.json("kpis/by-trust.json")["breakdown"];
    let groups = breakdown["RRK"]["spc"]["groups"].as_array().unwrap();
    assert_eq!(groups.len(), 2);
    assert_eq!((&groups[1]["from"], &groups[1]["baseline"]["points"]), (&json!("2018-07-01"), &json!(9)));
    assert_eq!(breakdown["RRK"]["spc"]["variation"], Value::Null);
    assert!(
        breakdown["RRK"]["spc"]["reason"]
            .as_str()
            .unwrap()
            .starts_with("Not enough data: limits need at least 12 points, and there are 9 points")
    );
    assert!(breakdown["RR8"]["spc"].get("groups").is_none());
}

#[test]
fn two_spellings_of_one_period_are_one_period() {
    let portal = Portal::sample()
        .edit("datasets/waits/waits.csv", "2024-02,South,60,6", "2024-02 ,South,60,6")
        .append(
            "datasets/waits/dataset.yaml",
            "kpis:\n  - {id: k, title: K, table: waits, value: {ratio: {of: late, to: seen}}, period: month}\n",
        )
        .build();
    assert_eq!(brief(&portal.json("kpis/k.json")["series"][1]), json!({"period": "2024-02", "value": 0.2, "marker": null}));
}

/// A KPI of the sample, whose table also has rows for a declared total of its places.
fn of_totals(rows: &str, kpi: &str) -> serde_json::Value {
    Portal::sample()
        .append("datasets/waits/waits.csv", rows)
        .edit("datasets/waits/dataset.yaml", "{preset: below-5}", "{preset: below-5, dimensions: {place: {total: All}}}")
        .append("datasets/waits/dataset.yaml", &format!("kpis:\n  - {{id: k, title: K, table: waits, period: month, {kpi}}}\n"))
        .build()
        .json("kpis/k.json")
}

#[test]
fn a_declared_total_is_the_whole_and_is_not_added_to_its_parts() {
    let portal = |kpi: &str| of_totals("2024-01,All,150,30\n2024-02,All,180,36\n", kpi);
    let by = portal("value: {sum: seen}, by: place");
    assert_eq!(by["value"], 180);
    let names: Vec<&String> = by["breakdown"].as_object().unwrap().keys().collect();
    assert_eq!(names, ["North", "South"]);
    assert_eq!(portal("value: {sum: seen}")["value"], 180);
    assert_eq!(portal("value: {latest: seen}, by: place")["value"], 180);
    assert_eq!(portal("value: {latest: seen}")["value"], 180);
    assert_eq!(portal("value: {sum: seen}, where: {place: [North]}")["value"], 120);
}

#[test]
fn a_total_that_stands_beside_some_parts_only_counts_there_whatever_columns_are_called() {
    for (first, second) in [("place", "sex"), ("sex", "place")] {
        // The KPI is broken down by `first`. The South has no row for the total of `second`.
        let rows = ["England,All,100", "England,F,60", "England,M,40", "North,All,80", "North,F,60", "North,M,20", "South,M,20"];
        let rows: String = rows.iter().map(|row| format!("2024-01,{row}\n")).collect();
        let portal = Portal::sample()
            .file("datasets/waits/waits.csv", &format!("month,{first},{second},seen\n{rows}"))
            .file(
                "datasets/waits/dictionary.csv",
                &format!("name,title,type,description\nmonth,Month,yearmonth,M\n{first},A,string,A\n{second},B,string,B\nseen,Seen,integer,S\n"),
            )
            .edit(
                "datasets/waits/dataset.yaml",
                "{preset: below-5}",
                &format!("{{preset: below-5, dimensions: {{{first}: {{total: England}}, {second}: {{total: All}}}}}}"),
            )
            .append(
                "datasets/waits/dataset.yaml",
                &format!("kpis:\n  - {{id: k, title: K, table: waits, period: month, value: {{sum: seen}}, by: {first}}}\n"),
            )
            .build();
        let kpi = portal.json("kpis/k.json");
        assert_eq!(kpi["value"], 100, "{first}");
        assert_eq!((&kpi["breakdown"]["North"]["value"], &kpi["breakdown"]["South"]["value"]), (&json!(80), &json!(20)));
    }
}

#[test]
fn a_number_too_large_to_hold_is_not_a_number() {
    let huge = "9".repeat(400);
    let portal = Portal::sample().edit("datasets/waits/waits.csv", "2024-02,South,60,6", &format!("2024-02,South,{huge},6"));
    portal.check().finds("data/type", "is not a whole number");
}

#[test]
fn a_total_that_some_periods_lack_is_made_of_their_parts() {
    let portal = |kpi: &str| of_totals("2024-01,All,150,30\n", kpi);
    for kpi in ["value: {sum: seen}", "value: {sum: seen}, by: place"] {
        let figures: Vec<_> = portal(kpi)["series"].as_array().unwrap().iter().map(|point| point["value"].clone()).collect();
        assert_eq!(figures, [json!(150), json!(180)], "{kpi}");
    }
    let latest = portal("value: {latest: seen}, by: place");
    assert_eq!((&latest["series"][0]["value"], latest["series"].as_array().unwrap().len()), (&json!(150), 1));
}

#[test]
fn the_names_of_codes_tell_no_rows_apart() {
    for (key, by, overall) in [
        ("key: [month, code, name]", "", 350),
        ("key: [month, code]", ", by: name", 350),
        ("key: [month, code, name]", ", by: code", 350),
    ] {
        let rows = "2024-01,E,England,300\n2024-01,A,North,100\n2024-01,B,South,200\n2024-02,E,England,350\n2024-02,A,North,150\n2024-02,B,South,200\n";
        let kpi = Portal::sample()
            .file("datasets/waits/waits.csv", &format!("month,code,name,seen\n{rows}"))
            .file(
                "datasets/waits/dictionary.csv",
                "name,title,type,description\nmonth,Month,yearmonth,M\ncode,Code,string,C\nname,Name,string,N\nseen,Seen,integer,S\n",
            )
            .edit("datasets/waits/dataset.yaml", "{preset: below-5}", &format!("{{preset: below-5, dimensions: {{code: {{total: E}}}}}}\n    {key}"))
            .append("datasets/waits/dataset.yaml", &format!("kpis:\n  - {{id: k, title: K, table: waits, period: month, value: {{sum: seen}}{by}}}\n"))
            .build()
            .json("kpis/k.json");
        assert_eq!(kpi["value"], overall, "{key}{by}");
        let parts: Vec<&String> = kpi["breakdown"].as_object().map_or_else(Vec::new, |parts| parts.keys().collect());
        assert!(
            parts.is_empty() == by.is_empty() && !parts.iter().any(|part| ["E", "England"].contains(&part.as_str())),
            "{parts:?}"
        );
    }
}

#[test]
fn days_that_end_a_week_are_not_the_week_that_begins_there() {
    let portal = |name: &str| {
        Portal::sample()
            .file("datasets/waits/waits.csv", &format!("{name},seen\n2024-01-07,100\n2024-01-14,110\n2024-01-21,120\n"))
            .file(
                "datasets/waits/dictionary.csv",
                &format!("name,title,type,description\n{name},Week,date,W\nseen,Seen,integer,S\n"),
            )
            .append(
                "datasets/waits/dataset.yaml",
                &format!("kpis:\n  - {{id: k, title: K, table: waits, period: {name}, value: {{sum: seen}}}}\n"),
            )
            .build()
            .page("kpis/k/index.html")
    };
    for name in ["week", "week_ending", "WeekEnding", "period end", "week_attended"] {
        assert!(portal(name).contains("eek ending 21 January 2024"), "{name}");
    }
    assert!(portal("week_commencing").contains("eek beginning 21 January 2024"));
}
