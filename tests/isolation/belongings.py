"""What each account of the history has for itself."""

from __future__ import annotations

from io import BytesIO
from typing import Any

from django.core.files.uploadedfile import SimpleUploadedFile
from django.utils import timezone
from PIL import Image

from aftersail.cases.queries.replayed import Replay
from aftersail.core.files import keep
from aftersail.core.ids import new_id
from aftersail.core.importing.batches import take_file
from aftersail.core.models import (
    AccessGrant,
    Account,
    ImportBatch,
    Job,
    Notification,
    StoredFile,
)
from aftersail.core.tokens import make_token
from aftersail.dispatch.models import PlanDraft
from aftersail.fleet.models import ServiceBaseline
from aftersail.visits.models import FieldCommand, FieldDevice
from tests.isolation.channels import belongings_at_the_doors

FLIP = {
    "case_id": str(new_id()), "number": "X", "clock": "response", "before": "met", "after": "missed", "due_before": "",
    "due_after": "", "stage": "warranty", "severity": "S2", "area": "",
}  # fmt: skip


def picture(colour: str = "navy") -> SimpleUploadedFile:
    """Return a small photo."""
    content = BytesIO()
    Image.new("RGB", (40, 30), colour).save(content, "PNG")
    return SimpleUploadedFile("photo.png", content.getvalue(), "image/png")


def belongings_of(account: Account, word: str) -> dict[str, Any]:
    """Make what only the account itself may see."""
    now = timezone.now()
    token, _key = make_token(by=account, name=f"token {word}", scopes=["search:read"], days=5, at=now)
    told = Notification.objects.create(
        account=account, event="cases.CaseMoved", title=f"told {word}", url="/cases/"
    )
    from aftersail.core.lists.saved import save_filter

    kept = save_filter(by=account, page="cases:cases", name=f"filter {word}", query="q=x")
    loose = keep(picture("teal"), by=account)
    StoredFile.objects.filter(pk=loose.pk).update(name=f"loose-{word}.png")
    batch = take_file(
        by=None,
        register="fleet.vessels",
        name=f"{word}.csv",
        content=f"hull code,name\n{word},{word}\n".encode(),
    )
    StoredFile.objects.filter(pk=batch.file_id).update(uploaded_by=account.pk)
    ImportBatch.objects.filter(pk=batch.pk).update(
        account=account,
        issues=[{"row": 1, "column": "name", "letter": "B", "value": word, "code": "odd", "message": word}],
    )
    job = Job.objects.create(
        account=account, kind="cases.replay", subject_id=ServiceBaseline.objects.first().pk, state="done", failure=word,
        arguments={"first": "2026-01-01", "last": "2026-02-01"}, result=Replay().as_json() | {"flips": [FLIP | {"title": word}]},
    )  # fmt: skip
    planned = PlanDraft.objects.create(
        account=account, first_day=now.date(), days=14, seconds=10, flaws=[{"say": "crowded_ship", "orders": word}]
    )  # fmt: skip
    grant = AccessGrant.objects.create(account=account, kind="vessel", target_id=new_id(), reason=word)
    device = FieldDevice.objects.create(account=account, name=f"phone {word}", seen_at=now)
    command = FieldCommand.objects.create(
        account=account, device=device, number=1, kind="facts", visit_id=new_id(), body={"content": {"work_done": word}},
        made_at=now, happened_at=now, received_at=now, outcome="refused", reasons=[word],
    )  # fmt: skip
    return {
        "token": token,
        "notification": told,
        "filter": kept,
        "loose_file": loose,
        "batch": batch,
        "grant": grant,
        "job": job,
        "device": device,
        "command": command,
        "plan_draft": planned,
    } | belongings_at_the_doors(account, word, now)
