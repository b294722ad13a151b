//! Single key presses in the terminal.
//!
//! In: the terminal, if the program runs in its foreground. Out: each key as it is pressed; Ctrl-C is 3.
//! Invariant: the terminal is restored when the program ends, is killed by a signal or is suspended.

#[cfg(unix)]
mod unix;
#[cfg(windows)]
mod windows;

#[cfg(unix)]
pub(super) use unix::{Keys, clear};
#[cfg(windows)]
pub(super) use windows::{Keys, clear};
