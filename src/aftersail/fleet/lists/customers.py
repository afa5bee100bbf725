"""The list pages of customers, yards and contacts."""

from __future__ import annotations

from django.utils.translation import gettext_lazy as _

from aftersail.core.lists import Column, Filter, ListSpec
from aftersail.core.masters.naming import mail_address
from aftersail.fleet.lists.choices import customer_choices, vessel_choices
from aftersail.people.lists import area_choices, in_area

CUSTOMERS = ListSpec(
    page="fleet:customers",
    columns=(
        Column("code", _("Code"), sort=True),
        Column("name", _("Name"), english="name_en", sort=True, link="fleet:customer", title=True),
        Column("area", _("Area"), path="area__name", english="area__name_en", sort=True),
        Column("vessel_count", _("Vessels"), kind="number", sort=True),
        Column("active", _("Active"), kind="yes", phone=False),
    ),
    default_sort="code",
    filters=(Filter("area", _("Area"), apply=in_area("area_id"), choices=area_choices),),
    search_type="fleet.customer",
)

YARDS = ListSpec(
    page="fleet:yards",
    columns=(
        Column("code", _("Code"), sort=True),
        Column("name", _("Name"), english="name_en", sort=True, link="fleet:yard", title=True),
        Column("port", _("Port"), path="port__name", english="port__name_en", sort=True),
    ),
    default_sort="code",
    search_paths=("code", "name", "name_en"),
)

CONTACTS = ListSpec(
    page="fleet:contacts",
    columns=(
        Column("name", _("Full name"), sort=True, link="fleet:contact", title=True),
        Column("post", _("Post")),
        Column("customer", _("Customer"), path="customer__name", english="customer__name_en", sort=True),
        Column(
            "vessel", _("Vessel"), path="vessel__name", english="vessel__name_en", sort="vessel__hull_code"
        ),
        Column("phone", _("Telephone")),
        Column("email", _("E-mail"), phone=False, paint=mail_address, export=str),
    ),
    default_sort="name",
    filters=(
        Filter("customer", _("Customer"), path="customer_id", choices=customer_choices),
        Filter("vessel", _("Vessel"), path="vessel_id", choices=vessel_choices),
    ),
    search_paths=("name", "post", "phone", "email"),
)
