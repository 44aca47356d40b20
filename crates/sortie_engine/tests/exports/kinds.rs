//! Mistakes that nobody notices, a kind each: what is right was counted by hand.

use sortie_engine::import::{
    DoubtAnswer, FileNote, FileRefusal, Import, ImportDoubt, RowExclusion, UnknownWord,
};
use sortie_engine::ledger::Decimal;

use super::ways::workbook;
use super::{figure, read};

/// A figure of all months, or of one month.
fn told(import: &Import, name: &str, month: &str) -> Decimal {
    let months = import.ledger.months.iter().filter(|it| month.is_empty() || it.month.to_string() == month);
    months.filter_map(|month| figure(month, name)).sum()
}

fn cents(cents: i64) -> Decimal {
    Decimal::new(cents, 2)
}

fn rows(text: &str) -> Vec<Vec<String>> {
    text.lines().map(|line| line.split(',').map(str::to_owned).collect()).collect()
}

/// Reads files of text and holds figures of all of them: (name, month or nothing, cents).
fn hold(files: &[&str], figures: &[(&str, &str, i64)]) -> Import {
    let names: Vec<String> = (0..files.len()).map(|idx| format!("{idx}.csv")).collect();
    let inputs: Vec<(&str, &[u8])> =
        names.iter().map(String::as_str).zip(files.iter().map(|text| text.as_bytes())).collect();
    let import = read(&inputs);
    for (name, month, expected) in figures {
        let expected = if matches!(*name, "orders" | "units" | "refund_orders" | "sessions") {
            Decimal::from(*expected)
        } else {
            cents(*expected)
        };
        assert_eq!(told(&import, name, month), expected, "{name} {month}: {:#?}", import.files);
    }
    import
}

const WOO: &str = "Date,Order #,N. Revenue (formatted),Status,Customer,Customer type,Product(s),Items sold,\
                   Coupon(s),Net Sales,Attribution\n";

#[test]
fn a_refund_with_the_number_of_its_order_leaves_the_sale_in_its_month() {
    let sales = "2025-06-28 09:00:00,881,$44.00,completed,A,new,1× Lamp,1,,40,Direct\n\
                 2025-06-29 09:00:00,882,$22.00,refunded,B,new,1× Bowl,1,,20,Direct\n";
    let back = "2025-07-02 09:00:00,881,$44.00,completed,A,new,,-1,,-15,Direct\n\
                2025-07-03 09:00:00,882,$22.00,refunded,B,new,,-1,,-20,Direct\n";
    let figures = [
        ("orders", "", 2),
        ("units", "", 2),
        ("revenue", "2025-06", 6_000),
        ("refunds", "2025-06", 0),
        ("refunds", "2025-07", 3_500),
        ("refund_orders", "", 2),
        ("orders", "2025-07", 0),
    ];
    hold(&[&format!("{WOO}{sales}{back}")], &figures);
    hold(&[&format!("{WOO}{sales}"), &format!("{WOO}{back}")], &figures);
    hold(&[&format!("{WOO}{back}"), &format!("{WOO}{sales}")], &figures);
}

#[test]
fn a_table_and_a_sellers_program_keep_what_came_back_apart_from_what_was_sold() {
    let table = "order id,order date,total,quantity,currency\nT1,2025-06-28,40.00,2,USD\nT1,2025-07-02,-15.00,-1,USD\n";
    let figures =
        [("orders", "", 1), ("units", "", 2), ("revenue", "2025-06", 4_000), ("refunds", "2025-07", 1_500)];
    hold(&[table], &figures);
    let program = "下单时间,付款时间,退款时间,SKU,产品数量,币种缩写,订单金额,包裹号,订单号,订单状态,平台渠道,店铺账号\n\
                   2025-06-28 09:00,2025-06-28 09:01,,A,2,USD,40.00,X1,T1,已发货,Shopify,s\n\
                   2025-06-28 09:00,2025-06-28 09:01,2025-07-02 09:00,A,-1,USD,-15.00,X1,T1,已退款,Shopify,s\n";
    hold(&[program], &figures);
}

#[test]
fn two_stores_that_number_their_orders_alike_are_both_counted() {
    let store = |day: &str, net: &str| {
        format!("{WOO}2025-06-{day} 09:00:00,501,$9.00,completed,A,new,1× Lamp,1,,{net},Direct\n")
    };
    hold(&[&store("03", "10"), &store("13", "25")], &[("orders", "", 2), ("revenue", "", 3_500)]);
    let shops = "下单时间,付款时间,SKU,产品数量,币种缩写,订单金额,包裹号,订单号,订单状态,平台渠道,店铺账号\n\
                 2025-06-03 09:00,2025-06-03 09:01,A,1,USD,10.00,X1,#501,已发货,Shopify,east\n\
                 2025-06-03 09:00,2025-06-03 09:01,A,1,USD,25.00,X2,#501,已发货,Shopify,west\n";
    hold(&[shops], &[("orders", "", 2), ("revenue", "", 3_500)]);
}

#[test]
fn orders_that_differ_in_nothing_but_their_total_are_asked_about() {
    let table = |total: &str| format!("order id,order date,total,currency\nA7,2025-06-03,{total},USD\n");
    let import = hold(&[&table("10.00"), &table("25.00")], &[("orders", "", 1)]);
    let doubt = ImportDoubt::SameNumbers { channel: "own_store:us".to_owned() };
    assert_eq!(import.questions.iter().map(|it| it.doubt.clone()).collect::<Vec<_>>(), [doubt]);
}

const SHOPIFY: &str = "Name,Email,Financial Status,Paid at,Currency,Subtotal,Shipping,Taxes,Total,Created at,\
                       Lineitem quantity,Lineitem name,Lineitem price,Refunded Amount,Id\n";

#[test]
fn lines_of_an_order_belong_together_however_they_were_sorted_or_filled_down() {
    let head = "#7,a@x.org,paid,2025-06-03 09:00:00 +0000,USD,31.00,4.00,2.00,37.00,2025-06-03 09:00:00 +0000,1,Lamp,21.00,0.00,9007\n";
    let line = "#7,a@x.org,,,,,,,,2025-06-03 09:00:00 +0000,2,Bowl,5.00,,\n";
    let filled = "#7,a@x.org,paid,2025-06-03 09:00:00 +0000,USD,31.00,4.00,2.00,37.00,2025-06-03 09:00:00 +0000,2,Bowl,5.00,0.00,9007\n";
    let other = "#8,b@x.org,paid,2025-06-04 09:00:00 +0000,USD,12.00,0.00,0.00,12.00,2025-06-04 09:00:00 +0000,1,Bowl,12.00,0.00,9008\n";
    let figures = [("orders", "", 2), ("units", "", 4), ("revenue", "", 4_700), ("tax", "", 200)];
    for lines in [[head, line, other], [line, other, head], [head, filled, other], [filled, other, head]] {
        hold(&[&format!("{SHOPIFY}{}", lines.concat())], &figures);
    }
    let lost = hold(&[&format!("{SHOPIFY}{line}{other}{other}")], &[("orders", "", 1)]);
    assert_eq!(lost.files[0].excluded[&RowExclusion::Unreadable], 1);
    assert_eq!(lost.files[0].excluded[&RowExclusion::Duplicate], 1);
}

#[test]
fn an_order_that_was_edited_counts_as_the_later_export_has_it_whichever_comes_first() {
    let order = |total: &str, lines: &str| {
        format!(
            "{SHOPIFY}#7,a@x.org,paid,2025-06-03 09:00:00 +0000,USD,{total},0.00,0.00,{total},\
             2025-06-03 09:00:00 +0000,1,Lamp,21.00,0.00,9007\n{lines}"
        )
    };
    let before = order("21.00", "");
    let after = order("26.00", "#7,a@x.org,,,,,,,,2025-06-03 09:00:00 +0000,1,Bowl,5.00,,\n");
    for files in [[&before, &after], [&after, &before]] {
        hold(&[files[0], files[1]], &[("orders", "", 1), ("units", "", 2), ("revenue", "", 2_600)]);
    }
}

const TIKTOK: &str = "Order ID,Order Status,Order Substatus,SKU ID,Quantity,SKU Subtotal Before Discount,\
                      SKU Seller Discount,Created Time,Paid Time,Payment Method,Country\n";

#[test]
fn a_word_that_is_not_known_is_a_sale_only_where_it_was_paid_or_is_paid_on_delivery() {
    let rows = "577000000000000101,กำลังเหาะ,x,1,1,10.00,0,13/06/2025 09:00:00,13/06/2025 09:05:00,card,Thailand\n\
                577000000000000102,กำลังเหาะ,x,1,1,20.00,0,13/06/2025 09:00:00,,card,Thailand\n\
                577000000000000103,กำลังเหาะ,x,1,1,40.00,0,13/06/2025 09:00:00,,Cash on Delivery,Thailand\n\
                577000000000000104,ยังไม่ชำระเงิน,x,1,1,80.00,0,13/06/2025 09:00:00,,card,Thailand\n\
                577000000000000105,จัดส่งแล้ว,x,1,1,5.00,0,13/06/2025 09:00:00,,card,Thailand\n";
    let import = hold(&[&format!("{TIKTOK}{rows}")], &[("orders", "", 3), ("revenue", "", 5_500)]);
    let word = import.files[0].unknown_words["กำลังเหาะ"];
    assert_eq!(word, UnknownWord { n_sold: 2, n_left_out: 1 });
    assert_eq!(import.files[0].excluded[&RowExclusion::Unpaid], 1);
    assert_eq!(import.files[0].excluded[&RowExclusion::UnknownStatus], 1);
}

#[test]
fn fees_of_chargebacks_and_money_of_own_payments_are_no_refunds() {
    let header = "Date,Type,Status,Currency,Gross,Fee,Net,Transaction ID,Balance Impact\n";
    let rows = "06/13/2025,Express Checkout Payment,Completed,USD,50.00,-2.00,48.00,A,Credit\n\
                06/14/2025,Chargeback Fee,Completed,USD,-20.00,0.00,-20.00,B,Debit\n\
                06/15/2025,Payment Refund,Completed,USD,7.00,0.00,7.00,C,Credit\n\
                06/16/2025,Payment Refund,Completed,USD,-9.00,0.00,-9.00,D,Debit\n";
    let figures = [
        ("orders", "", 1),
        ("revenue", "", 5_000),
        ("payment_fees", "", 2_200),
        ("refunds", "", 900),
        ("refund_orders", "", 1),
    ];
    let import = hold(&[&format!("{header}{rows}")], &figures);
    assert_eq!(import.files[0].excluded[&RowExclusion::NotASale], 1);
}

#[test]
fn a_hidden_sheet_is_asked_about_only_where_it_holds_something_new() {
    let of = |rows_of: &str| rows(&format!("{TIKTOK}{rows_of}"));
    let june = of(
        "577000000000000101,Completed,x,1,1,10.00,0,13/06/2025 09:00:00,13/06/2025 09:05:00,card,Thailand",
    );
    let may = of(
        "577000000000000001,Completed,x,1,1,99.00,0,13/05/2025 09:00:00,13/05/2025 09:05:00,card,Thailand",
    );
    let import = read(&[("a.xlsx", &workbook(&[("June", false, &june), ("copy", true, &june)], false))]);
    assert_eq!((told(&import, "revenue", ""), import.questions.len()), (cents(1_000), 0));
    let import = read(&[("a.xlsx", &workbook(&[("May", true, &may), ("June", false, &june)], false))]);
    assert_eq!(told(&import, "revenue", ""), cents(1_000));
    let doubt = ImportDoubt::HiddenSheet { file: "a.xlsx".to_owned(), sheet: "May".to_owned() };
    assert_eq!((import.questions[0].doubt.clone(), import.questions[0].n), (doubt, 1));
    assert_eq!(import.files.len(), 1);
    assert_eq!(import.files[0].excluded[&RowExclusion::HiddenSheet], 1);
}

#[test]
fn a_sheet_that_sums_up_another_is_left_out_and_named() {
    let orders = rows(&format!(
        "{TIKTOK}577000000000000101,Completed,x,1,1,10.00,0,13/06/2025 09:00:00,13/06/2025 09:05:00,card,Thailand"
    ));
    let sums = rows("Order ID,Date,Total\n577000000000000101,2025-06-13,10.00");
    let import = read(&[("a.xlsx", &workbook(&[("orders", false, &orders), ("sums", false, &sums)], false))]);
    assert_eq!(told(&import, "revenue", ""), cents(1_000));
    assert!(import.files[0].notes.contains(&FileNote::SheetsLeftOut { sheets: "sums".to_owned() }));
}

#[test]
fn two_accounts_with_one_campaign_name_are_both_counted_and_two_exports_of_one_are_not() {
    let file = |costs: [&str; 3]| {
        let rows: String =
            (0..3).map(|nth| format!("Summer,2025-06-{},9,{}\n", 13 + nth, costs[nth])).collect();
        format!("Campaign name,Day,Impressions,Amount spent (USD)\n{rows}")
    };
    let import = hold(
        &[&file(["10.00", "11.00", "12.00"]), &file(["1.00", "2.00", "3.00"])],
        &[("ad_spend", "", 3_900)],
    );
    assert_eq!(import.questions[0].recommended, DoubtAnswer::CountBoth);
    let (before, after) = (file(["10.00", "11.00", "4.00"]), file(["10.00", "11.00", "12.00"]));
    for files in [[&before, &after], [&after, &before]] {
        let import = hold(&[files[0], files[1]], &[("ad_spend", "", 3_300)]);
        assert_eq!(import.questions[0].recommended, DoubtAnswer::CountOnce);
    }
}

#[test]
fn numbers_that_a_spreadsheet_rounded_to_zeros_are_refused() {
    let row = |id: &str| {
        format!("{id},Completed,x,1,1,10.00,0,13/06/2025 09:00:00,13/06/2025 09:05:00,card,Thailand\n")
    };
    let rounded = format!("{TIKTOK}{}{}", row("577123456789012000"), row("577123456789013000"));
    let import = read(&[("a.csv", rounded.as_bytes())]);
    assert!(matches!(import.files[0].refusal, Some(FileRefusal::DamagedIds(_))), "{:?}", import.files[0]);
}

#[test]
fn a_currency_in_brackets_is_no_minus_and_a_total_on_each_row_counts_once() {
    hold(
        &["order id,order date,total\nA1,2025-06-13,20.00 (USD)\nA2,2025-06-14,5.00 (USD)\n"],
        &[("revenue", "", 2_500)],
    );
    let repeated = "order id,order date,sku,quantity,order total,currency\nA1,2025-06-13,S1,2,30.00,USD\n\
                    A1,2025-06-13,S2,1,30.00,USD\nA2,2025-06-14,S1,1,8.00,USD\n";
    let import = hold(&[repeated], &[("orders", "", 2), ("units", "", 4), ("revenue", "", 3_800)]);
    assert!(import.files[0].notes.contains(&FileNote::TotalOnEachRow));
    let parts = "order id,order date,sku,quantity,line total,currency\nA1,2025-06-13,S1,1,30.00,USD\n\
                 A1,2025-06-13,S2,1,30.00,USD\n";
    hold(&[&parts.replace("line total", "amount")], &[("revenue", "", 6_000)]);
}

#[test]
fn days_are_read_in_the_order_that_any_day_of_the_file_gives_away() {
    let file = |days: [&str; 2]| {
        format!("order id,order date,total,currency\nA1,{},10.00,USD\nA2,{},20.00,USD\n", days[0], days[1])
    };
    let import = hold(&[&file(["05/06/2025", "28/06/2025"])], &[("revenue", "2025-06", 3_000)]);
    assert!(!import.files[0].notes.contains(&FileNote::DayOrMonth));
    let import = hold(&[&file(["06/05/2025", "06/28/2025"])], &[("revenue", "2025-06", 3_000)]);
    assert!(!import.files[0].notes.contains(&FileNote::DayOrMonth));
    let open = hold(&[&file(["05/06/2025", "04/06/2025"])], &[("revenue", "", 3_000)]);
    assert!(open.files[0].notes.contains(&FileNote::DayOrMonth));
    let iso = hold(&[&file(["2025-06-05", "2025-06-04"])], &[("revenue", "2025-06", 3_000)]);
    assert!(!iso.files[0].notes.contains(&FileNote::DayOrMonth));
}

#[test]
fn months_and_weeks_of_advertising_stand_in_their_months() {
    let google = "Campaign performance\n\"May 1, 2025 - June 30, 2025\"\nMonth,Campaign,Currency code,Cost,Impr.,Clicks\n\
                  May 2025,Brand,USD,70.00,9,1\nJun 2025,Brand,USD,30.50,9,1\nTotal: Account, --,USD,100.50,18,2\n";
    hold(&[google], &[("ad_spend", "2025-05", 7_000), ("ad_spend", "2025-06", 3_050)]);
    let weeks = "Campaign,Week,Currency code,Cost,Impr.,Clicks\nBrand,2025-06-30,USD,70.00,9,1\n";
    hold(&[weeks], &[("ad_spend", "2025-06", 1_000), ("ad_spend", "2025-07", 6_000)]);
}

#[test]
fn two_settlements_in_one_file_close_each_by_itself() {
    let header = "settlement-id\tsettlement-start-date\tsettlement-end-date\ttotal-amount\tcurrency\ttransaction-type\t\
                  order-id\tmarketplace-name\tamount-type\tamount-description\tamount\tposted-date\tquantity-purchased\n";
    let one = "31\t2025-06-01 00:00:00 UTC\t2025-06-14 00:00:00 UTC\t17.00\tUSD\n\
               31\t\t\t\t\tOrder\t111-1\tAmazon.com\tItemPrice\tPrincipal\t20.00\t2025-06-04\t1\n\
               31\t\t\t\t\tOrder\t111-1\tAmazon.com\tItemFees\tCommission\t-3.00\t2025-06-04\t\n";
    let two = "32\t2025-06-14 00:00:00 UTC\t2025-06-28 00:00:00 UTC\t40.00\tCAD\n\
               32\t\t\t\t\tOrder\t701-1\tAmazon.ca\tItemPrice\tPrincipal\t40.00\t2025-06-18\t2\n\
               32\t\t\t\t\tother-transaction\t\tAmazon.ca\tInbound Defect Fee\tReversal\t5.00\t2025-06-18\t\n\
               32\t\t\t\t\tFBAFees\tFBA1\tAmazon.ca\tInbound Defect Fee\tBase fee\t-5.00\t2025-06-18\t\n";
    for file in [format!("{header}{one}{two}"), format!("{header}{one}{header}{two}")] {
        let figures = [
            ("orders", "", 2),
            ("units", "", 3),
            ("revenue", "", 6_000),
            ("marketplace_fees", "", 300),
            ("account_fees", "", 0),
            ("unclassified", "", 0),
        ];
        let import = hold(&[&file], &figures);
        let test = import.files[0].self_test.expect("a sum for each settlement");
        assert_eq!((test.rows, test.failed), (2, 0));
        let currencies: Vec<&str> = import.files[0].currencies.iter().map(|it| it.code()).collect();
        assert_eq!(currencies, ["CAD", "USD"]);
    }
}

#[test]
fn a_pivot_of_visits_counts_its_column_of_totals() {
    let pivot = "# Explorer\n# 20250601-20250630\nDevice,phone,desk,Totals\n\
                 Session source / medium,Sessions,Sessions,Sessions\ntiktok.com / referral,30,10,40\na / b,5,5,10\n";
    hold(&[pivot], &[("sessions", "2025-06", 50)]);
    let months = "# Explorer\n# 20250501-20250630\n\nYear month,Session source / medium,Sessions\n,,90\n\
                  202505,tiktok.com / referral,40\n202506,tiktok.com / referral,50\n";
    hold(&[months], &[("sessions", "2025-05", 40), ("sessions", "2025-06", 50)]);
}

#[test]
fn dinars_of_three_digits_stay_whole_and_in_their_own_market() {
    let file = "balance_transaction_id,created,currency,gross,fee,net,reporting_category\n\
                t1,2025-06-03 10:00:00,jpy,5550,200,5350,charge\nt2,2025-06-05 10:00:00,kwd,12.345,0.500,11.845,charge\n";
    let import = hold(&[file], &[("orders", "", 2)]);
    let dinars = import.ledger.months.iter().find(|month| month.currency == "KWD").expect("dinars");
    assert_eq!((dinars.channel.as_str(), dinars.revenue), ("own_store:kw", Some(Decimal::new(12_345, 3))));
}

#[test]
fn what_hidden_columns_take_away_is_said() {
    let import = hold(
        &["Date,Order #,Net sales\n2025-06-03 09:00:00,1,10\n2025-06-04 09:00:00,2,20\n"],
        &[("orders", "", 2), ("revenue", "", 3_000)],
    );
    assert!(import.files[0].notes.contains(&FileNote::NoStatus));
}

#[test]
fn a_damaged_letter_is_told_by_its_cell_and_takes_nothing_with_it() {
    let text = "下单时间,付款时间,SKU,产品名称,产品数量,币种缩写,订单金额,包裹号,订单号,订单状态,平台渠道,店铺账号\n\
                2025-06-03 09:00,2025-06-03 09:01,A,杯子,1,USD,10.00,X1,O1,已发货,Shopify,s\n";
    let mut bytes = text.as_bytes().to_vec();
    let at = text.find("子,1").expect("a letter");
    bytes[at + 1] = 0xff;
    let import = read(&[("a.csv", &bytes)]);
    assert_eq!(told(&import, "revenue", ""), cents(1_000));
    assert_eq!(import.files[0].lost_letters[0].column, "产品名称");
    assert!(import.files[0].notes.contains(&FileNote::LostInCells));
}

#[test]
fn several_sites_in_one_file_of_temu_are_kept_apart() {
    let file = "订单号,子订单号,订单状态,站点,应履约件数,订单创建时间\nPO-1,S1,已发货,美国站,1,2025-06-03 09:00\n\
                PO-2,S2,已发货,德国站,2,2025-06-04 09:00\n";
    let import = hold(&[file], &[("orders", "", 2), ("units", "", 3)]);
    let channels: Vec<&str> = import.ledger.months.iter().map(|month| month.channel.as_str()).collect();
    assert_eq!(channels, ["temu:de", "temu:us"]);
}

#[test]
fn the_history_of_a_stripe_balance_is_read_as_its_reconciliation_is() {
    let history = "id,Type,Source,Amount,Fee,Net,Currency,Created (UTC),Available On (UTC),Description\n\
                   txn_1,charge,ch_1,\"120,00\",\"2,10\",\"117,90\",eur,2025-06-03 10:00,2025-06-10 00:00,Lamp\n\
                   txn_2,stripe_fee,f_1,\"-0,80\",\"0,00\",\"-0,80\",eur,2025-06-03 11:00,2025-06-03 11:00,Usage\n\
                   txn_3,payment_refund,re_1,\"-20,00\",\"0,00\",\"-20,00\",eur,2025-06-05 10:00,2025-06-05 10:00,Lamp\n\
                   txn_4,payout,po_1,\"-97,10\",\"0,00\",\"-97,10\",eur,2025-06-06 10:00,2025-06-06 10:00,Bank\n";
    let figures =
        [("orders", "", 1), ("revenue", "", 12_000), ("refunds", "", 2_000), ("payment_fees", "", 290)];
    hold(&[history], &figures);
}

#[test]
fn a_table_whose_total_is_called_an_amount_is_read() {
    let table = "order_id,date,product,quantity,unit_price,total_amount,status\n\
                 1,2025-06-03,Cup,2,\"45,000\",\"90,000\",delivered\n2,2025-06-04,Cup,1,\"45,000\",\"45,000\",cancelled\n";
    hold(&[table], &[("orders", "", 1), ("units", "", 2), ("revenue", "", 9_000_000)]);
}
