"""Search walks back from the newest where words are common, in place of collecting records in any order first."""

from typing import ClassVar

from django.db import migrations

FUNCTION = """
create or replace function core_search_ids(wanted varchar[], kind text, cap int, reached uuid[], in_house bool) returns setof uuid
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
    {common}
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
COMMON = """
    -- In a tenth of the newest two hundred: enough of them lie among the newest twenty times as many as are wanted.
    if (select count(*) from (select terms, subject_type from core_searchentry order by at desc limit 200) newest
            where newest.terms @> wanted and (kind = '' or newest.subject_type = kind)) >= 20 then
        hits := array(
            select newest.subject_id from (
                select subject_id, subject_type, terms, at from core_searchentry order by at desc limit 20 * cap
            ) newest where newest.terms @> wanted and (kind = '' or newest.subject_type = kind)
            order by newest.at desc limit cap
        );
        if cardinality(hits) = cap then
            return query select unnest(hits);
            return;
        end if;
    end if;
"""


class Migration(migrations.Migration):
    """Gives the search function a way of its own for common words."""

    dependencies: ClassVar = [("core", "0007_lean_indexes")]
    operations: ClassVar = [
        migrations.RunSQL(FUNCTION.replace("{common}", COMMON), FUNCTION.replace("{common}", ""))
    ]
