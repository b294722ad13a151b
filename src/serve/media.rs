//! Media types by file extension, and byte ranges.

/// The media type of a file.
pub(super) fn media_type(path: &str) -> &'static str {
    let name = path.rsplit('/').next().unwrap_or(path);
    let ending = name.rsplit_once('.').map_or("", |(_, ending)| ending).to_ascii_lowercase();
    match ending.as_str() {
        "html" => "text/html; charset=utf-8",
        "css" => "text/css; charset=utf-8",
        "js" | "mjs" => "text/javascript; charset=utf-8",
        "csv" => "text/csv; charset=utf-8",
        "txt" => "text/plain; charset=utf-8",
        "md" => "text/markdown; charset=utf-8",
        "ttl" => "text/turtle; charset=utf-8",
        "xml" if name.starts_with("feed") => "application/atom+xml; charset=utf-8",
        "xml" => "application/xml; charset=utf-8",
        "rdf" => "application/rdf+xml",
        "json" => "application/json",
        "jsonld" => "application/ld+json",
        "webmanifest" => "application/manifest+json",
        "svg" => "image/svg+xml",
        "png" => "image/png",
        "jpg" | "jpeg" => "image/jpeg",
        "gif" => "image/gif",
        "webp" => "image/webp",
        "ico" => "image/x-icon",
        "woff2" => "font/woff2",
        "pdf" => "application/pdf",
        "zip" => "application/zip",
        "parquet" => "application/vnd.apache.parquet",
        "ods" => "application/vnd.oasis.opendocument.spreadsheet",
        "xlsx" => "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet",
        _ => "application/octet-stream",
    }
}

/// The requested part of a file.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) enum Part {
    /// The whole file: no range, several ranges, or one that cannot be read.
    Whole,
    /// From the first byte up to, but not including, the second.
    Some(u64, u64),
    /// Nothing, because the range is outside the file.
    Nothing,
}

/// Reads a `Range` header for a file of `length` bytes.
pub(super) fn part(range: Option<&str>, length: u64) -> Part {
    let Some((first, last)) = range.and_then(|range| range.strip_prefix("bytes=")).and_then(|range| range.split_once('-')) else {
        return Part::Whole;
    };
    let number = |text: &str| match text {
        "" => Some(None),
        text if text.bytes().all(|byte| byte.is_ascii_digit()) => Some(Some(text.parse().unwrap_or(u64::MAX))),
        _ => None,
    };
    match (number(first), number(last)) {
        (Some(None), Some(Some(0))) => Part::Nothing,
        (Some(None), Some(Some(_))) if length == 0 => Part::Nothing,
        (Some(None), Some(Some(count))) => Part::Some(length.saturating_sub(count), length),
        (Some(Some(first)), Some(None)) if first < length => Part::Some(first, length),
        (Some(Some(first)), Some(Some(last))) if first > last => Part::Whole,
        (Some(Some(first)), Some(Some(last))) if first < length => Part::Some(first, last.saturating_add(1).min(length)),
        (Some(Some(_)), Some(_)) => Part::Nothing,
        _ => Part::Whole,
    }
}

#[cfg(test)]
mod tests {
    use super::{Part, media_type, part};

    #[test]
    fn ranges_are_read_or_ignored_and_never_reach_over_the_end() {
        let read = |range| part(Some(range), 10);
        assert_eq!(read("bytes=0-0"), Part::Some(0, 1));
        assert_eq!(read("bytes=2-"), Part::Some(2, 10));
        assert_eq!(read("bytes=-3"), Part::Some(7, 10));
        assert_eq!(read("bytes=-99999999999999999999"), Part::Some(0, 10));
        assert_eq!(read("bytes=5-18446744073709551615"), Part::Some(5, 10));
        assert_eq!(read("bytes=10-"), Part::Nothing);
        assert_eq!(read("bytes=-0"), Part::Nothing);
        for odd in ["bytes=5-2", "bytes=abc", "items=0-1", "bytes=0-1,3-4", "bytes=-", "bytes=+1-2"] {
            assert_eq!(read(odd), Part::Whole, "{odd}");
        }
    }

    #[test]
    fn data_has_its_own_media_types() {
        assert_eq!(media_type("catalog.jsonld"), "application/ld+json");
        assert_eq!(media_type("a/b.PARQUET"), "application/vnd.apache.parquet");
        assert_eq!(media_type("feed.xml"), "application/atom+xml; charset=utf-8");
        assert_eq!(media_type("a.b/none"), "application/octet-stream");
    }
}
