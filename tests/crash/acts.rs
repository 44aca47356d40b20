//! One save with its backup, one entry of the journal, one version, one export and one look for what was left, in a process
//! of its own, so that every call of the system can be made to fail from outside, or the drive be cut off. `.ci/faults` and
//! `.ci/power-cuts` prepare a folder, let the act run under each fault, and have the folder checked after each.

use std::path::Path;
use std::process::ExitCode;
use std::sync::Arc;
use std::time::SystemTime;

use sortie::disk::{
    Disk, Expected, JournalEntry, LeftJournal, PendingExport, RealFileSystem, WindowJournal, backups,
    keep_version, left_journals, open_plan, save_plan, versions,
};
use sortie_engine::plan::Plan;

/// Does what `act` says in `folder`; a failure where the folder does not hold what it must.
pub fn play(act: &str, folder: &Path) -> ExitCode {
    let disk = Disk::over(Arc::new(RealFileSystem), &folder.join("data"));
    let path = folder.join("shop.sortie");
    let is_good = match act {
        "prepare" => {
            save_plan(&path, &plan(1.0), None).is_ok() && keep(&disk, 1.0) && export(&disk, folder, 1)
        }
        "save" => disk.save_plan(&path, &plan(2.0), &Expected::default()).is_ok(),
        "journal" => keep(&disk, 2.0),
        "export" => export(&disk, folder, 2),
        "version" => keep_version(&disk, &path, "before", &plan(2.0)).is_ok(),
        "restore" => {
            // As the window does: what was left goes only once this window's own journal has it.
            let left = left_journals(&disk);
            let is_kept = left.iter().all(|left| is_whole(&left.entry.plan)) && keep(&disk, 1.0);
            if is_kept {
                left.into_iter().for_each(LeftJournal::discard);
            }
            is_kept
        }
        // What was told as done is there, whatever came after.
        "save-is-there" => open_plan(&path).is_ok_and(|opened| opened.plan == plan(2.0)),
        "journal-is-there" => left_journals(&disk).iter().any(|left| left.entry.plan == plan(2.0)),
        "version-is-there" => versions(&disk, &path).len() == 1,
        "export-is-there" => exported(folder).is_some_and(|bytes| bytes == picture(2)),
        "restore-is-there" => left_journals(&disk).iter().any(|left| left.entry.plan == plan(1.0)),
        _ => {
            holds(&disk, &path) && exported(folder).is_some_and(|bytes| [1, 2].map(picture).contains(&bytes))
        }
    };
    if is_good { ExitCode::SUCCESS } else { ExitCode::FAILURE }
}

fn plan(opening: f64) -> Plan {
    let mut plan = sortie::catalog::templates()[0].plan(None).expect("the sample reads");
    plan.cash.opening = opening;
    plan
}

fn keep(disk: &Disk, opening: f64) -> bool {
    let entry = JournalEntry { at: SystemTime::now(), path: None, plan: plan(opening), base: None };
    matches!(WindowJournal::claim(disk), Ok(Some(journal)) if journal.keep(&entry).is_ok())
}

/// Bytes as many as those of a chart's picture.
fn picture(content: u8) -> Vec<u8> {
    vec![content; 200_000]
}

fn export(disk: &Disk, folder: &Path, content: u8) -> bool {
    let export = PendingExport { name: "chart".to_owned(), ending: "png", bytes: picture(content).into() };
    export.save(disk, &folder.join("chart.png")).is_ok()
}

#[expect(clippy::disallowed_methods, reason = "looks at what is there after a fault")]
fn exported(folder: &Path) -> Option<Vec<u8>> {
    std::fs::read(folder.join("chart.png")).ok()
}

fn is_whole(found: &Plan) -> bool {
    [1.0, 2.0].iter().any(|opening| *found == plan(*opening))
}

/// Whether the plan, what was in the journal before, every backup and every version are there whole.
fn holds(disk: &Disk, path: &Path) -> bool {
    let plan_stands = open_plan(path).is_ok_and(|opened| is_whole(&opened.plan));
    let left = left_journals(disk);
    let first_is_left = left.iter().any(|left| left.entry.plan == plan(1.0));
    let all_left = left.iter().all(|left| is_whole(&left.entry.plan));
    let kept = backups(disk, path).into_iter().map(|backup| backup.path).chain(versions(disk, path));
    let all_kept = kept.into_iter().all(|own| open_plan(&own).is_ok_and(|opened| is_whole(&opened.plan)));
    plan_stands && first_is_left && all_left && all_kept
}
