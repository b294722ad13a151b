//! Key presses in the Windows console.

use std::io::{IsTerminal, stdin, stdout};
use std::thread;

use crossterm::cursor::MoveTo;
use crossterm::event::{Event, KeyCode, KeyEventKind, KeyModifiers, read};
use crossterm::execute;
use crossterm::terminal::{Clear, ClearType, disable_raw_mode, enable_raw_mode};

/// A console that gives single keys, until dropped.
pub(in crate::cli) struct Keys {
    is_set: bool,
}

impl Keys {
    /// Calls `send` with each key until it returns false. Without a console, it is never called.
    pub(in crate::cli) fn listen(send: impl Fn(u8) -> bool + Send + 'static) -> Self {
        let is_set = stdin().is_terminal() && enable_raw_mode().is_ok();
        if is_set {
            thread::spawn(move || {
                while let Ok(event) = read() {
                    if key(&event).is_some_and(|key| !send(key)) {
                        return;
                    }
                }
            });
        }
        Self { is_set }
    }

    pub(in crate::cli) fn are_heard(&self) -> bool {
        self.is_set
    }
}

/// Clears the console and its scrollback.
pub(in crate::cli) fn clear() {
    // A closed console needs no clearing.
    let _ = execute!(stdout(), Clear(ClearType::All), Clear(ClearType::Purge), MoveTo(0, 0));
}

impl Drop for Keys {
    fn drop(&mut self) {
        if self.is_set {
            // A closed console needs no restoring.
            let _ = disable_raw_mode();
        }
    }
}

/// The key that was pressed, if it is an ASCII character.
fn key(event: &Event) -> Option<u8> {
    let Event::Key(key) = event else { return None };
    let KeyCode::Char(letter) = key.code else { return None };
    let letter = u8::try_from(letter).ok().filter(|_| key.kind == KeyEventKind::Press)?;
    // Control keys as a terminal sends them: Ctrl-C is 3.
    let is_control = key.modifiers.contains(KeyModifiers::CONTROL) && letter.is_ascii_alphabetic();
    Some(if is_control { letter.to_ascii_lowercase() - b'a' + 1 } else { letter })
}
