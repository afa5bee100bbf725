"""The card as a form: one mandatory question, everything else as the customer likes."""

from __future__ import annotations

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from aftersail.intake.states import Channel
from aftersail.satisfaction.permissions import TOLD_CHANNELS
from aftersail.satisfaction.states import ATTITUDE, CONDUCT, SUBJECT_ITEMS, DeclineCode, Item

OVERALL = (
    (5, _("Very satisfied")),
    (4, _("Satisfied")),
    (3, _("Neither")),
    (2, _("Dissatisfied")),
    (1, _("Very dissatisfied")),
)


def _scale(first: int, last: int) -> list[tuple[int, str]]:
    return [(n, str(n)) for n in range(first, last + 1)]


class ScoreField(forms.TypedChoiceField):
    """One tap on a row of numbers; nothing tapped is no answer."""

    def __init__(self, first: int, last: int, **kwargs: Any) -> None:
        super().__init__(
            choices=_scale(first, last),
            coerce=int,
            empty_value=None,
            widget=forms.RadioSelect,
            required=False,
            **kwargs,
        )


class CardForm(forms.Form):
    """What the customer answers."""

    version = forms.IntegerField(widget=forms.HiddenInput)
    overall = forms.TypedChoiceField(
        label=_("How satisfied are you with this service?"),
        choices=OVERALL,
        coerce=int,
        widget=forms.RadioSelect,
    )
    nps = ScoreField(
        0,
        10,
        label=_("Would you recommend our service to a colleague?"),
        help_text=_("0: certainly not · 10: certainly"),
    )
    effort = ScoreField(
        1, 7, label=_("How easy was it to get help?"), help_text=_("1: very hard · 7: very easy")
    )
    comment = forms.CharField(
        label=_("Anything you would like to tell us?"),
        max_length=2000,
        required=False,
        widget=forms.Textarea(attrs={"rows": 3}),
    )
    respondent = forms.CharField(label=_("Your name"), max_length=60, required=False)
    respondent_post = forms.CharField(label=_("Your post"), max_length=60, required=False)

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        for item in Item:
            self.fields[item.value] = ScoreField(1, 5, label=item.label)

    @property
    def attitude_questions(self) -> list[forms.BoundField]:
        """The three questions on attitude (R07)."""
        return [self[item.value] for item in ATTITUDE]

    @property
    def conduct_questions(self) -> list[forms.BoundField]:
        """The four questions on conduct (R31)."""
        return [self[item.value] for item in CONDUCT]

    @property
    def subject_questions(self) -> list[forms.BoundField]:
        """One question for each of the three subjects (R89)."""
        return [self[item.value] for item in SUBJECT_ITEMS]

    def answers(self) -> dict[str, Any]:
        """Return the cleaned values as the action takes them."""
        typed = dict(self.cleaned_data)
        items = {item.value: typed.pop(item.value) for item in Item}
        seen = typed.pop("version")
        return {**typed, "items": items, "seen": seen}


class RecordedCardForm(CardForm):
    """What a customer said on the telephone, by letter or face to face, written down by the desk."""

    channel = forms.ChoiceField(
        label=_("The customer answered by"),
        choices=[(c.value, c.label) for c in TOLD_CHANNELS],
        initial=Channel.PHONE,
    )
    respondent = forms.CharField(label=_("Who answered"), max_length=60)


class DeclineForm(forms.Form):
    """Why no answer will come."""

    version = forms.IntegerField(widget=forms.HiddenInput)
    code = forms.ChoiceField(
        label=_("Declined because"), choices=DeclineCode.choices, widget=forms.RadioSelect
    )
    note = forms.CharField(label=_("Note"), max_length=300, required=False)


class OwnDeclineForm(DeclineForm):
    """The customer's own "rather not"; whether we reached them is not theirs to say."""

    code = forms.ChoiceField(
        label=_("Why?"),
        choices=[c for c in DeclineCode.choices if c[0] != DeclineCode.UNREACHABLE],
        widget=forms.RadioSelect,
    )
