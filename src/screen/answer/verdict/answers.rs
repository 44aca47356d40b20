//! The four questions of a seller, and what the responses say to them.

use sortie_engine::compare::{RankedResponse, recommend};
use sortie_engine::forecast::{Goal, Metric, P10, P50, P75, P90};

use super::{VerdictCase, asked_of};
use crate::catalog::evidence;
use crate::command::{Aspect, Command};
use crate::desk::figure::{ChainFigure, CountedFigure, ExplainTarget, FigureKind};
use crate::desk::look::scenario_name;
use crate::screen::answer::said::ExplainedSentence;
use crate::screen::answer::tiles::AnswerTile;
use crate::text::{FUTURES, VerdictGround};

impl VerdictCase<'_> {
    fn tile(
        &self,
        question: &str,
        answer: ExplainedSentence,
        note: ExplainedSentence,
        more: Option<(&str, Aspect)>,
    ) -> AnswerTile {
        let words = self.desk.words;
        let more = more.map(|(key, aspect)| (words.get(key).to_owned(), Command::See(aspect)));
        AnswerTile { question: words.get(question).to_owned(), answer, note, more }
    }

    /// Words whose figures are these.
    fn said(
        &self,
        key: &str,
        values: &[(&str, &str)],
        figures: &[Option<ExplainTarget>],
    ) -> ExplainedSentence {
        ExplainedSentence::of(self.desk.words, key, values, figures)
    }

    /// A figure of the scenario at a place.
    fn stop(&self, place: usize, counted: CountedFigure) -> Option<ExplainTarget> {
        let scenario = self.forecast.scenarios.get(place)?.id.clone();
        Some(ExplainTarget { scenario, figure: ChainFigure::counted(counted) })
    }

    pub(super) fn cost(&self) -> AnswerTile {
        let months = self.forecast.months.len().to_string();
        let baselines = &self.forecast.baselines;
        let ends = baselines.links_open.zip(baselines.no_response);
        let figure = |none| match self.ranking.goal {
            Goal::TypicalProfit => CountedFigure::TypicalGain(none),
            _ => CountedFigure::Ahead(Metric::Profit, none),
        };
        let cost = ends.and_then(|(open, none)| self.stop(open, figure(none)));
        let answer = match self.ranking.cost {
            None => self.said("verdict_view.cost_unknown", &[], &[]),
            Some(x) => {
                let key = if x >= 0.0 { "verdict_view.cost" } else { "verdict_view.cost_none" };
                self.said(key, &[("cost", &self.money(x.abs())), ("months", &months)], &[cost])
            }
        };
        let base = baselines.no_response.and_then(|idx| Some((idx, self.forecast.scenarios.get(idx)?)));
        let note = base.and_then(|(idx, base)| {
            let kept = base.fan.as_ref()?.summary.revenue_kept.as_ref()?.mean?;
            let known = [("share", &*self.desk.words.share(kept))];
            Some(self.said("verdict_view.kept", &known, &[self.stop(idx, CountedFigure::Kept)]))
        });
        let question = "verdict_view.what_it_costs";
        self.tile(question, answer, note.unwrap_or_default(), Some(("verdict_view.where", Aspect::Why)))
    }

    pub(super) fn advice(&self) -> AnswerTile {
        let question = "verdict_view.what_to_do";
        if let Some(found) = &self.found {
            let (answer, note) = (found.done.clone(), found.brings.clone());
            return self.tile(question, answer, note, Some(("verdict_view.see_plan", Aspect::WhatToDo)));
        }
        let more = Some(("verdict_view.find_plan", Aspect::WhatToDo));
        let Some(best) = self.best() else {
            return self.tile(question, ExplainedSentence::default(), ExplainedSentence::default(), None);
        };
        let (answer, note) = if best.is_no_response || self.is_shut_out(best) {
            (self.said("verdict_view.do_nothing", &[], &[]), ExplainedSentence::default())
        } else {
            (self.said("verdict_view.do", &[("name", &self.name(best))], &[]), self.brought(best))
        };
        let gap = self.desk.words.language().between_sentences();
        let note = note.then(gap, self.still_loses(best)).then(gap, self.second());
        let note = note.then(gap, self.more_often(best)).then(gap, self.by_profit(best));
        self.tile(question, answer, note, more)
    }

    /// What the best response brings by the goal.
    fn brought(&self, best: &RankedResponse) -> ExplainedSentence {
        let key = match self.ranking.goal {
            Goal::TypicalProfit | Goal::ExpectedProfit => match best.won_back {
                Some(share) if share < 1.0 => {
                    // Rounded as in the verdict above, and never told as all of it.
                    let share = (share * 100.0).round().clamp(0.0, 99.0) / 100.0;
                    let known = [("share", &*self.desk.words.share(share))];
                    let stop = self.stop(best.scenario, CountedFigure::WonBack);
                    return self.said("verdict_view.wins_back", &known, &[stop]);
                }
                Some(_) => return self.said("verdict_view.wins_all", &[], &[]),
                None => "verdict_view.brings_profit",
            },
            Goal::WorstTenth => "verdict_view.brings_worst",
            Goal::CashNeverBelow(_) => "verdict_view.brings_cash",
            Goal::RevenueKept => "verdict_view.brings_kept",
        };
        let figure = asked_of(self.ranking.goal, self.forecast, best.scenario, "figure");
        let stop = figure.zip(self.forecast.scenarios.get(best.scenario));
        let stop = stop.map(|(figure, own)| ExplainTarget { scenario: own.id.clone(), figure });
        let least = match self.ranking.goal {
            Goal::CashNeverBelow(least) => self.money(least),
            _ => String::new(),
        };
        self.said(key, &[("more", &self.figure(best.figure)), ("least", &least)], &[stop])
    }

    /// Whom the sentence above every view speaks of, where another goal makes another the best.
    fn by_profit(&self, best: &RankedResponse) -> ExplainedSentence {
        let ground = VerdictGround::within(self.desk.view.judged.limits);
        let headline = self.desk.words.verdict(self.forecast, self.plan, ground).scenario_idx;
        let other = headline.filter(|place| *place != best.scenario);
        let Some(other) = other.and_then(|place| self.forecast.scenarios.get(place)) else {
            return ExplainedSentence::default();
        };
        let name = scenario_name(self.desk, self.plan, other);
        self.said("verdict_view.by_profit", &[("name", &name)], &[])
    }

    /// That there is a loss all the same, where there is one and nothing has said so yet.
    fn still_loses(&self, best: &RankedResponse) -> ExplainedSentence {
        let own = self.forecast.scenarios.get(best.scenario);
        let total = own.and_then(|own| Some(&own.fan.as_ref()?.summary.total_profit));
        let profit = total.and_then(|total| match self.ranking.goal {
            Goal::TypicalProfit => total.quantiles[P50],
            _ => total.mean,
        });
        let is_of_profit = matches!(self.ranking.goal, Goal::TypicalProfit | Goal::ExpectedProfit);
        let is_said = is_of_profit && best.won_back.is_none();
        let Some((own, loss)) = own.zip(profit).filter(|(_, profit)| *profit < 0.0 && !is_said) else {
            return ExplainedSentence::default();
        };
        let figure = match self.ranking.goal {
            Goal::TypicalProfit => ChainFigure::counted(CountedFigure::Range(Metric::Profit)),
            _ => ChainFigure::metric(Metric::Profit, None),
        };
        let stop = ExplainTarget { scenario: own.id.clone(), figure };
        self.said("verdict_view.still_loses", &[("loss", &self.money(-loss))], &[Some(stop)])
    }

    /// How far the second is behind, or that the two cannot be told apart.
    fn second(&self) -> ExplainedSentence {
        let (Some(second), Some((lead, _))) = (self.ranking.rows.get(1), self.ranking.lead) else {
            return ExplainedSentence::default();
        };
        // One that is recommended for its safety may stand behind others.
        let is_first =
            self.best().map(|best| best.scenario) == self.ranking.rows.first().map(|row| row.scenario);
        if !is_first {
            return self.danger();
        }
        let name = if second.is_no_response {
            self.desk.words.get("verdict_view.no_response").to_owned()
        } else {
            self.name(second)
        };
        let stop = [self.best().and_then(|best| self.stop(best.scenario, CountedFigure::Lead))];
        if self.ranking.is_told_apart {
            self.said("verdict_view.ahead", &[("name", &name), ("lead", &self.apart(lead))], &stop)
        } else {
            self.said("verdict_view.not_told_apart", &[("name", &name)], &stop)
        }
    }

    /// The response that would typically earn more, but is too dangerous.
    fn danger(&self) -> ExplainedSentence {
        let found = recommend(self.forecast, self.desk.view.judged.limits).dangerous;
        let Some(row) = found.and_then(|place| self.ranking.rows.iter().find(|row| row.scenario == place))
        else {
            return ExplainedSentence::default();
        };
        let n = (row.runs_out_of_cash * f64::from(FUTURES)).round().to_string();
        let known = [
            ("name", &*self.name(row)),
            ("more", &self.money(row.figure_change)),
            ("n", &n),
            ("all", &FUTURES.to_string()),
        ];
        let base = self.forecast.baselines.no_response;
        let figures = [
            base.and_then(|base| self.stop(row.scenario, CountedFigure::TypicalGain(base))),
            self.stop(row.scenario, CountedFigure::RunsOut),
        ];
        self.said("verdict_view.danger", &known, &figures)
    }

    /// In how many futures it earns more than no response.
    fn better_in(&self, key: &str, best: &RankedResponse, none: usize) -> ExplainedSentence {
        let n = (best.profit_change.is_higher * f64::from(FUTURES)).round();
        let known = [("n", &*n.to_string()), ("all", &*FUTURES.to_string())];
        self.said(key, &known, &[self.stop(best.scenario, CountedFigure::AheadIn(none))])
    }

    /// In how many futures it is the best of all.
    fn best_in(&self, best: &RankedResponse) -> ExplainedSentence {
        let (n, all) = (best.best_of_20.to_string(), FUTURES.to_string());
        let often = self.stop(best.scenario, CountedFigure::BestBy);
        self.said("verdict_view.best_in", &[("n", &n), ("all", &all)], &[often])
    }

    /// Who is the best more often than the one that is chosen, where somebody is.
    fn more_often(&self, best: &RankedResponse) -> ExplainedSentence {
        let most = self.ranking.rows.iter().max_by_key(|row| row.best_of_20);
        let Some(most) = most.filter(|most| most.best_of_20 > best.best_of_20) else {
            return ExplainedSentence::default();
        };
        let (n, all) = (most.best_of_20.to_string(), FUTURES.to_string());
        let (money, own) = (self.money(most.money_up_front), self.money(best.money_up_front));
        let known = [("name", &*self.name(most)), ("n", &n), ("all", &all), ("money", &money), ("own", &own)];
        let is_cheaper = !most.is_no_response && most.money_up_front < best.money_up_front;
        let key = if is_cheaper { "verdict_view.more_often_cheaper" } else { "verdict_view.more_often" };
        let figures = [
            self.stop(most.scenario, CountedFigure::BestBy),
            self.stop(most.scenario, CountedFigure::UpFront),
            self.stop(best.scenario, CountedFigure::UpFront),
        ];
        self.said(key, &known, &figures)
    }

    /// How much of what is known of its strategies is assumed.
    fn evidence(&self, best: &RankedResponse) -> ExplainedSentence {
        let id = self.forecast.scenarios.get(best.scenario).map(|scenario| &scenario.id);
        let Some(own) = self.plan.scenarios.iter().find(|own| Some(&own.id) == id) else {
            return ExplainedSentence::default();
        };
        let taken = self.plan.strategies.iter().filter(|strategy| own.strategies.contains(&strategy.id));
        let sources: Vec<&String> = taken.flat_map(|strategy| strategy.basis.values()).collect();
        let is_assumed = |id: &&&String| evidence::row(id).is_some_and(|row| row.grade == 'C');
        let (n, all) = (sources.iter().filter(is_assumed).count(), sources.len());
        let key = match (n, all) {
            (0, 0) if !own.strategies.is_empty() => "verdict_view.no_sources",
            (0, _) => return ExplainedSentence::default(),
            _ if n == all => "verdict_view.all_assumed",
            _ => "verdict_view.assumed",
        };
        self.said(key, &[("n", &n.to_string()), ("all", &all.to_string())], &[])
    }

    pub(super) fn sureness(&self) -> AnswerTile {
        let question = "verdict_view.how_sure";
        let gap = self.desk.words.language().between_sentences();
        let Some(best) = self.best() else {
            return self.tile(question, ExplainedSentence::default(), ExplainedSentence::default(), None);
        };
        let none = self.forecast.baselines.no_response.filter(|_| !best.is_no_response);
        // What is recommended for its safety need not be the best; it is to be ahead of doing nothing.
        let typical = none.filter(|_| self.ranking.goal == Goal::TypicalProfit);
        let answer = typical
            .map_or_else(|| self.best_in(best), |none| self.better_in("verdict_view.ahead_in", best, none));
        let change = &best.profit_change;
        let range =
            [("low", self.change(change.quantiles[P10])), ("high", self.change(change.quantiles[P90]))];
        let note = match none {
            None => ExplainedSentence::default(),
            Some(none) => {
                let known = range.each_ref().map(|(key, text)| (*key, text.as_str()));
                let stop = [self.stop(best.scenario, CountedFigure::RangeAhead(none))];
                // A mean above three of four futures is that of a few.
                let is_carried = change.mean > change.quantiles[P75];
                let middle = self.change(change.quantiles[P50]);
                let carried = match is_carried {
                    true => self.said("verdict_view.carried", &[("middle", &middle)], &stop),
                    false => ExplainedSentence::default(),
                };
                let range = self.said("verdict_view.range", &known, &stop);
                let often = match typical {
                    Some(_) => ExplainedSentence::default(),
                    None => self.better_in("verdict_view.better_in", best, none),
                };
                often.then(gap, range).then(gap, carried)
            }
        };
        let note = note.then(gap, self.evidence(best));
        self.tile(question, answer, note, Some(("verdict_view.hangs_on", Aspect::HangsOn)))
    }

    pub(super) fn risk(&self) -> AnswerTile {
        let question = "verdict_view.what_could_go_wrong";
        let Some(best) = self.best() else {
            return self.tile(question, ExplainedSentence::default(), ExplainedSentence::default(), None);
        };
        let n = (best.runs_out_of_cash * f64::from(FUTURES)).round();
        let (n_text, all) = (n.to_string(), FUTURES.to_string());
        let key = match best.runs_out_of_cash {
            share if share <= 0.0 => "verdict_view.cash_lasts",
            _ if n < 1.0 => "verdict_view.cash_seldom",
            _ => "verdict_view.cash_ends",
        };
        let out = self.stop(best.scenario, CountedFigure::RunsOut);
        let answer = self.said(key, &[("n", &n_text), ("all", &all)], &[out]);
        let gap = self.desk.words.language().between_sentences();
        let note = self.lowest_of_tenth(best).then(gap, self.runs_out_elsewhere(best));
        self.tile(question, answer, note, Some(("verdict_view.cash", Aspect::Cash)))
    }

    /// How low cash is in one of ten futures, in the month in which that is lowest.
    fn lowest_of_tenth(&self, best: &RankedResponse) -> ExplainedSentence {
        let told = self.forecast.scenarios.get(best.scenario).and_then(|own| {
            let (at, cash) = own.lowest_cash_of_tenth()?;
            let figure = ChainFigure {
                what: FigureKind::Counted(CountedFigure::Range(Metric::Cash)),
                month: Some(at),
            };
            let stop = [Some(ExplainTarget { scenario: own.id.clone(), figure })];
            let known = [("cash", &*self.money(cash)), ("month", &*self.month(at as f64)?)];
            Some(self.said("verdict_view.lowest", &known, &stop))
        });
        told.unwrap_or_default()
    }

    /// How often cash runs out without the response, and without the closure: not all danger is of its making.
    fn runs_out_elsewhere(&self, best: &RankedResponse) -> ExplainedSentence {
        let baselines = &self.forecast.baselines;
        let told = |key: &str, place: Option<usize>| {
            let place = place.filter(|place| *place != best.scenario)?;
            let share = self.forecast.scenarios.get(place)?.fan.as_ref()?.summary.runs_out_of_cash;
            let known = [("share", &*self.desk.words.share(share))];
            Some(self.said(key, &known, &[self.stop(place, CountedFigure::RunsOut)]))
        };
        let none = told("verdict_view.out_none", baselines.no_response).unwrap_or_default();
        let open = told("verdict_view.out_open", baselines.links_open).unwrap_or_default();
        none.then(self.desk.words.language().between_sentences(), open)
    }
}
