//! The colors of the light and the dark look.

use egui::Color32;

use super::color::{hex, readable};

/// How many scenarios have a color of their own.
pub const SCENARIO_COLORS: usize = 5;

/// How many parts of a whole, such as channels, have a color of their own.
pub const PART_COLORS: usize = 7;

/// The colors of one look.
#[derive(Debug)]
pub struct Palette {
    /// Whether letters are light on dark.
    pub is_dark: bool,
    /// The ground of the window.
    pub window: Color32,
    /// Cards, fields and bars.
    pub panel: Color32,
    /// Menus and read-outs above everything else.
    pub raised: Color32,
    /// Edges of cards, lines between rows.
    pub line: Color32,
    /// The quiet lines behind a chart.
    pub grid: Color32,
    /// What is read.
    pub text: Color32,
    /// What is read second.
    pub dim: Color32,
    /// Large or decorative things only.
    pub faint: Color32,
    /// What can be pressed, what is chosen.
    pub accent: Color32,
    /// The ground of what is chosen.
    pub accent_wash: Color32,
    /// What happens to the seller, and faults.
    pub shock: Color32,
    /// Its ground.
    pub shock_wash: Color32,
    /// More than without a response.
    pub gain: Color32,
    /// Less than without a response.
    pub loss: Color32,
    /// The line of links that stay open.
    pub links_open: Color32,
    /// The line of no response.
    pub no_response: Color32,
    scenarios: [Color32; SCENARIO_COLORS],
    /// The colors of parts beyond those that scenarios have.
    more_parts: [Color32; PART_COLORS - SCENARIO_COLORS],
}

impl Palette {
    /// The color of the line of the scenario that has slot `slot`.
    pub fn scenario(&self, slot: usize) -> Color32 {
        self.scenarios[slot % SCENARIO_COLORS]
    }

    /// The color of the part of a whole that has slot `slot`, such as a channel; gray for what comes after the last.
    pub fn part(&self, slot: usize) -> Color32 {
        let more = slot.checked_sub(SCENARIO_COLORS).and_then(|slot| self.more_parts.get(slot));
        if slot < SCENARIO_COLORS { self.scenarios[slot] } else { more.copied().unwrap_or(self.no_response) }
    }

    /// `color` as letters on a card.
    pub fn as_text(&self, color: Color32) -> Color32 {
        readable(color, self.panel)
    }

    /// The ground of something that belongs to `color`.
    pub fn wash(&self, color: Color32) -> Color32 {
        self.panel.lerp_to_gamma(color, if self.is_dark { 0.24 } else { 0.16 })
    }

    /// What lies behind a question that must be answered first.
    pub fn backdrop(&self) -> Color32 {
        Color32::from_black_alpha(if self.is_dark { 140 } else { 80 })
    }
}

const LIGHT_COLORS: Palette = Palette {
    is_dark: false,
    window: hex(0xF6_F7F9),
    panel: hex(0xFF_FFFF),
    raised: hex(0xFF_FFFF),
    line: hex(0xE3_E6EB),
    grid: hex(0xEE_F0F3),
    text: hex(0x14_181F),
    dim: hex(0x5B_6472),
    faint: hex(0x8A_93A1),
    accent: hex(0x24_56D6),
    accent_wash: hex(0xE9_EFFD),
    shock: hex(0xB4_460B),
    shock_wash: hex(0xFD_F0E7),
    gain: hex(0x00_72B2),
    loss: hex(0xB3_4700),
    links_open: hex(0x00_0000),
    no_response: hex(0x7A_828E),
    scenarios: [hex(0xD5_5E00), hex(0x00_5F73), hex(0x33_2288), hex(0x00_9988), hex(0x9B_2226)],
    more_parts: [hex(0xA3_4AEC), hex(0x90_6359)],
};

const DARK_COLORS: Palette = Palette {
    is_dark: true,
    window: hex(0x12_151A),
    panel: hex(0x19_1D24),
    raised: hex(0x20_252D),
    line: hex(0x2C_323C),
    grid: hex(0x24_2A33),
    text: hex(0xE8_EBF0),
    dim: hex(0xA3_ACB9),
    faint: hex(0x77_8190),
    accent: hex(0x7F_A6FF),
    accent_wash: hex(0x20_304F),
    shock: hex(0xF2_A26B),
    shock_wash: hex(0x3A_2618),
    gain: hex(0x5C_B8EE),
    loss: hex(0xF5_8B4C),
    links_open: hex(0xE8_EBF0),
    no_response: hex(0x9A_A3B0),
    scenarios: [hex(0xF1_922A), hex(0x49_D2F5), hex(0x92_6895), hex(0x1D_A070), hex(0xC9_4732)],
    more_parts: [hex(0x7C_74F4), hex(0xF9_C2C0)],
};

pub(super) static LIGHT: [Palette; 3] = [
    LIGHT_COLORS,
    Palette { gain: hex(0xC6_2828), loss: hex(0x00_796B), ..LIGHT_COLORS },
    Palette { gain: hex(0x00_796B), loss: hex(0xC6_2828), ..LIGHT_COLORS },
];

pub(super) static DARK: [Palette; 3] = [
    DARK_COLORS,
    Palette { gain: hex(0xF2_705F), loss: hex(0x7C_E0C0), ..DARK_COLORS },
    Palette { gain: hex(0x7C_E0C0), loss: hex(0xF2_705F), ..DARK_COLORS },
];

#[cfg(test)]
mod tests {
    use super::super::color::contrast;
    use super::super::vision::{SIGHTS, difference, seen};
    use super::*;

    /// Colors less different than this are mixed up at a glance.
    const LEAST_DIFFERENCE: f64 = 12.0;

    #[test]
    fn letters_and_lines_stand_out_from_their_ground() {
        for palette in LIGHT.iter().chain(&DARK) {
            for letters in
                [palette.text, palette.dim, palette.accent, palette.shock, palette.gain, palette.loss]
            {
                assert!(contrast(letters, palette.panel) >= 4.5, "{letters:?} {palette:?}");
                assert!(contrast(letters, palette.window) >= 4.4, "{letters:?} {palette:?}");
            }
            assert!(contrast(palette.accent, palette.accent_wash) >= 4.5);
            assert!(contrast(palette.shock, palette.shock_wash) >= 4.5);
            let lines = (0..=PART_COLORS).map(|slot| palette.part(slot));
            for line in lines.chain([palette.links_open, palette.no_response]) {
                assert!(contrast(line, palette.panel) >= 3.0, "{line:?}");
                assert!(contrast(palette.as_text(line), palette.panel) >= 4.5, "{line:?}");
            }
        }
    }

    fn assert_told_apart(colors: &[Color32]) {
        for sight in SIGHTS {
            for (idx, a) in colors.iter().enumerate() {
                for b in &colors[..idx] {
                    let apart = difference(seen(*a, sight), seen(*b, sight));
                    assert!(apart >= LEAST_DIFFERENCE, "{a:?} {b:?} {apart:.1} {sight:?}");
                }
            }
        }
    }

    /// Hues farther apart than this, in degrees, have different names.
    const SAME_HUE: f64 = 25.0;

    #[test]
    fn a_scenario_and_a_channel_keep_their_hue_in_both_looks() {
        let hue = |color: Color32| {
            let [_, a, b] = seen(color, None);
            b.atan2(a).to_degrees()
        };
        for slot in 0..PART_COLORS {
            let (light, dark) = (LIGHT[0].part(slot), DARK[0].part(slot));
            let turn = (hue(light) - hue(dark) + 180.0).rem_euclid(360.0) - 180.0;
            assert!(turn.abs() <= SAME_HUE, "{slot}: {light:?} and {dark:?} are {turn:.0} degrees apart");
        }
    }

    /// The line of no response is gray on purpose; its width and its label tell it from the others.
    #[test]
    fn scenarios_channels_and_changes_are_told_apart_by_eyes_of_every_kind() {
        for palette in LIGHT.iter().chain(&DARK) {
            let lines: Vec<Color32> = palette.scenarios.into_iter().chain([palette.links_open]).collect();
            assert_told_apart(&lines);
            assert_told_apart(&(0..PART_COLORS).map(|slot| palette.part(slot)).collect::<Vec<_>>());
            assert_told_apart(&[palette.gain, palette.loss]);
        }
    }
}
