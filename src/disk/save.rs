//! Saving a plan: what is written has been read back first.

use std::path::Path;

use sortie_engine::plan::{self, Plan};

use super::replace::{SavedFile, replace};
use super::stamp::ContentStamp;
use super::system::RealFileSystem;

pub use super::replace::SaveFault;

/// Saves the plan at `path`, through links. `expected` is the stamp from when the file was opened or last saved;
/// none replaces whatever file stands there, so ask first.
///
/// # Errors
/// Why it was not saved; what stood there before stands there still.
pub fn save_plan(path: &Path, plan: &Plan, expected: Option<&ContentStamp>) -> Result<SavedFile, SaveFault> {
    replace(&RealFileSystem, path, &bytes_of(plan)?, expected)
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
    use sortie_engine::unit::Estimate;

    use super::super::open::{OpenedPlan, open_plan};
    use super::*;
    use crate::catalog::trial::sample;

    #[test]
    fn a_saved_plan_opens_as_the_same_plan() {
        let folder = tempfile::tempdir().unwrap();
        let path = folder.path().join("shop.sortie");
        let saved = save_plan(&path, &sample(), None).unwrap();
        assert!(saved.is_durable);
        let opened = OpenedPlan { plan: sample(), stamp: saved.stamp, is_older: false };
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
}
