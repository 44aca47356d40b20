//! What the lines of the accounts are called.

use sortie_engine::compare::{Bill, Line};

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
