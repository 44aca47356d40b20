//! A whole business built from nothing, by the names of the controls alone: what is saved is the plan that was meant.

use egui::{Event, Key, Modifiers};
use egui_kittest::Harness;
use egui_kittest::kittest::Queryable;
use sortie::app::App;
use sortie::disk::dialog::DialogAnswer;
use sortie_engine::plan::{Plan, read, write};

use crate::entering::run_command;
use crate::stage::{click, control, in_folder, press, settle, type_into, window_of_size};

/// The plan that is meant, written by hand.
const MEANT: &[u8] = include_bytes!("../plans/five_channels.sortie");

/// Five channels as a seller's own sheet has them, in the order of the columns.
const SHEET: &str = "\
TikTok link\tUnited States\tProduct link on videos\tyes\t3.2万\t1%\t0\t0\t1.8% (1.5–2.1)\t12%\t9\tyes\tUSD\t$42 (38–47)\t38%\t$5.20\t14% (10-20)\t2.9%\t$0.30\t8%\t60%\t$4\t$600\t3\t30\t0\tLinks on videos\tEnds when links close
Own store\tUnited States\t\tyes\t１６，０００\t0.5%\t0\t0\t3.2% (2.6–3.9)\t22%\t12\tyes\tUSD\t$46\t38%\t$5.20\t0\t2.9%\t$0.30\t7%\t60%\t$4\t$900\t3\t30\t0\tOwn store\t
Own store, ads\tUnited States\t\tyes\t40k (30k-52k)\t0\t$0.45 (0.3-0.6)\t20%\t1.6%\t10%\t9\tyes\tUSD\t$45\t38%\t$5.20\t0\t2.9%\t$0.30\t9%\t60%\t$4\t0\t3\t30\t0\tStore by ads\t
Amazon\tUnited States\t\tyes\t9,000\t0\t$0.35\t0\t１０％\t5%\t6\tno\tUSD\t$36\t36%\t$6.50\t17%\t0\t0\t6%\t50%\t$5\t$40\t14\t45\t0\tAmazon\tNames of buyers stay with Amazon
Other\tUnited States\t\tno\t1.2千\t0\t0\t0\t2.5%\t15%\t9\tyes\tCNY\t¥268.50\t40%\t¥18\t5%\t1%\t0\t4%\t70%\t¥12\t¥1,800\t7\t30\t0\tMini program\tFor buyers at home
";

fn plan(harness: &Harness<'static, App>) -> Plan {
    harness.state().document().plan().clone()
}

/// Chooses from a menu; `name` is how the menu is called, with what it shows.
pub fn choose(harness: &mut Harness<'static, App>, name: &str, choice: &str) {
    click(harness, name);
    take(harness, choice);
}

/// Clicks in the menu that is open. Something on the page may have the same name; what opened last is meant.
pub fn take(harness: &mut Harness<'static, App>, choice: &str) {
    harness.query_all_by_label(choice).last().unwrap_or_else(|| panic!("no choice {choice}")).click();
    settle(harness);
}

/// Writes words of several lines and leaves them.
fn write_note(harness: &mut Harness<'static, App>, name: &str, text: &str) {
    control(harness, name).click();
    harness.run_steps(2);
    control(harness, name).type_text(text);
    harness.run_steps(2);
    press(harness, Modifiers::NONE, Key::Tab);
}

fn enter_business(harness: &mut Harness<'static, App>) {
    press(harness, Modifiers::ALT, Key::Num1);
    type_into(harness, "Name of the plan", "Five roads");
    type_into(harness, "First month", "2026/1");
    type_into(harness, "Months ahead", "24");
    type_into(harness, "Cash in hand", "30k");
    type_into(harness, "Credit line", "８，０００");
    type_into(harness, "Overhead per month", "11k (10k–13k)");
    write_note(harness, "Notes", "Dresses and coats");
    click(harness, "Markets");
    type_into(harness, "Name · New market", "United States");
    click(harness, "What you have, as platforms ask for it");
    click(harness, "Overseas warehouse");
}

fn enter_channels(harness: &mut Harness<'static, App>) {
    press(harness, Modifiers::ALT, Key::Num2);
    click(harness, "All fields as a sheet");
    control(harness, "All channels").focus();
    settle(harness);
    harness.event(Event::Paste(SHEET.to_owned()));
    settle(harness);
    click(harness, "Back to the outlook");
    // The links move to another surface, with the keyboard and the menus of the form.
    choose(harness, "Where the link stands · Links on videos: Product link on videos", "Livestream");
}

fn enter_closure(harness: &mut Harness<'static, App>) {
    press(harness, Modifiers::ALT, Key::Num3);
    type_into(harness, "Name · Links close", "Storefront ends");
    type_into(harness, "Start · Storefront ends", "2026-04-12");
    type_into(harness, "Visits that still get through · Storefront ends", "10% (5–20)");
    for (channel, share) in [("Own store", "15%"), ("Amazon", "3% (2-4)")] {
        click(harness, "+ Where visits lost to Storefront ends go");
        take(harness, channel);
        type_into(harness, &format!("Share · {channel}"), share);
    }
    click(harness, "More: course, fees, held money, notes");
    type_into(harness, "Months to find the new way · Storefront ends", "2");
    type_into(harness, "Chance that it happens · Storefront ends", "90%");
}

fn enter_response(harness: &mut Harness<'static, App>) {
    press(harness, Modifiers::ALT, Key::Num4);
    click(harness, "+ Empty strategy");
    type_into(harness, "Name · My strategy", "Ads instead");
    type_into(harness, "Start · Ads instead", "2026-03");
    type_into(harness, "End · Ads instead", "2027-03");
    type_into(harness, "Set-up cost · Ads instead", "1,500");
    type_into(harness, "Cost per month · Ads instead", "800 (600-1000)");
    click(harness, "+ Another way it works");
    click(harness, "Paid visits");
    choose(harness, "Where visits go · Ads instead: Links on videos", "Store by ads");
    type_into(harness, "Spend per month · Ads instead", "5k");
    type_into(harness, "Spend at which a visit costs double · Ads instead", "9k (6k-13k)");
    type_into(harness, "Cost per visit · Ads instead", "$0.60");
    type_into(harness, "Effect that lasts into the next month · Ads instead", "20%");
}

fn enter_scenario(harness: &mut Harness<'static, App>) {
    press(harness, Modifiers::ALT, Key::Num5);
    click(harness, "Copy Links close, nothing is done as a branch");
    type_into(harness, "Name · Links close, nothing is done, copy", "With ads");
    click(harness, "Ads instead · in scenario “With ads”");
    write_note(harness, "Notes · With ads", "Until followers come");
}

#[test]
#[expect(clippy::disallowed_methods, reason = "the file is read as it lies on the disk")]
fn a_business_of_five_channels_is_built_from_nothing_and_the_file_is_the_plan_that_was_meant() {
    let (_folder, path) = in_folder("mine.sortie");
    let mut harness = window_of_size(vec![DialogAnswer::Path(path.clone())], None, 1440.0, 2_400.0);
    run_command(&mut harness, "empty");
    enter_business(&mut harness);
    enter_channels(&mut harness);
    enter_closure(&mut harness);
    enter_response(&mut harness);
    enter_scenario(&mut harness);
    assert!(harness.state().view().faults.is_empty(), "{:?}", harness.state().view().faults);
    press(&mut harness, Modifiers::COMMAND | Modifiers::SHIFT, Key::S);
    let saved = std::fs::read(&path).unwrap();
    let meant = write(&read(MEANT).unwrap()).unwrap();
    let (lines, meant_lines) =
        (String::from_utf8(saved.clone()).unwrap(), String::from_utf8(meant.clone()).unwrap());
    let differs = lines.lines().zip(meant_lines.lines()).find(|(a, b)| a != b);
    assert_eq!(differs, None, "the file holds what was entered");
    assert!(saved == meant && read(&saved).unwrap() == plan(&harness));
}
