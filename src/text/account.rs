//! What the lines of the accounts are called.

use sortie_engine::compare::{Bill, Line, Piece};

use super::Words;

impl Words {
    /// The name of a line of a channel's accounts.
    pub fn account_line(&self, line: Line) -> &'static str {
        self.of_item("account", key(line))
    }

    /// The name of what a strategy is paid for.
    pub fn bill(&self, bill: Bill) -> &'static str {
        let key = match bill {
            Bill::SetUp => "bill_set_up",
            Bill::Monthly => "bill_monthly",
            Bill::Posts => "bill_posts",
            Bill::Ads => "bill_ads",
            Bill::List => "bill_list",
        };
        self.of_item("account", key)
    }

    /// The name of a line of a bridge.
    pub fn piece(&self, piece: Piece) -> &'static str {
        match piece {
            Piece::Organic => self.account_line(Line::OrganicRevenue),
            Piece::Diverted => self.account_line(Line::DivertedRevenue),
            Piece::Attracted => self.account_line(Line::AttractedRevenue),
            Piece::Bought => self.account_line(Line::BoughtRevenue),
            Piece::Repeat => self.account_line(Line::RepeatRevenue),
            Piece::List => self.account_line(Line::ListRevenue),
            Piece::Commission => self.account_line(Line::Commission),
            Piece::PaymentFees => self.account_line(Line::PaymentFees),
            Piece::Goods => self.account_line(Line::Goods),
            Piece::Forfeited => self.account_line(Line::Forfeited),
            Piece::WrittenOff => self.account_line(Line::WrittenOff),
            Piece::Shipping => self.account_line(Line::Shipping),
            Piece::Returns => self.account_line(Line::Returns),
            Piece::Ads => self.account_line(Line::Ads),
            Piece::Fixed => self.account_line(Line::Fixed),
            Piece::SetUp => self.bill(Bill::SetUp),
            Piece::Monthly => self.bill(Bill::Monthly),
            Piece::Posts => self.bill(Bill::Posts),
            Piece::Spend => self.bill(Bill::Ads),
            Piece::Subscribers => self.bill(Bill::List),
            Piece::Overhead => self.of_item("explain_step", "overhead"),
            Piece::Arrived => self.of_item("account", "arrived"),
            Piece::Purchases => self.account_line(Line::Purchases),
        }
    }
}

fn key(line: Line) -> &'static str {
    match line {
        Line::Level => "level",
        Line::Open => "open",
        Line::Passing => "passing",
        Line::Conversion => "conversion",
        Line::Trust => "trust",
        Line::Supply => "supply",
        Line::Came => "came",
        Line::Lost => "lost",
        Line::Taken => "taken",
        Line::Organic => "organic",
        Line::Restored => "restored",
        Line::Diverted => "diverted",
        Line::Attracted => "attracted",
        Line::Bought => "bought",
        Line::Visits => "visits",
        Line::OrganicOrders => "organic_orders",
        Line::DivertedOrders => "diverted_orders",
        Line::AttractedOrders => "attracted_orders",
        Line::BoughtOrders => "bought_orders",
        Line::RepeatOrders => "repeat_orders",
        Line::ListOrders => "list_orders",
        Line::Orders => "orders",
        Line::OrdersWanted => "orders_wanted",
        Line::OrderValue => "order_value",
        Line::Refunds => "refunds",
        Line::OrganicRevenue => "organic_revenue",
        Line::DivertedRevenue => "diverted_revenue",
        Line::AttractedRevenue => "attracted_revenue",
        Line::BoughtRevenue => "bought_revenue",
        Line::RepeatRevenue => "repeat_revenue",
        Line::ListRevenue => "list_revenue",
        Line::Revenue => "revenue",
        Line::Commission => "commission",
        Line::PaymentFees => "payment_fees",
        Line::Payout => "payout",
        Line::Goods => "goods",
        Line::Shipping => "shipping",
        Line::Returns => "returns",
        Line::Ads => "ads",
        Line::Fixed => "fixed",
        Line::Forfeited => "forfeited",
        Line::WrittenOff => "written_off",
        Line::Profit => "profit",
        Line::Arriving => "arriving",
        Line::HeldBack => "held_back",
        Line::Released => "released",
        Line::Purchases => "purchases",
        Line::CashFlow => "cash_flow",
        Line::Stock => "stock",
        Line::Receivables => "receivables",
        Line::Frozen => "frozen",
    }
}
