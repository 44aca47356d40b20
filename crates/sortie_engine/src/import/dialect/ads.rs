//! Costs of advertising from Meta, TikTok, Google and Amazon, by campaign and day where the file tells days.
//!
//! Exports of one account by campaign, by group and by ad hold the same cost; a campaign's day counts once.

use jiff::ToSpan;

use super::{DialectContext, ExportDialect, ExportTable, FileFindings, FileRefusal};
use crate::import::date::DayOrder;
use crate::import::findings::{MoneyEntry, MonthFigure, identity};
use crate::import::header::ColumnPlace;
use crate::import::market::{channel, currency_in, market_of};
use crate::import::number::DecimalStyle;
use crate::import::period::{days_above, days_in, days_of, month_written, spread};
use crate::import::report::{CellFault, CellProblem, FileNote};
use crate::import::row::ExportRow;
use crate::ledger::{Currency, Date};

const META_SPENT: &str = "amount spent (*|amount spent|已花费金额 (*|已花费金额(*|花费金额 (*|花费金额(*|花費金額 (*|\
    花費金額(*|ausgegebener betrag (*|importe gastado (*|montant dépensé (*|importo speso (*|valor usado (*|\
    montante gasto (*|消化金額 (*|消化金額(*|지출 금액 (*|지출 금액(*|지출금액 (*|besteed bedrag (*|wydana kwota (*|\
    harcanan tutar (*|จำนวนเงินที่ใช้จ่ายไป (*|số tiền đã chi tiêu (*|jumlah yang dibelanjakan (*";

const CAMPAIGN: &str = "campaign name|campaign|广告系列名称|广告系列|行銷活動名稱|廣告活動|キャンペーン名|キャンペーン|캠페인 이름|\
    캠페인|kampagnenname|kampagne|nombre de la campaña|campaña|nom de la campagne|campagne|nome della campagna|\
    campagna|nome da campanha|campanha|campagnenaam|nazwa kampanii|kampania|kampanya adı|kampanya|ชื่อแคมเปญ|แคมเปญ|\
    tên chiến dịch|chiến dịch|nama kampanye|kampanye";

const STARTS: &str = "reporting starts|报告开始日期|分析報告開始|レポート開始日|보고 시작|berichtsstart|inicio del informe|\
    début des rapports|début du rapport|inizio dei report|inizio report|início dos relatórios|begin rapportage|\
    początek raportu";

const ENDS: &str = "reporting ends|报告结束日期|分析報告結束|レポート終了日|보고 종료|berichtsende|fin del informe|\
    fin des rapports|fin du rapport|fine dei report|fine report|término dos relatórios|fim dos relatórios|\
    einde rapportage|koniec raportu";

const COST: &str =
    "total cost|cost|kosten|coût|coste|costo|custo|费用|費用|花费|비용|koszt|maliyet|ค่าใช้จ่าย|chi phí|biaya";

const SHOWN: &str = "impr.|impressions|impressionen|impresiones|impressioni|impression|impressões|展示次数|曝光|曝光次数|曝光次數|\
    表示回数|インプレッション|노출수|노출|vertoningen|vert.|wyśw.|gösterim|จำนวนการแสดงผล|lượt hiển thị|tayangan";

pub(super) const META: ExportDialect = ExportDialect {
    kind: "meta.ads",
    signatures: &[&[META_SPENT, CAMPAIGN], &[META_SPENT, SHOWN], &[META_SPENT, STARTS], &[META_SPENT, GROUP]],
    is_quoted: true,
    sales_rank: 0,
    costs_rank: 2,
    read,
};

/// Names of what stands below a campaign.
const GROUP: &str = "ad set name|ad group name|ad group|ad name|广告组名称|广告名称|廣告組合名稱|廣告名稱|広告セット名|広告名|\
    광고 세트 이름|광고 이름|anzeigengruppenname|anzeigengruppe|anzeigenname|nombre del conjunto de anuncios|\
    nombre del anuncio|nom de l'ensemble de publicités|nom de la publicité|nome del gruppo di inserzioni|\
    nome dell'inserzione|nome do conjunto de anúncios|nome do anúncio";

pub(super) const TIKTOK: ExportDialect = ExportDialect {
    kind: "tiktok.ads",
    signatures: &[
        &["cost", "cpc (destination)|clicks (destination)|gross revenue (shop)|purchases (shop)"],
        &["total cost|cost", "campaign name", "gross revenue (shop)|gross revenue|roi (shop)"],
    ],
    ..META
};

pub(super) const GOOGLE: ExportDialect = ExportDialect {
    kind: "google.ads",
    signatures: &[&[
        "cost|kosten|coût|coste|costo|custo|费用|費用|비용|koszt|maliyet",
        SHOWN,
        "clicks|klicks|clics|clic|cliques|点击次数|點擊|點擊次數|クリック数|클릭수|klikken|kliknięcia|tıklama",
        "campaign|kampagne|campagne|campaña|campagna|campanha|广告系列|廣告活動|キャンペーン|캠페인|kampania|kampanya",
    ]],
    ..META
};

pub(super) const AMAZON: ExportDialect = ExportDialect {
    kind: "amazon.ads",
    signatures: &[&["budget currency", "date range", "campaign name", "total cost"]],
    costs_rank: 4,
    ..META
};

struct AdsColumns {
    cost: ColumnPlace,
    /// Account and campaign: with the day, what makes a cost this one.
    names: Vec<ColumnPlace>,
    has_account: bool,
    /// All columns with names of what was advertised; a row of totals has none.
    titles: Vec<ColumnPlace>,
    day: Option<ColumnPlace>,
    /// A column that names months or weeks, where no days are told.
    month: Option<ColumnPlace>,
    week: Option<ColumnPlace>,
    range: Option<ColumnPlace>,
    starts: Option<ColumnPlace>,
    ends: Option<ColumnPlace>,
    currency: Option<ColumnPlace>,
    /// The page of the own store that a visitor lands on.
    page: Option<ColumnPlace>,
    /// Sales within TikTok.
    shop_sales: Option<ColumnPlace>,
}

impl AdsColumns {
    fn of(table: &ExportTable<'_>) -> Result<Self, FileRefusal> {
        const ACCOUNT: &str = "account name|account id|advertiser account id|账户名称|账户编号|帳號名稱|アカウント名|\
            계정 이름|kontoname|nombre de la cuenta|nom du compte|nome dell'account|nome da conta|customer id|account|\
            konto|cuenta|compte|conto|conta|帐号|账号";
        let names: Vec<ColumnPlace> =
            [ACCOUNT, CAMPAIGN].iter().filter_map(|alias| table.column(alias)).collect();
        let account = table.column(ACCOUNT);
        let below = table.columns(GROUP);
        let campaign = table.column(CAMPAIGN);
        let day = table.column(
            "by day|day|date|stat time day|单日|日期|天|天數|天数|日|일|tag|día|fecha|jour|giorno|dia|dag|dzień|gün|วัน|\
             ngày|hari",
        );
        Ok(Self {
            cost: table.column(META_SPENT).map_or_else(|| table.needed(COST), Ok)?,
            titles: campaign.into_iter().chain(below).collect(),
            has_account: account.is_some(),
            names,
            month: table
                .column(
                    "by month|month|月份|月|월|monat|mes|mois|mese|mês|maand|miesiąc|ay|เดือน|tháng|bulan|reporting month",
                )
                .filter(|_| day.is_none()),
            week: table
                .column("by week|week|周|週|주|woche|semana|semaine|settimana|tydzień|hafta|minggu")
                .filter(|_| day.is_none()),
            day,
            range: table.column("date range"),
            starts: table.column(STARTS),
            ends: table.column(ENDS),
            currency: table.column(
                "currency|currency code|budget currency|货币|货币代码|币种|幣別|貨幣|貨幣代碼|通貨|通貨コード|통화|통화 코드|währung|\
                 währungscode|divisa|código de moneda|moneda|devise|code de devise|code devise|valuta|codice valuta|\
                 moeda|código da moeda|valutacode|waluta|kod waluty|para birimi|para birimi kodu",
            ),
            page: table.column("website url (ad level)|website url"),
            shop_sales: table.column("gross revenue (shop)"),
        })
    }
}

fn read(
    table: &mut ExportTable<'_>,
    context: &DialectContext<'_>,
    findings: &mut FileFindings,
) -> Result<(), FileRefusal> {
    let columns = AdsColumns::of(table)?;
    table.find_decimals(&[Some(columns.cost)], DecimalStyle::Point)?;
    table.set_day_order(DayOrder::MonthFirst);
    findings.is_nameless = !columns.has_account;
    let currency = currency_told(table, &columns, findings)?;
    let declared = days_above(&table.preamble);
    if let Some((from, to)) = declared {
        findings.declare(from, to);
    }
    let has_days = columns.tells_days() || columns.range.is_some() || columns.starts.is_some();
    findings.is_summed = !columns.tells_days();
    let otherwise = match declared {
        Some(days) => Some(days),
        None if has_days => None,
        None => Some(days_of(context.file, findings)),
    };
    let is_amazon = columns.range.is_some();
    table.each(|row| {
        if is_total(row, &columns) {
            row.set_aside();
            return Ok(());
        }
        let days = days_of_row(row, &columns, otherwise)?;
        if !columns.tells_days() && days.0.first_of_month() != days.1.first_of_month() {
            findings.add_note(FileNote::SpreadOverDays);
        }
        if let (Some(from), Some(to)) = (row.stamp(columns.starts)?, row.stamp(columns.ends)?) {
            findings.declare(from.date(), to.date());
        }
        let currency = row.currency(columns.currency)?.unwrap_or(currency);
        let sells_in_tiktok = row.text(columns.page).is_empty()
            && row.number(columns.shop_sales).is_ok_and(|sales| sales.is_some_and(|sales| !sales.is_zero()));
        let kind = match () {
            () if is_amazon => "amazon",
            () if sells_in_tiktok => "tiktok_shop",
            () => "own_store_ads",
        };
        let names: Vec<String> = columns.names.iter().map(|place| row.text(*place).into_owned()).collect();
        for (date, amount) in spread(row.amount(columns.cost)?, days.0, days.1) {
            let mut parts: Vec<&str> = names.iter().map(String::as_str).collect();
            let date_text = date.to_string();
            parts.push(&date_text);
            findings.add(MoneyEntry {
                identity: identity(&parts),
                date,
                channel: channel(kind, market_of(currency)),
                currency,
                column: MonthFigure::AdSpend,
                amount,
            });
        }
        Ok(())
    })
}

impl AdsColumns {
    /// Whether each row has its day, week or month.
    fn tells_days(&self) -> bool {
        self.day.or(self.month).or(self.week).is_some()
    }
}

/// The currency of a file: in the name of its column of costs, in a column of its own, by the sign of an amount.
fn currency_told(
    table: &mut ExportTable<'_>,
    columns: &AdsColumns,
    findings: &mut FileFindings,
) -> Result<Currency, FileRefusal> {
    let name = table.header.written(columns.cost);
    let in_brackets = name.rsplit(['(', '（']).next().and_then(|text| Currency::parse(text.get(..3)?));
    if let Some(currency) = in_brackets.filter(|_| name.contains(['(', '（'])) {
        return Ok(currency);
    }
    if let Some(place) = columns.currency
        && let Some(currency) = table.first(&[Some(place)], Currency::parse)?
    {
        return Ok(currency);
    }
    let by_sign = table.first(&[Some(columns.cost)], currency_in)?;
    if by_sign.is_none_or(|(_, is_sure)| !is_sure) {
        findings.add_note(FileNote::CurrencyOfMarket);
    }
    Ok(by_sign.map_or(Currency::USD, |(currency, _)| currency))
}

/// Whether a row holds totals: it names nothing, or says so.
fn is_total(row: &ExportRow<'_>, columns: &AdsColumns) -> bool {
    const TOTALS: [&str; 13] = [
        "total",
        "grand total",
        "gesamt",
        "总计",
        "合计",
        "總計",
        "合計",
        "합계",
        "총계",
        "résultats",
        "resultados",
        "totale",
        "totaal",
    ];
    let titles: Vec<String> = columns.titles.iter().map(|place| row.word(*place)).collect();
    let says_so = |title: &String| {
        // In French a space stands before the colon.
        let rest = TOTALS.iter().find_map(|total| title.strip_prefix(total));
        let rest = rest.map(|rest| if rest.starts_with(" of ") { rest } else { rest.trim_start() });
        rest.is_some_and(|rest| rest.is_empty() || rest.starts_with([':', '：']) || rest.starts_with(" of "))
    };
    !titles.is_empty() && titles.iter().all(String::is_empty) || titles.iter().any(says_so)
}

fn days_of_row(
    row: &ExportRow<'_>,
    columns: &AdsColumns,
    otherwise: Option<(Date, Date)>,
) -> Result<(Date, Date), CellFault> {
    if let Some(day) = row.stamp(columns.day)? {
        return Ok((day.date(), day.date()));
    }
    if let Some(place) = columns.month {
        return month_written(&row.text(place)).ok_or_else(|| row.fault(place, CellProblem::NotADate));
    }
    if let Some(place) = columns.week {
        let text = row.text(place);
        if let Some(days) = days_in(&text) {
            return Ok(days);
        }
        let from = row.moment(place)?.date();
        return Ok((from, from.checked_add(6.days()).unwrap_or(from)));
    }
    if let Some(place) = columns.range {
        return days_in(&row.text(place)).ok_or_else(|| row.fault(place, CellProblem::NotADate));
    }
    if let (Some(from), Some(to)) = (row.stamp(columns.starts)?, row.stamp(columns.ends)?) {
        return Ok((from.date(), to.date()));
    }
    let missing = columns.day.or(columns.starts).unwrap_or(columns.cost);
    otherwise.ok_or_else(|| row.fault(missing, CellProblem::Missing))
}
