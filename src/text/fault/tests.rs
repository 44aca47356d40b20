//! Every fault has a sentence in every language, in words for a seller.

use sortie_engine::plan::IdReference;

use super::*;
use crate::text::{Language, words};

const EXPECTED: [ExpectedValue; 11] = [
    ExpectedValue::Text,
    ExpectedValue::Number,
    ExpectedValue::Whole,
    ExpectedValue::YesNo,
    ExpectedValue::List,
    ExpectedValue::TwelveNumbers,
    ExpectedValue::Object,
    ExpectedValue::Estimate,
    ExpectedValue::Month,
    ExpectedValue::Day,
    ExpectedValue::Currency,
];

const REFERENCES: [IdReference; 5] = [
    IdReference::Market,
    IdReference::Channel,
    IdReference::Shock,
    IdReference::Strategy,
    IdReference::Scenario,
];

/// What only plans of the second version can have wrong, and what says everything by its kind.
const OF_VERSION_2: [FaultProblem; 15] = [
    FaultProblem::RateOfOwn,
    FaultProblem::NoCurrencyCode,
    FaultProblem::StartOrFollows,
    FaultProblem::FollowsItself,
    FaultProblem::RuleOfRunning,
    FaultProblem::RuleWithoutChannel,
    FaultProblem::RuleOfOwnOrders,
    FaultProblem::TakesFromItself,
    FaultProblem::PlanWithTargets,
    FaultProblem::FactorOnly,
    FaultProblem::ActualTwice,
    FaultProblem::ActualOfNothing,
    FaultProblem::FigureOfAll,
    FaultProblem::FigureOfStrategy,
    FaultProblem::NoSuchBasis,
];

fn found() -> Vec<FoundValue> {
    let text = FoundValue::Text("soon".to_owned());
    vec![
        FoundValue::Nothing,
        FoundValue::YesNo,
        FoundValue::Number(1.5),
        text,
        FoundValue::List(3),
        FoundValue::Object,
    ]
}

fn ranges() -> Vec<FaultProblem> {
    let bounds = [(0.0, 1.0), (6.0, 60.0), (0.0, 1e12), (-1.0, 10.0), (0.0, 1e6), (-1e12, 1e12)];
    let mut problems = vec![];
    for (from, to) in bounds {
        for found in [-1e13, -2.0, 0.0, 1.0, 1.4, 99.0, 100.0, 1e9, 1e13] {
            for (above, below) in [(false, false), (true, false), (false, true), (true, true)] {
                problems.push(FaultProblem::OutOfRange { found, from, to, above, below });
            }
        }
    }
    problems
}

/// One problem of every variant and of everything it can carry.
pub(super) fn problems() -> Vec<FaultProblem> {
    let mut problems = ranges();
    for expected in EXPECTED {
        problems.push(FaultProblem::Missing(expected));
        problems.extend(found().into_iter().map(|found| FaultProblem::WrongType { found, expected }));
    }
    for what in REFERENCES {
        problems.extend([FaultProblem::NoneOf(what), FaultProblem::NoSuch { what, id: "gone".to_owned() }]);
    }
    problems.extend([
        FaultProblem::TooLarge { bytes: 70_000_000, limit: 64 * 1024 * 1024 },
        FaultProblem::NotText,
        FaultProblem::NotJson { line: 3, column: 14 },
        FaultProblem::EndsEarly,
        FaultProblem::TooDeep,
        FaultProblem::NumberTooLarge { line: 3, column: 14 },
        FaultProblem::NotAPlan,
        FaultProblem::NewerVersion { found: 2.0, known: 1 },
        FaultProblem::KeyTwice,
        FaultProblem::UnknownField { nearest: None },
        FaultProblem::UnknownField { nearest: Some("conversion") },
        FaultProblem::NotOneOf { found: "tiktok".to_owned(), allowed: vec!["tiktok_link", "tiktok_shop"] },
        FaultProblem::NotFinite,
        FaultProblem::OutOfOrder { low: 2.0, likely: 1.0, high: 3.0 },
        FaultProblem::UncertainFromZero,
        FaultProblem::UncertainAtEdge,
        FaultProblem::EmptyId,
        FaultProblem::IdTwice { id: "us".to_owned() },
        FaultProblem::NoRate { currency: "EUR".to_owned() },
        FaultProblem::FactorOrAdd,
        FaultProblem::OpensActive,
        FaultProblem::ViaItself,
        FaultProblem::EndsBeforeStart,
        FaultProblem::OfNewerVersion,
        FaultProblem::TooMany { found: 501, limit: 500 },
        FaultProblem::TooLong { found: 20_001, limit: 20_000 },
        FaultProblem::TooManyValues { found: 20_000_000, limit: 1_000_000 },
        FaultProblem::TooMuchToProject { found: 6_000_000, limit: 5_000_000 },
    ]);
    problems.extend(OF_VERSION_2.iter().cloned());
    problems
}

fn place() -> FaultPlace {
    FaultPlace::default().field("channels").item(2, "tiktok-links").field("conversion").field("low")
}

#[test]
fn every_fault_has_a_whole_sentence_in_every_language() {
    for language in Language::ALL {
        let end = if language == Language::English { '.' } else { '。' };
        for problem in problems() {
            for place in [FaultPlace::default(), place()] {
                let starts = place.to_string();
                let sentence = words(language).fault(&PlanFault { place, problem: problem.clone() });
                assert!(sentence.ends_with(end) && sentence.starts_with(&starts), "{sentence}");
                assert!(sentence.chars().count() >= starts.chars().count() + 8, "{sentence}");
            }
        }
    }
}

#[test]
fn no_sentence_shows_how_the_program_is_written() {
    let names = |problem: &FaultProblem| {
        let debug = format!("{problem:?}");
        let parts = debug.split(|c: char| !c.is_alphanumeric() && c != '_');
        let is_name = |part: &&str| {
            part.chars().filter(char::is_ascii_uppercase).count() > 1 && part.chars().any(char::is_lowercase)
        };
        parts.filter(is_name).map(str::to_owned).collect::<Vec<_>>()
    };
    for language in Language::ALL {
        for problem in problems() {
            let sentence = words(language).fault(&PlanFault { place: place(), problem: problem.clone() });
            for name in names(&problem) {
                assert!(!sentence.contains(&name), "{name} in {sentence}");
            }
            for sign in ["fault.", "{found}", "{right}", "::", "Some(", "inf", "–."] {
                assert!(!sentence.contains(sign), "{sign} in {sentence}");
            }
        }
    }
}

#[test]
fn a_percentage_typed_as_a_share_is_written_right() {
    let problem = FaultProblem::OutOfRange { found: 1.4, from: 0.0, to: 1.0, above: false, below: false };
    let fault = PlanFault { place: place(), problem };
    assert_eq!(
        words(Language::English).fault(&fault),
        "channels[2] tiktok-links · conversion · low: 1.4 is above 1. A share lies between 0 and 1, so 1.4% is \
         written 0.014."
    );
    assert_eq!(
        words(Language::Chinese).fault(&fault),
        "channels[2] tiktok-links · conversion · low：1.4 大于 1。比例在 0 和 1 之间，1.4% 写作 0.014。"
    );
}

#[test]
fn an_end_that_nobody_reaches_is_told_to_whoever_passed_it_alone() {
    let said = |found: f64, (from, to): (f64, f64), above| {
        let problem = FaultProblem::OutOfRange { found, from, to, above, below: false };
        words(Language::English).fault(&PlanFault { place: FaultPlace::default(), problem })
    };
    assert_eq!(said(-5.0, (0.0, 1e12), false), "−5 is below 0. It should be 0 or more.");
    assert_eq!(said(0.0, (0.0, 1e12), true), "0 itself is just outside the range. It should be more than 0.");
    let slip = said(1e13, (0.0, 1e12), true);
    assert!(slip.contains("1,000,000,000,000 or less") && !slip.contains("between"), "{slip}");
    assert_eq!(said(-2.0, (0.0, 10.0), false), "−2 is below 0. It should be between 0 and 10.");
}

#[test]
fn a_whole_number_that_cannot_be_used_is_not_told_to_be_whole() {
    let said = |field: &str, x: f64| {
        let problem =
            FaultProblem::WrongType { found: FoundValue::Number(x), expected: ExpectedValue::Whole };
        words(Language::English).fault(&PlanFault { place: FaultPlace::default().field(field), problem })
    };
    assert!(said("version", 0.0).contains("no version 0"));
    assert!(said("freeze_months", 5e9).contains("5,000,000,000 is too large"));
    assert!(said("freeze_months", 1.5).contains("a whole number"));
}

#[test]
fn text_from_a_hostile_file_stays_short_and_on_its_line() {
    let id = "\u{202e}a\nb\u{0}".repeat(100_000);
    let fault = PlanFault { place: FaultPlace::default().field(&id), problem: FaultProblem::IdTwice { id } };
    for language in Language::ALL {
        let sentence = words(language).fault(&fault);
        assert!(sentence.chars().count() < 400 && !sentence.contains(['\n', '\u{202e}', '\u{0}']));
    }
}
