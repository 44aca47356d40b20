//! The business as it is: where sales come from, and what is left of an order.

use sortie_engine::forecast::UnitEconomics;
use sortie_engine::plan::Channel;

use crate::report::part::{ReportBlock, ReportRow, ReportTable};
use crate::report::teller::{NONE, ReportTeller};
use crate::text::quiet;

impl ReportTeller<'_> {
    /// The channels, and what is left of an order in each.
    pub(in crate::report) fn business_blocks(&self) -> Vec<ReportBlock> {
        let plan = self.plan();
        let active: Vec<(usize, &Channel)> =
            plan.channels.iter().enumerate().filter(|(_, channel)| channel.active).collect();
        if active.is_empty() {
            return vec![self.say("report.sells_nothing", &[])];
        }
        let known = [
            ("cash", self.money(plan.cash.opening)),
            ("line", self.money(plan.cash.credit_line)),
            ("overhead", self.money(plan.cash.overhead_per_month.likely)),
        ];
        let known = known.each_ref().map(|(name, text)| (*name, text.as_str()));
        vec![
            self.say("report.business_cash", &known),
            ReportBlock::Table(self.mix(&active)),
            ReportBlock::Chart(self.mix_chart(&active)),
            ReportBlock::Table(self.economics(&active)),
        ]
    }

    /// The name of a channel.
    pub(in crate::report) fn channel(&self, channel: &Channel) -> String {
        quiet(self.words.ready(&channel.name)).into_owned()
    }

    /// Revenue of a channel over the horizon where links stay open: the mean over paths, or as likely.
    pub(in crate::report) fn revenue_open(&self, place: usize) -> f64 {
        let forecast = &self.figures.forecast;
        let open = forecast.baselines.links_open.or(forecast.baselines.no_response).unwrap_or(0);
        let Some(scenario) = forecast.scenarios.get(open) else { return 0.0 };
        let table = scenario.fan.as_ref().map_or(&scenario.central, |fan| &fan.mean);
        table.channel_revenue.get(place).map_or(0.0, |months| months.iter().sum())
    }

    fn mix(&self, active: &[(usize, &Channel)]) -> ReportTable {
        let words = self.words;
        let all: f64 = active.iter().map(|(place, _)| self.revenue_open(*place)).sum();
        let row = |&(place, channel): &(usize, &Channel)| {
            let currency = channel.currency.as_ref().unwrap_or(&self.plan().currency);
            let revenue = self.revenue_open(place);
            let share = if all > 0.0 { words.share(revenue / all) } else { NONE.to_owned() };
            ReportRow::plain(vec![
                self.channel(channel),
                words.channel_kind(channel.kind).to_owned(),
                words.count(channel.visits.likely),
                words.share_as_said(channel.conversion.likely),
                words.money(channel.order_value.likely, currency),
                words.share_as_said(channel.refund.likely),
                self.money(revenue),
                share,
            ])
        };
        let months = self.plan().horizon_months.to_string();
        ReportTable {
            title: words.with("report.mix", &[("months", &months)]),
            columns: [
                "report.column_channel",
                "report.column_kind",
                "report.column_visits",
                "report.column_conversion",
                "report.column_order_value",
                "report.column_refund",
                "report.column_revenue",
                "report.column_share",
            ]
            .map(|key| words.get(key).to_owned())
            .to_vec(),
            shares: vec![2.2, 1.7, 1.0, 1.0, 1.1, 0.9, 1.1, 0.8],
            rows: active.iter().map(row).collect(),
            note: words.get("report.mix_note").to_owned(),
            n_words: 2,
        }
    }

    fn economics(&self, active: &[(usize, &Channel)]) -> ReportTable {
        let words = self.words;
        let row = |(_, channel): &(usize, &Channel)| {
            let order = UnitEconomics::of(channel);
            let currency = channel.currency.as_ref().unwrap_or(&self.plan().currency);
            let money = |x: f64| words.money(x, currency);
            let taken = |x: f64| if x == 0.0 { NONE.to_owned() } else { money(-x) };
            ReportRow::plain(vec![
                self.channel(channel),
                money(order.order_value),
                taken(order.refunds),
                taken(order.goods),
                taken(order.handling),
                taken(order.commission),
                taken(order.payment_fees),
                taken(order.ads),
                money(order.left()),
            ])
        };
        ReportTable {
            title: words.get("report.economics").to_owned(),
            columns: [
                "report.column_channel",
                "economics.order_value",
                "economics.refunds",
                "economics.goods",
                "economics.handling",
                "economics.commission",
                "economics.payment_fees",
                "economics.ads",
                "economics.left",
            ]
            .map(|key| words.get(key).to_owned())
            .to_vec(),
            shares: vec![2.0, 1.0, 1.0, 1.0, 1.0, 1.0, 1.0, 1.0, 1.0],
            rows: active.iter().map(row).collect(),
            note: words.get("report.economics_note").to_owned(),
            n_words: 1,
        }
    }
}
