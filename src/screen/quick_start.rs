//! Quick start: seven numbers and a kind of business on the left, what they mean on the right, live.

use egui::{Id, Pos2, Rect, Sense, Shape, Stroke, Ui, pos2, vec2};
use sortie_engine::forecast::{Forecast, Metric, central};
use sortie_engine::model::Model;
use sortie_engine::plan::{Plan, read};
use sortie_engine::unit::Month;

use super::answer::outlook::verdict_words_ui;
use super::last_steps::{id_of, invented_ui, last_ui, number_ui, where_key};
use super::new_plan::SampleOffer;
use crate::address::unit::NumberUnit;
use crate::catalog::evidence::CURRENCIES;
use crate::catalog::templates;
use crate::desk::Desk;
use crate::edit::editor::{EditedText, caption_ui, card_title_ui, labelled_ui, text_ui};
use crate::edit::row::choice_ui;
use crate::start::{LastAnswers, QuickAnswers, QuickFault};
use crate::text::VerdictGround;
use crate::theme::{GAP_PAGE, plain_font, type_size};
use crate::widget::button::{main_button, plain_button};
use crate::widget::card::sheet;
use crate::widget::tick::switch;
use crate::widget::{follow_focus, is_escaped};

/// The answers so far, and the plan that they mean.
#[derive(Clone, Debug)]
pub struct QuickStart {
    quick: QuickAnswers,
    sample: Plan,
    last: LastAnswers,
    /// The plan before what is asked last.
    raw: Result<Plan, QuickFault>,
    plan: Result<Plan, QuickFault>,
}

/// What came of it.
#[derive(Clone, Debug, PartialEq)]
pub enum QuickStartChoice {
    /// Start with this plan.
    Start(Box<Plan>),
    /// Stay with the plan that is open.
    Nothing,
}

impl QuickStart {
    /// The page as it opens: with the numbers of the first sample, in this currency, for a plan that begins then.
    pub fn new(currency: &str, start: Month) -> Option<Self> {
        let sample = sample(0)?;
        let quick =
            QuickAnswers { start, ..QuickAnswers::of(0, &sample).beside(&sample, 0, &sample, currency) };
        let raw = quick.plan(&sample);
        let last = LastAnswers::default();
        let plan = raw.clone().map(|plan| last.settle(&plan));
        Some(Self { quick, sample, last, raw, plan })
    }

    /// Takes another sample or currency; what the seller named stays.
    fn turn_to(&mut self, sample_idx: usize, currency: &str) {
        let Some(other) = sample(sample_idx) else { return };
        self.quick = self.quick.beside(&self.sample, sample_idx, &other, currency);
        self.sample = other;
        // Amounts of another currency or sample are asked anew, and so is what it brings.
        self.last = LastAnswers { closure: self.last.closure, ..LastAnswers::default() };
        self.work_out();
    }

    fn work_out(&mut self) {
        self.raw = self.quick.plan(&self.sample);
        self.plan = self.raw.clone().map(|plan| self.last.settle(&plan));
    }
}

fn sample(idx: usize) -> Option<Plan> {
    read(templates().get(idx)?.plan_bytes).ok()
}

/// The numbers that are asked for.
const NUMBERS: [&str; 9] = [
    "quick.orders",
    "quick.order_value",
    "quick.margin",
    "quick.link_share",
    "quick.shop_orders",
    "quick.cash",
    "quick.ad_spend",
    "quick.overhead_month",
    "quick.closure",
];

/// Shows the page; returns the choice once there is one.
pub fn quick_start_ui(
    ui: &Ui,
    desk: &mut Desk,
    page: &mut QuickStart,
    offers: &[SampleOffer],
) -> Option<QuickStartChoice> {
    let modal = sheet("quick start", desk.palette);
    let room = ui.ctx().content_rect().size() - vec2(64.0, 80.0);
    let shown = modal.show(ui.ctx(), |ui| {
        let width = 880.0_f32.min(room.x);
        ui.set_width(width);
        card_title_ui(ui, desk, desk.words.get("quick.title"));
        caption_ui(ui, desk, desk.words.get("quick.explained"));
        where_ui(ui, desk);
        ui.add_space(8.0);
        let most = room.y - 120.0 - WHERE_HEIGHT;
        let scrolled = egui::ScrollArea::vertical().max_height(most).min_scrolled_height(most);
        scrolled.show(ui, |ui| {
            let is_wide = width > 640.0;
            let column = if is_wide { (width - GAP_PAGE) / 2.0 } else { width };
            let layout = if is_wide {
                egui::Layout::left_to_right(egui::Align::Min)
            } else {
                egui::Layout::top_down(egui::Align::Min)
            };
            ui.with_layout(layout, |ui| {
                ui.spacing_mut().item_spacing.x = GAP_PAGE;
                ui.vertical(|ui| {
                    ui.set_width(column);
                    answers_ui(ui, desk, page, offers);
                });
                ui.vertical(|ui| {
                    ui.set_width(column);
                    preview_ui(ui, desk, page);
                });
            });
            follow_focus(ui);
        });
        ui.add_space(8.0);
        buttons_ui(ui, desk, page)
    });
    let escaped = is_escaped(ui.ctx());
    let choice = shown.inner.or(escaped.then_some(QuickStartChoice::Nothing));
    if choice == Some(QuickStartChoice::Nothing) {
        NUMBERS.iter().for_each(|key| desk.view.set_fault(id_of(key), None));
    }
    choice
}

fn buttons_ui(ui: &mut Ui, desk: &Desk, page: &QuickStart) -> Option<QuickStartChoice> {
    let is_refused = NUMBERS.iter().any(|key| desk.view.fault(id_of(key)).is_some());
    ui.horizontal(|ui| {
        let start = ui.add_enabled_ui(page.plan.is_ok() && !is_refused, |ui| {
            main_button(ui, desk.palette, desk.words.get("quick.start")).clicked()
        });
        if start.inner
            && let Ok(plan) = &page.plan
        {
            let mut plan = plan.clone();
            plan.name = desk.words.get("quick.name").to_owned();
            return Some(QuickStartChoice::Start(Box::new(plan)));
        }
        let stays = plain_button(ui, desk.words.get("quick.cancel")).clicked();
        if is_refused {
            let color = desk.palette.as_text(desk.palette.shock);
            let letters =
                egui::RichText::new(desk.words.get("quick.mend")).font(plain_font(type_size::TABLE));
            ui.label(letters.color(color));
        }
        stays.then_some(QuickStartChoice::Nothing)
    })
    .inner
}

fn answers_ui(ui: &mut Ui, desk: &mut Desk, page: &mut QuickStart, offers: &[SampleOffer]) {
    let words = desk.words;
    ui.spacing_mut().item_spacing.y = 6.0;
    let samples: Vec<(usize, String)> =
        offers.iter().enumerate().map(|(idx, offer)| (idx, words.ready(&offer.name).to_owned())).collect();
    let label = words.get("quick.kind");
    let rect = wide(labelled_ui(ui, desk, label));
    let (sample, currency) = (page.quick.sample_idx, page.quick.currency.clone());
    if let Some(other) = choice_ui(ui, rect, Id::unique("quick kind"), label, &samples, &sample) {
        page.turn_to(other, &currency);
    }
    let codes: Vec<(String, String)> =
        CURRENCIES.into_iter().map(|code| (code.to_owned(), code.to_owned())).collect();
    let label = words.get("quick.currency");
    let rect = labelled_ui(ui, desk, label);
    if let Some(code) = choice_ui(ui, rect, Id::unique("quick currency"), label, &codes, &currency) {
        page.turn_to(page.quick.sample_idx, &code);
    }
    let money = NumberUnit::Money(page.quick.currency.clone());
    let before = page.quick.clone();
    let quick = &mut page.quick;
    number_ui(ui, desk, "quick.orders", &NumberUnit::Count, &mut quick.orders);
    number_ui(ui, desk, "quick.order_value", &money, &mut quick.order_value);
    number_ui(ui, desk, "quick.margin", &NumberUnit::Share, &mut quick.margin);
    number_ui(ui, desk, "quick.link_share", &NumberUnit::Share, &mut quick.link_share);
    shop_ui(ui, desk, quick);
    number_ui(ui, desk, "quick.cash", &money, &mut quick.cash);
    number_ui(ui, desk, "quick.ad_spend", &money, &mut quick.ad_spend);
    let label = words.get("quick.market");
    let rect = wide(labelled_ui(ui, desk, label));
    let usual = page.sample.markets.first().map_or("", |market| words.ready(&market.name));
    let shown = if quick.market.is_empty() { usual } else { &quick.market };
    let text = EditedText { id: Id::unique("quick market"), name: label, shown, typed: shown };
    if let Some(market) = text_ui(ui, desk, &text, rect) {
        page.quick.market = market;
    }
    if page.quick != before {
        page.work_out();
    }
    if let Ok(plan) = &page.plan {
        let before = page.last.clone();
        last_ui(ui, desk, plan, &mut page.last);
        if page.last != before {
            page.work_out();
        }
    }
    if let Err(misfit) = page.plan {
        let color = desk.palette.as_text(desk.palette.shock);
        let told = told(desk, misfit);
        let letters = egui::RichText::new(told).font(plain_font(type_size::TABLE)).color(color);
        crate::widget::lines::wrapped(ui, letters);
    }
}

/// Whether the seller has a shop on TikTok, and what it sells.
fn shop_ui(ui: &mut Ui, desk: &mut Desk, quick: &mut QuickAnswers) {
    let label = desk.words.get("quick.shop");
    let rect = labelled_ui(ui, desk, label);
    let has_shop = quick.shop_orders.is_some();
    let place = egui::Align2::RIGHT_CENTER.align_size_within_rect(vec2(34.0, 24.0), rect);
    let builder = egui::UiBuilder::new().max_rect(place).id_salt("quick shop");
    let palette = desk.palette;
    if ui.scope_builder(builder, |ui| switch(ui, palette, label, has_shop)).inner.clicked() {
        quick.shop_orders =
            (!has_shop).then(|| (SHOP_SHARE * quick.orders * (1.0 - quick.link_share)).round());
        desk.view.set_fault(id_of("quick.shop_orders"), None);
    }
    if let Some(orders) = &mut quick.shop_orders {
        number_ui(ui, desk, "quick.shop_orders", &NumberUnit::Count, orders);
    }
}

/// A shop begins with this share of the orders that do not come by links, until the seller types what it has.
const SHOP_SHARE: f64 = 0.2;

/// A field for names, which need more room than numbers.
fn wide(field: Rect) -> Rect {
    field.with_min_x(field.right() - 220.0)
}

/// Where the number that is typed in is found, in a room of its own, so that nothing moves when another field is taken.
fn where_ui(ui: &mut Ui, desk: &Desk) {
    let in_hand = NUMBERS.into_iter().find(|key| ui.memory(|memory| memory.has_focus(id_of(key))));
    let (rect, _) = ui.allocate_exact_size(vec2(ui.available_width(), WHERE_HEIGHT), Sense::hover());
    let mut room = ui.new_child(egui::UiBuilder::new().max_rect(rect));
    caption_ui(&mut room, desk, desk.words.get(where_key(in_hand.unwrap_or_default())));
}

/// Room for three lines of a caption.
const WHERE_HEIGHT: f32 = 50.0;

/// What would be right, in words.
fn told(desk: &Desk, misfit: QuickFault) -> String {
    let words = desk.words;
    match misfit {
        QuickFault::NoOrders => words.get("quick.no_orders").to_owned(),
        QuickFault::LinkShare => words.get("quick.no_share").to_owned(),
        QuickFault::ShopOrders(most) => words.with("quick.no_shop", &[("most", &words.count(most))]),
        QuickFault::AdSpend => words.get("quick.no_spend").to_owned(),
        QuickFault::NoRoomForAds => words.get("quick.no_room_for_ads").to_owned(),
        QuickFault::Margin(least, most) => {
            words.with("quick.no_margin", &[("least", &words.share(least)), ("most", &words.share(most))])
        }
    }
}

/// The verdict and two lines, from the central path: quick enough for every frame.
fn preview_ui(ui: &mut Ui, desk: &Desk, page: &mut QuickStart) {
    let Ok(plan) = &page.plan else { return };
    let forecast = central(&Model::compile(plan));
    let ground = VerdictGround::within(desk.view.judged.limits);
    verdict_words_ui(ui, desk, &desk.words.verdict(&forecast, plan, ground), false);
    ui.add_space(8.0);
    lines_ui(ui, desk, &forecast);
    let n = |x: usize| x.to_string();
    let (channels, shocks) = (n(plan.channels.len()), n(plan.shocks.len()));
    let (strategies, scenarios) = (n(plan.strategies.len()), n(plan.scenarios.len()));
    let counts = [
        ("channels", channels.as_str()),
        ("shocks", &shocks),
        ("strategies", &strategies),
        ("scenarios", &scenarios),
    ];
    caption_ui(ui, desk, &desk.words.with("quick.holds", &counts));
    caption_ui(ui, desk, desk.words.get("quick.likely"));
    if let Ok(raw) = &page.raw {
        let before = page.last.struck.clone();
        invented_ui(ui, desk, raw, &mut page.last);
        if page.last.struck != before {
            page.work_out();
        }
    }
}

/// Revenue while links stay open, and when they close and nothing is done.
fn lines_ui(ui: &mut Ui, desk: &Desk, forecast: &Forecast) {
    let (rect, _) = ui.allocate_exact_size(vec2(ui.available_width(), 150.0), Sense::hover());
    let baselines = [
        (forecast.baselines.links_open, desk.palette.links_open, "quick.open"),
        (forecast.baselines.no_response, desk.palette.shock, "quick.closed"),
    ];
    let series = |idx: usize| &forecast.scenarios[idx].central[Metric::Revenue];
    let all = baselines.iter().filter_map(|(idx, ..)| *idx).flat_map(|idx| series(idx).iter().copied());
    let most = all.fold(f64::MIN_POSITIVE, f64::max);
    let plot = rect.with_max_y(rect.bottom() - 18.0);
    ui.painter().hline(plot.x_range(), plot.bottom(), Stroke::new(1.0, desk.palette.line));
    let mut left = rect.left();
    for (idx, color, key) in baselines {
        let Some(idx) = idx else { continue };
        let values = series(idx);
        let step = plot.width() / values.len().saturating_sub(1).max(1) as f32;
        let at = |(t, x): (usize, &f64)| -> Pos2 {
            let height = (x / most) as f32 * (plot.height() - 6.0);
            pos2(plot.left() + step * t as f32, plot.bottom() - height)
        };
        let points: Vec<Pos2> = values.iter().enumerate().map(at).collect();
        ui.painter().add(Shape::line(points, Stroke::new(2.0, color)));
        let font = plain_font(type_size::CAPTION);
        let color = desk.palette.as_text(color);
        let words = desk.words.get(key).to_owned();
        let at = pos2(left, rect.bottom());
        let drawn = ui.painter().text(at, egui::Align2::LEFT_BOTTOM, words, font, color);
        left = drawn.right() + 16.0;
    }
}
