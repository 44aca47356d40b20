//! Pages of charts with made figures, and a chart as it is sent on, compared with the pictures that are kept.

use egui::{Ui, Vec2};
use egui_kittest::{Harness, SnapshotOptions};
use libtest_mimic::Failed;
use sortie::command::ChartPicture;
use sortie::screen::picture::ChartCard;
use sortie::screen::picture::take;
use sortie::text::{Language, words};
use sortie::theme::{self, ThemeLook};
use sortie::widget::fan_chart::TimeMark;

use super::charts::{Desk, answers, fan, month_labels, months};

/// What a page of charts is drawn with.
pub struct Page {
    pub name: &'static str,
    pub size: (f32, f32),
    pub language: Language,
    pub look: ThemeLook,
    pub charts: fn(&mut Ui, &Desk),
    /// Where the pointer rests.
    pub pointer: Option<(f32, f32)>,
}

/// Every page.
pub const PAGES: [Page; 4] = [
    Page {
        name: "charts-light-en",
        size: (900.0, 900.0),
        language: Language::English,
        look: ThemeLook::Light,
        charts: answers,
        pointer: Some((300.0, 90.0)),
    },
    Page {
        name: "charts-dark-zh",
        size: (420.0, 1_000.0),
        language: Language::Chinese,
        look: ThemeLook::Dark,
        charts: answers,
        pointer: None,
    },
    Page {
        name: "charts-months-light-zh",
        size: (1_000.0, 1_180.0),
        language: Language::Chinese,
        look: ThemeLook::Light,
        charts: months,
        pointer: Some((360.0, 910.0)),
    },
    Page {
        name: "charts-months-dark-en",
        size: (640.0, 1_180.0),
        language: Language::English,
        look: ThemeLook::Dark,
        charts: months,
        pointer: Some((300.0, 420.0)),
    },
];

/// Draws a page and compares it with the one that is kept.
pub fn compare(page: &'static Page, max_pixels: usize) -> Result<(), Failed> {
    let desk = Desk { words: words(page.language), palette: page.look.palette() };
    let size: Vec2 = page.size.into();
    let mut harness = Harness::builder().with_size(size).wgpu().build_ui(move |ui| {
        let theme = if page.look == ThemeLook::Dark { egui::Theme::Dark } else { egui::Theme::Light };
        if ui.ctx().theme() != theme || ui.ctx().cumulative_frame_nr() == 0 {
            theme::apply(ui.ctx());
            ui.ctx().set_theme(theme);
        }
        let ground = egui::Frame::new().fill(desk.palette.panel).inner_margin(16);
        egui::CentralPanel::default().frame(ground).show(ui, |ui| (page.charts)(ui, &desk));
    });
    harness.run_steps(3);
    if let Some((x, y)) = page.pointer {
        harness.hover_at(egui::pos2(x, y));
        harness.run_steps(3);
    }
    let options = SnapshotOptions::new().output_path("tests/pictures").max_failed_pixels(max_pixels);
    harness.try_snapshot_options(page.name, &options).map_err(|fault| Failed::from(fault.to_string()))
}

/// A picture of a chart as a seller sends it on.
pub fn sent(language: Language, look: ThemeLook) -> ChartPicture {
    let desk = Desk { words: words(language), palette: look.palette() };
    let assumptions = desk.name(
        "18 months; means of 10,000 futures; storefront links end in Sep 2023 and 10% of visits still get through",
        "未来 18 个月；1万次推演的平均；小店外链2023年9月关闭，10% 的访客仍能进店",
    );
    let card = ChartCard {
        title: &desk.name("Revenue by month", "各方案每月收入"),
        plan: &desk.name("Women's wear, US", "女装，美国"),
        date: &desk.name("12 Sep 2023", "2023年9月12日"),
        assumptions: &assumptions,
    };
    let marks = [TimeMark { at: 2.4, to: None, label: desk.name("Storefront ends", "小店外链关闭") }];
    let months = month_labels(&desk);
    take(desk.palette, &card, |ui| fan(ui, &desk, &months, &marks))
}

/// Compares such a picture with the one that is kept.
pub fn compare_sent(max_pixels: usize) -> Result<(), Failed> {
    let picture = sent(Language::Chinese, ThemeLook::Light);
    let file = picture.export().ok_or("the picture has no pixels")?;
    let image = image::load_from_memory(&file.bytes).map_err(|fault| Failed::from(fault.to_string()))?;
    let options = SnapshotOptions::new().output_path("tests/pictures").max_failed_pixels(max_pixels);
    egui_kittest::try_image_snapshot_options(&image.to_rgba8(), "charts-sent-zh", &options)
        .map_err(|fault| Failed::from(fault.to_string()))
}
