//! The bytes of a file, walked value by value, so that wrong types, unknown fields and bad values all come at once.

mod fields;
mod node;
mod parts;
mod ready;
mod strategy;

use fields::Reader;
use node::Node;
pub(super) use ready::read as read_ready;

use super::check::check;
use super::fault::{Fault, MAX_FAULTS, Place, Problem, Reference, Step};
use super::parts::Plan;
use super::write::{FORMAT, VERSION};

/// A larger file is refused by its size alone.
pub const MAX_BYTES: u64 = 64 * 1024 * 1024;

/// Reads a plan from the bytes of its file.
///
/// # Errors
/// Every fault of the plan, in the order of the file; a file of a newer version is refused for that alone.
pub fn read(bytes: &[u8]) -> Result<Plan, Vec<Fault>> {
    let alone = |problem| vec![Fault { place: Place::default(), problem }];
    let node = node::parse(bytes).map_err(alone)?;
    let Node::Object(entries) = node else { return Err(alone(Problem::NotAPlan)) };
    let entry = |name: &str| entries.iter().find(|(key, _)| key == name).map(|(_, node)| node);
    if !matches!(entry("format"), Some(Node::Text(word)) if word == FORMAT) {
        return Err(alone(Problem::NotAPlan));
    }
    if let Some(&Node::Number(found)) = entry("version")
        && found > f64::from(VERSION)
    {
        return Err(alone(Problem::NewerVersion { found, known: VERSION }));
    }
    let mut reader = Reader::default();
    let plan = reader.object(entries, Place::default(), parts::plan);
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

/// Whether the fault `known`, for which something stands in, is the cause of what a check says of that.
fn explains(known: &Fault, fault: &Fault) -> bool {
    known.place.contains(&fault.place)
        || (fault.problem.is_of_an_estimate() && fault.place.contains(&known.place))
        || matches!(&fault.problem, Problem::NoSuch { what, .. } if hides_ids(known, *what))
        || matches!(&fault.problem, Problem::NoRate { currency } if hides_rate(known, currency))
}

/// Whether items of the list, or their ids, could not be read.
fn hides_ids(known: &Fault, what: Reference) -> bool {
    let of_list = matches!(known.place.0.first(), Some(Step::Field(list)) if list == what.list());
    let is_item = !matches!(known.place.0.get(2), Some(Step::Field(field)) if field != "id");
    of_list && is_item
}

fn hides_rate(known: &Fault, currency: &str) -> bool {
    let is_fx = matches!(known.place.0.first(), Some(Step::Field(field)) if field == "fx");
    is_fx && known.place.0.get(1).is_none_or(|step| *step == Step::Field(currency.to_owned()))
}
