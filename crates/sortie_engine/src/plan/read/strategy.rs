//! A strategy and its mechanisms, each field once.

use super::super::fault::FaultProblem;
use super::super::fields::{estimate_of_strategy, fields_of_strategy, mechanism as tables};
use super::super::mechanism::{
    AdjustTerms, Audience, CannibalisedShare, CloseChannel, HitProducts, Mechanism, OpenChannel, PaidReach,
    PriceChange, RestoreLink, SubscriberList, VisitShare,
};
use super::super::strategy::{Strategy, StrategyRule};
use super::fields::ObjectFields;
use super::parts::{change, parameter, targets};

pub(super) fn strategy(fields: &mut ObjectFields) -> Strategy {
    fields.since_version_2(&["exit_cost", "start_when", "stop_when"]);
    let (id, name, kind) = (fields.text("id"), fields.text("name"), fields.text("kind"));
    let mut strategy = Strategy {
        end: fields.maybe_month("end"),
        currency: fields.maybe_currency("currency"),
        start_when: fields.maybe_object("start_when", |fields| rule(fields, false)),
        stop_when: fields.maybe_object("stop_when", |fields| rule(fields, true)),
        provides: fields.maybe_words("provides").unwrap_or_default(),
        mechanisms: fields.list("mechanisms", mechanism).into_iter().flatten().collect(),
        notes: fields.text_or_empty("notes"),
        basis: fields.basis(),
        ..Strategy::blank(&id, &name, &kind, fields.month("start"))
    };
    fields.estimates_of(&mut strategy, fields_of_strategy, estimate_of_strategy);
    strategy
}

/// A rule; only one that stops a strategy can wait for so many months from its start.
fn rule(fields: &mut ObjectFields, stops: bool) -> StrategyRule {
    StrategyRule {
        metric: fields.word("metric"),
        channel: fields.maybe_text("channel"),
        is: fields.word("is"),
        value: fields.number("value"),
        for_months: fields.maybe_whole("for_months").unwrap_or(1),
        after_months: if stops { fields.maybe_whole("after_months").unwrap_or(0) } else { 0 },
    }
}

/// Reads the fields of one type of mechanism.
type ReadMechanism = fn(&mut ObjectFields) -> Mechanism;

/// The words of the file for the types of mechanism, and what reads each.
const MECHANISMS: [(&str, ReadMechanism); 9] = [
    ("audience", |fields| Mechanism::Audience(Box::new(audience(fields)))),
    ("paid_reach", |fields| Mechanism::PaidReach(Box::new(paid_reach(fields)))),
    ("subscriber_list", |fields| Mechanism::SubscriberList(Box::new(subscriber_list(fields)))),
    ("open_channel", |fields| Mechanism::OpenChannel(open_channel(fields))),
    ("close_channel", |fields| Mechanism::CloseChannel(close_channel(fields))),
    ("adjust", |fields| Mechanism::Adjust(adjust(fields))),
    ("restore_link", |fields| Mechanism::RestoreLink(restore_link(fields))),
    ("hits", |fields| Mechanism::Hits(hits(fields))),
    ("price", |fields| Mechanism::Price(price(fields))),
];

/// The mechanism of the stated type; of another type nothing more can be said than that there is none.
fn mechanism(fields: &mut ObjectFields) -> Option<Mechanism> {
    let word = fields.text("type");
    if let Some((_, read)) = MECHANISMS.iter().find(|(known, _)| *known == word) {
        return Some(read(fields));
    }
    if fields.is_good("type") {
        let allowed = MECHANISMS.iter().map(|(word, _)| *word).collect();
        fields.fault("type", FaultProblem::NotOneOf { found: word, allowed });
    }
    fields.skip_rest();
    None
}

fn audience(fields: &mut ObjectFields) -> Audience {
    let visit_share = |fields: &mut ObjectFields| VisitShare {
        channel: fields.text("channel"),
        share: fields.number("share"),
    };
    fields.since_version_2(&["audience_pool"]);
    let mut audience = Audience {
        audience_pool: fields.maybe_estimate("audience_pool"),
        to: fields.list("to", visit_share),
        on: fields.maybe_text("on"),
        via: fields.maybe_text("via"),
        trust_targets: fields.maybe_object("trust_targets", targets).unwrap_or_default(),
        ..Audience::default()
    };
    fields.estimates_of(&mut audience, tables::fields_of_every_audience, tables::estimate_of_every_audience);
    fields.numbers_of(&mut audience, tables::numbers_of_audience, tables::set_number_of_audience);
    audience
}

fn paid_reach(fields: &mut ObjectFields) -> PaidReach {
    let (to, on, via) = (fields.text("to"), fields.maybe_text("on"), fields.maybe_text("via"));
    let mut reach = PaidReach { to, on, via, ..PaidReach::default() };
    fields.estimates_of(&mut reach, tables::fields_of_paid_reach, tables::estimate_of_paid_reach);
    reach
}

fn subscriber_list(fields: &mut ObjectFields) -> SubscriberList {
    let from = fields.maybe_object("from", targets).unwrap_or_default();
    let mut list = SubscriberList { to: fields.text("to"), from, ..SubscriberList::default() };
    fields.estimates_of(&mut list, tables::fields_of_list, tables::estimate_of_list);
    list
}

fn open_channel(fields: &mut ObjectFields) -> OpenChannel {
    let lost = |fields: &mut ObjectFields| CannibalisedShare {
        from: fields.text("from"),
        share: fields.number("share"),
    };
    let mut open = OpenChannel {
        channel: fields.text("channel"),
        requirements: fields.maybe_words("requirements").unwrap_or_default(),
        cannibalises: fields.maybe_list("cannibalises", lost),
        ..OpenChannel::default()
    };
    fields.numbers_of(&mut open, tables::numbers_of_open_channel, tables::set_number_of_open_channel);
    open
}

fn close_channel(fields: &mut ObjectFields) -> CloseChannel {
    let mut close = CloseChannel { channel: fields.text("channel"), ..CloseChannel::default() };
    fields.numbers_of(&mut close, tables::numbers_of_close_channel, tables::set_number_of_close_channel);
    close
}

fn adjust(fields: &mut ObjectFields) -> AdjustTerms {
    let mut adjust = AdjustTerms {
        targets: fields.maybe_object("targets", targets).unwrap_or_default(),
        parameter: parameter(fields),
        change: change(fields),
        ramp_months: 0.0,
    };
    fields.numbers_of(&mut adjust, tables::numbers_of_adjust, tables::set_number_of_adjust);
    adjust
}

fn restore_link(fields: &mut ObjectFields) -> RestoreLink {
    fields.since_version_2(&["approval"]);
    let penalty_months = fields.maybe_whole("penalty_months").unwrap_or(1);
    let mut restore = RestoreLink { shock: fields.text("shock"), penalty_months, ..RestoreLink::default() };
    fields.estimates_of(&mut restore, tables::fields_of_restored_link, tables::estimate_of_restored_link);
    fields.numbers_of(&mut restore, tables::numbers_of_restored_link, tables::set_number_of_restored_link);
    restore
}

fn hits(fields: &mut ObjectFields) -> HitProducts {
    let targets = fields.maybe_object("targets", targets).unwrap_or_default();
    let mut hits = HitProducts { targets, ..HitProducts::default() };
    fields.estimates_of(&mut hits, tables::fields_of_hits, tables::estimate_of_hits);
    fields.numbers_of(&mut hits, tables::numbers_of_hits, tables::set_number_of_hits);
    hits
}

fn price(fields: &mut ObjectFields) -> PriceChange {
    fields.word_since_version_2("type");
    let mut price = PriceChange {
        targets: fields.maybe_object("targets", targets).unwrap_or_default(),
        repeat_elasticity: fields.maybe_estimate("repeat_elasticity"),
        ..PriceChange::default()
    };
    fields.estimates_of(&mut price, tables::fields_of_every_price, tables::estimate_of_every_price);
    fields.numbers_of(&mut price, tables::numbers_of_price, tables::set_number_of_price);
    price
}
