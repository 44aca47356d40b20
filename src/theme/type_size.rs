//! The sizes of letters, in points.

/// The verdict's sentence.
pub const VERDICT: f32 = 20.0;
/// The title of a place.
pub const TITLE: f32 = 18.0;
/// What is read and typed.
pub const BODY: f32 = 14.0;
/// Figures in tables.
pub const TABLE: f32 = 13.0;
/// Captions and axes; nothing is smaller.
pub const CAPTION: f32 = 12.0;
/// An icon in a button.
pub const ICON: f32 = 16.0;
/// An icon on the rail.
pub const ICON_RAIL: f32 = 20.0;
