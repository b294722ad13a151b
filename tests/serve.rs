//! The preview, as a process on a free port.

mod drafts;
mod edits;
mod hostile;
#[cfg(target_os = "linux")]
mod keys;
mod pages;
mod server;
