//! Key presses in a Unix terminal, and the signals that end or suspend a program.

use std::io::{IsTerminal, Read, stdin};
use std::thread;

use rustix::process::getpgrp;
use rustix::termios::{LocalModes, OptionalActions, Termios, tcgetattr, tcgetpgrp, tcsetattr};
use signal_hook::consts::{SIGCONT, SIGHUP, SIGINT, SIGQUIT, SIGTERM, SIGTSTP};
use signal_hook::iterator::Signals;
use signal_hook::low_level::emulate_default_handler;

/// A terminal that gives single keys, until dropped.
pub(in crate::cli) struct Keys {
    before: Option<Termios>,
}

impl Keys {
    /// Calls `send` with each key until it returns false. Without a terminal, it is never called.
    pub(in crate::cli) fn listen(send: impl Fn(u8) -> bool + Clone + Send + 'static) -> Self {
        let is_ours = stdin().is_terminal() && is_in_front();
        let Some(before) = is_ours.then(|| tcgetattr(stdin()).ok()).flatten() else { return Self { before: None } };
        single_keys(&before);
        let (modes, interrupted) = (before.clone(), send.clone());
        if let Ok(signals) = Signals::new([SIGINT, SIGQUIT, SIGTERM, SIGHUP, SIGTSTP, SIGCONT]) {
            thread::spawn(move || follow(signals, &modes, || interrupted(3)));
        }
        thread::spawn(move || stdin().lock().bytes().map_while(Result::ok).all(send));
        Self { before: Some(before) }
    }

    pub(in crate::cli) fn are_heard(&self) -> bool {
        self.before.is_some()
    }
}

/// Clears the terminal and its scrollback.
pub(in crate::cli) fn clear() {
    crate::cli::report::write_output("\x1b[2J\x1b[3J\x1b[H");
}

impl Drop for Keys {
    fn drop(&mut self) {
        self.before.iter().for_each(restore);
    }
}

/// Restores the terminal before a signal ends or suspends the program, and sets it again when the program resumes.
fn follow(mut signals: Signals, before: &Termios, interrupted: impl Fn() -> bool) {
    for signal in signals.forever() {
        match signal {
            SIGINT => drop(interrupted()),
            SIGCONT => single_keys(before),
            _ => {
                restore(before);
                let _ = emulate_default_handler(signal);
            }
        }
    }
}

/// Whether the program runs in the foreground. In the background (`shelfmark serve &`), setting the terminal would suspend it.
fn is_in_front() -> bool {
    tcgetpgrp(stdin()).is_ok_and(|group| group == getpgrp())
}

fn single_keys(before: &Termios) {
    let mut modes = before.clone();
    modes.local_modes.remove(LocalModes::ICANON | LocalModes::ECHO);
    restore(&modes);
}

fn restore(modes: &Termios) {
    if is_in_front() {
        // A closed terminal needs no restoring.
        let _ = tcsetattr(stdin(), OptionalActions::Now, modes);
    }
}
