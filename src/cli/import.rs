//! `sortie import`: files of shops in, what they say month by month out.

use std::collections::BTreeMap;
use std::path::PathBuf;
use std::process::ExitCode;
use std::time::Instant;

use serde::Serialize;
use sortie_engine::import::{self, FileReport, Import, ImportSettings};
use sortie_engine::ledger::{ChannelMonth, Currency, Decimal};
use sortie_engine::watch::{PatientWatch, Watch};

use super::progress::TerminalProgress;
use super::{ImportOptions, ImportOutputFormat, UNUSABLE, say, say_to_person, spoken};
use crate::disk::Disk;
use crate::intake::{read_files, salt};

/// Writes what the files say to standard output. What cannot be used is told; it is only a fault where nothing else can
/// be used either.
pub fn import(options: &ImportOptions) -> ExitCode {
    let Some(import) = usable_files(&options.files) else { return ExitCode::from(UNUSABLE) };
    let ImportOutputFormat::Json = options.format;
    match json(&import) {
        Some(bytes) => say::print_json(&bytes),
        None => ExitCode::from(UNUSABLE),
    }
}

/// What the files at `paths` say together; what is amiss with any of them has been told. Nothing where none is of use.
pub(super) fn usable_files(paths: &[PathBuf]) -> Option<Import> {
    let settings = ImportSettings { salt: salt(), ..ImportSettings::default() };
    let read = |watch: &dyn Watch| read_files(&Disk::apart(), paths, &settings, watch);
    let (import, faults) = match say::terminal() {
        Some(terminal) => read(&TerminalProgress::new(terminal, Instant::now(), "progress.read")),
        None => read(&PatientWatch),
    };
    faults.iter().for_each(|(path, fault)| say_to_person(&spoken().open_fault(fault, path)));
    import.files.iter().for_each(print_file);
    for question in &import.questions {
        let (asked, answer) = (spoken().doubt(question), spoken().doubt_answer(question, question.answer));
        say_to_person(&spoken().with("import.asked", &[("question", &asked), ("answer", answer)]));
    }
    if !import.files.iter().any(|file| file.refusal.is_none()) {
        say_to_person(spoken().get("import.nothing_used"));
        return None;
    }
    Some(import)
}

/// Tells what is amiss with a file, a sentence to a line.
fn print_file(file: &FileReport) {
    let say = |what: &str| {
        say_to_person(&spoken().with("import.file", &[("file", &file.file), ("what", what)]));
    };
    if let Some(refusal) = &file.refusal {
        say(&spoken().refusal(refusal));
    }
    if file.refusal.is_none() && file.used() < file.rows {
        let known = [("used", file.used().to_string()), ("rows", file.rows.to_string())];
        let known = known.each_ref().map(|(name, text)| (*name, text.as_str()));
        say(&spoken().with("import.rows_used", &known));
    }
    file.notes.iter().for_each(|note| say(&spoken().import_note(note)));
    for (word, told) in &file.unknown_words {
        spoken().unknown_word(word, *told).iter().for_each(|sentence| say(sentence));
    }
    for ((called, currency), amount) in &file.unclassified {
        let amount = format!("{} {currency}", amount.round_dp(currency.digits()));
        say(&spoken().with("import.unknown_type", &[("what", called), ("amount", &amount)]));
    }
    file.lost_letters.iter().for_each(|fault| say_to_person(&spoken().cell_fault(fault)));
    if let Some(n) = file.excluded.get(&import::RowExclusion::Unreadable) {
        say(&spoken().with("import.rows_left_out", &[("n", &n.to_string())]));
        file.unreadable.iter().for_each(|fault| say_to_person(&spoken().cell_fault(fault)));
    }
}

#[derive(Serialize)]
struct ImportOut {
    files: Vec<FileOut>,
    months: Vec<MonthOut>,
}

#[derive(Serialize)]
struct FileOut {
    file: String,
    kind: Option<&'static str>,
    rows: u64,
    used: u64,
    excluded: BTreeMap<&'static str, u64>,
    currency: Option<String>,
    period: Option<PeriodOut>,
    self_test: Option<SelfTestOut>,
    /// Words for how orders stand that are not known, with the rows that were taken for sales and those left out.
    #[serde(skip_serializing_if = "BTreeMap::is_empty")]
    unknown_words: BTreeMap<String, UnknownWordOut>,
}

#[derive(Serialize)]
struct UnknownWordOut {
    sold: u64,
    left_out: u64,
}

#[derive(Serialize)]
struct PeriodOut {
    from: String,
    to: String,
}

#[derive(Serialize)]
struct SelfTestOut {
    name: &'static str,
    rows: u64,
    failed: u64,
}

/// What a file does not hold is left out.
#[derive(Serialize)]
struct MonthOut {
    channel: String,
    #[serde(skip_serializing_if = "Option::is_none")]
    month: Option<String>,
    currency: String,
    #[serde(flatten)]
    figures: MonthFiguresOut,
}

/// The figures of a month by their names, in the order in which they are written.
struct MonthFiguresOut(Vec<(&'static str, Option<FigureOut>)>);

#[derive(Clone, Copy, Serialize)]
#[serde(untagged)]
enum FigureOut {
    Count(u64),
    Amount(f64),
}

impl Serialize for MonthFiguresOut {
    fn serialize<S: serde::Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        serializer.collect_map(self.0.iter().filter_map(|(name, figure)| Some((name, figure.as_ref()?))))
    }
}

fn json(import: &Import) -> Option<Vec<u8>> {
    let months = import.ledger.months.iter().map(|month| month_out(month, Some(month.month.to_string())));
    let undated = import.ledger.undated.iter().map(|month| month_out(month, None));
    let output = ImportOut {
        files: import.files.iter().map(file_out).collect(),
        months: months.chain(undated).collect(),
    };
    let mut bytes = serde_json::to_vec(&output).ok()?;
    bytes.push(b'\n');
    Some(bytes)
}

fn file_out(file: &FileReport) -> FileOut {
    let currencies: Vec<&str> = file.currencies.iter().map(Currency::code).collect();
    FileOut {
        file: file.file.clone(),
        kind: file.kind,
        rows: file.rows,
        used: file.used(),
        excluded: file.excluded.iter().map(|(why, n)| (why.word(), *n)).collect(),
        currency: (!currencies.is_empty()).then(|| currencies.join(", ")),
        period: file
            .period
            .map(|period| PeriodOut { from: period.from.to_string(), to: period.to.to_string() }),
        self_test: file.self_test.map(|test| SelfTestOut {
            name: test.name.word(),
            rows: test.rows,
            failed: test.failed,
        }),
        unknown_words: file
            .unknown_words
            .iter()
            .map(|(word, told)| {
                (word.clone(), UnknownWordOut { sold: told.n_sold, left_out: told.n_left_out })
            })
            .collect(),
    }
}

fn month_out(month: &ChannelMonth, when: Option<String>) -> MonthOut {
    let digits = Currency::parse(&month.currency).map_or(2, |currency| currency.digits());
    let money =
        |amount: Option<Decimal>| Some(FigureOut::Amount(f64::try_from(amount?.round_dp(digits)).ok()?));
    let count = |n: Option<u64>| n.map(FigureOut::Count);
    let figures = vec![
        ("orders", count(month.orders)),
        ("units", count(month.units)),
        ("revenue", money(month.revenue)),
        ("refunds", money(month.refunds)),
        ("refund_orders", count(month.refund_orders)),
        ("marketplace_fees", money(month.marketplace_fees)),
        ("affiliate_fees", money(month.affiliate_fees)),
        ("payment_fees", money(month.payment_fees)),
        ("fulfilment", money(month.fulfilment)),
        ("storage_fees", money(month.storage_fees)),
        ("account_fees", money(month.account_fees)),
        ("ad_spend", money(month.ad_spend)),
        ("reimbursements", money(month.reimbursements)),
        ("other", money(month.other)),
        ("tax", money(month.tax)),
        ("sessions", count(month.sessions)),
        ("buyers", count(month.buyers)),
        ("repeat_buyers", count(month.repeat_buyers)),
        ("unclassified", money(month.unclassified)),
    ];
    MonthOut {
        channel: month.channel.clone(),
        month: when,
        currency: month.currency.clone(),
        figures: MonthFiguresOut(figures),
    }
}
