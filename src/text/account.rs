//! What the lines of the accounts are called.

use sortie_engine::compare::{AccountLine, AccountPiece, StrategyBill};

use super::Words;

impl Words {
    /// The name of a line of a channel's accounts.
    pub fn account_line(&self, line: AccountLine) -> &'static str {
        self.of_item("account", key(line))
    }

    /// The name of what a strategy is paid for.
    pub fn bill(&self, bill: StrategyBill) -> &'static str {
        let key = match bill {
            StrategyBill::SetUp => "bill_set_up",
            StrategyBill::Monthly => "bill_monthly",
            StrategyBill::Exit => "bill_exit",
            StrategyBill::Posts => "bill_posts",
            StrategyBill::Ads => "bill_ads",
            StrategyBill::List => "bill_list",
        };
        self.of_item("account", key)
    }

    /// The name of a line of a bridge.
    pub fn piece(&self, piece: AccountPiece) -> &'static str {
        match piece {
            AccountPiece::Organic => self.account_line(AccountLine::OrganicRevenue),
            AccountPiece::Diverted => self.account_line(AccountLine::DivertedRevenue),
            AccountPiece::Attracted => self.account_line(AccountLine::AttractedRevenue),
            AccountPiece::Bought => self.account_line(AccountLine::BoughtRevenue),
            AccountPiece::Repeat => self.account_line(AccountLine::RepeatRevenue),
            AccountPiece::List => self.account_line(AccountLine::ListRevenue),
            AccountPiece::Commission => self.account_line(AccountLine::Commission),
            AccountPiece::PaymentFees => self.account_line(AccountLine::PaymentFees),
            AccountPiece::Goods => self.account_line(AccountLine::Goods),
            AccountPiece::Forfeited => self.account_line(AccountLine::Forfeited),
            AccountPiece::WrittenOff => self.account_line(AccountLine::WrittenOff),
            AccountPiece::Shipping => self.account_line(AccountLine::Shipping),
            AccountPiece::Returns => self.account_line(AccountLine::Returns),
            AccountPiece::Ads => self.account_line(AccountLine::Ads),
            AccountPiece::Fixed => self.account_line(AccountLine::Fixed),
            AccountPiece::SetUp => self.bill(StrategyBill::SetUp),
            AccountPiece::Monthly => self.bill(StrategyBill::Monthly),
            AccountPiece::Exit => self.bill(StrategyBill::Exit),
            AccountPiece::Posts => self.bill(StrategyBill::Posts),
            AccountPiece::Spend => self.bill(StrategyBill::Ads),
            AccountPiece::Subscribers => self.bill(StrategyBill::List),
            AccountPiece::Overhead => self.of_item("explain_step", "overhead"),
            AccountPiece::Interest => self.of_item("explain_step", "interest"),
            AccountPiece::Arrived => self.of_item("account", "arrived"),
            AccountPiece::Purchases => self.account_line(AccountLine::Purchases),
        }
    }
}

fn key(line: AccountLine) -> &'static str {
    match line {
        AccountLine::Level => "level",
        AccountLine::Open => "open",
        AccountLine::Passing => "passing",
        AccountLine::Conversion => "conversion",
        AccountLine::Trust => "trust",
        AccountLine::PriceResponse => "price_response",
        AccountLine::Supply => "supply",
        AccountLine::Came => "came",
        AccountLine::Lost => "lost",
        AccountLine::WoundDown => "wound_down",
        AccountLine::Taken => "taken",
        AccountLine::Organic => "organic",
        AccountLine::Restored => "restored",
        AccountLine::Diverted => "diverted",
        AccountLine::Attracted => "attracted",
        AccountLine::Bought => "bought",
        AccountLine::Visits => "visits",
        AccountLine::OrganicOrders => "organic_orders",
        AccountLine::DivertedOrders => "diverted_orders",
        AccountLine::AttractedOrders => "attracted_orders",
        AccountLine::BoughtOrders => "bought_orders",
        AccountLine::RepeatOrders => "repeat_orders",
        AccountLine::ListOrders => "list_orders",
        AccountLine::Orders => "orders",
        AccountLine::OrdersWanted => "orders_wanted",
        AccountLine::OrderValue => "order_value",
        AccountLine::Refunds => "refunds",
        AccountLine::OrganicRevenue => "organic_revenue",
        AccountLine::DivertedRevenue => "diverted_revenue",
        AccountLine::AttractedRevenue => "attracted_revenue",
        AccountLine::BoughtRevenue => "bought_revenue",
        AccountLine::RepeatRevenue => "repeat_revenue",
        AccountLine::ListRevenue => "list_revenue",
        AccountLine::Revenue => "revenue",
        AccountLine::Commission => "commission",
        AccountLine::PaymentFees => "payment_fees",
        AccountLine::Payout => "payout",
        AccountLine::Goods => "goods",
        AccountLine::Shipping => "shipping",
        AccountLine::Returns => "returns",
        AccountLine::Ads => "ads",
        AccountLine::Fixed => "fixed",
        AccountLine::Forfeited => "forfeited",
        AccountLine::WrittenOff => "written_off",
        AccountLine::Profit => "profit",
        AccountLine::Arriving => "arriving",
        AccountLine::HeldBack => "held_back",
        AccountLine::Released => "released",
        AccountLine::Purchases => "purchases",
        AccountLine::CashFlow => "cash_flow",
        AccountLine::Stock => "stock",
        AccountLine::Receivables => "receivables",
        AccountLine::Frozen => "frozen",
    }
}
