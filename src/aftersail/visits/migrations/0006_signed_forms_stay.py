"""A published edition and a signed form never change: the database refuses, whoever asks."""

from django.db import migrations

FREEZE = """
create function visits_edition_stays() returns trigger language plpgsql as $$
declare
    lives_on constant text[] := array['state', 'version', 'retired_at'];
begin
    if old.state = 'draft' then
        return coalesce(new, old);
    end if;
    if tg_op = 'DELETE' or to_jsonb(old) - lives_on is distinct from to_jsonb(new) - lives_on
        or (new.state <> old.state and not (old.state = 'active' and new.state = 'retired')) then
        raise exception 'a published edition never changes: draft the next one' using errcode = 'integrity_constraint_violation';
    end if;
    return new;
end
$$;
create trigger edition_stays before update or delete on visits_formedition
    for each row execute function visits_edition_stays();
create function visits_form_stays() returns trigger language plpgsql as $$
begin
    if old.state <> 'draft' then
        raise exception 'the form is signed: add an addendum' using errcode = 'integrity_constraint_violation';
    end if;
    if tg_op = 'DELETE' then
        raise exception 'a form keeps its number: cancel it' using errcode = 'integrity_constraint_violation';
    end if;
    if new.edition_id <> old.edition_id or new.form_id <> old.form_id or new.number <> old.number then
        raise exception 'a form stays under its edition' using errcode = 'integrity_constraint_violation';
    end if;
    return new;
end
$$;
create trigger form_stays_as_signed before update or delete on visits_filledform
    for each row execute function visits_form_stays();
create function visits_form_is_closed(wanted uuid) returns boolean
    language sql stable security definer set search_path = public, pg_temp as $$
    select exists (select 1 from visits_filledform where id = wanted and state <> 'draft')
$$;
create function visits_form_signature_stays() returns trigger language plpgsql as $$
begin
    if tg_op <> 'INSERT' or visits_form_is_closed(new.form_id) then
        raise exception 'what was signed stays: add an addendum' using errcode = 'integrity_constraint_violation';
    end if;
    return new;
end
$$;
create trigger form_signature_stays before insert or update or delete on visits_formsignature
    for each row execute function visits_form_signature_stays();
create trigger form_addendum_stays before update or delete on visits_formaddendum
    for each row execute function visits_never_changes();
"""

THAW = """
drop trigger form_addendum_stays on visits_formaddendum;
drop trigger form_signature_stays on visits_formsignature;
drop function visits_form_signature_stays();
drop function visits_form_is_closed(uuid);
drop trigger form_stays_as_signed on visits_filledform;
drop function visits_form_stays();
drop trigger edition_stays on visits_formedition;
drop function visits_edition_stays();
"""


class Migration(migrations.Migration):
    dependencies = [("visits", "0005_forms_as_data")]

    operations = [migrations.RunSQL(FREEZE, THAW)]
