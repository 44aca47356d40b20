//! Tables of what is told of every month.

use std::ops::{Index, IndexMut};

use crate::sim::Metric;

/// One value per metric and month, and one per channel and month for revenue by channel.
#[derive(Clone, Debug, PartialEq)]
pub struct MetricTable<T> {
    metrics: Vec<Vec<T>>,
    /// Revenue by channel, in the plan's order of channels, then by month.
    pub channel_revenue: Vec<Vec<T>>,
}

impl<T> MetricTable<T> {
    /// A table whose rows are made by `row`: first the metrics in their order, then the channels.
    pub fn from_rows(n_channels: usize, row: impl FnMut(usize) -> Vec<T>) -> Self {
        let mut metrics: Vec<_> = (0..Metric::ALL.len() + n_channels).map(row).collect();
        let channel_revenue = metrics.split_off(Metric::ALL.len());
        Self { metrics, channel_revenue }
    }
}

impl<T> MetricTable<T> {
    /// Every row, month by month: the metrics in their order, then the channels.
    pub fn rows(&self) -> impl Iterator<Item = &Vec<T>> {
        self.metrics.iter().chain(&self.channel_revenue)
    }

    pub(super) fn rows_mut(&mut self) -> impl Iterator<Item = &mut Vec<T>> {
        self.metrics.iter_mut().chain(&mut self.channel_revenue)
    }
}

impl<T> Index<Metric> for MetricTable<T> {
    type Output = Vec<T>;

    fn index(&self, metric: Metric) -> &Vec<T> {
        &self.metrics[metric as usize]
    }
}

impl<T> IndexMut<Metric> for MetricTable<T> {
    fn index_mut(&mut self, metric: Metric) -> &mut Vec<T> {
        &mut self.metrics[metric as usize]
    }
}
