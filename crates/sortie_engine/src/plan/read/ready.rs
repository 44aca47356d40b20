//! A ready-made strategy as it stands in its file: a strategy that names roles, and what may fill each role.

use super::super::fault::{FaultPlace, FaultProblem, PlanFault};
use super::super::parts::Channel;
use super::super::ready::{ReadyStrategy, ResponseRole};
use super::fields::{ObjectFields, PlanReader};
use super::node::{self, FileNode};
use super::parts::channel;
use super::strategy::strategy;

/// Reads a ready-made strategy; ids, market and months that a plan will give it have stand-ins.
pub(in super::super) fn read(bytes: &[u8]) -> Result<ReadyStrategy, Vec<PlanFault>> {
    let alone = |problem| vec![PlanFault { place: FaultPlace::default(), problem }];
    let FileNode::Object(entries) = node::parse(bytes).map_err(alone)? else {
        return Err(alone(FaultProblem::NotAPlan));
    };
    let mut reader = PlanReader::default();
    let ready = reader.object(entries, FaultPlace::default(), ready);
    if reader.faults.is_empty() { Ok(ready) } else { Err(reader.faults) }
}

fn ready(fields: &mut ObjectFields) -> ReadyStrategy {
    let id = fields.text("id");
    let name = fields.text("name");
    let kind = fields.text("kind");
    let known = [("id", id.as_str()), ("name", &name), ("kind", &kind), ("start", "2000-01")];
    ReadyStrategy {
        notes: fields.text_or_empty("notes"),
        start_after_closure_months: fields.number("start_after_closure_months") as i32,
        roles: fields.objects_by_name("roles", role),
        strategy: fields.object_with("strategy", &known, strategy),
    }
}

fn role(name: &str, fields: &mut ObjectFields) -> ResponseRole {
    let known = [("id", name), ("market", "")];
    let has_channel = fields.has("channel");
    let default: Channel = fields.object_with("channel", &known, channel);
    ResponseRole {
        name: name.to_owned(),
        kinds: fields.maybe_words("kinds").unwrap_or_default(),
        channel: has_channel.then_some(default),
        shock_kinds: fields.maybe_words("shock_kinds").unwrap_or_default(),
    }
}
