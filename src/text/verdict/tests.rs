//! The sentences of every kind of forecast.

use sortie_engine::forecast::{Baselines, Fan, MetricTable, Statistic, Summary};
use sortie_engine::plan::{Scenario, Shock, ShockKind};
use sortie_engine::unit::Month;

use super::*;
use crate::text::{Language, words};

const MONTHS: usize = 18;

fn certain(x: f64) -> Statistic {
    Statistic { mean: Some(x), quantiles: [Some(x); 7], never: 0.0 }
}

/// A table whose every month has a metric's share of the total; cash is lowest in the second month.
fn table<T>(cell: impl Fn(usize, usize) -> T) -> MetricTable<T> {
    MetricTable::from_rows(0, |row| (0..MONTHS).map(|month| cell(row, month)).collect())
}

struct Shown {
    name: &'static str,
    profit: f64,
    earns_most: Option<f64>,
}

fn shown(name: &'static str, profit: f64, earns_most: Option<f64>) -> Shown {
    Shown { name, profit, earns_most }
}

fn scenario(shown: &Shown, has_paths: bool) -> ScenarioForecast {
    let value = |row: usize, month: usize| match Metric::ALL[row] {
        Metric::Profit => shown.profit / MONTHS as f64,
        Metric::Cash => 58_000.0 + if month == 1 { 0.0 } else { 1_000.0 },
        Metric::Revenue => 160_000.0,
        _ => 0.0,
    };
    let spread = [0.7, 0.8, 0.9, 1.0, 1.1, 1.206, 1.3];
    let fan = Fan {
        mean: table(value),
        quantiles: table(|row, month| spread.map(|factor| value(row, month) * factor)),
        summary: Summary {
            total_revenue: certain(2e6),
            total_profit: certain(shown.profit),
            revenue_kept: None,
            recovery_month: None,
            payback_month: None,
            gain: None,
            gain_error: None,
            ahead_share: None,
            lowest_cash: certain(58_000.0),
            lowest_cash_month: certain(1.0),
            concentration: certain(0.5),
            runs_out_of_cash: 0.0,
            earns_most: shown.earns_most,
        },
    };
    let id = shown.name.to_lowercase();
    ScenarioForecast {
        id,
        is_ranked: shown.earns_most.is_some(),
        n_strategies: 1,
        not_eligible: vec![],
        central: table(value),
        fan: has_paths.then_some(fan),
    }
}

/// A forecast and its plan. The first scenario has links open, the second no response, where `has_baselines`.
fn case(all: &[Shown], has_baselines: bool, has_paths: bool) -> (Forecast, Plan) {
    let start = Month::parse("2023-07").unwrap();
    let baselines = Baselines {
        no_response: has_baselines.then_some(1),
        links_open: has_baselines.then_some(0),
        closure_month: has_baselines.then_some(2),
    };
    let base = all.get(1).filter(|_| has_baselines).map(|base| base.profit);
    let mut forecast = Forecast {
        months: (0..MONTHS as i32).map(|n| start.plus(n)).collect(),
        scenarios: all.iter().map(|shown| scenario(shown, has_paths)).collect(),
        baselines,
    };
    // Every future is the same: what is gained on average is gained in each.
    for (scenario, shown) in forecast.scenarios.iter_mut().zip(all) {
        if let (Some(fan), Some(base)) = (&mut scenario.fan, base) {
            let gain = shown.profit - base;
            fan.summary.gain = Some(certain(gain));
            fan.summary.gain_error = Some(0.0);
            fan.summary.ahead_share = Some(if gain > 0.0 { 0.8 } else { 0.3 });
        }
    }
    let scenario = |(idx, shown): (usize, &Shown)| {
        let id = shown.name.to_lowercase();
        let (shocks, own): (&[&str], &[&str]) = (&["closure"], &[&id]);
        Scenario::of(&id, shown.name, &shocks[..idx.min(1)], &own[..usize::from(idx > 1)])
    };
    let plan = Plan {
        scenarios: all.iter().enumerate().map(scenario).collect(),
        ..Plan::blank("", "USD", start, MONTHS)
    };
    (forecast, plan)
}

/// A line with its strong pieces between stars.
fn line(spans: &[SentenceSpan]) -> String {
    spans
        .iter()
        .map(|span| if span.is_strong { format!("*{}*", span.text) } else { span.text.clone() })
        .collect()
}

fn headline(language: Language, all: &[Shown], has_baselines: bool, has_paths: bool) -> String {
    let (forecast, plan) = case(all, has_baselines, has_paths);
    line(&words(language).verdict(&forecast, &plan, VerdictGround::default()).headline)
}

fn of_the_picture() -> [Shown; 4] {
    [
        shown("Open", 149_000.0, None),
        shown("Nothing", 111_000.0, Some(0.01)),
        shown("Owned list", 121_000.0, Some(0.06)),
        shown("Multi-platform", 204_000.0, Some(0.93)),
    ]
}

#[test]
fn the_verdict_says_what_the_closure_costs_and_which_response_is_best() {
    assert_eq!(
        headline(Language::English, &of_the_picture(), true, true),
        "Links closing typically costs you *US$38K* of profit in 18 months. Multi-platform typically wins all of \
         it back and more: it earns *US$93K* above doing nothing; it is ahead in *16 of 20* futures."
    );
    assert_eq!(
        headline(Language::Chinese, &of_the_picture(), true, true),
        "外链关闭后，18 个月通常少赚 *US$3.8万*。多平台布局通常能全部追回还有余：比不应对多赚 *US$9.3万*；20 次中 *16* 次比不应对赚得多。"
    );
}

#[test]
fn without_paths_the_verdict_has_the_central_figures_and_no_futures() {
    assert_eq!(
        headline(Language::English, &of_the_picture(), true, false),
        "Links closing typically costs you *US$38K* of profit in 18 months. Multi-platform typically wins all of \
         it back and more: it earns *US$93K* above doing nothing."
    );
}

#[test]
fn a_response_may_win_back_a_part_all_or_nothing() {
    let with = |profit: f64, earns_most: f64| {
        let all = [
            shown("Open", 149_000.0, None),
            shown("No response", 111_000.0, Some(1.0 - earns_most)),
            shown("Ads", profit, Some(earns_most)),
        ];
        let headline = headline(Language::English, &all, true, true);
        headline.split_once(". ").unwrap().1.to_owned()
    };
    let ahead = "; it is ahead in *16 of 20* futures.";
    assert_eq!(with(130_000.0, 0.6), format!("Ads typically wins back *50%* of it{ahead}"));
    assert_eq!(with(148_990.0, 0.6), format!("Ads typically wins back *99%* of it{ahead}"));
    assert_eq!(with(149_000.0, 0.6), format!("Ads typically wins all of it back{ahead}"));
    assert_eq!(
        with(100_000.0, 0.2),
        "Nothing clearly beats waiting: no response both keeps cash safe and is ahead in 12 of 20 futures."
    );
}

#[test]
fn a_response_that_earns_more_but_runs_out_of_cash_is_named_as_dangerous_and_not_recommended() {
    let (mut forecast, plan) = case(&of_the_picture(), true, true);
    let Some(fan) = forecast.scenarios[3].fan.as_mut() else { panic!("paths") };
    fan.summary.runs_out_of_cash = 0.7;
    let verdict = words(Language::English).verdict(&forecast, &plan, VerdictGround::default());
    assert!(line(&verdict.headline).contains("Owned list typically wins back *26%* of it"));
    // What cash does under the recommended one comes before it.
    assert!(line(&verdict.detail).starts_with("On average, cash is lowest"));
    assert!(line(&verdict.detail).ends_with(
        " Multi-platform would typically earn *US$93K* more than doing nothing, but cash runs out in *14 of 20* \
         futures."
    ));
    assert_eq!(verdict.scenario_idx, Some(2));
    let verdict = words(Language::Chinese).verdict(&forecast, &plan, VerdictGround::default());
    assert!(
        line(&verdict.detail)
            .ends_with("。多平台布局通常能比不应对多赚 *US$9.3万*，但 20 次中有 *14* 次资金链断裂。")
    );
}

/// The headline where Indonesia bans as well, and this is known of what each makes of the cost.
fn headline_with_a_ban(language: Language, causes: &[(&str, f64)]) -> String {
    let (forecast, mut plan) = case(&of_the_picture(), true, true);
    let day = sortie_engine::unit::Day { month: plan.start, day: None };
    plan.shocks = vec![
        Shock::blank("closure", "Links close", ShockKind::LinkClosure, day),
        Shock::blank("ban", "Indonesia's ban", ShockKind::MarketBan, day),
    ];
    plan.scenarios[1].shocks.push("ban".to_owned());
    let causes: Vec<(String, f64)> = causes.iter().map(|(id, part)| ((*id).to_owned(), *part)).collect();
    let ground = VerdictGround { causes: &causes, ..VerdictGround::default() };
    line(&words(language).verdict(&forecast, &plan, ground).headline)
}

#[test]
fn what_else_happens_is_named_beside_the_closure() {
    let told = headline_with_a_ban(Language::English, &[]);
    assert!(
        told.starts_with("Links closing, together with Indonesia's ban, typically costs you *US$38K*"),
        "{told}"
    );
}

#[test]
fn each_cause_is_told_with_its_part_and_the_parts_add_up_to_the_cost() {
    // On average the two cost 80,000, as a rule 38,000: the parts keep their proportion.
    let causes = [("closure", 20_000.0), ("ban", 60_000.0)];
    let told = headline_with_a_ban(Language::English, &causes);
    let right = "Typically you lose *US$38K* of profit in 18 months: links closing costs *US$9,500*, Indonesia's ban \
                 *US$28.5K*. Multi-platform";
    assert!(told.starts_with(right), "{told}");
    let told = headline_with_a_ban(Language::Chinese, &causes);
    let right = "18 个月通常少赚 *US$3.8万*：外链关闭占 *US$9500*，Indonesia's ban 占 *US$2.85万*。多平台";
    assert!(told.starts_with(right), "{told}");
    let told = headline_with_a_ban(Language::English, &[("closure", 100_000.0), ("ban", -50_000.0)]);
    assert!(told.contains("links closing costs *US$76K*, while Indonesia's ban brings *US$38K*."), "{told}");
}

#[test]
fn causes_whose_parts_mean_nothing_are_told_by_name_alone() {
    for causes in [
        vec![("closure", -30_000.0), ("ban", 20_000.0)],
        vec![("closure", -10_000.0), ("ban", 60_000.0)],
        vec![("closure", 20_000.0)],
    ] {
        let told = headline_with_a_ban(Language::English, &causes);
        assert!(told.starts_with("Links closing, together with Indonesia's ban,"), "{causes:?}: {told}");
    }
}

#[test]
fn where_nothing_clearly_beats_waiting_the_number_to_measure_first_is_named() {
    let all = [
        shown("Open", 149_000.0, None),
        shown("No response", 111_000.0, Some(0.8)),
        shown("Ads", 100_000.0, Some(0.2)),
    ];
    let (forecast, plan) = case(&all, true, true);
    let told = |language: Language, worth: f64| {
        let found = WorthKnowing { name: "Conversion".to_owned(), worth, about: VerdictFigure::Worth(2, 7) };
        let ground = VerdictGround { to_measure: Some(&found), ..VerdictGround::default() };
        words(language).verdict(&forecast, &plan, ground).headline
    };
    let spans = told(Language::English, 3_200.0);
    assert!(line(&spans).ends_with(" Measure “Conversion” first: knowing it is worth up to *US$3,200*."));
    assert!(spans.iter().any(|span| span.about == Some(VerdictFigure::Worth(2, 7))));
    assert!(
        line(&told(Language::Chinese, 3_200.0)).ends_with("先弄清“Conversion”：知道它最多值 *US$3200*。")
    );
    assert!(line(&told(Language::English, 0.2)).ends_with("of 20 futures."));
}

#[test]
fn a_seller_may_say_what_is_safe_enough() {
    let (mut forecast, plan) = case(&of_the_picture(), true, true);
    let Some(fan) = forecast.scenarios[3].fan.as_mut() else { panic!("paths") };
    fan.summary.runs_out_of_cash = 0.3;
    let recommended = |chance: f64| {
        let limits = SafetyLimits { chance, ..SafetyLimits::USUAL };
        words(Language::English).verdict(&forecast, &plan, VerdictGround::within(limits)).scenario_idx
    };
    assert_eq!(recommended(0.1), Some(2));
    assert_eq!(recommended(0.3), Some(3));
}

#[test]
fn where_cash_runs_out_either_way_the_second_line_says_so() {
    let (mut forecast, plan) = case(&of_the_picture(), true, true);
    for (place, share) in [(1, 0.65), (3, 0.66)] {
        let Some(fan) = forecast.scenarios[place].fan.as_mut() else { panic!("paths") };
        fan.summary.runs_out_of_cash = share;
    }
    let told = |language: Language| {
        line(&words(language).verdict(&forecast, &plan, VerdictGround::default()).detail)
    };
    assert!(told(Language::English).ends_with(
        "It runs out in *13 of 20* futures, and in 13 with no response: find money first, whatever you choose."
    ));
    assert!(
        told(Language::Chinese).ends_with("*13* 次资金链断裂，不应对也有 13 次：不管选哪个，先把钱备足。")
    );
}

#[test]
fn a_closure_may_cost_nothing_or_even_pay() {
    let with = |open: f64, response: Option<f64>| {
        let mut all = vec![shown("Open", open, None), shown("No response", 50_000.0, Some(0.5))];
        all.extend(response.map(|profit| shown("Ads", profit, Some(0.5))));
        headline(Language::English, &all, true, true)
    };
    assert_eq!(
        with(50_000.2, Some(70_000.0)),
        "Links closing typically costs you no profit in 18 months. Ads typically adds *US$20K*; it is ahead in *16 of \
         20* futures."
    );
    assert_eq!(
        with(40_000.0, None),
        "Links closing typically costs you no profit; you earn *US$10K* more in 18 months. There is no response to \
         compare yet; add one under What I do."
    );
}

#[test]
fn where_even_the_best_ends_in_a_loss_the_second_line_says_so() {
    let told = |language: Language, best: f64| {
        let all = [
            shown("Open", 149_000.0, None),
            shown("No response", -50_000.0, Some(0.1)),
            shown("Ads", best, Some(0.9)),
        ];
        let (forecast, plan) = case(&all, true, true);
        let verdict = words(language).verdict(&forecast, &plan, VerdictGround::default());
        (line(&verdict.headline), line(&verdict.detail))
    };
    assert_eq!(
        told(Language::English, -20_000.0).1,
        "Even so, 18 months end with a loss of *US$20K*. On average, cash is lowest in Aug 2023 at *US$58K*."
    );
    assert_eq!(
        told(Language::Chinese, -20_000.0).1,
        "即便如此，18 个月合计仍亏 *US$2万*。平均来看，现金最低点在2023年8月：*US$5.8万*。"
    );
    assert_eq!(told(Language::English, 20_000.0).1, "On average, cash is lowest in Aug 2023 at *US$58K*.");
    let (headline, detail) = told(Language::English, -60_000.0);
    assert!(headline.contains("Nothing clearly beats waiting"), "{headline}");
    assert!(detail.starts_with("Even so, 18 months end with a loss of *US$50K*."), "{detail}");
}

#[test]
fn without_a_closure_the_best_scenario_is_named() {
    let two = [shown("A", -10_000.0, None), shown("B", -4_900.0, None)];
    assert_eq!(headline(Language::English, &two, false, true), "B loses the least, *US$4,900* in 18 months.");
    assert_eq!(headline(Language::English, &two[..1], false, true), "A loses *US$10K* in 18 months.");
    assert_eq!(
        headline(Language::Chinese, &[shown("甲", 12_000.0, None)], false, false),
        "甲在 18 个月里赚 *US$1.2万*。"
    );
    assert_eq!(headline(Language::English, &[], false, true), "");
}

#[test]
fn the_second_line_says_when_cash_is_lowest_and_whether_it_runs_out() {
    for has_paths in [true, false] {
        let (mut forecast, plan) = case(&of_the_picture(), true, has_paths);
        let verdict = words(Language::English).verdict(&forecast, &plan, VerdictGround::default());
        let told = if has_paths { "On average, cash is" } else { "Cash is" };
        assert_eq!(line(&verdict.detail), format!("{told} lowest in Aug 2023 at *US$58K*."));
        assert_eq!(verdict.scenario_idx, Some(3));
        let Some(fan) = forecast.scenarios[3].fan.as_mut() else { continue };
        fan.summary.runs_out_of_cash = 0.06;
        let verdict = words(Language::Chinese).verdict(&forecast, &plan, VerdictGround::default());
        assert_eq!(
            line(&verdict.detail),
            "平均来看，现金最低点在2023年8月：*US$5.8万*。20 次中 *1* 次资金链断裂。"
        );
    }
}

#[test]
fn the_row_of_futures_sums_to_twenty() {
    let third = Some(1.0 / 3.0);
    let all = [shown("O", 0.0, None), shown("N", 0.0, third), shown("A", 0.0, third), shown("B", 0.0, third)];
    let (forecast, _) = case(&all, true, true);
    assert_eq!(best_in(&forecast), [None, Some(7), Some(7), Some(6)]);
    let (forecast, _) = case(&all, true, false);
    assert_eq!(best_in(&forecast), [None; 4]);
    for n in 1..12 {
        let share = |idx: u32| f64::from((idx * 7919 + n * 104_729) % 97 + 1);
        let total: f64 = (0..n).map(share).sum();
        let all: Vec<_> = (0..n).map(|idx| shown("S", 0.0, Some(share(idx) / total))).collect();
        let sum: u32 = best_in(&case(&all, false, true).0).into_iter().flatten().sum();
        assert_eq!(sum, FUTURES);
    }
}

#[test]
fn the_caption_tells_the_middle_of_the_futures() {
    let (forecast, plan) = case(&of_the_picture(), true, true);
    let caption = |language, metric, month| words(language).caption(&forecast, &plan, 3, metric, month);
    assert_eq!(
        caption(Language::English, Metric::Revenue, 17).unwrap(),
        "In 16 of 20 futures, Multi-platform takes in between US$128K and US$193K in Dec 2024."
    );
    assert_eq!(
        caption(Language::Chinese, Metric::Revenue, 17).unwrap(),
        "20 次中有 16 次，多平台布局2024年12月的销售额在 US$12.8万 到 US$19.3万 之间。"
    );
    assert!(caption(Language::English, Metric::Followers, 0).unwrap().contains("about 0"));
    assert_eq!(caption(Language::English, Metric::Revenue, 18), None);
    let (forecast, plan) = case(&of_the_picture(), true, false);
    assert_eq!(words(Language::English).caption(&forecast, &plan, 3, Metric::Revenue, 0), None);
}
