//! The bytes of a file, walked value by value, so that wrong types, unknown fields and bad values all come at once.

mod fields;
mod node;
mod parts;
mod ready;
mod strategy;
mod tables;

use fields::PlanReader;
use node::FileNode;
pub(super) use ready::read as read_ready;

use super::check::{check, forget_strange_sources};
use super::fault::{FaultPlace, FaultProblem, FaultStep, IdReference, MAX_FAULTS, PlanFault};
use super::parts::Plan;
use super::write::{FORMAT, VERSION};

/// A larger file is refused by its size alone.
pub const MAX_BYTES: u64 = 64 * 1024 * 1024;

/// A file that holds more values is refused before they are built. The largest plan of a real business has some ten
/// thousand; a value takes about a hundred bytes, so that a file within this limit takes no more than 200 MB.
pub const MAX_VALUES: usize = 1_000_000;

/// Reads a plan from the bytes of its file.
///
/// # Errors
/// Every fault of the plan, in the order of the file; a file of a newer version is refused for that alone.
pub fn read(bytes: &[u8]) -> Result<Plan, Vec<PlanFault>> {
    let alone = |problem| vec![PlanFault { place: FaultPlace::default(), problem }];
    let node = node::parse(bytes).map_err(alone)?;
    let FileNode::Object(entries) = node else { return Err(alone(FaultProblem::NotAPlan)) };
    let entry = |name: &str| entries.iter().find(|(key, _)| key == name).map(|(_, node)| node);
    if !matches!(entry("format"), Some(FileNode::Text(word)) if word == FORMAT) {
        return Err(alone(FaultProblem::NotAPlan));
    }
    if let Some(&FileNode::Number(found)) = entry("version")
        && found > f64::from(VERSION)
    {
        return Err(alone(FaultProblem::NewerVersion { found, known: VERSION }));
    }
    let is_version_1 =
        matches!(entry("version"), Some(FileNode::Number(found)) if (1.0..2.0).contains(found));
    let mut reader = PlanReader { faults: vec![], is_version_1 };
    let mut plan = reader.object(entries, FaultPlace::default(), parts::plan);
    if is_version_1 {
        forget_strange_sources(&mut plan);
    }
    let mut faults = reader.faults;
    if faults.len() >= MAX_FAULTS {
        return Err(faults);
    }
    let values = check(&plan);
    let unexplained = values.into_iter().filter(|fault| !faults.iter().any(|known| explains(known, fault)));
    let unexplained: Vec<_> = unexplained.collect();
    faults.extend(unexplained);
    if faults.is_empty() { Ok(plan) } else { Err(faults) }
}

/// The plan in `bytes` as it was written, its faults with it: what a seller is in the middle of may have some. Nothing where
/// a value could not be read at all, or where a newer program wrote it.
pub fn recall(bytes: &[u8]) -> Option<Plan> {
    let FileNode::Object(entries) = node::parse(bytes).ok()? else { return None };
    let is_of_version = |(key, node): &(String, FileNode)| {
        key == "version"
            && matches!(node, FileNode::Number(found) if found.to_bits() == f64::from(VERSION).to_bits())
    };
    if !entries.iter().any(is_of_version) {
        return None;
    }
    let mut reader = PlanReader { faults: vec![], is_version_1: false };
    let plan = reader.object(entries, FaultPlace::default(), parts::plan);
    reader.faults.is_empty().then_some(plan)
}

/// The version that a plan's file states, where it states one.
pub fn version_of(bytes: &[u8]) -> Option<u32> {
    let FileNode::Object(entries) = node::parse(bytes).ok()? else { return None };
    let version = entries.iter().find(|(key, _)| key == "version");
    version.and_then(|(_, node)| if let FileNode::Number(x) = node { Some(*x as u32) } else { None })
}

/// Whether the fault `known`, for which something stands in, is the cause of what a check says of that.
fn explains(known: &PlanFault, fault: &PlanFault) -> bool {
    known.place.contains(&fault.place)
        || (fault.problem.is_of_an_estimate() && fault.place.contains(&known.place))
        || matches!(&fault.problem, FaultProblem::NoSuch { what, .. } if hides_ids(known, *what))
        || matches!(&fault.problem, FaultProblem::NoRate { currency } if hides_rate(known, currency))
}

/// Whether items of the list, or their ids, could not be read.
fn hides_ids(known: &PlanFault, what: IdReference) -> bool {
    let of_list = matches!(known.place.0.first(), Some(FaultStep::Field(list)) if list == what.list());
    let is_item = !matches!(known.place.0.get(2), Some(FaultStep::Field(field)) if field != "id");
    of_list && is_item
}

fn hides_rate(known: &PlanFault, currency: &str) -> bool {
    let is_fx = matches!(known.place.0.first(), Some(FaultStep::Field(field)) if field == "fx");
    is_fx && known.place.0.get(1).is_none_or(|step| *step == FaultStep::Field(currency.to_owned()))
}
