//! The ways in which a strategy works on the business.

use serde::Serialize;

use super::shock::{AdjustmentChange, ChannelTargets};
use super::word::{Parameter, Requirement};
use super::write::{is_one, is_single_month, is_zero};
use crate::unit::{Amount, Estimate, Share};

/// One way in which a strategy works.
#[derive(Clone, Debug, PartialEq, Serialize)]
#[serde(tag = "type", rename_all = "snake_case")]
pub enum Mechanism {
    /// Posts that gather followers, and visits.
    Audience(Box<Audience>),
    /// Visits bought from ads or creators.
    PaidReach(Box<PaidReach>),
    /// An own list of subscribers who order again.
    SubscriberList(Box<SubscriberList>),
    /// A channel opens.
    OpenChannel(OpenChannel),
    /// A channel is wound down.
    CloseChannel(CloseChannel),
    /// A number of the plan changes.
    Adjust(AdjustTerms),
    /// Part of a closed link's visits gets through after all.
    RestoreLink(RestoreLink),
    /// Now and then a product takes off.
    Hits(HitProducts),
    /// Prices change, and buyers answer.
    Price(PriceChange),
}

impl Mechanism {
    /// The word of the file for its type.
    pub fn type_word(&self) -> &'static str {
        match self {
            Self::Audience(_) => "audience",
            Self::PaidReach(_) => "paid_reach",
            Self::SubscriberList(_) => "subscriber_list",
            Self::OpenChannel(_) => "open_channel",
            Self::CloseChannel(_) => "close_channel",
            Self::Adjust(_) => "adjust",
            Self::RestoreLink(_) => "restore_link",
            Self::Hits(_) => "hits",
            Self::Price(_) => "price",
        }
    }
}

/// Part of an audience's visits and the channel they reach.
#[derive(Clone, Debug, PartialEq, Serialize)]
pub struct VisitShare {
    /// Id of the channel.
    pub channel: String,
    /// Share of the visits, 0 to 1.
    pub share: f64,
}

/// Posts are seen, viewers follow and visit; followers see later posts too, and trust the shop more.
#[derive(Clone, Debug, Default, PartialEq, Serialize)]
pub struct Audience {
    /// Where its visits go.
    pub to: Vec<VisitShare>,
    /// The channel whose platform carries the posts; a ban there silences them.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub on: Option<String>,
    /// The channel whose links carry the visits; a closure there stops them.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub via: Option<String>,
    /// Posts a month.
    pub posts_per_month: Estimate<Amount>,
    /// Money per post.
    pub cost_per_post: Estimate<Amount>,
    /// Viewers per post who do not follow.
    pub reach_per_post: Estimate<Amount>,
    /// Share of followers who see a post.
    pub follower_reach: Estimate<Share>,
    /// New followers per view.
    pub follow_rate: Estimate<Share>,
    /// Share of followers who leave, per month.
    pub unfollow: Estimate<Share>,
    /// Visits per view.
    pub click_rate: Estimate<Share>,
    /// How much conversion rises at most as followers grow without end.
    pub trust_max: Estimate<Amount>,
    /// Followers at which half of that is reached; above 0.
    pub trust_half: Estimate<Amount>,
    /// Followers at the plan's start.
    #[serde(skip_serializing_if = "is_zero")]
    pub initial_followers: Estimate<Amount>,
    /// People who could ever follow; without end where there is none.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub audience_pool: Option<Estimate<Amount>>,
    /// The channels whose conversion trust raises.
    #[serde(skip_serializing_if = "ChannelTargets::is_all")]
    pub trust_targets: ChannelTargets,
    /// No visits before there are so many followers.
    #[serde(skip_serializing_if = "is_zero")]
    pub sell_after_followers: f64,
    /// Months until the reach of a post is full.
    #[serde(skip_serializing_if = "is_zero")]
    pub learning_months: f64,
}

/// Money a month that buys visits, dearer the more of them.
#[derive(Clone, Debug, Default, PartialEq, Serialize)]
pub struct PaidReach {
    /// Id of the channel the visits reach.
    pub to: String,
    /// The channel whose platform carries the ads; a ban there silences them.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub on: Option<String>,
    /// The channel whose links carry the visits; a closure there stops them.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub via: Option<String>,
    /// Money a month.
    pub spend_per_month: Estimate<Amount>,
    /// Money per visit while spend is small; above 0.
    pub cost_per_visit: Estimate<Amount>,
    /// Spend at which a visit costs twice as much; above 0.
    pub saturation_spend: Estimate<Amount>,
    /// Share of last month's effect that lasts.
    pub carry_over: Estimate<Share>,
    /// Conversion of these visits against the channel's own.
    #[serde(skip_serializing_if = "is_one")]
    pub conversion_factor: Estimate<Amount>,
    /// Share of these sales that goes to whoever brought them.
    #[serde(skip_serializing_if = "is_zero")]
    pub commission: Estimate<Share>,
}

/// Customers who let the seller write to them, and order when written to.
#[derive(Clone, Debug, Default, PartialEq, Serialize)]
pub struct SubscriberList {
    /// Id of the channel where they order.
    pub to: String,
    /// Channels whose buyers are asked to join.
    #[serde(skip_serializing_if = "ChannelTargets::is_all")]
    pub from: ChannelTargets,
    /// Share of first orders that join.
    pub capture: Estimate<Share>,
    /// Share of the list that leaves, per month.
    pub unsubscribe: Estimate<Share>,
    /// Orders per subscriber and month.
    pub orders_per_subscriber: Estimate<Share>,
    /// Money per subscriber and month.
    pub cost_per_subscriber: Estimate<Amount>,
    /// Subscribers at the plan's start.
    #[serde(skip_serializing_if = "is_zero")]
    pub initial_subscribers: Estimate<Amount>,
    /// Share of past customers who join when it starts.
    #[serde(skip_serializing_if = "is_zero")]
    pub invites_existing: Estimate<Share>,
}

/// A channel opens, if its platform lets the seller in.
#[derive(Clone, Debug, Default, PartialEq, Serialize)]
pub struct OpenChannel {
    /// Id of the channel.
    pub channel: String,
    /// Months until it has its full visits.
    #[serde(skip_serializing_if = "is_zero")]
    pub ramp_months: f64,
    /// Months of review before it opens.
    #[serde(skip_serializing_if = "is_zero")]
    pub review_months: f64,
    /// Chance of being let in.
    #[serde(skip_serializing_if = "is_one")]
    pub approval: f64,
    /// What the seller must have.
    #[serde(skip_serializing_if = "Vec::is_empty")]
    pub requirements: Vec<Requirement>,
    /// Channels it takes visits from.
    #[serde(skip_serializing_if = "Vec::is_empty")]
    pub cannibalises: Vec<CannibalisedShare>,
}

/// A channel that loses orders to one that opens.
#[derive(Clone, Debug, PartialEq, Serialize)]
pub struct CannibalisedShare {
    /// Id of the channel that loses.
    pub from: String,
    /// Share of the new channel's orders that it would have had, 0 to 1.
    pub share: f64,
}

/// A channel is wound down.
#[derive(Clone, Debug, Default, PartialEq, Serialize)]
pub struct CloseChannel {
    /// Id of the channel.
    pub channel: String,
    /// Months until it is closed.
    #[serde(skip_serializing_if = "is_zero")]
    pub ramp_months: f64,
}

/// A number of the plan changes while the strategy runs.
#[derive(Clone, Debug, PartialEq, Serialize)]
pub struct AdjustTerms {
    /// The channels it changes.
    #[serde(skip_serializing_if = "ChannelTargets::is_all")]
    pub targets: ChannelTargets,
    /// The number it changes.
    pub parameter: Parameter,
    /// By how much.
    #[serde(flatten)]
    pub change: AdjustmentChange,
    /// Months until it has its full effect.
    #[serde(skip_serializing_if = "is_zero")]
    pub ramp_months: f64,
}

/// A way round a closed link, which the platform may punish.
#[derive(Clone, Debug, Default, PartialEq, Serialize)]
pub struct RestoreLink {
    /// Id of the shock it gets round.
    pub shock: String,
    /// Share of the lost visits that get through.
    pub share: Estimate<Share>,
    /// Months until it has its full effect.
    #[serde(skip_serializing_if = "is_zero")]
    pub ramp_months: f64,
    /// Chance of a penalty, per month.
    #[serde(skip_serializing_if = "is_zero")]
    pub penalty_probability: f64,
    /// Share of visits on the platform that a penalty takes.
    #[serde(skip_serializing_if = "is_zero")]
    pub penalty_loss: Estimate<Share>,
    /// Months a penalty lasts.
    #[serde(skip_serializing_if = "is_single_month")]
    pub penalty_months: u32,
    /// Chance of being granted what it needs.
    #[serde(skip_serializing_if = "is_one")]
    pub approval: f64,
}

/// Now and then a product takes off and fades again.
#[derive(Clone, Debug, Default, PartialEq, Serialize)]
pub struct HitProducts {
    /// The channels that gain.
    #[serde(skip_serializing_if = "ChannelTargets::is_all")]
    pub targets: ChannelTargets,
    /// Hits a month on average.
    pub per_month: f64,
    /// Visits a hit adds, as a share of the channel's own.
    pub size: Estimate<Amount>,
    /// Months until half of a hit has faded; above 0.
    pub half_life_months: f64,
}

/// Prices change by a factor, and demand with them: at a price times p it is p to the power of minus the elasticity.
#[derive(Clone, Debug, Default, PartialEq, Serialize)]
pub struct PriceChange {
    /// The channels whose prices change.
    #[serde(skip_serializing_if = "ChannelTargets::is_all")]
    pub targets: ChannelTargets,
    /// What prices are multiplied by; above 0.
    pub factor: Estimate<Amount>,
    /// Elasticity of first orders, as a positive number.
    pub elasticity: Estimate<Amount>,
    /// Elasticity of repeat orders and of orders from lists; that of first orders where there is none.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub repeat_elasticity: Option<Estimate<Amount>>,
    /// Months until it has its full effect.
    #[serde(skip_serializing_if = "is_zero")]
    pub ramp_months: f64,
}
