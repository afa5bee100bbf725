"""Facts about reading mails as they come (R87), without a mailbox: nothing breaks the reader, machines are known."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from aftersail.intake.gateways.letters import own_words, read_letter, text_of_html
from aftersail.intake.rules import reads_chinese, why_not_take_in

HEADERS = st.lists(
    st.tuples(st.sampled_from([b"From", b"Subject", b"Content-Type", b"Content-Disposition", b"Message-ID", b"References", b"Content-Transfer-Encoding"]),
              st.one_of(st.binary(max_size=60), st.sampled_from([
                  b"multipart/mixed; boundary=x", b"text/html; charset=gbk", b"=?gb2312?B?wNe078rPuw==?= <a@b.example>", b"base64",
                  b"message/rfc822", b"attachment; filename*=utf-8''%E9%9B%B7", b"=?utf-8?Q?=FF?=", b"<a@b> <c@d>"]))),
    max_size=8,
)  # fmt: skip


@given(HEADERS, st.binary(max_size=300))
def test_R87_no_mail_breaks_the_reader_and_no_database_refuses_what_it_reads(headers, body):
    raw = b"\r\n".join(name + b": " + value for name, value in headers) + b"\r\n\r\n" + body
    letter = read_letter(raw)
    for text in (letter.key, letter.sender, letter.sender_name, letter.subject, letter.text):
        assert "\x00" not in text
        text.encode()
    assert 0 < len(letter.key) <= 200
    assert len(letter.sender) <= 254
    assert len(letter.sender_name) <= 60
    assert len(letter.subject) <= 250


@pytest.mark.parametrize(("line", "address", "name"), [
    ("a@b.example", "a@b.example", ""),
    ('"Chief, Zheng" <A@B.example>', "a@b.example", "Chief, Zheng"),
    ('"boss <boss@maker.example>" <evil@b.example>', "evil@b.example", 'boss <boss@maker.example>'),
    ("undisclosed", "", ""),
])  # fmt: skip
def test_R87_the_address_counts_and_not_the_one_written_into_the_name(line, address, name):
    letter = read_letter(f"From: {line}\r\n\r\nhello".encode())
    assert (letter.sender, letter.sender_name) == (address, name)


@pytest.mark.parametrize(
    "history",
    [
        "-----原始邮件-----\n> 旧",
        "在 2026年3月2日，服务 写道：\n> 旧",
        "On 2 March, service wrote:\n> old",
        "> 旧\n> 旧",
    ],
)
def test_R87_the_history_of_an_answer_is_left_out(history):
    assert own_words(f"已修好。\n\n{history}") == "已修好。"


def test_R87_an_answer_that_is_nothing_but_history_keeps_it():
    assert own_words("> 好") == "> 好"


def test_R87_the_words_of_a_page_are_read_and_its_script_is_not():
    assert text_of_html("<p>a<br>b</p><script>evil()</script><div>c&amp;d</div>") == "a\nb\nc&d"


def test_R87_a_person_who_writes_is_taken_in():
    facts = {
        "machine": "",
        "sender": "a@b.example",
        "own": "s@m.example",
        "from_sender_this_hour": 19,
        "written": True,
        "too_large": False,
    }
    assert why_not_take_in(**facts) == ""
    assert why_not_take_in(**facts | {"from_sender_this_hour": 20}) == "too_many"
    assert reads_chinese("radar 雷达")
    assert not reads_chinese("radar")
