//! How a figure came about: what it adds up from, or which factors make it, down to the numbers of the plan.

use sortie_engine::compare::{Bill, ChannelTrace, Line, Trace};
use sortie_engine::forecast::Metric;
use sortie_engine::plan::Plan;

use super::counted::Counted;
use crate::screen::number::{Field, Part};

/// A figure of a scenario.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Figure {
    /// What it is.
    pub what: What,
    /// Its month; all of them where there is none.
    pub month: Option<usize>,
}

/// What a figure is.
#[derive(Clone, Copy, Debug, PartialEq)]
pub enum What {
    /// A metric of the whole business.
    Metric(Metric),
    /// A line of a channel, by its place in the plan.
    Channel(usize, Line),
    /// A line of all channels together.
    All(Line),
    /// All that a strategy costs, by its place among those that are traced.
    Strategy(usize),
    /// A figure that is counted over the futures.
    Counted(Counted),
    /// The followers or subscribers that a mechanism gathers, by its place among those that are traced.
    Crowd(usize),
}

/// How a value is told.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Kind {
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
pub enum Sign {
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
pub enum Name {
    /// A line of the accounts.
    Line(Line),
    /// A channel, by its place in the plan.
    Channel(usize),
    /// A strategy by its id.
    Strategy(String),
    /// A shock by its id.
    Shock(String),
    /// The field of the plan that is the step's input.
    Field,
    /// A bill of a strategy.
    Bill(Bill),
    /// A word of its own.
    Word(&'static str),
}

/// A step of the chain.
#[derive(Clone, Debug, PartialEq)]
pub struct Step {
    /// How it enters.
    pub sign: Sign,
    /// Its name.
    pub name: Name,
    /// Its value.
    pub value: f64,
    /// How that is told.
    pub kind: Kind,
    /// How it came about itself.
    pub figure: Option<Figure>,
    /// The number of the plan that it is made from.
    pub input: Option<Field>,
}

/// A figure with its steps, which make its value exactly.
#[derive(Clone, Debug, PartialEq)]
pub struct Chain {
    /// The value.
    pub value: f64,
    /// How it is told.
    pub kind: Kind,
    /// The steps, in the order in which they are read.
    pub steps: Vec<Step>,
}

/// What the costs of the business are, line by line.
const COSTS: [Line; 9] = [
    Line::Commission,
    Line::PaymentFees,
    Line::Goods,
    Line::Shipping,
    Line::Returns,
    Line::Ads,
    Line::Fixed,
    Line::Forfeited,
    Line::WrittenOff,
];

/// What moves cash, line by line, and whether it brings any.
const FLOWS: [(Line, Sign); 8] = [
    (Line::Arriving, Sign::Plus),
    (Line::HeldBack, Sign::Minus),
    (Line::Released, Sign::Plus),
    (Line::Purchases, Sign::Minus),
    (Line::Shipping, Sign::Minus),
    (Line::Returns, Sign::Minus),
    (Line::Ads, Sign::Minus),
    (Line::Fixed, Sign::Minus),
];

/// The traced months of a scenario of a plan.
pub struct Traced<'a> {
    /// The plan.
    pub plan: &'a Plan,
    /// The months.
    pub trace: &'a Trace,
}

impl Traced<'_> {
    /// How `figure` came about.
    pub fn chain(&self, figure: Figure) -> Chain {
        match figure.what {
            What::Metric(metric) => self.metric(metric, figure.month),
            What::Channel(place, line) => self.channel(place, line, figure.month),
            What::All(line) => self.by_channel(line, figure.month, kind_of(line)),
            What::Strategy(place) => self.strategy(place, figure.month),
            What::Counted(_) => summed(Kind::Money, vec![]),
            What::Crowd(place) => self.crowd(place, figure.month),
        }
    }

    fn metric(&self, metric: Metric, month: Option<usize>) -> Chain {
        match metric {
            Metric::Profit => self.profit(month),
            Metric::Cash => self.cash(month),
            Metric::Orders => self.by_channel(Line::Orders, month, Kind::Count),
            Metric::Visits => self.by_channel(Line::Visits, month, Kind::Count),
            Metric::Gmv => self.by_channel(Line::OrderValue, month, Kind::Money),
            Metric::Stock => self.by_channel(Line::Stock, self.or_last(month), Kind::Money),
            Metric::Receivables => self.by_channel(Line::Receivables, self.or_last(month), Kind::Money),
            Metric::Revenue => self.by_channel(Line::Revenue, month, Kind::Money),
            Metric::Followers | Metric::Subscribers => self.crowds(metric, month),
        }
    }

    /// What stands at a month's end is no sum over months.
    pub(super) fn or_last(&self, month: Option<usize>) -> Option<usize> {
        month.or_else(|| self.trace.overhead.len().checked_sub(1))
    }

    fn by_channel(&self, line: Line, month: Option<usize>, kind: Kind) -> Chain {
        let step = |(place, channel): (usize, &ChannelTrace)| Step {
            sign: Sign::Plus,
            name: Name::Channel(place),
            value: over(&channel[line], month),
            kind,
            figure: Some(Figure { what: What::Channel(place, line), month }),
            input: None,
        };
        let steps = self.trace.channels.iter().enumerate().map(step).filter(|step| step.value != 0.0);
        summed(kind, steps.collect())
    }

    fn profit(&self, month: Option<usize>) -> Chain {
        let mut revenue = self.all(Line::Revenue, Sign::Plus, month);
        revenue.figure = Some(Figure { what: What::Metric(Metric::Revenue), month });
        let mut steps = vec![revenue];
        steps.extend(COSTS.map(|line| self.all(line, Sign::Minus, month)));
        steps.extend(self.beside(month));
        steps.retain(|step| step.value != 0.0);
        summed(Kind::Money, steps)
    }

    fn cash(&self, month: Option<usize>) -> Chain {
        let until = month.map_or(0, |month| month);
        let mut before = self.plan.cash.opening;
        if month.is_some() {
            before += (0..until).map(|t| self.cash_flow(t)).sum::<f64>();
        }
        let name = if month.is_some_and(|month| month > 0) { "cash_before" } else { "cash_at_start" };
        let input = (name == "cash_at_start").then_some(Part::Cash.field("opening"));
        let mut steps = vec![Step {
            sign: Sign::Plus,
            name: Name::Word(name),
            value: before,
            kind: Kind::Money,
            figure: None,
            input,
        }];
        steps.extend(FLOWS.map(|(line, sign)| self.all(line, sign, month)));
        steps.extend(self.beside(month));
        steps.retain(|step| step.value != 0.0 || step.input.is_some());
        summed(Kind::Money, steps)
    }

    fn cash_flow(&self, t: usize) -> f64 {
        let channels: f64 = self.trace.channels.iter().map(|channel| channel[Line::CashFlow][t]).sum();
        channels - self.beside(Some(t)).iter().map(|step| step.value).sum::<f64>()
    }

    /// A line of all channels together.
    fn all(&self, line: Line, sign: Sign, month: Option<usize>) -> Step {
        let value = self.trace.channels.iter().map(|channel| over(&channel[line], month)).sum();
        let figure = Some(Figure { what: What::All(line), month });
        Step { sign, name: Name::Line(line), value, kind: Kind::Money, figure, input: None }
    }

    /// What no channel bears: overhead and strategies.
    fn beside(&self, month: Option<usize>) -> Vec<Step> {
        let overhead = Step {
            sign: Sign::Minus,
            name: Name::Word("overhead"),
            value: over(&self.trace.overhead, month),
            kind: Kind::Money,
            figure: None,
            input: Some(Part::Cash.field("overhead_per_month")),
        };
        let strategies = self.trace.strategies.iter().enumerate().map(|(place, strategy)| Step {
            sign: Sign::Minus,
            name: Name::Strategy(strategy.id.clone()),
            value: Bill::ALL.iter().map(|bill| over(&strategy[*bill], month)).sum(),
            kind: Kind::Money,
            figure: Some(Figure { what: What::Strategy(place), month }),
            input: None,
        });
        std::iter::once(overhead).chain(strategies).filter(|step| step.value != 0.0).collect()
    }

    fn strategy(&self, place: usize, month: Option<usize>) -> Chain {
        let Some(strategy) = self.trace.strategies.get(place) else { return summed(Kind::Money, vec![]) };
        let idx = self.plan.strategies.iter().position(|own| own.id == strategy.id);
        let input = |bill: &Bill| match bill {
            Bill::SetUp => Some(Part::Strategy(idx?).field("setup_cost")),
            Bill::Monthly => Some(Part::Strategy(idx?).field("monthly_cost")),
            Bill::Posts | Bill::Ads | Bill::List => None,
        };
        let step = |bill: &Bill| Step {
            sign: Sign::Plus,
            name: Name::Bill(*bill),
            value: over(&strategy[*bill], month),
            kind: Kind::Money,
            figure: None,
            input: input(bill),
        };
        summed(Kind::Money, Bill::ALL.iter().map(step).filter(|step| step.value != 0.0).collect())
    }

    fn channel(&self, place: usize, line: Line, month: Option<usize>) -> Chain {
        let Some(channel) = self.trace.channels.get(place) else { return summed(Kind::Money, vec![]) };
        match line {
            Line::Revenue => self.channel_revenue(place, channel, month),
            Line::Orders => self.channel_orders(place, channel, month),
            Line::Visits => self.channel_visits(place, channel, month),
            Line::Organic => self.channel_organic(place, channel, month),
            Line::Lost | Line::Taken | Line::Diverted | Line::Attracted | Line::Bought => {
                self.visits_by_cause(channel, line, month)
            }
            Line::OrderValue => self.channel_sales(place, channel, month),
            _ => self.money(place, channel, line, month),
        }
    }

    /// Orders times what an order brings, less refunds.
    fn channel_revenue(&self, place: usize, channel: &ChannelTrace, month: Option<usize>) -> Chain {
        let [orders, gross, refunds, value] = [Line::Orders, Line::OrderValue, Line::Refunds, Line::Revenue]
            .map(|line| over(&channel[line], month));
        let field = |name| Some(Part::Channel(place).field(name));
        let steps = vec![
            Step {
                sign: Sign::Plus,
                name: Name::Line(Line::Orders),
                value: orders,
                kind: Kind::Count,
                figure: Some(Figure { what: What::Channel(place, Line::Orders), month }),
                input: None,
            },
            Step {
                sign: Sign::Times,
                name: Name::Word("order_value"),
                value: share_of(gross, orders),
                kind: Kind::Money,
                figure: None,
                input: field("order_value"),
            },
            Step {
                sign: Sign::TimesRest,
                name: Name::Word("refund"),
                value: share_of(refunds, gross),
                kind: Kind::Share,
                figure: None,
                input: field("refund"),
            },
        ];
        Chain { value, kind: Kind::Money, steps }
    }

    /// Orders times what an order brings, before refunds.
    fn channel_sales(&self, place: usize, channel: &ChannelTrace, month: Option<usize>) -> Chain {
        let Chain { mut steps, .. } = self.channel_revenue(place, channel, month);
        steps.truncate(2);
        Chain { value: over(&channel[Line::OrderValue], month), kind: Kind::Money, steps }
    }

    fn channel_orders(&self, place: usize, channel: &ChannelTrace, month: Option<usize>) -> Chain {
        const ROADS: [(Line, &str); 6] = [
            (Line::OrganicOrders, "conversion"),
            (Line::DivertedOrders, "conversion"),
            (Line::AttractedOrders, "conversion"),
            (Line::BoughtOrders, "conversion"),
            (Line::RepeatOrders, "repeat_share"),
            (Line::ListOrders, ""),
        ];
        let step = |(line, field): (Line, &'static str)| Step {
            sign: Sign::Plus,
            name: Name::Line(line),
            value: over(&channel[line], month),
            kind: Kind::Count,
            figure: (line == Line::OrganicOrders)
                .then_some(Figure { what: What::Channel(place, Line::Visits), month }),
            input: (!field.is_empty()).then(|| Part::Channel(place).field(field)),
        };
        summed(Kind::Count, ROADS.map(step).into_iter().filter(|step| step.value != 0.0).collect())
    }

    fn channel_visits(&self, place: usize, channel: &ChannelTrace, month: Option<usize>) -> Chain {
        let step = |line: Line| Step {
            sign: Sign::Plus,
            name: Name::Line(line),
            value: over(&channel[line], month),
            kind: Kind::Count,
            figure: Some(Figure { what: What::Channel(place, line), month }),
            input: None,
        };
        let roads = [Line::Organic, Line::Diverted, Line::Attracted, Line::Bought].map(step);
        summed(Kind::Count, roads.into_iter().filter(|step| step.value != 0.0).collect())
    }

    fn channel_organic(&self, place: usize, channel: &ChannelTrace, month: Option<usize>) -> Chain {
        let step = |sign: Sign, line: Line| Step {
            sign,
            name: Name::Line(line),
            value: over(&channel[line], month),
            kind: Kind::Count,
            figure: (line != Line::Came).then_some(Figure { what: What::Channel(place, line), month }),
            input: (line == Line::Came).then_some(Part::Channel(place).field("visits")),
        };
        let steps =
            [step(Sign::Plus, Line::Came), step(Sign::Minus, Line::Lost), step(Sign::Minus, Line::Taken)];
        summed(Kind::Count, steps.into_iter().filter(|step| step.value != 0.0).collect())
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
pub(super) fn kind_of(line: Line) -> Kind {
    match line {
        Line::Passing | Line::Open | Line::Conversion | Line::Supply => Kind::Share,
        Line::Trust => Kind::Factor,
        _ if line as usize <= Line::OrdersWanted as usize => Kind::Count,
        _ => Kind::Money,
    }
}

/// Steps that are added and taken off.
pub(super) fn summed(kind: Kind, steps: Vec<Step>) -> Chain {
    let signed = |step: &Step| match step.sign {
        Sign::Minus => -step.value,
        Sign::Beside => 0.0,
        _ => step.value,
    };
    Chain { value: steps.iter().map(signed).sum(), kind, steps }
}
