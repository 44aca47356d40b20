//! What can be asked for on the command line.

use std::path::PathBuf;

use clap::{Args, Parser, Subcommand, ValueEnum, value_parser};
use sortie_engine::forecast::Metric;
use sortie_engine::search::SCALES;
use sortie_engine::unit::{Day, Month};

/// More paths than this change no figure that a person would read.
const MAX_PATHS: u64 = 1_000_000;

/// More threads than any machine here has, and few enough to be started.
const MAX_THREADS: u64 = 512;

/// See what your shop earns after a platform closes its links, beside what you could do about it.
///
/// Without a command, Sortie opens its window, on the plan you name or on a sample.
#[derive(Debug, Parser)]
#[command(version, args_conflicts_with_subcommands = true, disable_help_subcommand = true)]
struct CliArguments {
    /// The plan to open in the window: a file that Sortie saved, ending in .sortie
    plan: Option<PathBuf>,

    #[command(subcommand)]
    command: Option<CliCommand>,
}

#[derive(Debug, Subcommand)]
enum CliCommand {
    /// Write the results of every scenario of a plan to standard output; needs no screen
    Project(ProjectOptions),
    /// Read files that your shops exported, and write what they say month by month to standard output
    Import(ImportOptions),
    /// Make a plan of files that your shops exported: what they tell with its range, the rest as usual
    Fit(FitOptions),
    /// List the samples that come with Sortie, or write one of them as a plan
    Sample(SampleOptions),
    /// Find the best that can be done under limits: which strategies, from when on, how much of each; needs no screen
    Best(BestOptions),
    /// Write a report to hand to somebody: pages, a workbook, a calendar, a list or a picture; needs no screen
    Report(ReportOptions),
    /// Say what is wrong with a plan, or that nothing is
    Check {
        /// The plan: a file that Sortie saved, ending in .sortie
        plan: PathBuf,
    },
}

/// What to project and how to write it.
#[derive(Args, Debug)]
pub struct ProjectOptions {
    /// The plan: a file that Sortie saved, ending in .sortie
    pub plan: PathBuf,
    /// How many possible futures to draw; 0 gives only the one in which every number is as you think likely
    #[arg(long, value_name = "N", default_value_t = 10_000, value_parser = value_parser!(u64).range(..=MAX_PATHS))]
    pub paths: u64,
    /// Which futures are drawn: the same number gives the same results, on any machine
    #[arg(long, value_name = "S", default_value_t = crate::compute::SEED)]
    pub seed: u64,
    /// How many threads share the work; all that the machine has unless you say. Changes no result
    #[arg(long, value_name = "K", value_parser = value_parser!(u64).range(1..=MAX_THREADS))]
    pub threads: Option<u64>,
    /// json for programs, csv for spreadsheets
    #[arg(long, value_enum, default_value_t = ResultFormat::Json)]
    pub format: ResultFormat,
    /// Which figures to write of every month, with commas between: visits, orders, gmv, revenue, profit, cash, receivables,
    /// stock, followers, subscribers, channel_revenue; all unless you say. Summaries stay
    #[arg(long, value_name = "FIGURES", value_delimiter = ',', value_parser = told_figure)]
    pub metrics: Vec<ToldFigure>,
}

impl ProjectOptions {
    /// Whether a figure is to be written.
    pub fn tells(&self, figure: ToldFigure) -> bool {
        self.metrics.is_empty() || self.metrics.contains(&figure)
    }
}

/// A figure that results tell of every month.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum ToldFigure {
    /// One of the business.
    Metric(Metric),
    /// Revenue by channel.
    ChannelRevenue,
}

fn told_figure(word: &str) -> Result<ToldFigure, String> {
    let metric = Metric::ALL.into_iter().find(|metric| metric.word() == word).map(ToldFigure::Metric);
    let found = metric.or((word == "channel_revenue").then_some(ToldFigure::ChannelRevenue));
    found.ok_or_else(|| {
        let words: Vec<&str> = Metric::ALL.iter().map(|metric| metric.word()).collect();
        format!("it would be one of {}, channel_revenue", words.join(", "))
    })
}

/// What to find the best of. Money is in the plan's currency.
#[derive(Args, Debug)]
pub struct BestOptions {
    /// The plan: a file that Sortie saved, ending in .sortie
    pub plan: PathBuf,
    /// What it is to be the best by
    #[arg(long, value_enum, default_value_t = GoalWord::Typical)]
    pub goal: GoalWord,
    /// The most that all strategies together may cost
    #[arg(long, value_name = "MONEY")]
    pub budget: Option<f64>,
    /// The most by which cash may at any month's end be below that of doing nothing
    #[arg(long, value_name = "MONEY")]
    pub under_water: Option<f64>,
    /// The cash that is not to be fallen below; with --chance
    #[arg(long, value_name = "MONEY", requires = "chance", allow_negative_numbers = true)]
    pub cash_floor: Option<f64>,
    /// The share of futures, 0 to 1, in which cash may fall below --cash-floor in some month
    #[arg(long, value_name = "SHARE", requires = "cash_floor")]
    pub chance: Option<f64>,
    /// The most strategies that may run in one month
    #[arg(long, value_name = "K")]
    pub at_most: Option<u32>,
    /// The first month in which a strategy may start; that of the plan, or the one after the last that came, unless you say
    #[arg(long, value_name = "MONTH", value_parser = month)]
    pub from: Option<Month>,
    /// The last month in which a strategy may start; six months after the closure unless you say
    #[arg(long, value_name = "MONTH", value_parser = month)]
    pub to: Option<Month>,
    /// A strategy that must be part of it; may be said more than once
    #[arg(long, value_name = "ID")]
    pub must: Vec<String>,
    /// A strategy that may not be part of it; may be said more than once
    #[arg(long, value_name = "ID")]
    pub never: Vec<String>,
    /// How much of its spend and posts a strategy may have, with commas between
    #[arg(long, value_name = "FACTORS", value_delimiter = ',', default_values_t = SCALES)]
    pub scales: Vec<f64>,
    /// The scenario whose shocks happen; those of the one without a response unless you say
    #[arg(long, value_name = "ID")]
    pub scenario: Option<String>,
    /// A ready-made strategy that may be chosen as well; may be said more than once
    #[arg(long, value_name = "ID")]
    pub ready: Vec<String>,
    /// Propose when to stop or begin, and what such a rule is worth
    #[arg(long)]
    pub rules: bool,
    /// Which futures the answer is told in: the same number gives the same results, on any machine
    #[arg(long, value_name = "S", default_value_t = crate::compute::SEED)]
    pub seed: u64,
    /// How many threads share the work; all that the machine has unless you say. Changes no result
    #[arg(long, value_name = "K", value_parser = value_parser!(u64).range(1..=MAX_THREADS))]
    pub threads: Option<u64>,
    /// Where to write the plan with what was found as its scenario `best`; a file that stands there is replaced
    #[arg(long, value_name = "PLAN")]
    pub out: Option<PathBuf>,
    /// text for people, json for programs
    #[arg(long, value_enum, default_value_t = BestFormat::Text)]
    pub format: BestFormat,
}

/// What a choice is the best by.
#[derive(Clone, Copy, Debug, PartialEq, Eq, ValueEnum)]
pub enum GoalWord {
    /// The median of what is earned more than without a response.
    #[value(help = "What is earned more than by doing nothing, in the middle future")]
    Typical,
    /// Mean profit.
    #[value(help = "Profit, the mean over all futures")]
    Expected,
    /// Mean profit of the worst tenth.
    #[value(help = "Profit, the mean over the worst tenth of the futures")]
    WorstTenth,
    /// Mean share of revenue that is kept.
    #[value(help = "Revenue from the closure on, as a share of that with links open")]
    RevenueKept,
}

/// How what was found is written.
#[derive(Clone, Copy, Debug, PartialEq, Eq, ValueEnum)]
pub enum BestFormat {
    /// Sentences.
    #[value(help = "Sentences, for people")]
    Text,
    /// One object with everything.
    #[value(help = "Everything, for programs")]
    Json,
}

/// What to report, and where.
#[derive(Args, Debug)]
pub struct ReportOptions {
    /// The plan: a file that Sortie saved, ending in .sortie
    pub plan: PathBuf,
    /// Where to write it; the ending says what: .pdf pages, .xlsx workbook, .ics calendar, .csv every figure, .txt the list of
    /// things to do, .svg or .png a picture. A file that stands there is replaced
    #[arg(long, value_name = "FILE")]
    pub out: PathBuf,
    /// What a picture shows: revenue, profit, cash, gain, survival, channels, hangs_on, or list for the list of things to do;
    /// revenue unless you say
    #[arg(long, value_name = "NAME")]
    pub chart: Option<String>,
    /// How many possible futures to draw; 0 gives only the one in which every number is as you think likely
    #[arg(long, value_name = "N", default_value_t = 10_000, value_parser = value_parser!(u64).range(..=MAX_PATHS))]
    pub paths: u64,
    /// Which futures are drawn: the same number gives the same results, on any machine
    #[arg(long, value_name = "S", default_value_t = crate::compute::SEED)]
    pub seed: u64,
    /// How many threads share the work; all that the machine has unless you say. Changes no result
    #[arg(long, value_name = "K", value_parser = value_parser!(u64).range(1..=MAX_THREADS))]
    pub threads: Option<u64>,
    /// The language it speaks
    #[arg(long, value_enum, default_value_t = ReportLanguage::En)]
    pub lang: ReportLanguage,
    /// The scenario that is done; unless you say, the one with id best if the plan has it, else the one that is recommended
    #[arg(long, value_name = "ID")]
    pub scenario: Option<String>,
    /// How much of it there is
    #[arg(long, value_enum, default_value_t = ReportSize::Full)]
    pub pages: ReportSize,
    /// The day that stands on it, as YYYY-MM-DD; today unless you say. With it the same plan gives the same bytes
    #[arg(long, value_name = "DAY", value_parser = day)]
    pub date: Option<Day>,
}

/// The language of a report.
#[derive(Clone, Copy, Debug, PartialEq, Eq, ValueEnum)]
pub enum ReportLanguage {
    /// Chinese.
    #[value(help = "Chinese")]
    Zh,
    /// English.
    #[value(help = "English")]
    En,
}

/// How much of a report there is.
#[derive(Clone, Copy, Debug, PartialEq, Eq, ValueEnum)]
pub enum ReportSize {
    /// One page.
    #[value(help = "One page")]
    Short,
    /// Everything.
    #[value(help = "Everything, on A4")]
    Full,
    /// Slides.
    #[value(help = "Five slides, 16:9")]
    Slides,
}

fn day(text: &str) -> Result<Day, String> {
    Day::parse(text)
        .filter(|day| day.day.is_some())
        .ok_or_else(|| "it would be a day such as 2026-11-29".to_owned())
}

/// Which sample to write.
#[derive(Args, Debug)]
pub struct SampleOptions {
    /// The sample, by the name in the list; without it, the list is written
    pub id: Option<String>,
    /// The month in which it begins, as YYYY-MM; the current one unless you say
    #[arg(long, value_name = "MONTH", value_parser = month)]
    pub start: Option<Month>,
    /// Where to write it; to standard output unless you say. A file that stands there is replaced
    #[arg(long, value_name = "PLAN")]
    pub out: Option<PathBuf>,
}

fn month(text: &str) -> Result<Month, String> {
    Month::parse(text).ok_or_else(|| "it would be a month such as 2026-11".to_owned())
}

/// What to read.
#[derive(Args, Debug)]
pub struct ImportOptions {
    /// The files as your shops gave them: CSV, TSV, XLSX, or ZIP of these
    #[arg(required = true, value_name = "FILE")]
    pub files: Vec<PathBuf>,
    /// json, for programs
    #[arg(long, value_enum, default_value_t = ImportOutputFormat::Json)]
    pub format: ImportOutputFormat,
}

/// What to make a plan of.
#[derive(Args, Debug)]
pub struct FitOptions {
    /// The files as your shops gave them: CSV, TSV, XLSX, or ZIP of these
    #[arg(required = true, value_name = "FILE")]
    pub files: Vec<PathBuf>,
    /// Where to write the plan; a file that stands there is replaced
    #[arg(long, value_name = "PLAN")]
    pub out: PathBuf,
}

/// How what was read is written.
#[derive(Clone, Copy, Debug, PartialEq, Eq, ValueEnum)]
pub enum ImportOutputFormat {
    /// One object with everything.
    #[value(help = "Everything, for programs")]
    Json,
}

/// How results are written.
#[derive(Clone, Copy, Debug, PartialEq, Eq, ValueEnum)]
pub enum ResultFormat {
    /// One object with everything.
    #[value(help = "Everything, for programs")]
    Json,
    /// A row per scenario, month and figure.
    #[value(help = "A row per scenario, month and figure, for spreadsheets")]
    Csv,
}

/// What is asked for.
#[derive(Debug)]
pub enum CliRequest {
    /// The window, on this plan if one is named.
    Window(Option<PathBuf>),
    /// The results of a plan.
    Project(ProjectOptions),
    /// What files of shops say.
    Import(ImportOptions),
    /// A plan made of files of shops.
    Fit(FitOptions),
    /// The samples, or one of them.
    Sample(SampleOptions),
    /// The best that can be done.
    Best(Box<BestOptions>),
    /// A file for somebody else.
    Report(ReportOptions),
    /// The faults of a plan.
    Check(PathBuf),
}

impl CliRequest {
    /// Reads the command line. Help, the version and a wrong command line are answered here, and the program ends.
    pub fn parse() -> Self {
        Self::from(CliArguments::parse())
    }
}

impl From<CliArguments> for CliRequest {
    fn from(arguments: CliArguments) -> Self {
        match arguments.command {
            None => Self::Window(arguments.plan),
            Some(CliCommand::Project(options)) => Self::Project(options),
            Some(CliCommand::Import(options)) => Self::Import(options),
            Some(CliCommand::Fit(options)) => Self::Fit(options),
            Some(CliCommand::Sample(options)) => Self::Sample(options),
            Some(CliCommand::Best(options)) => Self::Best(Box::new(options)),
            Some(CliCommand::Report(options)) => Self::Report(options),
            Some(CliCommand::Check { plan }) => Self::Check(plan),
        }
    }
}

#[cfg(test)]
mod tests {
    use clap::CommandFactory;

    use super::*;

    fn parsed(line: &str) -> Result<CliRequest, i32> {
        let read = CliArguments::try_parse_from(line.split(' '));
        read.map(CliRequest::from).map_err(|fault| fault.exit_code())
    }

    #[test]
    fn the_command_line_is_sound() {
        CliArguments::command().debug_assert();
    }

    #[test]
    fn a_plan_alone_opens_the_window_on_it() {
        assert!(matches!(parsed("sortie"), Ok(CliRequest::Window(None))));
        let Ok(CliRequest::Window(Some(path))) = parsed("sortie shop.sortie") else { panic!("no window") };
        assert_eq!(path, PathBuf::from("shop.sortie"));
        assert!(matches!(parsed("sortie check shop.sortie"), Ok(CliRequest::Check(_))));
    }

    #[test]
    fn what_is_not_said_about_a_projection_is_as_written_in_the_format() {
        let Ok(CliRequest::Project(options)) = parsed("sortie project shop.sortie") else {
            panic!("no projection")
        };
        let ProjectOptions { plan, paths, seed, threads, format, metrics } = options;
        assert_eq!(metrics, []);
        assert_eq!((paths, seed, threads, format), (10_000, 1, None, ResultFormat::Json));
        assert_eq!(plan, PathBuf::from("shop.sortie"));
    }

    #[test]
    fn figures_are_named_with_commas_between() {
        let Ok(CliRequest::Project(options)) = parsed("sortie project a --metrics cash,channel_revenue")
        else {
            panic!("no projection")
        };
        assert!(options.tells(ToldFigure::Metric(Metric::Cash)) && options.tells(ToldFigure::ChannelRevenue));
        assert!(!options.tells(ToldFigure::Metric(Metric::Profit)));
    }

    #[test]
    fn what_is_not_said_about_the_best_has_no_limit() {
        let Ok(CliRequest::Best(options)) = parsed("sortie best shop.sortie") else { panic!("no search") };
        assert_eq!((options.goal, options.format), (GoalWord::Typical, BestFormat::Text));
        assert_eq!((options.budget, options.under_water, options.cash_floor), (None, None, None));
        assert_eq!((options.scales, options.seed), (SCALES.to_vec(), 1));
        let floor = parsed("sortie best a --cash-floor -5000 --chance 0.05 --scales 0.5,2");
        let Ok(CliRequest::Best(options)) = floor else { panic!("a floor below nothing is one") };
        assert_eq!((options.cash_floor, options.chance), (Some(-5_000.0), Some(0.05)));
        assert_eq!(options.scales, [0.5, 2.0]);
    }

    #[test]
    fn a_wrong_command_line_ends_in_two() {
        for line in [
            "sortie project",
            "sortie project a --paths -1",
            "sortie project a --paths ten",
            "sortie project a --paths 99999999999",
            "sortie project a --threads 0",
            "sortie project a --seed 1.5",
            "sortie project a --format xml",
            "sortie project a --metrics mood",
            "sortie sample a --start July",
            "sortie project a b",
            "sortie import",
            "sortie import a --format csv",
            "sortie fit",
            "sortie fit a",
            "sortie fit --out a",
            "sortie best",
            "sortie best a --goal fame",
            "sortie best a --cash-floor 0",
            "sortie best a --chance 0.1",
            "sortie best a --at-most -1",
            "sortie best a --from July",
            "sortie best a --scales 0.5,much",
            "sortie best a --format csv",
            "sortie a b",
            "sortie a check b",
            "sortie --frobnicate",
        ] {
            assert_eq!(parsed(line).err(), Some(2), "{line}");
        }
    }
}
