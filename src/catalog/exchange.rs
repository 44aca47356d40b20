//! What currencies were worth in a month: the euro reference rates of the European Central Bank, averaged over the days of
//! each month, compiled in. What the bank does not quote is told by the row of evidence for its currency.

use std::collections::BTreeMap;
use std::sync::LazyLock;

use sortie_engine::unit::Month;

use super::evidence::rate;

/// Units of each currency for one euro, by month and code.
type MonthlyRates = BTreeMap<Month, BTreeMap<String, f64>>;

static RATES: LazyLock<MonthlyRates> = LazyLock::new(|| {
    let mut reader = csv::Reader::from_reader(&include_bytes!("../../assets/evidence/rates.csv")[..]);
    let codes: Vec<String> =
        reader.headers().map(|header| header.iter().map(str::to_owned).collect()).unwrap_or_default();
    let of_row = |row: csv::StringRecord| {
        let month = Month::parse(row.get(0)?)?;
        let rates = codes.iter().zip(&row).skip(1);
        Some((month, rates.filter_map(|(code, rate)| Some((code.clone(), rate.parse().ok()?))).collect()))
    };
    reader.records().flatten().filter_map(of_row).collect()
});

/// The row of evidence that says where these rates come from, and how far they move.
pub const REFERENCE: &str = "fx.ecb";

/// Units of a currency for one euro in a month, or in the nearest month that is known.
fn per_euro(code: &str, month: Month) -> Option<f64> {
    if code == "EUR" {
        return Some(1.0);
    }
    let of = |rates: &BTreeMap<String, f64>| rates.get(code).copied();
    let before = RATES.range(..=month).rev().find_map(|(_, rates)| of(rates));
    before.or_else(|| RATES.range(month..).find_map(|(_, rates)| of(rates)))
}

/// Whether the bank quotes a currency.
pub fn is_quoted(code: &str) -> bool {
    code == "EUR" || RATES.values().next_back().is_some_and(|rates| rates.contains_key(code))
}

/// Units of the currency `to` per unit of `from` in a month, by way of the US dollar where the bank quotes one of them alone.
pub fn rate_in(from: &str, to: &str, month: Month) -> Option<f64> {
    if from == to {
        return Some(1.0);
    }
    let dollars = |code: &str| match per_euro(code, month) {
        Some(units) => Some(per_euro("USD", month)? / units),
        None => rate(code, "USD"),
    };
    Some(dollars(from)? / dollars(to)?)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn month(text: &str) -> Month {
        Month::parse(text).unwrap()
    }

    #[test]
    fn a_month_has_the_rate_that_the_bank_told_for_it() {
        let near = |from, to, at, expected: f64| {
            let told = rate_in(from, to, month(at)).unwrap();
            assert!((told / expected - 1.0).abs() < 0.005, "{from} {to} {at}: {told}");
        };
        near("EUR", "USD", "2023-01", 1.0769);
        near("EUR", "USD", "2025-01", 1.0354);
        near("EUR", "JPY", "2024-07", 171.17);
        near("USD", "CNY", "2024-07", 7.2617);
        assert_eq!(rate_in("USD", "USD", month("2025-01")), Some(1.0));
        // Later than the last month that is known, the last one holds; a currency that the bank does not quote has its row.
        assert_eq!(
            rate_in("EUR", "GBP", month("2099-01")),
            rate_in("EUR", "GBP", *RATES.keys().next_back().unwrap())
        );
        assert!((rate_in("AED", "USD", month("2025-01")).unwrap() - 0.2723).abs() < 1e-9);
        assert_eq!(rate_in("XXX", "USD", month("2025-01")), None);
        assert!(is_quoted("JPY") && !is_quoted("AED"));
    }

    #[test]
    fn every_month_of_the_table_is_there_and_every_rate_above_nothing() {
        let months: Vec<Month> = RATES.keys().copied().collect();
        assert!(months.windows(2).all(|pair| pair[1].since(pair[0]) == 1) && months.len() >= 58);
        assert!(RATES.values().flat_map(BTreeMap::values).all(|rate| *rate > 0.0 && rate.is_finite()));
    }
}
