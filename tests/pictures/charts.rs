//! Charts with made figures, one below the other: names of every length, gains and losses, one item and none.

use egui::{Id, Ui};
use sortie::text::{Language, Words};
use sortie::theme::Palette;
use sortie::widget::bridge::{BridgeChart, BridgeStep, BridgeSum};
use sortie::widget::dots::{DotsPlot, DotsThreshold};
use sortie::widget::fan_chart::{
    ActualLine, AskedPoint, ChartExtras, FanBand, FanChart, FanLine, ReadOutRow, TimeMark,
};
use sortie::widget::flow::{FlowChart, FlowPlace, Ribbon};
use sortie::widget::stack::{StackArea, StackChart};
use sortie::widget::strip::{MattersStrip, StripCause};
use sortie::widget::tornado::{BreakEven, GuessEnd, TornadoChart, TornadoGuess};

/// The words and colors of a page.
pub struct Desk {
    pub words: &'static Words,
    pub palette: &'static Palette,
}

impl Desk {
    fn money(&self, x: f64) -> String {
        self.words.money(x, "CNY")
    }

    /// A made name in the language of the page.
    pub fn name(&self, english: &'static str, chinese: &'static str) -> String {
        match self.words.language() {
            Language::English => english.to_owned(),
            Language::Chinese => chinese.to_owned(),
        }
    }
}

fn title(ui: &mut Ui, desk: &Desk, words: &str) {
    ui.add_space(12.0);
    ui.label(egui::RichText::new(words).color(desk.palette.dim));
}

/// What a response changes, what it hangs on, and how likely it is.
pub fn answers(ui: &mut Ui, desk: &Desk) {
    title(ui, desk, "bridge");
    bridge(ui, desk);
    title(ui, desk, "tornado");
    tornado(ui, desk);
    title(ui, desk, "dots");
    dots(ui, desk);
}

fn bridge(ui: &mut Ui, desk: &Desk) {
    let step = |name: String, value: f64, parts: Vec<BridgeStep>| BridgeStep {
        name,
        value,
        parts,
        ..BridgeStep::default()
    };
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
    let sum = |name: String, value| BridgeSum { name, value, color: desk.palette.links_open };
    let id = Id::unique("bridge");
    ui.data_mut(|data| data.insert_temp(id, vec![1_usize]));
    let bridge = BridgeChart {
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
    BridgeChart {
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
    let guess = |name: String, [low, high]: [f64; 2], inputs: [&str; 2], grade: &str| TornadoGuess {
        name,
        low: GuessEnd { input: inputs[0].to_owned(), result: low },
        high: GuessEnd { input: inputs[1].to_owned(), result: high },
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
                "断链后仍能进店的访客",
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
    let tornado = TornadoChart {
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
    let dots = DotsPlot {
        id: Id::unique("dots"),
        summary: "dots",
        values: &values,
        color: desk.palette.scenario(1),
        threshold: Some(DotsThreshold { value: 84_000.0, name: "line", typed: "84000", is_faulty: false }),
        value_label: &|x| desk.money(x),
        height: 150.0,
    };
    dots.show(ui, desk.palette);
}

const N_MONTHS: usize = 18;

/// A value for each month: a level, a slope and a season.
fn series(level: f64, slope: f64, season: f64) -> Vec<f64> {
    let month = |t: usize| level + slope * t as f64 + season * (t as f64 * 0.9).sin();
    (0..N_MONTHS).map(month).collect()
}

/// The labels of the months.
pub fn month_labels(desk: &Desk) -> Vec<String> {
    let first = sortie_engine::unit::Month::parse("2023-07").expect("it is a month");
    (0..N_MONTHS as i32).map(|t| desk.words.month_short(first.plus(t))).collect()
}

/// What happens month by month, and where visits go.
pub fn months(ui: &mut Ui, desk: &Desk) {
    let months = month_labels(desk);
    let label = |x: f64| desk.money(x);
    let marks = [TimeMark { at: 2.4, to: None, label: desk.name("Storefront ends", "小店外链关闭") }];
    fan(ui, desk, &months, &marks);
    let names = [
        desk.name("Storefront links", "小店外链"),
        desk.name("Amazon", "亚马逊"),
        desk.name("Own store, direct traffic and returning customers", "独立站直接流量与老客"),
        desk.name("E-mail", "邮件"),
    ];
    let values = [
        series(90e3, -4_600.0, 6e3),
        series(40e3, 900.0, 5e3),
        series(30e3, 1_500.0, 2e3),
        series(900.0, 20.0, 0.0),
    ];
    let areas: Vec<StackArea> = values
        .iter()
        .zip(&names)
        .enumerate()
        .map(|(slot, (values, name))| StackArea {
            name: name.clone(),
            color: desk.palette.part(slot),
            values,
        })
        .collect();
    let rows = |month: usize| {
        let row = |area: &StackArea| {
            ReadOutRow::of(area.name.clone(), label(area.values[month])).colored(area.color)
        };
        (months[month].clone(), areas.iter().rev().map(row).collect())
    };
    title(ui, desk, "stack");
    let stack = |most, is_small, height| StackChart {
        summary: "stack",
        areas: &areas,
        marks: if is_small { &[] } else { &marks },
        months: &months,
        value_label: &label,
        read_out: &rows,
        most,
        is_small,
        height,
    };
    let mut cursor = None;
    let shown = stack(None, false, 220.0).show(ui, desk.palette, &mut cursor);
    title(ui, desk, "strip");
    let causes: Vec<StripCause> = names
        .iter()
        .enumerate()
        .map(|(slot, name)| StripCause { name: name.clone(), color: desk.palette.part(slot) })
        .collect();
    let most: Vec<Option<usize>> = (0..N_MONTHS)
        .map(|t| {
            [None, None, Some(0), Some(0), Some(0), Some(0), Some(2), Some(1), Some(1)]
                .get(t)
                .copied()
                .unwrap_or(Some(3 - t % 2))
        })
        .collect();
    let strip = MattersStrip {
        id: Id::unique("strip"),
        summary: "strip",
        causes: &causes,
        months: &most,
        read_out: &rows,
    };
    strip.show(ui, desk.palette, &shown.time);
    title(ui, desk, "small");
    ui.columns(6, |columns| {
        for column in columns {
            stack(Some(200e3), true, 90.0).show(column, desk.palette, &mut None);
        }
    });
    title(ui, desk, "flow");
    flow(ui, desk);
}

/// Scenarios with everything that a fan can show.
pub fn fan(ui: &mut Ui, desk: &Desk, months: &[String], marks: &[TimeMark]) {
    let (open, closed, content) =
        (series(120e3, 600.0, 9e3), series(110e3, -3_000.0, 8e3), series(100e3, 1_000.0, 9e3));
    let line = |name: String, color, values, is_selected, is_dashed| FanLine {
        name,
        color,
        values,
        is_selected,
        is_dashed,
    };
    let lines = [
        line(desk.name("No response", "不应对"), desk.palette.no_response, &closed[..], false, false),
        line(desk.name("Links stay open", "外链照常"), desk.palette.links_open, &open, false, true),
        line(desk.name("Content-led", "内容为主"), desk.palette.scenario(0), &content, true, false),
    ];
    let spread = |share: f64| {
        content
            .iter()
            .enumerate()
            .map(|(t, x)| (x - share * t as f64 * 6e3, x + share * t as f64 * 6e3))
            .collect()
    };
    let samples: Vec<Vec<f64>> = (0..8)
        .map(|n| {
            content
                .iter()
                .enumerate()
                .map(|(t, x)| {
                    x + t as f64 * (f64::from(n) - 3.5) * 1_300.0
                        + 3e3 * ((t * (n as usize + 2)) as f64).sin()
                })
                .collect()
        })
        .collect();
    let told = desk.name("In 7 of 20 futures above ¥140K in Jun 2024", "20 次中有 7 次，2024年6月高于 ¥14万");
    let actual = desk.name("Actual to Nov 2023", "实际到 2023年11月");
    let chart = FanChart {
        summary: "fan",
        lines: &lines,
        band: Some(FanBand { wide: spread(1.0), narrow: spread(0.5), color: desk.palette.scenario(0) }),
        marks,
        months,
        value_label: &|x| desk.money(x),
        read_out: &|month| (months[month].clone(), vec![]),
        height: 260.0,
    };
    let happened: Vec<Option<f64>> = series(101e3, -900.0, 7e3).into_iter().take(5).map(Some).collect();
    let extras = ChartExtras {
        samples: samples.iter().map(Vec::as_slice).collect(),
        actuals: Some(ActualLine { values: &happened, label: &actual }),
        can_ask: true,
        asked: Some(AskedPoint { month: 11, value: 140e3, told: &told, how: None }),
        ..ChartExtras::default()
    };
    chart.show_with(ui, desk.palette, &mut None, &extras);
}

fn flow(ui: &mut Ui, desk: &Desk) {
    let place =
        |name: String, column: usize, slot: usize| FlowPlace { name, column, color: desk.palette.part(slot) };
    let places = [
        place(desk.name("Link visits", "外链访客"), 0, 1),
        place(desk.name("Still get through", "仍能进店"), 1, 1),
        place(desk.name("Own store, direct traffic and returning customers", "独立站直接流量与老客"), 1, 3),
        place(desk.name("Amazon", "亚马逊"), 1, 2),
        FlowPlace { name: desk.name("Gone", "流失"), column: 1, color: desk.palette.no_response },
        place(desk.name("Bought", "成交"), 2, 0),
        FlowPlace { name: desk.name("Left", "离开"), column: 2, color: desk.palette.no_response },
    ];
    let ways = [
        (0, 1, 9_000.0),
        (0, 2, 12_600.0),
        (0, 3, 4_100.0),
        (0, 4, 24_300.0),
        (1, 5, 160.0),
        (2, 5, 410.0),
        (3, 5, 420.0),
        (1, 6, 8_840.0),
        (2, 6, 12_190.0),
        (3, 6, 3_680.0),
    ];
    let ribbons = ways.map(|(from, to, amount)| Ribbon { from, to, amount, details: vec![] });
    let flow = FlowChart {
        id: Id::unique("flow"),
        summary: "flow",
        places: &places,
        ribbons: &ribbons,
        value_label: &|x| desk.words.count(x),
        height: 240.0,
    };
    flow.show(ui, desk.palette);
}
