//! What a picture says of itself beside what it shows: where it was taken, and by whom.

use std::io::Cursor;

use exif::{In, Reader, Tag};

use super::rules::PICTURE;
use crate::diagnostic::{Findings, Severity};
use crate::source::Place;

/// Whether bytes begin as a picture does.
pub(super) fn is_picture(bytes: &[u8]) -> bool {
    let is_webp = bytes.starts_with(b"RIFF") && bytes.get(8..12) == Some(b"WEBP");
    // Pictures of telephones (HEIC, AVIF) are in the container of films.
    let brands: [&[u8]; 8] = [b"heic", b"heix", b"heim", b"hevc", b"mif1", b"msf1", b"avif", b"avis"];
    let is_of_telephone = bytes.get(4..8) == Some(b"ftyp") && bytes.get(8..12).is_some_and(|brand| brands.contains(&brand));
    let beginnings: [&[u8]; 5] = [b"\x89PNG\r\n\x1a\n", b"\xff\xd8\xff", b"GIF8", b"II*\0", b"MM\0*"];
    is_webp || is_of_telephone || beginnings.iter().any(|beginning| bytes.starts_with(beginning))
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
    let press = PressFields::of(bytes);
    if has_field(&[Tag::GPSLatitude, Tag::GPSLongitude, Tag::GPSDestLatitude])
        || has(b"exif:GPSLatitude")
        || has(b"Iptc4xmpCore:Location")
        || press.tells_place
    {
        find("where it was taken", Severity::Error);
    }
    if has(b"PersonDisplayName") || has(b"PersonInImage") || has(b"mwg-rs:Name") {
        find("who is in it", Severity::Error);
    }
    let says_maker =
        [b"<dc:creator>".as_slice(), b"photoshop:AuthorsPosition", b"tEXtAuthor\0", b"iTXtAuthor\0", b"zTXtAuthor\0"];
    if has_field(&[Tag::Artist, Tag::CameraOwnerName]) || press.tells_maker || says_maker.iter().any(|word| has(word)) {
        find("who made it", Severity::Warning);
    }
    if has_field(&[Tag::BodySerialNumber]) {
        find("the number of the camera", Severity::Warning);
    }
}

/// What the fields for the press (IPTC-IIM) tell, which picture libraries and editors write beside all others.
#[derive(Default)]
struct PressFields {
    tells_place: bool,
    tells_maker: bool,
}

impl PressFields {
    /// Reads the block of these fields: each is the byte 28, the numbers of its group and its kind, a length and a text.
    fn of(bytes: &[u8]) -> Self {
        const BLOCK: &[u8] = b"8BIM\x04\x04";
        let (mut told, mut rest) = (Self::default(), bytes);
        while let Some(at) = memchr::memmem::find(rest, BLOCK) {
            rest = &rest[at + BLOCK.len()..];
            // A name, whose first byte is its length and which has an even number of bytes, and the length of the block.
            let name = usize::from(*rest.first().unwrap_or(&0)) / 2 * 2 + 2;
            let mut fields = rest.get(name + 4..).unwrap_or_default();
            while let [28, group, kind, high, low, after @ ..] = fields {
                let size = usize::from(u16::from_be_bytes([*high, *low]));
                let has_text = size > 0 && *group == 2;
                told.tells_place |= has_text && *kind == 92;
                told.tells_maker |= has_text && matches!(kind, 80 | 85 | 118 | 122);
                fields = after.get(size..).unwrap_or_default();
            }
        }
        told
    }
}

#[cfg(test)]
mod tests {
    use super::{PressFields, is_picture};

    #[test]
    fn fields_for_the_press_tell_who_and_where() {
        let block = |kind: u8, text: &str| {
            let size = u8::try_from(text.len()).unwrap();
            [b"8BIM\x04\x04\0\0\0\0\0\x20\x1c\x02\0\0\x02\0\x04".as_slice(), &[28, 2, kind, 0, size], text.as_bytes()].concat()
        };
        let told = |kind, text| {
            let told = PressFields::of(&block(kind, text));
            (told.tells_place, told.tells_maker)
        };
        assert_eq!(told(92, "Ward 4"), (true, false));
        assert_eq!(told(80, "A Person"), (false, true));
        assert_eq!(told(80, ""), (false, false));
        assert_eq!(told(5, "A chart of waits"), (false, false));
    }

    #[test]
    fn pictures_of_telephones_are_pictures() {
        assert!(is_picture(b"\0\0\0\x18ftypheic\0\0"));
        assert!(!is_picture(b"\0\0\0\x18ftypisom\0\0"));
    }
}
