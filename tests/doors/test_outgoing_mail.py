"""Facts about mail going out: one mail for each fact, tried again, quiet at night, stopped by a link; a real SMTP server."""

from __future__ import annotations

import re
from collections.abc import Iterator
from datetime import UTC, datetime, timedelta

import pytest
from django.utils import timezone
from hypothesis import given
from hypothesis import strategies as st

from aftersail.cases.models import Case
from aftersail.core.mail import notices, outbox, preferences
from aftersail.core.mail.preferences import after_quiet, next_hour
from aftersail.core.models import LogEntry, MailPreference, MailState, Notification, OutgoingMail
from aftersail.core.scope import as_system
from aftersail.core.tasks import mail_out
from tests.dispatch.conftest import story
from tests.doors.servers.mail import Post, smtp

__all__ = ["story"]

INSTANTS = st.integers(0, 366 * 24 * 60).map(
    lambda minutes: datetime(2026, 1, 1, tzinfo=UTC) + timedelta(minutes=minutes)
)


@pytest.fixture
def post(settings) -> Iterator[Post]:
    with smtp() as made:
        settings.SMTP_URL, settings.MAIL_FROM = made.url, "售后服务 <service@maker.example>"
        settings.ADDRESS = "https://service.maker.example"
        yield made


def shanghai(hour: int, day: int = 2) -> datetime:
    """Return an hour of a day in March 2026 by the house's clock."""
    return datetime(2026, 3, day, hour, tzinfo=timezone.get_default_timezone())


def write(key: str = "k", to: str = "crew@ship.example", **more) -> OutgoingMail:
    return outbox.put(
        key=key,
        kind="ack",
        to=to,
        subject="关于 <雷达>\r\nBcc: x@evil.example",
        body="你好",
        at=shanghai(9),
        **more,
    )


@pytest.fixture
def dispatcher(world):
    with as_system():
        world.accounts["dispatcher"].change(email="lin@house.example", language="en")
        Notification.objects.all().delete()
    return world.accounts["dispatcher"]


def told(account, title: str, born: datetime, event: str = "cases.CaseOpened", **more) -> Notification:
    notice = Notification.objects.create(
        account=account, event=event, title=title, url="/requests/", entry_id=None, **more
    )
    Notification.objects.filter(pk=notice.pk).update(created_at=born)
    return notice


def choose(account, mode: str, **hours) -> None:
    chosen = {kind: mode for kind, _label in preferences.kinds()}
    wanted = {"digest_hour": 8, "quiet_from": 22, "quiet_until": 7} | hours
    preferences.choose(by=account, modes=chosen, **wanted)


def test_a_message_goes_out_whole_once_and_no_header_slips_in(world, system_scope, post):
    write()
    write()
    assert outbox.send_due(shanghai(10)) == 1
    assert outbox.send_due(shanghai(11)) == 0
    [message] = post.taken
    assert message["To"] == "crew@ship.example"
    assert message["Bcc"] is None
    assert message["Subject"] == "关于 <雷达> Bcc: x@evil.example"
    assert message.get_content().strip() == "你好"
    assert message["From"].addresses[0].display_name == "售后服务"
    assert message["Message-ID"] == OutgoingMail.objects.get().message_id


def test_a_server_that_is_busy_is_asked_again_later_each_time(world, system_scope, post):
    write()
    post.answers = ["451 try later", "451 try later"]
    at = shanghai(10)
    assert outbox.send_due(at) == 0
    mail = OutgoingMail.objects.get()
    assert (mail.state, mail.attempts, mail.last_error) == (MailState.WAITING, 1, "451 try later")
    assert outbox.send_due(at + timedelta(seconds=59)) == 0
    assert outbox.send_due(at + timedelta(minutes=1)) == 0
    assert outbox.send_due(at + timedelta(minutes=6)) == 1
    assert OutgoingMail.objects.get().sent_at is not None


def test_a_recipient_who_does_not_exist_is_given_up_at_once_and_seen(world, system_scope, post, admin):
    write(to="nobody@ship.example")
    post.refused_recipient = "nobody@ship.example"
    outbox.send_due(shanghai(10))
    assert OutgoingMail.objects.get().state == MailState.GIVEN_UP
    page = admin.get("/mail/outgoing/").content.decode()
    assert "nobody@ship.example" in page
    assert "no such mailbox" in page
    assert "你好" not in page
    post.refused_recipient = ""
    admin.post("/mail/outgoing/again/")
    assert outbox.send_due(timezone.now()) == 1


def test_a_silent_server_loses_nothing(world, system_scope, settings):
    settings.SMTP_URL, settings.MAIL_FROM = "smtp://127.0.0.1:9", "a@maker.example"
    write()
    at = shanghai(10)
    for _time in range(len(outbox.WAITS) + 1):
        mail = OutgoingMail.objects.get()
        assert mail.state == MailState.WAITING
        at = max(at, mail.next_at)
        outbox.send_due(at)
    assert OutgoingMail.objects.get().state == MailState.GIVEN_UP


@pytest.mark.parametrize(
    ("hour", "goes_at"), [(9, (9, 2)), (21, (21, 2)), (22, (7, 3)), (3, (7, 2)), (7, (7, 2))]
)
def test_quiet_hours_run_over_midnight(hour, goes_at):
    assert after_quiet(shanghai(hour), 22, 7) == shanghai(*goes_at)


@given(
    INSTANTS,
    st.integers(0, 23),
    st.integers(0, 23),
)
def test_what_goes_after_the_quiet_hours_is_never_early_nor_in_them_nor_a_day_late(
    at, quiet_from, quiet_until
):
    goes = after_quiet(at, quiet_from, quiet_until)
    assert at <= goes < at + timedelta(days=1)
    assert after_quiet(goes, quiet_from, quiet_until) == goes


@given(INSTANTS, st.integers(0, 23))
def test_the_digest_goes_at_its_hour_within_a_day(at, hour):
    goes = next_hour(at, hour)
    assert at < goes <= at + timedelta(days=1)
    local = timezone.localtime(goes)
    assert (local.hour, local.minute, local.second) == (hour, 0, 0)


def test_the_digest_comes_once_a_day_in_the_persons_language_with_everything_unread(
    dispatcher, system_scope, post
):
    first = told(dispatcher, "Case A opened", shanghai(10))
    told(dispatcher, "Case B opened", shanghai(15))
    told(dispatcher, "Read on the desk", shanghai(15), read_at=shanghai(16))
    assert notices.mail_notices(shanghai(16)) == 0
    assert notices.mail_notices(shanghai(8, 3)) == 1
    assert notices.mail_notices(shanghai(8, 3)) == 0  # the same job once more
    outbox.send_due(shanghai(8, 3))
    [message] = post.taken
    assert message["Subject"] == "2 pieces of news"
    body = message.get_content()
    assert body.index("Case A opened") < body.index("Case B opened")
    assert "Read on the desk" not in body
    assert "https://service.maker.example/requests/" in body
    first.refresh_from_db()
    assert first.mail_settled_at == shanghai(8, 3)


def test_a_job_that_dies_before_its_end_settles_nothing_and_writes_nothing(
    dispatcher, system_scope, post, monkeypatch
):
    told(dispatcher, "Case A opened", shanghai(10))

    def die(*_args, **_more):
        raise RuntimeError("the machine stops")

    with monkeypatch.context() as patch:
        patch.setattr(notices, "_write", die)
        with pytest.raises(RuntimeError):
            notices.mail_notices(shanghai(8, 3))
    assert not OutgoingMail.objects.exists()
    assert notices.mail_notices(shanghai(8, 3)) == 1


def test_at_once_means_at_once_but_not_at_night(dispatcher, system_scope, post):
    choose(dispatcher, "at_once")
    told(dispatcher, "By day", shanghai(14))
    assert notices.mail_notices(shanghai(14)) == 1
    told(dispatcher, "By night 1", shanghai(23))
    told(dispatcher, "By night 2", shanghai(2, 3))
    assert notices.mail_notices(shanghai(3, 3)) == 0
    assert notices.mail_notices(shanghai(7, 3)) == 1
    subjects = list(OutgoingMail.objects.order_by("created_at").values_list("subject", flat=True))
    assert subjects == ["By day", "2 pieces of news"]


@pytest.mark.parametrize(("severity", "mails"), [("S1", 1), ("S2", 0)])
def test_news_of_an_open_s1_case_break_quiet_hours(dispatcher, story, system_scope, post, severity, mails):
    choose(dispatcher, "at_once")
    case = story.case()
    Case.objects.filter(pk=case.pk).update(severity=severity)
    Notification.objects.all().delete()
    entry = LogEntry.objects.filter(thread_id=case.pk).first()
    notice = told(dispatcher, "Radar down", shanghai(2))
    Notification.objects.filter(pk=notice.pk).update(entry_id=entry.pk)
    assert notices.mail_notices(shanghai(2)) == mails
    assert notices.mail_notices(shanghai(7)) == 1 - mails


def test_never_means_never_and_nobody_without_an_address_is_written_to(dispatcher, world, system_scope, post):
    choose(dispatcher, "never")
    told(dispatcher, "x", shanghai(10))
    with_no_address = world.accounts["quality"]
    told(with_no_address, "y", shanghai(10))
    assert notices.mail_notices(shanghai(9, 4)) == 0
    assert not Notification.objects.filter(mail_settled_at=None).exists()


def test_the_day_a_mail_server_is_set_up_old_news_stay_in_the_drawer(dispatcher, system_scope, settings):
    settings.SMTP_URL = ""
    told(dispatcher, "old", shanghai(10))
    notices.mail_notices(shanghai(11))
    assert not Notification.objects.filter(mail_settled_at=None).exists()


def test_the_link_in_a_mail_stops_them_without_signing_in(dispatcher, system_scope, post, client):
    choose(dispatcher, "at_once")
    told(dispatcher, "Case A opened", shanghai(10))
    mail_out(timestamp=0)
    [message] = post.taken
    link = re.search(r"<https://service.maker.example(/mail/stop/[^>]+)>", message["List-Unsubscribe"])[1]
    assert message["List-Unsubscribe-Post"] == "List-Unsubscribe=One-Click"
    assert client.get(link).status_code == 200
    assert MailPreference.objects.get().stopped_at is None  # a link checker that only looks stops nothing
    assert client.post(link, {"List-Unsubscribe": "One-Click"}).status_code == 200
    told(dispatcher, "Case B opened", shanghai(11))
    assert notices.mail_notices(timezone.now()) == 0
    assert client.post(link[:-2] + "x/").status_code == 404


def test_what_one_chooses_on_the_page_is_kept_and_a_nonsense_hour_refused(dispatcher, signed_in):
    client = signed_in(dispatcher)
    page = client.get("/account/mail/").content.decode()
    assert "Daily digest at" in page
    kinds = {f"mode_{kind}": "never" for kind, _label in preferences.kinds()}
    hours = {"digest_hour": "6", "quiet_from": "20", "quiet_until": "8"}
    assert client.post("/account/mail/", kinds | hours | {"digest_hour": "24"}).status_code == 422
    assert client.post("/account/mail/", kinds | hours).status_code == 302
    told_by_api = client.get("/api/v1/me/mail").json()
    assert told_by_api["digest_hour"] == 6
    assert set(told_by_api["modes"].values()) == {"never"}
