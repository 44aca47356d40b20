//! Small shops with a choice to make, each with figures of its own.

use super::{DrawnItem, ItemOwner, Plan, plan};

/// A shop whose links close in its fourth month, with ads, posts, a list and another marketplace to choose from; the figures
/// differ by `n`.
pub fn small_plan(n: u32) -> Plan {
    let pick = |place: u32, low: f64, high: f64| {
        let item = DrawnItem::new(ItemOwner::Plan, "", place as usize, "small plan");
        low + (high - low) * item.stream(u64::from(n)).uniform(0)
    };
    let (visits, spend, posts) = (pick(0, 8e3, 3e4), pick(1, 1e3, 6e3), pick(2, 8.0, 40.0));
    let (cash, setup, click) = (pick(3, 1.5e4, 9e4), pick(4, 500.0, 9e3), pick(5, 0.004, 0.02));
    let (price, monthly, cost) = (pick(6, 0.25, 1.1), pick(7, 50.0, 900.0), pick(8, 0.25, 0.45));
    let file = format!(
        r#"{{"format":"sortie-plan","version":2,"name":"small","currency":"USD","start":"2024-01","horizon_months":12,
"cash":{{"opening":{cash},"overhead_per_month":{{"low":2500,"likely":3000,"high":4000}}}},
"demand":{{"volatility":0.2}},
"markets":[{{"id":"us","name":"US"}}],
"channels":[
{{"id":"links","name":"Links","kind":"tiktok_link","market":"us","visits":{visits},"conversion":{{"low":0.015,"likely":0.02,"high":0.026}},
"order_value":32,"unit_cost":{cost},"fulfilment":5,"payout_days":14,"stock_days":20}},
{{"id":"store","name":"Store","kind":"own_store","market":"us","visits":4000,"conversion":{{"low":0.018,"likely":0.022,"high":0.027}},
"order_value":35,"unit_cost":{cost},"fulfilment":5,"repeat_share":0.2,"stock_days":20}},
{{"id":"amazon","name":"Amazon","kind":"amazon","market":"us","active":false,"visits":{{"low":3000,"likely":5000,"high":9000}},
"conversion":0.06,"order_value":30,"unit_cost":{cost},"fulfilment":6,"commission":0.15,"payout_days":14,"stock_days":30}}],
"shocks":[{{"id":"closure","name":"Closure","kind":"link_closure","targets":{{"channels":["links"]}},"start":"2024-04","passes":0.05,
"window_months":2,"phase_out_months":1,"diversions":[{{"to":"store","share":0.12}}]}}],
"strategies":[
{{"id":"ads","name":"Ads","kind":"ads","start":"2024-02","setup_cost":{setup},"mechanisms":[{{"type":"paid_reach","to":"store",
"spend_per_month":{spend},"cost_per_visit":{{"low":{low},"likely":{price},"high":{high}}},"saturation_spend":9000,"carry_over":0.2}}]}},
{{"id":"posts","name":"Posts","kind":"content","start":"2024-03","monthly_cost":{monthly},"mechanisms":[{{"type":"audience",
"to":[{{"channel":"store","share":1}}],"posts_per_month":{posts},"cost_per_post":40,"reach_per_post":{{"low":1500,"likely":3000,"high":7000}},
"follower_reach":0.1,"follow_rate":0.01,"unfollow":0.03,"click_rate":{click},"trust_max":0.3,"trust_half":20000}}]}},
{{"id":"list","name":"List","kind":"list","start":"2024-02","monthly_cost":120,"mechanisms":[{{"type":"subscriber_list","to":"store",
"from":{{"channels":["links","store"]}},"capture":0.3,"unsubscribe":0.03,"orders_per_subscriber":{{"low":0.01,"likely":0.02,"high":0.04}},
"cost_per_subscriber":0.05}}]}},
{{"id":"market","name":"Marketplace","kind":"market","start":"2024-03","setup_cost":{setup},"monthly_cost":{monthly},
"mechanisms":[{{"type":"open_channel","channel":"amazon","ramp_months":3,"review_months":1,"approval":0.8}}]}}],
"scenarios":[{{"id":"open","name":"Open","shocks":[],"strategies":[]}},{{"id":"none","name":"None","shocks":["closure"],"strategies":[]}}]}}"#,
        low = price * 0.7,
        high = price * 1.5,
    );
    plan::read(file.as_bytes()).unwrap_or_else(|faults| panic!("{faults:#?}"))
}
