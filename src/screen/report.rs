//! The page of the report, as wide as the window: what is handed on, with its real pages beside.

use std::collections::BTreeSet;
use std::path::PathBuf;
use std::sync::Arc;

use egui::{
    Align, ColorImage, Image, Label, Layout, RichText, ScrollArea, Stroke, StrokeKind, TextureFilter,
    TextureHandle, TextureOptions, Ui, vec2,
};
use sortie_engine::plan::Plan;

use crate::desk::Desk;
use crate::edit::editor::{caption_ui, title_beside_ui};
use crate::report::{ChartName, PartName, ReportFault, ReportFigures, ReportKind, ReportPages};
use crate::text::Language;
use crate::theme::{CONTROL_HEIGHT, GAP, GAP_LARGE, GAP_PAGE, GAP_SMALL, icon, plain_font, type_size};
use crate::widget::button::{icon_button, link_button, main_button};
use crate::widget::chips::{chip, pill};
use crate::widget::tick::tick;
use crate::widget::{follow_focus, is_escaped};

/// The width of the options beside the pages.
const OPTIONS: f32 = 312.0;
/// In a narrower window the pages stand below the options.
const NARROW: f32 = 760.0;
/// A page is shown no wider.
const WIDEST_PAGE: f32 = 760.0;

/// What is asked for.
#[derive(Clone, Debug, PartialEq)]
pub struct ReportAsked {
    /// The kind of file.
    pub kind: ReportKind,
    /// How many pages.
    pub pages: ReportPages,
    /// Which parts.
    pub parts: BTreeSet<PartName>,
    /// In which language.
    pub language: Language,
    /// The scenario that is done; the usual one where none is named.
    pub scenario: Option<String>,
}

impl ReportAsked {
    /// A whole report in the language of the window.
    pub fn new(language: Language) -> Self {
        Self {
            kind: ReportKind::Pdf,
            pages: ReportPages::Full,
            parts: PartName::ALL.into_iter().collect(),
            language,
            scenario: None,
        }
    }
}

/// A report that was made to be looked at.
pub struct MadeReport {
    /// What it was asked for.
    pub asked: ReportAsked,
    /// The revision of the plan that it is about.
    pub revision: u64,
    /// Its figures, or why there are none.
    pub figures: Result<Arc<ReportFigures>, ReportFault>,
    /// Its pages as pictures.
    pub images: Vec<ColorImage>,
}

/// What the seller looks at on the page.
pub struct ReportView {
    /// Whether the page is shown.
    pub is_open: bool,
    /// What is asked for.
    pub asked: ReportAsked,
    /// The report that is shown.
    pub made: Option<MadeReport>,
    /// Its pages as the window draws them.
    pub textures: Vec<TextureHandle>,
    /// Where it was saved last.
    pub saved: Option<PathBuf>,
}

impl ReportView {
    /// A page that is not shown yet.
    pub fn new(language: Language) -> Self {
        Self { is_open: false, asked: ReportAsked::new(language), made: None, textures: vec![], saved: None }
    }
}

/// What the seller asks for.
#[derive(Clone, Debug, PartialEq)]
pub enum ReportWish {
    /// Leave the page.
    Close,
    /// Make it so.
    Ask(ReportAsked),
    /// Write the file.
    Save,
    /// Show the folder of the file that was saved.
    ShowFolder(PathBuf),
}

/// What the page is about.
pub struct ReportPage<'a> {
    /// What is looked at.
    pub view: &'a mut ReportView,
    /// The open plan.
    pub plan: &'a Plan,
    /// Whether pages are being made, and for so long that it is worth a word.
    pub is_working: bool,
    /// Whether the file is being made.
    pub is_writing: bool,
    /// Whether nothing stands in front of it.
    pub is_in_front: bool,
}

/// Shows the page; returns what is asked for.
pub fn report_ui(ui: &mut Ui, desk: &Desk, page: &mut ReportPage) -> Vec<ReportWish> {
    let mut wishes = vec![];
    let words = desk.words;
    title_beside_ui(ui, desk, words.get("report.page_title"), words.get("report.page_subtitle"), |ui| {
        if icon_button(ui, desk.palette, icon::X, words.get("report.close"), true).clicked() {
            wishes.push(ReportWish::Close);
        }
        let ending = page.view.asked.kind.ending().to_uppercase();
        let label = words.with("report.save", &[("kind", &ending)]);
        if main_button(ui, desk.palette, &label).clicked() && !page.is_writing {
            wishes.push(ReportWish::Save);
        }
    });
    saved_ui(ui, desk, page, &mut wishes);
    ui.add_space(GAP);
    if ui.available_width() < NARROW {
        ScrollArea::vertical().id_salt("report").auto_shrink(false).show(ui, |ui| {
            options_ui(ui, desk, page, &mut wishes);
            ui.add_space(GAP_PAGE);
            pages_ui(ui, desk, page);
            follow_focus(ui);
        });
    } else {
        let height = ui.available_height();
        ui.horizontal_top(|ui| {
            ui.allocate_ui_with_layout(vec2(OPTIONS, height), Layout::top_down(Align::LEFT), |ui| {
                ScrollArea::vertical().id_salt("report options").auto_shrink(false).show(ui, |ui| {
                    ui.set_width(OPTIONS - GAP_LARGE);
                    options_ui(ui, desk, page, &mut wishes);
                    follow_focus(ui);
                });
            });
            ui.add_space(GAP_LARGE);
            ui.vertical(|ui| {
                ScrollArea::vertical().id_salt("report pages").auto_shrink(false).show(ui, |ui| {
                    pages_ui(ui, desk, page);
                });
            });
        });
    }
    if page.is_in_front && is_escaped(ui.ctx()) {
        wishes.push(ReportWish::Close);
        ui.ctx().request_repaint();
    }
    wishes
}

fn label_ui(ui: &mut Ui, desk: &Desk, key: &str) {
    ui.add_space(GAP);
    let letters =
        RichText::new(desk.words.get(key)).font(plain_font(type_size::TABLE)).color(desk.palette.dim);
    ui.add(Label::new(letters));
}

fn options_ui(ui: &mut Ui, desk: &Desk, page: &mut ReportPage, wishes: &mut Vec<ReportWish>) {
    let words = desk.words;
    ui.spacing_mut().item_spacing = vec2(GAP_SMALL, GAP_SMALL);
    let mut asked = page.view.asked.clone();
    label_ui(ui, desk, "report.ask_kind");
    ui.horizontal_wrapped(|ui| {
        let chart = chart_of(asked.kind);
        let kinds = [
            ReportKind::Pdf,
            ReportKind::Workbook,
            ReportKind::Calendar,
            ReportKind::Text,
            ReportKind::Png(chart),
            ReportKind::Svg(chart),
            ReportKind::Rows,
        ];
        for kind in kinds {
            if chip(ui, desk.palette, words.get(kind_key(kind)), asked.kind == kind).clicked() {
                asked.kind = kind;
            }
        }
    });
    match asked.kind {
        ReportKind::Pdf => pdf_options_ui(ui, desk, &mut asked),
        ReportKind::Png(_) | ReportKind::Svg(_) => picture_options_ui(ui, desk, &mut asked),
        _ => {}
    }
    label_ui(ui, desk, "report.ask_language");
    ui.horizontal_wrapped(|ui| {
        for language in Language::ALL {
            if chip(ui, desk.palette, language.own_name(), asked.language == language).clicked() {
                asked.language = language;
            }
        }
    });
    scenario_ui(ui, desk, page.plan, &mut asked);
    if asked != page.view.asked {
        wishes.push(ReportWish::Ask(asked));
    }
}

/// What came of the file: that it is being made, or where it is.
fn saved_ui(ui: &mut Ui, desk: &Desk, page: &ReportPage, wishes: &mut Vec<ReportWish>) {
    let words = desk.words;
    if page.is_writing {
        caption_ui(ui, desk, words.get("report.writing"));
    }
    let Some(path) = page.view.saved.clone() else { return };
    let name = path.file_name().unwrap_or_default().to_string_lossy().into_owned();
    ui.horizontal_wrapped(|ui| {
        caption_ui(ui, desk, &words.with("report.saved_as", &[("name", &name)]));
        if link_button(ui, desk.palette, words.get("report.show_folder")).clicked() {
            wishes.push(ReportWish::ShowFolder(path));
        }
    });
}

/// The picture that a kind shows.
fn chart_of(kind: ReportKind) -> ChartName {
    match kind {
        ReportKind::Png(chart) | ReportKind::Svg(chart) => chart,
        _ => ChartName::List,
    }
}

fn kind_key(kind: ReportKind) -> &'static str {
    match kind {
        ReportKind::Pdf => "report.kind_pdf",
        ReportKind::Workbook => "report.kind_workbook",
        ReportKind::Calendar => "report.kind_calendar",
        ReportKind::Text => "report.kind_text",
        ReportKind::Png(_) => "report.kind_png",
        ReportKind::Svg(_) => "report.kind_svg",
        ReportKind::Rows => "report.kind_rows",
    }
}

fn chart_key(chart: ChartName) -> &'static str {
    match chart {
        ChartName::Revenue => "metric.revenue",
        ChartName::Profit => "metric.profit",
        ChartName::Cash => "metric.cash",
        ChartName::Gain => "report.gain_chart",
        ChartName::Survival => "report.survival_chart",
        ChartName::Channels => "report.mix_chart",
        ChartName::HangsOn => "report.hangs_on",
        ChartName::List => "report.chart_list",
    }
}

fn pdf_options_ui(ui: &mut Ui, desk: &Desk, asked: &mut ReportAsked) {
    let words = desk.words;
    label_ui(ui, desk, "report.ask_pages");
    ui.horizontal_wrapped(|ui| {
        for (pages, key) in [
            (ReportPages::Full, "report.pages_full"),
            (ReportPages::Short, "report.pages_short"),
            (ReportPages::Slides, "report.pages_slides"),
        ] {
            if chip(ui, desk.palette, words.get(key), asked.pages == pages).clicked() {
                asked.pages = pages;
            }
        }
    });
    label_ui(ui, desk, "report.ask_parts");
    for part in PartName::ALL {
        ui.horizontal(|ui| {
            ui.set_height(CONTROL_HEIGHT);
            let name = words.get(part.title());
            let is_in = asked.parts.contains(&part);
            let ticked = tick(ui, desk.palette, name, is_in, desk.palette.accent).clicked();
            let letters = RichText::new(name).font(plain_font(type_size::BODY)).color(desk.palette.text);
            let pressed = ui.add(Label::new(letters).truncate().sense(egui::Sense::click())).clicked();
            if ticked || pressed {
                // A report of nothing is none.
                if is_in && asked.parts.len() > 1 {
                    asked.parts.remove(&part);
                } else {
                    asked.parts.insert(part);
                }
            }
        });
    }
}

fn picture_options_ui(ui: &mut Ui, desk: &Desk, asked: &mut ReportAsked) {
    label_ui(ui, desk, "report.ask_chart");
    let own = chart_of(asked.kind);
    ui.horizontal_wrapped(|ui| {
        for chart in ChartName::ALL {
            if pill(ui, desk.palette, desk.words.get(chart_key(chart)), own == chart).clicked() {
                asked.kind = match asked.kind {
                    ReportKind::Svg(_) => ReportKind::Svg(chart),
                    _ => ReportKind::Png(chart),
                };
            }
        }
    });
}

/// Which plan of action it is about.
fn scenario_ui(ui: &mut Ui, desk: &Desk, plan: &Plan, asked: &mut ReportAsked) {
    let words = desk.words;
    label_ui(ui, desk, "report.ask_scenario");
    ui.horizontal_wrapped(|ui| {
        if pill(ui, desk.palette, words.get("report.usual_scenario"), asked.scenario.is_none()).clicked() {
            asked.scenario = None;
        }
        for scenario in plan.scenarios.iter().filter(|scenario| !scenario.strategies.is_empty()) {
            let is_chosen = asked.scenario.as_ref() == Some(&scenario.id);
            if pill(ui, desk.palette, words.ready(&scenario.name), is_chosen).clicked() {
                asked.scenario = Some(scenario.id.clone());
            }
        }
    });
}

fn pages_ui(ui: &mut Ui, desk: &Desk, page: &mut ReportPage) {
    let words = desk.words;
    if page.is_working {
        caption_ui(ui, desk, words.get("report.making"));
    }
    let Some(made) = &page.view.made else { return };
    if let Err(fault) = &made.figures {
        let ids: Vec<&str> = page.plan.scenarios.iter().map(|it| it.id.as_str()).collect();
        return caption_ui(ui, desk, &words.report_fault(fault, 0, &ids.join(", ")));
    }
    if page.view.textures.len() != made.images.len() {
        // Pages are shown smaller than they are: what lies between is mixed, not left out.
        let sharp = TextureOptions::LINEAR.with_mipmap_mode(Some(TextureFilter::Linear));
        let load = |(n, image): (usize, &ColorImage)| {
            ui.ctx().load_texture(format!("report page {n}"), image.clone(), sharp)
        };
        page.view.textures = made.images.iter().enumerate().map(load).collect();
    }
    if made.images.is_empty() {
        let key = match made.asked.kind {
            ReportKind::Workbook => "report.about_workbook",
            _ => "report.about_rows",
        };
        return caption_ui(ui, desk, words.get(key));
    }
    let n = page.view.textures.len();
    for (place, texture) in page.view.textures.iter().enumerate() {
        let [width, height] = texture.size().map(|n| n as f32);
        let shown = (ui.available_width() - GAP_LARGE).min(WIDEST_PAGE);
        let size = vec2(shown, height * shown / width.max(1.0));
        let known = [("n", &*(place + 1).to_string()), ("all", &n.to_string())];
        let placed = ui.add(Image::new((texture.id(), size)).alt_text(words.with("report.page", &known)));
        let edge = Stroke::new(1.0, desk.palette.line);
        ui.painter().rect_stroke(placed.rect, 0.0, edge, StrokeKind::Outside);
        ui.add_space(GAP_LARGE);
    }
}
