//! The window: everything it holds, and what happens in a frame.

use std::path::PathBuf;

/// Opens the window, on `plan` if there is one.
///
/// # Errors
/// Why there is no window, in words, and what to use instead.
pub fn run(plan: Option<PathBuf>) -> Result<(), String> {
    let _ = plan;
    Ok(())
}
