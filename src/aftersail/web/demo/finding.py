"""What search knows of the demo's records, in the same words as the actions would have indexed them."""

from __future__ import annotations

from aftersail.core.masters.declared import masters
from aftersail.core.search import search_entry
from aftersail.fleet.models import Handover
from aftersail.intake.models import Request
from aftersail.visits.models import Visit
from aftersail.web.demo.telling import Tale


def index_everything(tale: Tale) -> None:
    """Put down a search entry for each master that is searched, each request, case and visit."""
    sheet = tale.stage.sheet
    for master in masters():
        if master.searched is not None:
            for record in list(sheet.of(master.model)):
                found = master.searched(record)
                sheet.put(
                    search_entry(
                        record,
                        title=found.title,
                        detail=found.detail,
                        body=found.body,
                        at=record.created_at,
                        house_only=master.house_only,
                    )
                )
    for request in sheet.of(Request):
        names = [str(request.vessel or request.vessel_text), str(request.equipment or request.equipment_text)]
        body = [request.text, request.reporter_name, *names]
        sheet.put(
            search_entry(
                request, title=request.number, detail=request.text[:120], body=body, at=request.received_at
            )
        )
    for handover in sheet.of(Handover):
        sheet.put(
            search_entry(
                handover,
                title=handover.number,
                detail=str(handover.vessel),
                body=handover.searched_by,
                at=handover.created_at,
            )
        )
    for story in tale.cases:
        case = story.case
        body = [case.description, str(case.vessel), str(case.equipment or ""), case.reporter_name]
        sheet.put(
            search_entry(
                case,
                title=f"{case.number} {case.title}",
                detail=str(case.vessel),
                body=body,
                at=case.reported_at,
            )
        )
    for visit in sheet.of(Visit):
        case = visit.order.case
        body = [
            case.title,
            str(case.equipment or ""),
            visit.order.number,
            case.number,
            visit.diagnosis,
            visit.work_done,
        ]
        sheet.put(
            search_entry(
                visit,
                title=f"{visit.number} {case.title}",
                detail=f"{case.vessel} · {visit.lead}",
                body=body,
                at=visit.planned_from,
            )
        )
