//! CSVs as found in real life: encodings, line endings, delimiters, markers, dates and codes.

use crate::portal::{DAY, Portal};

fn table(dictionary: &str, csv: &[u8]) -> Portal {
    Portal::sample().file("datasets/waits/dictionary.csv", dictionary).bytes("datasets/waits/waits.csv", csv)
}

fn published(portal: Portal) -> String {
    portal.build().page("datasets/waits/waits.csv")
}

const NAMES: &str = "name,title,type,description\ncode,Code,string,A code\nname,Name,string,A name\n";

#[test]
fn codes_keep_leading_noughts_versions_their_digits_and_no_is_a_word() {
    let csv = b"code,name\n007,1.10\nNO,1e5\n";
    assert_eq!(published(table(NAMES, csv)), "code,name\n007,1.10\nNO,1e5\n");
    let portal = Portal::sample()
        .edit("datasets/waits/dataset.yaml", "version: \"1.0\"", "version: 1.10")
        .edit("datasets/waits/releases/1.0.md", "version: \"1.0\"", "version: 1.10")
        .edit("datasets/waits/dataset.yaml", "title: Waits", "title: NO")
        .build();
    let page = portal.page("datasets/waits/index.html");
    assert!(page.contains("<dd>1.10</dd>") && page.contains("<h1>NO</h1>"));
}

#[test]
fn windows_1252_and_mac_roman_are_named_by_the_error_and_read_once_they_are_declared() {
    for (bytes, name) in
        [(&b"code,name\n1,Caf\xe9\n2,\x80 5\n"[..], "windows-1252"), (&b"code,name\n1,Caf\x8e\n2,Espa\x96a\n"[..], "macintosh")]
    {
        let portal = table(NAMES, bytes);
        portal.check().finds("data/encoding", &format!("`encoding: {name}`"));
        let declared =
            portal.edit("datasets/waits/dataset.yaml", "file: waits.csv", &format!("file: waits.csv\n    encoding: {name}"));
        let run = declared.run(&["build", "--as-of", DAY]);
        assert!(run.code == 0 && !run.stderr.contains("data/encoding"), "{}", run.stderr);
        let text = declared.page("datasets/waits/waits.csv");
        assert!(text.contains("1,Café\n"), "{text}");
    }
}

#[test]
fn marks_carriage_returns_and_utf_16_are_read() {
    let expected = "code,name\n1,Café\n";
    assert_eq!(published(table(NAMES, "\u{feff}code,name\r\n1,Café\r\n".as_bytes())), expected);
    assert_eq!(published(table(NAMES, "code,name\r1,Café\r".as_bytes())), expected);
    let utf16: Vec<u8> = "\u{feff}code,name\n1,Café\n".encode_utf16().flat_map(u16::to_le_bytes).collect();
    assert_eq!(published(table(NAMES, &utf16)), expected);
}

#[test]
fn other_delimiters_and_quoted_line_ends() {
    assert_eq!(published(table(NAMES, b"code;name\n1;\"a;b\"\n")), "code,name\n1,a;b\n");
    assert_eq!(published(table(NAMES, b"code\tname\n1\t\"a,b\"\n")), "code,name\n1,\"a,b\"\n");
    assert_eq!(published(table(NAMES, b"code,name\n1,\"a \"\"b\"\"\nc\"\n")), "code,name\n1,\"a \"\"b\"\"\nc\"\n");
}

#[test]
fn a_table_without_a_header_takes_its_names_from_the_dictionary() {
    let portal = table(NAMES, b"1,One\n2,Two\n").edit(
        "datasets/waits/dataset.yaml",
        "file: waits.csv",
        "file: waits.csv\n    header: false",
    );
    assert_eq!(published(portal), "code,name\n1,One\n2,Two\n");
}

#[test]
fn numbers_lose_their_dress_and_keep_their_digits() {
    let dictionary = "name,title,type,description,unit\ncost,Cost,number,What it cost,£\n";
    let csv = "cost\n\"£4,097,313.49\"\n   69\n12.50\n\u{2212}3\n".as_bytes();
    assert_eq!(published(table(dictionary, csv)), "cost\n4097313.49\n69\n12.50\n-3\n");
}

#[test]
fn markers_are_read_in_every_form_and_written_in_one() {
    let dictionary = "name,title,type,description,unit\ncount,Count,integer,People,people\n";
    let csv = b"count\nc\n[x]\nz\nk\nu\nlow\n*\n:\n.\n..\nNA\n<10\n0-2\n[c]\n12\n";
    let markers =
        "markers: {c: c, z: z, k: k, u: u, low: low, \"*\": c, \":\": x, \".\": z, \"..\": x, NA: x, \"<10\": c, \"0-2\": c}";
    let portal =
        table(dictionary, csv).edit("datasets/waits/dataset.yaml", "file: waits.csv", &format!("file: waits.csv\n    {markers}"));
    assert_eq!(published(portal), "count\n[c]\n[x]\n[z]\n[low]\n[u]\n[low]\n[c]\n[x]\n[z]\n[x]\n[x]\n[c]\n[c]\n[c]\n12\n");
    table(dictionary, csv).check().finds("data/type", "`<10` in `count` is not a whole number");
}

#[test]
fn days_years_and_spans_are_read_as_their_dictionary_says() {
    let series = |kind: &str, cells: [&str; 2], published: &str| {
        let dictionary =
            format!("name,title,type,format,description,unit\nwhen,When,{kind},When it was,\nn,N,integer,,A count,people\n");
        let csv = format!("when,n\n{},10\n{},20\n", cells[1], cells[0]);
        let portal = table(&dictionary, csv.as_bytes())
            .append("datasets/waits/dataset.yaml", "kpis:\n  - {id: k, title: K, table: waits, value: {sum: n}, period: when}\n")
            .build();
        assert!(
            portal.page("datasets/waits/waits.csv").contains(published),
            "the author's digits stay, and dates become ISO 8601"
        );
        let kpi = portal.json("kpis/k.json");
        (kpi["series"][0]["period"].as_str().unwrap().to_owned(), kpi["series"][1]["period"].as_str().unwrap().to_owned())
    };
    let pair = |a: &str, b: &str| (a.to_owned(), b.to_owned());
    assert_eq!(series("date,%d/%m/%y", ["02/09/15", "01/10/16"], "2015-09-02"), pair("2015-09-02", "2016-10-01"));
    assert_eq!(series("period,financial-year", ["2010/11", "2011/12"], "2010/11"), pair("2010/11", "2011/12"));
    assert_eq!(series("period,academic-year", ["201617", "201718"], "201617"), pair("2016/17", "2017/18"));
    assert_eq!(series("period,year-range", ["2003-05", "2004-06"], "2003-05"), pair("2003-05", "2004-06"));
    // Texts stay in the order of the file.
    assert_eq!(series("period,text", ["After", "Before"], "After"), pair("Before", "After"));
}

#[test]
fn an_unclosed_quote_is_named_where_it_opened() {
    let csv = b"code,name\n1,One\n2,\"Two\n3,Three\n4,Four\n";
    table(NAMES, csv).check().finds("data/unbalanced-quote", "waits.csv:3:3");
}
