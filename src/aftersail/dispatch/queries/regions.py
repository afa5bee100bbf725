"""Which sea each port belongs to, for plans in regions; two queries."""

from __future__ import annotations

from aftersail.core.masters.naming import bare_name
from aftersail.core.models import Account
from aftersail.dispatch.rules.regions import AreaMap
from aftersail.people.models import Area, Port


def area_map(account: Account) -> AreaMap:
    """Return the areas with their names in the language in force, and the area of every port."""
    areas = list(Area.objects.visible_to(account).order_by("code"))
    ports = Port.objects.visible_to(account).values_list("code", "area_id")
    return AreaMap(
        of_port={code: str(area) for code, area in ports},
        parents={str(one.pk): str(one.parent_id) if one.parent_id else None for one in areas},
        names={str(one.pk): bare_name(one) for one in areas},
    )
