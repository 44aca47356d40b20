//! What a careful analyst would write for the seller in place of the engine: a NumPy program, run as one.

use std::fs::File;
use std::path::PathBuf;
use std::process::{Command, Stdio};

use serde_json::Value;
use tempfile::TempDir;

use crate::job::{FILE, PATHS};

const PROGRAM: &str = concat!(env!("CARGO_MANIFEST_DIR"), "/benches/peers/numpy_peer.py");

/// The parts that the program tells the seconds of.
pub const PARTS: [&str; 4] = ["draw", "walk", "quantiles", "summaries"];

/// The NumPy program, and the engine's central path to hold it to.
pub struct Peer {
    /// Held so that what lies in it stays until all is done.
    _folder: TempDir,
    central: PathBuf,
}

/// A run of the program on the reference job.
pub fn command() -> Command {
    let mut command = Command::new("python3");
    command.arg(PROGRAM).arg(FILE).args(["--paths", &PATHS.to_string()]).stdin(Stdio::null());
    command
}

/// Why this machine cannot run it, where it cannot.
pub fn why_not() -> Option<&'static str> {
    let mut import = Command::new("python3");
    import.args(["-c", "import numpy"]).stdin(Stdio::null()).stdout(Stdio::null()).stderr(Stdio::null());
    match import.status() {
        Err(_) => Some("there is no python3"),
        Ok(status) if !status.success() => Some("python3 has no NumPy"),
        Ok(_) => None,
    }
}

/// What one run of it tells.
pub struct Told {
    pub total: f64,
    /// Seconds of [`PARTS`].
    pub parts: [f64; 4],
    pub version: String,
}

impl Peer {
    /// The program, and the engine's central path written out for it.
    pub fn new() -> Result<Self, String> {
        let folder =
            tempfile::tempdir().map_err(|fault| format!("no folder for the central path: {fault}"))?;
        let central = folder.path().join("central.json");
        let to = File::create(&central).map_err(|fault| format!("no file for the central path: {fault}"))?;
        let mut project = Command::new(env!("CARGO_BIN_EXE_sortie"));
        project.args(["project", FILE, "--paths", "0"]).stdin(Stdio::null()).stdout(to);
        match project.status() {
            Ok(status) if status.success() => Ok(Self { _folder: folder, central }),
            _ => Err("the engine's own central path could not be had".to_owned()),
        }
    }

    /// Runs it once; with `is_checked` it stops where its central path is not the engine's.
    pub fn run(&self, is_checked: bool) -> Result<Told, String> {
        let mut command = command();
        if is_checked {
            command.arg("--check").arg(&self.central);
        }
        let output = command.output().map_err(|fault| format!("the NumPy program did not start: {fault}"))?;
        if !output.status.success() {
            let said = String::from_utf8_lossy(&output.stderr).into_owned();
            return Err(format!("the NumPy program disagrees with the engine or failed:\n{said}"));
        }
        let told: Value = serde_json::from_slice(&output.stdout)
            .map_err(|fault| format!("what it tells is no JSON: {fault}"))?;
        if told["central_checked"] != is_checked {
            return Err("the NumPy program did not check its central path".to_owned());
        }
        let second = |part: &str| {
            told["seconds"][part]
                .as_f64()
                .ok_or_else(|| format!("the NumPy program does not tell seconds of {part}"))
        };
        let mut parts = [0.0; 4];
        for (own, part) in parts.iter_mut().zip(PARTS) {
            *own = second(part)?;
        }
        let version = told["numpy"].as_str().unwrap_or("of unknown version").to_owned();
        Ok(Told { total: second("total")?, parts, version })
    }
}
