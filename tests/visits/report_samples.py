"""Invented service reports for the tests: one short, one signed in two languages, one far too long."""

from __future__ import annotations

from datetime import UTC, date, datetime, timedelta
from decimal import Decimal
from io import BytesIO

from PIL import Image, ImageDraw

from aftersail.visits.report.content import (
    Addendum,
    Code,
    ConductScore,
    Direction,
    Equipment,
    Leftover,
    Measurement,
    Moment,
    Outcome,
    PartMoved,
    PersonHours,
    Photo,
    Restoration,
    ServiceReport,
    Signature,
    SignerRole,
    Stamps,
    Step,
    Vessel,
    Warranty,
)

NOON = datetime(2026, 3, 14, 4, 0, tzinfo=UTC)


def picture(width: int, height: int, colour: str = "steelblue", kind: str = "JPEG") -> bytes:
    """Encode a plain picture with a cross, so that its orientation and edges can be seen."""
    image = Image.new("RGB", (width, height), colour)
    draw = ImageDraw.Draw(image)
    draw.line((0, 0, width, height), fill="white", width=6)
    draw.ellipse((width / 4, height / 4, width / 2, height / 2), outline="white", width=6)
    out = BytesIO()
    image.save(out, kind)
    return out.getvalue()


def handwriting(seed: int) -> bytes:
    """Encode a transparent PNG with a pen stroke, as the signature pad sends it."""
    image = Image.new("RGBA", (600, 240), (0, 0, 0, 0))
    points = [(40 + 26 * n, 120 + ((n * seed * 37) % 140) - 70) for n in range(20)]
    ImageDraw.Draw(image).line(points, fill=(20, 30, 60, 255), width=6, joint="curve")
    out = BytesIO()
    image.save(out, "PNG")
    return out.getvalue()


def signatures() -> tuple[Signature, ...]:
    """Two people who signed at noon UTC."""
    return (
        Signature(SignerRole.ENGINEER, "陈海生", "高级服务工程师", NOON, handwriting(3)),
        Signature(SignerRole.USER, "周立", "机电长", NOON + timedelta(minutes=6), handwriting(7)),
    )


def draft(language: str = "zh", **changes: object) -> ServiceReport:
    """An unsigned report with nothing but its head."""
    given: dict[str, object] = {
        "form_number": "FWJL-DL-202603-0042",
        "version": 1,
        "language": language,
        "prepared_at": NOON,
        "institute": "远澜船舶动力研究所" if language == "zh" else "Farwake Marine Power Institute",
    }
    return ServiceReport(**{**given, **changes})  # type: ignore[arg-type]


def signed(language: str = "zh", **changes: object) -> ServiceReport:
    """A signed report with something in every field."""
    words = CHINESE if language == "zh" else ENGLISH
    return draft(language, **{**_common(), **words, **changes})


def _common() -> dict[str, object]:
    start = NOON - timedelta(hours=9)
    return {
        "version": 2,
        "case_number": "AJ-DL-202603-0117",
        "work_order_number": "PG-DL-202603-0098",
        "fault_at": NOON - timedelta(hours=31),
        "stamps": Stamps(
            start,
            start + timedelta(hours=2, minutes=20),
            start + timedelta(hours=3),
            start + timedelta(hours=8),
            start + timedelta(hours=9),
        ),
        "restoration": Restoration.TEMPORARY,
        "permanent_due_on": date(2026, 4, 10),
        "signatures": signatures(),
        "signed_at": NOON + timedelta(minutes=6),
    }


CHINESE: dict[str, object] = {
    "security_mark": "内部",
    "station": "大连服务站",
    "customer": "北辰远洋运输有限公司",
    "vessel": Vessel("北辰七号", "BC-07"),
    "equipment": Equipment("HT-320B", "海水冷却泵组", "HT320B-2407-0163", "V3.2.1", Decimal("12480.5")),
    "service_type": "装备维修",
    "lifecycle_stage": "保修期",
    "user_phase": "用装",
    "symptom": "2 号海水冷却泵启动约 10 分钟后振动明显增大，驱动端轴承温度升至 92 ℃ 报警，被迫切换至备用泵。",
    "environment": "航行中，海况 4 级，机舱温度 41 ℃，海水含沙。",
    "engineers": ("陈海生", "刘一帆"),
    "hours": (
        PersonHours("陈海生", Decimal("2.3"), Decimal("0.5"), Decimal("5")),
        PersonHours("刘一帆", Decimal("2.3"), Decimal("0.5"), Decimal("4.5")),
    ),
    "diagnosis": "拆检发现驱动端轴承滚道剥落，联轴器对中偏差 0.18 mm，超出 0.05 mm 的要求；机械密封动环有划痕。",
    "failure_mode": Code("VIB", "振动异常"),
    "failure_mechanism": Code("1.2", "机械：振动"),
    "failure_cause": Code("3.4", "预期磨损"),
    "actions": "更换驱动端轴承和机械密封，重新对中至 0.03 mm，清洗轴承座并更换润滑脂，试运行 2 小时各项参数正常。",
    "steps": (
        Step("1", "断电挂牌，关闭进出口阀并泄压", Outcome.DONE, "", "陈海生", NOON - timedelta(hours=6)),
        Step("2", "测量联轴器对中", Outcome.FAILED, "径向 0.18 mm", "陈海生", NOON - timedelta(hours=5)),
        Step(
            "3",
            "更换轴承、机械密封并重新对中",
            Outcome.PASSED,
            "径向 0.03 mm",
            "刘一帆",
            NOON - timedelta(hours=3),
        ),
        Step(
            "4",
            "更换基座减振垫",
            Outcome.SKIPPED,
            "备件未到，列入遗留问题",
            "陈海生",
            NOON - timedelta(hours=2),
        ),
    ),
    "tests": (
        Measurement("驱动端轴承振动", "≤ 4.5 mm/s", "1.8 mm/s", True),
        Measurement("驱动端轴承温度", "≤ 75 ℃", "58 ℃", True),
        Measurement("出口压力", "0.32–0.38 MPa", "0.35 MPa", True),
        Measurement("机械密封泄漏", "≤ 5 滴/分", "0", True),
    ),
    "parts": (
        PartMoved(Direction.OUT, "6312-C3", "深沟球轴承", Decimal(1), ("SK-88213",)),
        PartMoved(Direction.IN, "6312-C3", "深沟球轴承", Decimal(1), ("SK-95570",)),
        PartMoved(Direction.OUT, "MS-320-07", "机械密封组件", Decimal(1), ("M07-0331",)),
        PartMoved(Direction.IN, "MS-320-07", "机械密封组件", Decimal(1), ("M07-1126",)),
        PartMoved(Direction.IN, "GR-EP2", "锂基润滑脂 (kg)", Decimal("0.45")),
    ),
    "leftovers": (
        Leftover("基座减振垫老化，待备件到站后更换", "大连服务站", date(2026, 4, 10)),
        Leftover("海水滤器压差偏高，由船方清洗", "船方机电部门", date(2026, 3, 20)),
    ),
    "warranty": Warranty("属于保修范围", "保修条款 4.2：轴承与密封件 24 个月", 187),
    "user_opinion": "工程师到场及时，讲解清楚。希望增加一套备用机械密封随船存放。",
    "conduct": (ConductScore("耐心", 5), ConductScore("细心", 5), ConductScore("精心", 4)),
    "photos": (
        Photo(picture(1600, 1200, "dimgray"), "驱动端轴承滚道", Moment.BEFORE, "bearing"),
        Photo(picture(1600, 1200, "teal"), "驱动端轴承滚道", Moment.AFTER, "bearing"),
        Photo(picture(900, 1600, "slategray"), "联轴器对中测量", Moment.DURING),
    ),
    "addenda": (
        Addendum(1, "陈海生", "第 3 步所用力矩扳手编号应为 TW-0117，原记录漏填。", NOON + timedelta(days=2)),
    ),
}

ENGLISH: dict[str, object] = {
    "security_mark": "Internal",
    "station": "Dalian Service Station",
    "customer": "Polaris Ocean Shipping Co., Ltd.",
    "vessel": Vessel("Polaris Seven", "BC-07"),
    "equipment": Equipment(
        "HT-320B", "Sea-water cooling pump set", "HT320B-2407-0163", "V3.2.1", Decimal("12480.5")
    ),
    "service_type": "Equipment repair",
    "lifecycle_stage": "Warranty",
    "user_phase": "Use",
    "symptom": "No. 2 sea-water cooling pump: vibration rose sharply ten minutes after start; the drive-end bearing "
    "reached 92 °C and alarmed. The crew changed over to the standby pump.",
    "environment": "Under way, sea state 4, engine room at 41 °C, sandy water.",
    "engineers": ("Chen Haisheng", "Liu Yifan"),
    "hours": (
        PersonHours("Chen Haisheng", Decimal("2.3"), Decimal("0.5"), Decimal("5")),
        PersonHours("Liu Yifan", Decimal("2.3"), Decimal("0.5"), Decimal("4.5")),
    ),
    "diagnosis": "Spalling on the drive-end bearing race; coupling misaligned by 0.18 mm against a limit of 0.05 mm; "
    "scratches on the rotating seal ring.",
    "failure_mode": Code("VIB", "Vibration"),
    "failure_mechanism": Code("1.2", "Mechanical: vibration"),
    "failure_cause": Code("3.4", "Expected wear"),
    "actions": "Replaced the drive-end bearing and the mechanical seal, aligned the coupling to 0.03 mm, cleaned the "
    "housing and renewed the grease. Two hours of trial running with all readings in limits.",
    "steps": (
        Step("1", "Isolate, tag, close valves and relieve pressure", Outcome.DONE, "", "Chen Haisheng", NOON),
        Step("2", "Measure coupling alignment", Outcome.FAILED, "0.18 mm radial", "Chen Haisheng", NOON),
        Step("3", "Replace bearing and seal, realign", Outcome.PASSED, "0.03 mm radial", "Liu Yifan", NOON),
    ),
    "tests": (
        Measurement("Drive-end vibration", "≤ 4.5 mm/s", "1.8 mm/s", True),
        Measurement("Drive-end temperature", "≤ 75 °C", "58 °C", True),
    ),
    "parts": (
        PartMoved(Direction.OUT, "6312-C3", "Ball bearing", Decimal(1), ("SK-88213",)),
        PartMoved(Direction.IN, "6312-C3", "Ball bearing", Decimal(1), ("SK-95570",)),
    ),
    "leftovers": (Leftover("Renew aged mounting pads", "Dalian Service Station", date(2026, 4, 10)),),
    "warranty": Warranty("Covered", "Clause 4.2: bearings and seals, 24 months", 187),
    "user_opinion": "Quick to arrive and clear in explaining. We would like a spare seal kept on board.",
    "conduct": (ConductScore("Patience", 5), ConductScore("Care", 5), ConductScore("Thoroughness", 4)),
    "photos": (
        Photo(picture(1600, 1200, "dimgray"), "Bearing race", Moment.BEFORE, "bearing"),
        Photo(picture(1600, 1200, "teal"), "Bearing race", Moment.AFTER, "bearing"),
    ),
    "addenda": (
        Addendum(1, "Chen Haisheng", "Torque wrench of step 3 was TW-0117.", NOON + timedelta(days=2)),
    ),
    "signatures": (
        Signature(SignerRole.ENGINEER, "Chen Haisheng", "Senior engineer", NOON, handwriting(3)),
        Signature(
            SignerRole.USER, "J. Okafor", "Chief engineer", NOON + timedelta(minutes=6), handwriting(7)
        ),
    ),
}


def far_too_long() -> ServiceReport:
    """Sixty steps, twenty photos, texts of pages, twelve engineers, five signers, codes without a space."""
    sentence = "拆检发现驱动端轴承滚道剥落，联轴器对中偏差超出要求，机械密封动环有划痕，需要逐项确认。"
    photo = picture(1200, 900, "slategray")
    return signed(
        symptom=sentence * 60,
        diagnosis="第一段。\n\n" * 40 + sentence * 40,
        actions=sentence * 80,
        user_opinion=sentence * 30,
        customer="某某远洋运输集团有限公司" * 12,
        engineers=tuple(f"工程师{n:02}" for n in range(12)),
        equipment=Equipment("X" * 70, "海水冷却泵组", "SN-" + "0123456789" * 9),
        steps=tuple(
            Step(f"{n // 10 + 1}.{n % 10}", sentence * (1 + n % 3), Outcome.DONE, "R" * 60, "陈海生", NOON)
            for n in range(60)
        ),
        parts=(
            PartMoved(
                Direction.IN,
                "P" * 50,
                "轴承",
                Decimal("1234567.5"),
                tuple("S" * 30 + str(n) for n in range(9)),
            ),
        ),
        leftovers=tuple(Leftover(sentence * 4, "大连服务站", date(2026, 4, n + 1)) for n in range(9)),
        conduct=tuple(
            ConductScore(item, 5)
            for item in ("耐心", "细心", "精心", "形象", "行为举止", "业务素质", "知识水平")
        ),
        photos=tuple(Photo(photo, f"照片说明 {n}：" + sentence * (n % 4)) for n in range(20)),
        signatures=signatures()
        + tuple(
            Signature(role, "王建国", "代表", NOON, handwriting(5))
            for role in (SignerRole.YARD, SignerRole.STATION, SignerRole.WITNESS)
        ),
    )
