//! The list of things to do where nothing is: the days on which things happen, and when to look at what was measured.

use sortie_engine::plan::Scenario;

use super::agenda::AgendaItem;
use super::teller::ReportTeller;
use crate::address::name::guess_name;
use crate::address::{PlanField, PlanPart};

/// What stands in the calendar of who waits.
pub fn waiting_agenda(teller: &ReportTeller) -> Vec<AgendaItem> {
    let (plan, words) = (teller.plan(), teller.words);
    let place = teller.figures.chosen.or(teller.figures.forecast.baselines.no_response);
    let scenario: Option<&Scenario> = place.and_then(|place| plan.scenarios.get(place));
    let is_in = |id: &String| scenario.is_none_or(|scenario| scenario.shocks.contains(id));
    let mut items: Vec<AgendaItem> = vec![];
    for (place, shock) in plan.shocks.iter().enumerate().filter(|(_, shock)| is_in(&shock.id)) {
        let Some(day) = plan.day_of_shock(shock) else { continue };
        let known = [("name", words.ready(&shock.name)), ("when", &*words.day(day))];
        items.push(AgendaItem {
            month: day.month,
            day: day.day,
            key: format!("{} happens", shock.id),
            words: words.with("report.list_happens", &known),
            field: PlanPart::Shock(place).field("passes"),
        });
    }
    let today = teller.order.day.month;
    let first = teller.figures.to_measure.first().and_then(|(place, _)| teller.figures.field_of(*place));
    let what = first.map(|field| guess_name(words, plan, field));
    let field = first.unwrap_or(PlanField::FIRST);
    let told = match &what {
        Some(what) => words.with("report.list_measure", &[("what", what)]),
        None => words.get("report.list_measure_any").to_owned(),
    };
    for (months, key, told) in
        [(1, "measure first", told), (2, "look again", words.get("report.list_look_again").to_owned())]
    {
        items.push(AgendaItem {
            month: today.plus(months),
            day: None,
            key: key.to_owned(),
            words: told,
            field,
        });
    }
    items.sort_by_key(|item| (item.month, item.day));
    items
}
