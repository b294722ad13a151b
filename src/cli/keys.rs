//! Single keys of the terminal.
//!
//! In: the terminal that the program was started in, if it stands in front of it. Out: each key as it is pressed, Ctrl-C as 3.
//! Invariant: the terminal is as it was when the program ends, is ended or is stopped.

#[cfg(unix)]
mod unix;
#[cfg(windows)]
mod windows;

#[cfg(unix)]
pub(super) use unix::{Keys, clear};
#[cfg(windows)]
pub(super) use windows::{Keys, clear};
