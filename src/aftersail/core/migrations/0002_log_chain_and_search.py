"""The log's hash chain, kept by the database itself, and the search index's reader."""

from typing import ClassVar

from django.db import migrations

LANES = 16

CHAIN = f"""
create table core_loghead (
    lane smallint primary key,
    place bigint not null,
    digest bytea not null
);
insert into core_loghead select lane, 0, '' from generate_series(0, {LANES - 1}) lane;

create function core_log_text(entry core_logentry) returns text language sql immutable as $$
    select jsonb_build_array(
        entry.lane, entry.place, extract(epoch from entry.at), extract(epoch from entry.recorded_at), entry.event,
        entry.account_id, entry.account_name, entry.subject_type, entry.subject_id, entry.thread_id,
        entry.for_customer, entry.data, entry.keys
    )::text
$$;

-- The head of the lane is read and locked once per statement and written back once, since in a long transaction every
-- further version of the one head row would make the next look-up slower.
create function core_log_take_head() returns trigger language plpgsql security definer set search_path = public, pg_temp as $$
declare
    head core_loghead;
begin
    select * into head from core_loghead where lane = pg_backend_pid() % {LANES} for update;
    perform set_config('aftersail.log_place', head.place::text, true);
    perform set_config('aftersail.log_digest', encode(head.digest, 'hex'), true);
    return null;
end
$$;
create function core_log_chain() returns trigger language plpgsql set search_path = public, pg_temp as $$
begin
    new.lane := pg_backend_pid() % {LANES};
    new.recorded_at := clock_timestamp();
    new.place := current_setting('aftersail.log_place')::bigint + 1;
    new.previous := decode(current_setting('aftersail.log_digest'), 'hex');
    new.digest := sha256(new.previous || convert_to(core_log_text(new), 'UTF8'));
    perform set_config('aftersail.log_place', new.place::text, true);
    perform set_config('aftersail.log_digest', encode(new.digest, 'hex'), true);
    return new;
end
$$;
create function core_log_leave_head() returns trigger language plpgsql security definer set search_path = public, pg_temp as $$
begin
    update core_loghead set
        place = current_setting('aftersail.log_place')::bigint,
        digest = decode(current_setting('aftersail.log_digest'), 'hex')
        where lane = pg_backend_pid() % {LANES};
    return null;
end
$$;
create trigger log_chain_begins before insert on core_logentry for each statement execute function core_log_take_head();
create trigger log_chain before insert on core_logentry for each row execute function core_log_chain();
create trigger log_chain_ends after insert on core_logentry for each statement execute function core_log_leave_head();

create function core_log_is_append_only() returns trigger language plpgsql as $$
begin
    raise exception 'the log is append-only' using errcode = 'insufficient_privilege';
end
$$;
create trigger log_never_changes before update or delete on core_logentry
    for each row execute function core_log_is_append_only();
create trigger log_never_truncated before truncate on core_logentry
    for each statement execute function core_log_is_append_only();

create function core_log_heads() returns table (lane smallint, place bigint, digest bytea)
    language sql stable security definer set search_path = public, pg_temp as $$
    select lane, place, digest from core_loghead order by lane
$$;
"""

UNCHAIN = """
drop function core_log_heads();
drop trigger log_never_truncated on core_logentry;
drop trigger log_never_changes on core_logentry;
drop function core_log_is_append_only();
drop trigger log_chain_ends on core_logentry;
drop trigger log_chain on core_logentry;
drop trigger log_chain_begins on core_logentry;
drop function core_log_leave_head();
drop function core_log_chain();
drop function core_log_take_head();
drop function core_log_text(core_logentry);
drop table core_loghead;
"""

SEARCH = """
create function core_search_newest(wanted varchar[], kind text, cap int) returns setof uuid
    language plpgsql stable security definer set search_path = public, pg_temp set enable_bitmapscan = off as $$
begin
    return query select subject_id from core_searchentry
        where terms @> wanted and (kind = '' or subject_type = kind) order by at desc limit cap;
end
$$;

create function core_search_ids(wanted varchar[], kind text, cap int) returns setof uuid
    language plpgsql stable security definer set search_path = public, pg_temp as $$
declare
    hits uuid[];
begin
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
drop function core_search_ids(varchar[], text, int);
drop function core_search_newest(varchar[], text, int);
"""


class Migration(migrations.Migration):
    """Makes each log entry seal the one before it, and lets search use its index under row security."""

    dependencies: ClassVar = [("core", "0001_initial")]
    operations: ClassVar = [migrations.RunSQL(CHAIN, UNCHAIN), migrations.RunSQL(SEARCH, UNSEARCH)]
