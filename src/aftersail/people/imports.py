"""What files can feed of the people chapter, and by which words they name ports, stations, staff and skills."""

from __future__ import annotations

from aftersail.core.importing.fields import Names
from aftersail.core.importing.records import import_master
from aftersail.people import registers
from aftersail.people.models import Area, Port, Skill, Staff, Station

AREA = Names(Area, ("code", "name", "name_en"))
PORT = Names(Port, ("code", "name", "name_en"))
STATION = Names(Station, ("code", "name", "name_en"))
STAFF = Names(Staff, ("number", "name"))
SKILL = Names(Skill, ("code", "name", "name_en"))


def declare() -> None:
    """Let files feed the chapter's registers; called from the app's `ready`."""
    import_master(
        registers.AREAS, key=("code",), names={"parent": AREA}, examples={"code": "XX", "name": "示例海区"}
    )
    import_master(
        registers.PORTS, key=("code",), names={"area": AREA},
        examples={"code": "XXPORT", "name": "示例港", "latitude": "36.07", "longitude": "120.32"},
    )  # fmt: skip
    import_master(
        registers.STATIONS, key=("code",), names={"port": PORT, "area": AREA},
        examples={"code": "XXST", "name": "示例服务站"},
    )  # fmt: skip
    import_master(registers.SKILLS, key=("code",), names={}, examples={"code": "XXSKILL", "name": "示例技能"})
    import_master(
        registers.STAFF, key=("number",), names={"station": STATION},
        examples={"number": "E0000", "name": "示例人员", "hired_on": "2020-07-01"},
        aliases={"number": ("工号", "人员编号"), "name": ("姓名",)},
    )  # fmt: skip
    import_master(
        registers.STAFF_SKILLS, key=("staff", "skill"), names={"staff": STAFF, "skill": SKILL},
        examples={"staff": "E0000", "skill": "XXSKILL", "level": "2"},
    )  # fmt: skip
    import_master(
        registers.CERTIFICATES, key=("staff", "kind", "valid_from"), names={"staff": STAFF},
        examples={"staff": "E0000", "kind": "登船证", "valid_from": "2025-01-01", "expires_on": "2027-01-01"},
        aliases={"expires_on": ("有效期至", "到期日")},
    )  # fmt: skip
    import_master(
        registers.LEAVES, key=("staff", "first_day"), names={"staff": STAFF},
        examples={"staff": "E0000", "first_day": "2026-02-01", "last_day": "2026-02-07"},
    )  # fmt: skip
