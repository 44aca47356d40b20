//! What is told of every month.

/// A figure told of every month.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum Metric {
    /// Visits wanted, not limited by stock.
    Visits,
    /// Orders shipped.
    Orders,
    /// Orders times order value, before refunds.
    Gmv,
    /// Sales after refunds.
    Revenue,
    /// Revenue less all costs.
    Profit,
    /// Cash at month's end.
    Cash,
    /// Payouts earned and not yet arrived, at month's end.
    Receivables,
    /// Goods in stock at cost, at month's end.
    Stock,
    /// Followers at month's end.
    Followers,
    /// Subscribers at month's end.
    Subscribers,
}

impl Metric {
    /// Every metric, in the order in which results list them.
    pub const ALL: [Self; 10] = [
        Self::Visits,
        Self::Orders,
        Self::Gmv,
        Self::Revenue,
        Self::Profit,
        Self::Cash,
        Self::Receivables,
        Self::Stock,
        Self::Followers,
        Self::Subscribers,
    ];

    /// Its name in results.
    pub fn word(self) -> &'static str {
        match self {
            Self::Visits => "visits",
            Self::Orders => "orders",
            Self::Gmv => "gmv",
            Self::Revenue => "revenue",
            Self::Profit => "profit",
            Self::Cash => "cash",
            Self::Receivables => "receivables",
            Self::Stock => "stock",
            Self::Followers => "followers",
            Self::Subscribers => "subscribers",
        }
    }

    /// Whether it is told in money.
    pub fn is_money(self) -> bool {
        !matches!(self, Self::Visits | Self::Orders | Self::Followers | Self::Subscribers)
    }
}

/// How many figures are told every month before those of channels.
pub(crate) const N_METRICS: usize = Metric::ALL.len();

/// What a row of the figures told every month is about.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum FigureRow {
    /// The whole business.
    Metric(Metric),
    /// Revenue of a channel.
    Channel(usize),
}

impl FigureRow {
    /// What stands in a row: the metrics in their order, then the channels.
    pub fn of_row(row: usize) -> Self {
        Metric::ALL.get(row).map_or_else(|| Self::Channel(row - N_METRICS), |metric| Self::Metric(*metric))
    }
}
