"""Search applies the reach of who asks before its cap, so that others' newer records crowd nobody's out."""

from typing import ClassVar

from django.db import migrations

SEARCH = """
drop function core_search_ids(varchar[], text, int);
create function core_search_ids(wanted varchar[], kind text, cap int, reached uuid[], in_house bool) returns setof uuid
    language plpgsql stable security definer set search_path = public, pg_temp as $$
declare
    hits uuid[];
begin
    if reached is not null or not in_house then
        return query select found.subject_id from (
            select subject_id, at from core_searchentry
            where terms @> wanted and (kind = '' or subject_type = kind) and (reached is null or keys && reached)
                and (in_house or not house_only)
            offset 0
        ) found order by found.at desc limit cap;
        return;
    end if;
    hits := array(
        select found.subject_id from (
            select subject_id, at from core_searchentry
            where terms @> wanted and (kind = '' or subject_type = kind) limit cap
        ) found order by found.at desc
    );
    if cardinality(hits) < cap then
        return query select unnest(hits);
    else
        return query select core_search_newest(wanted, kind, cap);
    end if;
end
$$;
"""

UNSEARCH = """
drop function core_search_ids(varchar[], text, int, uuid[], bool);
create function core_search_ids(wanted varchar[], kind text, cap int) returns setof uuid
    language sql stable security definer set search_path = public, pg_temp as $$
    select core_search_newest(wanted, kind, cap)
$$;
"""


class Migration(migrations.Migration):
    """Gives the search function the reach of who asks."""

    dependencies: ClassVar = [("core", "0002_log_chain_and_search")]
    operations: ClassVar = [migrations.RunSQL(SEARCH, UNSEARCH)]
