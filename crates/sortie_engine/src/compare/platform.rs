//! Revenue by platform: how many baskets the eggs are in, then and now.

use std::ops::Range;

use crate::forecast::MetricTable;
use crate::model::Model;

/// Revenue of one platform.
#[derive(Clone, Debug, PartialEq)]
pub struct PlatformRevenue {
    /// Ids of its channels, in the plan's order.
    pub channels: Vec<String>,
    /// Revenue by month.
    pub revenue: Vec<f64>,
}

/// The revenue of a scenario by platform, from its central path or its means, in the order of each platform's first
/// channel. All of TikTok is one platform; an own store, its ads and its list are one.
pub fn by_platform(model: &Model, table: &MetricTable<f64>) -> Vec<PlatformRevenue> {
    let mut platforms: Vec<(usize, PlatformRevenue)> = vec![];
    for (channel, months) in model.channels.iter().zip(&table.channel_revenue) {
        match platforms.iter_mut().find(|(platform, _)| *platform == channel.platform) {
            Some((_, own)) => {
                own.channels.push(channel.id.clone());
                own.revenue.iter_mut().zip(months).for_each(|(sum, revenue)| *sum += revenue);
            }
            None => {
                let own = PlatformRevenue { channels: vec![channel.id.clone()], revenue: months.clone() };
                platforms.push((channel.platform, own));
            }
        }
    }
    platforms.into_iter().map(|(_, own)| own).collect()
}

/// Sum of the squared shares of revenue by platform over some months: 1 is one basket; nothing without revenue. Of a
/// central path it is what a forecast tells of that path; of means it is not the mean over paths.
pub fn concentration(platforms: &[PlatformRevenue], months: &Range<usize>) -> Option<f64> {
    let sums: Vec<f64> = platforms.iter().map(|own| own.revenue[months.clone()].iter().sum()).collect();
    let total: f64 = sums.iter().sum();
    let squares = sums.iter().map(|sum| (sum / total) * (sum / total));
    (total > 0.0).then(|| squares.sum())
}
