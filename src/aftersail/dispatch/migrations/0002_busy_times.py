"""A planner must know when people are taken, also by orders that the planner may not see."""

from django.db import migrations

BUSY = """
create function dispatch_busy(wanted uuid[], since timestamptz)
    returns table (staff_id uuid, order_id uuid, starts_at timestamptz, ends_at timestamptz)
    language sql stable security definer set search_path = public, pg_temp as $$
    select a.staff_id, a.order_id, a.starts_at, a.ends_at from dispatch_assignment a
    where a.staff_id = any(wanted) and a.released_at is null and a.ends_at > since
    order by a.starts_at
$$;
"""


class Migration(migrations.Migration):
    dependencies = [("dispatch", "0001_initial")]
    operations = [migrations.RunSQL(BUSY, "drop function dispatch_busy(uuid[], timestamptz)")]
