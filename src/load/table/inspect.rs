//! Inspects the bytes of a CSV as they are read.
//!
//! In: the file in blocks of any size. Out: the same bytes, or the first [`Fault`], at which reading stops.
//! Invariant: at most one block is held, and the size of blocks does not affect whether a fault is found.

use std::io::{self, Read};

use memchr::{memchr, memrchr};

use crate::load::table::lexer::State;

/// The longest line that is read, in bytes: no table of aggregates comes near it.
pub(in crate::load) const LONGEST_LINE: u64 = 1 << 20;

/// The longest quoted value, in bytes. A longer one has probably lost its closing quote, and would take in the rest of the
/// file.
pub(in crate::load) const LONGEST_VALUE: u64 = 8 << 20;

/// A fault that stops reading, with its byte, counted from after any byte order mark.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(in crate::load) enum Fault {
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
pub(in crate::load) struct Inspector<R> {
    inner: R,
    delimiter: u8,
    fault: Option<Fault>,
    /// The number of bytes passed on.
    passed: u64,
    is_ascii: bool,
    state: State,
    /// Where the last quote stands that opened a value.
    opened: u64,
    line: u64,
    /// The start of a character that continues in the next block.
    partial: Vec<u8>,
}

impl<R: Read> Inspector<R> {
    pub(in crate::load) fn new(inner: R, delimiter: u8) -> Self {
        let (fault, state, partial) = (None, State::Start, Vec::new());
        Self { inner, delimiter, fault, passed: 0, is_ascii: true, state, opened: 0, line: 0, partial }
    }

    /// The fault that stopped reading, if any.
    pub(in crate::load) fn fault(&self) -> Option<Fault> {
        self.fault
    }

    /// Whether every byte so far is ASCII.
    pub(in crate::load) fn is_ascii(&self) -> bool {
        self.is_ascii
    }

    fn look(&mut self, block: &[u8]) -> Option<Fault> {
        let fault = self.characters(block).or_else(|| self.quotes(block)).or_else(|| self.line_length(block));
        self.passed += block.len() as u64;
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
            let quote = memchr(b'"', &block[from..]).map(|at| from + at);
            let end = quote.unwrap_or(block.len());
            if self.state == State::Closing && from < end && self.state.after(block[from], self.delimiter) == State::Bare {
                return Some(Fault::BehindQuote(self.at(from)));
            }
            if self.state == State::Quoted && self.at(end) - self.opened > LONGEST_VALUE {
                return Some(Fault::OpenQuote(self.opened));
            }
            let before = self.state.after_plain(&block[from..end], self.delimiter);
            self.state = before;
            from = quote? + 1;
            self.state = before.after(b'"', self.delimiter);
            if before == State::Start {
                self.opened = self.at(end);
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
        (self.state == State::Quoted).then_some(Fault::OpenQuote(self.opened))
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

    /// Passes on a few bytes at a time.
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
