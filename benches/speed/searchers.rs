//! The search for the best choice beside other ways of searching: the same looks at choices, as many futures walked, and
//! what each found held together on futures that nobody chose by.

use std::io::{BufRead as _, BufReader, Write as _};
use std::process::{ChildStdin, ChildStdout, Command, Stdio};

use serde_json::json;
use sortie::catalog::templates;
use sortie_engine::plan::{Plan, read};
use sortie_engine::search::{
    Appraiser, BestGoal, BestLimits, BestRequest, CashFloor, FoundPlan, PatientSearcher, PlanCopies,
    find_best,
};

use super::job;
use super::table::Table;
use crate::say;

const PROGRAM: &str = concat!(env!("CARGO_MANIFEST_DIR"), "/benches/peers/search_peer.py");
const WAYS: [&str; 3] = ["random", "nevergrad", "optuna"];
/// Futures of one look.
const LOOK: usize = 1_024;
/// Futures of a last look, which others are given for nothing, and at how many of what they found.
const LAST_LOOK: usize = 4_096;
const N_LAST: usize = 8;
/// Futures in which what was found is held together, and their seed.
const MANY: usize = 40_000;
const OTHER_SEED: u64 = 5_555;
/// Standard errors by which a way has to be ahead before it is better.
const CLEAR: f64 = 2.0;

/// What limits a search on a sample: the budget, in its currency, and how often cash may run out, somewhat above what it does
/// without a response.
const LIMITS: [(&str, Option<f64>, f64); 6] = [
    ("womens_wear", Some(20_000.0), 0.35),
    ("home_goods_amazon", Some(30_000.0), 0.35),
    ("beauty_tools_ads", None, 0.35),
    ("pet_supplies_followers", Some(25_000.0), 0.2),
    ("accessories_3c_links", None, 0.75),
    ("sea_market_ban", Some(40_000.0), 0.3),
];

/// Prints what each way finds.
pub fn run() -> Result<(), String> {
    let ways: Vec<&str> = WAYS.into_iter().filter(|way| is_there(way)).collect();
    for way in WAYS.iter().filter(|way| !ways.contains(way)) {
        say(&format!("{way} is left out: python3 does not have it"));
    }
    if ways.is_empty() {
        return Err("there is no other way of searching to be held against".to_owned());
    }
    let mut table = Table::new(&["sample", "way", "looks", "goal", "behind sortie by", "standard error"]);
    let mut behind = vec![];
    for (id, budget, chance) in LIMITS {
        let plan = sample(id)?;
        let floor = Some(CashFloor { cash: -plan.cash.credit_line, chance });
        let limits = BestLimits { budget, floor, at_most: Some(3), ..BestLimits::default() };
        let found = search(&plan, &limits)?;
        let best = found.answer.best.as_ref().ok_or_else(|| format!("nothing keeps the limits of {id}"))?;
        let looks = found.answer.n_walked / LOOK;
        let crew = job::crew();
        let mut judge = found.appraiser(BestGoal::Typical, &limits, OTHER_SEED, &crew);
        let own = judge.numbers_of(best);
        table.line([id, "sortie", &looks.to_string(), &format!("{:.0}", best.goal)].map(str::to_owned));
        for way in &ways {
            let other =
                found_by(way, &found, &limits, looks)?.ok_or_else(|| format!("{way} finds nothing"))?;
            let lead = judge.lead(&own, &other, MANY).ok_or("nobody ends it")?;
            let goal = format!("{:.0}", best.goal - lead.by);
            table.line([
                String::new(),
                (*way).to_owned(),
                looks.to_string(),
                goal,
                format!("{:.0}", lead.by),
                format!("{:.0}", lead.error),
            ]);
            if lead.by < -CLEAR * lead.error {
                behind.push(format!("{way} is ahead on {id}"));
            }
        }
    }
    table.print();
    if behind.is_empty() { Ok(()) } else { Err(behind.join(", ")) }
}

fn sample(id: &str) -> Result<Plan, String> {
    let template = templates().iter().find(|it| it.id == id).ok_or_else(|| format!("no sample {id}"))?;
    read(template.plan_bytes).map_err(|_| format!("{id} does not read"))
}

fn search(plan: &Plan, limits: &BestLimits) -> Result<FoundPlan, String> {
    let copies = PlanCopies::new(plan, &[], &[], |_, _| None).map_err(|(id, _)| id)?;
    let request = BestRequest { limits: limits.clone(), ..BestRequest::default() };
    let found =
        find_best(copies, &request, &job::crew(), &PatientSearcher).map_err(|it| format!("{it:?}"))?;
    found.ok_or_else(|| "nobody ends it".to_owned())
}

/// What another way finds in as many looks; nothing where none of them kept the limits.
fn found_by(
    way: &str,
    found: &FoundPlan,
    limits: &BestLimits,
    looks: usize,
) -> Result<Option<Vec<u16>>, String> {
    let crew = job::crew();
    // It chooses by other futures than those in which all are held together.
    let mut judge = found.appraiser(BestGoal::Typical, limits, OTHER_SEED + 1, &crew);
    let mut looked = looked_at(way, &mut judge, found.answer.planned.len() as u64 + 1, looks)
        .map_err(|fault| format!("{way} broke off: {fault}"))?;
    looked.sort_by(|a, b| b.0.total_cmp(&a.0));
    looked.dedup_by(|a, b| a.1 == b.1);
    looked.truncate(N_LAST);
    let mut last = vec![];
    for (_, choice) in looked {
        let told = judge.look(std::slice::from_ref(&choice), LAST_LOOK)[0];
        last.extend(told.goal.filter(|_| told.miss <= 0.0).map(|goal| (goal, choice)));
    }
    Ok(last.into_iter().max_by(|a, b| a.0.total_cmp(&b.0)).map(|(_, choice)| choice))
}

/// Every choice that another way looks at and that keeps the limits, with its goal.
fn looked_at(
    way: &str,
    judge: &mut Appraiser<'_>,
    seed: u64,
    looks: usize,
) -> std::io::Result<Vec<(f64, Vec<u16>)>> {
    let mut command = Command::new("python3");
    command.args([PROGRAM, way, &seed.to_string()]).stdin(Stdio::piped()).stdout(Stdio::piped());
    let mut child = command.stderr(Stdio::null()).spawn()?;
    let pipes = child.stdin.take().zip(child.stdout.take());
    let (to, from) = pipes.ok_or_else(|| std::io::Error::other("it has no pipes"))?;
    let looked = converse(judge, looks, to, BufReader::new(from))?;
    let ended = child.wait()?;
    if !ended.success() || looked.n < looks {
        return Err(std::io::Error::other(format!("it ended after {} of {looks} looks, {ended}", looked.n)));
    }
    Ok(looked.kept)
}

/// What was looked at in a conversation.
#[derive(Default)]
struct Looked {
    n: usize,
    kept: Vec<(f64, Vec<u16>)>,
}

fn converse(
    judge: &mut Appraiser<'_>,
    looks: usize,
    mut to: ChildStdin,
    from: BufReader<ChildStdout>,
) -> std::io::Result<Looked> {
    let option =
        |it: &sortie_engine::search::OptionShape| json!({"starts": it.n_starts, "scales": it.n_scales});
    let options: Vec<_> = judge.shapes().iter().map(option).collect();
    writeln!(to, "{}", json!({"options": options, "looks": looks, "range": 1e6}))?;
    let mut looked = Looked::default();
    for line in from.lines() {
        let choice: Vec<u16> = serde_json::from_str(&line?)?;
        let told = judge.look(std::slice::from_ref(&choice), LOOK)[0];
        writeln!(to, "{}", json!({"goal": told.goal, "miss": told.miss}))?;
        looked.n += 1;
        if let Some(goal) = told.goal.filter(|_| told.miss <= 0.0) {
            looked.kept.push((goal, choice));
        }
    }
    Ok(looked)
}

/// Whether python3 has what a way needs.
fn is_there(way: &str) -> bool {
    let import = if way == "random" { "import random".to_owned() } else { format!("import {way}") };
    let mut command = Command::new("python3");
    command.args(["-c", &import]).stdin(Stdio::null()).stdout(Stdio::null()).stderr(Stdio::null());
    command.status().is_ok_and(|status| status.success())
}
