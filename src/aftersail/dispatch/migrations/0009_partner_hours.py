"""Whoever offers an order must know when a partner's people are out, also for orders that the planner may not see."""

from django.db import migrations

HOURS = """
create function dispatch_partner_hours(wanted uuid, since timestamptz, until timestamptz)
    returns table (starts_at timestamptz, ends_at timestamptz)
    language sql stable security definer set search_path = public, pg_temp as $$
    select o.starts_at, o.ends_at from dispatch_partnerorder o
    where o.partner_id = wanted and o.state in ('offered', 'accepted') and o.starts_at < until and o.ends_at > since
$$;
"""


class Migration(migrations.Migration):
    dependencies = [("dispatch", "0008_lean_indexes")]
    operations = [
        migrations.RunSQL(HOURS, "drop function dispatch_partner_hours(uuid, timestamptz, timestamptz)")
    ]
