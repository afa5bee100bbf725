"""The life of a hull: stages, history of dates, readiness, gates, handover, service accounts, leftovers, user tasks."""

import django.db.models.deletion
from django.db import migrations, models

import aftersail.core.ids

FREEZE = """
create function fleet_handover_is_accepted(wanted uuid) returns boolean
    language sql stable security definer set search_path = public, pg_temp as $$
    select exists (select 1 from fleet_handover where id = wanted and state = 'accepted')
$$;
create function fleet_handover_is_frozen(wanted uuid) returns boolean
    language sql stable security definer set search_path = public, pg_temp as $$
    select exists (select 1 from fleet_handoverpaper where handover_id = wanted)
$$;
create function fleet_handover_part_stays() returns trigger language plpgsql as $$
begin
    if tg_op = 'INSERT' then
        if fleet_handover_is_frozen(new.handover_id) then
            raise exception 'the handover is accepted: add an addendum' using errcode = 'integrity_constraint_violation';
        end if;
        return new;
    end if;
    if fleet_handover_is_accepted(old.handover_id) then
        raise exception 'the handover is accepted: add an addendum' using errcode = 'integrity_constraint_violation';
    end if;
    return coalesce(new, old);
end
$$;
create trigger item_stays_as_accepted before insert or update or delete on fleet_handoveritem
    for each row execute function fleet_handover_part_stays();
create trigger signature_stays_as_accepted before insert or update or delete on fleet_handoversignature
    for each row execute function fleet_handover_part_stays();
create function fleet_handover_stays() returns trigger language plpgsql as $$
begin
    if old.state = 'accepted' then
        raise exception 'the handover is accepted: add an addendum' using errcode = 'integrity_constraint_violation';
    end if;
    return coalesce(new, old);
end
$$;
create trigger handover_stays_as_accepted before update or delete on fleet_handover
    for each row execute function fleet_handover_stays();
create function fleet_never_changes() returns trigger language plpgsql as $$
begin
    raise exception 'what was written here is never changed: add another' using errcode = 'integrity_constraint_violation';
end
$$;
create trigger addendum_stays before update or delete on fleet_handoveraddendum
    for each row execute function fleet_never_changes();
create function fleet_paper_stays() returns trigger language plpgsql as $$
declare
    may_come_later constant text[] := array['file_id', 'version'];
begin
    if tg_op = 'DELETE' or to_jsonb(old) - may_come_later is distinct from to_jsonb(new) - may_come_later
        or (old.file_id is not null and new.file_id is distinct from old.file_id) then
        raise exception 'an edition of a handover form is frozen' using errcode = 'integrity_constraint_violation';
    end if;
    return new;
end
$$;
create trigger paper_stays before update or delete on fleet_handoverpaper
    for each row execute function fleet_paper_stays();
"""

THAW = """
drop trigger paper_stays on fleet_handoverpaper;
drop function fleet_paper_stays();
drop trigger addendum_stays on fleet_handoveraddendum;
drop function fleet_never_changes();
drop trigger handover_stays_as_accepted on fleet_handover;
drop function fleet_handover_stays();
drop trigger signature_stays_as_accepted on fleet_handoversignature;
drop trigger item_stays_as_accepted on fleet_handoveritem;
drop function fleet_handover_part_stays();
drop function fleet_handover_is_frozen(uuid);
drop function fleet_handover_is_accepted(uuid);
"""

KNOWN_BEFORE = """
insert into fleet_milestonechange (id, version, created_at, vessel_id, kind, planned_on, actual_on, reason, changed_at, changed_by, effects)
    select gen_random_uuid(), 1, now(), vessel_id, kind, planned_on, actual_on, '', created_at, '', '[]' from fleet_milestone
    where planned_on is not null or actual_on is not null;
insert into fleet_serviceaccount
    (id, version, created_at, vessel_id, delivered_on, opened_on, lag_days, lag_working_days, late, reason)
    select gen_random_uuid(), 1, now(), id, delivered_on, delivered_on, 0, 0, false, '' from fleet_vessel
    where delivered_on is not null and steward_id is not null and deputy_id is not null and steward_id <> deputy_id;
update fleet_vessel v set stage = case
    when v.retired_on is not null then 'retirement'
    when exists (select 1 from fleet_serviceaccount a where a.vessel_id = v.id) then 'in_service'
    when v.delivered_on is not null then 'delivery'
    when exists (select 1 from fleet_milestone m where m.vessel_id = v.id and m.kind = 'sea_trial' and m.actual_on is not null) then 'sea_trial'
    when exists (select 1 from fleet_milestone m where m.vessel_id = v.id and m.kind = 'mooring_trial' and m.actual_on is not null) then 'mooring_trial'
    when exists (select 1 from fleet_milestone m where m.vessel_id = v.id and m.kind = 'commissioning' and m.actual_on is not null) then 'commissioning'
    else 'design' end;
"""
"""What is there already: the history of dates begins with them, and delivered ships are in service care."""


class Migration(migrations.Migration):

    dependencies = [
        ('core', '0003_search_within_reach'),
        ('fleet', '0003_promises'),
        ('people', '0001_initial'),
    ]

    operations = [
        migrations.AddField(
            model_name='milestone',
            name='reason',
            field=models.CharField(blank=True, help_text='Needed when a planned date moves.', max_length=200, verbose_name='reason of the last change'),
        ),
        migrations.AddField(
            model_name='vessel',
            name='stage',
            field=models.CharField(choices=[('design', 'Design'), ('installation', 'Installation'), ('commissioning', 'Commissioning'), ('mooring_trial', 'Mooring trial'), ('sea_trial', 'Sea trial'), ('delivery', 'Delivery'), ('in_service', 'In service'), ('overhaul', 'Overhaul'), ('retirement', 'Retirement')], default='design', editable=False, max_length=20, verbose_name='stage of life'),
        ),
        migrations.AlterField(
            model_name='milestone',
            name='kind',
            field=models.CharField(choices=[('design', 'Design released'), ('equipment_due', 'Equipment due at yard'), ('installation', 'Installation'), ('commissioning', 'Commissioning'), ('mooring_trial', 'Mooring trial'), ('sea_trial', 'Sea trial'), ('delivery', 'Delivery'), ('overhaul', 'Overhaul'), ('overhaul_done', 'Overhaul finished'), ('retirement', 'Retirement')], max_length=20, verbose_name='kind'),
        ),
        migrations.CreateModel(
            name='GateQuestion',
            fields=[
                ('id', models.UUIDField(default=aftersail.core.ids.new_id, editable=False, primary_key=True, serialize=False)),
                ('version', models.PositiveIntegerField(default=1, editable=False, verbose_name='version')),
                ('created_at', models.DateTimeField(auto_now_add=True, verbose_name='created')),
                ('gate', models.CharField(choices=[('design', 'Design'), ('installation', 'Installation'), ('commissioning', 'Commissioning'), ('mooring_trial', 'Mooring trial'), ('sea_trial', 'Sea trial'), ('delivery', 'Delivery'), ('in_service', 'In service'), ('overhaul', 'Overhaul'), ('retirement', 'Retirement')], max_length=20, verbose_name='gate')),
                ('code', models.CharField(max_length=20, verbose_name='code')),
                ('text', models.CharField(max_length=200, verbose_name='point')),
                ('text_en', models.CharField(blank=True, max_length=200, verbose_name='English wording')),
                ('mandatory', models.BooleanField(default=True, verbose_name='mandatory')),
                ('active', models.BooleanField(default=True, verbose_name='active')),
            ],
            options={
                'verbose_name': 'gate question',
                'ordering': ('gate', 'code'),
                'constraints': [models.UniqueConstraint(fields=('gate', 'code'), name='gate_question_is_unique')],
            },
        ),
        migrations.CreateModel(
            name='GateReview',
            fields=[
                ('id', models.UUIDField(default=aftersail.core.ids.new_id, editable=False, primary_key=True, serialize=False)),
                ('version', models.PositiveIntegerField(default=1, editable=False, verbose_name='version')),
                ('created_at', models.DateTimeField(auto_now_add=True, verbose_name='created')),
                ('gate', models.CharField(choices=[('design', 'Design'), ('installation', 'Installation'), ('commissioning', 'Commissioning'), ('mooring_trial', 'Mooring trial'), ('sea_trial', 'Sea trial'), ('delivery', 'Delivery'), ('in_service', 'In service'), ('overhaul', 'Overhaul'), ('retirement', 'Retirement')], max_length=20, verbose_name='gate')),
                ('state', models.CharField(choices=[('open', 'Open'), ('passed', 'Passed')], default='open', max_length=8, verbose_name='state')),
                ('passed_at', models.DateTimeField(blank=True, null=True, verbose_name='passed')),
                ('passed_by', models.CharField(blank=True, max_length=60, verbose_name='passed by')),
                ('vessel', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='gates', to='fleet.vessel', verbose_name='vessel')),
            ],
            options={
                'verbose_name': 'gate review',
                'ordering': ('vessel', 'created_at'),
            },
        ),
        migrations.CreateModel(
            name='GateItem',
            fields=[
                ('id', models.UUIDField(default=aftersail.core.ids.new_id, editable=False, primary_key=True, serialize=False)),
                ('version', models.PositiveIntegerField(default=1, editable=False, verbose_name='version')),
                ('created_at', models.DateTimeField(auto_now_add=True, verbose_name='created')),
                ('code', models.CharField(max_length=20, verbose_name='code')),
                ('text', models.CharField(max_length=200, verbose_name='point')),
                ('text_en', models.CharField(blank=True, max_length=200, verbose_name='English wording')),
                ('mandatory', models.BooleanField(default=True, verbose_name='mandatory')),
                ('answer', models.CharField(choices=[('open', 'Open'), ('met', 'Met'), ('waived', 'Waived')], default='open', max_length=8, verbose_name='answer')),
                ('evidence', models.CharField(blank=True, max_length=200, verbose_name='evidence')),
                ('waived_by', models.CharField(blank=True, max_length=60, verbose_name='waived by')),
                ('waiver_reason', models.CharField(blank=True, max_length=300, verbose_name='reason of the waiver')),
                ('answered_at', models.DateTimeField(blank=True, null=True, verbose_name='answered on')),
                ('review', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='items', to='fleet.gatereview', verbose_name='gate review')),
            ],
            options={
                'verbose_name': 'point of a gate review',
                'ordering': ('code',),
            },
        ),
        migrations.CreateModel(
            name='Handover',
            fields=[
                ('id', models.UUIDField(default=aftersail.core.ids.new_id, editable=False, primary_key=True, serialize=False)),
                ('version', models.PositiveIntegerField(default=1, editable=False, verbose_name='version')),
                ('created_at', models.DateTimeField(auto_now_add=True, verbose_name='created')),
                ('number', models.CharField(max_length=40, unique=True, verbose_name='number')),
                ('state', models.CharField(choices=[('draft', 'Draft'), ('checked', 'Items checked'), ('signed', 'Signed by all'), ('accepted', 'Accepted'), ('cancelled', 'Cancelled')], default='draft', max_length=12, verbose_name='state')),
                ('delivered_on', models.DateField(blank=True, null=True, verbose_name='delivered')),
                ('place', models.CharField(blank=True, max_length=80, verbose_name='place of handover')),
                ('note', models.TextField(blank=True, max_length=2000, verbose_name='note')),
                ('unready_reason', models.CharField(blank=True, max_length=300, verbose_name='why delivered before everything was ready')),
                ('late_reason', models.CharField(blank=True, max_length=300, verbose_name='why the conversion was late')),
                ('accepted_at', models.DateTimeField(blank=True, null=True, verbose_name='accepted on')),
                ('accepted_by', models.CharField(blank=True, max_length=60, verbose_name='accepted by')),
                ('vessel', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='handovers', to='fleet.vessel', verbose_name='vessel')),
            ],
            options={
                'verbose_name': 'handover',
                'ordering': ('-created_at',),
            },
        ),
        migrations.CreateModel(
            name='HandoverAddendum',
            fields=[
                ('id', models.UUIDField(default=aftersail.core.ids.new_id, editable=False, primary_key=True, serialize=False)),
                ('version', models.PositiveIntegerField(default=1, editable=False, verbose_name='version')),
                ('created_at', models.DateTimeField(auto_now_add=True, verbose_name='created')),
                ('text', models.TextField(max_length=2000, verbose_name='correction')),
                ('author_name', models.CharField(max_length=60)),
                ('added_at', models.DateTimeField()),
                ('handover', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='addenda', to='fleet.handover', verbose_name='handover')),
            ],
            options={
                'verbose_name': 'addendum to a handover',
                'ordering': ('added_at',),
            },
        ),
        migrations.CreateModel(
            name='HandoverItem',
            fields=[
                ('id', models.UUIDField(default=aftersail.core.ids.new_id, editable=False, primary_key=True, serialize=False)),
                ('version', models.PositiveIntegerField(default=1, editable=False, verbose_name='version')),
                ('created_at', models.DateTimeField(auto_now_add=True, verbose_name='created')),
                ('part', models.CharField(choices=[('unit', 'Units and serial numbers'), ('document', 'Documents'), ('spare', 'Spares and tools'), ('test', 'Tests passed'), ('training', 'Training done')], max_length=10, verbose_name='kind')),
                ('title', models.CharField(max_length=160, verbose_name='item')),
                ('identifier', models.CharField(blank=True, max_length=80, verbose_name='serial or document number')),
                ('quantity', models.PositiveSmallIntegerField(default=1, verbose_name='quantity')),
                ('result', models.CharField(choices=[('open', 'Not checked'), ('ok', 'In order'), ('missing', 'Missing or faulty'), ('n_a', 'Not applicable')], default='open', max_length=8, verbose_name='result')),
                ('note', models.CharField(blank=True, max_length=200, verbose_name='note')),
                ('checked_by', models.CharField(blank=True, max_length=60, verbose_name='checked by')),
                ('checked_at', models.DateTimeField(blank=True, null=True, verbose_name='checked')),
                ('equipment', models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to='fleet.equipment', verbose_name='equipment')),
                ('handover', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='items', to='fleet.handover', verbose_name='handover')),
            ],
            options={
                'verbose_name': 'handover item',
                'ordering': ('part', 'title', 'identifier'),
            },
        ),
        migrations.CreateModel(
            name='HandoverPaper',
            fields=[
                ('id', models.UUIDField(default=aftersail.core.ids.new_id, editable=False, primary_key=True, serialize=False)),
                ('version', models.PositiveIntegerField(default=1, editable=False, verbose_name='version')),
                ('created_at', models.DateTimeField(auto_now_add=True, verbose_name='created')),
                ('edition', models.PositiveSmallIntegerField(verbose_name='edition')),
                ('language', models.CharField(max_length=8, verbose_name='language')),
                ('content', models.JSONField(default=dict)),
                ('content_hash', models.CharField(max_length=64)),
                ('frozen_at', models.DateTimeField(verbose_name='frozen')),
                ('file', models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to='core.storedfile')),
                ('handover', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='papers', to='fleet.handover', verbose_name='handover')),
            ],
            options={
                'verbose_name': 'handover form',
                'ordering': ('-edition', 'language'),
            },
        ),
        migrations.CreateModel(
            name='HandoverSignature',
            fields=[
                ('id', models.UUIDField(default=aftersail.core.ids.new_id, editable=False, primary_key=True, serialize=False)),
                ('version', models.PositiveIntegerField(default=1, editable=False, verbose_name='version')),
                ('created_at', models.DateTimeField(auto_now_add=True, verbose_name='created')),
                ('side', models.CharField(choices=[('yard', 'Yard'), ('user', 'User'), ('maker', 'Maker')], max_length=8, verbose_name='signs for')),
                ('name', models.CharField(max_length=60, verbose_name='name')),
                ('post', models.CharField(blank=True, max_length=60, verbose_name='post')),
                ('signed_at', models.DateTimeField(verbose_name='signed')),
                ('handover', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='signatures', to='fleet.handover', verbose_name='handover')),
                ('image', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to='core.storedfile')),
            ],
            options={
                'verbose_name': 'signature of a handover',
                'ordering': ('signed_at',),
            },
        ),
        migrations.CreateModel(
            name='Leftover',
            fields=[
                ('id', models.UUIDField(default=aftersail.core.ids.new_id, editable=False, primary_key=True, serialize=False)),
                ('version', models.PositiveIntegerField(default=1, editable=False, verbose_name='version')),
                ('created_at', models.DateTimeField(auto_now_add=True, verbose_name='created')),
                ('hull_code', models.CharField(editable=False, max_length=20, verbose_name='hull code')),
                ('text', models.CharField(max_length=300, verbose_name='item')),
                ('location', models.CharField(blank=True, max_length=80, verbose_name='location')),
                ('weight', models.CharField(choices=[('safety', 'Safety or function'), ('major', 'Major'), ('minor', 'Minor')], default='minor', max_length=8, verbose_name='class')),
                ('owed_by', models.CharField(choices=[('maker', 'Maker'), ('yard', 'Yard'), ('supplier', 'Supplier'), ('user', 'User')], default='maker', max_length=10, verbose_name='responsible side')),
                ('party', models.CharField(blank=True, max_length=120, verbose_name='responsible person or firm')),
                ('due_on', models.DateField(verbose_name='due')),
                ('stage', models.CharField(choices=[('design', 'Design'), ('installation', 'Installation'), ('commissioning', 'Commissioning'), ('mooring_trial', 'Mooring trial'), ('sea_trial', 'Sea trial'), ('delivery', 'Delivery'), ('in_service', 'In service'), ('overhaul', 'Overhaul'), ('retirement', 'Retirement')], default='commissioning', max_length=20, verbose_name='found in stage')),
                ('service_type', models.CharField(choices=[('commissioning', 'Installation and commissioning'), ('trial_support', 'Trial support'), ('repair', 'Equipment repair'), ('warranty', 'Warranty service')], default='commissioning', max_length=20, verbose_name='service type')),
                ('source', models.UUIDField(blank=True, editable=False, null=True, unique=True)),
                ('listed_on', models.DateField(blank=True, editable=False, null=True, verbose_name='on the warranty list since')),
                ('fixed_on', models.DateField(blank=True, null=True, verbose_name='put right')),
                ('accepted_on', models.DateField(blank=True, null=True, verbose_name='accepted by the user')),
                ('customer', models.ForeignKey(editable=False, on_delete=django.db.models.deletion.PROTECT, related_name='+', to='fleet.customer')),
                ('equipment', models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='leftovers', to='fleet.equipment', verbose_name='equipment')),
                ('item', models.ForeignKey(blank=True, editable=False, null=True, on_delete=django.db.models.deletion.SET_NULL, related_name='leftovers', to='fleet.handoveritem')),
                ('open_to_yard', models.ForeignKey(blank=True, editable=False, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to='fleet.yard')),
                ('station', models.ForeignKey(blank=True, editable=False, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to='people.station')),
                ('vessel', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='leftovers', to='fleet.vessel', verbose_name='vessel')),
                ('yard', models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='leftovers', to='fleet.yard', verbose_name='responsible yard')),
            ],
            options={
                'verbose_name': 'leftover item',
                'ordering': ('due_on',),
            },
        ),
        migrations.CreateModel(
            name='MilestoneChange',
            fields=[
                ('id', models.UUIDField(default=aftersail.core.ids.new_id, editable=False, primary_key=True, serialize=False)),
                ('version', models.PositiveIntegerField(default=1, editable=False, verbose_name='version')),
                ('created_at', models.DateTimeField(auto_now_add=True, verbose_name='created')),
                ('kind', models.CharField(choices=[('design', 'Design released'), ('equipment_due', 'Equipment due at yard'), ('installation', 'Installation'), ('commissioning', 'Commissioning'), ('mooring_trial', 'Mooring trial'), ('sea_trial', 'Sea trial'), ('delivery', 'Delivery'), ('overhaul', 'Overhaul'), ('overhaul_done', 'Overhaul finished'), ('retirement', 'Retirement')], max_length=20, verbose_name='kind')),
                ('planned_before', models.DateField(blank=True, null=True, verbose_name='planned before')),
                ('planned_on', models.DateField(blank=True, null=True, verbose_name='planned')),
                ('actual_before', models.DateField(blank=True, null=True, verbose_name='actual before')),
                ('actual_on', models.DateField(blank=True, null=True, verbose_name='actual')),
                ('reason', models.CharField(blank=True, max_length=200, verbose_name='reason')),
                ('changed_at', models.DateTimeField(verbose_name='changed')),
                ('changed_by', models.CharField(blank=True, max_length=60, verbose_name='changed by')),
                ('effects', models.JSONField(blank=True, default=list, verbose_name='effects')),
                ('vessel', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='milestone_changes', to='fleet.vessel', verbose_name='vessel')),
            ],
            options={
                'verbose_name': 'change of a milestone',
                'ordering': ('-changed_at', '-id'),
            },
        ),
        migrations.CreateModel(
            name='ReadinessItem',
            fields=[
                ('id', models.UUIDField(default=aftersail.core.ids.new_id, editable=False, primary_key=True, serialize=False)),
                ('version', models.PositiveIntegerField(default=1, editable=False, verbose_name='version')),
                ('created_at', models.DateTimeField(auto_now_add=True, verbose_name='created')),
                ('part', models.CharField(choices=[('staff', 'Staff'), ('spares', 'Spares and tools'), ('training', 'Training'), ('documents', 'Documents')], max_length=10, verbose_name='kind')),
                ('title', models.CharField(max_length=120, verbose_name='what')),
                ('title_en', models.CharField(blank=True, max_length=120, verbose_name='English name')),
                ('anchor', models.CharField(choices=[('design', 'Design released'), ('equipment_due', 'Equipment due at yard'), ('installation', 'Installation'), ('commissioning', 'Commissioning'), ('mooring_trial', 'Mooring trial'), ('sea_trial', 'Sea trial'), ('delivery', 'Delivery'), ('overhaul', 'Overhaul'), ('overhaul_done', 'Overhaul finished'), ('retirement', 'Retirement')], default='delivery', max_length=20, verbose_name='before milestone')),
                ('days_before', models.PositiveSmallIntegerField(default=14, verbose_name='days before it')),
                ('responsible', models.CharField(blank=True, max_length=60, verbose_name='responsible')),
                ('needed', models.BooleanField(default=True, verbose_name='needed')),
                ('done_on', models.DateField(blank=True, null=True, verbose_name='done on')),
                ('evidence', models.CharField(blank=True, max_length=200, verbose_name='evidence')),
                ('vessel', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='readiness', to='fleet.vessel', verbose_name='vessel')),
            ],
            options={
                'verbose_name': 'point of the service plan',
                'verbose_name_plural': 'points of the service plan',
                'ordering': ('vessel', 'part', 'title'),
            },
        ),
        migrations.CreateModel(
            name='ServiceAccount',
            fields=[
                ('id', models.UUIDField(default=aftersail.core.ids.new_id, editable=False, primary_key=True, serialize=False)),
                ('version', models.PositiveIntegerField(default=1, editable=False, verbose_name='version')),
                ('created_at', models.DateTimeField(auto_now_add=True, verbose_name='created')),
                ('delivered_on', models.DateField(verbose_name='delivered')),
                ('opened_on', models.DateField(verbose_name='service account open since')),
                ('lag_days', models.PositiveSmallIntegerField(default=0, verbose_name='conversion (days)')),
                ('lag_working_days', models.PositiveSmallIntegerField(default=0, verbose_name='conversion (working days)')),
                ('late', models.BooleanField(default=False, verbose_name='late')),
                ('reason', models.CharField(blank=True, max_length=300, verbose_name='reason')),
                ('handover', models.OneToOneField(blank=True, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='account', to='fleet.handover', verbose_name='handover')),
                ('vessel', models.OneToOneField(on_delete=django.db.models.deletion.PROTECT, related_name='service_account', to='fleet.vessel', verbose_name='vessel')),
            ],
            options={
                'verbose_name': 'service account',
                'ordering': ('-opened_on',),
            },
        ),
        migrations.CreateModel(
            name='UserTask',
            fields=[
                ('id', models.UUIDField(default=aftersail.core.ids.new_id, editable=False, primary_key=True, serialize=False)),
                ('version', models.PositiveIntegerField(default=1, editable=False, verbose_name='version')),
                ('created_at', models.DateTimeField(auto_now_add=True, verbose_name='created')),
                ('level', models.CharField(choices=[('fleet', 'Fleet'), ('formation', 'Formation'), ('vessel', 'Single vessel')], default='vessel', max_length=10, verbose_name='level')),
                ('first_day', models.DateField(verbose_name='first day')),
                ('last_day', models.DateField(verbose_name='last day')),
                ('effect', models.CharField(choices=[('blocks', 'Blocks service'), ('prioritises', 'Service goes first'), ('informs', 'Service as agreed')], default='blocks', max_length=12, verbose_name='effect on service')),
                ('vessel', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='user_tasks', to='fleet.vessel', verbose_name='vessel')),
            ],
            options={
                'verbose_name': 'user task',
                'ordering': ('first_day',),
            },
        ),
        migrations.CreateModel(
            name='UserTaskContent',
            fields=[
                ('id', models.UUIDField(default=aftersail.core.ids.new_id, editable=False, primary_key=True, serialize=False)),
                ('version', models.PositiveIntegerField(default=1, editable=False, verbose_name='version')),
                ('created_at', models.DateTimeField(auto_now_add=True, verbose_name='created')),
                ('title', models.CharField(max_length=120, verbose_name='title')),
                ('text', models.TextField(blank=True, max_length=2000, verbose_name='content')),
                ('customer', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='+', to='fleet.customer')),
                ('task', models.OneToOneField(on_delete=django.db.models.deletion.CASCADE, related_name='content', to='fleet.usertask', verbose_name='user task')),
                ('vessel', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='+', to='fleet.vessel')),
            ],
            options={
                'verbose_name': 'content of a user task',
            },
        ),
        migrations.AddConstraint(
            model_name='gatereview',
            constraint=models.UniqueConstraint(fields=('vessel', 'gate'), name='gate_is_reviewed_once'),
        ),
        migrations.AddConstraint(
            model_name='gateitem',
            constraint=models.UniqueConstraint(fields=('review', 'code'), name='gate_point_stands_once'),
        ),
        migrations.AddConstraint(
            model_name='gateitem',
            constraint=models.CheckConstraint(condition=models.Q(models.Q(('answer', 'waived'), _negated=True), models.Q(models.Q(('waived_by', ''), _negated=True), models.Q(('waiver_reason', ''), _negated=True)), _connector='OR'), name='waiver_bears_name_and_reason'),
        ),
        migrations.AddConstraint(
            model_name='handover',
            constraint=models.UniqueConstraint(condition=models.Q(('state', 'cancelled'), _negated=True), fields=('vessel',), name='one_handover_of_a_vessel'),
        ),
        migrations.AddConstraint(
            model_name='handoverpaper',
            constraint=models.UniqueConstraint(fields=('handover', 'edition', 'language'), name='handover_edition_is_unique'),
        ),
        migrations.AddConstraint(
            model_name='handoversignature',
            constraint=models.UniqueConstraint(fields=('handover', 'side'), name='each_side_signs_once'),
        ),
        migrations.AddIndex(
            model_name='leftover',
            index=models.Index(fields=['vessel', 'accepted_on'], name='leftovers_of_vessel'),
        ),
        migrations.AddConstraint(
            model_name='leftover',
            constraint=models.CheckConstraint(condition=models.Q(('accepted_on', None), ('fixed_on__isnull', False), _connector='OR'), name='leftover_is_put_right_before_accepted', violation_error_message='An item is put right before it is accepted.'),
        ),
        migrations.AddIndex(
            model_name='milestonechange',
            index=models.Index(fields=['vessel', 'kind', '-changed_at'], name='history_of_milestone'),
        ),
        migrations.AddConstraint(
            model_name='readinessitem',
            constraint=models.UniqueConstraint(fields=('vessel', 'part', 'title'), name='readiness_point_is_kept_once'),
        ),
        migrations.AddIndex(
            model_name='usertask',
            index=models.Index(fields=['vessel', 'first_day'], name='user_tasks_of_vessel'),
        ),
        migrations.AddConstraint(
            model_name='usertask',
            constraint=models.CheckConstraint(condition=models.Q(('last_day__gte', models.F('first_day'))), name='user_task_ends_after_it_begins', violation_error_message='The last day must not come before the first.'),
        ),
        migrations.RunSQL(FREEZE, THAW),
        migrations.RunSQL(KNOWN_BEFORE, migrations.RunSQL.noop),
    ]
