//! What files say of a plan, in words: shops and markets by name, a figure as people say it, and how it was found.

use sortie_engine::fit::{FittedChannel, FittedField, FoundBy, IMPORTED};
use sortie_engine::plan::{ChannelKind, FileWord, NumberMeasure, measure_of_channel};
use sortie_engine::unit::Spread;

use super::Words;

impl Words {
    /// The name of a market by its id, such as `us`; the id in capitals where it has none.
    pub fn market(&self, id: &str) -> String {
        self.find(&format!("market.{id}")).map_or_else(|| id.to_uppercase(), str::to_owned)
    }

    /// A shop by its name in the ledger: `amazon:de` is Amazon in Germany.
    pub fn shop(&self, key: &str) -> String {
        let mut parts = key.split(':');
        let kind = parts.next().and_then(ChannelKind::from_word).unwrap_or(ChannelKind::Other);
        self.kind_in(kind, parts)
    }

    /// A channel that files make.
    pub fn fitted_channel(&self, channel: &FittedChannel) -> String {
        self.kind_in(channel.kind, channel.shop.split(':').skip(1))
    }

    fn kind_in<'k>(&self, kind: ChannelKind, mut parts: impl Iterator<Item = &'k str>) -> String {
        let market = parts.next().filter(|market| !market.is_empty()).map(|market| self.market(market));
        let named = parts.map(str::to_owned);
        let words = [self.channel_kind(kind).to_owned()].into_iter().chain(market).chain(named);
        words.collect::<Vec<_>>().join(" · ")
    }

    /// A figure of a field of a channel or of the business.
    pub fn fitted_figure(&self, field: &str, x: f64, currency: &str) -> String {
        match measure_of_channel(field) {
            Some(NumberMeasure::Money) => self.money(x, currency),
            Some(NumberMeasure::UsDollars) => self.money(x, "USD"),
            Some(NumberMeasure::Count) => self.count(x),
            Some(NumberMeasure::Plain | NumberMeasure::Added) => self.number(x),
            Some(NumberMeasure::Days) => self.with("unit.days", &[("n", &self.number(x))]),
            Some(NumberMeasure::Months) => self.with("unit.months", &[("n", &self.number(x))]),
            // What is found of the business as a whole is told in percent.
            Some(NumberMeasure::Share | NumberMeasure::Ratio | NumberMeasure::Growth) | None => {
                self.share_as_said(x)
            }
        }
    }

    /// A figure with its range: `1.8% (1.5%–2.1%)`.
    pub fn fitted_range(&self, field: &str, spread: &Spread, currency: &str) -> String {
        let [low, likely, high] =
            [spread.low, spread.likely, spread.high].map(|x| self.fitted_figure(field, x, currency));
        if low == high { likely } else { format!("{likely} ({low}\u{2013}{high})") }
    }

    /// The months of the year in which a season is highest and lowest.
    pub fn season(&self, weights: &[f64; 12]) -> String {
        let mean = weights.iter().sum::<f64>() / 12.0;
        let ends = |is_better: fn(f64, f64) -> bool| {
            (0..12).fold(0, |best, idx| if is_better(weights[idx], weights[best]) { idx } else { best })
        };
        let (high, low) = (ends(|a, b| a > b), ends(|a, b| a < b));
        let share = |idx: usize| self.share((weights[idx] / mean * 100.0).round() / 100.0);
        self.with(
            "found.season",
            &[
                ("high", &self.calendar_month(high)),
                ("high_share", &share(high)),
                ("low", &self.calendar_month(low)),
                ("low_share", &share(low)),
            ],
        )
    }

    /// How a field was found.
    pub fn how_found(&self, field: &FittedField) -> String {
        let n = |x: usize| self.count(x as f64);
        match &field.found {
            FoundBy::Months { n_months: 1 } => self.get("found.one_month").to_owned(),
            FoundBy::Months { n_months } => self.with("found.months", &[("n", &n(*n_months))]),
            FoundBy::AllMonths { n_months, n_channels: 1 } => {
                self.with("found.one_shop", &[("n", &n(*n_months))])
            }
            FoundBy::AllMonths { n_months, n_channels } => {
                let known = [("n", n(*n_months)), ("channels", n(*n_channels))];
                self.with("found.all_months", &known.each_ref().map(|(name, text)| (*name, text.as_str())))
            }
            FoundBy::OrdersByConversion { .. } if field.basis != IMPORTED => {
                self.get("found.usual_conversion").to_owned()
            }
            FoundBy::OrdersByConversion { n_months, is_measured: true } => {
                self.with("found.orders_measured", &[("n", &n(*n_months))])
            }
            FoundBy::OrdersByConversion { n_months, is_measured: false } => {
                self.with("found.orders_usual", &[("n", &n(*n_months))])
            }
            FoundBy::Buyers { n_buyers, n_repeats } => {
                let known = [("buyers", n(*n_buyers)), ("repeats", n(*n_repeats))];
                self.with("found.buyers", &known.each_ref().map(|(name, text)| (*name, text.as_str())))
            }
            FoundBy::Payouts { n_payouts } => self.with("found.payouts", &[("n", &n(*n_payouts))]),
            FoundBy::Exposure { is_measured: true } => self.get("found.exposure").to_owned(),
            FoundBy::Exposure { is_measured: false } => self.get("found.exposure_usual").to_owned(),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::super::{Language, words};

    #[test]
    fn a_shop_is_called_by_its_platform_and_its_market() {
        let english = words(Language::English);
        assert_eq!(english.shop("amazon:de"), "Amazon · Germany");
        assert_eq!(english.shop("own_store:us:mugs"), "Own store · United States · mugs");
        assert_eq!(words(Language::Chinese).shop("tiktok_shop:id"), "TikTok Shop · 印度尼西亚");
        assert_eq!(english.shop("other:xx"), "Other · XX");
    }

    #[test]
    fn a_season_is_told_by_its_ends() {
        let mut weights = [1.0; 12];
        (weights[10], weights[1]) = (1.33, 0.87);
        assert!(words(Language::English).season(&weights).contains("Nov"));
        assert!(words(Language::Chinese).season(&weights).contains("2月"));
    }
}
