//! What is wrong with a plan, in whole sentences: where it is, what is wrong, and what would be right.

mod on_page;

use sortie_engine::plan::{
    ExpectedValue, FaultPlace, FaultProblem, FoundValue, NumberRange, PlanFault, VERSION,
};

use super::{Words, is_quiet};

/// Text from a file is shown up to here: enough to find it, not enough to fill the screen.
const SHOWN_CHARS: usize = 40;

impl Words {
    /// The sentence for a fault to whoever edits the file, with the place as the file spells it:
    /// `channels[2] tiktok-links · conversion · low: 1.4 is above 1. …`
    pub fn fault(&self, fault: &PlanFault) -> String {
        let what = self.of_version(fault).unwrap_or_else(|| self.problem(&fault.problem));
        let place = fault.place.to_string();
        if place.is_empty() {
            return what;
        }
        self.with("fault.at", &[("place", &shown(&place, 4 * SHOWN_CHARS)), ("what", &what)])
    }

    /// A version of the right type that was never written.
    fn of_version(&self, fault: &PlanFault) -> Option<String> {
        let is_version = fault.place == FaultPlace::default().field("version");
        let FaultProblem::WrongType { found: FoundValue::Number(x), .. } = fault.problem else { return None };
        let values = [("found", &*self.exact(x)), ("known", &*VERSION.to_string())];
        is_version.then(|| self.with("fault.unknown_version", &values))
    }

    fn problem(&self, problem: &FaultProblem) -> String {
        match problem {
            FaultProblem::TooLarge { bytes, limit } => {
                self.with("fault.too_large", &[("size", &megabytes(*bytes)), ("limit", &megabytes(*limit))])
            }
            FaultProblem::NotJson { line, column } => self.at_line("fault.not_json", *line, *column),
            FaultProblem::NumberTooLarge { line, column } => {
                self.at_line("fault.number_too_large", *line, *column)
            }
            FaultProblem::NotAPlan => self.with("fault.not_a_plan", &[("format", "sortie-plan")]),
            FaultProblem::NewerVersion { found, known } => self.with(
                "fault.newer_version",
                &[("found", &self.exact(*found)), ("known", &known.to_string())],
            ),
            FaultProblem::UnknownField { nearest: Some(nearest) } => {
                self.with("fault.unknown_field_near", &[("nearest", nearest)])
            }
            FaultProblem::Missing(expected) => {
                self.with("fault.missing", &[("expected", self.expected(*expected))])
            }
            FaultProblem::WrongType { found: FoundValue::Number(x), expected: ExpectedValue::Whole }
                if *x > f64::from(u32::MAX) =>
            {
                self.with("fault.whole_too_large", &[("found", &self.exact(*x))])
            }
            FaultProblem::WrongType { found, expected } => self.with(
                "fault.wrong_type",
                &[("found", &self.found(found)), ("expected", self.expected(*expected))],
            ),
            FaultProblem::NotOneOf { found, allowed } => self.with(
                "fault.not_one_of",
                &[("found", &shown(found, SHOWN_CHARS)), ("allowed", &allowed.join(", "))],
            ),
            FaultProblem::OutOfRange { .. } => self.out_of_range(problem),
            FaultProblem::OutOfOrder { low, likely, high } => {
                let [low, likely, high] = [low, likely, high].map(|x| self.exact(*x));
                self.with("fault.out_of_order", &[("low", &low), ("likely", &likely), ("high", &high)])
            }
            FaultProblem::IdTwice { id } => self.with("fault.id_twice", &[("id", &shown(id, SHOWN_CHARS))]),
            FaultProblem::NoSuch { what, id } => self.with(
                "fault.no_such",
                &[("what", self.reference(*what)), ("id", &shown(id, SHOWN_CHARS)), ("list", what.list())],
            ),
            FaultProblem::NoRate { currency } => {
                self.with("fault.no_rate", &[("currency", &shown(currency, SHOWN_CHARS))])
            }
            FaultProblem::NoneOf(what) => self.with("fault.none_of", &[("what", self.reference(*what))]),
            FaultProblem::OfNewerVersion => {
                self.with("fault.of_newer_version", &[("known", &VERSION.to_string())])
            }
            FaultProblem::TooMany { found, limit } => self.limited("fault.too_many", *found, *limit),
            FaultProblem::TooManyValues { found, limit } => {
                self.limited("fault.too_many_values", *found, *limit)
            }
            FaultProblem::TooLong { found, limit } => self.limited("fault.too_long", *found, *limit),
            FaultProblem::TooMuchToProject { found, limit } => {
                self.limited("fault.too_much_to_project", *found, *limit)
            }
            other => self.get(plain_key(other)).to_owned(),
        }
    }

    fn at_line(&self, key: &str, line: usize, column: usize) -> String {
        self.with(key, &[("line", &line.to_string()), ("column", &column.to_string())])
    }

    fn limited(&self, key: &str, found: usize, limit: usize) -> String {
        let [found, limit] = [found, limit].map(|n| self.exact(n as f64));
        self.with(key, &[("found", &found), ("limit", &limit)])
    }

    fn out_of_range(&self, problem: &FaultProblem) -> String {
        let FaultProblem::OutOfRange { found, from, to, .. } = *problem else { return String::new() };
        let key = match found {
            _ if found < from => "fault.below_range",
            _ if found > to => "fault.above_range",
            _ => "fault.at_edge",
        };
        let right = self.right_range(problem);
        let (from, to, found) = (self.exact(from), self.exact(to), self.exact(found));
        self.with(key, &[("found", &found), ("from", &from), ("to", &to), ("right", &right)])
    }

    /// What would be right for a number out of its range. A share above 1 was most likely meant as a percentage. An end so
    /// far off that only a slip of the hand passes it is named to whoever passed it, and to nobody else.
    fn right_range(&self, problem: &FaultProblem) -> String {
        let FaultProblem::OutOfRange { found, from, to, above, below } = *problem else {
            return String::new();
        };
        let is_share = (from, to, above) == (0.0, 1.0, false);
        let is_open = NumberRange { from, to, above, below }.is_open_above();
        let is_low = found < from || (above && found <= from);
        let key = match (above, below) {
            _ if is_share && found > 1.0 && found <= 100.0 && !(below && found >= 100.0) => {
                let (percent, share) = (self.exact(found), self.share_written_out(found));
                return self.with("fault.share_as_percent", &[("percent", &percent), ("share", &share)]);
            }
            _ if is_share && below => "fault.share_below_1",
            _ if is_share => "fault.share",
            (false, _) if is_open && is_low => "fault.range_at_least",
            (true, _) if is_open && is_low => "fault.range_more_than",
            _ if is_open => "fault.range_at_most",
            (false, false) => "fault.range_between",
            (false, true) => "fault.range_below_end",
            (true, false) => "fault.range_above_start",
            (true, true) => "fault.range_inside",
        };
        self.with(key, &[("from", &self.exact(from)), ("to", &self.exact(to))])
    }

    /// A percentage as the share that a file holds, without the noise of a binary division: 1.4 gives 0.014.
    fn share_written_out(&self, percent: f64) -> String {
        let share: f64 = format!("{percent}e-2").parse().unwrap_or(percent / 100.0);
        self.exact(share)
    }

    fn expected(&self, expected: ExpectedValue) -> &'static str {
        let item = match expected {
            ExpectedValue::Text => "text",
            ExpectedValue::Number => "number",
            ExpectedValue::Whole => "whole",
            ExpectedValue::YesNo => "yes_no",
            ExpectedValue::List => "list",
            ExpectedValue::TwelveNumbers => "twelve_numbers",
            ExpectedValue::Object => "object",
            ExpectedValue::Estimate => "estimate",
            ExpectedValue::Month => "month",
            ExpectedValue::Day => "day",
            ExpectedValue::Currency => "currency",
        };
        self.of_item("fault.expected", item)
    }

    fn found(&self, found: &FoundValue) -> String {
        match found {
            FoundValue::Nothing => self.get("fault.found.nothing").to_owned(),
            FoundValue::YesNo => self.get("fault.found.yes_no").to_owned(),
            FoundValue::Number(x) => self.with("fault.found.number", &[("x", &self.exact(*x))]),
            FoundValue::Text(text) => self.with("fault.found.text", &[("x", &shown(text, SHOWN_CHARS))]),
            FoundValue::List(n) => self.with("fault.found.list", &[("x", &n.to_string())]),
            FoundValue::Object => self.get("fault.found.object").to_owned(),
        }
    }
}

/// The key of a problem that says everything by its kind.
fn plain_key(problem: &FaultProblem) -> &'static str {
    match problem {
        FaultProblem::NotText => "fault.not_text",
        FaultProblem::EndsEarly => "fault.ends_early",
        FaultProblem::TooDeep => "fault.too_deep",
        FaultProblem::KeyTwice => "fault.key_twice",
        FaultProblem::UnknownField { .. } => "fault.unknown_field",
        FaultProblem::NotFinite => "fault.not_finite",
        FaultProblem::UncertainFromZero => "fault.uncertain_from_zero",
        FaultProblem::UncertainAtEdge => "fault.uncertain_at_edge",
        FaultProblem::EmptyId => "fault.empty_id",
        FaultProblem::FactorOrAdd => "fault.factor_or_add",
        FaultProblem::OpensActive => "fault.opens_active",
        FaultProblem::ViaItself => "fault.via_itself",
        FaultProblem::EndsBeforeStart => "fault.ends_before_start",
        FaultProblem::RateOfOwn => "fault.rate_of_own",
        FaultProblem::NoCurrencyCode => "fault.no_currency_code",
        FaultProblem::StartOrFollows => "fault.start_or_follows",
        FaultProblem::FollowsItself => "fault.follows_itself",
        FaultProblem::RuleOfRunning => "fault.rule_of_running",
        FaultProblem::RuleWithoutChannel => "fault.rule_without_channel",
        FaultProblem::RuleOfOwnOrders => "fault.rule_of_own_orders",
        FaultProblem::TakesFromItself => "fault.takes_from_itself",
        FaultProblem::PlanWithTargets => "fault.plan_with_targets",
        FaultProblem::FactorOnly => "fault.factor_only",
        FaultProblem::ActualTwice => "fault.actual_twice",
        FaultProblem::ActualOfNothing => "fault.actual_of_nothing",
        FaultProblem::FigureOfAll => "fault.figure_of_all",
        FaultProblem::FigureOfStrategy => "fault.figure_of_strategy",
        FaultProblem::NoSuchBasis => "fault.no_such_basis",
        // The rest carry data and are said with it.
        FaultProblem::TooLarge { .. }
        | FaultProblem::NotJson { .. }
        | FaultProblem::NumberTooLarge { .. }
        | FaultProblem::NotAPlan
        | FaultProblem::NewerVersion { .. }
        | FaultProblem::Missing(_)
        | FaultProblem::WrongType { .. }
        | FaultProblem::NotOneOf { .. }
        | FaultProblem::OutOfRange { .. }
        | FaultProblem::OutOfOrder { .. }
        | FaultProblem::IdTwice { .. }
        | FaultProblem::NoSuch { .. }
        | FaultProblem::NoRate { .. }
        | FaultProblem::OfNewerVersion
        | FaultProblem::TooMany { .. }
        | FaultProblem::TooManyValues { .. }
        | FaultProblem::TooLong { .. }
        | FaultProblem::TooMuchToProject { .. }
        | FaultProblem::NoneOf(_) => "",
    }
}

/// Megabytes rounded up, so that a file over the limit never seems to be at it.
pub(super) fn megabytes(bytes: u64) -> String {
    bytes.div_ceil(1024 * 1024).to_string()
}

/// Text from a file as far as it can be shown in a line: cut, and without signs that would break or turn the line.
pub(super) fn shown(text: &str, n_chars: usize) -> String {
    let is_quiet = |c: &char| is_quiet(*c) && !matches!(c, '\u{200e}'..='\u{200f}');
    let mut shown: String = text.chars().filter(is_quiet).take(n_chars).collect();
    if text.chars().filter(is_quiet).nth(n_chars).is_some() {
        shown.push('…');
    }
    shown
}

#[cfg(test)]
mod tests;
