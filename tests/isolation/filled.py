"""Forms of the history: a published one filled in and signed for each side, and a draft that belongs to nobody."""

from __future__ import annotations

from typing import Any

from django.utils import timezone

from aftersail.core.ids import new_id
from aftersail.core.models import Account
from aftersail.visits.actions import filling, form_editions, form_signing
from aftersail.visits.actions.form_beginning import About, begin_form
from aftersail.visits.actions.signing import Signed
from aftersail.visits.models import FormEdition
from aftersail.web.demo.small import World
from tests.visits.form_samples import small_form


def design_forms(world: World, at: Any) -> dict[str, Any]:
    """Publish a form and draft its next edition; to be called under every row."""
    by = world.account("quality")
    edition = form_editions.draft_form(
        by=by, id=new_id(), code="TST", kind="trial", title="检查表", title_en="Check sheet", at=at
    )
    form_editions.change_edition(
        by=by, edition=edition, change=lambda _before: small_form(kind="trial"), at=at
    )
    form_editions.publish_edition(by=by, edition=edition, note="", at=at)
    return {
        "form": edition,
        "form_draft": form_editions.draft_next_edition(by=by, edition=edition, id=new_id(), at=at),
    }


def fill_forms(side: Any, drawn: bytes, edition: FormEdition) -> None:
    """Fill a form in on a side's ship, every text holding its word, with a failed line; one more stays half done."""
    made, vessel, unit, told, word = side.records, side.vessel, side.unit, side.told, side.word
    lead = side.lead
    by, now = Account.objects.get(pk=lead.account_id), timezone.now()
    values = {
        "isolated": True,
        "voltage": {"value": 30, "gauge": word},
        "outcome": "bad",
        "why": told,
        "yard_says": told,
    }
    for name in ("signed_form", "filled_form"):
        form = begin_form(
            by=by, id=new_id(), edition=edition, about=About(vessel=vessel, equipment=unit), at=now
        )
        filling.keep_head(by=by, form=form, security_label=word, software_version=told[:60], at=now)
        filling.put_values(by=by, form=form, values=values, at=now)
        made["follow_up"] = form_signing.raise_follow_up(by=by, form=form, key="voltage", at=now)
        made[name] = form
    for role in ("yard", "engineer"):
        signature = Signed(role, word, drawn, now, word)
        form_signing.sign_form(by=by, form=made["signed_form"], signed=signature, at=now)
    form_signing.add_form_addendum(by=by, form=made["signed_form"], id=new_id(), text=told, at=now)
