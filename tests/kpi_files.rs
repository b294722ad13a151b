//! A KPI's files besides its page (table and image), and periods that are provisional, trajectories and related KPIs.

use crate::portal::Portal;

const TABLE: &str = "month,place,seen,late\n2023-12,North,200,40\n2024-01,North,100,10\n2024-01,South,50,20\n2024-02,North,120,3\n2024-02,South,60,6\n";

fn portal() -> Portal {
    let kpi = "kpis:\n  - {id: late, title: Seen late, table: waits, value: {ratio: {of: late, to: seen}}, period: month, by: place, format: {unit: percent, decimals: 1}, target: 10%, better: lower, provisional: 1, spc: {trajectory: plan}}\n";
    let with_plan = |line: &str| format!("{line},{}\n", if line.starts_with("month") { "plan" } else { "25" });
    let table: String = TABLE.lines().filter(|line| !line.contains("South")).map(with_plan).collect();
    let dictionary = "name,title,type,description,unit\nmonth,Month,yearmonth,Calendar month,\nplace,Place,string,Where people were seen,\nseen,Seen,integer,People who were seen,people\nlate,Late,integer,People who waited too long,people\nplan,Plan,number,Planned share of people seen late,percent\n";
    Portal::sample()
        .append("datasets/waits/dataset.yaml", kpi)
        .file("datasets/waits/waits.csv", &table)
        .file("datasets/waits/dictionary.csv", dictionary)
        .edit("datasets/waits/dataset.yaml", "from: 2024-01-01", "from: 2023-12-01")
        .build()
}

#[test]
fn the_table_holds_every_reading_with_its_marker_target_and_plan() {
    let portal = portal();
    let csv = portal.page("kpis/late.csv");
    let lines: Vec<&str> = csv.split("\r\n").collect();
    assert_eq!(
        lines[0],
        "series,is_total,period,period_label,period_type,period_start,period_end,value,marker,provisional,without,unit,target,trajectory,mean,lower,upper,rule,type,label,interval_lower,interval_upper"
    );
    assert_eq!(lines[1], "All,true,2023-12,December 2023,month,2023-12-01,2023-12-31,20,,false,,percent,10,25,,,,,,,,");
    assert_eq!(lines[2], "All,true,2024-01,January 2024,month,2024-01-01,2024-01-31,10,,false,,percent,10,25,,,,,,,,");
    assert_eq!(lines[3], "All,true,2024-02,February 2024,month,2024-02-01,2024-02-29,,[c],true,,percent,10,25,,,,,,,,");
    assert_eq!(lines[4], "North,false,2023-12,December 2023,month,2023-12-01,2023-12-31,20,,false,,percent,10,25,,,,,,,,");
    assert_eq!(portal.json("kpis/late.json")["provisional"], serde_json::json!(["2024-02"]));
}

#[test]
fn no_figure_of_a_provisional_period_is_shown_without_the_word() {
    let portal = portal();
    for page in ["index.html", "kpis/index.html", "datasets/waits/index.html", "kpis/late/index.html"] {
        let html = portal.page(page);
        assert!(html.contains("February 2024 (provisional)"), "{page}");
        assert!(!html.contains(">February 2024<"), "{page}");
    }
    let page = portal.page("kpis/late/index.html");
    assert!(page.contains("The latest period is provisional.") && page.contains("class=\"provisional\""), "{page}");
}

#[test]
fn a_trajectory_is_drawn_named_tabled_and_told() {
    let page = portal().page("kpis/late/index.html");
    assert!(page.contains("class=\"trajectory\""));
    assert!(page.contains("The trajectory runs from 25.0% in December 2023 to 25.0% in February 2024."));
    assert!(page.contains("<th scope=\"col\" class=\"number\">Trajectory</th>"));
    assert!(page.contains("</svg>Trajectory</li>"), "{page}");
}

#[test]
fn the_picture_needs_no_style_sheet_and_says_what_it_shows_and_where_from() {
    let svg = portal().page("kpis/late.svg");
    assert!(svg.starts_with("<svg xmlns=\"http://www.w3.org/2000/svg\" role=\"img\" width=\"840\""));
    assert!(svg.contains("Seen late: [c], confidential in February 2024 (provisional)"), "{svg}");
    assert!(svg.contains("Source: Us, Waits. https://data.example.org/a/kpis/late/"));
    assert!(!svg.contains("class=") && !svg.contains("style="), "{svg}");
}

#[test]
fn related_datasets_share_rare_columns_and_themes() {
    let other = |portal: Portal, id: &str, title: &str, theme: &str, column: &str| {
        let file = |name: &str| format!("datasets/{id}/{name}");
        let yaml = portal.read("datasets/waits/dataset.yaml").replace("title: Waits", &format!("title: {title}"));
        let yaml = yaml.replace("themes: [waiting-times]", &format!("themes: [{theme}]"));
        let dictionary = portal.read("datasets/waits/dictionary.csv").replace("place,", &format!("{column},"));
        let table = portal.read("datasets/waits/waits.csv").replace("place,", &format!("{column},"));
        let note = portal.read("datasets/waits/releases/1.0.md");
        portal
            .file(&file("dataset.yaml"), &yaml)
            .file(&file("dictionary.csv"), &dictionary)
            .file(&file("waits.csv"), &table)
            .file(&file("releases/1.0.md"), &note)
    };
    let portal = other(Portal::sample(), "beds", "Beds", "beds", "ward");
    let portal = other(portal, "staff", "Staff", "waiting-times", "place").build();
    let page = portal.page("datasets/waits/index.html");
    let (_, related) = page.split_once("<h2 id=\"related\">").unwrap();
    let (staff, beds) = (related.find("Staff").unwrap(), related.find("Beds").unwrap());
    assert!(staff < beds, "a theme and all columns shared come before some columns");
}

#[test]
fn a_newest_figure_that_is_hidden_takes_no_verdict_from_those_before() {
    let kpi = "kpis:\n  - {id: late, title: Seen late, table: waits, value: {sum: late}, period: month, chart: spc}\n";
    let rows: String = (1..=12).map(|month| format!("2023-{month:02},North,100,{}\n", 20 + month % 3)).collect();
    let portal = Portal::sample()
        .append("datasets/waits/dataset.yaml", kpi)
        .edit("datasets/waits/dataset.yaml", "from: 2024-01-01, to: 2024-02-29", "from: 2023-01-01, to: 2024-01-31")
        .file("datasets/waits/waits.csv", &format!("month,place,seen,late\n{rows}2024-01,North,100,3\n"))
        .build();
    let page = portal.page("kpis/late/index.html");
    assert_eq!(page.matches("<td>common cause variation</td>").count(), 12, "the hidden one has none");
    assert!(page.contains("</svg>As expected</li>"));
    let csv = portal.page("kpis/late.csv");
    assert_eq!(csv.matches(",Common Cause,").count(), 12, "{csv}");
}
