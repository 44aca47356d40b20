//! What the seller looks at: nothing of it is saved or undone.

use std::collections::BTreeMap;

use egui::Id;
use sortie_engine::compare::{BridgeMeasure, SafetyLimits, recommend};
use sortie_engine::forecast::{Forecast, Goal, Metric};

use crate::address::PlanField;
use crate::command::{Aspect, RailPlace};
use crate::desk::actuals::ActualsState;
use crate::desk::beside::{KeptVersion, OlderPlan};
use crate::desk::best::BestView;
use crate::desk::figure::ExplainTrail;
use crate::desk::tour::TourView;
use crate::widget::grid::GridState;

/// The most lines a chart begins with.
const FIRST_LINES: usize = 6;

/// Something typed that cannot be used; the plan stays as it was.
#[derive(Clone, Debug)]
pub struct TypingFault {
    /// The field.
    pub id: Id,
    /// What the field is called; empty where the fault is of no field.
    pub name: String,
    /// What was typed there.
    pub text: String,
    /// What would be right there.
    pub right: String,
    /// Where the field stands.
    pub place: RailPlace,
    channel_idx: usize,
    is_in_sheet: bool,
    /// The revision of the plan that it was typed over.
    revision: u64,
}

/// A number that was taken as it was typed though it is larger than such a business can be.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct TypingDoubt {
    /// What is asked.
    pub question: String,
    /// What the field is called.
    pub name: String,
    /// What stood there before, as it is typed.
    before: String,
}

/// How wide the editor stands beside the answer.
#[derive(Debug, Default)]
pub struct EditorPane {
    /// Whether it is folded to the rail; in a narrow window it is unless asked for.
    pub is_folded: bool,
    /// Whether it was asked for in a narrow window.
    pub is_open_in_narrow: bool,
}

/// What responses are judged by.
#[derive(Debug)]
pub struct JudgedView {
    /// The goal.
    pub goal: Goal,
    /// What cash must never fall below, where that is the goal.
    pub least_cash: f64,
    /// How often cash may run out with a response that is safe enough.
    pub limits: SafetyLimits,
}

/// Which lines the chart has, and which of them is in hand.
#[derive(Debug)]
pub struct ChartView {
    /// The figure in the chart.
    pub metric: Metric,
    /// The scenario in hand.
    pub selected: Option<String>,
    /// The scenario that the one in hand is compared with in words.
    pub compared: Option<String>,
    /// The month that is read out.
    pub cursor: Option<usize>,
    /// The scenarios that have a line, and whether the seller chose them.
    pub shown: Vec<String>,
    /// Whether the lines were chosen by the seller or by a full answer, so that they stay.
    pub is_settled: bool,
    /// The color of each scenario that was ever shown: it keeps it as long as no two lines would share one.
    slots: BTreeMap<String, usize>,
    /// The scenarios that the others are compared with: links that stay open, and no response.
    baselines: [Option<String>; 2],
}

/// What is shown of the futures one by one.
#[derive(Debug, Default)]
pub struct FuturesView {
    /// Whether some futures of the scenario in hand are shown as lines.
    pub are_drawn: bool,
    /// The month and the value of which the chart tells how likely it is.
    pub asked: Option<(usize, f64)>,
    /// Whether the dots count revenue instead of profit.
    pub counts_revenue: bool,
    /// The line among the dots.
    pub threshold: Option<f64>,
}

/// How the bridge between two scenarios is told.
#[derive(Debug)]
pub struct BridgeView {
    /// What it is told of.
    pub measure: BridgeMeasure,
    /// Whether it is told on the likely path alone, luck left out.
    pub is_likely_only: bool,
}

/// What is looked at of the numbers that decide.
#[derive(Debug, Default)]
pub struct HangsOnView {
    /// Whose numbers they are, by place: the difference of the two best responses, or the best alone.
    pub which: usize,
}

/// What is set beside one another.
#[derive(Debug, Default)]
pub struct CompareView {
    /// The scenarios, by their ids.
    pub scenarios: Vec<String>,
}

/// The field in hand.
#[derive(Debug)]
pub struct HandView {
    /// Which it is; it explains itself.
    pub field: PlanField,
    /// Whether it keeps to its name.
    pub is_folded: bool,
}

/// What is looked at of the channels.
#[derive(Debug, Default)]
pub struct ChannelsView {
    /// The channel whose other numbers are shown.
    pub idx: usize,
    /// Whether the sheet of all channels is shown.
    pub is_sheet_open: bool,
    /// What is being done in it.
    pub sheet: GridState,
    /// What is asked about the cells of it that were written last.
    pub sheet_doubt: Option<super::doubt::GridDoubt>,
}

/// What is looked at of the responses.
#[derive(Debug, Default)]
pub struct ResponsesView {
    /// Whether the ready-made strategies are shown.
    pub is_gallery_open: bool,
    /// What is sought among them.
    pub sought: String,
    /// A strategy that was just added and not seen yet, by its place in the plan.
    pub unseen: Option<usize>,
}

/// The versions of the plan beside it.
#[derive(Debug, Default)]
pub struct VersionsView {
    /// Those that are kept beside the plan's file.
    pub kept: Vec<KeptVersion>,
    /// The one that is drawn beside the plan.
    pub older: Option<OlderPlan>,
}

/// What the seller looks at.
#[derive(Debug)]
pub struct View {
    /// Whether nothing of the plan has been shown yet: it is then shown from its top.
    pub is_new: bool,
    /// Whether the plan is a sample that came with the app, and no business of the seller's.
    pub is_sample: bool,
    /// The way round the window, while somebody is shown it.
    pub tour: TourView,
    /// The place whose editor is shown.
    pub place: RailPlace,
    /// From which side the answer is looked at.
    pub aspect: Aspect,
    /// The editor beside the answer.
    pub pane: EditorPane,
    /// The field in hand.
    pub hand: HandView,
    /// The channels.
    pub channels: ChannelsView,
    /// A blow that was just added and not seen yet.
    pub unseen_shock: Option<usize>,
    /// Whether the currencies are to be unfolded and shown.
    pub is_currency_sought: bool,
    /// The responses.
    pub responses: ResponsesView,
    /// The months that came.
    pub actuals: ActualsState,
    /// The versions beside the plan.
    pub versions: VersionsView,
    /// What responses are judged by.
    pub judged: JudgedView,
    /// The chart.
    pub chart: ChartView,
    /// The futures.
    pub futures: FuturesView,
    /// Why two scenarios differ.
    pub why: BridgeView,
    /// What the answer hangs on.
    pub hangs_on: HangsOnView,
    /// The comparison.
    pub compare: CompareView,
    /// What to do.
    pub best: BestView,
    /// The figure that is explained.
    pub explained: Option<ExplainTrail>,
    /// The table that was copied last.
    pub copied: Option<Id>,
    /// The control that is given the keyboard as soon as nothing stands in front of it.
    pub wanted_focus: Option<Id>,
    /// What was typed and cannot be used, by field.
    pub faults: BTreeMap<u64, TypingFault>,
    /// The revision of the plan that is looked at.
    pub revision: u64,
    /// Numbers that are asked about, by their fields.
    doubts: BTreeMap<u64, TypingDoubt>,
    /// A field, and what is to stand in it again.
    put_back: Option<(Id, String)>,
}

impl View {
    /// The view on a plan that was just opened.
    pub fn of_new_plan(limits: SafetyLimits) -> Self {
        Self {
            is_new: true,
            is_sample: false,
            tour: TourView::default(),
            place: RailPlace::default(),
            aspect: Aspect::default(),
            pane: EditorPane::default(),
            hand: HandView { field: PlanField::FIRST, is_folded: false },
            channels: ChannelsView::default(),
            unseen_shock: None,
            is_currency_sought: false,
            responses: ResponsesView::default(),
            actuals: ActualsState::default(),
            versions: VersionsView::default(),
            judged: JudgedView { goal: Goal::TypicalProfit, least_cash: 0.0, limits },
            chart: ChartView::of_new_plan(),
            futures: FuturesView::default(),
            why: BridgeView { measure: BridgeMeasure::Profit, is_likely_only: false },
            hangs_on: HangsOnView::default(),
            compare: CompareView::default(),
            best: BestView::default(),
            explained: None,
            copied: None,
            wanted_focus: None,
            faults: BTreeMap::new(),
            revision: 0,
            doubts: BTreeMap::new(),
            put_back: None,
        }
    }

    /// Whether the page of what really happened is shown.
    pub fn is_actuals_page(&self) -> bool {
        self.place == RailPlace::Business && self.actuals.is_open
    }

    /// Whether the editor takes all the room there is: the sheet of channels, or the page of what happened.
    pub fn is_page_wide(&self) -> bool {
        (self.place == RailPlace::Channels && self.channels.is_sheet_open) || self.is_actuals_page()
    }

    /// What would be right in the field `id`, where what was typed was not.
    pub fn fault(&self, id: Id) -> Option<&str> {
        self.faults.get(&id.value()).map(|typo| typo.right.as_str())
    }

    /// What stands in the field `id` of that name though it cannot be used, so that it can be mended.
    pub fn refused(&self, id: Id, name: &str) -> Option<&str> {
        let typo = self.faults.get(&id.value())?;
        (typo.name == name && !typo.text.is_empty()).then_some(&typo.text)
    }

    /// Notes what would be right in the field `id`, or that it is right.
    pub fn set_fault(&mut self, id: Id, fault: Option<String>) {
        self.set_typo(id, "", "", fault);
    }

    /// As [`Self::set_fault`] for a field of a name, in which `text` was typed.
    pub fn set_typo(&mut self, id: Id, name: &str, text: &str, fault: Option<String>) {
        match fault {
            Some(right) => {
                let (name, text) = (name.to_owned(), text.to_owned());
                let (place, channel_idx) = (self.place, self.channels.idx);
                let typo = TypingFault {
                    id,
                    name,
                    text,
                    right,
                    place,
                    channel_idx,
                    is_in_sheet: self.channels.is_sheet_open,
                    revision: self.revision,
                };
                self.faults.insert(id.value(), typo)
            }
            None => self.faults.remove(&id.value()),
        };
    }

    /// What is asked about the number in the field `id` of that name.
    pub fn doubt(&self, id: Id, name: &str) -> Option<&TypingDoubt> {
        self.doubts.get(&id.value()).filter(|doubt| doubt.name == name)
    }

    /// Asks `question` about what was typed into the field `id`, in which `before` stood, or no longer asks.
    pub fn set_doubt(&mut self, id: Id, name: &str, before: &str, question: Option<String>) {
        let Some(question) = question else {
            self.doubts.remove(&id.value());
            return;
        };
        let doubt = TypingDoubt { question, name: name.to_owned(), before: before.to_owned() };
        self.doubts.insert(id.value(), doubt);
    }

    /// Puts what stood in the field `id` before back as if it were typed there.
    pub fn put_back(&mut self, id: Id) {
        self.put_back = self.doubts.remove(&id.value()).map(|doubt| (id, doubt.before));
    }

    /// What is to stand in the field `id` again; asked once.
    pub fn take_put_back(&mut self, id: Id) -> Option<String> {
        self.put_back.take_if(|(field, _)| *field == id).map(|(_, text)| text)
    }

    /// Takes back what was typed over this revision of the plan and could not be used; returns whether there was any. The
    /// edits before it stay.
    pub fn take_back_typing(&mut self, revision: u64) -> bool {
        let before = self.faults.len();
        self.faults.retain(|_, typo| typo.text.is_empty() || typo.revision != revision);
        self.faults.len() < before
    }

    /// Forgets what was asked and what could not be used, as when the plan is another one.
    pub fn forget_typing(&mut self) {
        self.faults.clear();
        self.doubts.clear();
        (self.channels.sheet_doubt, self.actuals.doubt) = (None, None);
        self.put_back = None;
    }

    /// Goes to where something was typed that cannot be used.
    pub fn go_to_typo(&mut self, typo: &TypingFault) {
        (self.place, self.channels.idx) = (typo.place, typo.channel_idx);
        (self.pane.is_folded, self.pane.is_open_in_narrow) = (false, true);
        self.channels.is_sheet_open = typo.is_in_sheet;
        self.wanted_focus = Some(typo.id);
    }
}

impl ChartView {
    fn of_new_plan() -> Self {
        Self {
            // What the sentence above the chart speaks of.
            metric: Metric::Profit,
            selected: None,
            compared: None,
            cursor: None,
            shown: vec![],
            is_settled: false,
            slots: BTreeMap::new(),
            baselines: [None, None],
        }
    }

    /// The color slot of a scenario that is no baseline, if it was ever shown.
    pub fn slot(&self, id: &str) -> Option<usize> {
        self.slots.get(id).copied()
    }

    /// Chooses the lines of a plan that was just opened: links open, no response and the best others; and the one that
    /// is recommended to begin with, else the best of all.
    pub fn settle_lines(&mut self, forecast: &Forecast, is_full: bool, limits: SafetyLimits) {
        if !self.is_settled {
            let baselines = [forecast.baselines.links_open, forecast.baselines.no_response];
            let mut lines: Vec<usize> = baselines.into_iter().flatten().collect();
            let room = FIRST_LINES.saturating_sub(lines.len());
            // The one that the sentence at the top speaks of comes first.
            let recommended = recommend(forecast, limits).recommended;
            let mut others = best_first(forecast);
            others.sort_by_key(|idx| recommended != Some(*idx));
            lines.extend(others.into_iter().take(room));
            if let Some(best) = lines.get(baselines.iter().flatten().count()).or(lines.first()) {
                self.selected = Some(forecast.scenarios[*best].id.clone());
            }
            self.shown = lines.into_iter().map(|idx| forecast.scenarios[idx].id.clone()).collect();
            self.is_settled = is_full;
            self.slots.clear();
        }
        let baselines = [forecast.baselines.links_open, forecast.baselines.no_response];
        self.baselines = baselines.map(|idx| idx.map(|idx| forecast.scenarios[idx].id.clone()));
        let is_there = |id: &String| forecast.scenarios.iter().any(|scenario| scenario.id == *id);
        self.shown.retain(is_there);
        if !self.selected.as_ref().is_some_and(is_there) {
            let best = best_first(forecast).first().copied().unwrap_or(0);
            self.selected = forecast.scenarios.get(best).map(|scenario| scenario.id.clone());
        }
        self.give_slots(forecast);
    }

    /// Whether the scenario is one that the others are compared with.
    pub fn is_baseline(&self, id: &str) -> bool {
        self.baselines.iter().flatten().any(|baseline| baseline == id)
    }

    /// Whether links stay open in the scenario, so that the others are compared with it.
    pub fn is_links_open(&self, id: &str) -> bool {
        self.baselines[0].as_deref() == Some(id)
    }

    /// Whether the scenario has a line: because it is ticked or in hand.
    pub fn has_line(&self, id: &str) -> bool {
        self.shown.iter().any(|shown| shown == id) || self.selected.as_deref() == Some(id)
    }

    /// Shows the line of a scenario or takes it away.
    pub fn toggle_line(&mut self, id: &str) {
        self.is_settled = true;
        if self.shown.iter().any(|shown| shown == id) {
            self.shown.retain(|shown| shown != id);
        } else {
            self.shown.push(id.to_owned());
        }
    }

    /// A scenario that gets a line gets the color that the fewest other lines have; the lines that were there keep
    /// theirs.
    fn give_slots(&mut self, forecast: &Forecast) {
        let is_there = |id: &String| forecast.scenarios.iter().any(|scenario| scenario.id == *id);
        self.slots.retain(|id, _| is_there(id));
        let in_hand = self.selected.iter().filter(|id| !self.shown.contains(id));
        let mut lines: Vec<String> = self.shown.iter().chain(in_hand).cloned().collect();
        lines.retain(|id| !self.is_baseline(id));
        let ids = forecast.scenarios.iter().map(|scenario| &scenario.id);
        let responses: Vec<String> = ids.filter(|id| !self.is_baseline(id)).cloned().collect();
        let mut users = [0; crate::theme::SCENARIO_COLORS];
        for id in lines {
            let fewest = users.iter().copied().min().unwrap_or(0);
            let known = self.slots.get(&id).copied().filter(|slot| users[*slot] == fewest);
            // Of the colors that are equally free, one that no hidden line has either.
            let held = |slot: usize| self.slots.values().filter(|other| **other == slot).count();
            // Its own place among the responses comes first, so that a plan opens in the colors it was left in.
            let own = responses.iter().position(|known| *known == id).map_or(0, |place| place % users.len());
            let is_other = |slot: usize| usize::from(slot != own);
            let free = (0..users.len())
                .filter(|slot| users[*slot] == fewest)
                .min_by_key(|slot| (held(*slot), is_other(*slot)));
            let slot = known.or(free).unwrap_or(0);
            users[slot] += 1;
            self.slots.insert(id, slot);
        }
    }
}

/// The scenarios that are no baseline, by total profit, the best first.
pub fn best_first(forecast: &Forecast) -> Vec<usize> {
    let baselines = [forecast.baselines.links_open, forecast.baselines.no_response];
    forecast.by_profit().into_iter().filter(|idx| !baselines.contains(&Some(*idx))).collect()
}
