//! `sortie report`: a plan in, a file for somebody else out.

use std::process::ExitCode;
use std::time::Instant;

use sortie_engine::watch::{PatientWatch, Watch};

use super::progress::TerminalProgress;
use super::{
    ReportLanguage, ReportOptions, ReportSize, UNUSABLE, WRONG_COMMAND, say, say_to_person, spoken,
    usable_plan,
};
use crate::compute::ThreadCrew;
use crate::disk::save_file;
use crate::report::{
    ChartName, ReportFault, ReportFigures, ReportKind, ReportOrder, ReportPages, report_file, today,
};
use crate::text::Language;

/// Writes the report of a plan to its file, all or nothing.
pub fn report(options: &ReportOptions) -> ExitCode {
    let kind = match kind(options) {
        Ok(kind) => kind,
        Err(sentence) => {
            say_to_person(&sentence);
            return ExitCode::from(WRONG_COMMAND);
        }
    };
    let Ok(plan) = usable_plan(&options.plan) else { return ExitCode::from(UNUSABLE) };
    let order = order(options);
    let crew = ThreadCrew::new(options.threads.and_then(|n| usize::try_from(n).ok()));
    let made = |watch: &dyn Watch| {
        let figures = ReportFigures::new(&plan, &order, &crew, watch)?;
        report_file(&figures, &order, kind)
    };
    let made = match say::terminal() {
        Some(terminal) => made(&TerminalProgress::new(terminal, Instant::now(), "progress.told")),
        None => made(&PatientWatch),
    };
    let bytes = match made {
        Ok(bytes) => bytes,
        Err(fault) => {
            let ids: Vec<&str> = plan.scenarios.iter().map(|it| it.id.as_str()).collect();
            say_to_person(&spoken().report_fault(&fault, options.paths, &ids.join(", ")));
            let is_of_command = matches!(fault, ReportFault::UnknownScenario(_));
            return ExitCode::from(if is_of_command { WRONG_COMMAND } else { UNUSABLE });
        }
    };
    match save_file(&options.out, &bytes) {
        Ok(saved) => {
            say_to_person(&spoken().saved(&saved, &options.out));
            ExitCode::SUCCESS
        }
        Err(fault) => {
            say_to_person(&spoken().export_fault(&fault, &options.out));
            ExitCode::from(UNUSABLE)
        }
    }
}

/// Which file is asked for, or what would be right.
fn kind(options: &ReportOptions) -> Result<ReportKind, String> {
    let words = spoken();
    let chart = match &options.chart {
        None => ChartName::default(),
        Some(word) => ChartName::from_word(word).ok_or_else(|| {
            let list: Vec<&str> = ChartName::ALL.iter().map(|name| name.word()).collect();
            words.with("report.unknown_chart", &[("name", word), ("list", &list.join(", "))])
        })?,
    };
    let ending = options.out.extension().unwrap_or_default().to_string_lossy();
    ReportKind::of_ending(&ending, chart)
        .ok_or_else(|| words.with("report.unknown_ending", &[("path", &options.out.to_string_lossy())]))
}

fn order(options: &ReportOptions) -> ReportOrder {
    let language = match options.lang {
        ReportLanguage::Zh => Language::Chinese,
        ReportLanguage::En => Language::English,
    };
    ReportOrder {
        scenario: options.scenario.clone(),
        pages: match options.pages {
            ReportSize::Short => ReportPages::Short,
            ReportSize::Full => ReportPages::Full,
            ReportSize::Slides => ReportPages::Slides,
        },
        day: options.date.unwrap_or_else(today),
        n_paths: usize::try_from(options.paths).unwrap_or(usize::MAX),
        seed: options.seed,
        ..ReportOrder::new(language)
    }
}
