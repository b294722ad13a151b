//! Any text is a page or has an error.
#![no_main]

libfuzzer_sys::fuzz_target!(|text: &str| {
    let (page, findings) = shelfmark::load::read_page(text);
    assert!(page.is_some() || findings.has_errors());
});
