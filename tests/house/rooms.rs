//! Rooms flow one way.

use super::{ENGINE, Named, Source, app, assert_kept, at_path, engine, room_of};

/// A room, and the rooms that it may import.
type Rooms = [(&'static str, &'static [&'static str])];

/// The rooms of the engine. Whoever stands further up knows nothing of what follows.
const ENGINE_ROOMS: &Rooms = &[
    ("watch", &[]),
    ("lane", &[]),
    ("unit", &["lane"]),
    ("plan", &["lane", "unit"]),
    ("model", &["lane", "unit", "plan"]),
    ("draw", &["lane", "unit", "plan", "model"]),
    ("sim", &["lane", "unit", "plan", "model", "draw"]),
    ("forecast", &["watch", "lane", "unit", "plan", "model", "draw", "sim"]),
    ("compare", &["watch", "lane", "unit", "plan", "model", "draw", "sim", "forecast"]),
    ("sensitivity", &["watch", "lane", "unit", "plan", "model", "draw", "sim", "forecast"]),
    ("search", &["watch", "lane", "unit", "plan", "model", "draw", "sim", "forecast"]),
    ("ledger", &["lane", "unit"]),
    ("import", &["watch", "lane", "unit", "ledger"]),
    ("fit", &["watch", "lane", "unit", "plan", "model", "draw", "sim", "forecast", "ledger"]),
];

/// The rooms of the app, in the same way.
const APP_ROOMS: &Rooms = &[
    ("work", &[]),
    ("theme", &[]),
    ("disk", &[]),
    ("catalog", &[]),
    ("text", &["disk"]),
    ("document", &["disk"]),
    ("widget", &["theme"]),
    ("address", &["catalog", "text"]),
    ("command", &["theme", "disk", "text", "address"]),
    ("compute", &["work"]),
    ("study", &["work", "catalog", "compute"]),
    ("report", &["theme", "disk", "catalog", "text", "address", "compute"]),
    ("start", &["catalog"]),
    ("intake", &["work", "disk", "catalog", "text", "compute", "start"]),
    ("desk", &["work", "theme", "text", "widget", "address", "command"]),
    ("edit", &["theme", "catalog", "text", "widget", "address", "command", "desk"]),
    (
        "screen",
        &[
            "work", "theme", "disk", "catalog", "text", "document", "widget", "address", "command", "study",
            "report", "start", "intake", "desk", "edit",
        ],
    ),
    (
        "app",
        &[
            "work", "theme", "disk", "catalog", "text", "document", "widget", "address", "command",
            "compute", "study", "report", "start", "intake", "desk", "edit", "screen",
        ],
    ),
    ("cli", &["disk", "catalog", "text", "compute", "report", "start", "intake"]),
];

/// The path from the crate's root on, or nothing when it leads outside the crate.
fn from_crate_root(source: &Source, base: &str, named: &Named) -> Option<Vec<String>> {
    if named.starts_with(&["crate"]) {
        return Some(named.parts[1..].to_vec());
    }
    let below = source.path.strip_prefix(base)?.trim_end_matches(".rs");
    let mut module: Vec<String> =
        below.split('/').filter(|part| *part != "mod" && *part != "lib").map(str::to_owned).collect();
    let n_up = named.parts.iter().take_while(|part| *part == "super").count();
    if n_up == 0 {
        return None;
    }
    module.truncate(module.len().saturating_sub(n_up));
    module.extend(named.parts[n_up..].iter().cloned());
    Some(module)
}

/// Fails where a source imports what its room may not, or stands in no room of the table; and where the table itself lets
/// a room import what follows it.
fn assert_one_way<'a>(rooms: &Rooms, base: &str, sources: impl Iterator<Item = &'a Source>) {
    let mut broken = vec![];
    for (place, (room, left)) in rooms.iter().enumerate() {
        let is_above = |name: &&str| rooms[..place].iter().any(|(above, _)| *above == *name);
        broken.extend(
            left.iter().filter(|name| !is_above(name)).map(|name| format!("{room} may not import {name}")),
        );
    }
    for source in sources {
        let room = room_of(source, base);
        if room == "lib" || room == "main" {
            continue;
        }
        let Some((_, left)) = rooms.iter().find(|(name, _)| *name == room) else {
            broken.push(format!("{}: the room {room} is not in the table of rooms", source.path));
            continue;
        };
        for named in source.paths().iter().filter(|named| !named.is_test) {
            let Some(from_root) = from_crate_root(source, base, named) else { continue };
            let target = from_root.first().map_or(room, String::as_str);
            if target != room && !left.contains(&target) {
                broken.push(at_path(source, named));
            }
        }
    }
    assert_kept(
        "The river flows one way: a room names only the rooms on its left, and names the room, not the crate.",
        &broken,
    );
}

#[test]
fn the_engines_rooms_import_only_to_the_left() {
    assert_one_way(ENGINE_ROOMS, ENGINE, engine());
}

#[test]
fn the_apps_rooms_import_only_to_the_left() {
    assert_one_way(APP_ROOMS, "src/", app());
}
