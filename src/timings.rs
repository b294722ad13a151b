//! How long each stage takes.
//!
//! Invariant: the clock is handed in by whoever asks; without one nothing is timed.

use std::fmt;
use std::sync::atomic::{AtomicU64, Ordering};
use std::time::Instant;

/// The stages, in the order of the way of the data.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Stage {
    /// Disk to [`Loaded`](crate::load::Loaded).
    Load,
    /// The scan for personal data and secrets.
    Scan,
    /// To [`Checked`](crate::check::Checked).
    Check,
    /// To [`Protected`](crate::protect::Protected).
    Protect,
    /// To [`Measured`](crate::measure::Measured).
    Measure,
    /// To a [`Catalogue`](crate::catalogue::Catalogue).
    Assemble,
    /// To a [`Site`](crate::site::Site).
    Plan,
    /// The search index.
    Search,
    /// Routes to bytes.
    Render,
    /// Bytes to the output folder.
    Write,
}

impl Stage {
    const ALL: [(Self, &'static str); 10] = [
        (Self::Load, "load"),
        (Self::Scan, "scan"),
        (Self::Check, "check"),
        (Self::Protect, "protect"),
        (Self::Measure, "measure"),
        (Self::Assemble, "assemble"),
        (Self::Plan, "plan"),
        (Self::Search, "search"),
        (Self::Render, "render"),
        (Self::Write, "write"),
    ];
}

/// The time that each stage has taken: the sum over datasets and files, so that stages that run on several processors at once can
/// come to more than the whole build.
pub struct Timings {
    clock: Option<fn() -> Instant>,
    nanoseconds: [AtomicU64; Stage::ALL.len()],
}

impl Timings {
    /// Times nothing.
    #[must_use]
    pub fn off() -> Self {
        Self { clock: None, nanoseconds: Default::default() }
    }

    /// Times each stage by a clock.
    #[must_use]
    pub fn by(clock: fn() -> Instant) -> Self {
        Self { clock: Some(clock), nanoseconds: Default::default() }
    }

    /// Does some work of a stage.
    pub(crate) fn of<T>(&self, stage: Stage, work: impl FnOnce() -> T) -> T {
        let Some(clock) = self.clock else { return work() };
        let started = clock();
        let done = work();
        let taken = u64::try_from(clock().duration_since(started).as_nanos()).unwrap_or(u64::MAX);
        self.nanoseconds[stage as usize].fetch_add(taken, Ordering::Relaxed);
        done
    }
}

/// A line for each stage: its name and its milliseconds.
impl fmt::Display for Timings {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        for (stage, name) in Stage::ALL {
            let microseconds = self.nanoseconds[stage as usize].load(Ordering::Relaxed) / 1000;
            writeln!(f, "{name:10} {:>8}.{:03} ms", microseconds / 1000, microseconds % 1000)?;
        }
        Ok(())
    }
}
