//! What takes longer than a frame, on threads of its own: the newest request wins, older work stops, a panic ends the request
//! and not the worker, and how far it is is told.

mod errand;
mod worker;

pub use errand::{BackgroundTask, TaskOutcome};
pub use worker::{Worker, WorkerJob};

/// Longer work is told while it goes on, in seconds.
pub const SOON: f64 = 1.0;

/// How work stands.
#[derive(Clone, Copy, Debug, Default, PartialEq)]
pub enum Progress {
    /// There is none, or it is done, or it will be in a moment.
    #[default]
    Quiet,
    /// It was begun, for somebody who waits for nothing else.
    Begun,
    /// It takes its time, and this share of it is done.
    Told(f64),
    /// The seller ended it.
    Stopped,
    /// It came to grief.
    Stuck,
}

#[cfg(test)]
mod tests;
