"""What was signed is corrected by addenda only: the database refuses everything else, whoever asks."""

import django.db.models.deletion
from django.db import migrations, models

WHOLE = ("visits_visitstep", "visits_finding", "visits_hoursentry", "visits_partuse", "visits_signature")

FREEZE = """
create function visits_is_signed(wanted uuid) returns boolean
    language sql stable security definer set search_path = public, pg_temp as $$
    select exists (select 1 from visits_visit where id = wanted and signed_at is not null)
$$;
create function visits_is_frozen(wanted uuid) returns boolean
    language sql stable security definer set search_path = public, pg_temp as $$
    select exists (select 1 from visits_servicereport where visit_id = wanted)
$$;
create function visits_records_stay() returns trigger language plpgsql as $$
begin
    if tg_op = 'INSERT' then
        if visits_is_frozen(new.visit_id) then
            raise exception 'the visit is signed: add an addendum' using errcode = 'integrity_constraint_violation';
        end if;
        return new;
    end if;
    if visits_is_signed(old.visit_id) then
        raise exception 'the visit is signed: add an addendum' using errcode = 'integrity_constraint_violation';
    end if;
    return coalesce(new, old);
end
$$;
create function visits_visit_stays() returns trigger language plpgsql as $$
declare
    lives_on constant text[] := array['state', 'version', 'closed_at'];
begin
    if old.signed_at is null then
        return coalesce(new, old);
    end if;
    if tg_op = 'DELETE' or to_jsonb(old) - lives_on is distinct from to_jsonb(new) - lives_on then
        raise exception 'the visit is signed: add an addendum' using errcode = 'integrity_constraint_violation';
    end if;
    return new;
end
$$;
create trigger visit_stays_as_signed before update or delete on visits_visit
    for each row execute function visits_visit_stays();
create function visits_never_changes() returns trigger language plpgsql as $$
begin
    raise exception 'a correction is never changed: add another' using errcode = 'integrity_constraint_violation';
end
$$;
create trigger addendum_stays before update or delete on visits_addendum
    for each row execute function visits_never_changes();
create function visits_report_stays() returns trigger language plpgsql as $$
declare
    may_come_later constant text[] := array['file_id', 'version'];
begin
    if tg_op = 'DELETE' or to_jsonb(old) - may_come_later is distinct from to_jsonb(new) - may_come_later
        or (old.file_id is not null and new.file_id is distinct from old.file_id) then
        raise exception 'an edition of a report is frozen' using errcode = 'integrity_constraint_violation';
    end if;
    return new;
end
$$;
create trigger report_stays before update or delete on visits_servicereport
    for each row execute function visits_report_stays();
""" + "".join(
    f"create trigger record_stays_as_signed before insert or update or delete on {table}"
    " for each row execute function visits_records_stay();\n"
    for table in WHOLE
)

THAW = "".join(f"drop trigger record_stays_as_signed on {table};\n" for table in WHOLE) + """
drop trigger report_stays on visits_servicereport;
drop function visits_report_stays();
drop trigger addendum_stays on visits_addendum;
drop function visits_never_changes();
drop trigger visit_stays_as_signed on visits_visit;
drop function visits_visit_stays();
drop function visits_records_stay();
drop function visits_is_frozen(uuid);
drop function visits_is_signed(uuid);
"""


class Migration(migrations.Migration):
    dependencies = [("people", "0001_initial"), ("visits", "0001_initial")]

    operations = [
        migrations.AddField("visit", "permanent_due_on", models.DateField(blank=True, null=True, verbose_name="permanent repair by")),
        migrations.AddField(
            "visitstep",
            "skip_approved_by",
            models.ForeignKey(
                blank=True, null=True, on_delete=django.db.models.deletion.PROTECT, related_name="+", to="people.staff",
                verbose_name="skipping approved by",
            ),
        ),
        migrations.RunSQL(FREEZE, THAW),
    ]
