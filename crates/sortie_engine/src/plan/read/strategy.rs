//! A strategy and its mechanisms, each field once.

use super::super::fault::FaultProblem;
use super::super::mechanism::{
    AdjustTerms, Audience, CannibalisedShare, CloseChannel, HitProducts, Mechanism, OpenChannel, PaidReach,
    RestoreLink, SubscriberList, VisitShare,
};
use super::super::parts::Strategy;
use super::fields::ObjectFields;
use super::parts::{change, targets};

pub(super) fn strategy(fields: &mut ObjectFields) -> Strategy {
    Strategy {
        id: fields.text("id"),
        name: fields.text("name"),
        kind: fields.text("kind"),
        start: fields.month("start"),
        end: fields.maybe_month("end"),
        currency: fields.maybe_currency("currency"),
        setup_cost: fields.estimate_or("setup_cost", 0.0),
        monthly_cost: fields.estimate_or("monthly_cost", 0.0),
        provides: fields.maybe_words("provides").unwrap_or_default(),
        mechanisms: fields.list("mechanisms", mechanism).into_iter().flatten().collect(),
        notes: fields.text_or_empty("notes"),
        basis: fields.basis(),
    }
}

/// Reads the fields of one type of mechanism.
type ReadMechanism = fn(&mut ObjectFields) -> Mechanism;

/// The words of the file for the types of mechanism, and what reads each.
const MECHANISMS: [(&str, ReadMechanism); 8] = [
    ("audience", |fields| Mechanism::Audience(Box::new(audience(fields)))),
    ("paid_reach", |fields| Mechanism::PaidReach(Box::new(paid_reach(fields)))),
    ("subscriber_list", |fields| Mechanism::SubscriberList(Box::new(subscriber_list(fields)))),
    ("open_channel", |fields| Mechanism::OpenChannel(open_channel(fields))),
    ("close_channel", |fields| Mechanism::CloseChannel(close_channel(fields))),
    ("adjust", |fields| Mechanism::Adjust(adjust(fields))),
    ("restore_link", |fields| Mechanism::RestoreLink(restore_link(fields))),
    ("hits", |fields| Mechanism::Hits(hits(fields))),
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
    Audience {
        to: fields.list("to", visit_share),
        on: fields.maybe_text("on"),
        via: fields.maybe_text("via"),
        posts_per_month: fields.estimate("posts_per_month"),
        cost_per_post: fields.estimate("cost_per_post"),
        reach_per_post: fields.estimate("reach_per_post"),
        follower_reach: fields.estimate("follower_reach"),
        follow_rate: fields.estimate("follow_rate"),
        unfollow: fields.estimate("unfollow"),
        click_rate: fields.estimate("click_rate"),
        trust_max: fields.estimate("trust_max"),
        trust_half: fields.estimate("trust_half"),
        initial_followers: fields.estimate_or("initial_followers", 0.0),
        trust_targets: fields.maybe_object("trust_targets", targets).unwrap_or_default(),
        sell_after_followers: fields.number_or("sell_after_followers", 0.0),
        learning_months: fields.number_or("learning_months", 0.0),
    }
}

fn paid_reach(fields: &mut ObjectFields) -> PaidReach {
    PaidReach {
        to: fields.text("to"),
        on: fields.maybe_text("on"),
        via: fields.maybe_text("via"),
        spend_per_month: fields.estimate("spend_per_month"),
        cost_per_visit: fields.estimate("cost_per_visit"),
        saturation_spend: fields.estimate("saturation_spend"),
        carry_over: fields.estimate("carry_over"),
        conversion_factor: fields.estimate_or("conversion_factor", 1.0),
        commission: fields.estimate_or("commission", 0.0),
    }
}

fn subscriber_list(fields: &mut ObjectFields) -> SubscriberList {
    SubscriberList {
        to: fields.text("to"),
        from: fields.maybe_object("from", targets).unwrap_or_default(),
        capture: fields.estimate("capture"),
        unsubscribe: fields.estimate("unsubscribe"),
        orders_per_subscriber: fields.estimate("orders_per_subscriber"),
        cost_per_subscriber: fields.estimate("cost_per_subscriber"),
        initial_subscribers: fields.estimate_or("initial_subscribers", 0.0),
        invites_existing: fields.estimate_or("invites_existing", 0.0),
    }
}

fn open_channel(fields: &mut ObjectFields) -> OpenChannel {
    let lost = |fields: &mut ObjectFields| CannibalisedShare {
        from: fields.text("from"),
        share: fields.number("share"),
    };
    OpenChannel {
        channel: fields.text("channel"),
        ramp_months: fields.number_or("ramp_months", 0.0),
        review_months: fields.number_or("review_months", 0.0),
        approval: fields.number_or("approval", 1.0),
        requirements: fields.maybe_words("requirements").unwrap_or_default(),
        cannibalises: fields.maybe_list("cannibalises", lost),
    }
}

fn close_channel(fields: &mut ObjectFields) -> CloseChannel {
    CloseChannel { channel: fields.text("channel"), ramp_months: fields.number_or("ramp_months", 0.0) }
}

fn adjust(fields: &mut ObjectFields) -> AdjustTerms {
    AdjustTerms {
        targets: fields.maybe_object("targets", targets).unwrap_or_default(),
        parameter: fields.word("parameter"),
        change: change(fields),
        ramp_months: fields.number_or("ramp_months", 0.0),
    }
}

fn restore_link(fields: &mut ObjectFields) -> RestoreLink {
    RestoreLink {
        shock: fields.text("shock"),
        share: fields.estimate("share"),
        ramp_months: fields.number_or("ramp_months", 0.0),
        penalty_probability: fields.number_or("penalty_probability", 0.0),
        penalty_loss: fields.estimate_or("penalty_loss", 0.0),
        penalty_months: fields.maybe_whole("penalty_months").unwrap_or(1),
    }
}

fn hits(fields: &mut ObjectFields) -> HitProducts {
    HitProducts {
        targets: fields.maybe_object("targets", targets).unwrap_or_default(),
        per_month: fields.number("per_month"),
        size: fields.estimate("size"),
        half_life_months: fields.number("half_life_months"),
    }
}
