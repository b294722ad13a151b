//! The preview, as a process on a free port.

mod edits;
mod hostile;
mod pages;
mod server;
