"""The service report: complete, literal, one signed page, frozen, the same bytes every time."""

from __future__ import annotations

import re
from dataclasses import fields, replace
from datetime import UTC, datetime, timedelta, timezone
from decimal import Decimal
from functools import cache
from io import BytesIO
from pathlib import Path

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from pypdf import PdfReader

import aftersail.web
from aftersail.core.typesetting.fonts import FontsMissing
from aftersail.visits.report.annexes import photo_rows
from aftersail.visits.report.canonical import canonical_json, content_hash
from aftersail.visits.report.content import (
    Addendum,
    ConductScore,
    House,
    Moment,
    PersonHours,
    Photo,
    ReportRefused,
    ServiceReport,
    Signature,
    SignerRole,
    Stamps,
)
from aftersail.visits.report.labels import EN, ZH
from aftersail.visits.report.render import FrozenContentChanged, render_service_report
from tests.visits.report_samples import NOON, draft, far_too_long, handwriting, picture, signatures, signed

HOUSE = House()
FONTS = (Path(aftersail.web.__file__).with_name("fonts"),)
CHINESE = re.compile(r"[\u3000-\u303f\u4e00-\u9fff\uff00-\uffef]")


def printed(report: ServiceReport, house: House = HOUSE) -> bytes:
    return render_service_report(report, font_paths=FONTS, house=house)


def pages(pdf: bytes) -> list[str]:
    """The text of each page without white space, so that line breaks do not matter."""
    return ["".join(page.extract_text().split()) for page in PdfReader(BytesIO(pdf)).pages]


def text(report: ServiceReport) -> str:
    return "".join(pages(printed(report)))


@cache
def long_pages() -> tuple[str, ...]:
    return tuple(pages(printed(far_too_long())))


def picture_count(pdf: bytes) -> int:
    return sum(len(page.images) for page in PdfReader(BytesIO(pdf)).pages)


def test_a_chinese_report_prints_every_field() -> None:
    found = text(signed())
    for expected in (
        "售后服务记录单", "FWJL-DL-202603-0042", "第2版", "内部", "远澜船舶动力研究所", "大连服务站",
        "北辰远洋运输有限公司", "北辰七号（BC-07）", "海水冷却泵组（HT-320B）", "HT320B-2407-0163", "V3.2.1",
        "装备维修", "保修期/用装", "AJ-DL-202603-0117", "PG-DL-202603-0098", "陈海生、刘一帆",
        "2026-03-1305:00", "振动明显增大", "海况4级", "滚道剥落", "VIB振动异常", "1.2机械：振动", "3.4预期磨损",
        "更换驱动端轴承和机械密封", "断电挂牌", "1.8mm/s", "SK-95570", "GR-EP2", "基座减振垫老化", "2026-04-10",
        "属于保修范围", "剩余187天", "临时恢复", "讲解清楚", "5/5", "4/5", "周立", "机电长", "2026-03-1412:06",
        "TW-0117", "处理前", "处理后",
    ):  # fmt: skip
        assert expected in found


def test_an_english_report_holds_no_chinese() -> None:
    report = signed("en")
    found = text(report)
    assert CHINESE.findall(found) == []
    for expected in (
        "Servicereport",
        "Whatwaswrong",
        "Polaris Seven (BC-07)",
        "Temporary",
        "daysleft:187",
        "Before",
    ):
        assert expected.replace(" ", "") in found


def test_both_languages_have_the_same_words_to_fill() -> None:
    def places(words: dict[str, str]) -> dict[str, list[str]]:
        return {key: sorted(re.findall(r"{\w+}", word)) for key, word in words.items()}

    assert places(ZH) == places(EN)
    assert [key for key, word in EN.items() if CHINESE.search(word)] == []


def test_the_document_language_is_taken_from_longer_codes_too() -> None:
    assert "Servicereport" in text(draft("en-gb"))
    assert "售后服务记录单" in text(draft("zh-hans"))
    with pytest.raises(KeyError):
        printed(draft("fr"))


def test_markup_characters_print_literally() -> None:
    awkward = r"""#panic("x") $x^2$ *bold* _it_ `raw` \n @ref <b> // no /* no */ [a] {b} ~ -- --- ... "q" 'r' = h - l + m"""
    found = text(draft(symptom=awkward, actions=awkward, form_number='N#1"$2*'))
    assert found.count("".join(awkward.split())) == 2
    assert 'N#1"$2*' in found


def test_a_character_without_a_glyph_is_named_not_dropped() -> None:
    assert "谢谢[U+1F44D]" in text(signed(user_opinion="谢谢👍\ufe0f\x07"))


@settings(max_examples=40, deadline=None, suppress_health_check=list(HealthCheck))
@given(st.text(st.characters(), max_size=60))
def test_any_text_can_be_printed(anything: str) -> None:
    assert printed(draft(symptom=anything, customer=anything, user_opinion=anything)).startswith(b"%PDF")


def test_what_is_missing_prints_as_a_dash() -> None:
    found = text(draft())
    for label in (
        "客户",
        "序列号",
        "运行小时",
        "故障时间",
        "故障现象",
        "处理措施",
        "恢复情况",
        "保修判定",
        "出发",
    ):
        assert f"{label}—" in found


def test_none_is_claimed_only_once_somebody_has_signed() -> None:
    assert "遗留问题—" in text(draft())
    assert "遗留问题无" in text(draft(signatures=signatures(), signed_at=NOON))


def test_the_same_content_gives_the_same_bytes() -> None:
    assert printed(signed()) == printed(signed())
    assert printed(signed()) != printed(signed(version=3))


def test_the_document_carries_its_title_date_and_language() -> None:
    reader = PdfReader(BytesIO(printed(signed("en"))))
    assert reader.metadata is not None
    assert reader.metadata.title == "Service report FWJL-DL-202603-0042"
    assert reader.metadata.creation_date == NOON + timedelta(minutes=6)
    assert str(reader.trailer["/Root"]["/Lang"]).startswith("en")
    assert [round(float(side)) for side in reader.pages[0].mediabox[2:]] == [595, 842]


def test_every_page_carries_number_version_hash_and_page_of_pages() -> None:
    found = pages(printed(signed()))
    short = content_hash(signed())[:16]
    for number, page in enumerate(found, start=1):
        assert "FWJL-DL-202603-0042" in page
        assert "第2版" in page
        assert short in page
        assert "签署后冻结" in page
        assert f"第{number}页，共{len(found)}页" in page


def test_an_unsigned_report_is_marked_as_draft_and_leaves_room_for_ink() -> None:
    found = pages(printed(draft()))
    assert len(found) == 1
    assert "草稿" in found[0].replace("草稿·未签署", "")
    assert "服务工程师" in found[0]
    assert "用户代表" in found[0]
    assert "草稿" not in text(signed())


def test_long_texts_leave_everything_that_is_signed_on_the_first_page() -> None:
    first, second = long_pages()[:2]
    for name in (
        "陈海生",
        "周立",
        "船厂代表",
        "站点负责人",
        "见证人",
        "临时恢复",
        "另有6项，见附录",
        "行为举止",
    ):
        assert name in first
    assert "（见附录）" in first
    assert second.count("附录A全文") == 1


def test_long_texts_stand_in_full_in_the_annex() -> None:
    everything = "".join(long_pages())
    sentence = "拆检发现驱动端轴承滚道剥落，联轴器对中偏差超出要求，机械密封动环有划痕，需要逐项确认。"
    assert len(re.findall(re.escape(sentence[-12:]), everything)) >= 60 + 40 + 80 + 30
    assert "SN-" + "0123456789" * 9 in everything
    assert "工程师11" in everything


def test_sixty_steps_and_twenty_photos_flow_over_pages() -> None:
    everything = "".join(long_pages())
    assert 10 < len(long_pages()) < 30
    assert everything.count("R" * 60) == 60
    assert everything.count("附录B作业步骤") == 1
    assert [n for n in range(1, 21) if f"照片{n}" not in everything] == []


def test_a_sixth_signer_signs_in_the_annex() -> None:
    witnesses = tuple(
        Signature(SignerRole.WITNESS, f"见证{n}", "", NOON, handwriting(n)) for n in range(1, 6)
    )
    first, second = pages(printed(signed(signatures=signatures() + witnesses)))[:2]
    assert "见证3" in first
    assert "见证4" not in first
    assert "见证4" in second
    assert "见证5" in second


def test_photos_of_a_pair_stand_side_by_side_before_first() -> None:
    photos = (
        Photo(b"", "pump after", Moment.AFTER, "pump"),
        Photo(b"", "plate"),
        Photo(b"", "seal before", Moment.BEFORE, "seal"),
        Photo(b"", "pump before", Moment.BEFORE, "pump"),
        Photo(b"", "room"),
        Photo(b"", "seal after", Moment.AFTER, "seal"),
    )
    rows = [[photos[index].caption for index in row] for row in photo_rows(photos)]
    assert rows == [["pump before", "pump after"], ["seal before", "seal after"], ["plate", "room"]]


def test_an_unreadable_picture_says_so_and_stops_nothing() -> None:
    broken = (Photo(b"not a picture", "照片"), Photo(picture(800, 600)[:200], "半张"))
    pdf = printed(signed(photos=broken))
    assert "".join(pages(pdf)).count("图片无法读取") == 2
    assert "图片无法读取" not in text(signed())


def test_signatures_and_photos_are_in_the_document() -> None:
    assert picture_count(printed(signed())) == 2 + 3


def test_the_hash_ignores_spelling_but_no_content() -> None:
    report = signed()
    tokyo = timezone(timedelta(hours=9))
    respelt = replace(
        report,
        prepared_at=report.prepared_at.astimezone(tokyo),
        hours=tuple(
            replace(person, work_hours=person.work_hours.quantize(Decimal("1.00"))) for person in report.hours
        ),
    )
    assert content_hash(respelt) == content_hash(report)
    assert content_hash(replace(report, symptom=report.symptom + "。")) != content_hash(report)
    other_photo = (replace(report.photos[0], image=picture(10, 10)), *report.photos[1:])
    assert content_hash(replace(report, photos=other_photo)) != content_hash(report)
    assert re.fullmatch(r"[0-9a-f]{64}", content_hash(report))


def test_fields_left_empty_do_not_enter_the_hash() -> None:
    assert set(re.findall(r'"(\w+)":', canonical_json(draft()))) == {
        "form_number",
        "institute",
        "language",
        "prepared_at",
        "version",
    }


def test_a_measured_zero_and_a_failed_test_do_enter_the_hash() -> None:
    assert '"wait_hours":"0"' in canonical_json(draft(hours=(PersonHours("A"),)))
    assert '"passed":false' in canonical_json(signed(tests=(replace(signed().tests[0], passed=False),)))


def test_an_addendum_leaves_the_signed_hash_alone_and_is_printed_apart() -> None:
    report = signed(addenda=())
    later = replace(report, addenda=(Addendum(1, "陈海生", "更正力矩值。", NOON + timedelta(days=1)),))
    assert content_hash(later) == content_hash(report)
    assert "签署之后补充" in pages(printed(later))[-1]
    assert "更正力矩值。" in pages(printed(later))[-1]


def test_frozen_content_that_changed_is_not_printed() -> None:
    report = signed()
    frozen = replace(report, frozen_hash=content_hash(report))
    assert printed(frozen) == printed(report)
    with pytest.raises(FrozenContentChanged, match="FWJL-DL-202603-0042"):
        printed(replace(frozen, diagnosis="另一个结论"))


def test_customers_see_no_amounts() -> None:
    named = {field.name for field in fields(ServiceReport)} | ZH.keys()
    assert [name for name in named if re.search("cost|price|amount|cny|fee", name)] == []


def test_times_are_read_on_the_clock_of_the_house() -> None:
    found = "".join(pages(printed(draft(fault_at=NOON), House(time_zone="Asia/Kolkata"))))
    assert "2026-03-1409:30" in found
    assert "UTC+5:30" in found


def test_the_house_may_bring_its_own_mark() -> None:
    mark = b'<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 4 4"><rect width="4" height="4" fill="#900"/></svg>'
    assert printed(draft(), House(mark_svg=mark)) != printed(draft())


@pytest.mark.parametrize(
    "contradiction",
    [
        lambda: draft(prepared_at=datetime(2026, 3, 14)),  # noqa: DTZ001
        lambda: Stamps(arrived_at=datetime(2026, 3, 14)),  # noqa: DTZ001
        lambda: draft(version=0),
        lambda: draft(signed_at=NOON),
        lambda: draft(signed_at=NOON, signatures=(Signature(SignerRole.USER, "周立"),)),
        lambda: draft(addenda=(Addendum(1, "陈海生", "x", datetime(2026, 3, 14, tzinfo=UTC)),)),
        lambda: ConductScore("耐心", 6),
    ],
)
def test_contradictory_content_is_refused(contradiction: object) -> None:
    with pytest.raises(ReportRefused):
        contradiction()  # type: ignore[operator]


def test_missing_fonts_are_named_instead_of_printing_boxes(tmp_path: Path) -> None:
    with pytest.raises(FontsMissing, match=re.escape(str(tmp_path))):
        render_service_report(draft(), font_paths=[tmp_path], house=House())
