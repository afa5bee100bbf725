"""Areas, ports, and the stations that cover them."""

from __future__ import annotations

from uuid import UUID

from django.db import models
from django.utils.translation import gettext_lazy as _

from aftersail.core.isolation import Reach
from aftersail.core.record import Record


class WayToTravel(models.TextChoices):
    """How people get to a ship's port."""

    ROAD = "road", _("Road")
    RAIL = "rail", _("Rail")
    AIR = "air", _("Air")


class Area(Record):
    """A direction of sea (北海, 东海, 南海) or a part of one; a tree."""

    reach = Reach(shared="a map of seas")
    code = models.CharField(_("code"), max_length=12, unique=True)
    name = models.CharField(_("name"), max_length=60)
    name_en = models.CharField(_("English name"), max_length=60, blank=True)
    parent = models.ForeignKey(
        "self", models.PROTECT, null=True, blank=True, related_name="parts", verbose_name=_("part of")
    )

    class Meta:
        verbose_name = _("area")
        ordering = ("code",)

    def __str__(self) -> str:
        return self.name


class Port(Record):
    """A port at which ships lie."""

    reach = Reach(shared="public geography")
    code = models.CharField(_("code"), max_length=12, unique=True)
    name = models.CharField(_("name"), max_length=60)
    name_en = models.CharField(_("English name"), max_length=60, blank=True)
    area = models.ForeignKey(Area, models.PROTECT, related_name="ports", verbose_name=_("area"))
    latitude = models.FloatField(_("latitude"))
    longitude = models.FloatField(_("longitude"))

    class Meta:
        verbose_name = _("port")
        ordering = ("code",)
        constraints = (
            models.CheckConstraint(
                condition=models.Q(latitude__range=(-90, 90), longitude__range=(-180, 180)),
                name="port_is_on_earth",
                violation_error_message=_(
                    "Latitude lies between −90 and 90, longitude between −180 and 180."
                ),
            ),
        )

    def __str__(self) -> str:
        return self.name


class Station(Record):
    """A regional service station, or the headquarters."""

    reach = Reach(shared="where our stations stand is on our letterhead")
    code = models.CharField(_("code"), max_length=12, unique=True)
    name = models.CharField(_("name"), max_length=60)
    name_en = models.CharField(_("English name"), max_length=60, blank=True)
    port = models.ForeignKey(Port, models.PROTECT, related_name="stations", verbose_name=_("port"))
    area = models.ForeignKey(Area, models.PROTECT, related_name="stations", verbose_name=_("area"))
    headquarters = models.BooleanField(_("headquarters"), default=False)
    phone = models.CharField(_("telephone"), max_length=40, blank=True)
    opened_on = models.DateField(_("opened"), null=True, blank=True)

    class Meta:
        verbose_name = _("service station")
        ordering = ("code",)

    def __str__(self) -> str:
        return self.name

    def reach_keys(self) -> list[UUID]:
        """Return the station itself, so that its manager keeps its log and search entry."""
        return [self.pk]


class Coverage(Record):
    """Which station answers for a port: the primary (rank 1), then its backups."""

    reach = Reach(shared="who answers for which port is told to every customer")
    port = models.ForeignKey(
        Port, models.CASCADE, related_name="coverage", verbose_name=_("port"), db_index=False
    )
    station = models.ForeignKey(Station, models.CASCADE, related_name="coverage", verbose_name=_("station"))
    rank = models.PositiveSmallIntegerField(_("rank"), default=1)

    class Meta:
        verbose_name = _("coverage")
        ordering = ("rank",)
        constraints = (
            models.UniqueConstraint(fields=("port", "rank"), name="port_has_one_station_per_rank"),
            models.UniqueConstraint(fields=("port", "station"), name="station_covers_port_once"),
        )

    def __str__(self) -> str:
        return f"{self.port} → {self.station} ({self.rank})"


class AgreedJourney(Record):
    """How long the way between two ports really takes, where the reckoned hours are wrong; both ways alike."""

    reach = Reach(shared="distances between ports")
    first_port = models.ForeignKey(
        Port, models.CASCADE, related_name="+", verbose_name=_("from port"), db_index=False
    )
    second_port = models.ForeignKey(Port, models.CASCADE, related_name="+", verbose_name=_("to port"))
    travel_hours = models.DecimalField(_("travel (h)"), max_digits=5, decimal_places=1)
    note = models.CharField(_("note"), max_length=120, blank=True)

    class Meta:
        verbose_name = _("agreed journey")
        ordering = ("first_port__code",)
        constraints = (
            models.UniqueConstraint(fields=("first_port", "second_port"), name="journey_is_agreed_once"),
            models.CheckConstraint(
                condition=models.Q(travel_hours__gt=0),
                name="journey_takes_time",
                violation_error_message=_("A journey takes more than no time."),
            ),
        )

    def __str__(self) -> str:
        return f"{self.first_port} – {self.second_port}"


class TravelMode(Record):
    """A way to travel: what a journey of so many kilometres takes and costs by it."""

    reach = Reach(shared="speeds and fares of road, rail and air")
    mode = models.CharField(_("way to travel"), max_length=8, choices=WayToTravel, unique=True)
    setup_hours = models.DecimalField(_("before and after (h)"), max_digits=4, decimal_places=1)
    detour = models.DecimalField(
        _("detour factor"), max_digits=4, decimal_places=2, help_text=_("Way over great-circle distance, 1.3 for roads.")
    )  # fmt: skip
    km_per_hour = models.DecimalField(_("speed (km/h)"), max_digits=5, decimal_places=1)
    fixed_cny = models.DecimalField(_("fare: fixed part"), max_digits=8, decimal_places=2, default=0)
    cny_per_km = models.DecimalField(_("fare per km"), max_digits=6, decimal_places=2)
    least_km = models.PositiveIntegerField(_("from so many km on"), default=0)
    most_hours = models.DecimalField(
        _("at most so many hours"), max_digits=4, decimal_places=1, null=True, blank=True
    )
    in_use = models.BooleanField(_("in use"), default=True)

    class Meta:
        verbose_name = _("way to travel")
        ordering = ("mode",)
        constraints = (
            models.CheckConstraint(
                condition=models.Q(detour__gte=1, km_per_hour__gt=0, setup_hours__gte=0, fixed_cny__gte=0, cny_per_km__gte=0),
                name="way_to_travel_goes_somewhere",
                violation_error_message=_("The detour factor is at least 1, the speed more than 0, hours and fares not below 0."),
            ),
        )  # fmt: skip

    def __str__(self) -> str:
        return str(self.get_mode_display())
