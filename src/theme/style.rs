//! The look handed to the toolkit: fonts, and how its own widgets are drawn.

use std::sync::Arc;

use egui::style::{WidgetVisuals, Widgets};
use egui::{
    Color32, Context, CornerRadius, FontData, FontDefinitions, FontFamily, FontId, Margin, Shadow, Stroke,
    Style, TextStyle, Theme, Visuals, vec2,
};

use super::{CONTROL_HEIGHT, CONTROL_RADIUS, FOCUS_RING, GAP, GAP_LARGE, Palette, ThemeLook, type_size};

const SIGNS: &[u8] = include_bytes!("../../assets/fonts/NotoSansSigns-Regular.ttf");
const CHINESE: &[u8] = include_bytes!("../../assets/fonts/NotoSansSC-Regular.ttf");
const STRONG_SIGNS: &[u8] = include_bytes!("../../assets/fonts/NotoSansSigns-SemiBold.ttf");
const STRONG_CHINESE: &[u8] = include_bytes!("../../assets/fonts/NotoSansSC-SemiBold.ttf");

const STRONG: &str = "strong";
const ICONS: &str = "icons";

/// Letters of normal weight.
pub fn plain_font(size: f32) -> FontId {
    FontId::new(size, FontFamily::Proportional)
}

/// Letters of titles and of what is chosen.
pub fn strong_font(size: f32) -> FontId {
    FontId::new(size, FontFamily::Name(STRONG.into()))
}

/// The files of the letters of normal weight, or of strong ones: a letter is taken from the first that has it.
pub fn letter_files(is_strong: bool) -> &'static [&'static [u8]] {
    if is_strong { &[STRONG_SIGNS, STRONG_CHINESE, CHINESE] } else { &[SIGNS, CHINESE] }
}

/// Icons.
pub fn icon_font(size: f32) -> FontId {
    FontId::new(size, FontFamily::Name(ICONS.into()))
}

/// Gives the toolkit Sortie's fonts and both looks; [`Context::set_theme`] then chooses.
pub fn apply(ctx: &Context) {
    ctx.set_fonts(fonts());
    for (theme, look) in [(Theme::Light, ThemeLook::Light), (Theme::Dark, ThemeLook::Dark)] {
        ctx.set_style_of(theme, style(theme, look.palette()));
    }
}

fn fonts() -> FontDefinitions {
    let mut fonts = FontDefinitions::default();
    let files: [(&str, &'static [u8]); 5] = [
        ("signs", SIGNS),
        ("chinese", CHINESE),
        ("signs-strong", STRONG_SIGNS),
        ("chinese-strong", STRONG_CHINESE),
        (ICONS, include_bytes!("../../assets/fonts/icons.ttf")),
    ];
    for (name, bytes) in files {
        fonts.font_data.insert(name.to_owned(), Arc::new(FontData::from_static(bytes)));
    }
    let names = |names: &[&str]| names.iter().map(|name| (*name).to_owned()).collect::<Vec<_>>();
    let plain = names(&["signs", "chinese"]);
    let strong = names(&["signs-strong", "chinese-strong", "chinese"]);
    let before = |family: &FontFamily, own: Vec<String>, fonts: &FontDefinitions| {
        own.into_iter().chain(fonts.families.get(family).cloned().unwrap_or_default()).collect::<Vec<_>>()
    };
    let proportional = before(&FontFamily::Proportional, plain, &fonts);
    let strong = before(&FontFamily::Proportional, strong, &fonts);
    fonts.families.insert(FontFamily::Proportional, proportional);
    fonts.families.insert(FontFamily::Name(STRONG.into()), strong);
    fonts.families.insert(FontFamily::Name(ICONS.into()), names(&[ICONS]));
    fonts
}

fn style(theme: Theme, palette: &Palette) -> Style {
    let mut style = Style { visuals: visuals(theme, palette), ..theme.default_style() };
    style.text_styles = [
        (TextStyle::Heading, strong_font(type_size::TITLE)),
        (TextStyle::Body, plain_font(type_size::BODY)),
        (TextStyle::Button, plain_font(type_size::BODY)),
        (TextStyle::Small, plain_font(type_size::CAPTION)),
        (TextStyle::Monospace, FontId::new(type_size::TABLE, FontFamily::Monospace)),
    ]
    .into();
    style.animation_time = 0.0;
    style.scroll_animation = egui::style::ScrollAnimation::none();
    let spacing = &mut style.spacing;
    spacing.item_spacing = vec2(GAP, GAP);
    spacing.button_padding = vec2(GAP, 4.0);
    spacing.interact_size = vec2(CONTROL_HEIGHT, CONTROL_HEIGHT);
    spacing.menu_margin = Margin::same(6);
    spacing.window_margin = Margin::same(16);
    spacing.combo_width = 60.0;
    spacing.icon_width = 16.0;
    spacing.icon_width_inner = 10.0;
    spacing.tooltip_width = 360.0;
    // A track without a color of its own: it would show as a pale strip beside every page.
    spacing.scroll = egui::style::ScrollStyle {
        bar_width: 8.0,
        floating: true,
        foreground_color: true,
        dormant_background_opacity: 0.0,
        active_background_opacity: 0.0,
        interact_background_opacity: 0.0,
        dormant_handle_opacity: 0.16,
        active_handle_opacity: 0.3,
        interact_handle_opacity: 0.45,
        ..egui::style::ScrollStyle::thin()
    };
    style.interaction.selectable_labels = false;
    style.interaction.tooltip_delay = 0.35;
    style
}

fn visuals(theme: Theme, palette: &Palette) -> Visuals {
    let mut visuals = theme.default_visuals();
    visuals.override_text_color = None;
    visuals.weak_text_color = Some(palette.dim);
    visuals.widgets = widgets(palette);
    visuals.selection.bg_fill = palette.accent_wash.lerp_to_gamma(palette.accent, 0.18);
    visuals.selection.stroke = Stroke::new(1.0, palette.text);
    visuals.hyperlink_color = palette.accent;
    visuals.faint_bg_color = palette.window;
    visuals.extreme_bg_color = palette.panel;
    visuals.text_edit_bg_color = Some(palette.panel);
    visuals.warn_fg_color = palette.shock;
    visuals.error_fg_color = palette.shock;
    visuals.window_fill = palette.raised;
    visuals.window_stroke = Stroke::new(1.0, palette.line);
    visuals.window_shadow = quiet_shadow(palette);
    visuals.popup_shadow = quiet_shadow(palette);
    visuals.window_corner_radius = CornerRadius::same(super::CARD_RADIUS);
    visuals.menu_corner_radius = CornerRadius::same(super::CARD_RADIUS);
    visuals.panel_fill = palette.window;
    visuals.text_cursor.stroke = Stroke::new(1.5, palette.accent);
    visuals.text_cursor.blink = false;
    visuals
}

/// Only what floats above the page has a shadow, so that its edge shows on a card of the same color.
fn quiet_shadow(palette: &Palette) -> Shadow {
    let alpha = if palette.is_dark { 90 } else { 28 };
    Shadow { offset: [0, 4], blur: GAP_LARGE as u8, spread: 0, color: Color32::from_black_alpha(alpha) }
}

fn widgets(palette: &Palette) -> Widgets {
    let state = |fill: Color32, edge: Stroke, letters: Color32| WidgetVisuals {
        bg_fill: fill,
        weak_bg_fill: fill,
        bg_stroke: edge,
        corner_radius: CornerRadius::same(CONTROL_RADIUS),
        fg_stroke: Stroke::new(1.0, letters),
        expansion: 0.0,
    };
    let edge = Stroke::new(1.0, palette.line);
    let strong_edge = Stroke::new(1.0, palette.faint);
    Widgets {
        noninteractive: state(palette.panel, edge, palette.text),
        inactive: state(palette.panel, edge, palette.text),
        hovered: state(palette.accent_wash, strong_edge, palette.text),
        active: state(palette.accent_wash, Stroke::new(FOCUS_RING, palette.accent), palette.text),
        open: state(palette.accent_wash, strong_edge, palette.text),
    }
}
