//! Starts the window, or one command and out.

fn main() {
    let path = std::env::args_os().nth(1).map(std::path::PathBuf::from);
    let _ = sortie::app::run(path.as_deref());
}
