//! What a picture says of itself beside what it shows: where it was taken, and by whom.

use std::io::Cursor;

use exif::{In, Reader, Tag};

use super::rules::PICTURE;
use crate::diagnostic::{Findings, Severity};
use crate::source::Place;

/// Whether bytes begin as a picture does.
pub(super) fn is_picture(bytes: &[u8]) -> bool {
    let is_webp = bytes.starts_with(b"RIFF") && bytes.get(8..12) == Some(b"WEBP");
    let beginnings: [&[u8]; 5] = [b"\x89PNG\r\n\x1a\n", b"\xff\xd8\xff", b"GIF8", b"II*\0", b"MM\0*"];
    is_webp || beginnings.iter().any(|beginning| bytes.starts_with(beginning))
}

pub(super) fn detect(bytes: &[u8], path: &str, findings: &mut Findings) {
    let mut find = |what: &str, severity: Severity| {
        let mut found = PICTURE.finding(format!("this picture records {what}")).at(Place::of_file(path), "");
        found.severity = severity;
        findings.push(found.help("save it again without its metadata"));
    };
    let has = |word: &[u8]| memchr::memmem::find(bytes, word).is_some();
    let details = Reader::new().read_from_container(&mut Cursor::new(bytes)).ok();
    let has_field = |tags: &[Tag]| {
        details.as_ref().is_some_and(|details| tags.iter().any(|tag| details.get_field(*tag, In::PRIMARY).is_some()))
    };
    if has_field(&[Tag::GPSLatitude, Tag::GPSLongitude, Tag::GPSDestLatitude]) || has(b"exif:GPSLatitude") {
        find("where it was taken", Severity::Error);
    }
    if has_field(&[Tag::Artist, Tag::CameraOwnerName]) || has(b"<dc:creator>") || has(b"photoshop:AuthorsPosition") {
        find("who made it", Severity::Warning);
    }
    if has_field(&[Tag::BodySerialNumber]) {
        find("the number of the camera", Severity::Warning);
    }
}
