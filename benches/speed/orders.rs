//! A year's orders of a busy shop, as a Shopify store exports them: invented row by row, the same on every machine.
//!
//! By the rules of that export: 79 columns, the totals on the first line of an order alone, lines of notes within
//! quotation marks, days with the shop's own offset, the newest order first. One order in seven does not count, for each
//! of the reasons that there are, and prices of one in ten hold the tax.

use std::io::{self, Write};

/// Where all chance of the file begins.
const SEED: u64 = 20_251_130;

/// The names of the columns.
const HEADER: &str = "Name,Email,Financial Status,Paid at,Fulfillment Status,Fulfilled at,Accepts Marketing,Currency,\
Subtotal,Shipping,Taxes,Total,Discount Code,Discount Amount,Shipping Method,Created at,Lineitem quantity,Lineitem name,\
Lineitem price,Lineitem compare at price,Lineitem sku,Lineitem requires shipping,Lineitem taxable,\
Lineitem fulfillment status,Billing Name,Billing Street,Billing Address1,Billing Address2,Billing Company,Billing City,\
Billing Zip,Billing Province,Billing Country,Billing Phone,Shipping Name,Shipping Street,Shipping Address1,\
Shipping Address2,Shipping Company,Shipping City,Shipping Zip,Shipping Province,Shipping Country,Shipping Phone,Notes,\
Note Attributes,Cancelled at,Payment Method,Payment Reference,Refunded Amount,Vendor,Outstanding Balance,Employee,\
Location,Device ID,Id,Tags,Risk Level,Source,Lineitem discount,Tax 1 Name,Tax 1 Value,Tax 2 Name,Tax 2 Value,\
Tax 3 Name,Tax 3 Value,Tax 4 Name,Tax 4 Value,Tax 5 Name,Tax 5 Value,Phone,Receipt Number,Duties,\
Billing Province Name,Shipping Province Name,Payment ID,Payment Terms Name,Next Payment Due At,Payment References";

const ARTICLES: [(&str, u64); 6] = [
    ("Speckled Mug", 2_450),
    ("Canvas Tote, large", 1_990),
    ("Botanical Print", 1_600),
    ("\"Fern\" Plant Stand", 6_400),
    ("Linen Apron", 3_800),
    ("Gift Card", 5_000),
];

/// Chance that is the same everywhere (splitmix64: Steele, Lea and Flood 2014).
struct Chance(u64);

impl Chance {
    fn next(&mut self) -> u64 {
        self.0 = self.0.wrapping_add(0x9e37_79b9_7f4a_7c15);
        let x = (self.0 ^ (self.0 >> 30)).wrapping_mul(0xbf58_476d_1ce4_e5b9);
        let x = (x ^ (x >> 27)).wrapping_mul(0x94d0_49bb_1331_11eb);
        x ^ (x >> 31)
    }

    /// A number from 0 to `n - 1`.
    fn below(&mut self, n: u64) -> u64 {
        self.next() % n
    }
}

/// Cents as an export writes them.
fn money(cents: u64) -> String {
    format!("{}.{:02}", cents / 100, cents % 100)
}

/// A cell in quotation marks where it needs them.
fn quoted(text: &str) -> String {
    if text.contains([',', '"', '\n']) {
        format!("\"{}\"", text.replace('"', "\"\""))
    } else {
        text.to_owned()
    }
}

/// One order's articles, each with how many.
fn basket(chance: &mut Chance, most: u64) -> Vec<(usize, u64)> {
    let n_lines = [1, 1, 1, 1, 1, 1, 1, 2, 2, 3][chance.below(10) as usize].min(most);
    // A gift card is rare, and mostly bought alone.
    let article = |chance: &mut Chance| match chance.below(200) {
        0 => ARTICLES.len() - 1,
        other => other as usize % (ARTICLES.len() - 1),
    };
    (0..n_lines).map(|_| (article(chance), 1 + chance.below(3) / 2)).collect()
}

/// What became of an order: its status, how it was paid, whether it was called off, and how much of a hundred went back.
fn fate(chance: &mut Chance) -> (&'static str, &'static str, bool, u64) {
    match chance.below(100) {
        0 | 1 => ("voided", "shopify_payments", true, 0),
        2 => ("refunded", "shopify_payments", true, 100),
        3 | 4 => ("pending", "Cash on Delivery (COD)", false, 0),
        5 => ("authorized", "shopify_payments", false, 0),
        6 => ("paid", "bogus", false, 0),
        7..=9 => ("refunded", "paypal", false, 100),
        10..=12 => ("partially_refunded", "shopify_payments", false, 40),
        _ => ("paid", "shopify_payments", false, 0),
    }
}

/// A moment of the shop's clock, so many minutes before the year's end.
fn moment(minutes_before: u64) -> String {
    const DAYS: [u64; 12] = [31, 28, 31, 30, 31, 30, 31, 31, 30, 31, 30, 31];
    let minutes = 365 * 1_440 - 1 - minutes_before.min(365 * 1_440 - 1);
    let (mut day, mut month) = (minutes / 1_440, 0);
    while day >= DAYS[month] {
        day -= DAYS[month];
        month += 1;
    }
    let offset = if (2..10).contains(&month) { "-0400" } else { "-0500" };
    format!(
        "2025-{:02}-{:02} {:02}:{:02}:{:02} {offset}",
        month + 1,
        day + 1,
        minutes / 60 % 24,
        minutes % 60,
        minutes * 7 % 60
    )
}

/// Writes the header and so many lines of orders.
pub fn write(out: &mut dyn Write, n_rows: u64) -> io::Result<()> {
    let mut chance = Chance(SEED);
    writeln!(out, "{HEADER}")?;
    let (mut rows, mut nth) = (0, 0);
    while rows < n_rows {
        let lines = basket(&mut chance, n_rows - rows);
        rows += lines.len() as u64;
        // Orders come evenly but for a share of chance, so that every month has its own number.
        let at = (rows * 365 * 1_440 / n_rows.max(1)).saturating_sub(chance.below(60));
        write_order(out, &mut chance, nth, at, &lines)?;
        nth += 1;
    }
    Ok(())
}

/// An order's totals, in cents.
struct Totals {
    goods: u64,
    shipping: u64,
    taxes: u64,
    total: u64,
}

impl Totals {
    fn of(chance: &mut Chance, lines: &[(usize, u64)], is_free: bool) -> Self {
        let goods: u64 = lines.iter().map(|(article, n)| ARTICLES[*article].1 * n).sum();
        let goods = if is_free { 0 } else { goods };
        let shipping = if is_free || goods > 6_000 { 0 } else { 595 };
        let holds_tax = chance.below(10) == 0;
        let taxes = if holds_tax { (goods + shipping) * 7 / 107 } else { (goods + shipping) * 7 / 100 };
        let total = goods + shipping + if holds_tax { 0 } else { taxes };
        Self { goods, shipping, taxes, total }
    }
}

/// What an app wrote into the notes of where the buyer came from.
fn notes(chance: &mut Chance) -> &'static str {
    match chance.below(8) {
        0 => "UTM source: tiktok\nUTM medium: referral\nUTM campaign: autumn",
        1 => "UTM source: google\nUTM medium: cpc",
        _ => "",
    }
}

fn write_order(
    out: &mut dyn Write,
    chance: &mut Chance,
    nth: u64,
    minutes_before: u64,
    lines: &[(usize, u64)],
) -> io::Result<()> {
    let name = 2_000_000 - nth;
    let id = 6_100_000_000_000 - nth * 32_768;
    let at = moment(minutes_before);
    // Three orders of five are of buyers who come again.
    let buyer = if chance.below(5) < 3 { chance.below(150_000) } else { 1_000_000 + nth };
    let (status, payment, is_cancelled, returned) = fate(chance);
    let is_free = chance.below(200) == 0;
    let is_mirror = chance.below(50) == 0;
    let Totals { goods, shipping, taxes, total } = Totals::of(chance, lines, is_free);
    let notes = notes(chance);
    let email = if is_mirror { format!("b{buyer}@scs.tiktokw.us") } else { format!("b{buyer}@example.com") };
    let address = format!(
        "Buyer {buyer},{0} Example St,{0} Example St,,,Testville,{1:05},NY,US,",
        buyer % 900,
        buyer % 90_000
    );
    for (place, (article, n)) in lines.iter().enumerate() {
        let (article, price) = (quoted(ARTICLES[*article].0), money(ARTICLES[*article].1));
        if place == 0 {
            let back = money(total * returned / 100);
            let (goods, shipping, taxes, total) = (money(goods), money(shipping), money(taxes), money(total));
            writeln!(
                out,
                "#{name},{email},{status},{at},fulfilled,{at},no,USD,{goods},{shipping},{taxes},{total},,0.00,Standard,{at},\
                 {n},{article},{price},,SKU-{},true,true,fulfilled,{address},{address},,{},{},{payment},r{id},{},\
                 Example Vendor,0.00,,,,{id},,Low,{},0.00,NY Tax 7%,{taxes},,,,,,,,,,,,New York,New York,p{id},,,r{id}",
                price.len() + nth as usize % 7,
                quoted(notes),
                if is_cancelled { &*at } else { "" },
                back,
                if is_mirror { "tiktok" } else { "web" },
            )?;
        } else {
            writeln!(
                out,
                "#{name},{email},,,,,,,,,,,,,,{at},{n},{article},{price},,SKU-{},true,true,fulfilled,\
                 ,,,,,,,,,,,,,,,,,,,,,,,,,,Example Vendor,,,,,,,,,0.00,,,,,,,,,,,,,,,,,,,",
                price.len() + nth as usize % 7,
            )?;
        }
    }
    Ok(())
}
