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
