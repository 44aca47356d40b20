//! What a person types into a field: a number, a range, a few words around it.
#![no_main]
#![allow(dead_code, reason = "the window uses more of these than is fuzzed")]

use libfuzzer_sys::fuzz_target;

// The readers stand in the app, whose window would otherwise have to be built for the fuzzer as well.
#[path = "../../src/text/read_estimate.rs"]
mod read_estimate;
#[path = "../../src/text/read_number.rs"]
mod read_number;

use read_estimate::{ReadEstimate, read_estimate};

fuzz_target!(|text: &str| {
    if let Ok(number) = read_number::read_number(text) {
        assert!(number.is_finite(), "{text:?} is read as {number}");
    }
    let _ = read_number::names_other_currency(text, "USD");
    if let Ok((said, _)) = read_estimate(text) {
        let numbers = match said {
            ReadEstimate::One(one) | ReadEstimate::About(one) => vec![one],
            ReadEstimate::Between(low, high) => vec![low, high],
            ReadEstimate::Three(low, likely, high) => vec![low, likely, high],
        };
        assert!(numbers.iter().all(|number| number.value.is_finite()), "{text:?} is read as {said:?}");
        assert!(numbers.is_sorted_by(|one, next| one.value <= next.value), "{text:?} is read as {said:?}");
    }
});
