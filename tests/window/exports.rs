//! What leaves the window: pictures of charts and tables, on the clipboard and as files.
#![expect(clippy::disallowed_methods, reason = "these tests read what was written")]

use egui::OutputCommand;
use egui_kittest::Harness;
use sortie::app::App;
use sortie::command::ChartPicture;
use sortie::command::Command;
use sortie::disk::dialog::DialogAnswer;
use sortie::screen::cells::{CopiedCell, CopiedTable};
use sortie::screen::picture::ChartCard;
use sortie::screen::picture::take;
use sortie::theme::ThemeLook;

use crate::stage::{click, control, find, in_folder, settle, type_into, window};

fn picture() -> ChartPicture {
    let card =
        ChartCard { title: "Revenue", plan: "Women's wear", date: "12 Sep 2023", assumptions: "18 months" };
    take(ThemeLook::Light.palette(), &card, |ui| {
        ui.label("a chart");
    })
}

fn ask(harness: &mut Harness<'static, App>, command: Command) {
    let ctx = harness.ctx.clone();
    harness.state_mut().obey(&ctx, command);
    settle(harness);
}

#[test]
fn a_picture_is_copied_and_saved_where_the_seller_says() {
    let (_folder, path) = in_folder("chart");
    let mut harness = window(vec![DialogAnswer::Path(path.with_extension("png"))], None);
    let picture = picture();
    ask(&mut harness, Command::Look(picture.clone()));
    control(&harness, "Copy").click();
    let mut copied = None;
    for _ in 0..3 {
        harness.step();
        copied = copied.or_else(|| {
            harness.output().platform_output.commands.iter().find_map(|command| match command {
                OutputCommand::CopyImage(image) => Some(image.clone()),
                _ => None,
            })
        });
    }
    assert!(copied.is_some_and(|image| image == *picture.image));
    click(&mut harness, "Save as PNG\u{2026}");
    let bytes = std::fs::read(path.with_extension("png")).expect("the picture was written");
    assert_eq!(picture.export().expect("it has pixels").bytes[..], bytes[..]);
    assert!(find(&harness, "Save as PNG\u{2026}").is_none(), "the picture is put away");
}

#[test]
fn a_table_is_saved_by_a_path_where_the_system_has_no_dialog() {
    let (_folder, path) = in_folder("table");
    let mut harness = window(vec![], None);
    let table = CopiedTable {
        name: "scenarios".to_owned(),
        columns: vec!["Profit".to_owned()],
        rows: vec![vec![CopiedCell::Number(1.5)]],
    };
    ask(&mut harness, Command::Export(table.export().expect("it can be written")));
    type_into(&mut harness, "Path", &path.display().to_string());
    assert_eq!(
        std::fs::read(path.with_extension("csv")).expect("it was written"),
        "\u{feff}Profit\n1.5\n".as_bytes()
    );
}
