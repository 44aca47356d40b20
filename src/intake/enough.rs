//! How much a number has to come from before it is taken without a word of the seller.

use sortie_engine::fit::{FittedField, FoundBy, PlanFit};
use sortie_engine::ledger::Ledger;

/// With fewer orders, chance alone moves what they say by a fifth and more.
pub const LEAST_ORDERS: u64 = 30;
/// With fewer buyers, one who comes back moves the share of those by a percent and more.
pub const LEAST_BUYERS: usize = 100;
/// With fewer payouts, one that was late decides.
pub const LEAST_PAYOUTS: usize = 3;

/// What there is too little of.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum TooFew {
    /// So many orders in whole months.
    Orders(u64),
    /// So many buyers.
    Buyers(usize),
    /// So many payouts.
    Payouts(usize),
}

/// What a field comes from too little of; nothing where there is enough.
pub fn too_few(ledger: &Ledger, fit: &PlanFit, field: &FittedField) -> Option<TooFew> {
    match field.found {
        FoundBy::Buyers { n_buyers, .. } => (n_buyers < LEAST_BUYERS).then_some(TooFew::Buyers(n_buyers)),
        FoundBy::Payouts { n_payouts } => (n_payouts < LEAST_PAYOUTS).then_some(TooFew::Payouts(n_payouts)),
        _ => {
            let of = field.address.channel.as_ref();
            let is_of = |shop: &str, currency: &str| {
                fit.channels.iter().any(|channel| {
                    of.is_none_or(|id| *id == channel.id)
                        && channel.shop == shop
                        && channel.currency == currency
                })
            };
            let whole = ledger.months.iter().filter(|month| month.is_complete);
            let own = whole.filter(|month| is_of(&month.channel, &month.currency));
            let n_orders = own.filter_map(|month| month.orders).sum();
            (n_orders < LEAST_ORDERS).then_some(TooFew::Orders(n_orders))
        }
    }
}

#[cfg(test)]
mod tests {
    use sortie_engine::plan::ChannelKind;

    use super::*;
    use crate::intake::ImportChoice;
    use crate::intake::trial::{fit_of, ledger, sample};

    #[test]
    fn numbers_from_eight_orders_and_a_share_from_one_buyer_are_not_ticked() {
        let mut fit = fit_of(&[("amazon-us", "amazon:us", ChannelKind::Amazon, "us", "USD")], "2030-01");
        let mut sold = ledger(&["amazon:us"], "2029-10", 1);
        let ticked = |sold: &Ledger, fit: &PlanFit| ImportChoice::of(&sample(), sold, fit).fields[0];
        assert!(ticked(&sold, &fit), "a hundred orders are enough");
        sold.months[0].orders = Some(8);
        assert!(!ticked(&sold, &fit));
        assert_eq!(too_few(&sold, &fit, &fit.fields[0]), Some(TooFew::Orders(8)));
        fit.fields[0].address.channel = None;
        assert!(!ticked(&sold, &fit), "nor what they say of the business");
        sold.months[0].orders = Some(LEAST_ORDERS);
        assert!(ticked(&sold, &fit));
        fit.fields[0].found = FoundBy::Buyers { n_buyers: 1, n_repeats: 1 };
        assert!(!ticked(&sold, &fit));
        fit.fields[0].found = FoundBy::Buyers { n_buyers: LEAST_BUYERS, n_repeats: 9 };
        assert!(ticked(&sold, &fit));
    }
}
