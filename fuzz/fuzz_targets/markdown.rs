//! No text becomes an element that runs or loads.
#![no_main]

libfuzzer_sys::fuzz_target!(|text: &str| {
    let html = shelfmark::render::markdown_html(text).to_lowercase();
    for element in ["<script", "<img", "<iframe", "<object", "<style", "<a href=\"javascript:"] {
        assert!(!html.contains(element), "{element}");
    }
});
