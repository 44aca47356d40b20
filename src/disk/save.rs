//! Saving a plan: what is written has been read back first.

use std::path::Path;
use std::time::SystemTime;

use sortie_engine::plan::{self, Plan};

use super::backup::back_up;
use super::open::{OpenFault, OpenedPlan, open_plan_on};
use super::place::Disk;
use super::replace::{SavedFile, folder_of, replace};
use super::stamp::ContentStamp;
use super::system::{DiskEntry, RealFileSystem};

pub use super::replace::SaveFault;

/// Saves the plan at `path`, through links. `expected` is the stamp from when the file was opened or last saved;
/// none replaces whatever file stands there, so ask first.
///
/// # Errors
/// Why it was not saved; what stood there before stands there still.
pub fn save_plan(path: &Path, plan: &Plan, expected: Option<&ContentStamp>) -> Result<SavedFile, SaveFault> {
    replace(&RealFileSystem, path, &bytes_of(plan)?, expected)
}

/// A plan in its file, and what stood there before among the backups.
#[derive(Clone, Debug, PartialEq)]
pub struct SavedPlan {
    /// The file.
    pub file: SavedFile,
    /// Why what stood there before is not among the backups, where it is not.
    pub not_backed_up: Option<SaveFault>,
    /// Which drive its folder is on, where the system tells.
    pub drive: Option<u64>,
}

/// What must still be so for a file to be saved over without asking.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Expected {
    /// What it holds; none replaces whatever stands there.
    pub stamp: Option<ContentStamp>,
    /// Which drive its folder is on, where that is known: the folder of a drive that was taken out is another one's.
    pub drive: Option<u64>,
}

impl Disk {
    /// Opens the plan at `path`, through links.
    ///
    /// # Errors
    /// Why it cannot be opened.
    pub fn open_plan(&self, path: &Path) -> Result<OpenedPlan, OpenFault> {
        open_plan_on(&*self.system, path)
    }

    /// As [`save_plan`], and keeps what stood there before among the backups.
    ///
    /// # Errors
    /// Why it was not saved; what stood there before stands there still.
    pub fn save_plan(&self, path: &Path, plan: &Plan, expected: &Expected) -> Result<SavedPlan, SaveFault> {
        let bytes = bytes_of(plan)?;
        let drive = self.drive(path);
        if are_apart(expected.drive, drive) {
            return Err(SaveFault::DriveGone);
        }
        let not_backed_up = back_up(self, path, SystemTime::now()).err();
        let file = replace(&*self.system, path, &bytes, expected.stamp.as_ref())?;
        Ok(SavedPlan { file, not_backed_up, drive })
    }

    /// Which drive the folder of the file at `path` is on; nothing where the folder is not there or the system does not
    /// tell.
    fn drive(&self, path: &Path) -> Option<u64> {
        self.system.drive(folder_of(path)).ok().flatten()
    }

    /// Whether the file at `path` is still where it was, on the drive `drive` where that is known.
    pub fn presence(&self, path: &Path, drive: Option<u64>) -> Presence {
        if are_apart(drive, self.drive(path)) {
            return Presence::DriveGone;
        }
        match self.system.look(path) {
            Ok(DiskEntry::Nothing) => Presence::Gone,
            Err(error) if error.kind() == std::io::ErrorKind::NotADirectory => Presence::Gone,
            // A drive that does not answer tells nothing about the file.
            Ok(_) | Err(_) => Presence::There,
        }
    }
}

/// Whether both drives are known, and are two.
fn are_apart(was: Option<u64>, is: Option<u64>) -> bool {
    matches!((was, is), (Some(was), Some(is)) if was != is)
}

/// Whether a file is where it was.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum Presence {
    /// It is, as far as can be told.
    #[default]
    There,
    /// Nothing stands at its path.
    Gone,
    /// Its folder is on another drive than it was: the drive of the file is not there.
    DriveGone,
}

/// The plan's file, which reads back as the same plan.
pub(super) fn bytes_of(plan: &Plan) -> Result<Vec<u8>, SaveFault> {
    if let Some(bytes) = plan::write(plan) {
        return Ok(bytes);
    }
    let faults = plan::check(plan);
    if !faults.is_empty() {
        return Err(SaveFault::Faults(faults));
    }
    // What only a reader of the file objects to, such as a currency in small letters.
    let bytes = serde_json::to_vec(plan).map_err(|_| SaveFault::Unwritable)?;
    Err(plan::read(&bytes).map_or_else(SaveFault::Faults, |_| SaveFault::Unwritable))
}

#[cfg(test)]
mod tests {
    use std::sync::Arc;

    use sortie_engine::unit::Estimate;

    use super::super::backup::backups;
    use super::super::open::open_plan;
    use super::*;
    use crate::catalog::trial::sample;

    #[test]
    fn a_saved_plan_opens_as_the_same_plan() {
        let folder = tempfile::tempdir().unwrap();
        let path = folder.path().join("shop.sortie");
        let saved = save_plan(&path, &sample(), None).unwrap();
        assert!(saved.is_durable);
        let drive = Disk::apart().drive(&path);
        let opened = OpenedPlan { plan: sample(), stamp: saved.stamp, is_older: false, drive };
        assert_eq!(open_plan(&path), Ok(opened));
    }

    #[test]
    fn odd_numbers_come_back_to_the_last_bit() {
        let folder = tempfile::tempdir().unwrap();
        let path = folder.path().join("shop.sortie");
        let mut plan = sample();
        let mut bits = 0x3ff1_2345_6789_abcd_u64;
        for _ in 0..2000 {
            bits = bits.wrapping_mul(6_364_136_223_846_793_005).wrapping_add(1_442_695_040_888_963_407);
            // Amounts from a thousandth to a billion, every digit in use.
            let amount =
                f64::from_bits((bits >> 12) | 0x3ff0_0000_0000_0000) * 10_f64.powi((bits % 12) as i32 - 3);
            plan.channels[0].order_value = Estimate::certain(amount);
            assert!(bytes_of(&plan).is_ok(), "{amount:?} reads back as another number");
        }
        save_plan(&path, &plan, None).unwrap();
        assert_eq!(open_plan(&path).unwrap().plan, plan);
    }

    #[test]
    fn a_plan_that_could_not_be_opened_again_is_not_saved() {
        let folder = tempfile::tempdir().unwrap();
        let path = folder.path().join("shop.sortie");
        save_plan(&path, &sample(), None).unwrap();
        let break_ways: [fn(&mut Plan); 4] = [
            |plan| plan.cash.opening = f64::NAN,
            |plan| plan.channels[0].visits = Estimate::certain(f64::INFINITY),
            |plan| plan.channels[1].conversion = Estimate::new(0.3, 0.2, 0.1),
            |plan| plan.currency = "usd".to_owned(),
        ];
        for break_plan in break_ways {
            let mut plan = sample();
            break_plan(&mut plan);
            let Err(SaveFault::Faults(faults)) = save_plan(&path, &plan, None) else {
                panic!("it was saved")
            };
            assert_eq!(faults.len(), 1, "{faults:?}");
            assert_eq!(open_plan(&path).unwrap().plan, sample());
        }
    }

    #[test]
    fn what_stood_there_before_a_save_is_among_the_backups_and_a_save_goes_on_without() {
        let folder = tempfile::tempdir().unwrap();
        let path = folder.path().join("shop.sortie");
        let data = folder.path().join("data");
        let disk = Disk::over(Arc::new(RealFileSystem), &data);
        let before = bytes_of(&sample()).unwrap();
        let first = disk.save_plan(&path, &sample(), &Expected::default()).unwrap();
        let mut plan = sample();
        plan.cash.opening += 1.0;
        let expected = Expected { stamp: Some(first.file.stamp), drive: first.drive };
        let second = disk.save_plan(&path, &plan, &expected).unwrap();
        assert_eq!(second.not_backed_up, None);
        let kept = backups(&disk, &path);
        assert_eq!(kept.len(), 1);
        assert_eq!(disk.open_plan(&kept[0].path).unwrap().stamp, ContentStamp::of(&before));
        std::fs::remove_dir_all(&data).unwrap();
        std::fs::File::create(&data).unwrap();
        let third = disk.save_plan(&path, &sample(), &Expected::default()).unwrap();
        assert!(third.not_backed_up.is_some(), "a file stands where the folder should be");
        assert_eq!(disk.open_plan(&path).unwrap().plan, sample());
    }

    #[test]
    fn a_file_that_vanished_or_whose_drive_did_is_known_to_be_gone_and_not_written_elsewhere() {
        let folder = tempfile::tempdir().unwrap();
        let (disk, path) = (Disk::apart(), folder.path().join("shop.sortie"));
        let saved = disk.save_plan(&path, &sample(), &Expected::default()).unwrap();
        assert_eq!(disk.presence(&path, saved.drive), Presence::There);
        std::fs::remove_file(&path).unwrap();
        assert_eq!(disk.presence(&path, saved.drive), Presence::Gone);
        if let Some(drive) = saved.drive {
            let expected = Expected { stamp: Some(saved.file.stamp), drive: Some(drive + 1) };
            assert_eq!(disk.presence(&path, expected.drive), Presence::DriveGone);
            assert_eq!(disk.save_plan(&path, &sample(), &expected), Err(SaveFault::DriveGone));
            assert!(!super::super::is_there(&path));
        }
    }
}
