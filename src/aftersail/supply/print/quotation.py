"""The quotation of parts as a PDF, in Chinese or English."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path

from django.conf import settings
from django.utils import timezone

from aftersail.core.typesetting.pdf import typeset
from aftersail.supply.models import PartsOrder

TEMPLATE = Path(__file__).with_name("quotation.typ")
WORDS = {
    "zh": {
        "title": "备件报价单", "number": "编号", "edition": "版次", "customer": "客户", "vessel": "船舶", "contact": "联系人", "date": "报价日期",
        "valid": "有效期至", "part": "件号", "name": "名称", "quantity": "数量", "unit": "单位", "price": "单价（元）", "amount": "金额（元）",
        "promise": "交货期", "days": "天", "total": "合计（人民币元）", "terms": "交货与付款条件", "reference": "客户订单号", "sign": "报价人签字", "accept": "客户确认签字",
        "note": "本报价为保修范围以外的备件供应。",
    },
    "en": {
        "title": "Quotation of spare parts", "number": "Number", "edition": "Edition", "customer": "Customer", "vessel": "Vessel", "contact": "Contact",
        "date": "Quoted on", "valid": "Valid until", "part": "Part number", "name": "Description", "quantity": "Qty", "unit": "Unit", "price": "Unit price (CNY)",
        "amount": "Amount (CNY)", "promise": "Delivery", "days": "days", "total": "Total (CNY)", "terms": "Terms of delivery and payment",
        "reference": "Your reference", "sign": "For the supplier", "accept": "Accepted by the customer", "note": "This quotation covers spare parts outside warranty.",
    },
}  # fmt: skip


def quotation_pdf(order: PartsOrder, *, language: str, font_paths: Sequence[Path]) -> bytes:
    """Return the PDF. `language` is zh or en; equal orders give equal bytes."""
    english = language == "en"

    def call(record: object) -> str:
        own = getattr(record, "name", "")
        return str((getattr(record, "name_en", "") if english else "") or own or "—")

    lines = list(order.lines.select_related("part"))
    quoted = order.quoted_at or order.asked_at
    data = {
        "lang": language, "words": WORDS[language], "house": settings.HOUSE_NAME, "number": order.number, "edition": str(order.edition),
        "customer": call(order.customer), "vessel": call(order.vessel) if order.vessel else "—", "contact": order.contact or "—",
        "date": timezone.localtime(quoted).strftime("%Y-%m-%d"), "valid": order.valid_until.isoformat() if order.valid_until else "—",
        "reference": order.customer_reference or "—", "terms": order.terms or "—",
        "total": f"{sum((one.unit_price_cny * one.quantity for one in lines), 0):,.2f}",
        "lines": [
            {
                "part": one.part.number, "name": call(one.part), "quantity": str(one.quantity), "unit": one.part.unit, "price": f"{one.unit_price_cny:,.2f}",
                "amount": f"{one.unit_price_cny * one.quantity:,.2f}", "promise": str(one.promised_days),
            }
            for one in lines
        ],
    }  # fmt: skip
    return typeset(TEMPLATE, data=data, pictures={}, font_paths=font_paths, created_at=quoted)
