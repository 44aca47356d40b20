//! The closed lists of words a plan file uses, and what a channel of each kind is like.

use serde::{Serialize, Serializer};

/// A closed list of words of the plan file.
pub trait FileWord: Copy + PartialEq + 'static {
    /// Every word of the list, in the order in which a person is shown them.
    const ALL: &'static [Self];

    /// The word as the file spells it.
    fn word(self) -> &'static str;

    /// The item that the file spells `word`.
    fn from_word(word: &str) -> Option<Self> {
        Self::ALL.iter().copied().find(|item| item.word() == word)
    }
}

macro_rules! words {
    ($(#[$doc:meta])* $name:ident { $($(#[$item_doc:meta])* $item:ident = $word:literal),+ $(,)? }) => {
        $(#[$doc])*
        #[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, PartialOrd, Ord)]
        pub enum $name { $($(#[$item_doc])* $item),+ }

        impl FileWord for $name {
            const ALL: &'static [Self] = &[$(Self::$item),+];

            fn word(self) -> &'static str {
                match self { $(Self::$item => $word),+ }
            }
        }

        impl Serialize for $name {
            fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
                serializer.serialize_str(self.word())
            }
        }
    };
}

words! {
    /// The kind of way in which orders arrive.
    ChannelKind {
        /// A link on TikTok that leads to an own store.
        TiktokLink = "tiktok_link",
        /// A shop inside TikTok.
        TiktokShop = "tiktok_shop",
        /// TikTok's full management: the platform sells, the seller supplies.
        TiktokManaged = "tiktok_managed",
        /// Visits that reach the own store by themselves.
        OwnStore = "own_store",
        /// Visits to the own store that ads bring.
        OwnStoreAds = "own_store_ads",
        /// Orders from the seller's own list.
        Email = "email",
        /// Amazon.
        Amazon = "amazon",
        /// Temu.
        Temu = "temu",
        /// SHEIN.
        Shein = "shein",
        /// Shopee.
        Shopee = "shopee",
        /// Lazada.
        Lazada = "lazada",
        /// Anything else.
        Other = "other",
    }
}

/// The business behind several channels that stands or falls as one.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Platform {
    /// Everything that runs on TikTok.
    Tiktok,
    /// The seller's own store, its ads and its list.
    Own,
    /// Any other kind is a platform of its own.
    Kind(ChannelKind),
    /// Each channel of kind `other` stands alone.
    Alone,
}

impl ChannelKind {
    /// Whether the seller may write to the customers of such a channel, unless the plan says otherwise.
    pub fn owns_customers(self) -> bool {
        matches!(self, Self::TiktokLink | Self::OwnStore | Self::OwnStoreAds | Self::Email)
    }

    /// Whether it runs on TikTok's goodwill: a strike against the account takes visits from it.
    pub fn is_on_tiktok(self) -> bool {
        self.platform() == Platform::Tiktok
    }

    /// The business it belongs to when one asks how many baskets hold the eggs.
    pub fn platform(self) -> Platform {
        match self {
            Self::TiktokLink | Self::TiktokShop | Self::TiktokManaged => Platform::Tiktok,
            Self::OwnStore | Self::OwnStoreAds | Self::Email => Platform::Own,
            Self::Other => Platform::Alone,
            kind => Platform::Kind(kind),
        }
    }
}

words! {
    /// The place on TikTok where a link stands.
    Surface {
        /// A product link on a video.
        ProductAnchor = "product_anchor",
        /// A link shown in a livestream.
        Live = "live",
        /// The link in the profile.
        Bio = "bio",
        /// A link sent in a message.
        Message = "message",
        /// A link in an ad.
        Ad = "ad",
    }
}

words! {
    /// What kind of blow a shock is.
    ShockKind {
        /// Links to places outside the platform stop working.
        LinkClosure = "link_closure",
        /// Selling is forbidden in a market.
        MarketBan = "market_ban",
        /// More sellers share the same visits.
        Crowding = "crowding",
        /// Fees rise.
        FeeChange = "fee_change",
        /// Anything else.
        Custom = "custom",
    }
}

words! {
    /// A number of the plan that a shock or a strategy may change.
    Parameter {
        /// Organic visits of a channel.
        Visits = "visits",
        /// Orders per visit.
        Conversion = "conversion",
        /// Money per order.
        OrderValue = "order_value",
        /// Share of sales returned.
        Refund = "refund",
        /// Cost of goods as a share of order value.
        UnitCost = "unit_cost",
        /// Cost to ship an order.
        Fulfilment = "fulfilment",
        /// Cost of a returned order.
        ReturnCost = "return_cost",
        /// Platform's share of sales.
        Commission = "commission",
        /// Media cost of an organic or ad visit.
        CostPerVisit = "cost_per_visit",
        /// Fixed cost of an open channel.
        FixedCostPerMonth = "fixed_cost_per_month",
        /// How often past customers order again.
        Repeat = "repeat",
        /// Overhead of the whole business.
        Overhead = "overhead",
        /// What a visit costs that money buys, against what its mechanism says.
        PaidReachCost = "paid_reach_cost",
        /// Viewers a post reaches beyond followers, against what its mechanism says.
        PostReach = "post_reach",
    }
}

words! {
    /// What a platform asks for before it lets a seller in.
    Requirement {
        /// Stock in the market.
        LocalStock = "local_stock",
        /// A warehouse in the market.
        OverseasWarehouse = "overseas_warehouse",
        /// 2,000,000 USD of sales a year in one category on Amazon US.
        AmazonUs2m = "amazon_us_2m",
    }
}

words! {
    /// What a rule looks at.
    RuleMetric {
        /// Visits.
        Visits = "visits",
        /// Orders.
        Orders = "orders",
        /// Revenue, net of refunds.
        Revenue = "revenue",
        /// Profit.
        Profit = "profit",
        /// Cash at month's end.
        Cash = "cash",
        /// Followers at month's end.
        Followers = "followers",
        /// Subscribers at month's end.
        Subscribers = "subscribers",
        /// Orders that the strategy's own mechanisms bring.
        OwnOrders = "own_orders",
    }
}

impl RuleMetric {
    /// Whether it can be asked of one channel alone.
    pub fn is_by_channel(self) -> bool {
        matches!(self, Self::Visits | Self::Orders | Self::Revenue)
    }
}

words! {
    /// On which side of its value a rule holds.
    RuleSide {
        /// Below it.
        Below = "below",
        /// Above it.
        Above = "above",
    }
}

impl Parameter {
    /// Whether the number belongs to the whole business, so that no channel can be its target.
    pub fn is_of_plan(self) -> bool {
        matches!(self, Self::Overhead | Self::PaidReachCost | Self::PostReach)
    }

    /// Whether the number is a factor of a mechanism's own: it can be multiplied by more than 0, and nothing can be added.
    pub fn is_factor(self) -> bool {
        matches!(self, Self::PaidReachCost | Self::PostReach)
    }

    /// Whether the number is an amount of money, so that what is added to it is told in the plan's currency.
    pub fn is_money(self) -> bool {
        use Parameter::{CostPerVisit, FixedCostPerMonth, Fulfilment, OrderValue, Overhead, ReturnCost};
        matches!(self, OrderValue | Fulfilment | CostPerVisit | FixedCostPerMonth | Overhead | ReturnCost)
    }
}
