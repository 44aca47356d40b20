//! A chart as it is handed on.

use std::sync::Arc;

use egui::ColorImage;

/// A picture of a chart.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct ChartPicture {
    /// What its file is called, without ending.
    pub name: String,
    /// Its pixels.
    pub image: Arc<ColorImage>,
}
