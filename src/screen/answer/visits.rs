//! Where the visits over links went once they were closed.

use egui::{Id, Ui};
use sortie_engine::compare::{ArrivedVisits, LinkFlow};

use super::AnswerPage;
use crate::desk::Desk;
use crate::edit::editor::caption_ui;
use crate::widget::flow::{FlowChart, FlowPlace, Ribbon};

/// The height of the picture.
const HEIGHT: f32 = 280.0;

/// Shows where the visits of `flows` went, from the closure to the end.
pub fn visits_ui(ui: &mut Ui, desk: &Desk, page: &AnswerPage, flows: &[LinkFlow]) {
    if flows.iter().all(|flow| flow.came <= 0.0) {
        return caption_ui(ui, desk, desk.words.get("visits.none"));
    }
    let mut picture = VisitsPicture { desk, page, places: vec![], ribbons: vec![] };
    picture.draw(flows);
    let came: f64 = flows.iter().map(|flow| flow.came).sum();
    let gone: f64 = flows.iter().map(|flow| flow.gone).sum();
    let share = desk.words.share((gone / came * 100.0).round() / 100.0);
    let told = desk.words.with("visits.told", &[("came", &desk.words.count(came)), ("share", &share)]);
    let flow = FlowChart {
        id: Id::unique("link visits"),
        summary: &told,
        places: &picture.places,
        ribbons: &picture.ribbons,
        value_label: &|x| desk.words.count(x),
        height: HEIGHT,
    };
    flow.show(ui, desk.palette);
    caption_ui(ui, desk, &told);
}

struct VisitsPicture<'a> {
    desk: &'a Desk<'a>,
    page: &'a AnswerPage<'a>,
    places: Vec<FlowPlace>,
    ribbons: Vec<Ribbon>,
}

impl VisitsPicture<'_> {
    fn channel(&self, id: &str) -> (String, egui::Color32) {
        let place = self.page.plan.channels.iter().position(|channel| channel.id == id);
        let name = place.map_or(id, |place| self.desk.words.ready(&self.page.plan.channels[place].name));
        (name.to_owned(), self.desk.palette.part(place.unwrap_or(0)))
    }

    /// The place of that name in a column, which is made where there is none.
    fn place(&mut self, column: usize, name: String, color: egui::Color32) -> usize {
        let known = self.places.iter().position(|place| place.column == column && place.name == name);
        known.unwrap_or_else(|| {
            self.places.push(FlowPlace { name, column, color });
            self.places.len() - 1
        })
    }

    fn ribbon(&mut self, from: usize, to: usize, amount: f64) {
        if amount > 0.0 {
            self.ribbons.push(Ribbon { from, to, amount, details: vec![] });
        }
    }

    fn draw(&mut self, flows: &[LinkFlow]) {
        let (words, palette) = (self.desk.words, self.desk.palette);
        let word = |key: &'static str| words.get(key).to_owned();
        for flow in flows.iter().filter(|flow| flow.came > 0.0) {
            let (name, color) = self.channel(&flow.channel);
            let own = self.place(0, name, color);
            let stops = [
                (word("visits.through"), palette.gain, flow.through),
                (word("visits.restored"), palette.accent, flow.restored),
            ];
            for (name, color, arrived) in stops {
                self.arrive(own, name, color, arrived);
            }
            for (id, arrived) in &flow.diverted {
                let (name, color) = self.channel(id);
                self.arrive(own, name, color, *arrived);
            }
            let lost = [
                (word("visits.wound_down"), palette.faint, flow.wound_down),
                (word("visits.taken"), palette.faint, flow.taken),
                (word("visits.otherwise"), palette.shock, flow.lost_otherwise),
                (word("visits.gone"), palette.loss, flow.gone),
            ];
            for (name, color, amount) in lost.into_iter().filter(|(_, _, amount)| *amount > 0.0) {
                let to = self.place(1, name, color);
                self.ribbon(own, to, amount);
            }
        }
    }

    /// Visits that turn up somewhere, and there buy or do not.
    fn arrive(&mut self, from: usize, name: String, color: egui::Color32, arrived: ArrivedVisits) {
        if arrived.visits <= 0.0 {
            return;
        }
        let (words, palette) = (self.desk.words, self.desk.palette);
        let stop = self.place(1, name, color);
        self.ribbon(from, stop, arrived.visits);
        let bought = self.place(2, words.get("visits.bought").to_owned(), palette.gain);
        self.ribbon(stop, bought, arrived.orders);
        let left = self.place(2, words.get("visits.left").to_owned(), palette.faint);
        self.ribbon(stop, left, arrived.visits - arrived.orders);
    }
}
