"""The registers of words that staff records choose from."""

from __future__ import annotations

from django.utils.translation import gettext_lazy as _

from aftersail.core.masters import Master
from aftersail.people.models import CertificateKind, TaskType
from aftersail.people.permissions import DISPATCHERS, READERS, may_keep_places

TASK_TYPES = Master(
    app="people", noun="task_type", plural="task_types", slug="task-types", model=TaskType,
    label=_("Kinds of task"), new_label=_("New kind of task"), icon="checklist",
    fields=("code", "name", "name_en", "place"),
    readers=READERS, writers=DISPATCHERS, may_write=may_keep_places,
    help=_("What is done with a product; a level may hold for all tasks or for one of them."),
)  # fmt: skip

CERTIFICATE_KINDS = Master(
    app="people", noun="certificate_kind", plural="certificate_kinds", slug="certificate-kinds", model=CertificateKind,
    label=_("Kinds of certificate"), new_label=_("New kind of certificate"), icon="certificate",
    fields=("code", "name", "name_en", "boarding", "never_expires", "notice_days"),
    readers=READERS, writers=DISPATCHERS, may_write=may_keep_places,
    help=_("A permit to board is one of these. Work orders ask for kinds by their code."),
)  # fmt: skip
