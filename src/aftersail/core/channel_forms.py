"""Forms of the channels to the outside: mail to people, calendar feeds, webhooks."""

from __future__ import annotations

from typing import Any
from uuid import UUID

from django import forms
from django.utils.translation import gettext_lazy as _

from aftersail.core.ids import new_id
from aftersail.core.mail.preferences import Mode, kinds, mode_of
from aftersail.core.models import CalendarFeed, MailPreference, WebhookSubscription
from aftersail.core.widgets import FoldedChoices

HOURS = [(hour, f"{hour:02}:00") for hour in range(24)]
MODE = "mode_"


class MailPreferenceForm(forms.Form):
    """When one is written to: a choice for each kind of news, the digest's hour, quiet hours."""

    def __init__(self, *args: Any, preference: MailPreference, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        for kind, label in kinds():
            self.fields[MODE + kind] = forms.ChoiceField(
                label=label, choices=Mode.choices, initial=mode_of(preference, f"{kind}.")
            )
        for name, label, words in (
            ("digest_hour", _("Daily digest at"), ""),
            ("quiet_from", _("Quiet from"), _("What is to be mailed at once waits until the quiet hours end; unusable or dangerous equipment (S1) does not wait.")),
            ("quiet_until", _("Quiet until"), _("The same hour twice: no quiet hours.")),
        ):  # fmt: skip
            self.fields[name] = forms.TypedChoiceField(
                label=label, choices=HOURS, coerce=int, initial=getattr(preference, name), help_text=words
            )

    def choice(self) -> dict[str, Any]:
        """Return what was chosen."""
        given = self.cleaned_data
        modes = {name.removeprefix(MODE): value for name, value in given.items() if name.startswith(MODE)}
        return {"modes": modes} | {name: given[name] for name in ("digest_hour", "quiet_from", "quiet_until")}


class FeedForm(forms.Form):
    """A calendar feed to be made: one's own days, or a team's."""

    id = forms.UUIDField(widget=forms.HiddenInput, initial=new_id)
    whose = forms.ChoiceField(label=_("Whose days"))
    name = forms.CharField(
        label=_("Name"), max_length=60, required=False, help_text=_("As your calendar program shall call it.")
    )

    def __init__(self, *args: Any, teams: list[tuple[UUID, str]], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        own = [(CalendarFeed.Kind.PERSON.value, CalendarFeed.Kind.PERSON.label)]
        self.fields["whose"].choices = own + [(str(id), name) for id, name in teams]  # type: ignore[attr-defined]

    def choice(self) -> dict[str, Any]:
        """Return what was chosen."""
        given = self.cleaned_data
        person = given["whose"] == CalendarFeed.Kind.PERSON
        return {
            "id": given["id"], "name": given["name"],
            "kind": CalendarFeed.Kind.PERSON if person else CalendarFeed.Kind.TEAM,
            "team_id": None if person else UUID(given["whose"]),
        }  # fmt: skip


class WebhookForm(forms.Form):
    """A webhook: its name, the address that is called, the events."""

    id = forms.UUIDField(widget=forms.HiddenInput, initial=new_id, required=False)
    version = forms.IntegerField(widget=forms.HiddenInput, required=False)
    name = forms.CharField(label=_("Name"), max_length=60, help_text=_("The program that is called."))
    url = forms.CharField(
        label=_("Address"), max_length=500, widget=forms.URLInput(attrs={"placeholder": "https://"}),
        help_text=_("Calls to private networks need the installation's leave (AFTERSAIL_WEBHOOK_NETWORKS)."),
    )  # fmt: skip
    events = forms.MultipleChoiceField(label=_("Events told"), widget=FoldedChoices)
    is_active = forms.BooleanField(label=_("Active"), required=False, initial=True)

    def __init__(self, *args: Any, events: list[tuple[str, list[tuple[str, str]]]], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["events"].choices = events  # type: ignore[attr-defined]

    @staticmethod
    def values_of(webhook: WebhookSubscription) -> dict[str, Any]:
        """Return what the form starts from."""
        return {
            name: getattr(webhook, name) for name in ("id", "version", "name", "url", "events", "is_active")
        }
