"""Indexes that are written for nothing: every row pays for each index of its table."""

from __future__ import annotations

import pytest
from django.apps import apps
from django.db import connection

BEGINNING_OF_ANOTHER = """
select less.indexrelid::regclass::text
from pg_index less join pg_index more on more.indrelid = less.indrelid and more.indexrelid <> less.indexrelid
where less.indrelid::regclass::text = any(%s) and not less.indisunique
  and less.indpred is null and more.indpred is null and less.indexprs is null and more.indexprs is null
  and (more.indkey::text || ' ') like (less.indkey::text || ' %%')
  and less.indclass[0] = more.indclass[0]
"""


@pytest.mark.django_db
def test_no_index_is_the_beginning_of_another():
    ours = [m._meta.db_table for m in apps.get_models() if m.__module__.startswith("aftersail.")]
    with connection.cursor() as cursor:
        cursor.execute(BEGINNING_OF_ANOTHER, [ours])
        spare = sorted({row[0] for row in cursor.fetchall()})
    assert not spare, "a foreign key that another index begins with wants db_index=False"
