//! Starts the window, or one command and out.

fn main() {}
