//! Runs the code samples on a dataset's page, as a reader would.

use std::process::Command;

use crate::portal::Portal;

/// A portal with codes that start with zeros, and columns whose names need quotes.
fn portal() -> Portal {
    Portal::sample()
        .file("datasets/waits/dictionary.csv", "name,title,type,description,unit,missing_values\nmonth,Month,yearmonth,Calendar month,,\n\"place, \"\"code\"\"\",Place,string,Code of the place,,\nseen,Seen,integer,People who were seen,people,n/a=x\nlate,Late,integer,People who waited too long,people,\n")
        .file("datasets/waits/waits.csv", "month,\"place, \"\"code\"\"\",seen,late\n2024-01,007,\"1,000\",10\n2024-02,NA,n/a,3\n")
        .build()
}

/// The sample under a heading of the dataset's page, reading the local file instead of the portal's address.
fn sample(portal: &Portal, name: &str) -> String {
    let page = portal.page("datasets/waits/index.html");
    let (_, rest) = page.split_once(&format!("<h4>{name}</h4>")).unwrap();
    let (_, rest) = rest.split_once("<code>").unwrap();
    let (code, _) = rest.split_once("</code>").unwrap();
    let code =
        code.replace("&lt;", "<").replace("&quot;", "\"").replace("&#39;", "'").replace("&#x27;", "'").replace("&amp;", "&");
    let folder = portal.path("public").display().to_string().replace('\\', "/");
    code.replace("https://data.example.org/a", &folder)
}

/// The output of the first of these programs that passes a probe. `None` if the machine has none of them.
fn run(programs: &[&str], probe: &[&str], arguments: &[&str]) -> Option<String> {
    let works = |program: &&&str| Command::new(program).args(probe).output().is_ok_and(|output| output.status.success());
    let program = programs.iter().find(works)?;
    let output = Command::new(program).args(arguments).output().unwrap();
    assert!(output.status.success(), "{}", String::from_utf8_lossy(&output.stderr));
    Some(String::from_utf8(output.stdout).unwrap().replace("\r\n", "\n"))
}

#[test]
fn r_reads_codes_as_texts_and_markers_as_missing() {
    let portal = portal();
    let code = sample(&portal, "R");
    assert!(code.contains("na.strings = c(\"\", \"[c]\", \"[x]\")"), "{code}");
    let script = format!(
        "{code}\ncat(waits[[2]], sum(waits$seen, na.rm = TRUE), sum(is.na(waits$seen)), is.na(waits$late[2]), names(waits)[2], sep = \"|\")"
    );
    if let Some(printed) = run(&["Rscript"], &["--version"], &["-e", &script]) {
        assert_eq!(printed, "007|NA|1000|1|TRUE|place, \"code\"");
    }
}

#[test]
fn python_reads_codes_as_texts_and_markers_as_missing() {
    let portal = portal();
    let code = sample(&portal, "Python");
    assert!(code.contains("na_values=[\"\", \"[c]\", \"[x]\"]"), "{code}");
    let script =
        format!("{code}\nprint(list(waits.iloc[:, 1]), waits.seen.sum(), waits.seen.isna().sum(), waits.late.isna()[1])");
    let printed = run(&["python3", "/usr/bin/python3", "python"], &["-c", "import pandas"], &["-c", &script]);
    if let Some(printed) = printed {
        assert_eq!(printed.trim().replace("np.float64(1000.0)", "1000.0"), "['007', 'NA'] 1000.0 1 True");
    }
}

#[test]
fn curl_fetches_the_file_by_its_name() {
    let portal = portal();
    let code = sample(&portal, "curl");
    let folder = portal.path("fetched");
    std::fs::create_dir(&folder).unwrap();
    let address = code.split('"').nth(1).unwrap();
    assert_eq!(code, format!("curl --fail --location --remote-name \"{address}\""));
    let (url, to) = (format!("file://{address}"), folder.display().to_string());
    let arguments = ["--silent", "--fail", "--location", "--remote-name", "--output-dir", &to, &url];
    if run(&["curl"], &["--version"], &arguments).is_some() {
        assert_eq!(portal.read("fetched/waits.csv"), portal.page("datasets/waits/waits.csv"));
    }
}
