//! How the numbers of a plan are read, shown, stepped and dragged: money, counts, shares, months.

use sortie_engine::plan::{FaultProblem, NumberRange};
use sortie_engine::unit::{EstimateSpace, Spread};

use crate::text::{
    ABOUT, NumberFault, ReadEstimate, TimeSpan, TypedQuantity, Words, names_other_currency, read_estimate,
};

/// How a number is read and written.
#[derive(Clone, Debug, PartialEq)]
pub enum NumberUnit {
    /// Money of a currency.
    Money(String),
    /// A number of things.
    Count,
    /// A plain number, such as a rate or a factor.
    Number,
    /// A share, in percent.
    Share,
    /// A difference or growth a month, in percent.
    Growth,
    /// A proportion that may be above all, in percent.
    Ratio,
    /// Months.
    Months,
    /// Days.
    Days,
}

impl NumberUnit {
    /// A value as it is shown.
    pub fn shown(&self, words: &Words, x: f64) -> String {
        match self {
            Self::Money(currency) => words.money(x, currency),
            Self::Count => words.count(x),
            Self::Number => words.number(x),
            Self::Share | Self::Growth | Self::Ratio => words.share_as_said(x),
            Self::Months => words.with("unit.months", &[("n", &words.number(x))]),
            Self::Days => words.with("unit.days", &[("n", &words.number(x))]),
        }
    }

    /// A value with every digit, as it stands in a field that is typed in. Its digits are not grouped: a digit added to
    /// 7,119 would make 7,1193, which reads as a little more than seven.
    pub fn typed(&self, words: &Words, x: f64) -> String {
        let told = match self {
            // Twelve digits hide that a share times a hundred is not always the number that was typed.
            Self::Share | Self::Growth | Self::Ratio => words.exact(rounded(x * 100.0, 12)) + "%",
            _ => words.exact(rounded(x, 12)),
        };
        told.replace(',', "")
    }

    /// The value of a typed text, or what would be right. In percent a bare number is a number of percents.
    pub fn read(&self, words: &Words, text: &str) -> Result<f64, String> {
        let (said, measure) = read_estimate(self.without_unit(words, text))
            .map_err(|fault| words.number_fault(fault).to_owned())?;
        self.check_measure(words, measure)?;
        self.check_money(words, text)?;
        match said {
            ReadEstimate::One(x) | ReadEstimate::About(x) => self.of_quantity(words, x),
            ReadEstimate::Between(..) | ReadEstimate::Three(..) => {
                Err(words.get("editor.one_number").to_owned())
            }
        }
    }

    /// The text without the word for its unit, as it is shown at rest: `12 mo` is 12.
    fn without_unit<'t>(&self, words: &Words, text: &'t str) -> &'t str {
        let key = match self {
            Self::Months => "unit.months",
            Self::Days => "unit.days",
            _ => return text,
        };
        let unit = words.with(key, &[("n", "")]);
        text.trim_end().strip_suffix(unit.trim()).unwrap_or(text)
    }

    /// An estimate with every digit, as it stands in a field that is typed in: `2.1% (1.5%–3%)`.
    pub fn typed_estimate(&self, words: &Words, spread: Spread) -> String {
        let likely = self.typed(words, spread.likely);
        if spread.is_certain() {
            return likely;
        }
        let [low, high] = [spread.low, spread.high].map(|x| self.typed(words, x));
        format!("{likely} ({low}\u{2013}{high})")
    }

    /// The estimate that a typed text says, or what would be right. The likely value of a range lies in its middle, as
    /// far as `space` sees it.
    ///
    /// # Errors
    /// What would be right, in words.
    pub fn read_estimate(
        &self,
        words: &Words,
        text: &str,
        space: EstimateSpace,
    ) -> Result<TypedEstimate, String> {
        let (said, measure) = read_estimate(text).map_err(|fault| words.number_fault(fault).to_owned())?;
        self.check_measure(words, measure)?;
        self.check_money(words, text)?;
        let of = |quantity: TypedQuantity| self.of_quantity(words, quantity);
        let (low, likely, high) = match said {
            ReadEstimate::One(x) => return Ok(TypedEstimate::Likely(of(x)?)),
            ReadEstimate::About(x) => widened(of(x)?, ABOUT, space),
            ReadEstimate::Between(low, high) => {
                let (low, high) = (of(low)?, of(high)?);
                (low, middle(low, high, space), high)
            }
            ReadEstimate::Three(low, likely, high) => (of(low)?, of(likely)?, of(high)?),
        };
        // What is in order as numbers may not be as what they are: in a field of shares `71%` is more than a bare 1.
        if low <= likely && likely <= high {
            Ok(TypedEstimate::Three(low, likely, high))
        } else {
            Err(words.number_fault(NumberFault::OutOfOrder).to_owned())
        }
    }

    fn check_measure(&self, words: &Words, measure: Option<TimeSpan>) -> Result<(), String> {
        match (measure, self) {
            (Some(TimeSpan::Days), Self::Months) => Err(words.get("editor.no_days").to_owned()),
            (Some(TimeSpan::Months), Self::Days) => Err(words.get("editor.no_months").to_owned()),
            _ => Ok(()),
        }
    }

    fn check_money(&self, words: &Words, text: &str) -> Result<(), String> {
        let own = if let Self::Money(currency) = self { currency.as_str() } else { "" };
        if names_other_currency(text, own) {
            let key = if own.is_empty() { "editor.no_money" } else { "editor.other_currency" };
            return Err(words.with(key, &[("currency", own)]));
        }
        Ok(())
    }

    fn of_quantity(&self, words: &Words, quantity: TypedQuantity) -> Result<f64, String> {
        let is_percent = matches!(self, Self::Share | Self::Growth | Self::Ratio);
        if quantity.is_percent && !is_percent {
            return Err(words.get("editor.no_percent").to_owned());
        }
        let is_bare = is_percent && !quantity.is_percent;
        Ok(if is_bare { rounded(quantity.value / 100.0, 15) } else { quantity.value })
    }

    /// The range that a number outside of it should be in, in this unit. An end that nobody reaches is not named to whoever
    /// is below the other.
    pub(super) fn range_of(&self, words: &Words, problem: &FaultProblem) -> Option<String> {
        let FaultProblem::OutOfRange { found, from, to, above, below } = *problem else { return None };
        let told = |x: f64| self.typed(words, x);
        let is_open = NumberRange { from, to, above, below }.is_open_above();
        Some(match is_open {
            true if found > to => words.with("editor.to", &[("to", &told(to))]),
            true if above => words.with("editor.more_than", &[("from", &told(from))]),
            true => words.with("editor.from", &[("from", &told(from))]),
            false => words.with("editor.from_to", &[("from", &told(from)), ("to", &told(to))]),
        })
    }

    /// The value `steps` steps of the arrow keys from `x`: a step is one of its second digit.
    pub fn stepped(&self, x: f64, steps: i32) -> f64 {
        let step = match self {
            Self::Growth => 0.001,
            Self::Months | Self::Days => 1.0,
            _ if x.abs() < 1e-9 => self.first_step(),
            _ => 10_f64.powf(x.abs().log10().floor() - 1.0),
        };
        self.kept_in(rounded(x + f64::from(steps) * step, 6))
    }

    /// The value after a drag of `points` to the right that began at `x`.
    pub fn dragged(&self, x: f64, points: f32) -> f64 {
        let points = f64::from(points);
        let moved = match self {
            Self::Growth => x + points * 0.000_5,
            Self::Months | Self::Days => x + (points * 0.1).round(),
            _ if x.abs() < 1e-9 => (points / 4.0).trunc() * self.first_step(),
            Self::Share => {
                let odds = x / (1.0 - x).max(1e-9) * (points * 0.01).exp();
                odds / (1.0 + odds)
            }
            Self::Money(_) | Self::Count | Self::Number | Self::Ratio => x * (points * 0.006).exp(),
        };
        let digits = if matches!(self, Self::Growth) { 2 } else { 3 };
        self.kept_in(rounded(moved, digits))
    }

    fn first_step(&self) -> f64 {
        match self {
            Self::Share | Self::Growth | Self::Ratio => 0.001,
            _ => 1.0,
        }
    }

    fn kept_in(&self, x: f64) -> f64 {
        match self {
            Self::Share => x.clamp(0.0, 0.999),
            Self::Growth => x.max(-0.99),
            // Opening cash may be below 0; its field does not step out of the sign it has.
            Self::Money(_) | Self::Number => x,
            Self::Count | Self::Ratio | Self::Months | Self::Days => x.max(0.0),
        }
    }
}

/// What a field of an estimate was typed.
#[derive(Clone, Copy, Debug, PartialEq)]
pub enum TypedEstimate {
    /// The likely value, which takes its range along.
    Likely(f64),
    /// Low, likely and high.
    Three(f64, f64, f64),
}

/// The middle between two values: by ratio for amounts, by odds for shares, by difference for signed numbers.
fn middle(low: f64, high: f64, space: EstimateSpace) -> f64 {
    let odds = |p: f64| p / (1.0 - p);
    let middle = match space {
        EstimateSpace::Log if low > 0.0 => (low * high).sqrt(),
        EstimateSpace::Logit if low > 0.0 && high < 1.0 => {
            let middle = (odds(low) * odds(high)).sqrt();
            middle / (1.0 + middle)
        }
        _ => (low + high) / 2.0,
    };
    rounded(middle, 3).max(low).min(high)
}

/// A value and what lies `share` of it to each side: by ratio for amounts, by odds for shares, by difference for signed
/// numbers. What is nothing stays certain.
pub fn widened(likely: f64, share: f64, space: EstimateSpace) -> (f64, f64, f64) {
    let odds = |p: f64| p / (1.0 - p);
    let from_odds = |x: f64| x / (1.0 + x);
    let (low, high) = match space {
        EstimateSpace::Log => (likely * (1.0 - share), likely * (1.0 + share)),
        EstimateSpace::Logit if likely >= 1.0 => (likely, likely),
        EstimateSpace::Logit => {
            (from_odds(odds(likely) * (1.0 - share)), from_odds(odds(likely) * (1.0 + share)))
        }
        EstimateSpace::Identity => (likely - likely.abs() * share, likely + likely.abs() * share),
    };
    (rounded(low, 4).min(likely), likely, rounded(high, 4).max(likely))
}

/// `x` to so many significant digits.
pub fn rounded(x: f64, digits: i32) -> f64 {
    if x == 0.0 || !x.is_finite() {
        return x;
    }
    let text = format!("{x:.*e}", usize::try_from(digits - 1).unwrap_or(0));
    text.parse().unwrap_or(x)
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::text::{Language, words};

    #[test]
    fn a_bare_number_in_a_percent_field_is_a_number_of_percents() {
        let words = words(Language::English);
        assert_eq!(NumberUnit::Share.read(words, "2.2"), Ok(0.022));
        assert_eq!(NumberUnit::Share.read(words, "2.2%"), Ok(0.022));
        assert!(NumberUnit::Share.read(words, "much").is_err());
    }

    #[test]
    fn a_range_that_falls_once_percents_are_taken_for_what_they_are_is_refused_in_words() {
        let words = words(Language::English);
        let parts = ["0", "0.5", "1", "7", "71", "71%", "1%", "100%", "0.2%", "1e-9", "1e300"];
        for low in parts {
            for high in parts {
                for text in
                    [format!("{low}-{high}"), format!("{low}-7%-{high}"), format!("7% ({low}-{high})")]
                {
                    for unit in [NumberUnit::Share, NumberUnit::Growth, NumberUnit::Count, NumberUnit::Ratio]
                    {
                        for space in [EstimateSpace::Log, EstimateSpace::Logit, EstimateSpace::Identity] {
                            match unit.read_estimate(words, &text, space) {
                                Ok(TypedEstimate::Three(low, likely, high)) => {
                                    assert!(low <= likely && likely <= high, "{text}: {low} {likely} {high}");
                                }
                                Ok(TypedEstimate::Likely(likely)) => assert!(likely.is_finite(), "{text}"),
                                Err(told) => assert!(!told.is_empty(), "{text}"),
                            }
                        }
                    }
                }
            }
        }
        let told = NumberUnit::Share.read_estimate(words, "71%-1", EstimateSpace::Logit);
        assert_eq!(told, Err(words.number_fault(NumberFault::OutOfOrder).to_owned()));
    }

    #[test]
    fn what_stands_in_a_field_reads_back_as_the_value() {
        let words = words(Language::English);
        for x in [0.018, 0.29, 0.07, 1.0 / 3.0] {
            let back = NumberUnit::Share.read(words, &NumberUnit::Share.typed(words, x)).unwrap();
            assert!((back - x).abs() < 1e-11, "{x}");
        }
        let money = NumberUnit::Money("USD".to_owned());
        assert_eq!(money.read(words, &money.typed(words, 12_345.67)), Ok(12_345.67));
    }

    #[test]
    fn a_digit_added_to_what_stands_in_a_field_makes_ten_times_as_much() {
        for language in Language::ALL {
            let words = words(language);
            for x in [7.0, 711.0, 7_119.0, 71_193.0, 7_119_300.0] {
                let more = NumberUnit::Count.typed(words, x) + "3";
                assert_eq!(NumberUnit::Count.read(words, &more), Ok(10.0 * x + 3.0), "{more}");
            }
        }
    }

    /// Shares of 1, always the same ones of a seed.
    fn shares(mut seed: u64) -> impl FnMut() -> f64 {
        move || {
            seed ^= seed << 13;
            seed ^= seed >> 7;
            seed ^= seed << 17;
            (seed >> 11) as f64 / (1_u64 << 53) as f64
        }
    }

    #[test]
    fn an_estimate_that_stands_in_a_field_is_typed_back_to_the_same_figures() {
        let mut next = shares(0x9e37_79b9_7f4a_7c15);
        let units = [
            (NumberUnit::Share, EstimateSpace::Logit),
            (NumberUnit::Growth, EstimateSpace::Identity),
            (NumberUnit::Ratio, EstimateSpace::Log),
            (NumberUnit::Count, EstimateSpace::Log),
            (NumberUnit::Money("CNY".to_owned()), EstimateSpace::Log),
            (NumberUnit::Months, EstimateSpace::Log),
        ];
        for round in 0..3_000 {
            let (unit, space) = &units[round % units.len()];
            let size = 10_f64.powf(6.0 * next() - 2.0);
            let mut three = [0; 3].map(|_| match space {
                EstimateSpace::Logit => next() * 0.98 + 0.01,
                EstimateSpace::Identity => next() - 0.5,
                EstimateSpace::Log => next() * size + 1e-3,
            });
            three.sort_by(f64::total_cmp);
            let three = if round % 5 == 0 { [three[1]; 3] } else { three };
            let spread = Spread { low: three[0], likely: three[1], high: three[2], space: *space };
            for language in Language::ALL {
                let words = words(language);
                let typed = unit.typed_estimate(words, spread);
                let (low, likely, high) = match unit.read_estimate(words, &typed, *space) {
                    Ok(TypedEstimate::Likely(x)) => (x, x, x),
                    Ok(TypedEstimate::Three(low, likely, high)) => (low, likely, high),
                    Err(words) => panic!("{typed}: {words}"),
                };
                for (found, meant) in [low, likely, high].into_iter().zip(three) {
                    assert!(
                        (found - meant).abs() <= 1e-11 * meant.abs().max(1e-3),
                        "{typed}: {found} {meant}"
                    );
                }
            }
        }
    }

    #[test]
    fn what_is_shown_at_rest_can_be_typed_back_and_is_shown_the_same() {
        let mut next = shares(0x1234_5678_9abc_def1);
        let units = [
            NumberUnit::Share,
            NumberUnit::Growth,
            NumberUnit::Ratio,
            NumberUnit::Count,
            NumberUnit::Number,
            NumberUnit::Months,
            NumberUnit::Days,
            NumberUnit::Money("CNY".to_owned()),
            NumberUnit::Money("USD".to_owned()),
            NumberUnit::Money("IDR".to_owned()),
        ];
        for round in 0..10_000 {
            let unit = &units[round % units.len()];
            let x = match unit {
                NumberUnit::Share => next(),
                NumberUnit::Growth => next() - 0.5,
                // Nobody waits for thousands of years.
                NumberUnit::Months | NumberUnit::Days => next() * 9_000.0,
                _ => next() * 10_f64.powf(10.0 * next() - 2.0),
            };
            for language in Language::ALL {
                let words = words(language);
                let shown = unit.shown(words, x);
                let back = unit.read(words, &shown).unwrap_or_else(|fault| panic!("{shown}: {fault}"));
                assert_eq!(unit.shown(words, back), shown, "{x}");
            }
        }
    }

    #[test]
    fn a_range_has_its_likely_value_in_its_middle_as_people_see_it() {
        let words = words(Language::English);
        let read = |unit: NumberUnit, text, space| unit.read_estimate(words, text, space);
        assert_eq!(
            read(NumberUnit::Count, "100-400", EstimateSpace::Log),
            Ok(TypedEstimate::Three(100.0, 200.0, 400.0))
        );
        assert_eq!(
            read(NumberUnit::Share, "2-3", EstimateSpace::Logit),
            Ok(TypedEstimate::Three(0.02, 0.0245, 0.03))
        );
        assert_eq!(
            read(NumberUnit::Growth, "-2 to 4%", EstimateSpace::Identity),
            Ok(TypedEstimate::Three(-0.02, 0.01, 0.04))
        );
        assert_eq!(
            read(NumberUnit::Count, "about 300", EstimateSpace::Log),
            Ok(TypedEstimate::Three(240.0, 300.0, 360.0))
        );
        assert!(read(NumberUnit::Count, "2-3%", EstimateSpace::Log).is_err());
        assert!(read(NumberUnit::Months, "20 days", EstimateSpace::Log).is_err());
        assert!(read(NumberUnit::Money("USD".to_owned()), "\u{a5}300-500", EstimateSpace::Log).is_err());
    }

    #[test]
    fn arrow_keys_move_the_second_digit() {
        assert!((NumberUnit::Share.stepped(0.018, 1) - 0.019).abs() < 1e-12);
        assert!((NumberUnit::Count.stepped(50_000.0, -2) - 48_000.0).abs() < 1e-6);
        assert!((NumberUnit::Count.stepped(0.0, 1) - 1.0).abs() < 1e-12);
    }
}
