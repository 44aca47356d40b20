//! How an order stands, in the words of platforms and shop systems, whatever language they are in.

/// How an order stands.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum OrderState {
    /// Paid, being sent, delivered, or come back: it was sold.
    Sold,
    /// Called off before it was sent.
    Cancelled,
    /// The buyer has not paid yet.
    Unpaid,
    /// It was never paid: the payment failed, or it is a draft.
    NotPaid,
    /// A word that is not known.
    Unknown,
}

/// Words that say so where the whole text is one of them, in small letters.
const WORDS: [(OrderState, &str); 4] = [
    (
        OrderState::Cancelled,
        "cancel|canceled|cancelled|cancellation|in cancel|trash|storniert|abgebrochen|annulé|annulée|cancelado|\
         cancelada|anulado|annullato|annullata|geannuleerd|anulowane|anulowano|avbruten|iptal edildi|キャンセル|\
         キャンセル済み|取消|已取消|作废|已作废|交易关闭|已关闭|不成立|取消済み|취소|취소됨|취소 완료|batal|dibatalkan|ยกเลิก|\
         ยกเลิกแล้ว|คำสั่งซื้อถูกยกเลิก|đã hủy|đã huỷ|hủy|huỷ|bị hủy|отменен|отменён",
    ),
    (
        OrderState::Unpaid,
        "unpaid|pending|pending payment|awaiting payment|to pay|on hold payment|zahlung ausstehend|\
         ausstehende zahlung|unbezahlt|offen|en attente de paiement|attente paiement|impayé|pendiente de pago|\
         no pagado|sin pagar|in attesa di pagamento|pagamento in sospeso|pagamento pendente|aguardando pagamento|\
         não pago|a pagar|in afwachting van betaling|onbetaald|oczekuje na płatność|oczekujące na płatność|ödenmedi|\
         ödeme bekleniyor|未付款|待付款|待支付|未支付|尚未付款|等待付款|未払い|支払い待ち|미결제|결제 대기|belum bayar|\
         belum dibayar|belum membayar|menunggu pembayaran|belum berbayar|ยังไม่ชำระเงิน|ยังไม่ได้ชำระเงิน|ที่ต้องชำระ|\
         รอชำระเงิน|รอการชำระเงิน|ค้างชำระ|chưa thanh toán|chờ thanh toán|chờ thanh toán online|\
         ожидает оплаты|не оплачен",
    ),
    (
        OrderState::NotPaid,
        "fail|failed|payment failed|void|voided|draft|checkout-draft|checkout draft|expired|authorized|denied|\
         rejected|fehlgeschlagen|entwurf|échouée|échoué|brouillon|fallido|borrador|fallito|bozza|malsucedido|\
         rascunho|mislukt|concept|nie powiodło się|szkic|başarısız|失败|失敗|付款失败|草稿|下書き|실패|gagal|ล้มเหลว|\
         thất bại|nháp",
    ),
    (
        OrderState::Sold,
        "paid|partially paid|partially_paid|partially refunded|partially_refunded|refunded|processing|on hold|\
         on-hold|completed|complete|confirmed|packed|ready to ship|ready_to_ship|to ship|to_ship|awaiting shipment|\
         awaiting collection|to handover|toship|shipped|partially shipped|shipping|in transit|transit|to receive|\
         delivered|fulfilled|partially fulfilled|unfulfilled|unshipped|returned|shipped_back|shipped back|\
         shipped_back_success|return|returned to seller|delivery failed|failed_delivery|lost|damaged|paid out|done|\
         finished|closed|signed|pickup|to confirm receive|to return|\
         bezahlt|fertiggestellt|fertig|erledigt|in bearbeitung|wird bearbeitet|warteschlange|in wartestellung|abgeschlossen|versandt|versendet|geliefert|erstattet|rückerstattet|\
         zurückerstattet|payé|payée|en cours|en attente|en cours de traitement|terminée|terminé|expédié|expédiée|livré|livrée|remboursée|remboursé|\
         pagado|pagada|procesando|en espera|completado|completada|enviado|enviada|entregado|entregada|reembolsado|\
         reembolsada|pagato|pagata|in lavorazione|sospeso|completato|completata|in sospeso|spedito|spedita|consegnato|\
         consegnata|rimborsato|rimborsata|pago|paga|processando|aguardando|concluído|concluída|concluida|completo|em espera|processado|aguardando|concluido|a enviar|\
         enviado ao cliente|entregue|em trânsito|em transporte|coletado|coletada|aguardando coleta|aguardando envio|aguardando retirada|devolvido|devolvida|finalizado|\
         reembolso|betaald|in behandeling|in de wacht|afgerond|voltooid|verzonden|geleverd|bezorgd|terugbetaald|\
         opłacone|przetwarzane|ukończone|w trakcie realizacji|wstrzymane|zrealizowane|wysłane|dostarczone|zwrócone|ödendi|hazırlanıyor|beklemede|işleniyor|dokončeno|zpracovává se|färdigbehandlad|slutförd|behandlas|gennemført|behandles|afventer|valmis|käsittelyssä|\
         tamamlandı|kargoda|teslim edildi|iade edildi|\
         已付款|已支付|处理中|正在处理|待处理|待审核|已审核|待发货|待揽收|待打单|待打印|已交运|已打单|部分发货|已发货|待收货|运输中|已签收|\
         已妥投|已完成|已完结|完成|已退款|部分退款|退款中|已退货|退货中|保留|缺货|申请运单号|待交运|配货中|待配货|已配货|\
         待出貨|待收貨|運送中|已出貨|已送達|已完成訂單|訂單完成|退貨/退款|処理中|保留中|支払い済み|発送済み|出荷済み|完了|\
         配達済み|返金済み|결제 완료|처리 중|처리중|배송 중|배송중|배송 완료|배송완료|완료|완료됨|보류 중|환불됨|\
         dibayar|sudah dibayar|perlu dikirim|menunggu pengambilan|diproses|ditahan|sedang diproses|dikirim|\
         sedang dikirim|dalam pengiriman|terkirim|selesai|dikembalikan|telah dibayar|untuk dihantar|perlu dihantar|\
         untuk diterima|dihantar|telah dihantar|dalam penghantaran|diterima|dipulangkan|\
         ชำระเงินแล้ว|ที่ต้องจัดส่ง|ที่จะจัดส่ง|รอจัดส่ง|รอการจัดส่ง|เตรียมจัดส่ง|กำลังดำเนินการ|จัดส่งแล้ว|กำลังจัดส่ง|\
         อยู่ระหว่างการจัดส่ง|ที่ต้องได้รับ|จัดส่งสำเร็จ|จัดส่งสำเร็จแล้ว|สำเร็จ|สำเร็จแล้ว|เสร็จสมบูรณ์|เสร็จสิ้น|คืนเงินแล้ว|\
         การคืนสินค้า|การคืนเงิน/คืนสินค้า|\
         đã thanh toán|chờ xác nhận|chờ giao hàng|chờ vận chuyển|chờ lấy hàng|cần gửi|cần giao|đang xử lý|đang giao|\
         đang vận chuyển|đã vận chuyển|đã gửi|đang giao hàng|đã giao|đã giao hàng|đã nhận được hàng|hoàn thành|\
         đã hoàn thành|đã hoàn tất|hoàn tất|đã hoàn tiền|trả hàng|trả hàng/hoàn tiền|\
         оплачен|обработка|в обработке|на удержании|возвращён|возвращен|завершен|завершён|выполнен|отправлен|доставлен",
    ),
];

/// Beginnings that say so whatever follows, such as who has cancelled.
const BEGINNINGS: [(OrderState, &str); 4] = [
    (
        OrderState::Cancelled,
        "cancelled|canceled|cancelado|cancelada|storniert|annul|已取消|取消|作废|dibatalkan|batal|đã hủy|đã huỷ|ยกเลิก|취소",
    ),
    (
        OrderState::Unpaid,
        "unpaid|awaiting payment|pending payment|aguardando pagamento|未付款|待付款|待支付|尚未付款|belum bayar|\
         belum dibayar|menunggu pembayaran|chưa thanh toán|chờ thanh toán|ยังไม่ชำระ|ยังไม่ได้ชำระ|รอชำระ",
    ),
    (OrderState::NotPaid, "failed payment|payment failed|付款失败"),
    (
        OrderState::Sold,
        "shipped|shipping|delivered|completed|returned|refunded|order received|已发货|已完成|已签收|已退款|已收货|\
         买家已付款|卖家已发货|enviado|entregue|dikirim|selesai|đã giao|đang giao|người mua xác nhận|đã nhận|จัดส่ง",
    ),
];

impl OrderState {
    /// The state that a text in small letters names.
    pub fn of(text: &str) -> Self {
        let plain = text.trim().trim_start_matches("wc-").trim_end_matches(['.', '。']);
        let whole = WORDS.iter().find(|(_, words)| words.split('|').any(|word| word == plain));
        let begun =
            || BEGINNINGS.iter().find(|(_, words)| words.split('|').any(|word| plain.starts_with(word)));
        whole.or_else(begun).map_or(Self::Unknown, |(state, _)| *state)
    }
}

/// Whether a way of payment is to pay on delivery.
pub fn is_paid_on_delivery(payment: &str) -> bool {
    const WORDS: [&str; 16] = [
        "cash on delivery",
        "cod",
        "pay on delivery",
        "nachnahme",
        "contre remboursement",
        "contra reembolso",
        "contrassegno",
        "货到付款",
        "貨到付款",
        "代金引換",
        "bayar di tempat",
        "cash on delivery (cod)",
        "เก็บเงินปลายทาง",
        "ชำระเงินปลายทาง",
        "thanh toán khi giao hàng",
        "thanh toán khi nhận hàng",
    ];
    let payment = payment.trim().to_lowercase();
    WORDS.iter().any(|word| payment == *word || word.len() > 3 && payment.contains(word))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn how_an_order_stands_is_known_in_the_languages_of_platforms() {
        for (text, expected) in [
            ("shipped", OrderState::Sold),
            ("shipped - delivered to buyer", OrderState::Sold),
            ("wc-completed", OrderState::Sold),
            ("จัดส่งแล้ว", OrderState::Sold),
            ("ยังไม่ชำระเงิน", OrderState::Unpaid),
            ("ยกเลิกแล้ว", OrderState::Cancelled),
            ("dibatalkan", OrderState::Cancelled),
            ("đã hủy bởi người mua", OrderState::Cancelled),
            ("chờ thanh toán", OrderState::Unpaid),
            ("待付款", OrderState::Unpaid),
            ("不成立", OrderState::Cancelled),
            ("échouée", OrderState::NotPaid),
            ("w paczkomacie", OrderState::Unknown),
            ("", OrderState::Unknown),
        ] {
            assert_eq!(OrderState::of(text), expected, "{text}");
        }
    }

    #[test]
    fn no_word_stands_for_two_states() {
        let all = || WORDS.iter().flat_map(|(state, words)| words.split('|').map(move |word| (*state, word)));
        for (nth, (state, word)) in all().enumerate() {
            let other = all()
                .enumerate()
                .find(|(other, (its, text))| *other != nth && *text == word && *its != state);
            assert!(other.is_none(), "{word}");
            assert_eq!(word, word.to_lowercase().trim(), "{word}");
        }
    }

    #[test]
    fn payment_on_delivery_is_known_by_its_words_and_no_other() {
        assert!(is_paid_on_delivery("COD") && is_paid_on_delivery("Cash on Delivery (COD)"));
        assert!(is_paid_on_delivery("货到付款") && is_paid_on_delivery("เก็บเงินปลายทาง"));
        assert!(
            !is_paid_on_delivery("PayPal") && !is_paid_on_delivery("discover") && !is_paid_on_delivery("")
        );
    }
}
