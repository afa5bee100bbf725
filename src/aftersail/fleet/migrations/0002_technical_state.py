"""Function codes, versions and bills, technical states with their ledger, permits, obsolescence; no circular trees."""

import django.core.serializers.json
import django.db.models.deletion
from django.conf import settings
from django.db import migrations, models

import aftersail.core.ids

RINGS = """
create function fleet_no_ring() returns trigger language plpgsql set search_path = public, pg_temp as $$
declare
    above uuid;
    looped boolean;
begin
    above := to_jsonb(new) ->> tg_argv[0];
    if above is null then
        return new;
    end if;
    -- Two people who hang two units below each other at the same moment wait for one another here.
    perform pg_advisory_xact_lock(hashtext('fleet_no_ring'), hashtext(coalesce(to_jsonb(new) ->> tg_argv[1], '')));
    execute format(
        'with recursive up(id) as (select $1 union select t.%1$I from %2$I t join up on t.id = up.id where t.%1$I is not null)'
        ' select exists (select 1 from up where id = $2)', tg_argv[0], tg_table_name
    ) into looped using above, new.id;
    if looped then
        raise exception using errcode = 'check_violation', constraint = tg_table_name || '_has_no_ring',
            message = 'a record must not lie below itself';
    end if;
    return new;
end
$$;
create trigger fleet_equipment_no_ring before insert or update of parent_id on fleet_equipment
    for each row execute function fleet_no_ring('parent_id', 'vessel_id');
create trigger fleet_functioncode_no_ring before insert or update of parent_id on fleet_functioncode
    for each row execute function fleet_no_ring('parent_id', 'scheme_id');
create trigger fleet_productversion_no_ring before insert or update of predecessor_id on fleet_productversion
    for each row execute function fleet_no_ring('predecessor_id', 'model_id');

create function fleet_state_is_kept() returns trigger language plpgsql as $$
begin
    raise exception using errcode = 'check_violation', constraint = tg_table_name || '_is_never_changed',
        message = 'what was written down of a technical state is never changed';
end
$$;
create trigger fleet_stateevent_kept before update on fleet_stateevent
    for each row execute function fleet_state_is_kept();
create trigger fleet_frozenstate_kept before update on fleet_frozenstate
    for each row execute function fleet_state_is_kept();
"""
NO_RINGS = """
drop trigger fleet_equipment_no_ring on fleet_equipment;
drop trigger fleet_functioncode_no_ring on fleet_functioncode;
drop trigger fleet_productversion_no_ring on fleet_productversion;
drop trigger fleet_stateevent_kept on fleet_stateevent;
drop trigger fleet_frozenstate_kept on fleet_frozenstate;
drop function fleet_no_ring();
drop function fleet_state_is_kept();
"""

BEGIN_LEDGER = """
-- The walls are built again after every migration; until then the owner must see the rows that are there.
alter table fleet_equipment no force row level security;
alter table fleet_vessel no force row level security;
create temporary table ledger_of_old on commit drop as
select e.id, e.vessel_id, e.removed_on,
    least(coalesce(e.commissioned_on, e.shipped_on, v.delivered_on, e.created_at::date), e.created_at::date) as begun_on,
    jsonb_build_object(
        'parent', e.parent_id, 'position', e.position, 'name', e.name, 'code', e.function_code, 'level', e.level, 'model', m.code,
        'serial', e.serial_number, 'version', '', 'software', e.software_version
    ) as facts
from fleet_equipment e join fleet_vessel v on v.id = e.vessel_id join fleet_productmodel m on m.id = e.model_id;
insert into fleet_stateevent (vessel_id, equipment_id, step, happened_on, recorded_at, facts, reason, whereto, by_name)
select vessel_id, id, 'installed', begun_on, now(), facts, '', '', '' from ledger_of_old order by begun_on;
insert into fleet_stateevent (vessel_id, equipment_id, step, happened_on, recorded_at, facts, reason, whereto, by_name)
select vessel_id, id, 'removed', greatest(removed_on, begun_on), now(), '{}', '', '', '' from ledger_of_old where removed_on is not null
order by removed_on;
"""


class Migration(migrations.Migration):

    dependencies = [
        ('fleet', '0001_initial'),
        ('people', '0001_initial'),
        migrations.swappable_dependency(settings.AUTH_USER_MODEL),
    ]

    operations = [
        migrations.CreateModel(
            name='FunctionCodeScheme',
            fields=[
                ('id', models.UUIDField(default=aftersail.core.ids.new_id, editable=False, primary_key=True, serialize=False)),
                ('version', models.PositiveIntegerField(default=1, editable=False, verbose_name='version')),
                ('created_at', models.DateTimeField(auto_now_add=True, verbose_name='created')),
                ('code', models.CharField(max_length=20, unique=True, verbose_name='code')),
                ('name', models.CharField(max_length=80, verbose_name='name')),
                ('name_en', models.CharField(blank=True, max_length=80, verbose_name='English name')),
                ('closed', models.BooleanField(default=False, help_text='Units may bear only codes that the scheme has.', verbose_name='only listed codes')),
            ],
            options={
                'verbose_name': 'function code scheme',
                'ordering': ('code',),
            },
        ),
        migrations.AddField(
            model_name='equipment',
            name='level',
            field=models.CharField(blank=True, choices=[('system', 'System'), ('unit', 'Unit'), ('subunit', 'Subunit'), ('item', 'Item'), ('part', 'Part')], max_length=8, verbose_name='tree level'),
        ),
        migrations.AddField(
            model_name='equipment',
            name='position',
            field=models.CharField(blank=True, max_length=30, verbose_name='position in the bill'),
        ),
        migrations.AddField(
            model_name='productfamily',
            name='alert_months',
            field=models.PositiveSmallIntegerField(default=12, help_text='How long before the end of support, or a last-buy date, people are told.', verbose_name='obsolescence alert (months ahead)'),
        ),
        migrations.AddField(
            model_name='vessel',
            name='code_scheme',
            field=models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='vessels', to='fleet.functioncodescheme', verbose_name='function code scheme'),
        ),
        migrations.CreateModel(
            name='ProductVersion',
            fields=[
                ('id', models.UUIDField(default=aftersail.core.ids.new_id, editable=False, primary_key=True, serialize=False)),
                ('version', models.PositiveIntegerField(default=1, editable=False, verbose_name='version')),
                ('created_at', models.DateTimeField(auto_now_add=True, verbose_name='created')),
                ('code', models.CharField(max_length=40, unique=True, verbose_name='version code')),
                ('hardware', models.CharField(blank=True, max_length=40, verbose_name='hardware designation')),
                ('software', models.CharField(blank=True, max_length=30, verbose_name='software designation')),
                ('released_on', models.DateField(blank=True, null=True, verbose_name='released on')),
                ('end_of_support_on', models.DateField(blank=True, null=True, verbose_name='end of support')),
                ('note', models.CharField(blank=True, max_length=300, verbose_name='what changed')),
                ('model', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='versions', to='fleet.productmodel', verbose_name='model')),
                ('predecessor', models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.SET_NULL, related_name='successors', to='fleet.productversion', verbose_name='predecessor')),
            ],
            options={
                'verbose_name': 'product version',
                'ordering': ('model', 'code'),
            },
        ),
        migrations.AddField(
            model_name='equipment',
            name='product_version',
            field=models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='units', to='fleet.productversion', verbose_name='product version'),
        ),
        migrations.CreateModel(
            name='StateChange',
            fields=[
                ('id', models.UUIDField(default=aftersail.core.ids.new_id, editable=False, primary_key=True, serialize=False)),
                ('version', models.PositiveIntegerField(default=1, editable=False, verbose_name='version')),
                ('created_at', models.DateTimeField(auto_now_add=True, verbose_name='created')),
                ('number', models.CharField(max_length=30, unique=True, verbose_name='number')),
                ('kind', models.CharField(choices=[('swap', 'Swap the unit'), ('software', 'Load other software'), ('version', 'Retrofit to another version'), ('remove', 'Remove the unit')], max_length=10, verbose_name='kind')),
                ('state', models.CharField(choices=[('planned', 'Planned'), ('installed', 'Installed, not verified'), ('verified', 'Verified'), ('cancelled', 'Cancelled')], default='planned', max_length=10, verbose_name='state')),
                ('reason', models.CharField(max_length=300, verbose_name='reason')),
                ('reference', models.CharField(blank=True, max_length=60, verbose_name='reference')),
                ('planned_on', models.DateField(blank=True, null=True, verbose_name='planned for')),
                ('new_serial', models.CharField(blank=True, max_length=60, verbose_name='new serial number')),
                ('new_software', models.CharField(blank=True, max_length=30, verbose_name='new software version')),
                ('whereto', models.CharField(blank=True, choices=[('factory', 'Back to the factory'), ('station', 'To the service station'), ('aboard', 'Kept aboard as a spare'), ('owner', "To the owner's store"), ('scrapped', 'Scrapped')], max_length=10, verbose_name='the old unit went')),
                ('parts_stay', models.BooleanField(default=True, verbose_name='its parts stay and go onto the new unit')),
                ('installed_on', models.DateField(blank=True, null=True, verbose_name='installed')),
                ('installed_by', models.CharField(blank=True, max_length=60, verbose_name='installed by')),
                ('quality_name', models.CharField(blank=True, max_length=60, verbose_name='verified by quality')),
                ('quality_at', models.DateTimeField(blank=True, null=True)),
                ('user_name', models.CharField(blank=True, max_length=60, verbose_name='confirmed by the user')),
                ('user_at', models.DateTimeField(blank=True, null=True)),
                ('equipment', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='state_changes', to='fleet.equipment', verbose_name='unit aboard')),
                ('new_model', models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to='fleet.productmodel', verbose_name='new model')),
                ('new_version', models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to='fleet.productversion', verbose_name='new version')),
                ('successor', models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='brought_by', to='fleet.equipment', verbose_name='new unit')),
                ('vessel', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='state_changes', to='fleet.vessel', verbose_name='vessel')),
            ],
            options={
                'verbose_name': 'technical state change',
                'ordering': ('-created_at',),
            },
        ),
        migrations.CreateModel(
            name='StateEvent',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('step', models.CharField(choices=[('installed', 'Installed'), ('removed', 'Removed'), ('swapped', 'Swapped in'), ('software', 'Software changed'), ('version', 'Version changed'), ('corrected', 'Corrected')], max_length=10, verbose_name='step')),
                ('happened_on', models.DateField(verbose_name='date')),
                ('recorded_at', models.DateTimeField(verbose_name='recorded')),
                ('facts', models.JSONField(default=dict, encoder=django.core.serializers.json.DjangoJSONEncoder)),
                ('reason', models.CharField(blank=True, max_length=300, verbose_name='reason')),
                ('whereto', models.CharField(blank=True, choices=[('factory', 'Back to the factory'), ('station', 'To the service station'), ('aboard', 'Kept aboard as a spare'), ('owner', "To the owner's store"), ('scrapped', 'Scrapped')], max_length=10, verbose_name='went')),
                ('by_name', models.CharField(blank=True, max_length=60, verbose_name='by')),
                ('change', models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.CASCADE, related_name='events', to='fleet.statechange', verbose_name='change')),
                ('equipment', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='state_events', to='fleet.equipment', verbose_name='unit aboard')),
                ('other', models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.CASCADE, related_name='+', to='fleet.equipment', verbose_name='other unit')),
                ('vessel', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='state_events', to='fleet.vessel', verbose_name='vessel')),
            ],
            options={
                'verbose_name': 'step of a technical state',
                'ordering': ('happened_on', 'pk'),
            },
        ),
        migrations.CreateModel(
            name='FrozenState',
            fields=[
                ('id', models.UUIDField(default=aftersail.core.ids.new_id, editable=False, primary_key=True, serialize=False)),
                ('version', models.PositiveIntegerField(default=1, editable=False, verbose_name='version')),
                ('created_at', models.DateTimeField(auto_now_add=True, verbose_name='created')),
                ('kind', models.CharField(choices=[('as_designed', 'As designed'), ('as_built', 'As built'), ('as_delivered', 'As delivered'), ('as_maintained', 'As maintained')], max_length=15, verbose_name='kind')),
                ('state_on', models.DateField(verbose_name='state on')),
                ('frozen_at', models.DateTimeField(verbose_name='frozen at')),
                ('frozen_by', models.CharField(blank=True, max_length=60, verbose_name='by')),
                ('nodes', models.JSONField(default=list, encoder=django.core.serializers.json.DjangoJSONEncoder)),
                ('digest', models.CharField(max_length=64)),
                ('vessel', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='frozen_states', to='fleet.vessel', verbose_name='vessel')),
            ],
            options={
                'verbose_name': 'frozen technical state',
                'ordering': ('vessel', 'kind'),
                'constraints': [models.UniqueConstraint(fields=('vessel', 'kind'), name='state_is_frozen_once')],
            },
        ),
        migrations.CreateModel(
            name='FunctionCode',
            fields=[
                ('id', models.UUIDField(default=aftersail.core.ids.new_id, editable=False, primary_key=True, serialize=False)),
                ('version', models.PositiveIntegerField(default=1, editable=False, verbose_name='version')),
                ('created_at', models.DateTimeField(auto_now_add=True, verbose_name='created')),
                ('code', models.CharField(max_length=30, verbose_name='function code')),
                ('name', models.CharField(max_length=80, verbose_name='name')),
                ('name_en', models.CharField(blank=True, max_length=80, verbose_name='English name')),
                ('parent', models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='below', to='fleet.functioncode', verbose_name='below')),
                ('scheme', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='codes', to='fleet.functioncodescheme', verbose_name='scheme')),
            ],
            options={
                'verbose_name': 'function code',
                'ordering': ('scheme', 'code'),
                'constraints': [models.UniqueConstraint(fields=('scheme', 'code'), name='function_code_is_unique_within_its_scheme')],
            },
        ),
        migrations.CreateModel(
            name='Obsolescence',
            fields=[
                ('id', models.UUIDField(default=aftersail.core.ids.new_id, editable=False, primary_key=True, serialize=False)),
                ('version', models.PositiveIntegerField(default=1, editable=False, verbose_name='version')),
                ('created_at', models.DateTimeField(auto_now_add=True, verbose_name='created')),
                ('item', models.CharField(max_length=120, verbose_name='obsolescent item')),
                ('part_number', models.CharField(blank=True, max_length=60, verbose_name='part number')),
                ('supplier', models.CharField(blank=True, max_length=80, verbose_name='supplier')),
                ('last_buy_on', models.DateField(blank=True, null=True, verbose_name='last-buy date')),
                ('stock_cover_months', models.DecimalField(blank=True, decimal_places=1, max_digits=5, null=True, verbose_name='stock cover (months)')),
                ('option', models.CharField(choices=[('undecided', 'Undecided'), ('alternate', 'Alternate item'), ('last_buy', 'Last buy'), ('repair', 'Repair and reclaim'), ('redesign', 'Redesign')], default='undecided', max_length=10, verbose_name='option')),
                ('note', models.CharField(blank=True, max_length=300, verbose_name='note')),
                ('resolved_on', models.DateField(blank=True, null=True, verbose_name='resolved')),
                ('model', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='obsolescence', to='fleet.productmodel', verbose_name='used in model')),
                ('owner', models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to='people.staff', verbose_name='owner')),
            ],
            options={
                'verbose_name': 'obsolescent item',
                'ordering': ('last_buy_on',),
                'constraints': [models.UniqueConstraint(fields=('model', 'item'), name='obsolescent_item_is_kept_once'), models.CheckConstraint(condition=models.Q(('stock_cover_months', None), ('stock_cover_months__gte', 0), _connector='OR'), name='stock_cover_not_negative', violation_error_message='Stock cover cannot be negative.')],
            },
        ),
        migrations.CreateModel(
            name='Permit',
            fields=[
                ('id', models.UUIDField(default=aftersail.core.ids.new_id, editable=False, primary_key=True, serialize=False)),
                ('version', models.PositiveIntegerField(default=1, editable=False, verbose_name='version')),
                ('created_at', models.DateTimeField(auto_now_add=True, verbose_name='created')),
                ('kind', models.CharField(choices=[('deviation', 'Deviation permit'), ('concession', 'Concession')], max_length=10, verbose_name='kind')),
                ('number', models.CharField(max_length=40, unique=True, verbose_name='number')),
                ('title', models.CharField(max_length=120, verbose_name='title')),
                ('serials', models.CharField(help_text='Single serial numbers and ranges, separated by commas: A-0001…A-0020, A-0033', max_length=400, verbose_name='serials covered')),
                ('requirement', models.CharField(help_text='Document and clause that is departed from.', max_length=120, verbose_name='requirement')),
                ('description', models.CharField(max_length=500, verbose_name='departure')),
                ('reason', models.CharField(max_length=500, verbose_name='reason')),
                ('conditions', models.CharField(blank=True, max_length=300, verbose_name='conditions of use')),
                ('valid_from', models.DateField(verbose_name='valid from')),
                ('valid_until', models.DateField(verbose_name='valid until')),
                ('state', models.CharField(choices=[('draft', 'Draft'), ('submitted', 'Submitted'), ('approved', 'Approved'), ('rejected', 'Rejected'), ('withdrawn', 'Withdrawn')], default='draft', editable=False, max_length=10, verbose_name='state')),
                ('approver_name', models.CharField(blank=True, editable=False, max_length=60, verbose_name='approver')),
                ('decided_at', models.DateTimeField(blank=True, editable=False, null=True, verbose_name='decided')),
                ('decision_note', models.CharField(blank=True, editable=False, max_length=300, verbose_name='note on the decision')),
                ('model', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='permits', to='fleet.productmodel', verbose_name='model')),
                ('submitted_by', models.ForeignKey(blank=True, editable=False, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL)),
            ],
            options={
                'verbose_name': 'permit',
                'ordering': ('-valid_from', 'number'),
                'indexes': [models.Index(fields=['model', 'state'], name='permits_of_model')],
                'constraints': [models.CheckConstraint(condition=models.Q(('valid_until__gte', models.F('valid_from'))), name='permit_ends_after_it_begins', violation_error_message='A permit must not end before it begins.')],
            },
        ),
        migrations.CreateModel(
            name='BillPosition',
            fields=[
                ('id', models.UUIDField(default=aftersail.core.ids.new_id, editable=False, primary_key=True, serialize=False)),
                ('version', models.PositiveIntegerField(default=1, editable=False, verbose_name='version')),
                ('created_at', models.DateTimeField(auto_now_add=True, verbose_name='created')),
                ('position', models.CharField(max_length=30, verbose_name='position in the bill')),
                ('name', models.CharField(max_length=120, verbose_name='name')),
                ('software_version', models.CharField(blank=True, max_length=30, verbose_name='software version')),
                ('model', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to='fleet.productmodel', verbose_name='model')),
                ('part_version', models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to='fleet.productversion', verbose_name='version of the part')),
                ('product_version', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='bill', to='fleet.productversion', verbose_name='product version')),
            ],
            options={
                'verbose_name': 'bill position',
                'ordering': ('product_version', 'position'),
                'constraints': [models.UniqueConstraint(fields=('product_version', 'position'), name='position_is_filled_once_in_a_bill')],
            },
        ),
        migrations.AddIndex(
            model_name='statechange',
            index=models.Index(fields=['vessel', 'state'], name='state_changes_of_vessel'),
        ),
        migrations.AddConstraint(
            model_name='statechange',
            constraint=models.UniqueConstraint(condition=models.Q(('state__in', ('planned', 'installed'))), fields=('equipment',), name='one_open_change_for_a_unit'),
        ),
        migrations.AddIndex(
            model_name='stateevent',
            index=models.Index(fields=['vessel', 'happened_on', 'id'], name='state_replayed'),
        ),
        migrations.RunSQL(RINGS, NO_RINGS),
        migrations.RunSQL(BEGIN_LEDGER, migrations.RunSQL.noop),
    ]
