"""What the filters of the lists offer."""

from __future__ import annotations

from aftersail.core.lists import choices_from
from aftersail.fleet.models import Customer, Equipment, ProductFamily, ProductModel, Vessel, Yard

customer_choices = choices_from(lambda account: Customer.objects.visible_to(account), "name", "name_en")
vessel_choices = choices_from(lambda account: Vessel.objects.visible_to(account), "name", "name_en")
yard_choices = choices_from(lambda account: Yard.objects.visible_to(account), "name", "name_en")
family_choices = choices_from(lambda account: ProductFamily.objects.visible_to(account), "name", "name_en")
model_choices = choices_from(lambda account: ProductModel.objects.visible_to(account), "code")
unit_choices = choices_from(
    lambda account: Equipment.objects.visible_to(account).exclude(maintenance=None).distinct(), "name"
)
