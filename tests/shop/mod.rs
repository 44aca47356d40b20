//! Exports of a made shop for tests: orders of its store and of Amazon over some months, where its visits came from, and a
//! table of no known kind. Every row is made up, and the same each time.

/// Numbers by chance, the same each time (splitmix64).
struct Chance(u64);

impl Chance {
    fn below(&mut self, n: u64) -> u64 {
        self.0 = self.0.wrapping_add(0x9e37_79b9_7f4a_7c15);
        let x = (self.0 ^ (self.0 >> 30)).wrapping_mul(0xbf58_476d_1ce4_e5b9);
        let x = (x ^ (x >> 27)).wrapping_mul(0x94d0_49bb_1331_11eb);
        (x ^ (x >> 31)) % n
    }
}

/// Every day from the last of September 2024 on, as year, month and day, so that `n_months` whole months lie between.
fn days(n_months: u32) -> Vec<(u32, u32, u32)> {
    const LENGTHS: [u32; 12] = [31, 28, 31, 30, 31, 30, 31, 31, 30, 31, 30, 31];
    let mut days = vec![(2024, 9, 30)];
    let (mut year, mut month) = (2024, 10);
    for _ in 0..n_months {
        days.extend((1..=LENGTHS[month as usize - 1]).map(|day| (year, month, day)));
        (year, month) = if month == 12 { (year + 1, 1) } else { (year, month + 1) };
    }
    days.push((year, month, 1));
    days
}

/// How many orders a day has: more before the holidays.
fn orders_of(chance: &mut Chance, usual: u64, month: u32) -> u64 {
    usual - 1 + chance.below(3) + if month > 10 { usual / 3 } else { 0 }
}

/// Orders of a Shopify store.
pub fn shopify_orders(n_months: u32) -> String {
    let mut text = String::from(
        "Name,Email,Financial Status,Currency,Subtotal,Shipping,Taxes,Total,Created at,Lineitem quantity,\
         Lineitem name,Lineitem price,Cancelled at,Payment Method,Refunded Amount,Id,Source\n",
    );
    let (mut chance, mut n) = (Chance(1), 1_000);
    for (year, month, day) in days(n_months) {
        for _ in 0..orders_of(&mut chance, 6, month) {
            n += 1;
            let price = 24 + chance.below(30);
            let buyer = chance.below(4_000);
            let (status, refunded) = match chance.below(12) {
                0 => ("refunded", format!("{price}.00")),
                _ => ("paid", "0.00".to_owned()),
            };
            let source = if n % 50 == 0 { "tiktok" } else { "web" };
            text += &format!(
                "#{n},b{buyer}@example.com,{status},USD,{price}.00,5.00,0.00,{}.00,{year}-{month:02}-{day:02} \
                 10:00:00 -0500,1,Mug,{price}.00,,Card,{refunded},60000{n},{source}\n",
                price + 5
            );
        }
    }
    text
}

/// Visits of the store by month.
pub fn shopify_sessions(n_months: u32) -> String {
    let (mut text, mut chance) = (String::from("Month,Sessions\n"), Chance(2));
    for (year, month, _) in days(n_months).into_iter().filter(|day| day.2 == 2) {
        text += &format!("{year}-{month:02}-01,{}\n", 9_000 + chance.below(900));
    }
    text
}

/// Where sales of the store came from in a month.
pub const REFERRERS: &str = "Referrer source,Referrer name,Orders,Net sales,Shipping,Total sales\n\
     direct,,40,1850.00,80.00,2050.00\nsocial,TikTok,55,1795.00,50.00,1900.00\nsearch,Google,30,900.00,40.00,990.00\n";

/// Amazon's date-range reports of the United States.
pub fn amazon_date_range(n_months: u32) -> String {
    const MONTHS: [&str; 12] =
        ["Jan", "Feb", "Mar", "Apr", "May", "Jun", "Jul", "Aug", "Sep", "Oct", "Nov", "Dec"];
    let mut text = String::from(
        "\"Includes Amazon Marketplace, Fulfillment by Amazon (FBA), and Amazon Webstore transactions\"\n\
         \"All amounts in USD, unless specified\"\n\
         \"date/time\",\"settlement id\",\"type\",\"order id\",\"sku\",\"description\",\"quantity\",\"marketplace\",\
         \"fulfillment\",\"product sales\",\"product sales tax\",\"promotional rebates\",\"selling fees\",\
         \"fba fees\",\"other transaction fees\",\"other\",\"total\"\n",
    );
    let (mut chance, mut n) = (Chance(3), 0);
    for (year, month, day) in days(n_months) {
        for _ in 0..orders_of(&mut chance, 4, month) {
            n += 1;
            let (price, name) = (20 + chance.below(20), MONTHS[month as usize - 1]);
            let left = price as f64 - 3.0 - 3.54;
            text += &format!(
                "\"{name} {day}, {year} 8:00:00 AM PST\",\"25000000001\",\"Order\",\"111-0000000-{n:07}\",\
                 \"MUG\",\"Mug\",\"1\",\"amazon.com\",\"Amazon\",\"{price}.00\",\"0\",\"0\",\"-3.00\",\"-3.54\",\
                 \"0\",\"0\",\"{left:.2}\"\n"
            );
        }
    }
    text
}

/// A table of no known kind whose columns can be guessed, but for the amount.
pub fn own_table(n_months: u32) -> String {
    let mut text = String::from("order no;order date;buyer email;paid in all;currency;pieces\n");
    let (mut chance, mut n) = (Chance(4), 0);
    for (year, month, day) in days(n_months) {
        for _ in 0..orders_of(&mut chance, 3, month) {
            n += 1;
            let (amount, buyer) = (15 + chance.below(60), chance.below(600));
            text += &format!("R-{n};{year}-{month:02}-{day:02};k{buyer}@example.com;{amount}.50;USD;1\n");
        }
    }
    text
}
