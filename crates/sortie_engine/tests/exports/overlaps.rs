//! Reports that tell of the same days twice: nothing counts twice, and the seller is asked.

use std::collections::BTreeMap;

use sortie_engine::import::{
    DoubtAnswer, FileNote, Import, ImportDoubt, ImportInput, ImportQuestion, ImportSettings, RowExclusion,
    import,
};
use sortie_engine::watch::PatientWatch;

fn visits(from: &str, to: &str, header: &str, rows: &str) -> String {
    format!("# ----\n# Start date: {from}\n# End date: {to}\n{header},Sessions\n{rows}")
}

const SOURCES: &str = "Session source / medium";
const GROUPS: &str = "Session primary channel group (Default Channel Group)";

fn read(files: &[(&str, &str)], answers: BTreeMap<ImportDoubt, DoubtAnswer>) -> Import {
    let inputs = files.iter().map(|(name, text)| ImportInput {
        name: (*name).to_owned(),
        content: Box::new(std::io::Cursor::new(text.as_bytes().to_vec())),
        written: None,
    });
    import(inputs.collect(), &ImportSettings { answers, ..ImportSettings::default() }, &PatientWatch)
}

fn sessions(import: &Import) -> u64 {
    import.ledger.months.iter().filter_map(|month| month.sessions).sum()
}

#[test]
fn visits_of_a_month_told_by_groups_and_by_sources_count_once_by_sources() {
    let groups = visits("20251101", "20251130", GROUPS, "Organic Social,400\nDirect,600\n");
    let sources =
        visits("20251101", "20251130", SOURCES, "tiktok.com / referral,390\n(direct) / (none),610\n");
    let files = [("groups.csv", &*groups), ("sources.csv", &*sources)];
    let found = read(&files, BTreeMap::new());
    assert_eq!(sessions(&found), 1_000);
    assert!(
        found.ledger.sources.iter().all(|source| !source.medium.is_empty()),
        "{:?}",
        found.ledger.sources
    );
    let doubt = ImportDoubt::SameVisits { believed: "sources.csv".into(), other: "groups.csv".into() };
    let (recommended, answer) = (DoubtAnswer::CountOnce, DoubtAnswer::CountOnce);
    assert_eq!(
        found.questions,
        [ImportQuestion { doubt: doubt.clone(), n: 1, recommended, answer, is_alone: false }]
    );
    assert_eq!(found.files[0].excluded, BTreeMap::from([(RowExclusion::Duplicate, 2)]));
    assert_eq!(found.files[0].notes, [FileNote::SameVisits { other: "sources.csv".into() }]);
    assert!(found.files[1].notes.is_empty() && found.files[1].used() == 2);
    // Two sites may have the same days.
    let both = read(&files, BTreeMap::from([(doubt, DoubtAnswer::CountBoth)]));
    assert_eq!((sessions(&both), both.questions[0].answer), (2_000, DoubtAnswer::CountBoth));
}

#[test]
fn months_are_believed_before_the_year_that_holds_them() {
    let year = visits("20250101", "20251231", SOURCES, "tiktok.com / referral,9000\n");
    let october = visits("20251001", "20251031", SOURCES, "tiktok.com / referral,700\n");
    let november = visits("20251101", "20251130", SOURCES, "tiktok.com / referral,800\n");
    let found = read(&[("year.csv", &year), ("10.csv", &october), ("11.csv", &november)], BTreeMap::new());
    let months: Vec<_> =
        found.ledger.months.iter().map(|month| (month.month.to_string(), month.sessions)).collect();
    assert_eq!(months, [("2025-10".to_owned(), Some(700)), ("2025-11".to_owned(), Some(800))]);
    assert_eq!(found.files[0].used(), 0);
    assert_eq!(found.questions.len(), 1);
}

#[test]
fn days_of_two_reports_are_merged_day_by_day() {
    let days = |rows: &str| format!("Session source / medium,Date,Sessions\n{rows}");
    let first = days("tiktok.com / referral,20251129,10\ntiktok.com / referral,20251130,20\n");
    let second = days("tiktok.com / referral,20251130,20\ntiktok.com / referral,20251201,40\n");
    let found = read(&[("a.csv", &first), ("b.csv", &second)], BTreeMap::new());
    assert_eq!(sessions(&found), 70);
    assert!(found.questions.is_empty());
}

#[test]
fn an_order_that_a_shop_and_a_sellers_program_both_hold_has_one_buyer() {
    let shop = "Name,Email,Financial Status,Currency,Subtotal,Shipping,Taxes,Total,Created at,Lineitem quantity,\
                Lineitem name,Shipping Country\n\
                #1001,ada@example.com,paid,USD,40.00,0,0,40.00,2025-11-02 10:00:00 -0500,1,Mug,US\n";
    let program = "下单时间,付款时间,买家账号,国家二字码,产品数量,币种缩写,订单金额,包裹号,订单号,订单状态,平台渠道,店铺账号\n\
                   2025-11-02 23:00:00,2025-11-02 23:01:00,ada,US,1,USD,40.00,XM1,#1001,已发货,Shopify,store\n";
    let files = [("shop.csv", shop), ("program.csv", program)];
    let told = |import: &Import| {
        let month = &import.ledger.months[0];
        (import.ledger.orders.len(), month.orders, month.buyers)
    };
    let found = read(&files, BTreeMap::new());
    assert_eq!(told(&found), (1, Some(1), Some(1)), "{:#?}", found.files);
    let [ImportQuestion { doubt, n: 1, .. }] = &found.questions[..] else { panic!("{:?}", found.questions) };
    let both = read(&files, BTreeMap::from([(doubt.clone(), DoubtAnswer::CountBoth)]));
    assert_eq!(told(&both), (2, Some(2), Some(2)));
}
