"""What a quality engineer types to design a form: its head, its sections, its lines."""

from __future__ import annotations

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from aftersail.core.ids import new_id
from aftersail.core.masters.choosing import NamedChoiceField
from aftersail.fleet.models import ProductFamily
from aftersail.visits.rules.definitions import (
    DECIDING,
    Definition,
    Field,
    Option,
    ShowIf,
    Words,
    shown_number,
)
from aftersail.visits.states import FieldKind, FormKind, FormPoint, FormSigner, RequiredFrom, ShowIfTest

EXPECTED = [("", _("either")), ("yes", _("Yes")), ("no", _("No"))]
ANSWERS = {"yes": True, "no": False}
NOTHING = ("", "—")


class NewFormForm(forms.Form):
    """A form that the house does not have yet."""

    id = forms.UUIDField(widget=forms.HiddenInput, initial=new_id)
    code = forms.CharField(
        label=_("Code"),
        max_length=8,
        help_text=_("Two to eight capital letters or digits; it begins the number of each filled form."),
    )
    kind = forms.ChoiceField(label=_("Kind"), choices=FormKind.choices)
    title = forms.CharField(label=_("Title in Chinese"), max_length=120)
    title_en = forms.CharField(label=_("Title in English"), max_length=120)
    family = NamedChoiceField(
        label=_("Product family"), queryset=ProductFamily.objects.none(), required=False
    )

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["family"].queryset = ProductFamily.objects.order_by("code")  # type: ignore[attr-defined]


class HeadingForm(forms.Form):
    """A section's heading, and the side that answers for it."""

    zh = forms.CharField(label=_("Heading in Chinese"), max_length=120)
    en = forms.CharField(label=_("Heading in English"), max_length=120)
    party = forms.ChoiceField(
        label=_("Answered and signed apart by"), choices=[NOTHING, *FormSigner.choices], required=False
    )

    @property
    def label_words(self) -> Words:
        """The heading in both languages."""
        return Words(self.cleaned_data["zh"], self.cleaned_data["en"])


class LineForm(forms.Form):
    """One line of a form."""

    version = forms.IntegerField(widget=forms.HiddenInput, required=False)
    kind = forms.ChoiceField(label=_("Takes"), choices=FieldKind.choices)
    zh = forms.CharField(label=_("Text in Chinese"), max_length=300)
    en = forms.CharField(label=_("Text in English"), max_length=300)
    required = forms.ChoiceField(
        label=_("Required"), choices=[("", _("Never")), *RequiredFrom.choices], required=False
    )
    unit = forms.CharField(label=_("Unit of measure"), max_length=20, required=False)
    low = forms.DecimalField(label=_("Low limit"), max_digits=15, decimal_places=6, required=False)
    high = forms.DecimalField(label=_("High limit"), max_digits=15, decimal_places=6, required=False)
    options = forms.CharField(
        label=_("Answers of a choice"), required=False, max_length=4000, widget=forms.Textarea(attrs={"rows": 3}),
        help_text=_("One a line: code = Chinese / English. An exclamation mark at the end marks an answer that fails."),
    )  # fmt: skip
    expects = forms.ChoiceField(label=_("Passes with"), choices=EXPECTED, required=False)
    role = forms.ChoiceField(label=_("Who signs"), choices=[NOTHING, *FormSigner.choices], required=False)
    step = forms.BooleanField(label=_("A step, worked off in order"), required=False)
    point = forms.ChoiceField(label=_("Stop"), choices=[NOTHING, *FormPoint.choices], required=False)
    pair = forms.BooleanField(label=_("Photos before and after"), required=False)
    follow_up = forms.BooleanField(label=_("A failure raises a follow-up"), required=False)
    show_field = forms.ChoiceField(label=_("Shows only if"), required=False)
    show_test = forms.ChoiceField(label=_("Compared"), choices=ShowIfTest.choices, required=False)
    show_values = forms.CharField(
        label=_("With the answer"),
        max_length=200,
        required=False,
        help_text=_("Codes of answers, or yes and no; several with commas."),
    )
    hint_zh = forms.CharField(label=_("Hint in Chinese"), max_length=200, required=False)
    hint_en = forms.CharField(label=_("Hint in English"), max_length=200, required=False)

    def __init__(self, *args: Any, definition: Definition, key: str = "", **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        earlier = [NOTHING]
        for field in definition.lines:
            if field.key == key:
                break
            if field.kind in DECIDING:
                earlier.append((field.key, str(field.label)))
        self.fields["show_field"].choices = earlier  # type: ignore[attr-defined]
        self.key = key

    def line(self) -> Field:
        """Return the line that was described."""
        data = self.cleaned_data
        kind = data["kind"]
        rule = None
        if data["show_field"]:
            told = [one.strip() for one in data["show_values"].split(",") if one.strip()]
            rule = ShowIf(
                data["show_field"], data["show_test"] or "is", tuple(ANSWERS.get(one, one) for one in told)
            )
        measured = kind in {FieldKind.NUMBER, FieldKind.GAUGE}
        signs = kind == FieldKind.SIGNATURE
        return Field(
            key=self.key, kind=kind, label=Words(data["zh"], data["en"]), hint=Words(data["hint_zh"], data["hint_en"]),
            unit=data["unit"] if measured else "", low=data["low"] if measured else None, high=data["high"] if measured else None,
            options=tuple(map(_option, data["options"].splitlines())) if kind == FieldKind.CHOICE else (),
            expects=ANSWERS.get(data["expects"]) if kind == FieldKind.YES_NO else None,
            required="" if signs else data["required"], show_if=None if signs else rule, step=data["step"] and not signs,
            point="" if signs else data["point"], role=data["role"] if signs else "", pair=data["pair"] and kind == FieldKind.PHOTO,
            follow_up=data["follow_up"] and not signs,
        )  # fmt: skip


def initial_of(field: Field) -> dict[str, Any]:
    """Return a line as `LineForm` shows it."""
    rule = field.show_if
    words = {True: "yes", False: "no"}
    return {
        "kind": field.kind, "zh": field.label.zh, "en": field.label.en, "hint_zh": field.hint.zh, "hint_en": field.hint.en,
        "unit": field.unit, "low": shown_number(field.low), "high": shown_number(field.high),
        "options": "\n".join(f"{one.code} = {one.label.zh} / {one.label.en}{'!' if one.fails else ''}" for one in field.options),
        "expects": "" if field.expects is None else words[field.expects], "required": field.required, "step": field.step,
        "point": field.point, "role": field.role, "pair": field.pair, "follow_up": field.follow_up,
        "show_field": rule.field if rule else "", "show_test": rule.test if rule else "",
        "show_values": ", ".join(words[one] if isinstance(one, bool) else one for one in rule.values) if rule else "",
    }  # fmt: skip


def _option(text: str) -> Option:
    code, _equals, labels = text.strip().partition("=")
    zh, _slash, en = labels.strip().removesuffix("!").partition("/")
    return Option(code.strip(), Words(zh.strip(), en.strip()), labels.strip().endswith("!"))


class PublishForm(forms.Form):
    """What an edition changes and why."""

    version = forms.IntegerField(widget=forms.HiddenInput)
    note = forms.CharField(
        label=_("What changed and why"),
        max_length=500,
        required=False,
        widget=forms.Textarea(attrs={"rows": 2}),
    )


class FormFileForm(forms.Form):
    """A form as a file, from another house."""

    id = forms.UUIDField(widget=forms.HiddenInput, initial=new_id)
    file = forms.FileField(label=_("Form as JSON file"), max_length=200)
