//! Files that a seller's shops gave them, read for the window and for the command line.

mod read;

pub use read::{read_files, salt};
