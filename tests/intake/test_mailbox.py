"""Facts about the service's mailbox (R87): a real IMAP server, letters as mail programs and machines write them."""

from __future__ import annotations

import base64
from collections.abc import Iterator
from email.message import EmailMessage
from email.policy import SMTP
from io import BytesIO

import pytest
from django.utils import timezone
from PIL import Image

from aftersail.cases.actions.opening import open_case_from
from aftersail.cases.models import CaseComment
from aftersail.core.files import attachments
from aftersail.core.ids import new_id
from aftersail.core.mail.outbox import send_due
from aftersail.core.models import Account, LogEntry, Notification, OutgoingMail
from aftersail.core.scope import as_system
from aftersail.core.work import deliver
from aftersail.intake.actions.mailbox import poll
from aftersail.intake.models import MailboxState, ReceivedMail, Request
from aftersail.intake.states import MailOutcome, MailRefusal, RequestState
from tests.doors.servers.mail import Letterbox, Post, imap, smtp
from tests.in_english import in_english

__all__ = ["in_english"]


@pytest.fixture
def letterbox(settings, world) -> Iterator[Letterbox]:
    settings.MAIL_FROM = "售后服务 <service@maker.example>"
    with imap() as box:
        settings.MAILBOX_URL = box.url
        box.empty()
        yield box


@pytest.fixture
def post(settings, letterbox) -> Iterator[Post]:
    with smtp() as made:
        settings.SMTP_URL = made.url
        yield made


def read() -> int:
    with as_system():
        return poll(timezone.now(), timezone.now)


def letter(text: str = "雷达开机后无图像。", **headers: str) -> EmailMessage:
    message = EmailMessage(policy=SMTP)
    given = {name.replace("_", "-"): value for name, value in headers.items()}
    named = {
        "From": "郑轮机 <chief@ship.example>", "To": "service@maker.example", "Subject": "雷达故障",
        "Message-ID": f"<{new_id()}@ship.example>",
    } | given  # fmt: skip
    for name, value in named.items():
        if value:
            message[name] = value
    message.set_content(text)
    return message


def the_request() -> Request:
    with as_system():
        return Request.objects.get(channel="mail")


def the_mail(**wanted) -> ReceivedMail:
    with as_system():
        return ReceivedMail.objects.get(**wanted)


def react() -> None:
    with as_system():
        for pk in LogEntry.objects.order_by("pk").values_list("pk", flat=True):
            deliver(entry_id=pk)


def png() -> bytes:
    out = BytesIO()
    Image.new("RGB", (20, 20), "red").save(out, "PNG")
    return out.getvalue()


def test_R87_a_mail_becomes_a_request_once_and_its_sender_hears_the_number(letterbox, post, signed_in):
    letterbox.drop(bytes(letter()))
    assert read() == 1
    assert read() == 0
    request = the_request()
    assert request.text == "雷达故障\n\n雷达开机后无图像。"
    assert request.reporter_name == "郑轮机"
    assert request.reporter_mail == "chief@ship.example"
    assert request.vessel is None
    assert letterbox.unread() == 0
    with as_system():
        assert send_due(timezone.now()) == 1
    [answer] = post.taken
    assert answer["To"] == "chief@ship.example"
    assert request.number in answer["Subject"]
    assert answer["Auto-Submitted"] == "auto-replied"
    assert "您" in answer.get_content() or request.number in answer.get_content()
    page = signed_in("dispatcher").get("/requests/mailbox/").content.decode()
    assert "雷达故障" in page
    assert request.number in page


def test_R87_the_same_mail_delivered_twice_makes_one_request(letterbox):
    twice = bytes(letter(Message_ID="<same@ship.example>"))
    letterbox.drop(twice, twice)
    read()
    with as_system():
        MailboxState.objects.update(last_uid=0)  # a server that has numbered its letters anew
    read()
    assert the_request().channel == "mail"


def test_R87_an_answer_to_ours_is_added_to_the_request_without_the_history(letterbox, post, world):
    letterbox.drop(bytes(letter()))
    read()
    with as_system():
        ack = OutgoingMail.objects.get(kind="ack")
    answer = letter(
        "现在又好了。\n\n-----原始邮件-----\n> 您的来信已收到",
        In_Reply_To=ack.message_id,
        Subject="回复: 雷达故障",
    )
    letterbox.drop(bytes(answer))
    read()
    request = the_request()
    added = the_mail(outcome=MailOutcome.ADDED)
    assert added.request_id == request.pk
    with as_system():
        event = LogEntry.objects.get(event="intake.MailAdded")
    assert event.data["text"] == "现在又好了。"
    react()
    with as_system():
        assert Notification.objects.filter(
            account=world.accounts["dispatcher"], title__contains="现在又好了"
        ).exists()
        assert OutgoingMail.objects.filter(kind="ack").count() == 1


def test_R87_more_by_mail_about_a_request_that_is_a_case_by_now_goes_into_the_case(letterbox, world):
    letterbox.drop(bytes(letter(Message_ID="<first@ship.example>")))
    read()
    request = the_request()
    with as_system():
        Request.objects.filter(pk=request.pk).update(
            vessel=world.vessel, customer=world.customer, stage="in_service"
        )
        by = Account.objects.get(pk=world.accounts["dispatcher"].pk)
        case = open_case_from(by=by, request=the_request(), id=new_id(), title="雷达", at=timezone.now())
    letterbox.drop(bytes(letter("备件到了吗？", References="<first@ship.example>")))
    letterbox.drop(bytes(letter("还有一事。", Subject=f"关于{case.number}的事")))
    read()
    react()
    react()
    with as_system():
        said = list(CaseComment.objects.filter(case=case).order_by("said_at").values_list("text", flat=True))
    assert said == ["郑轮机: 备件到了吗？", "郑轮机: 还有一事。"]


def test_R87_a_number_in_the_subject_is_no_key_for_strangers(letterbox):
    letterbox.drop(bytes(letter()))
    read()
    number = the_request().number
    letterbox.drop(bytes(letter("x y z", From="stranger@evil.example", Subject=f"Re: [{number}]")))
    letterbox.drop(bytes(letter("我再补充。", Subject=f"Re: [{number}] 雷达故障")))
    read()
    assert the_mail(sender="stranger@evil.example").outcome == MailOutcome.REQUEST
    assert the_mail(outcome=MailOutcome.ADDED).sender == "chief@ship.example"


@pytest.mark.parametrize(("headers", "why"), [
    ({"Auto_Submitted": "auto-replied"}, MailRefusal.AUTO),
    ({"X_Autoreply": "yes"}, MailRefusal.AUTO),
    ({"Precedence": "bulk"}, MailRefusal.BULK),
    ({"List_Id": "<news.ship.example>"}, MailRefusal.BULK),
    ({"From": "MAILER-DAEMON@ship.example"}, MailRefusal.BOUNCE),
    ({"Return_Path": "<>"}, MailRefusal.BOUNCE),
    ({"From": "service@maker.example"}, MailRefusal.OWN),
    ({"X_Aftersail": "ack"}, MailRefusal.LOOP),
    ({"From": ""}, MailRefusal.NOBODY),
])  # fmt: skip
def test_R87_machines_are_not_answered_and_the_desk_sees_why(letterbox, post, signed_in, headers, why):
    letterbox.drop(bytes(letter(**headers)))
    read()
    refused = the_mail()
    assert (refused.outcome, refused.refusal) == (MailOutcome.REFUSED, why)
    with as_system():
        assert not OutgoingMail.objects.exists()
        assert not Request.objects.exists()
    page = signed_in("dispatcher").get("/requests/mailbox/?outcome=refused").content.decode()
    assert str(MailRefusal(why).label) in page


def test_R87_an_automatic_reply_to_our_acknowledgement_starts_no_ping_pong(letterbox, post):
    letterbox.drop(bytes(letter()))
    read()
    with as_system():
        ack = OutgoingMail.objects.get()
    letterbox.drop(
        bytes(letter("我在休假", In_Reply_To=ack.message_id, Auto_Submitted="auto-replied (vacation)"))
    )
    read()
    with as_system():
        assert OutgoingMail.objects.count() == 1
    assert the_mail(outcome=MailOutcome.REFUSED).refusal == MailRefusal.AUTO


def test_R87_a_flood_from_one_sender_is_held_back_and_can_be_taken_in_by_hand(letterbox, signed_in):
    letterbox.drop(*(bytes(letter(f"第 {number} 封信")) for number in range(22)))
    read()
    with as_system():
        held = list(ReceivedMail.objects.filter(refusal=MailRefusal.TOO_MANY))
        assert Request.objects.count() == 20
    assert len(held) == 2
    url = f"/requests/mailbox/{held[0].pk}/take-in/"
    assert signed_in("crew").post(url).status_code == 403
    dispatcher = signed_in("dispatcher")
    there = dispatcher.post(url).headers["Location"]
    assert dispatcher.get(there).status_code == 200
    assert dispatcher.post(url).headers["Location"] == there
    with as_system():
        assert Request.objects.count() == 21


def test_R87_enclosures_are_attached_and_what_is_not_taken_is_named_to_the_sender(letterbox, post, world):
    message = letter()
    message.add_attachment(png(), maintype="image", subtype="png", filename="雷达屏幕.png")
    message.add_attachment(
        b"MZ\x90\x00\x03", maintype="application", subtype="octet-stream", filename="viewer.exe"
    )
    letterbox.drop(bytes(message))
    read()
    with as_system():
        files = attachments(Account.objects.get(pk=world.accounts["dispatcher"].pk), the_request())
    assert [one["name"] for one in files] == ["雷达屏幕.png"]
    assert [one["name"] for one in the_mail().left_out] == ["viewer.exe"]
    with as_system():
        assert "viewer.exe" in OutgoingMail.objects.get().body


def raw(
    body: bytes,
    content_type: str,
    subject: bytes = b"=?gb2312?B?" + base64.b64encode("雷达故障".encode("gb18030")) + b"?=",
) -> bytes:
    return (
        b"From: =?GBK?B?" + base64.b64encode("郑轮机".encode("gbk")) + b"?= <chief@ship.example>\r\nMessage-ID: <odd@x>\r\n"
        b"Subject: " + subject + b"\r\nMIME-Version: 1.0\r\nContent-Transfer-Encoding: 8bit\r\nContent-Type: " + content_type.encode() + b"\r\n\r\n" + body
    )  # fmt: skip


@pytest.mark.parametrize(("content", "kind"), [
    ("㐀𠮷舰雷达无图像".encode("gb18030"), 'text/plain; charset="gb2312"'),
    ("㐀𠮷舰雷达无图像".encode("gb18030"), "text/plain; charset=GB18030"),
    ("㐀𠮷舰雷达无图像".encode("gb18030"), "text/plain; charset=no-such-charset"),
    ("㐀𠮷舰雷达无图像".encode("gb18030"), "text/plain"),
    ("㐀𠮷舰雷达无图像".encode(), "text/plain; charset=us-ascii"),
    ("<html><head><style>p{}</style></head><body><p>㐀𠮷舰雷达<b>无</b>图像</p></body></html>".encode(), "text/html; charset=utf-8"),
])  # fmt: skip
def test_R87_odd_encodings_are_read(letterbox, content, kind):
    letterbox.drop(raw(content, kind))
    read()
    request = the_request()
    assert request.text == "雷达故障\n\n㐀𠮷舰雷达无图像"
    assert request.reporter_name == "郑轮机"


def test_R87_a_subject_in_bare_gb18030_is_read(letterbox):
    letterbox.drop(raw("无图像".encode("gb18030"), "text/plain", "雷达故障".encode("gb18030")))
    read()
    assert the_mail().subject == "雷达故障"


@pytest.mark.parametrize("broken", [
    b"\x00\xff\xfe not a mail at all", b"From: a@b.example\r\nContent-Type: multipart/mixed; boundary=x\r\n\r\n--x",
    b"From: a@b.example\r\nSubject: =?utf-8?B?####?=\r\nContent-Transfer-Encoding: base64\r\n\r\n!!!!",
    b"From: a@b.example\r\nSubject: x\x00y\r\n\r\nz\x00zzz",
    b"From: =?x?Q?=ZZ?= <a@b.example>\r\nContent-Type: text/plain; charset*=%zz\r\n\r\nhello there",
])  # fmt: skip
def test_R87_a_broken_mail_stops_nothing(letterbox, broken):
    letterbox.drop(broken, bytes(letter()))
    assert read() == 2
    assert the_mail(sender="chief@ship.example").outcome == MailOutcome.REQUEST
    with as_system():
        assert ReceivedMail.objects.count() == 2


def test_R87_a_known_sender_names_their_ship_but_no_account_is_said_to_have_written(letterbox, world):
    with as_system():
        world.accounts["crew"].change(email="Chief@ship.example")
        Account.objects.filter(username="owner").update(email="")
    letterbox.drop(bytes(letter()))
    read()
    request = the_request()
    assert request.vessel_id == world.vessel.pk
    assert request.reported_by is None
    with as_system():
        assert LogEntry.objects.get(event="intake.RequestReceived").account_id is None


def test_R87_a_strangers_mail_that_names_a_hull_leaves_the_ship_to_dispatch(letterbox, world):
    letterbox.drop(bytes(letter(f"{world.vessel.hull_code} 雷达无图像")))
    read()
    assert the_request().vessel is None
    assert the_request().vessel_text == world.vessel.hull_code


def test_R87_our_answer_goes_to_the_sender_in_the_same_thread(letterbox, post, world, signed_in):
    letterbox.drop(bytes(letter(Message_ID="<first@ship.example>")))
    read()
    request = the_request()
    answered = signed_in("dispatcher").post(
        f"/requests/{request.pk}/answer/", {"version": request.version, "answer": "请重启设备。"}
    )
    assert answered.status_code == 302
    react()
    with as_system():
        mail = OutgoingMail.objects.get(kind="answer")
        assert the_request().state == RequestState.REJECTED
    assert "请重启设备。" in mail.body
    assert mail.headers["In-Reply-To"] == "<first@ship.example>"


def test_R87_a_mailbox_that_does_not_answer_is_seen_on_the_desk_and_loses_nothing(
    letterbox, settings, signed_in
):
    letterbox.drop(bytes(letter()))
    settings.MAILBOX_URL = letterbox.url.replace("harbour", "wrong")
    assert read() == 0
    page = signed_in("dispatcher").get("/requests/mailbox/").content.decode()
    assert "cannot be read" in page
    settings.MAILBOX_URL = letterbox.url
    assert read() == 1
    assert "cannot be read" not in signed_in("dispatcher").get("/requests/mailbox/").content.decode()
    assert the_request().reporter_name == "郑轮机"


def test_R87_mails_that_belong_to_nobody_yet_are_seen_by_dispatch_alone(letterbox, signed_in):
    letterbox.drop(bytes(letter()))
    read()
    mail = the_mail()
    assert signed_in("dispatcher").get(f"/requests/mailbox/{mail.pk}/").status_code == 200
    assert signed_in("manager").get(f"/requests/mailbox/{mail.pk}/").status_code == 404
    assert signed_in("crew").get("/requests/mailbox/").status_code == 403


def test_R87_programs_read_the_mailbox_as_the_page_does(letterbox, signed_in):
    letterbox.drop(bytes(letter(Auto_Submitted="auto-generated")), bytes(letter()))
    read()
    dispatcher = signed_in("dispatcher")
    listed = dispatcher.get("/api/v1/requests/mails").json()["items"]
    assert {one["outcome"] for one in listed} == {"request", "refused"}
    [refused] = dispatcher.get("/api/v1/requests/mails?outcome=refused").json()["items"]
    assert refused["refusal"] == "auto"
    taken = dispatcher.post(f"/api/v1/requests/mails/{refused['id']}/take-in")
    assert taken.status_code == 200
    assert taken.json()["channel"] == "mail"
    assert dispatcher.post("/api/v1/requests/mailbox/read").status_code == 202
    assert signed_in("manager").get("/api/v1/requests/mails").json()["items"] == []
