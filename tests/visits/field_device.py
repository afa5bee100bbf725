"""A device as tests play it: it numbers what its owner does, keeps it, and sends it when there is a network."""

from __future__ import annotations

import base64
from collections.abc import Iterable
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from typing import Any
from uuid import UUID

from django.utils import timezone

from aftersail.core.ids import new_id
from tests.visits.report_samples import handwriting


@dataclass
class PlayedDevice:
    """One phone: `call` asks the API for its owner, `clock` is by how much its clock is wrong."""

    call: Any
    visit_id: UUID
    clock: timedelta = timedelta()
    id: UUID = field(default_factory=new_id)
    queue: list[dict[str, Any]] = field(default_factory=list)
    last: dict[str, str] = field(default_factory=dict)

    def register(self) -> PlayedDevice:
        answer = self.call("post", "/field/devices", {"id": str(self.id), "name": "手机"})
        assert answer.status_code == 200, answer.content
        assert answer.json()["next"] == 1
        return self

    def do(
        self, kind: str, at: datetime, *, record_id: Any = None, move: str = "", **content: Any
    ) -> dict[str, Any]:
        """Note a command, as somebody works without a network."""
        key = str(record_id) if record_id else "visit"
        command = {
            "id": str(new_id()), "number": len(self.queue) + 1, "kind": kind, "visit_id": str(self.visit_id),
            "made_at": (at + self.clock).isoformat(), "content": content,
        }  # fmt: skip
        if record_id:
            command["record_id"] = str(record_id)
        if move:
            command["move"] = move
        if key in self.last:
            command["after"] = self.last[key]
        self.last[key] = command["id"]
        self.queue.append(command)
        return command

    def send(self, commands: Iterable[dict[str, Any]] | None = None) -> dict[str, Any]:
        """Send commands and return the server's answer."""
        answer = self.call("post", f"/field/devices/{self.id}/commands", self.parcel(commands))
        assert answer.status_code == 200, answer.content
        told: dict[str, Any] = answer.json()
        return told

    def parcel(self, commands: Iterable[dict[str, Any]] | None = None) -> dict[str, Any]:
        return {
            "sent_at": (timezone.now() + self.clock).isoformat(),
            "commands": list(self.queue if commands is None else commands),
        }


def whole_visit(
    device: PlayedDevice, steps: list[UUID], codes: dict[str, Any], unit: UUID, begun: datetime
) -> None:
    """Note a visit from acceptance to signature, as an engineer does it at sea in two hours."""

    def at(minutes: int) -> datetime:
        return begun + timedelta(minutes=minutes)

    for minutes, move in ((5, "accept"), (10, "set_out"), (40, "arrive"), (45, "begin")):
        device.do("move", at(minutes), move=move)
    device.do("step", at(50), record_id=steps[0], result="pass")
    device.do("step", at(55), record_id=steps[1], result="pass", reading="24.1")
    device.do("step", at(60), record_id=steps[2], result="pass")
    device.do(
        "facts",
        at(62),
        work_done="更换电源模块",
        test_result="通电两小时正常",
        diagnosis="电源模块无输出",
        restored="restored",
        running_hours="1305.5",
    )
    device.do(
        "finding", at(63), record_id=new_id(), text="电源模块烧毁", mode_id=str(codes["mode-NOO"].pk), equipment_id=str(unit),
        mechanism_id=str(codes["mechanism-4.3"].pk), cause_id=str(codes["cause-3.4"].pk),
    )  # fmt: skip
    device.do("facts", at(64), environment="海况三级")
    device.do("move", at(120), move="finish")
    signatures = [
        {
            "role": role,
            "name": name,
            "signed_at": (at(125) + device.clock).isoformat(),
            "image": base64.b64encode(handwriting(seed)).decode(),
        }
        for role, name, seed in (("engineer", "程远帆", 3), ("user", "郑轮机", 7))
    ]
    device.do("sign", at(130), signatures=signatures)
