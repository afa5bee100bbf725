"""Facts about numbers: gapless per series, under real threads and after rollbacks."""

from __future__ import annotations

from concurrent.futures import ThreadPoolExecutor
from datetime import UTC, datetime

import pytest
from django.db import close_old_connections, connection, connections, transaction

from aftersail.core.numbering import next_number
from aftersail.core.scope import as_system

AT = datetime(2026, 1, 31, 16, 30, tzinfo=UTC)
THREADS, EACH = 8, 25


def test_a_number_names_form_station_and_local_month(db, system_scope):
    assert next_number("SC", "QD", AT) == "SC-QD-202602-0001"
    assert next_number("SC", "QD", AT) == "SC-QD-202602-0002"
    assert next_number("SC", "SH", AT) == "SC-SH-202602-0001"
    assert next_number("WO", "QD", AT) == "WO-QD-202602-0001"


@pytest.mark.django_db(transaction=True)
def test_numbers_are_gapless_under_threads_some_of_which_roll_back():
    def take(thread: int) -> list[str]:
        close_old_connections()
        taken = []
        with as_system():
            for turn in range(EACH):
                try:
                    with transaction.atomic():
                        number = next_number("SC", "QD", AT)
                        if (thread + turn) % 5 == 0:
                            raise LookupError
                    taken.append(number)
                except LookupError:
                    continue
        connections.close_all()
        return taken

    with ThreadPoolExecutor(THREADS) as pool:
        taken = [number for numbers in pool.map(take, range(THREADS)) for number in numbers]
    assert sorted(taken) == [f"SC-QD-202602-{n:04d}" for n in range(1, len(taken) + 1)]
    assert len(taken) == THREADS * EACH * 4 // 5


def test_a_hundred_thousandth_number_is_still_a_number(db, system_scope):
    with connection.cursor() as cursor:
        cursor.execute("insert into core_numberseries values ('SC-QD-202602', 99999)")
    assert next_number("SC", "QD", AT) == "SC-QD-202602-100000"
