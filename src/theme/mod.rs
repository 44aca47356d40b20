//! Colors, spacing and type; they stand nowhere else.

mod color;
pub mod icon;
mod palette;
mod style;
pub mod type_size;
#[cfg(test)]
mod vision;

pub use color::readable;
pub use palette::{PART_COLORS, Palette, SCENARIO_COLORS};
pub use style::{apply, icon_font, letter_files, plain_font, strong_font};

/// The space between two things of one group.
pub const GAP_SMALL: f32 = 4.0;
/// The space between groups.
pub const GAP: f32 = 8.0;
/// The space inside a card and between columns.
pub const GAP_LARGE: f32 = 12.0;
/// The space between parts of a page.
pub const GAP_PAGE: f32 = 16.0;
/// The height of a field or button.
pub const CONTROL_HEIGHT: f32 = 28.0;
/// The height of a table's row.
pub const ROW_HEIGHT: f32 = 32.0;
/// The roundness of a card's corners.
pub const CARD_RADIUS: u8 = 8;
/// The roundness of a field's or button's corners.
pub const CONTROL_RADIUS: u8 = 4;
/// The width of the ring around what the keyboard is in.
pub const FOCUS_RING: f32 = 2.0;

/// Whether the window is light or dark.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum ThemeLook {
    /// Dark letters on a light ground.
    #[default]
    Light,
    /// Light letters on a dark ground.
    Dark,
}

impl ThemeLook {
    /// Its word in the settings.
    pub fn word(self) -> &'static str {
        match self {
            Self::Light => "light",
            Self::Dark => "dark",
        }
    }

    /// The look of the word `word`.
    pub fn from_word(word: &str) -> Option<Self> {
        [Self::Light, Self::Dark].into_iter().find(|look| look.word() == word)
    }

    /// The colors of this look, with gains and losses as they are first.
    pub fn palette(self) -> &'static Palette {
        self.palette_with(GainColors::default())
    }

    /// The colors of this look with these for gains and losses.
    pub fn palette_with(self, gains: GainColors) -> &'static Palette {
        let palettes = if self == Self::Light { &palette::LIGHT } else { &palette::DARK };
        &palettes[gains as usize]
    }
}

/// The colors of gains and losses. Their arrow and sign say it in any case.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum GainColors {
    /// Blue up and orange down, which eyes of every kind tell apart best.
    #[default]
    Blue,
    /// Red up and green down, as in China.
    Red,
    /// Green up and red down, as in the west.
    Green,
}

impl GainColors {
    /// Every choice.
    pub const ALL: [Self; 3] = [Self::Blue, Self::Red, Self::Green];

    /// Its word in the settings.
    pub fn word(self) -> &'static str {
        match self {
            Self::Blue => "blue",
            Self::Red => "red",
            Self::Green => "green",
        }
    }

    /// The choice of the word `word`.
    pub fn from_word(word: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|gains| gains.word() == word)
    }
}
