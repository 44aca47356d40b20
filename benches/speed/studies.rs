//! How long a seller waits for what takes longer than a frame: every question of the answer's views, on every sample, beside
//! the full answer to the same plan.

use std::sync::Arc;
use std::thread::sleep;
use std::time::{Duration, Instant};

use sortie::catalog::templates;
use sortie::compute::FULL_PATHS;
use sortie::study::{Studies, StudyFinding, StudyQuestion, StudySubject, start};
use sortie_engine::forecast::{Forecast, Goal, Metric, MetricTable as Figures, Projector};
use sortie_engine::model::Model;
use sortie_engine::plan::{ActualMonth, Plan, read};
use sortie_engine::sensitivity::TornadoSubject as Looked;

use super::clock::seconds;
use super::job;
use super::table::{Table, ms, times};

/// Nobody waits longer than this for one answer.
const LONGEST: Duration = Duration::from_secs(120);

/// Prints how long each question takes.
pub fn run() -> Result<(), String> {
    let names = ["sample", "question", "ms", "beside the full answer"];
    let mut table = Table::new(&names);
    for template in templates() {
        let plan = read(template.plan_bytes).map_err(|_| format!("{} does not read", template.id))?;
        let model = Arc::new(Model::compile(&plan));
        let (mut projector, crew) = (Projector::default(), job::crew());
        let mut forecast = None;
        let whole = seconds(|| {
            forecast = Some(job::project(&mut projector, &model, FULL_PATHS, &crew));
        });
        let forecast = forecast.ok_or("there is no answer")?;
        table.line([template.id.to_owned(), "full answer".to_owned(), ms(whole), times(1.0)]);
        let mut subject = StudySubject { revision: 1, plan: Arc::new(plan), model };
        let mut tell = |name: &str, question: &StudyQuestion, subject: &StudySubject| {
            let took = answered(question, subject)
                .ok_or_else(|| format!("{name} is never answered on {}", template.id))?;
            table.line([template.id.to_owned(), name.to_owned(), ms(took), times(took / whole)]);
            Ok::<_, String>(())
        };
        for (name, question) in questions(&subject.plan, &forecast)? {
            tell(name, &question, &subject)?;
        }
        let none = forecast.baselines.no_response.ok_or("every sample has no response")?;
        for (name, factor) in [("months that came", 1.05), ("months that came, far above", 1.4)] {
            let plan = with_months(&subject.plan, &forecast.scenarios[none].central, factor);
            subject = StudySubject { plan: Arc::new(plan), ..subject };
            tell(name, &StudyQuestion::Learned(none), &subject)?;
        }
    }
    table.print();
    Ok(())
}

/// The questions, about the best response, the one with the most causes, and no response.
fn questions(plan: &Plan, forecast: &Forecast) -> Result<Vec<(&'static str, StudyQuestion)>, String> {
    let none = forecast.baselines.no_response.ok_or("every sample has no response")?;
    let open = forecast.baselines.links_open.ok_or("every sample has links open")?;
    let profit = |place: &usize| {
        let fan = forecast.scenarios[*place].fan.as_ref();
        fan.and_then(|fan| fan.summary.total_profit.mean).unwrap_or(f64::NEG_INFINITY)
    };
    let ranked = (0..plan.scenarios.len())
        .filter(|place| plan.scenarios[*place].shocks == plan.scenarios[none].shocks && *place != none);
    let best = ranked.clone().max_by(|a, b| profit(a).total_cmp(&profit(b))).unwrap_or(none);
    let most = ranked.max_by_key(|place| plan.scenarios[*place].strategies.len()).unwrap_or(none);
    let (mean, worst) = (Goal::ExpectedProfit, Goal::WorstTenth);
    Ok(vec![
        ("ending of every future", StudyQuestion::Outcomes),
        ("ranking", StudyQuestion::Ranking(mean)),
        ("trace", StudyQuestion::Trace(best)),
        ("what it hangs on", StudyQuestion::Hinge(mean, Looked::Difference(best, none))),
        ("worth of knowing", StudyQuestion::Knowing(mean)),
        ("worth of knowing, worst tenth", StudyQuestion::Knowing(worst)),
        ("bridge, one cause or few", StudyQuestion::Bridge(open, none, false)),
        ("bridge, most causes", StudyQuestion::Bridge(open, most, false)),
        ("cash", StudyQuestion::Cash(best)),
        ("two scenarios", StudyQuestion::Versus(best, none, Metric::Profit)),
    ])
}

/// The plan with four months that came as it has them at its likely values, times a factor.
fn with_months(plan: &Plan, central: &Figures<f64>, factor: f64) -> Plan {
    let month = |t: usize| ActualMonth {
        revenue: Some(central[Metric::Revenue][t] * factor),
        orders: Some((central[Metric::Orders][t] * factor).round()),
        ..ActualMonth::blank(plan.start.plus(t as i32))
    };
    Plan { actuals: (0..4).map(month).collect(), ..plan.clone() }
}

/// The seconds until a question that nobody asked before is answered.
fn answered(question: &StudyQuestion, subject: &StudySubject) -> Option<f64> {
    let mut studies: Studies<StudyQuestion, StudyFinding> = start(|| {}, FULL_PATHS);
    let begin = Instant::now();
    while begin.elapsed() < LONGEST {
        if studies.ask(question).is_current {
            return Some(begin.elapsed().as_secs_f64());
        }
        studies.keep_up(subject.revision, begin.elapsed().as_secs_f64(), || Some(subject.clone()));
        sleep(Duration::from_micros(500));
    }
    None
}
