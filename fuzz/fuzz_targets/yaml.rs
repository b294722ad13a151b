//! Any text is metadata or has an error.
#![no_main]

libfuzzer_sys::fuzz_target!(|text: &str| {
    let (metadata, findings) = shelfmark::load::read_metadata(text);
    assert!(metadata.is_some() || findings.has_errors());
});
