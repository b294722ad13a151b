//! Inspects the bytes of a CSV as they are read.
//!
//! In: the file in blocks of any size. Out: the same bytes, or the first [`Fault`], at which reading stops.
//! Invariant: at most one block is held, and the size of blocks does not affect whether a fault is found.

use std::io::{self, Read};

use memchr::{memchr, memrchr};

/// The longest line that is read, in bytes. Aggregate tables never come near it.
pub(super) const LONGEST_LINE: u64 = 1 << 20;

/// The longest quoted value, in bytes. A longer one has probably lost its closing quote, and would take in the rest of the
/// file.
pub(super) const LONGEST_VALUE: u64 = 8 << 20;

/// A fault that stops reading, with its byte, counted from after any byte order mark.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Fault {
    /// A byte that is not UTF-8.
    NotUtf8(u64),
    /// A NUL character.
    Nul(u64),
    /// An opening quote that is never closed.
    OpenQuote(u64),
    /// Text after the closing quote of a value.
    BehindQuote(u64),
    /// A line that is too long; the byte is in that line.
    LongLine(u64),
}

/// A reader that inspects the bytes it passes on.
pub(super) struct Inspector<R> {
    inner: R,
    delimiter: u8,
    fault: Option<Fault>,
    /// The number of bytes passed on.
    passed: u64,
    is_ascii: bool,
    previous: Option<u8>,
    quote: Quote,
    line: u64,
    /// The start of a character that continues in the next block.
    partial: Vec<u8>,
}

#[derive(Clone, Copy)]
enum Quote {
    Outside,
    Inside(u64),
    /// After a quote inside a quoted value: the next byte shows whether it closes the value.
    Closing(u64),
}

impl<R: Read> Inspector<R> {
    pub(super) fn new(inner: R, delimiter: u8) -> Self {
        let (fault, quote) = (None, Quote::Outside);
        Self { inner, delimiter, fault, passed: 0, is_ascii: true, previous: None, quote, line: 0, partial: Vec::new() }
    }

    /// The fault that stopped reading, if any.
    pub(super) fn fault(&self) -> Option<Fault> {
        self.fault
    }

    /// Whether every byte so far was ASCII.
    pub(super) fn is_ascii(&self) -> bool {
        self.is_ascii
    }

    fn look(&mut self, block: &[u8]) -> Option<Fault> {
        let fault = self.characters(block).or_else(|| self.quotes(block)).or_else(|| self.line_length(block));
        self.passed += block.len() as u64;
        self.previous = block.last().copied();
        fault
    }

    fn at(&self, offset: usize) -> u64 {
        self.passed + offset as u64
    }

    fn characters(&mut self, block: &[u8]) -> Option<Fault> {
        if let Some(at) = memchr(0, block) {
            return Some(Fault::Nul(self.at(at)));
        }
        let mut rest = block;
        while !self.partial.is_empty() && !rest.is_empty() {
            self.partial.push(rest[0]);
            rest = &rest[1..];
            match std::str::from_utf8(&self.partial) {
                Ok(_) => self.partial.clear(),
                Err(error) if error.error_len().is_none() => {}
                Err(_) => return Some(Fault::NotUtf8(self.at(block.len() - rest.len()) - self.partial.len() as u64)),
            }
        }
        if self.partial.is_empty() && rest.is_ascii() {
            return None;
        }
        self.is_ascii = false;
        let from = block.len() - rest.len();
        match std::str::from_utf8(rest) {
            Ok(_) => None,
            Err(error) if error.error_len().is_none() => {
                self.partial.extend_from_slice(&rest[error.valid_up_to()..]);
                None
            }
            Err(error) => Some(Fault::NotUtf8(self.at(from + error.valid_up_to()))),
        }
    }

    /// Follows the quotes. A quote inside an unquoted value is plain text; doubled quotes are part of the value.
    fn quotes(&mut self, block: &[u8]) -> Option<Fault> {
        let mut from = 0;
        while from < block.len() {
            match self.quote {
                Quote::Outside => {
                    let at = from + memchr(b'"', &block[from..])?;
                    let before = if at == 0 { self.previous } else { Some(block[at - 1]) };
                    if before.is_none_or(|byte| byte == self.delimiter || matches!(byte, b'\n' | b'\r')) {
                        self.quote = Quote::Inside(self.at(at));
                    }
                    from = at + 1;
                }
                Quote::Inside(opened) => {
                    let closing = memchr(b'"', &block[from..]);
                    let end = closing.map_or(block.len(), |at| from + at);
                    if self.at(end) - opened > LONGEST_VALUE {
                        return Some(Fault::OpenQuote(opened));
                    }
                    from = closing.map(|_| end + 1)?;
                    self.quote = Quote::Closing(opened);
                }
                Quote::Closing(opened) => {
                    self.quote = match block[from] {
                        b'"' => Quote::Inside(opened),
                        b'\n' | b'\r' => Quote::Outside,
                        byte if byte == self.delimiter => Quote::Outside,
                        _ => return Some(Fault::BehindQuote(self.at(from))),
                    };
                    from += 1;
                }
            }
        }
        None
    }

    fn line_length(&mut self, block: &[u8]) -> Option<Fault> {
        let end = |byte| memrchr(byte, block);
        self.line = match end(b'\n').max(end(b'\r')) {
            Some(at) => (block.len() - at - 1) as u64,
            None => self.line + block.len() as u64,
        };
        (self.line > LONGEST_LINE).then(|| Fault::LongLine(self.at(block.len())))
    }

    fn end(&self) -> Option<Fault> {
        if !self.partial.is_empty() {
            return Some(Fault::NotUtf8(self.passed - self.partial.len() as u64));
        }
        match self.quote {
            Quote::Inside(opened) => Some(Fault::OpenQuote(opened)),
            Quote::Outside | Quote::Closing(_) => None,
        }
    }
}

impl<R: Read> Read for Inspector<R> {
    fn read(&mut self, buffer: &mut [u8]) -> io::Result<usize> {
        if buffer.is_empty() {
            return Ok(0);
        }
        let read = self.inner.read(buffer)?;
        self.fault = self.fault.or_else(|| if read == 0 { self.end() } else { self.look(&buffer[..read]) });
        match self.fault {
            None => Ok(read),
            Some(_) => Err(io::Error::new(io::ErrorKind::InvalidData, "the table cannot be read any further")),
        }
    }
}

#[cfg(test)]
mod tests {
    use std::io::Read;

    use proptest::prelude::*;

    use super::{Fault, Inspector};

    /// Hands out a few bytes at a time.
    struct Dribble<'a>(&'a [u8], usize);

    impl Read for Dribble<'_> {
        fn read(&mut self, buffer: &mut [u8]) -> std::io::Result<usize> {
            let most = self.1.min(buffer.len());
            self.0.take(most as u64).read(buffer).inspect(|read| self.0 = &self.0[*read..])
        }
    }

    fn fault(bytes: &[u8], block: usize) -> Option<Fault> {
        let mut inspector = Inspector::new(Dribble(bytes, block), b',');
        let _ = inspector.read_to_end(&mut Vec::new());
        inspector.fault()
    }

    #[test]
    fn faults_are_found_where_they_stand() {
        assert_eq!(fault(b"a,b\n1,\"open\n2,x\n", 64), Some(Fault::OpenQuote(6)));
        assert_eq!(fault(b"a\n\"b\"c\n", 64), Some(Fault::BehindQuote(5)));
        let endless = [b"a\n\"".as_slice(), &vec![b'\n'; 9 << 20]].concat();
        assert_eq!(fault(&endless, 65_536), Some(Fault::OpenQuote(2)));
        assert_eq!(fault(b"a\n5\" pipe,\"x\"\"y\"\n", 64), None);
        assert_eq!(fault("a\ncaf\u{e9}\n".as_bytes(), 64), None);
        assert_eq!(fault(b"a\ncaf\xe9\n", 64), Some(Fault::NotUtf8(5)));
        assert_eq!(fault(b"a\n1\0", 64), Some(Fault::Nul(3)));
        assert!(matches!(fault(&vec![b'x'; (1 << 20) + 70_000], 65_536), Some(Fault::LongLine(_))));
    }

    proptest! {
        #[test]
        fn blocks_of_any_size_refuse_the_same(
            bytes in prop::collection::vec(prop::sample::select(b"a,\"\n\r\xc3\xa9\xe2\x82\xac\xff".to_vec()), 0..60),
            block in 1_usize..9,
        ) {
            prop_assert_eq!(fault(&bytes, block).is_some(), fault(&bytes, 4096).is_some());
        }

        #[test]
        fn what_passes_is_utf_8(bytes in prop::collection::vec(any::<u8>(), 0..80), block in 1_usize..9) {
            if fault(&bytes, block).is_none() {
                prop_assert!(std::str::from_utf8(&bytes).is_ok());
            }
        }
    }
}
