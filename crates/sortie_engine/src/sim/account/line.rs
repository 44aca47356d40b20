//! What a month of a channel and of a strategy is made of.

/// A figure of a channel in a month; money in the plan's currency. Visits are wanted ones, orders and their money shipped
/// ones, unless it says otherwise.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum AccountLine {
    /// Monthly level of visits in force, before growth, season and surprise.
    Level,
    /// How far the channel is open, 0 to 1.
    Open,
    /// Share of its links that still work, 0 to 1.
    Passing,
    /// Conversion in force, today's trust and prices included, 0 to 1.
    Conversion,
    /// Conversion with the followers of the month against conversion as measured; 1 is the same.
    Trust,
    /// First orders at the prices of the month against those at prices as they were; 1 is the same.
    PriceResponse,
    /// Share of the orders wanted that there are goods for, 0 to 1.
    Supply,
    /// Visits that come by themselves, hits included, before any shock strikes.
    Came,
    /// Those lost to shocks.
    Lost,
    /// Those that the seller turns away from what he winds down.
    WoundDown,
    /// Those taken by channels that opened.
    Taken,
    /// Those that get through and onwards to the shop: came − lost − wound down − taken.
    Organic,
    /// The part of the organic visits that a way round a closed link lets through.
    Restored,
    /// Visits that other channels lost and that turn up here.
    Diverted,
    /// Visits that posts bring.
    Attracted,
    /// Visits that money brings.
    Bought,
    /// All visits: organic + diverted + attracted + bought.
    Visits,
    /// First orders of organic visits.
    OrganicOrders,
    /// First orders of diverted visits.
    DivertedOrders,
    /// First orders of visits that posts bring.
    AttractedOrders,
    /// First orders of visits that money brings.
    BoughtOrders,
    /// Orders of past customers.
    RepeatOrders,
    /// Orders from lists.
    ListOrders,
    /// All orders shipped: the six above.
    Orders,
    /// Orders wanted, before supply limits them.
    OrdersWanted,
    /// Orders times order value.
    OrderValue,
    /// What is paid back of it.
    Refunds,
    /// Revenue of organic visits' first orders.
    OrganicRevenue,
    /// Revenue of diverted visits' first orders.
    DivertedRevenue,
    /// Revenue of first orders that posts bring.
    AttractedRevenue,
    /// Revenue of first orders that money brings.
    BoughtRevenue,
    /// Revenue of past customers' orders.
    RepeatRevenue,
    /// Revenue of orders from lists.
    ListRevenue,
    /// Revenue: order value − refunds, or the six above.
    Revenue,
    /// What platforms and those who bring paid visits keep.
    Commission,
    /// What payment providers keep.
    PaymentFees,
    /// Revenue − commission − payment fees.
    Payout,
    /// Goods at cost.
    Goods,
    /// Shipping.
    Shipping,
    /// What returns cost beside the refund.
    Returns,
    /// Media of the channel's own visits.
    Ads,
    /// Fixed cost of an open channel.
    Fixed,
    /// Payouts lost for good to a shock.
    Forfeited,
    /// Stock lost to a shock.
    WrittenOff,
    /// Payout − goods − shipping − returns − ads − fixed − forfeited − written off.
    Profit,
    /// Payouts due this month, before anything is held back.
    Arriving,
    /// The part of them that does not come this month, what is lost for good included.
    HeldBack,
    /// Payouts held back earlier that come now.
    Released,
    /// Goods bought.
    Purchases,
    /// Arriving − held back + released − purchases − shipping − returns − ads − fixed.
    CashFlow,
    /// Goods at cost, at month's end, those on their way included.
    Stock,
    /// Payouts earned and still to come, at month's end; what is held back included.
    Receivables,
    /// The part of the receivables that a shock holds back, at month's end.
    Frozen,
}

impl AccountLine {
    /// Every line, in order.
    pub const ALL: [Self; 53] = {
        use AccountLine::*;
        [
            Level,
            Open,
            Passing,
            Conversion,
            Trust,
            PriceResponse,
            Supply,
            Came,
            Lost,
            WoundDown,
            Taken,
            Organic,
            Restored,
            Diverted,
            Attracted,
            Bought,
            Visits,
            OrganicOrders,
            DivertedOrders,
            AttractedOrders,
            BoughtOrders,
            RepeatOrders,
            ListOrders,
            Orders,
            OrdersWanted,
            OrderValue,
            Refunds,
            OrganicRevenue,
            DivertedRevenue,
            AttractedRevenue,
            BoughtRevenue,
            RepeatRevenue,
            ListRevenue,
            Revenue,
            Commission,
            PaymentFees,
            Payout,
            Goods,
            Shipping,
            Returns,
            Ads,
            Fixed,
            Forfeited,
            WrittenOff,
            Profit,
            Arriving,
            HeldBack,
            Released,
            Purchases,
            CashFlow,
            Stock,
            Receivables,
            Frozen,
        ]
    };
}

/// What becomes of a strategy's followers, or of its subscribers, in a month.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum CrowdLine {
    /// Those at the month's beginning.
    Before,
    /// Those who join, invited customers included.
    Joined,
    /// Those who leave.
    Left,
    /// Those at the month's end: before + joined − left.
    Now,
}

impl CrowdLine {
    /// Every part, in order.
    pub const ALL: [Self; 4] = [Self::Before, Self::Joined, Self::Left, Self::Now];
}

/// What a strategy is paid for.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum StrategyBill {
    /// Its set-up, once.
    SetUp,
    /// Its cost a month.
    Monthly,
    /// What it costs to end it, once.
    Exit,
    /// Posts.
    Posts,
    /// Money that buys visits.
    Ads,
    /// Writing to subscribers.
    List,
}

impl StrategyBill {
    /// Every bill, in order.
    pub const ALL: [Self; 6] = [Self::SetUp, Self::Monthly, Self::Exit, Self::Posts, Self::Ads, Self::List];
}
