//! How much of an own store hangs on TikTok's links, from where its visits or sales came.
//!
//! Three parts: what TikTok sent by links that cost nothing; a share of what came by pages of links, as stand in a bio; and
//! a share of what came directly, since apps hide where they send people from. Ads on TikTok are apart: they go on when
//! links close.

use super::ratio::rate;
use super::spread::{Z80, into, out_of};
use crate::ledger::VisitSource;
use crate::unit::{EstimateSpace, Month, Spread};

/// What is assumed of visits whose origin is hidden: low, likely and high.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct HiddenShares {
    /// Share of visits by pages of links in a bio that TikTok sent.
    pub of_bio_links: [f64; 3],
    /// Share of direct visits that TikTok sent.
    pub of_direct: [f64; 3],
}

/// Names in the sources of TikTok's own pages and of its address for media.
const TIKTOK: [&str; 3] = ["tiktok", "ttcdn", "snssdk"];
/// Ways that are paid for.
const PAID: [&str; 6] = ["paid", "paid_social", "cpc", "ppc", "paid_search", "cpm"];
/// Pages of links for a bio.
const BIO_LINKS: [&str; 8] =
    ["linktr.ee", "linktree", "beacons.ai", "linkin.bio", "bio.link", "campsite.bio", "lnk.bio", "taplink"];

/// Which part a source belongs to.
#[derive(Clone, Copy, PartialEq, Eq)]
enum SourcePart {
    Organic,
    Paid,
    BioLink,
    Direct,
    Other,
}

fn part_of(source: &VisitSource) -> SourcePart {
    let names = |list: &[&str]| list.iter().any(|name| source.source.contains(name));
    let is_paid = PAID.iter().any(|way| source.medium == *way);
    match () {
        () if names(&TIKTOK) && is_paid => SourcePart::Paid,
        () if names(&TIKTOK) => SourcePart::Organic,
        () if names(&BIO_LINKS) => SourcePart::BioLink,
        () if source.source.contains("direct") && !is_paid => SourcePart::Direct,
        () => SourcePart::Other,
    }
}

/// How far a store is exposed.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct LinkExposure {
    /// Share of the store that a closure of organic links takes.
    pub share: Spread,
    /// What TikTok sent as such, by links that cost nothing.
    pub organic: f64,
    /// What TikTok's ads sent; they stay.
    pub paid: f64,
    /// What came by pages of links.
    pub bio_links: f64,
    /// What came directly.
    pub direct: f64,
    /// Whether sales were told, which count better than visits.
    pub is_by_sales: bool,
    /// Months that tell.
    pub n_months: usize,
}

/// The exposure that `sources` of one store tell; nothing where they tell nothing.
pub(super) fn of(sources: &[&VisitSource], hidden: &HiddenShares) -> Option<LinkExposure> {
    let sales = |source: &VisitSource| {
        let revenue = source.revenue.and_then(|money| f64::try_from(money).ok());
        revenue.or(source.orders.map(|orders| orders as f64))
    };
    let visits = |source: &VisitSource| source.sessions.map(|sessions| sessions as f64);
    let tells = |figure: &dyn Fn(&VisitSource) -> Option<f64>| {
        sources.iter().filter_map(|source| figure(source)).sum::<f64>() > 0.0
    };
    let is_by_sales = tells(&sales);
    (is_by_sales || tells(&visits)).then_some(())?;
    let figure =
        |source: &VisitSource| (if is_by_sales { sales(source) } else { visits(source) }).unwrap_or(0.0);
    let mut months: Vec<Month> = sources.iter().map(|source| source.month).collect();
    months.sort_unstable();
    months.dedup();
    let of_month = |month: Month, is_wanted: &dyn Fn(SourcePart) -> bool| -> f64 {
        let wanted = sources.iter().filter(|source| source.month == month && is_wanted(part_of(source)));
        wanted.map(|source| figure(source)).sum()
    };
    let by_month = |is_wanted: &dyn Fn(SourcePart) -> bool| -> Vec<f64> {
        months.iter().map(|month| of_month(*month, is_wanted)).collect()
    };
    let wholes = by_month(&|_| true);
    let whole: f64 = wholes.iter().sum();
    let share = |part: SourcePart| by_month(&|found| found == part).iter().sum::<f64>() / whole;
    let [organic, paid, bio_links, direct] =
        [SourcePart::Organic, SourcePart::Paid, SourcePart::BioLink, SourcePart::Direct].map(share);
    let seen = by_month(&|part| part == SourcePart::Organic);
    let error = rate(&seen, &wholes, EstimateSpace::Identity)
        .map_or([0.0; 2], |it| [it.likely - it.low, it.high - it.likely]);
    let parts = [(bio_links, hidden.of_bio_links), (direct, hidden.of_direct)];
    Some(LinkExposure {
        share: sum(organic, error, &parts)?,
        organic,
        paid,
        bio_links,
        direct,
        is_by_sales,
        n_months: months.len(),
    })
}

/// The sum of what is seen and of shares of what is hidden. What errs by itself adds up in squares, each side apart.
fn sum(seen: f64, [below, above]: [f64; 2], parts: &[(f64, [f64; 3])]) -> Option<Spread> {
    let likely = seen + parts.iter().map(|(part, [_, likely, _])| part * likely).sum::<f64>();
    let side = |own: f64, of_hidden: &dyn Fn([f64; 3]) -> f64| {
        let hidden = parts.iter().map(|(part, figures)| part * of_hidden(*figures));
        (own * own + hidden.map(|x| x * x).sum::<f64>()).sqrt()
    };
    let low = likely - side(below, &|[low, likely, _]| likely - low);
    let high = likely + side(above, &|[_, likely, high]| high - likely);
    let space = EstimateSpace::Logit;
    // A share stays between nothing and all; a likely one at either end has no range.
    let inside = |x: f64| x.max(likely * 0.01).min(1.0 - (1.0 - likely) * 0.01);
    let spread = Spread { low: inside(low), likely, high: inside(high), space };
    if spread.is_usable() {
        return Some(spread);
    }
    let certain = Spread { low: likely, high: likely, ..spread };
    certain.is_usable().then_some(certain)
}

/// What is left of `spread`, a share of a whole that spreads as well: the product of two uncertain amounts, whose
/// logarithms err by themselves.
pub(super) fn part_of_amount(amount: &Spread, share: &Spread, is_rest: bool) -> Option<Spread> {
    let share = match is_rest {
        true => Spread { low: 1.0 - share.high, likely: 1.0 - share.likely, high: 1.0 - share.low, ..*share },
        false => *share,
    };
    let log = |x: f64| into(EstimateSpace::Log, x.max(f64::MIN_POSITIVE));
    let center = log(amount.likely) + log(share.likely);
    let side = |pick: &dyn Fn(&Spread) -> f64| {
        let [a, b] = [amount, &share].map(|own| (log(pick(own)) - log(own.likely)) / Z80);
        Z80 * (a * a + b * b).sqrt()
    };
    let (below, above) = (side(&|own| own.low), side(&|own| own.high));
    let likely = amount.likely * share.likely;
    let spread = Spread {
        low: if below > 0.0 { out_of(EstimateSpace::Log, center - below) } else { likely },
        likely,
        high: if above > 0.0 { out_of(EstimateSpace::Log, center + above) } else { likely },
        space: EstimateSpace::Log,
    };
    spread.is_usable().then_some(spread)
}
