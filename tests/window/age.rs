//! Numbers of the world grow old: where one is shown with its source, it says how old that is.

use egui::{Key, Modifiers};
use egui_kittest::Harness;
use sortie::app::App;
use sortie::catalog::evidence::row;
use sortie::text::{Language, words as words_of};
use sortie_engine::unit::Month;

use crate::answer::{says, words};
use crate::stage::{click, press, window_at};

fn window_in_month(month: Option<&str>, language: Language) -> Harness<'static, App> {
    window_at(month.and_then(Month::parse), language, vec![], None, (1440.0, 900.0))
}

/// The refunds of the first channel in hand: the sentence about its own source, and what is typical with its sources.
fn take_refunds_in_hand(harness: &mut Harness<'static, App>, language: Language) {
    press(harness, Modifiers::ALT, Key::Num1);
    press(harness, Modifiers::ALT, Key::Num2);
    let name = format!("{} · ", words_of(language).field("refund"));
    let field = words(harness).into_iter().find(|word| word.starts_with(&name));
    click(harness, field.expect("a field of refunds").rsplit_once(" · ").expect("its value").0);
    assert_eq!(harness.state().view().hand.field.name, "refund");
}

#[test]
fn what_is_typical_of_the_number_in_hand_says_how_old_it_is_in_both_languages() {
    assert_eq!(row("own.return.all").expect("a row").as_of, "2024");
    let told =
        [(Some("2025-12"), None), (Some("2026-11"), Some(1)), (Some("2028-01"), Some(3)), (None, None)];
    for language in Language::ALL {
        let known = words_of(language);
        for (month, years) in told {
            let mut harness = window_in_month(month, language);
            take_refunds_in_hand(&mut harness, language);
            assert!(
                says(&harness, ", US, 2024 · ") || says(&harness, "，US，2024 · "),
                "{:#?}",
                words(&harness)
            );
            for age in [1, 2, 3] {
                let is_told = says(&harness, &format!(" · {}", known.years_old(age)));
                assert_eq!(is_told, years == Some(age), "{month:?}, {age}: {:#?}", words(&harness));
            }
        }
    }
}

#[test]
fn a_ready_made_strategy_counts_its_numbers_that_are_older_than_a_year() {
    for (language, old) in
        [(Language::English, "Older than a year: "), (Language::Chinese, "其中一年以上的旧数据 ")]
    {
        for (month, is_told) in [(Some("2026-11"), true), (None, false)] {
            let mut harness = window_in_month(month, language);
            press(&mut harness, Modifiers::ALT, Key::Num4);
            click(&mut harness, words_of(language).get("response.add"));
            assert_eq!(says(&harness, old), is_told, "{:#?}", words(&harness));
        }
    }
}
