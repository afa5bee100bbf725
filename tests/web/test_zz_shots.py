from datetime import timedelta
import time, random
import pytest
from django.db import connection
from django.test import Client
from django.utils import timezone
from aftersail.cases.models import Case
from aftersail.core.ids import new_id
from aftersail.core.scope import as_system
from aftersail.scorecard.actions import refresh_rollup
from aftersail.scorecard.queries.workload import load
from tests.scorecard.making import make_case
NOW=timezone.now()

@pytest.mark.django_db
def test_speed(world):
    r=random.Random(1)
    base=make_case(world, NOW)
    rows=[]
    for n in range(20000):
        at=NOW-timedelta(minutes=r.randrange(540*1440)); st=list(world.staff.values())[n%len(world.staff)]
        rows.append(Case(id=new_id(), number=f"X{n}", title="x", channel="phone", state="closed" if n%10 else "triaged", severity="S2", stage=("warranty","in_service","trial")[n%3], vessel=world.vessel, customer_id=base.customer_id,
          station_id=base.station_id, owner=st, equipment=world.radar if n%50==0 else None, mode=world.codes["mode-NOO"] if n%50==0 else None, reported_at=at, responded_at=at+timedelta(hours=n%9), response_due_at=at+timedelta(hours=5), restored_at=at+timedelta(days=1), restore_due_at=at+timedelta(days=2), closed_at=at+timedelta(days=3), visits_made=n%3, cost_cny=100))
    with as_system():
        Case.objects.bulk_create(rows, batch_size=2000)
        with connection.cursor() as c: c.execute("analyze cases_case")
        t=time.perf_counter(); refresh_rollup(at=NOW); print("\nrefresh", time.perf_counter()-t)
        t=time.perf_counter(); load(by="owner", what="cases", until=NOW.date()); print("load", time.perf_counter()-t)
    for user in ("executive","owner"):
        c=Client(); c.force_login(world.accounts[user], backend="aftersail.core.signin.PasswordBackend")
        for path in ("/kpi/","/kpi/","/","/","/kpi/response/cases/?side=miss","/kpi/workload/"):
            from django.test.utils import CaptureQueriesContext
            with CaptureQueriesContext(connection) as q:
                t=time.perf_counter(); a=c.get(path); d=time.perf_counter()-t
            slow=sorted(q.captured_queries,key=lambda x:-float(x["time"]))[:3]
            print(user,path,a.status_code,f"{d*1000:.0f} ms",len(q),[x["time"] for x in slow])
