//! How long a seller waits for what takes longer than a frame: every question of the answer's views, on every sample, beside
//! the full answer to the same plan.

use std::sync::Arc;
use std::thread::sleep;
use std::time::{Duration, Instant};

use sortie::compute::FULL_PATHS;
use sortie::disk::templates;
use sortie::study::{Finding, Question, Studies, Subject, start};
use sortie_engine::forecast::{Forecast, Goal, Metric, Projector, Table as Figures};
use sortie_engine::model::Model;
use sortie_engine::plan::{Actual, Plan, read};
use sortie_engine::sensitivity::Subject as Looked;

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
        let mut subject = Subject { revision: 1, plan: Arc::new(plan), model };
        let mut tell = |name: &str, question: &Question, subject: &Subject| {
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
            subject = Subject { plan: Arc::new(plan), ..subject };
            tell(name, &Question::Learned(none), &subject)?;
        }
    }
    table.print();
    Ok(())
}

/// The questions, about the best response, the one with the most causes, and no response.
fn questions(plan: &Plan, forecast: &Forecast) -> Result<Vec<(&'static str, Question)>, String> {
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
        ("ending of every future", Question::Outcomes),
        ("ranking", Question::Ranking(mean)),
        ("trace", Question::Trace(best)),
        ("what it hangs on", Question::Hinge(mean, Looked::Difference(best, none))),
        ("worth of knowing", Question::Knowing(mean)),
        ("worth of knowing, worst tenth", Question::Knowing(worst)),
        ("bridge, one cause or few", Question::Bridge(open, none, false)),
        ("bridge, most causes", Question::Bridge(open, most, false)),
        ("cash", Question::Cash(best)),
        ("two scenarios", Question::Versus(best, none, Metric::Profit)),
    ])
}

/// The plan with four months that came as it has them at its likely values, times a factor.
fn with_months(plan: &Plan, central: &Figures<f64>, factor: f64) -> Plan {
    let month = |t: usize| Actual {
        month: plan.start.plus(t as i32),
        channel: None,
        revenue: Some(central[Metric::Revenue][t] * factor),
        orders: Some((central[Metric::Orders][t] * factor).round()),
        cash: None,
    };
    Plan { actuals: (0..4).map(month).collect(), ..plan.clone() }
}

/// The seconds until a question that nobody asked before is answered.
fn answered(question: &Question, subject: &Subject) -> Option<f64> {
    let mut studies: Studies<Question, Finding> = start(|| {}, FULL_PATHS);
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
