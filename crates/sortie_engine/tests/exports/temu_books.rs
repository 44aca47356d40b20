//! Temu's reconciliation of a made-up shop: a workbook with a sheet for each way in which money comes and goes, in every way
//! in which a seller brings it.

use sortie_engine::import::Import;
use sortie_engine::ledger::Decimal;

use super::counted;
use super::generated::Chance;
use super::generated::written::Style;
use super::old_book::{OldStyle, old_workbook};
use super::read;
use super::ways::{Rows, Told, told_by, workbook};

/// What happened with an order: when it was settled, and what came back.
struct Settled {
    order: String,
    day: u64,
    month: &'static str,
    income: Decimal,
    back: Option<Decimal>,
}

fn shop(chance: &mut Chance) -> Vec<Settled> {
    (0..12 + chance.below(6))
        .map(|nth| Settled {
            order: format!("PO-211-{nth:08}"),
            day: 1 + chance.below(28),
            month: if nth % 2 == 0 { "2025-11" } else { "2025-10" },
            income: chance.amount(Style::Plain) + Decimal::ONE,
            // Most of what comes after a sale notes that a price fell, and moves no money.
            back: match chance.below(4) {
                0 => Some(Decimal::ZERO),
                1 => Some(chance.amount(Style::Plain) + Decimal::ONE),
                _ => None,
            },
        })
        .collect()
}

fn told(shop: &[Settled], month_of: impl Fn(&Settled) -> &str) -> Told {
    let mut told = Told::new();
    for settled in shop {
        let mut add = |name, amount| *told.entry((month_of(settled).to_owned(), name)).or_default() += amount;
        add("revenue", settled.income);
        if let Some(back) = settled.back.filter(|back| !back.is_zero()) {
            add("refunds", back);
            add("refund_orders", Decimal::ONE);
        }
    }
    told
}

fn line<const N: usize>(cells: [&str; N]) -> Vec<String> {
    cells.map(str::to_owned).to_vec()
}

/// The sheets of income and of what came back.
fn sheets(shop: &[Settled], is_in: impl Fn(&Settled) -> bool) -> [Rows; 2] {
    let when = |it: &Settled| format!("{}-{:02} 10:20:30", it.month, it.day);
    let own: Vec<&Settled> = shop.iter().filter(|it| is_in(it)).collect();
    let mut income = vec![line(["订单编号", "子订单号", "币种", "交易收入", "账务时间"])];
    let mut back = vec![line(["订单编号", "子订单号", "售后单号", "币种", "售后退款金额", "账务时间"])];
    for it in own {
        let (part, time) = (format!("{}-A", it.order), when(it));
        income.push(line([&it.order, &part, "USD", &format!("{:.2}", it.income), &time]));
        if let Some(amount) = it.back {
            let number = format!("RE{}", it.order);
            back.push(line([&it.order, &part, &number, "USD", &format!("{amount:.2}"), &time]));
        }
    }
    [income, back]
}

const NAMES: [&str; 2] = ["结算-交易收入", "结算-售后退款"];

fn book(sheets: &[Rows; 2]) -> Vec<u8> {
    workbook(&[(NAMES[0], false, &sheets[0]), (NAMES[1], false, &sheets[1])], true)
}

fn hold(what: &str, files: &[(&str, &[u8])], expected: &Told) -> Import {
    let import = read(files);
    assert_eq!(told_by(&import), *expected, "{what}: {:#?}", import.files);
    import
}

#[test]
fn the_reconciliation_of_a_shop_tells_the_same_money_however_it_is_brought() {
    let mut n_files = 0;
    for seed in 0..12 {
        let shop = shop(&mut Chance::new(31_000 + seed));
        let expected = told(&shop, |it| it.month);
        let whole = sheets(&shop, |_| true);
        let bytes = book(&whole);
        hold("whole", &[("对账中心.xlsx", &bytes)], &expected);
        let named = [(NAMES[0], false, &whole[0]), (NAMES[1], false, &whole[1])];
        for style in [OldStyle::Shared, OldStyle::Plain] {
            hold("xls", &[("对账中心.xls", &old_workbook(&named, style))], &expected);
        }
        let again = old_workbook(&named, OldStyle::Plain);
        hold("twice", &[("对账中心.xlsx", &bytes), ("对账中心 copy.xls", &again)], &expected);
        hold("twice, the copy first", &[("a.xls", &again), ("b.xlsx", &bytes)], &expected);
        let copied = [named[0], named[1], ("结算-交易收入 (2)", true, &whole[0])];
        hold("with a hidden copy", &[("对账中心.xlsx", &workbook(&copied, false))], &expected);
        let [october, november] =
            ["2025-10", "2025-11"].map(|month| book(&sheets(&shop, |it| it.month == month)));
        hold("by month", &[("10.xlsx", &october), ("11.xlsx", &november)], &expected);
        hold("by month, the last first", &[("11.xlsx", &november), ("10.xlsx", &october)], &expected);
        // Beside the orders, money goes into the month of its order: all of these were placed in October.
        let head = "订单号,订单状态,子订单号,应履约件数,订单创建时间\n";
        let order = |it: &Settled| format!("{0},已发货,{0}-A,1,2025-10-05 08:00:00\n", it.order);
        let orders = format!("{head}{}", shop.iter().map(order).collect::<String>());
        let mut of_orders = told(&shop, |_| "2025-10");
        let n_orders = Decimal::from(shop.len());
        of_orders.insert(("2025-10".to_owned(), "orders"), n_orders);
        of_orders.insert(("2025-10".to_owned(), "units"), n_orders);
        hold("with its orders", &[("orders.csv", orders.as_bytes()), ("对账中心.xlsx", &bytes)], &of_orders);
        n_files += 15;
    }
    counted("1-2, 7: Temu's reconciliation", n_files, 0, 0);
    assert!(n_files >= 150);
}
