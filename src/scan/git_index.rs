//! The list of files that git tracks, as `.git/index` holds it in versions 2 to 4.
//!
//! In: the bytes of an index. Out: the paths in it, and the name of the index that it adds to, if it is split. Nothing is checked
//! but the lengths: git has checked the rest, and an index that breaks off gives the paths up to there.

use std::collections::BTreeSet;

/// The paths in an index.
#[derive(Debug, Default, PartialEq, Eq)]
pub(super) struct Tracked {
    pub(super) paths: BTreeSet<Vec<u8>>,
    /// The file that holds the rest of a split index.
    pub(super) shared: Option<String>,
}

/// Where the hash of a file begins in its entry: ten numbers of four bytes stand before it.
const HASH_AT: usize = 40;
/// The flag that says that two more bytes of flags follow.
const MORE_FLAGS: u16 = 0x4000;

/// Reads an index whose hashes have so many bytes: 20, or 32 where the repository uses SHA-256.
pub(super) fn tracked(index: &[u8], hash: usize) -> Tracked {
    let mut found = Tracked::default();
    let rest = entries(index, hash, &mut found.paths).unwrap_or(&[]);
    // Parts of other kinds follow: four letters, a length, and so many bytes. The last thing is a hash of it all.
    let mut parts = rest;
    while let (Some(kind), Some(size)) = (parts.get(..4), number(parts, 4)) {
        let Some(content) = parts.get(8..8 + size) else { break };
        if let (b"link", Some(base)) = (kind, content.get(..hash)) {
            let digits: Vec<String> = base.iter().map(|byte| format!("{byte:02x}")).collect();
            found.shared = Some(format!("sharedindex.{}", digits.concat()));
        }
        parts = &parts[8 + size..];
    }
    found
}

/// Reads the entries, and gives what follows them.
fn entries<'a>(index: &'a [u8], hash: usize, paths: &mut BTreeSet<Vec<u8>>) -> Option<&'a [u8]> {
    let (version, count) = (number(index, 4)?, number(index, 8)?);
    if !index.starts_with(b"DIRC") || !(2..=4).contains(&version) {
        return None;
    }
    let (mut rest, mut path) = (index.get(12..)?, Vec::new());
    for _ in 0..count {
        let flags = u16::from_be_bytes(rest.get(HASH_AT + hash..HASH_AT + hash + 2)?.try_into().ok()?);
        let mut at = HASH_AT + hash + 2 + if flags & MORE_FLAGS == 0 { 0 } else { 2 };
        if version == 4 {
            // A path begins with that of the entry before, but for so many bytes at its end.
            let (cut, width) = packed(rest.get(at..)?)?;
            path.truncate(path.len().checked_sub(cut)?);
            at += width;
        } else {
            path.clear();
        }
        let name = rest.get(at..)?;
        let end = memchr::memchr(0, name)?;
        path.extend_from_slice(&name[..end]);
        paths.insert(path.clone());
        at += end;
        // Up to version 3, an entry ends with 1 to 8 zeros and is a multiple of 8 bytes long.
        rest = rest.get(if version == 4 { at + 1 } else { (at / 8 + 1) * 8 }..)?;
    }
    Some(rest)
}

/// A number of four bytes.
fn number(bytes: &[u8], at: usize) -> Option<usize> {
    usize::try_from(u32::from_be_bytes(bytes.get(at..at + 4)?.try_into().ok()?)).ok()
}

/// A number in as many bytes as it needs, and how many those are. Each has seven bits, and all but the last have the eighth set.
fn packed(bytes: &[u8]) -> Option<(usize, usize)> {
    let mut value = usize::from(bytes.first()? & 0x7f);
    let mut width = 1;
    while bytes[width - 1] & 0x80 != 0 {
        value = (value.checked_add(1)?.checked_mul(128)?).checked_add(usize::from(bytes.get(width)? & 0x7f))?;
        width += 1;
    }
    Some((value, width))
}

#[cfg(test)]
mod tests {
    use super::{packed, tracked};

    /// An entry of which only the name matters.
    fn entry(version: u32, before: &str, path: &str) -> Vec<u8> {
        let mut bytes = vec![7; 60];
        bytes.extend(u16::try_from(path.len()).unwrap().to_be_bytes());
        if version < 4 {
            bytes.extend(path.as_bytes());
            bytes.resize((bytes.len() / 8 + 1) * 8, 0);
            return bytes;
        }
        let same = before.bytes().zip(path.bytes()).take_while(|(a, b)| a == b).count();
        bytes.push(u8::try_from(before.len() - same).unwrap());
        bytes.extend(path[same..].bytes().chain([0]));
        bytes
    }

    #[test]
    fn an_index_of_any_version_lists_what_is_tracked() {
        let paths = ["datasets/a/a.csv", "datasets/a/ab.csv", "portal.yaml"];
        for version in 2..=4_u32 {
            let mut index = [b"DIRC".as_slice(), &version.to_be_bytes(), &3_u32.to_be_bytes()].concat();
            let before = ["", paths[0], paths[1]];
            index.extend(before.iter().zip(paths).flat_map(|(before, path)| entry(version, before, path)));
            index.extend([b"link".as_slice(), &20_u32.to_be_bytes(), &[0xab; 20], &[0; 20]].concat());
            let found = tracked(&index, 20);
            assert_eq!(found.paths, paths.map(|path| path.as_bytes().to_vec()).into(), "{version}");
            assert_eq!(found.shared, Some(format!("sharedindex.{}", "ab".repeat(20))), "{version}");
            for end in 0..index.len() {
                assert!(tracked(&index[..end], 20).paths.len() <= 3, "one that breaks off is read as far as it goes");
            }
        }
    }

    #[test]
    fn long_numbers_are_read() {
        assert_eq!(packed(&[0x05]), Some((5, 1)));
        assert_eq!(packed(&[0x80, 0x00]), Some((128, 2)));
        assert_eq!(packed(&[0x80]), None);
    }
}
