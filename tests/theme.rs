//! Themes: replacing single files, and errors in templates.

use crate::portal::Portal;

#[test]
fn a_portal_overrides_one_file_and_keeps_the_rest() {
    let portal = Portal::sample()
        .append("portal.yaml", "theme: {name: ours}\n")
        .file(
            "themes/ours/templates/groups.html",
            "{% extends \"base.html\" %}{% block main %}<h1>Ours: {{ heading }}</h1>{% endblock main %}",
        )
        .file("themes/ours/assets/extra.css", "body { color: black; }")
        .build();
    assert!(portal.page("themes/index.html").contains("<h1>Ours: Themes</h1>"));
    assert!(portal.page("index.html").contains("<h1>Test portal</h1>"), "the built-in home page");
    assert_eq!(portal.page("assets/extra.css"), "body { color: black; }");
    assert!(portal.page("assets/style.css").contains("--accent"), "the built-in style");
}

#[test]
fn a_value_that_there_is_not_is_named_with_those_that_there_are() {
    let portal = Portal::sample().file("themes/default/templates/groups.html", "<p>ok</p>\n<p>{{ page.titel }}</p>\n");
    let run = portal.check();
    run.finds("theme/template", "themes/default/templates/groups.html:2:");
    assert!(run.stderr.contains("titel") && run.stderr.contains("title"), "the fields there are: {}", run.stderr);
}

#[test]
fn a_template_that_cannot_be_read_is_found_before_anything_is_rendered() {
    let portal = Portal::sample().file("themes/default/templates/groups.html", "{% if %}");
    portal.check().finds("theme/template", "themes/default/templates/groups.html:1:");
}

#[test]
fn a_theme_that_is_not_there_is_a_finding() {
    Portal::sample()
        .append("portal.yaml", "theme: {name: thiers}\n")
        .check()
        .finds("metadata/portal", "there is no theme `thiers`");
}

#[test]
fn every_unknown_include_component_and_filter_is_found_in_its_place() {
    let template = "<p>{{ portal.title | nofilter }}</p>\n{% include \"nope.html\" %}\n{{ <nothing /> }}\n";
    let run = Portal::sample().file("themes/default/templates/groups.html", template).check();
    run.finds("theme/template", "themes/default/templates/groups.html:1:");
    for place in ["groups.html:2:", "groups.html:3:"] {
        assert!(run.stderr.contains(place), "{place} in {}", run.stderr);
    }
    assert!(!run.stderr.contains("error: error"), "{}", run.stderr);
}

#[test]
fn a_page_around_all_others_that_lacks_blocks_is_the_one_to_blame() {
    let portal = Portal::sample().file("themes/default/templates/base.html", "<html><body>x</body></html>\n");
    let run = portal.check();
    assert_eq!(run.stderr.matches("error[").count(), 1, "{}", run.stderr);
    assert!(run.stderr.contains("themes/default/templates/base.html") && run.stderr.contains("`main`"), "{}", run.stderr);
}

/// A portal whose page of groups does something without an end.
fn with_groups(template: &str) -> Portal {
    Portal::sample().file("themes/default/templates/groups.html", template)
}

#[test]
fn a_template_without_an_end_is_a_finding_in_its_place() {
    let loops = "<p>ok</p>\n{% for a in range(end=9000) %}{% for b in range(end=9000) %}{% endfor %}{% endfor %}";
    let texts = "<p>ok</p>\n{% set x = \"ab\" %}{% for a in range(end=60) %}{% set_global x = x ~ x %}{% endfor %}";
    let lists = "<p>ok</p>\n{% set x = [1] %}{% for a in range(end=60) %}{% set_global x = [x, x] %}{% endfor %}{{ x }}";
    let block = "<p>ok</p>\n{% for a in range(end=90000) -%} {% set x %}{{ a }}{% for b in range(end=90000) %}{% endfor %}{% endset %} {%- endfor %}";
    for (template, says) in [
        (loops, "a loop that runs more than"),
        (texts, "a value of more than"),
        (lists, "a value of more than"),
        (block, "a loop that runs more than"),
    ] {
        let run = with_groups(template).check();
        run.finds("theme/template", "themes/default/templates/groups.html:2:");
        // On a busy computer, the time is over before the steps are.
        let is_said = [says, "a page that takes longer than"].iter().any(|said| run.stderr.contains(said));
        assert!(is_said, "{template}: {}", run.stderr);
    }
    let run = with_groups("{% for a in range(end=90000) %}{{ \"a\" | indent(width=1000, first=true) }}{% endfor %}").check();
    run.finds("theme/template", "themes/default/templates/groups.html");
    assert!(run.stderr.contains("64 MiB"), "{}", run.stderr);
    let run = with_groups("{% component again() %}{{ <again /> }}{% endcomponent again %}{{ <again /> }}").check();
    run.finds("theme/template", "themes/default/templates/groups.html");
}

#[test]
fn limits_change_nothing_in_a_page_and_places_stay_those_of_the_author() {
    let template = "{% set one = \"<b>\" %}{% for a in [\"x\", \"y\"] -%}  {{ a | replace(from=\"x\", to=one) }}{% set b %}{{ a }}{% endset -%}\n {{ b }};{% endfor %}\
        {{ [\"a\", \"<\"] | join(sep=\",\") }}{{ \"a\nb\" | indent(width=2) }}";
    let portal = with_groups(template).build();
    assert_eq!(portal.page("themes/index.html"), "&lt;b&gt;x;yy;a,&lt;a\n  b");
    let run = with_groups("{% for a in [1] %}{% set b = a %}{{ nothing }}{% endfor %}").check();
    run.finds("theme/template", "themes/default/templates/groups.html:1:37");
}

#[test]
fn a_value_that_is_printed_as_markup_is_a_warning_unless_it_is_markup() {
    let run = with_groups("<h1>{{ heading | safe }}</h1>{{ heading ~ \"a\" | safe }}").check();
    assert_eq!(run.stderr.matches("warning[theme/unescaped]").count(), 2, "{}", run.stderr);
    let own = std::fs::read_to_string("themes/default/templates/dataset.html").unwrap();
    let run = Portal::sample().file("themes/default/templates/dataset.html", &own).check();
    assert!(!run.stderr.contains("theme/unescaped"), "{}", run.stderr);
}
