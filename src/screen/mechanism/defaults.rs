//! A mechanism of each kind to begin with: it does little until its numbers are typed.

use sortie_engine::plan::{
    AdjustTerms, AdjustmentChange, Audience, ChannelTargets, CloseChannel, HitProducts, Mechanism,
    OpenChannel, PaidReach, Parameter, Plan, RestoreLink, SubscriberList, VisitShare,
};
use sortie_engine::unit::Estimate;

/// Every kind that the plan can take: a channel that is closed is needed to open one, and a shock to get round it.
pub fn all(plan: &Plan) -> Vec<Mechanism> {
    let Some(first) = plan.channels.first().map(|channel| channel.id.clone()) else { return vec![] };
    let mut all = vec![
        Mechanism::Audience(Box::new(audience(&first))),
        Mechanism::PaidReach(Box::new(paid_reach(&first))),
        Mechanism::SubscriberList(Box::new(list(&first))),
    ];
    if let Some(closed) = plan.channels.iter().find(|channel| !channel.active) {
        all.push(Mechanism::OpenChannel(OpenChannel {
            channel: closed.id.clone(),
            ramp_months: 3.0,
            review_months: 0.0,
            approval: 1.0,
            requirements: vec![],
            cannibalises: vec![],
        }));
    }
    all.push(Mechanism::CloseChannel(CloseChannel { channel: first, ramp_months: 1.0 }));
    all.push(Mechanism::Adjust(AdjustTerms {
        targets: ChannelTargets::default(),
        parameter: Parameter::UnitCost,
        change: AdjustmentChange::Factor(Estimate::certain(1.0)),
        ramp_months: 0.0,
    }));
    if let Some(shock) = plan.shocks.first() {
        all.push(Mechanism::RestoreLink(RestoreLink {
            shock: shock.id.clone(),
            share: Estimate::certain(0.0),
            ramp_months: 0.0,
            penalty_probability: 0.0,
            penalty_loss: Estimate::certain(0.0),
            penalty_months: 1,
        }));
    }
    all.push(Mechanism::Hits(HitProducts {
        targets: ChannelTargets::default(),
        per_month: 0.0,
        size: Estimate::certain(0.0),
        half_life_months: 1.0,
    }));
    all
}

fn audience(to: &str) -> Audience {
    let nothing = Estimate::certain(0.0);
    Audience {
        to: vec![VisitShare { channel: to.to_owned(), share: 1.0 }],
        on: None,
        via: None,
        posts_per_month: Estimate::certain(0.0),
        cost_per_post: nothing,
        reach_per_post: nothing,
        follower_reach: Estimate::certain(0.0),
        follow_rate: Estimate::certain(0.0),
        unfollow: Estimate::certain(0.0),
        click_rate: Estimate::certain(0.0),
        trust_max: nothing,
        trust_half: Estimate::certain(1.0),
        initial_followers: nothing,
        trust_targets: ChannelTargets::default(),
        sell_after_followers: 0.0,
        learning_months: 0.0,
    }
}

fn paid_reach(to: &str) -> PaidReach {
    PaidReach {
        to: to.to_owned(),
        on: None,
        via: None,
        spend_per_month: Estimate::certain(0.0),
        cost_per_visit: Estimate::certain(1.0),
        saturation_spend: Estimate::certain(1.0),
        carry_over: Estimate::certain(0.0),
        conversion_factor: Estimate::certain(1.0),
        commission: Estimate::certain(0.0),
    }
}

fn list(to: &str) -> SubscriberList {
    SubscriberList {
        to: to.to_owned(),
        from: ChannelTargets::default(),
        capture: Estimate::certain(0.0),
        unsubscribe: Estimate::certain(0.0),
        orders_per_subscriber: Estimate::certain(0.0),
        cost_per_subscriber: Estimate::certain(0.0),
        initial_subscribers: Estimate::certain(0.0),
        invites_existing: Estimate::certain(0.0),
    }
}

#[cfg(test)]
mod tests {
    use sortie_engine::plan::{check, read};

    use super::*;
    use crate::catalog::templates;

    #[test]
    fn a_mechanism_of_every_kind_begins_without_a_fault() {
        for template in templates() {
            let plan = read(template.plan_bytes).unwrap();
            for mechanism in all(&plan) {
                let mut changed = plan.clone();
                let word = mechanism.type_word();
                changed.strategies[0].mechanisms.push(mechanism);
                assert_eq!(check(&changed), [], "{} {word}", template.id);
            }
        }
    }
}
