"""Long work that somebody asked for: how far it has come, what it found, and whether they still want it."""

from __future__ import annotations

from django.db import models
from django.utils.translation import gettext_lazy as _

from aftersail.core.isolation import Reach
from aftersail.core.models.account import Account
from aftersail.core.record import Record


class JobState(models.TextChoices):
    """How far a job has come."""

    WAITING = "waiting", _("Waiting for its turn")
    RUNNING = "running", _("Running")
    DONE = "done", _("Done")
    FAILED = "failed", _("Failed")
    CANCELLED = "cancelled", _("Cancelled")


OVER = frozenset({JobState.DONE, JobState.FAILED, JobState.CANCELLED})
OPEN = (JobState.WAITING, JobState.RUNNING)


class Job(Record):
    """One piece of long work; it sees what the asker sees, and only the asker sees it.

    done, whole: steps done, and how many there are as far as is known (0: not known yet).
    so_far: the best figures so far, by name. result: what came of it, as its kind writes it. parent: the job that this
    one is a part of, `title` what that part is called and `weight` how much of the whole it is. begun: how often a
    worker took it up.
    """

    reach = Reach(own="account_id")
    account = models.ForeignKey(Account, models.CASCADE, related_name="jobs", db_index=False)
    kind = models.CharField(_("kind"), max_length=60)
    subject_id = models.UUIDField(null=True)
    parent = models.ForeignKey("self", models.CASCADE, null=True, related_name="parts")
    title = models.CharField(max_length=120, blank=True)
    weight = models.PositiveIntegerField(default=1)
    begun = models.PositiveSmallIntegerField(default=0)
    arguments = models.JSONField(default=dict)
    language = models.CharField(max_length=8, default="zh-hans")
    state = models.CharField(_("state"), max_length=10, choices=JobState, default=JobState.WAITING)
    done = models.PositiveIntegerField(default=0)
    whole = models.PositiveIntegerField(default=0)
    so_far = models.JSONField(default=dict)
    result = models.JSONField(null=True)
    failure = models.CharField(_("reason"), max_length=500, blank=True)
    cancel_asked_at = models.DateTimeField(null=True)
    started_at = models.DateTimeField(_("started"), null=True)
    ended_at = models.DateTimeField(_("ended"), null=True)

    class Meta:
        verbose_name = _("long job")
        ordering = ("-created_at",)
        indexes = (
            models.Index(fields=("account", "kind", "subject_id"), name="core_job_asked"),
            models.Index(
                fields=("subject_id",),
                condition=models.Q(state__in=("waiting", "running")),
                name="core_job_under_way",
            ),
        )

    def __str__(self) -> str:
        return f"{self.kind} {self.created_at:%Y-%m-%d %H:%M}"

    @property
    def is_over(self) -> bool:
        """Whether nothing more will come of it."""
        return self.state in OVER

    @property
    def percent(self) -> int | None:
        """How much is done, 0 to 100; None while the whole is not known."""
        return min(100, 100 * self.done // self.whole) if self.whole else None
