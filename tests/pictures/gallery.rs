//! Charts with made figures, one below the other: names of every length, gains and losses, one item and none.

use egui::{Id, Ui, Vec2};
use egui_kittest::{Harness, SnapshotOptions};
use libtest_mimic::Failed;
use sortie::text::{Language, Words, words};
use sortie::theme::{self, Look, Palette};
use sortie::widget::bridge::{Bridge, Step, Sum};
use sortie::widget::dots::{Dots, Threshold};
use sortie::widget::tornado::{BreakEven, End, Guess, Tornado};

/// What a page of charts is drawn with.
pub struct Page {
    pub name: &'static str,
    pub size: (f32, f32),
    pub language: Language,
    pub look: Look,
    pub charts: fn(&mut Ui, &Desk),
    /// Where the pointer rests.
    pub pointer: Option<(f32, f32)>,
}

/// The words and colors of a page.
pub struct Desk {
    words: &'static Words,
    palette: &'static Palette,
}

impl Desk {
    fn money(&self, x: f64) -> String {
        self.words.money(x, "CNY")
    }

    /// A made name in the language of the page.
    fn name(&self, english: &'static str, chinese: &'static str) -> String {
        match self.words.language() {
            Language::English => english.to_owned(),
            Language::Chinese => chinese.to_owned(),
        }
    }
}

/// Every page.
pub const PAGES: [Page; 2] = [
    Page {
        name: "charts-light-en",
        size: (900.0, 900.0),
        language: Language::English,
        look: Look::Light,
        charts: answers,
        pointer: Some((300.0, 90.0)),
    },
    Page {
        name: "charts-dark-zh",
        size: (420.0, 1_000.0),
        language: Language::Chinese,
        look: Look::Dark,
        charts: answers,
        pointer: None,
    },
];

/// Draws a page and compares it with the one that is kept.
pub fn compare(page: &'static Page, max_pixels: usize) -> Result<(), Failed> {
    let desk = Desk { words: words(page.language), palette: page.look.palette() };
    let size: Vec2 = page.size.into();
    let mut harness = Harness::builder().with_size(size).wgpu().build_ui(move |ui| {
        let theme = if page.look == Look::Dark { egui::Theme::Dark } else { egui::Theme::Light };
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

fn title(ui: &mut Ui, desk: &Desk, words: &str) {
    ui.add_space(12.0);
    ui.label(egui::RichText::new(words).color(desk.palette.dim));
}

fn answers(ui: &mut Ui, desk: &Desk) {
    title(ui, desk, "bridge");
    bridge(ui, desk);
    title(ui, desk, "tornado");
    tornado(ui, desk);
    title(ui, desk, "dots");
    dots(ui, desk);
}

fn bridge(ui: &mut Ui, desk: &Desk) {
    let step = |name: String, value: f64, parts: Vec<Step>| Step { name, value, parts, ..Step::default() };
    let content = vec![
        step(desk.name("Orders from content", "内容带来的订单"), 260_000.0, vec![]),
        step(desk.name("Cost of content", "内容成本"), -64_000.0, vec![]),
        step(desk.name("Goods and handling", "货物与履约"), -71_500.0, vec![]),
    ];
    let steps = [
        step(desk.name("Storefront links end", "小店外链关闭"), -310_000.0, vec![]),
        step(
            desk.name(
                "Content-led selling with an owned list of subscribers",
                "以内容为主并建立自有订阅名单的打法",
            ),
            124_500.0,
            content,
        ),
        step(desk.name("Platform fees rise", "平台费率上调"), -41_000.0, vec![]),
        step(desk.name("Rest", "其他"), 0.0, vec![]),
    ];
    let sum = |name: String, value| Sum { name, value, color: desk.palette.links_open };
    let id = Id::unique("bridge");
    ui.data_mut(|data| data.insert_temp(id, vec![1_usize]));
    let bridge = Bridge {
        id,
        summary: "bridge",
        from: sum(desk.name("Links stay open", "外链照常"), 540_000.0),
        steps: &steps,
        to: sum(desk.name("Content-led", "内容为主"), 313_500.0),
        value_label: &|x| desk.money(x),
        adds_up: &desk.name(
            "540,000 − 310,000 + 124,500 − 41,000 = 313,500",
            "54万 − 31万 + 12.45万 − 4.1万 = 31.35万",
        ),
    };
    bridge.show(ui, desk.palette);
    title(ui, desk, "bridge, small steps");
    let steps = [
        step(desk.name("Fees", "费用"), -12_000.0, vec![]),
        step(desk.name("Ads", "广告"), 30_000.0, vec![]),
    ];
    Bridge {
        id: Id::unique("small"),
        steps: &steps,
        to: sum(desk.name("Then", "之后"), 558_000.0),
        adds_up: "",
        from: sum(desk.name("Now", "现在"), 540_000.0),
        ..bridge
    }
    .show(ui, desk.palette);
}

fn tornado(ui: &mut Ui, desk: &Desk) {
    let guess = |name: String, [low, high]: [f64; 2], inputs: [&str; 2], grade: &str| Guess {
        name,
        low: End { input: inputs[0].to_owned(), result: low },
        high: End { input: inputs[1].to_owned(), result: high },
        break_even: None,
        grade: (grade.to_owned(), "C".to_owned()),
        details: vec![],
    };
    let mut guesses = [
        guess(
            desk.name("Clicks per view of content", "内容观看点击率"),
            [-82_000.0, 240_000.0],
            ["0.9%", "2.4%"],
            "C",
        ),
        guess(
            desk.name(
                "Visits that still get through after the closure of storefront links",
                "外链关闭后仍能到达的访问比例",
            ),
            [21_000.0, 131_000.0],
            ["5%", "22%"],
            "B",
        ),
        guess(desk.name("Commission", "佣金"), [118_000.0, 37_000.0], ["6%", "9%"], "A"),
        guess(desk.name("Delivery time", "时效"), [83_000.0, 96_000.0], ["5", "11"], "C"),
        guess(desk.name("Nothing", "没有影响"), [78_000.0, 78_000.0], ["1", "2"], "C"),
    ];
    guesses[0].break_even = Some(BreakEven { input: "1.2%".to_owned(), result: 0.0 });
    let tornado = Tornado {
        id: Id::unique("tornado"),
        summary: "tornado",
        middle: 78_000.0,
        guesses: &guesses,
        value_label: &|x| desk.money(x),
        words: ["low", "high", "even"],
    };
    tornado.show(ui, desk.palette);
}

fn dots(ui: &mut Ui, desk: &Desk) {
    let values: Vec<f64> =
        (0..20).map(|idx| -60_000.0 + 1_000.0 * f64::from(idx * idx) + 4_000.0 * f64::from(idx)).collect();
    let dots = Dots {
        id: Id::unique("dots"),
        summary: "dots",
        values: &values,
        color: desk.palette.scenario(1),
        threshold: Some(Threshold { value: 84_000.0, name: "line", typed: "84000", is_faulty: false }),
        value_label: &|x| desk.money(x),
        height: 150.0,
    };
    dots.show(ui, desk.palette);
}
