"""What a CSV or TSV becomes, and which ones are refused (R22's registers arrive as text from every kind of system)."""

from __future__ import annotations

import io

import pytest

from aftersail.core.tabular import FileRefused, Limits, Reading, open_sheet

ROWS = "编号,名称\r\nA1,雷达天线\r\nA2,舵机\r\n"


def refusal(data: bytes, **kwargs) -> FileRefused:
    with pytest.raises(FileRefused) as caught:
        list(open_sheet(data, **kwargs).rows())
    return caught.value


def table(data: bytes, **kwargs):
    sheet = open_sheet(data, **kwargs)
    return list(sheet.headers), [(number, cells) for number, cells, fault in sheet.rows() if fault is None]


@pytest.mark.parametrize(
    ("codec", "found"),
    [
        ("utf-8", "utf-8"),
        ("utf-8-sig", "utf-8-sig"),
        ("gb18030", "gb18030"),
        ("gbk", "gb18030"),
        ("utf-16", "utf-16"),
        ("utf-16-le", "utf-16-le"),
        ("utf-16-be", "utf-16-be"),
    ],
)
def test_chinese_text_is_read_in_every_usual_encoding(codec, found):
    sheet = open_sheet(ROWS.encode(codec))
    assert sheet.headers == ("编号", "名称")
    assert [cells for _, cells, _ in sheet.rows()] == [["A1", "雷达天线"], ["A2", "舵机"]]
    assert sheet.encoding == found


@pytest.mark.parametrize("codec", ["big5", "cp1252", "shift_jis"])
def test_an_encoding_that_cannot_be_told_is_refused_naming_what_was_tried(codec):
    words = {"big5": "編號,名稱\nA1,雷達天線的維護記錄\n", "cp1252": "Numéro,Défaut\nA1,très usé\n",
             "shift_jis": "番号,名前\nA1,レーダーのメンテナンス\n"}  # fmt: skip
    refused = refusal(words[codec].encode(codec))
    assert refused.code == "encoding.none_fits"
    assert "UTF-8, GB18030" in str(refused)
    headers, _ = table(words[codec].encode(codec), reading=Reading(encoding=codec))
    assert headers == words[codec].splitlines()[0].split(",")


def test_a_declared_encoding_that_does_not_fit_is_refused_with_its_line():
    refused = refusal(b"a,b\n1,2\n3,\xff\xfe\xff\n", reading=Reading(encoding="utf-8"))
    assert (refused.code, refused.params["line"]) == ("encoding.not_as_declared", 3)


def test_no_character_is_ever_replaced():
    good = "a,b\n" + "1,甲\n" * 200_000
    bad = good.encode() + b"1,\xe7\x94\n"
    assert refusal(bad).code == "encoding.none_fits"


def test_a_mark_that_lies_is_refused():
    assert refusal(b"\xef\xbb\xbfa,b\n1,\xff\n").code == "encoding.not_as_marked"


@pytest.mark.parametrize("delimiter", [",", ";", "\t", "|"])
def test_the_delimiter_is_found_even_when_texts_hold_the_others(delimiter):
    lines = [["name", "note", "cost"], ["a", '"x, y; z"', "1"], ["b", '"p|q"', "2"]]
    data = "\n".join(delimiter.join(line) for line in lines).encode()
    headers, rows = table(data)
    assert headers == ["name", "note", "cost"]
    assert rows[0] == (2, ["a", "x, y; z", "1"])


def test_one_column_alone_is_a_table():
    assert table(b"serial\nA1\nA2\n") == (["serial"], [(2, ["A1"]), (3, ["A2"])])


def test_ragged_rows_are_faults_of_their_rows_and_the_rest_is_read():
    sheet = open_sheet(b"a,b,c\n1,2,3\n1,2\n1,2,3,4\n1,2,3,\n")
    assert [(n, fault.code if fault else None) for n, _, fault in sheet.rows()] == [
        (2, None), (3, "row.short"), (4, "row.long"), (5, None)]  # fmt: skip


def test_blank_rows_are_not_rows_wherever_they_stand():
    _, rows = table("a,b\n\n1,2\n , \u3000\n,\n3,4\n,,,\n\n".encode())
    assert rows == [(3, ["1", "2"]), (6, ["3", "4"])]


def test_rows_are_numbered_as_a_spreadsheet_would_even_after_line_breaks_in_cells():
    _, rows = table(b'a,b\n"one\ntwo",2\n3,4\n')
    assert rows == [(2, ["one\ntwo", "2"]), (3, ["3", "4"])]


def test_headings_are_trimmed_and_blank_ones_are_called_by_their_letter():
    headers, _ = table(b" Serial\xc2\xa0 no ,,Cost,,\n1,2,3,,\n")
    assert headers == ["Serial no", "(B)", "Cost"]


def test_a_heading_twice_is_refused_with_both_letters():
    refused = refusal(b"a,b,a \n1,2,3\n")
    assert refused.code == "header.twice"
    assert "columns A and C" in str(refused)


@pytest.mark.parametrize("data", [b"", b"\n\n , \n", b"\xef\xbb\xbf", "\u3000\n".encode()])
def test_an_empty_file_is_refused(data):
    assert refusal(data).code == "file.empty"


@pytest.mark.parametrize("data", [b"a,b\n1,\x002\n", b"a,b\n" + b"1,2\n" * 5000 + b"\0,\0\n"])
def test_zero_bytes_are_refused_near_the_start_and_far_from_it(data):
    assert refusal(data).code == "file.zero_bytes"


@pytest.mark.parametrize("data", [b'a,b\n1,"open\n2,3\n', b'a,b\n1,"x"y\n'])
def test_a_quotation_mark_out_of_place_is_refused_with_its_row(data):
    refused = refusal(data)
    assert (refused.code, refused.params["row"]) == ("csv.malformed", 2)


def test_an_inch_mark_inside_a_text_is_only_a_mark():
    assert table(b'a,b\n1,3" hose\n')[1] == [(2, ["1", '3" hose'])]


def test_a_line_without_end_is_refused():
    assert refusal(b"a,b\n" + b"x" * 400_000).code in {"csv.line_too_long", "csv.malformed"}


def test_a_file_of_fifty_megabytes_is_refused_before_it_is_read():
    class Endless(io.RawIOBase):
        taken = 0

        def readable(self):
            return True

        def readinto(self, buffer):
            self.taken += len(buffer)
            buffer[:] = b"1,2,3\n".ljust(len(buffer), b"x")[: len(buffer)]
            return len(buffer)

    endless = Endless()
    refused = refusal(io.BufferedReader(endless))
    assert refused.code == "file.too_large"
    assert "50" in str(refused)
    assert endless.taken < 51_000_000


def test_a_path_is_measured_and_not_read(tmp_path):
    sparse = tmp_path / "huge.csv"
    with sparse.open("wb") as file:
        file.truncate(50_000_000)
    assert refusal(sparse).code == "file.too_large"


def test_too_many_rows_stop_at_the_limit():
    assert refusal(b"a\n" + b"1\n" * 11, limits=Limits(max_rows=10)).code == "file.too_many_rows"
    assert len(table(b"a\n" + b"1\n" * 10, limits=Limits(max_rows=10))[1]) == 10


def test_too_many_columns_are_refused():
    data = ",".join(f"c{i}" for i in range(201)).encode() + b"\n"
    assert refusal(data).code == "file.too_many_columns"


@pytest.mark.parametrize(
    ("start", "code"),
    [
        (b"%PDF-1.7", "file.pdf"),
        (b"\x89PNG\r\n\x1a\n", "file.picture"),
        (b"\x1f\x8b\x08\x00", "file.archive"),
        (b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1", "file.old_or_locked_excel"),
    ],
)
def test_other_kinds_of_file_are_called_by_their_name(start, code):
    assert refusal(start + b"0" * 100).code == code


def test_a_declared_heading_row_skips_what_stands_above():
    headers, rows = table(b"Log of the yard\n2026\nserial,cost\nA,1\n", reading=Reading(header_row=3))
    assert (headers, rows) == (["serial", "cost"], [(4, ["A", "1"])])
    assert refusal(b"a\n\nb\n", reading=Reading(header_row=2)).code == "header.row_is_blank"


def test_rows_can_be_read_again_and_previewed():
    sheet = open_sheet(io.BytesIO(ROWS.encode()))
    assert sheet.preview(1) == [(2, ["A1", "雷达天线"], None)]
    assert len(list(sheet.rows())) == len(list(sheet.rows())) == 2


def test_old_mac_line_ends_are_line_ends():
    assert table(b"a,b\r1,2\r3,4\r")[1] == [(2, ["1", "2"]), (3, ["3", "4"])]
