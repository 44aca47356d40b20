//! What files say of a plan, beside what the open plan says today, field by field: ticked to be taken.

use egui::{Id, Sense, Stroke, Ui, pos2, vec2};
use sortie_engine::fit::{FittedField, FittedValue, PlanFit};
use sortie_engine::plan::{Channel, EstimateField, Plan, fields_of_channel, numbers_of_channel};

use super::super::actuals;
use super::next::months_added;
use super::{ImportPage, ImportWish};
use crate::catalog::exchange::rate_in;
use crate::desk::Desk;
use crate::edit::editor::{caption_ui, card_title_ui, labelled_ui};
use crate::edit::row::choice_ui;
use crate::intake::{FilesRead, Intake, ShopTarget, TooFew, currency_of, n_months, with_months};
use crate::theme::{GAP, GAP_LARGE, ROW_HEIGHT, plain_font, strong_font, type_size};
use crate::widget::button::{main_button, plain_button};
use crate::widget::card::card_ui;
use crate::widget::elided;
use crate::widget::tick::{switch, tick};

/// The room of a tick.
const TICK: f32 = 28.0;

/// Shows what was found, and what can be done with it.
pub fn fitted_ui(
    ui: &mut Ui,
    desk: &mut Desk,
    page: &mut ImportPage,
    reading: &FilesRead,
    wishes: &mut Vec<ImportWish>,
) {
    let words = desk.words;
    card_ui(ui, desk.palette, |ui| {
        card_title_ui(ui, desk, words.get("intake.fitted"));
        let Some(found) = &reading.fit else {
            return caption_ui(ui, desk, words.get("fit.no_month"));
        };
        caption_ui(ui, desk, words.get("intake.fitted_explained"));
        for (shop, currency) in &reading.unrated {
            let known = [("channel", words.shop(shop)), ("currency", currency.clone())];
            let told = words.with("fit.no_rate", &known.each_ref().map(|(name, it)| (*name, it.as_str())));
            super::details::told_ui(ui, desk, &told);
        }
        sample_ui(ui, desk, page, reading, wishes);
        heads_ui(ui, desk);
        for place in 0..found.channels.len() {
            channel_ui(ui, desk, page, found, place);
        }
        business_ui(ui, desk, page, found);
        ui.add_space(GAP);
        months_ui(ui, desk, page, reading, found);
    });
}

/// The sample that stands in for what no file tells.
fn sample_ui(ui: &mut Ui, desk: &Desk, page: &ImportPage, reading: &FilesRead, wishes: &mut Vec<ImportWish>) {
    let words = desk.words;
    let label = words.get("intake.usual");
    let options: Vec<(usize, String)> = page
        .offers
        .iter()
        .enumerate()
        .map(|(idx, offer)| (idx, words.ready(&offer.name).to_owned()))
        .collect();
    ui.scope(|ui| {
        ui.set_max_width(ui.available_width().min(620.0));
        let rect = labelled_ui(ui, desk, label);
        let rect = rect.with_min_x(rect.right() - 260.0_f32.min(rect.width() + 110.0));
        let id = Id::unique("import sample");
        if let Some(idx) = choice_ui(ui, rect, id, label, &options, &reading.sample_idx) {
            wishes.push(ImportWish::Sample(idx));
        }
    });
}

/// The places in the fit of a channel's fields, or of the business's.
fn fields_of(found: &PlanFit, channel: Option<&str>) -> Vec<usize> {
    let is_its = |(_, field): &(usize, &FittedField)| field.address.channel.as_deref() == channel;
    found.fields.iter().enumerate().filter(is_its).map(|(idx, _)| idx).collect()
}

fn channel_ui(ui: &mut Ui, desk: &Desk, page: &mut ImportPage, found: &PlanFit, place: usize) {
    let words = desk.words;
    let fitted = &found.channels[place];
    let name = words.fitted_channel(fitted);
    let fields = fields_of(found, Some(&fitted.id));
    head_ui(ui, desk, page, &name, &fields, |ui, _, page| {
        let plan = page.plan;
        let last = found.start.plus(-1);
        let fits = |channel: &Channel| rate_in(&fitted.currency, currency_of(plan, channel), last).is_some();
        let channels = plan.channels.iter().enumerate().filter(|(_, channel)| fits(channel));
        let into = |channel: &Channel| words.with("intake.into", &[("name", words.ready(&channel.name))]);
        let mut options: Vec<(ShopTarget, String)> =
            channels.map(|(idx, channel)| (ShopTarget::Channel(idx), into(channel))).collect();
        options.push((ShopTarget::New, words.get("intake.as_new").to_owned()));
        let size = vec2(240.0_f32.min(ui.available_width()), crate::theme::CONTROL_HEIGHT);
        let (rect, _) = ui.allocate_exact_size(size, Sense::hover());
        let label = words.with("intake.goes", &[("name", &name)]);
        let id = Id::unique(("import target", place));
        let target = page.intake.choice.targets.get(place).copied().unwrap_or(ShopTarget::New);
        if let Some(target) = choice_ui(ui, rect, id, &label, &options, &target) {
            page.intake.choice.targets[place] = target;
        }
    });
    let today = match page.intake.choice.targets.get(place) {
        Some(ShopTarget::Channel(idx)) => page.plan.channels.get(*idx),
        _ => None,
    };
    for idx in fields {
        let field = &found.fields[idx];
        let before = today
            .and_then(|channel| before(desk, field.address.field, channel, currency_of(page.plan, channel)));
        let offered = OfferedField { idx, field, of: &name, before, currency: &fitted.currency };
        field_ui(ui, desk, page, offered);
    }
    let is_known = |field: &str| found.field(Some(&fitted.id), field).is_some();
    let usual = crate::catalog::typical_channel(fitted.kind);
    let stays = today.cloned().or(usual).map(|channel| stays(desk, &channel, is_known)).unwrap_or_default();
    if !stays.is_empty() {
        let key = if today.is_some() { "intake.stays" } else { "intake.stays_usual" };
        caption_ui(ui, desk, &words.with(key, &[("fields", &stays)]));
    }
}

/// What the plan says of a field today.
fn before(desk: &Desk, field: &str, channel: &Channel, currency: &str) -> Option<String> {
    let estimates = fields_of_channel(channel).into_iter().map(|known| (known.name, known.spread.likely));
    let numbers = numbers_of_channel(channel).into_iter().map(|known| (known.name, known.value));
    let (_, x) = estimates.chain(numbers).find(|(name, _)| *name == field)?;
    Some(desk.words.fitted_figure(field, x, currency))
}

/// The fields of a channel of which no file tells.
fn stays(desk: &Desk, channel: &Channel, is_known: impl Fn(&str) -> bool) -> String {
    let fields = fields_of_channel(channel).into_iter().filter(|EstimateField { name, spread, .. }| {
        let is_nothing = spread.is_certain() && spread.likely == 0.0;
        !is_nothing && !is_known(name)
    });
    let names: Vec<&str> = fields.map(|field| desk.words.field(field.name)).collect();
    names.join(" · ")
}

fn business_ui(ui: &mut Ui, desk: &Desk, page: &mut ImportPage, found: &PlanFit) {
    let words = desk.words;
    let name = words.get("intake.business");
    let fields = fields_of(found, None);
    head_ui(ui, desk, page, name, &fields, |_, _, _| ());
    for idx in fields {
        let field = &found.fields[idx];
        let demand = &page.plan.demand;
        let before = match field.address.field {
            "volatility" => words.share_as_said(demand.volatility),
            "persistence" => words.share_as_said(demand.persistence),
            "co_movement" => words.share_as_said(demand.co_movement),
            _ => words.season(&demand.seasonality),
        };
        let offered =
            OfferedField { idx, field, of: name, before: Some(before), currency: &page.plan.currency };
        field_ui(ui, desk, page, offered);
    }
    let row = FittedFieldRow {
        name: words.get("business.start").to_owned(),
        of: name.to_owned(),
        before: words.month(page.plan.start),
        after: words.month(found.start),
        how: words.get("intake.start_how").to_owned(),
    };
    if line_ui(ui, desk, &row, page.intake.choice.begins_later) {
        page.intake.choice.begins_later ^= true;
    }
}

/// The head of a group, with a tick for all of it and something at its right end.
fn head_ui(
    ui: &mut Ui,
    desk: &Desk,
    page: &mut ImportPage,
    name: &str,
    fields: &[usize],
    beside: impl FnOnce(&mut Ui, &Desk, &mut ImportPage),
) {
    ui.add_space(GAP);
    ui.horizontal(|ui| {
        ui.spacing_mut().item_spacing.x = TICK - 24.0;
        let taken = fields.iter().filter(|idx| page.intake.choice.fields[**idx]).count();
        let is_on = taken > 0 && taken == fields.len();
        let label = desk.words.with("intake.take_all", &[("name", name)]);
        if tick(ui, desk.palette, &label, is_on, desk.palette.accent).on_hover_text(&label).clicked() {
            fields.iter().for_each(|idx| page.intake.choice.fields[*idx] = !is_on);
        }
        let letters = egui::RichText::new(name).font(strong_font(type_size::BODY)).color(desk.palette.text);
        ui.label(letters);
        ui.with_layout(egui::Layout::right_to_left(egui::Align::Center), |ui| beside(ui, desk, page));
    });
}

/// Where today's figure, that of the files and its way begin, as shares of a row beside its tick.
const BEFORE: f32 = 0.235;
const AFTER: f32 = 0.46;
const HOW: f32 = 0.69;

/// Where a share of a row lies, and the room that a share has.
fn places(row: egui::Rect) -> (impl Fn(f32) -> egui::Pos2, impl Fn(f32) -> f32) {
    let (left, width) = (row.left() + TICK, row.width() - TICK);
    (move |share| pos2(left + width * share, row.center().y), move |share| width * share - GAP_LARGE)
}

/// What stands below.
fn heads_ui(ui: &mut Ui, desk: &Desk) {
    let (row, _) = ui.allocate_exact_size(vec2(ui.available_width(), 22.0), Sense::hover());
    let (at, room) = places(row);
    for (share, key) in [(BEFORE, "intake.today"), (AFTER, "intake.from_files"), (HOW, "intake.how")] {
        let font = plain_font(type_size::CAPTION);
        elided(ui, at(share), room(0.2), desk.words.get(key), font, desk.palette.dim);
    }
}

/// A field as a row.
struct FittedFieldRow {
    name: String,
    of: String,
    before: String,
    after: String,
    how: String,
}

/// A field that the files tell, to be taken or left.
struct OfferedField<'a> {
    /// Its place in the fit.
    idx: usize,
    field: &'a FittedField,
    /// What it is a field of.
    of: &'a str,
    /// What the plan says today.
    before: Option<String>,
    currency: &'a str,
}

fn field_ui(ui: &mut Ui, desk: &Desk, page: &mut ImportPage, offered: OfferedField) {
    let OfferedField { idx, field, of, before, currency } = offered;
    let words = desk.words;
    let name = field.address.field;
    let after = match &field.figure {
        FittedValue::Number(spread) => words.fitted_range(name, spread, currency),
        FittedValue::Season(season) => words.season(&season[1]),
    };
    let line = FittedFieldRow {
        name: words.field(name).to_owned(),
        of: of.to_owned(),
        before: before.unwrap_or_else(|| words.get("intake.not_there").to_owned()),
        after,
        how: match page.intake.choice.too_few.get(idx) {
            Some(Some(few)) => too_few(desk, *few),
            _ => words.how_found(field),
        },
    };
    let is_taken = page.intake.choice.fields[idx];
    if line_ui(ui, desk, &line, is_taken) {
        page.intake.choice.fields[idx] = !is_taken;
    }
}

/// Shows a row: the tick, the field, today, what the files say, and how it was found. Returns whether it was clicked.
fn line_ui(ui: &mut Ui, desk: &Desk, line: &FittedFieldRow, is_taken: bool) -> bool {
    let (row, _) = ui.allocate_exact_size(vec2(ui.available_width(), ROW_HEIGHT), Sense::hover());
    ui.painter().hline(row.x_range(), row.top(), Stroke::new(1.0, desk.palette.line));
    let known = [
        ("field", &line.name),
        ("of", &line.of),
        ("before", &line.before),
        ("after", &line.after),
        ("how", &line.how),
    ];
    let known = known.map(|(name, text)| (name, text.as_str()));
    let label = desk.words.with("intake.take", &known);
    let palette = desk.palette;
    let place = egui::Rect::from_min_size(pos2(row.left(), row.top() + 4.0), vec2(24.0, 24.0));
    let builder = egui::UiBuilder::new().max_rect(place).id_salt((&line.name, &line.of));
    let ticked = ui.scope_builder(builder, |ui| tick(ui, palette, &label, is_taken, palette.accent)).inner;
    let font = || plain_font(type_size::TABLE);
    let (at, room) = places(row);
    let told = row.with_min_x(at(AFTER).x);
    let hovered = ui.interact(told, Id::unique(("import line", &line.name, &line.of)), Sense::hover());
    hovered.on_hover_text(format!("{}\n{}", line.after, line.how));
    let lit = if is_taken { palette.text } else { palette.dim };
    elided(ui, at(0.0), room(BEFORE), &line.name, font(), palette.text);
    elided(ui, at(BEFORE), room(AFTER - BEFORE) - GAP_LARGE, &line.before, font(), palette.dim);
    let arrow = at(AFTER) - vec2(2.0 * GAP_LARGE, 0.0);
    ui.painter().text(arrow, egui::Align2::LEFT_CENTER, "→", font(), palette.dim);
    let strong = if is_taken { strong_font(type_size::TABLE) } else { font() };
    elided(ui, at(AFTER), room(HOW - AFTER), &line.after, strong, lit);
    elided(ui, at(HOW), room(1.0 - HOW) + GAP_LARGE, &line.how, font(), palette.dim);
    ticked.clicked()
}

/// Why a number is not ticked before the seller does so.
fn too_few(desk: &Desk, few: TooFew) -> String {
    let (key, n) = match few {
        TooFew::Orders(n) => ("found.few_orders", n as f64),
        TooFew::Buyers(n) => ("found.few_buyers", n as f64),
        TooFew::Payouts(n) => ("found.few_payouts", n as f64),
    };
    desk.words.with(key, &[("n", &desk.words.count(n))])
}

/// Whether whole months within the plan are kept as what happened.
fn months_ui(ui: &mut Ui, desk: &Desk, page: &mut ImportPage, reading: &FilesRead, found: &PlanFit) {
    let words = desk.words;
    let choice = &mut page.intake.choice;
    let (n_kept, n_within) = n_months(page.plan, &reading.import.ledger, found, choice);
    if n_kept == 0 && n_within > 0 {
        caption_ui(ui, desk, words.get("intake.cannot_keep"));
    }
    if n_kept > 0 {
        ui.horizontal(|ui| {
            let label = words.with("intake.keep_months", &[("n", &words.count(n_kept as f64))]);
            if switch(ui, desk.palette, &label, choice.keeps_months).clicked() {
                choice.keeps_months ^= true;
            }
            ui.label(egui::RichText::new(&label).font(plain_font(type_size::BODY)).color(desk.palette.text));
        });
        if choice.keeps_months
            && let Some(happening) = actuals::happening(desk)
        {
            let kept = with_months(page.plan, &reading.import.ledger, found, choice);
            actuals::wires_ui(ui, desk, &kept, &happening);
        }
    }
}

/// The ways to take what is ticked, at the foot of the page.
pub fn take_ui(ui: &mut Ui, desk: &Desk, intake: &Intake, plan: &Plan, wishes: &mut Vec<ImportWish>) {
    let (words, choice) = (desk.words, &intake.choice);
    let next = choice.next.as_ref().filter(|_| !choice.sets_numbers && choice.keeps_months);
    let n_taken = choice.fields.iter().filter(|is_taken| **is_taken).count();
    let name = words.ready(&plan.name);
    let edge = super::edge(ui);
    ui.horizontal(|ui| {
        ui.add_space(edge);
        ui.add_enabled_ui(choice.takes_any(), |ui| {
            let label = match next {
                Some(next) => words.with("intake.add_months", &[("months", &months_added(desk, next))]),
                None => words.with("intake.put", &[("name", name)]),
            };
            if main_button(ui, desk.palette, &label).clicked() {
                wishes.push(ImportWish::PutIntoPlan);
            }
            if plain_button(ui, words.get("intake.open")).clicked() {
                wishes.push(ImportWish::OpenAsPlan);
            }
        });
        let known = [("n", words.count(n_taken as f64)), ("all", words.count(choice.fields.len() as f64))];
        // A button that cannot be pressed says why.
        let is_too_few = !choice.takes_any() && choice.too_few.iter().any(Option::is_some);
        let key = if is_too_few { "intake.none_enough" } else { "intake.n_taken" };
        let told = words.with(key, &known.each_ref().map(|(name, it)| (*name, it.as_str())));
        let letters = egui::RichText::new(told).font(plain_font(type_size::CAPTION)).color(desk.palette.dim);
        ui.add(egui::Label::new(letters).truncate());
    });
}
