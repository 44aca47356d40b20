//! Closures as they really came: each with its story, to be taken into the plan.

use egui::{Label, RichText, Ui};
use sortie_engine::plan::{FollowedShock, Plan, Scenario, Shock, ShockStart};
use sortie_engine::unit::Day;

use super::edit;
use crate::catalog::real_events;
use crate::desk::Desk;
use crate::edit::editor::caption_ui;
use crate::text::{Language, words};
use crate::theme::{plain_font, strong_font, type_size};
use crate::widget::button::link_button;

/// Shows every event with its story; a click takes it into the plan.
pub fn presets_ui(ui: &mut Ui, desk: &mut Desk, plan: &mut Plan) {
    ui.set_width(430.0_f32.min(ui.ctx().content_rect().width() - 40.0));
    let words = desk.words;
    egui::ScrollArea::vertical().max_height(420.0).show(ui, |ui| {
        ui.vertical(|ui| {
            for event in &real_events().scenarios {
                let name = words.ready(&event.name);
                let title = RichText::new(name).font(strong_font(type_size::BODY)).color(desk.palette.text);
                ui.add(Label::new(title));
                let story = RichText::new(words.ready(&event.notes));
                let story = story.font(plain_font(type_size::CAPTION)).color(desk.palette.dim);
                crate::widget::lines::wrapped(ui, story);
                for shock in stages(event) {
                    let told = format!("{} \u{B7} {}", words.day(day_of(shock)), words.ready(&shock.name));
                    caption_ui(ui, desk, &told);
                }
                if link_button(ui, desk.palette, &words.with("happens.use_real", &[("name", name)])).clicked()
                {
                    take(desk, plan, event);
                }
                ui.add_space(8.0);
            }
        });
    });
}

/// The blows of an event, in their order.
fn stages(event: &Scenario) -> impl Iterator<Item = &'static Shock> {
    let of = |id: &String| real_events().shocks.iter().find(|shock| shock.id == *id);
    event.shocks.iter().filter_map(of).collect::<Vec<_>>().into_iter()
}

/// The day on which a blow of an event came.
fn day_of(shock: &Shock) -> Day {
    real_events().day_of_shock(shock).unwrap_or_default()
}

/// Takes an event into the plan: at its own date where that lies in the plan, else from its fourth month on.
fn take(desk: &mut Desk, plan: &mut Plan, event: &Scenario) {
    let Some(first) = stages(event).map(|shock| day_of(shock).month).min() else { return };
    let is_within = (0..plan.horizon_months as i32).contains(&first.since(plan.start));
    let moved = if is_within { 0 } else { plan.start.plus(3).since(first) };
    let mut taken: Vec<(&str, String)> = vec![];
    for shock in stages(event) {
        let mut own = bound(plan, shock, moved);
        // What follows a blow of the same event follows it in the plan too.
        if let ShockStart::After(followed) = &shock.start
            && let Some((_, id)) = taken.iter().find(|(known, _)| *known == followed.shock)
        {
            own.start = ShockStart::After(FollowedShock { shock: id.clone(), ..followed.clone() });
        }
        taken.push((&shock.id, own.id.clone()));
        edit::add(desk, plan, own);
    }
}

/// The blow as this plan can take it: with an id and a day of its own, and only markets that the plan has, whatever it
/// calls them.
fn bound(plan: &Plan, shock: &Shock, months: i32) -> Shock {
    let mut shock = shock.clone();
    shock.id = edit::free_id(plan, &shock.id);
    shock.start = ShockStart::On(day_of(&shock).plus(months));
    if months != 0 {
        // On another date it is a story, and no fact.
        shock.basis.remove("start");
    }
    shock.targets.markets = shock.targets.markets.and_then(|wanted| {
        let meant: Vec<String> = wanted.iter().filter_map(|id| own_market(plan, id)).collect();
        (!meant.is_empty()).then_some(meant)
    });
    shock
}

/// The plan's id of a market that is known as `id`, by that id or by its name in any language.
fn own_market(plan: &Plan, id: &str) -> Option<String> {
    let is_called = |name: &str| {
        name.eq_ignore_ascii_case(id)
            || Language::ALL.iter().any(|language| words(*language).market(id).eq_ignore_ascii_case(name))
    };
    let own = plan.markets.iter().find(|market| market.id == id);
    own.or_else(|| plan.markets.iter().find(|market| is_called(market.name.trim()))).map(|it| it.id.clone())
}

#[cfg(test)]
mod tests {
    use sortie_engine::plan::{check, read};

    use super::*;
    use crate::catalog::{evidence, templates};

    #[test]
    fn any_sample_takes_any_event_without_a_fault() {
        for template in templates() {
            for event in &real_events().scenarios {
                let mut plan = read(template.plan_bytes).unwrap();
                for shock in stages(event) {
                    let shock = bound(&plan, shock, 0);
                    plan.shocks.push(shock);
                }
                assert_eq!(check(&plan), [], "{} {}", template.id, event.id);
            }
        }
    }

    #[test]
    fn an_event_of_one_market_strikes_that_market_whatever_the_plan_calls_it() {
        let mut plan = read(templates()[0].plan_bytes).unwrap();
        let event =
            real_events().shocks.iter().find(|shock| shock.targets.markets == Some(vec!["us".to_owned()]));
        let event = event.expect("some event is of the United States alone");
        for name in ["US", "United States", "\u{7F8E}\u{56FD}"] {
            plan.markets[0].id = "market-1".to_owned();
            plan.markets[0].name = name.to_owned();
            assert_eq!(bound(&plan, event, 0).targets.markets, Some(vec!["market-1".to_owned()]), "{name}");
        }
        plan.markets[0].name = "Atlantis".to_owned();
        assert_eq!(bound(&plan, event, 0).targets.markets, None);
    }

    #[test]
    fn every_number_of_an_event_says_where_it_comes_from() {
        for shock in &real_events().shocks {
            assert!(!shock.basis.is_empty(), "{}", shock.id);
            for id in shock.basis.values() {
                assert!(evidence::row(id).is_some(), "{}: {id}", shock.id);
            }
        }
    }
}
