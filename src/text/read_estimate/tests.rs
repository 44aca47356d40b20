//! What people type for an estimate, in both languages, and what it means.

use super::*;

/// What is typed, a bar, and what it means: `%` marks percentages, `..` a range, `<` low, likely and high.
const TABLE: &str = include_str!("table.txt");

fn told(text: &str) -> String {
    let number = |quantity: TypedQuantity| {
        let value = format!("{:.9}", quantity.value);
        let value = value.trim_end_matches('0').trim_end_matches('.').to_owned();
        if quantity.is_percent { value + "%" } else { value }
    };
    let (said, measure) = match read_estimate(text) {
        Ok(found) => found,
        Err(fault) => return format!("refused {fault:?}"),
    };
    let said = match said {
        ReadEstimate::One(x) => number(x),
        ReadEstimate::About(x) => format!("about {}", number(x)),
        ReadEstimate::Between(low, high) => format!("{}..{}", number(low), number(high)),
        ReadEstimate::Three(low, likely, high) => {
            format!("{}<{}<{}", number(low), number(likely), number(high))
        }
    };
    match measure {
        Some(TimeSpan::Days) => format!("{said} days"),
        Some(TimeSpan::Months) => format!("{said} months"),
        None => said,
    }
}

/// The name of a fault in the table: `one_sided` for `OneSided`.
fn in_table(told: &str) -> String {
    let Some(fault) = told.strip_prefix("refused ") else { return told.to_owned() };
    let mut name = String::new();
    for c in fault.chars() {
        if c.is_uppercase() && !name.is_empty() {
            name.push('_');
        }
        name.extend(c.to_lowercase());
    }
    format!("refused {name}")
}

#[test]
fn what_people_type_means_what_they_say() {
    let lines: Vec<(&str, &str)> = TABLE.lines().filter_map(|line| line.rsplit_once(" | ")).collect();
    assert!(lines.len() >= 200, "{} lines", lines.len());
    let wrong: Vec<String> = lines
        .into_iter()
        .map(|(typed, meant)| (typed, meant, in_table(&told(typed))))
        .filter(|(_, meant, found)| meant != found)
        .map(|(typed, meant, found)| format!("`{typed}` means {meant}, and was read as {found}"))
        .collect();
    assert!(wrong.is_empty(), "{}", wrong.join("\n"));
}

#[test]
fn no_text_makes_the_reader_fall_or_give_what_is_not_finite() {
    let signs: Vec<char> = "0159,.' -+*/()=%eEkw万±~约到天月至abouto<>…".chars().collect();
    let mut state = 0x2545_f491_4f6c_dd1d_u64;
    let mut next = move |n: usize| {
        state ^= state << 13;
        state ^= state >> 7;
        state ^= state << 17;
        (state % n as u64) as usize
    };
    for _ in 0..50_000 {
        let text: String = (0..next(16)).map(|_| signs[next(signs.len())]).collect();
        let Ok((said, _)) = read_estimate(&text) else { continue };
        let all = match said {
            ReadEstimate::One(x) | ReadEstimate::About(x) => vec![x],
            ReadEstimate::Between(low, high) => vec![low, high],
            ReadEstimate::Three(low, likely, high) => vec![low, likely, high],
        };
        assert!(all.iter().all(|x| x.value.is_finite()), "{text}");
        assert!(all.windows(2).all(|pair| pair[0].value <= pair[1].value), "{text}");
    }
}
