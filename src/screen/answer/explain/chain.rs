//! How a figure came about: what it adds up from, or which factors make it, down to the numbers of the plan.

use crate::desk::figure::ChainFigure;
use crate::desk::figure::FigureKind;
use sortie_engine::compare::{AccountLine, ChannelTrace, ScenarioTrace, StrategyBill};
use sortie_engine::forecast::Metric;
use sortie_engine::plan::Plan;

use crate::address::{PlanField, PlanPart};

/// How a value is told.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum ValueKind {
    /// Money of the plan's currency.
    Money,
    /// A number of things.
    Count,
    /// A share.
    Share,
    /// A factor.
    Factor,
}

/// How a step enters the figure.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum StepSign {
    /// It is added.
    Plus,
    /// It is taken off.
    Minus,
    /// It multiplies.
    Times,
    /// One less it multiplies.
    TimesRest,
    /// It stands beside the others and says what they are made from.
    Beside,
}

/// What a step is called.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum StepName {
    /// A line of the accounts.
    Line(AccountLine),
    /// A channel, by its place in the plan.
    Channel(usize),
    /// A strategy by its id.
    Strategy(String),
    /// A shock by its id.
    Shock(String),
    /// The field of the plan that is the step's input.
    Field,
    /// A bill of a strategy.
    Bill(StrategyBill),
    /// A word of its own.
    Word(&'static str),
}

/// A step of the chain.
#[derive(Clone, Debug, PartialEq)]
pub struct ChainStep {
    /// How it enters.
    pub sign: StepSign,
    /// Its name.
    pub name: StepName,
    /// Its value.
    pub value: f64,
    /// How that is told.
    pub kind: ValueKind,
    /// How it came about itself.
    pub figure: Option<ChainFigure>,
    /// The number of the plan that it is made from.
    pub input: Option<PlanField>,
}

/// A figure with its steps, which make its value exactly.
#[derive(Clone, Debug, PartialEq)]
pub struct FigureChain {
    /// The value.
    pub value: f64,
    /// How it is told.
    pub kind: ValueKind,
    /// The steps, in the order in which they are read.
    pub steps: Vec<ChainStep>,
}

/// What the costs of the business are, line by line.
const COSTS: [AccountLine; 9] = [
    AccountLine::Commission,
    AccountLine::PaymentFees,
    AccountLine::Goods,
    AccountLine::Shipping,
    AccountLine::Returns,
    AccountLine::Ads,
    AccountLine::Fixed,
    AccountLine::Forfeited,
    AccountLine::WrittenOff,
];

/// What moves cash, line by line, and whether it brings any.
const FLOWS: [(AccountLine, StepSign); 8] = [
    (AccountLine::Arriving, StepSign::Plus),
    (AccountLine::HeldBack, StepSign::Minus),
    (AccountLine::Released, StepSign::Plus),
    (AccountLine::Purchases, StepSign::Minus),
    (AccountLine::Shipping, StepSign::Minus),
    (AccountLine::Returns, StepSign::Minus),
    (AccountLine::Ads, StepSign::Minus),
    (AccountLine::Fixed, StepSign::Minus),
];

/// The traced months of a scenario of a plan.
pub struct TracedScenario<'a> {
    /// The plan.
    pub plan: &'a Plan,
    /// The months.
    pub trace: &'a ScenarioTrace,
}

impl TracedScenario<'_> {
    /// How `figure` came about.
    pub fn chain(&self, figure: ChainFigure) -> FigureChain {
        match figure.what {
            FigureKind::Metric(metric) => self.metric(metric, figure.month),
            FigureKind::Channel(place, line) => self.channel(place, line, figure.month),
            FigureKind::All(line) => self.by_channel(line, figure.month, kind_of(line)),
            FigureKind::Strategy(place) => self.strategy(place, figure.month),
            FigureKind::Counted(_) => summed(ValueKind::Money, vec![]),
            FigureKind::Crowd(place) => self.crowd(place, figure.month),
        }
    }

    fn metric(&self, metric: Metric, month: Option<usize>) -> FigureChain {
        match metric {
            Metric::Profit => self.profit(month),
            Metric::Cash => self.cash(month),
            Metric::Orders => self.by_channel(AccountLine::Orders, month, ValueKind::Count),
            Metric::Visits => self.by_channel(AccountLine::Visits, month, ValueKind::Count),
            Metric::Gmv => self.by_channel(AccountLine::OrderValue, month, ValueKind::Money),
            Metric::Stock => self.by_channel(AccountLine::Stock, self.or_last(month), ValueKind::Money),
            Metric::Receivables => {
                self.by_channel(AccountLine::Receivables, self.or_last(month), ValueKind::Money)
            }
            Metric::Revenue => self.by_channel(AccountLine::Revenue, month, ValueKind::Money),
            Metric::Followers | Metric::Subscribers => self.crowds(metric, month),
        }
    }

    /// What stands at a month's end is no sum over months.
    pub(super) fn or_last(&self, month: Option<usize>) -> Option<usize> {
        month.or_else(|| self.trace.overhead.len().checked_sub(1))
    }

    fn by_channel(&self, line: AccountLine, month: Option<usize>, kind: ValueKind) -> FigureChain {
        let step = |(place, channel): (usize, &ChannelTrace)| ChainStep {
            sign: StepSign::Plus,
            name: StepName::Channel(place),
            value: over(&channel[line], month),
            kind,
            figure: Some(ChainFigure { what: FigureKind::Channel(place, line), month }),
            input: None,
        };
        let steps = self.trace.channels.iter().enumerate().map(step).filter(|step| step.value != 0.0);
        summed(kind, steps.collect())
    }

    fn profit(&self, month: Option<usize>) -> FigureChain {
        let mut revenue = self.all(AccountLine::Revenue, StepSign::Plus, month);
        revenue.figure = Some(ChainFigure { what: FigureKind::Metric(Metric::Revenue), month });
        let mut steps = vec![revenue];
        steps.extend(COSTS.map(|line| self.all(line, StepSign::Minus, month)));
        steps.extend(self.beside(month));
        steps.retain(|step| step.value != 0.0);
        summed(ValueKind::Money, steps)
    }

    fn cash(&self, month: Option<usize>) -> FigureChain {
        let until = month.map_or(0, |month| month);
        let mut before = self.plan.cash.opening;
        if month.is_some() {
            before += (0..until).map(|t| self.cash_flow(t)).sum::<f64>();
        }
        let name = if month.is_some_and(|month| month > 0) { "cash_before" } else { "cash_at_start" };
        let input = (name == "cash_at_start").then_some(PlanPart::Cash.field("opening"));
        let mut steps = vec![ChainStep {
            sign: StepSign::Plus,
            name: StepName::Word(name),
            value: before,
            kind: ValueKind::Money,
            figure: None,
            input,
        }];
        steps.extend(FLOWS.map(|(line, sign)| self.all(line, sign, month)));
        steps.extend(self.beside(month));
        steps.retain(|step| step.value != 0.0 || step.input.is_some());
        summed(ValueKind::Money, steps)
    }

    fn cash_flow(&self, t: usize) -> f64 {
        let channels: f64 = self.trace.channels.iter().map(|channel| channel[AccountLine::CashFlow][t]).sum();
        channels - self.beside(Some(t)).iter().map(|step| step.value).sum::<f64>()
    }

    /// A line of all channels together.
    fn all(&self, line: AccountLine, sign: StepSign, month: Option<usize>) -> ChainStep {
        let value = self.trace.channels.iter().map(|channel| over(&channel[line], month)).sum();
        let figure = Some(ChainFigure { what: FigureKind::All(line), month });
        ChainStep { sign, name: StepName::Line(line), value, kind: ValueKind::Money, figure, input: None }
    }

    /// What no channel bears: overhead and strategies.
    fn beside(&self, month: Option<usize>) -> Vec<ChainStep> {
        let overhead = ChainStep {
            sign: StepSign::Minus,
            name: StepName::Word("overhead"),
            value: over(&self.trace.overhead, month),
            kind: ValueKind::Money,
            figure: None,
            input: Some(PlanPart::Cash.field("overhead_per_month")),
        };
        let interest = ChainStep {
            sign: StepSign::Minus,
            name: StepName::Word("interest"),
            value: over(&self.trace.interest, month),
            kind: ValueKind::Money,
            figure: None,
            input: Some(PlanPart::Cash.field("interest_per_year")),
        };
        let strategies = self.trace.strategies.iter().enumerate().map(|(place, strategy)| ChainStep {
            sign: StepSign::Minus,
            name: StepName::Strategy(strategy.id.clone()),
            value: StrategyBill::ALL.iter().map(|bill| over(&strategy[*bill], month)).sum(),
            kind: ValueKind::Money,
            figure: Some(ChainFigure { what: FigureKind::Strategy(place), month }),
            input: None,
        });
        [overhead, interest].into_iter().chain(strategies).filter(|step| step.value != 0.0).collect()
    }

    fn strategy(&self, place: usize, month: Option<usize>) -> FigureChain {
        let Some(strategy) = self.trace.strategies.get(place) else {
            return summed(ValueKind::Money, vec![]);
        };
        let idx = self.plan.strategies.iter().position(|own| own.id == strategy.id);
        let input = |bill: &StrategyBill| match bill {
            StrategyBill::SetUp => Some(PlanPart::Strategy(idx?).field("setup_cost")),
            StrategyBill::Monthly => Some(PlanPart::Strategy(idx?).field("monthly_cost")),
            StrategyBill::Exit => Some(PlanPart::Strategy(idx?).field("exit_cost")),
            StrategyBill::Posts | StrategyBill::Ads | StrategyBill::List => None,
        };
        let step = |bill: &StrategyBill| ChainStep {
            sign: StepSign::Plus,
            name: StepName::Bill(*bill),
            value: over(&strategy[*bill], month),
            kind: ValueKind::Money,
            figure: None,
            input: input(bill),
        };
        summed(
            ValueKind::Money,
            StrategyBill::ALL.iter().map(step).filter(|step| step.value != 0.0).collect(),
        )
    }

    fn channel(&self, place: usize, line: AccountLine, month: Option<usize>) -> FigureChain {
        let Some(channel) = self.trace.channels.get(place) else { return summed(ValueKind::Money, vec![]) };
        match line {
            AccountLine::Revenue => self.channel_revenue(place, channel, month),
            AccountLine::Orders => self.channel_orders(place, channel, month),
            AccountLine::Visits => self.channel_visits(place, channel, month),
            AccountLine::Organic => self.channel_organic(place, channel, month),
            AccountLine::Lost
            | AccountLine::Taken
            | AccountLine::Diverted
            | AccountLine::Attracted
            | AccountLine::Bought => self.visits_by_cause(channel, line, month),
            AccountLine::OrderValue => self.channel_sales(place, channel, month),
            _ => self.money(place, channel, line, month),
        }
    }

    /// Orders times what an order brings, less refunds.
    fn channel_revenue(&self, place: usize, channel: &ChannelTrace, month: Option<usize>) -> FigureChain {
        let [orders, gross, refunds, value] =
            [AccountLine::Orders, AccountLine::OrderValue, AccountLine::Refunds, AccountLine::Revenue]
                .map(|line| over(&channel[line], month));
        let field = |name| Some(PlanPart::Channel(place).field(name));
        let steps = vec![
            ChainStep {
                sign: StepSign::Plus,
                name: StepName::Line(AccountLine::Orders),
                value: orders,
                kind: ValueKind::Count,
                figure: Some(ChainFigure { what: FigureKind::Channel(place, AccountLine::Orders), month }),
                input: None,
            },
            ChainStep {
                sign: StepSign::Times,
                name: StepName::Word("order_value"),
                value: share_of(gross, orders),
                kind: ValueKind::Money,
                figure: None,
                input: field("order_value"),
            },
            ChainStep {
                sign: StepSign::TimesRest,
                name: StepName::Word("refund"),
                value: share_of(refunds, gross),
                kind: ValueKind::Share,
                figure: None,
                input: field("refund"),
            },
        ];
        FigureChain { value, kind: ValueKind::Money, steps }
    }

    /// Orders times what an order brings, before refunds.
    fn channel_sales(&self, place: usize, channel: &ChannelTrace, month: Option<usize>) -> FigureChain {
        let FigureChain { mut steps, .. } = self.channel_revenue(place, channel, month);
        steps.truncate(2);
        FigureChain { value: over(&channel[AccountLine::OrderValue], month), kind: ValueKind::Money, steps }
    }

    fn channel_orders(&self, place: usize, channel: &ChannelTrace, month: Option<usize>) -> FigureChain {
        const ROADS: [(AccountLine, &str); 6] = [
            (AccountLine::OrganicOrders, "conversion"),
            (AccountLine::DivertedOrders, "conversion"),
            (AccountLine::AttractedOrders, "conversion"),
            (AccountLine::BoughtOrders, "conversion"),
            (AccountLine::RepeatOrders, "repeat_share"),
            (AccountLine::ListOrders, ""),
        ];
        let step = |(line, field): (AccountLine, &'static str)| ChainStep {
            sign: StepSign::Plus,
            name: StepName::Line(line),
            value: over(&channel[line], month),
            kind: ValueKind::Count,
            figure: (line == AccountLine::OrganicOrders)
                .then_some(ChainFigure { what: FigureKind::Channel(place, AccountLine::Visits), month }),
            input: (!field.is_empty()).then(|| PlanPart::Channel(place).field(field)),
        };
        summed(ValueKind::Count, ROADS.map(step).into_iter().filter(|step| step.value != 0.0).collect())
    }

    fn channel_visits(&self, place: usize, channel: &ChannelTrace, month: Option<usize>) -> FigureChain {
        let step = |line: AccountLine| ChainStep {
            sign: StepSign::Plus,
            name: StepName::Line(line),
            value: over(&channel[line], month),
            kind: ValueKind::Count,
            figure: Some(ChainFigure { what: FigureKind::Channel(place, line), month }),
            input: None,
        };
        let roads =
            [AccountLine::Organic, AccountLine::Diverted, AccountLine::Attracted, AccountLine::Bought]
                .map(step);
        summed(ValueKind::Count, roads.into_iter().filter(|step| step.value != 0.0).collect())
    }

    fn channel_organic(&self, place: usize, channel: &ChannelTrace, month: Option<usize>) -> FigureChain {
        let step = |sign: StepSign, line: AccountLine| ChainStep {
            sign,
            name: StepName::Line(line),
            value: over(&channel[line], month),
            kind: ValueKind::Count,
            figure: (line != AccountLine::Came)
                .then_some(ChainFigure { what: FigureKind::Channel(place, line), month }),
            input: (line == AccountLine::Came).then_some(PlanPart::Channel(place).field("visits")),
        };
        let steps = [
            step(StepSign::Plus, AccountLine::Came),
            step(StepSign::Minus, AccountLine::Lost),
            step(StepSign::Minus, AccountLine::WoundDown),
            step(StepSign::Minus, AccountLine::Taken),
        ];
        summed(ValueKind::Count, steps.into_iter().filter(|step| step.value != 0.0).collect())
    }
}

/// A series in a month, or over all of them.
pub(super) fn over(series: &[f64], month: Option<usize>) -> f64 {
    month.map_or_else(|| series.iter().sum(), |month| series.get(month).copied().unwrap_or(0.0))
}

pub(super) fn share_of(part: f64, whole: f64) -> f64 {
    if whole > 0.0 { part / whole } else { 0.0 }
}

/// How a line of a channel is told.
pub(super) fn kind_of(line: AccountLine) -> ValueKind {
    match line {
        AccountLine::Passing | AccountLine::Open | AccountLine::Conversion | AccountLine::Supply => {
            ValueKind::Share
        }
        AccountLine::Trust | AccountLine::PriceResponse => ValueKind::Factor,
        _ if line as usize <= AccountLine::OrdersWanted as usize => ValueKind::Count,
        _ => ValueKind::Money,
    }
}

/// Steps that are added and taken off.
pub(super) fn summed(kind: ValueKind, steps: Vec<ChainStep>) -> FigureChain {
    let signed = |step: &ChainStep| match step.sign {
        StepSign::Minus => -step.value,
        StepSign::Beside => 0.0,
        _ => step.value,
    };
    FigureChain { value: steps.iter().map(signed).sum(), kind, steps }
}
