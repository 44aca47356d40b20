//! Single precision is what a seller sees. It tells the same story as double precision, and the same bits on every
//! machine.

use sortie_engine::forecast::{Arithmetic, Fan, Metric, P05, P50, P95, PathRun, Projector};
#[cfg(target_arch = "x86_64")]
use sortie_engine::lane::Fallback;
use sortie_engine::lane::Level;
use sortie_engine::model::Model;
use sortie_engine::plan::{ChannelKind, Plan};
use sortie_engine::unit::Estimate;

use crate::agree::{as_series, project, project_in};
use crate::made::{channel, plan, scenario};
use crate::run::ALONE;
use crate::samples::{SAMPLES, sample};

fn samples() -> Vec<Plan> {
    SAMPLES.map(sample).to_vec()
}

/// Every instruction set that this machine has.
fn levels() -> Vec<Level> {
    #[cfg_attr(not(target_arch = "x86_64"), expect(unused_mut, reason = "others have one alone"))]
    let mut levels = vec![Level::new()];
    #[cfg(target_arch = "x86_64")]
    {
        levels.extend(Level::new().as_sse4_2().map(Level::Sse4_2));
        levels.push(Level::Fallback(Fallback::new()));
    }
    levels
}

#[test]
fn every_instruction_set_gives_the_same_bits() {
    for plan in samples() {
        let model = Model::compile(&plan);
        let of_level = |level| {
            let mut projector = Projector::new(Arithmetic::Single(level));
            projector.project(&model, PathRun { n_paths: 300, ..ALONE }).unwrap()
        };
        let answers: Vec<String> =
            levels().into_iter().map(|level| format!("{:?}", of_level(level))).collect();
        // As text, since a difference in the sign of 0 counts.
        assert!(answers.windows(2).all(|pair| pair[0] == pair[1]), "{}", plan.name);
    }
}

/// How far the percentiles of two fans are apart, as shares of each month's width from the 5th to the 95th, in ascending
/// order.
fn distances(a: &Fan, b: &Fan) -> Vec<f64> {
    let rows = a.quantiles.rows().zip(b.quantiles.rows());
    let months = rows.flat_map(|(a, b)| a.iter().zip(b));
    let mut apart: Vec<f64> = months
        .flat_map(|(a, b)| {
            let width = (b[P95] - b[P05]).max(1e-5 * b[P95].abs()).max(1e-6);
            a.iter().zip(b).map(move |(a, b)| (a - b).abs() / width)
        })
        .collect();
    apart.sort_by(f64::total_cmp);
    apart
}

#[test]
fn single_precision_tells_what_double_precision_tells() {
    for plan in samples() {
        let (single, double) = (project_in(Arithmetic::fastest(), &plan, 512, 1), project(&plan, 512, 1));
        for (single, double) in single.scenarios.iter().zip(&double.scenarios) {
            let (a, b) = (single.fan.as_ref().unwrap(), double.fan.as_ref().unwrap());
            let apart = distances(a, b).last().copied().unwrap();
            assert!(apart < 2e-3, "{} · {}: {apart}", plan.name, single.id);
            assert!((a.summary.runs_out_of_cash - b.summary.runs_out_of_cash).abs() < 0.005, "{}", plan.name);
        }
    }
}

#[test]
fn what_is_certain_is_told_exactly() {
    let mut shop = plan(vec![channel("link", ChannelKind::TiktokLink, 123_456.7, 0.0213)]);
    shop.channels[0].refund = Estimate::certain(0.1);
    shop.scenarios = vec![scenario("open", &[], &[])];
    let answer = &project_in(Arithmetic::fastest(), &shop, 100, 1).scenarios[0];
    let fan = answer.fan.as_ref().unwrap();
    assert_eq!(as_series(&shop, &fan.mean), as_series(&shop, &answer.central));
    let median: Vec<f64> = fan.quantiles.rows().flatten().map(|quantiles| quantiles[P50]).collect();
    assert_eq!(median, answer.central.rows().flatten().copied().collect::<Vec<f64>>());
}

#[test]
fn a_projection_of_one_metric_tells_it_as_the_whole_does_and_leaves_the_rest_central() {
    for plan in samples() {
        let model = Model::compile(&plan);
        let mut projector = Projector::default();
        let whole = projector.project(&model, PathRun { n_paths: 1_024, ..ALONE }).unwrap();
        for metric in [Metric::Revenue, Metric::Cash, Metric::Followers] {
            let one = projector.project_only(&model, metric, PathRun { n_paths: 1_024, ..ALONE }).unwrap();
            for (one, whole) in one.scenarios.iter().zip(&whole.scenarios) {
                let (a, b) = (one.fan.as_ref().unwrap(), whole.fan.as_ref().unwrap());
                assert_eq!((&a.mean[metric], &a.summary), (&b.mean[metric], &b.summary), "{}", plan.name);
                assert_eq!(a.quantiles[metric], b.quantiles[metric], "{}", plan.name);
                let other = Metric::Profit;
                assert_eq!(a.mean[other], one.central[other], "{}", plan.name);
                let central: Vec<_> = one.central[other].iter().map(|x| [*x; 7]).collect();
                assert_eq!(a.quantiles[other], central, "{}", plan.name);
            }
        }
    }
}
