//! Single keys of the terminal.
//!
//! In: the terminal that the program was started in, if it stands in front of it. Out: each key as it is pressed, Ctrl-C as 3.
//! Invariant: the terminal is as it was when the program ends, is ended or is stopped.

#[cfg(unix)]
pub(super) use unix::Keys;
#[cfg(windows)]
pub(super) use windows::Keys;

#[cfg(unix)]
mod unix {
    use std::io::{IsTerminal, Read, stdin};
    use std::thread;

    use rustix::process::getpgrp;
    use rustix::termios::{LocalModes, OptionalActions, Termios, tcgetattr, tcgetpgrp, tcsetattr};
    use signal_hook::consts::{SIGCONT, SIGHUP, SIGINT, SIGTERM, SIGTSTP};
    use signal_hook::iterator::Signals;
    use signal_hook::low_level::emulate_default_handler;

    /// A terminal that gives single keys, until dropped.
    pub(in crate::cli) struct Keys {
        before: Option<Termios>,
    }

    impl Keys {
        /// Sends each key until `send` is false. Without a terminal there are none.
        pub(in crate::cli) fn listen(send: impl Fn(u8) -> bool + Clone + Send + 'static) -> Self {
            let is_ours = stdin().is_terminal() && is_in_front();
            let Some(before) = is_ours.then(|| tcgetattr(stdin()).ok()).flatten() else { return Self { before: None } };
            single_keys(&before);
            let (modes, interrupted) = (before.clone(), send.clone());
            if let Ok(signals) = Signals::new([SIGINT, SIGTERM, SIGHUP, SIGTSTP, SIGCONT]) {
                thread::spawn(move || follow(signals, &modes, || interrupted(3)));
            }
            thread::spawn(move || stdin().lock().bytes().map_while(Result::ok).all(send));
            Self { before: Some(before) }
        }
    }

    impl Drop for Keys {
        fn drop(&mut self) {
            self.before.iter().for_each(restore);
        }
    }

    /// Gives the terminal back before the program ends or stops by a signal, and takes it again when it goes on.
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

    /// Whether the terminal is ours: a command in the background (`shelfmark serve &`) would be stopped for setting it.
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
            // A terminal that has gone needs nothing back.
            let _ = tcsetattr(stdin(), OptionalActions::Now, modes);
        }
    }
}

#[cfg(windows)]
mod windows {
    use std::io::{IsTerminal, stdin};
    use std::thread;

    use crossterm::event::{Event, KeyCode, KeyEventKind, KeyModifiers, read};
    use crossterm::terminal::{disable_raw_mode, enable_raw_mode};

    /// A console that gives single keys, until dropped.
    pub(in crate::cli) struct Keys {
        is_set: bool,
    }

    impl Keys {
        /// Sends each key until `send` is false. Without a console there are none.
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
    }

    impl Drop for Keys {
        fn drop(&mut self) {
            if self.is_set {
                // A console that has gone needs nothing back.
                let _ = disable_raw_mode();
            }
        }
    }

    /// The key that was pressed, if it is one of ASCII.
    fn key(event: &Event) -> Option<u8> {
        let Event::Key(key) = event else { return None };
        let KeyCode::Char(letter) = key.code else { return None };
        let is_press = key.kind == KeyEventKind::Press;
        let is_end = letter == 'c' && key.modifiers.contains(KeyModifiers::CONTROL);
        if is_end { Some(3) } else { u8::try_from(letter).ok() }.filter(|_| is_press)
    }
}
