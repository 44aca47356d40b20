//! The built program, as tests start it.

use std::fs;
use std::path::{Path, PathBuf};
use std::process::{Command, Output, Stdio};

use tempfile::TempDir;

/// The program, without a screen.
pub fn sortie() -> Command {
    let mut command = Command::new(env!("CARGO_BIN_EXE_sortie"));
    command.env_remove("DISPLAY").env_remove("WAYLAND_DISPLAY").env("LANG", "C").stdin(Stdio::null());
    command
}

/// What it says and ends with.
pub fn run(arguments: &[&str]) -> Output {
    sortie().args(arguments).output().expect("the program starts")
}

/// A folder with one file of this name and content, and the file's path.
pub fn file_of(name: &str, content: impl AsRef<[u8]>) -> (TempDir, PathBuf) {
    let folder = tempfile::tempdir().expect("a folder for the test");
    let path = folder.path().join(name);
    fs::write(&path, content).expect("a file for the test");
    (folder, path)
}

/// A path as an argument.
pub fn text(path: &Path) -> &str {
    path.to_str().expect("temporary folders have plain names")
}
