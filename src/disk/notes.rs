//! What the program did last, one line each, kept for a report of trouble: which commands, and what libraries warned of.
//! Lines are written by a thread of their own, so that no frame waits for a drive.

use std::fs::OpenOptions;
use std::io::Write;
use std::path::{Path, PathBuf};
use std::sync::mpsc::{Receiver, Sender, channel};
use std::thread;
use std::time::Duration;

use log::{Level, LevelFilter, Log, Metadata, Record};

use super::open::read_within;
use super::place::{DataKind, Disk, data_folder};
use super::system::{FileSystem, RealFileSystem};

/// A longer file is put aside when the next run begins, and the one that was aside before is gone.
const MAX_BYTES: u64 = 256 * 1024;
/// The most lines of a report.
const MAX_LINES: usize = 400;
/// How long a program that falls waits for its last line.
const PATIENCE: Duration = Duration::from_millis(500);
const NEW: &str = "sortie.log";
const OLD: &str = "sortie-before.log";

/// The file with the lines, as all libraries know it.
pub struct LogFile {
    lines: Sender<LogRequest>,
}

enum LogRequest {
    /// A line to be written.
    Line(String),
    /// Whoever waits until all lines before are written.
    Flush(Sender<()>),
}

impl LogFile {
    /// A file in `folder`, made with it at the first line.
    pub fn in_folder(folder: &Path) -> Self {
        let (lines, requests) = channel();
        let folder = folder.to_owned();
        // Without a thread nothing is noted; that is not worth a word.
        let _ = thread::Builder::new().name("notes".to_owned()).spawn(move || write_all(&folder, &requests));
        Self { lines }
    }

    /// Notes a line; returns itself, so that it can be waited for.
    pub fn said(&self, line: &str) -> &Self {
        let at = jiff::Timestamp::now().strftime("%Y-%m-%d %H:%M:%SZ");
        // A line stays one, whatever is said.
        let line: String =
            line.chars().map(|letter| if letter.is_control() { ' ' } else { letter }).collect();
        let _ = self.lines.send(LogRequest::Line(format!("{at} {line}\n")));
        self
    }
}

fn write_all(folder: &Path, requests: &Receiver<LogRequest>) {
    let path = folder.join(NEW);
    let is_long = RealFileSystem.facts(&path).is_ok_and(|facts| facts.len() > MAX_BYTES);
    if is_long {
        let _ = RealFileSystem.rename(&path, &folder.join(OLD));
    }
    for request in requests {
        match request {
            LogRequest::Line(line) => {
                let _ = RealFileSystem.make_folder(folder);
                let file = OpenOptions::new().append(true).create(true).open(&path);
                let _ = file.and_then(|mut file| file.write_all(line.as_bytes()));
            }
            LogRequest::Flush(waiting) => {
                let _ = waiting.send(());
            }
        }
    }
}

impl Log for LogFile {
    fn enabled(&self, metadata: &Metadata<'_>) -> bool {
        // Of others only what went wrong: they tell much of what goes well.
        let most = if metadata.target().starts_with("sortie") { Level::Info } else { Level::Warn };
        metadata.level() <= most
    }

    fn log(&self, record: &Record<'_>) {
        if self.enabled(record.metadata()) {
            self.said(&format!("{} {}: {}", record.level(), record.target(), record.args()));
        }
    }

    fn flush(&self) {
        let (sender, is_written) = channel();
        if self.lines.send(LogRequest::Flush(sender)).is_ok() {
            let _ = is_written.recv_timeout(PATIENCE);
        }
    }
}

/// From now on lines are noted in the app's own folder. Where it has none, or somebody else notes them already, they are not.
pub fn begin_log() {
    let Some(folder) = data_folder(DataKind::Log) else { return };
    if log::set_boxed_logger(Box::new(LogFile::in_folder(&folder))).is_ok() {
        log::set_max_level(LevelFilter::Info);
    }
}

/// The lines that were noted last, those of earlier runs too, the newest at the end.
pub fn recent_log(disk: &Disk) -> Vec<String> {
    let Some(folder) = disk.folder(DataKind::Log) else { return vec![] };
    let text_of = |name: &str| {
        let path: PathBuf = folder.join(name);
        let bytes = read_within(&*disk.system, &path, 64 * MAX_BYTES).unwrap_or_default();
        String::from_utf8_lossy(&bytes).into_owned()
    };
    let both = [OLD, NEW].map(text_of).concat();
    let lines: Vec<&str> = both.lines().collect();
    lines[lines.len().saturating_sub(MAX_LINES)..].iter().map(|line| (*line).to_owned()).collect()
}

#[cfg(test)]
mod tests {
    use std::sync::Arc;

    use super::*;

    #[test]
    fn lines_of_the_last_runs_are_told_in_their_order_and_a_long_file_is_put_aside() {
        let folder = tempfile::tempdir().unwrap();
        let disk = Disk::over(Arc::new(RealFileSystem), folder.path());
        let place = disk.folder(DataKind::Log).unwrap();
        assert_eq!(recent_log(&disk), Vec::<String>::new());
        LogFile::in_folder(&place).said("the first run").said(&"x".repeat(300 * 1_024)).flush();
        LogFile::in_folder(&place).said("the second run\nin two lines\u{1b}[31m").flush();
        let told = recent_log(&disk);
        assert_eq!(told.len(), 3);
        assert!(told[0].ends_with("Z the first run"), "{}", told[0]);
        assert!(told[2].ends_with("Z the second run in two lines [31m"), "{}", told[2]);
        assert!(RealFileSystem.facts(&place.join(NEW)).unwrap().len() < 100);
    }

    #[test]
    fn of_libraries_only_what_went_wrong_is_noted() {
        let folder = tempfile::tempdir().unwrap();
        let notes = LogFile::in_folder(folder.path());
        let is_noted =
            |level, target| notes.enabled(&Metadata::builder().level(level).target(target).build());
        assert!(is_noted(Level::Info, "sortie::app") && is_noted(Level::Warn, "wgpu_core"));
        assert!(!is_noted(Level::Info, "wgpu_core") && !is_noted(Level::Debug, "sortie::app"));
    }
}
