//! Any bytes are a table, every cell of which has a place, or have an error.
#![no_main]

libfuzzer_sys::fuzz_target!(|bytes: &[u8]| {
    let (table, findings) = shelfmark::load::read_table(bytes.to_vec());
    assert!(table.is_some() || findings.has_errors());
    let Some(table) = table else { return };
    for row in 0..table.data.rows.min(50) {
        for column in 0..table.data.columns.len().min(50) {
            assert!(table.place(row, column).line > 0);
        }
    }
});
