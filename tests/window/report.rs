//! What is handed to somebody, from the window: looked at, chosen, written where the seller says.
#![expect(clippy::disallowed_methods, reason = "these tests read what was written")]

use sortie::command::Command;
use sortie::disk::dialog::DialogAnswer;

use crate::stage::{click, control, find, in_folder, settle, window};

#[test]
fn a_report_is_looked_at_and_written_where_the_seller_says() {
    let (_folder, path) = in_folder("report");
    let mut harness = window(vec![DialogAnswer::Path(path.with_extension("pdf"))], None);
    let ctx = harness.ctx.clone();
    harness.state_mut().obey(&ctx, Command::Report);
    settle(&mut harness);
    let is_shown = (3..=6).any(|n| find(&harness, &format!("Page 1 of {n}")).is_some());
    assert!(is_shown, "its pages are shown");
    click(&mut harness, "Save as PDF\u{2026}");
    settle(&mut harness);
    let bytes = std::fs::read(path.with_extension("pdf")).expect("the report was written");
    assert!(bytes.starts_with(b"%PDF"));
    assert!(find(&harness, "Show in folder").is_some());
    click(&mut harness, "Close the report");
    assert!(find(&harness, "Save as PDF\u{2026}").is_none());
}

#[test]
fn what_is_chosen_on_the_page_is_what_is_shown() {
    let mut harness = window(vec![], None);
    let ctx = harness.ctx.clone();
    harness.state_mut().obey(&ctx, Command::Report);
    settle(&mut harness);
    click(&mut harness, "Slides");
    settle(&mut harness);
    control(&harness, "Page 5 of 5");
    click(&mut harness, "One page");
    settle(&mut harness);
    control(&harness, "Page 1 of 1");
    click(&mut harness, "\u{4e2d}\u{6587}");
    settle(&mut harness);
    control(&harness, "Page 1 of 1");
    click(&mut harness, "Excel");
    settle(&mut harness);
    control(&harness, "Save as XLSX\u{2026}");
    assert!(find(&harness, "Page 1 of 1").is_none());
}
