//! The four questions of a seller, and what the responses say to them.

use sortie_engine::compare::Ranked;
use sortie_engine::forecast::{Goal, Metric};

use super::{Case, P10, P50, P75, P90, asked_of};
use crate::command::{Aspect, Command};
use crate::disk::evidence;
use crate::screen::answer::explain::{Counted, Figure, Stop};
use crate::screen::answer::said::Said;
use crate::screen::answer::tiles::Tile;
use crate::text::FUTURES;

impl Case<'_> {
    fn tile(&self, question: &str, answer: Said, note: Said, more: Option<(&str, Aspect)>) -> Tile {
        let words = self.desk.words;
        let more = more.map(|(key, aspect)| (words.get(key).to_owned(), Command::See(aspect)));
        Tile { question: words.get(question).to_owned(), answer, note, more }
    }

    /// Words whose figures are these.
    fn said(&self, key: &str, values: &[(&str, &str)], figures: &[Option<Stop>]) -> Said {
        Said::of(self.desk.words, key, values, figures)
    }

    /// A figure of the scenario at a place.
    fn stop(&self, place: usize, counted: Counted) -> Option<Stop> {
        let scenario = self.forecast.scenarios.get(place)?.id.clone();
        Some(Stop { scenario, figure: Figure::counted(counted) })
    }

    pub(super) fn cost(&self) -> Tile {
        let months = self.forecast.months.len().to_string();
        let baselines = &self.forecast.baselines;
        let ends = baselines.links_open.zip(baselines.no_response);
        let cost = ends.and_then(|(open, none)| self.stop(open, Counted::Ahead(Metric::Profit, none)));
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
            Some(self.said("verdict_view.kept", &known, &[self.stop(idx, Counted::Kept)]))
        });
        let question = "verdict_view.what_it_costs";
        self.tile(question, answer, note.unwrap_or_default(), Some(("verdict_view.where", Aspect::Why)))
    }

    pub(super) fn advice(&self) -> Tile {
        let question = "verdict_view.what_to_do";
        let more = Some(("verdict_view.how", Aspect::Compare));
        let Some(best) = self.best() else {
            return self.tile(question, Said::default(), Said::default(), None);
        };
        let gap = self.desk.words.language().between_sentences();
        if best.is_no_response || self.is_shut_out(best) {
            let answer = self.said("verdict_view.do_nothing", &[], &[]);
            return self.tile(question, answer, self.still_loses(best).then(gap, self.second()), more);
        }
        let name = self.name(best);
        let answer = self.said("verdict_view.do", &[("name", &name)], &[]);
        let won = best.won_back.filter(|_| self.ranking.goal == Goal::ExpectedProfit);
        let note = match won {
            Some(share) if share < 1.0 => {
                // Rounded as in the verdict above, and never told as all of it.
                let share = (share * 100.0).round().clamp(0.0, 99.0) / 100.0;
                let known = [("share", &*self.desk.words.share(share))];
                let stop = self.stop(best.scenario, Counted::WonBack);
                self.said("verdict_view.wins_back", &known, &[stop])
            }
            Some(_) => self.said("verdict_view.wins_all", &[], &[]),
            None => {
                let figure = asked_of(self.ranking.goal, self.forecast, best.scenario, "figure");
                let stop = figure.zip(self.forecast.scenarios.get(best.scenario));
                let stop = stop.map(|(figure, own)| Stop { scenario: own.id.clone(), figure });
                self.said("verdict_view.brings", &[("more", &self.figure(best.figure))], &[stop])
            }
        };
        let note = note.then(gap, self.still_loses(best)).then(gap, self.second());
        self.tile(question, answer, note, more)
    }

    /// That there is a loss all the same, where there is one and nothing has said so yet.
    fn still_loses(&self, best: &Ranked) -> Said {
        let own = self.forecast.scenarios.get(best.scenario);
        let profit = own.and_then(|own| own.fan.as_ref()?.summary.total_profit.mean);
        let is_said = self.ranking.goal == Goal::ExpectedProfit && best.won_back.is_none();
        let Some((own, loss)) = own.zip(profit).filter(|(_, profit)| *profit < 0.0 && !is_said) else {
            return Said::default();
        };
        let stop = Stop { scenario: own.id.clone(), figure: Figure::metric(Metric::Profit, None) };
        self.said("verdict_view.still_loses", &[("loss", &self.money(-loss))], &[Some(stop)])
    }

    /// How far the second is behind, or that the two cannot be told apart.
    fn second(&self) -> Said {
        let (Some(second), Some((lead, _))) = (self.ranking.rows.get(1), self.ranking.lead) else {
            return Said::default();
        };
        let name = if second.is_no_response {
            self.desk.words.get("verdict_view.no_response").to_owned()
        } else {
            self.name(second)
        };
        let stop = [self.best().and_then(|best| self.stop(best.scenario, Counted::Lead))];
        if self.ranking.is_told_apart {
            self.said("verdict_view.ahead", &[("name", &name), ("lead", &self.apart(lead))], &stop)
        } else {
            self.said("verdict_view.not_told_apart", &[("name", &name)], &stop)
        }
    }

    /// Who is the best more often than the one that is chosen, where somebody is.
    fn more_often(&self, best: &Ranked) -> Said {
        let most = self.ranking.rows.iter().max_by_key(|row| row.best_of_20);
        let Some(most) = most.filter(|most| most.best_of_20 > best.best_of_20) else {
            return Said::default();
        };
        let (n, all) = (most.best_of_20.to_string(), FUTURES.to_string());
        let known = [("name", &*self.name(most)), ("n", &n), ("all", &all)];
        self.said("verdict_view.more_often", &known, &[self.stop(most.scenario, Counted::BestBy)])
    }

    /// How much of what is known of its strategies is assumed.
    fn evidence(&self, best: &Ranked) -> Said {
        let id = self.forecast.scenarios.get(best.scenario).map(|scenario| &scenario.id);
        let Some(own) = self.plan.scenarios.iter().find(|own| Some(&own.id) == id) else {
            return Said::default();
        };
        let taken = self.plan.strategies.iter().filter(|strategy| own.strategies.contains(&strategy.id));
        let sources: Vec<&String> = taken.flat_map(|strategy| strategy.basis.values()).collect();
        let is_assumed = |id: &&&String| evidence::row(id).is_some_and(|row| row.grade == 'C');
        let (n, all) = (sources.iter().filter(is_assumed).count(), sources.len());
        if n == 0 {
            return Said::default();
        }
        let key = if n == all { "verdict_view.all_assumed" } else { "verdict_view.assumed" };
        self.said(key, &[("n", &n.to_string()), ("all", &all.to_string())], &[])
    }

    pub(super) fn sureness(&self) -> Tile {
        let question = "verdict_view.how_sure";
        let gap = self.desk.words.language().between_sentences();
        let Some(best) = self.best() else {
            return self.tile(question, Said::default(), Said::default(), None);
        };
        let (n, all) = (best.best_of_20.to_string(), FUTURES.to_string());
        let often = self.stop(best.scenario, Counted::BestBy);
        let answer = self.said("verdict_view.best_in", &[("n", &n), ("all", &all)], &[often]);
        let change = &best.profit_change;
        let range =
            [("low", self.change(change.quantiles[P10])), ("high", self.change(change.quantiles[P90]))];
        let note = match self.forecast.baselines.no_response.filter(|_| !best.is_no_response) {
            None => Said::default(),
            Some(none) => {
                let known = range.each_ref().map(|(key, text)| (*key, text.as_str()));
                let stop = [self.stop(best.scenario, Counted::RangeAhead(none))];
                // A mean above three of four futures is that of a few.
                let is_carried = change.mean > change.quantiles[P75];
                let middle = self.change(change.quantiles[P50]);
                let carried = match is_carried {
                    true => self.said("verdict_view.carried", &[("middle", &middle)], &stop),
                    false => Said::default(),
                };
                self.said("verdict_view.range", &known, &stop).then(gap, carried)
            }
        };
        let note = note.then(gap, self.more_often(best)).then(gap, self.evidence(best));
        self.tile(question, answer, note, Some(("verdict_view.hangs_on", Aspect::HangsOn)))
    }

    pub(super) fn risk(&self) -> Tile {
        let question = "verdict_view.what_could_go_wrong";
        let Some(best) = self.best() else {
            return self.tile(question, Said::default(), Said::default(), None);
        };
        let n = (best.runs_out_of_cash * f64::from(FUTURES)).round();
        let (n_text, all) = (n.to_string(), FUTURES.to_string());
        let key = match best.runs_out_of_cash {
            share if share <= 0.0 => "verdict_view.cash_lasts",
            _ if n < 1.0 => "verdict_view.cash_seldom",
            _ => "verdict_view.cash_ends",
        };
        let out = self.stop(best.scenario, Counted::RunsOut);
        let answer = self.said(key, &[("n", &n_text), ("all", &all)], &[out]);
        let lowest = best.lowest_cash.quantiles[P10].map(|cash| self.money(cash));
        let month = best.lowest_cash_month.quantiles[P50].and_then(|at| self.month(at));
        let note = lowest.zip(month).map(|(cash, month)| {
            let stop = self.stop(best.scenario, Counted::LowestCash);
            self.said("verdict_view.lowest", &[("cash", &cash), ("month", &month)], &[stop])
        });
        self.tile(question, answer, note.unwrap_or_default(), Some(("verdict_view.cash", Aspect::Cash)))
    }
}
