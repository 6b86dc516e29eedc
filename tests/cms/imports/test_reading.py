"""Files as people have them, and files that nobody should send."""

import contextlib
import csv
import datetime as dt
import io
import tracemalloc
import zipfile

import openpyxl
import pytest
from hypothesis import given, settings
from hypothesis import strategies as some

from cms.imports import reading
from cms.imports.models import MOST_CHARACTERS

LOST = reading.LOST


def rows_of(content):
    table = reading.read(io.BytesIO(content), len(content))
    return table.headings, [cells for _number, cells in table.rows]


def workbook(*rows):
    book, file = openpyxl.Workbook(), io.BytesIO()
    for row in rows:
        book.active.append(row)
    book.save(file)
    return file.getvalue()


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "utf-16", "cp1252"])
@pytest.mark.parametrize("sign", [";", ",", "\t"])
@pytest.mark.parametrize("line", ["\n", "\r\n"])
def test_reads_every_common_encoding_and_separator(encoding, sign, line):
    text = line.join([sign.join(("Navn", "Område")), sign.join(("Søren Ærø", "Køge"))])
    assert rows_of(text.encode(encoding)) == (["Navn", "Område"], [["Søren Ærø", "Køge"]])


def test_reads_a_big_endian_file_and_one_that_names_its_separator():
    big = b"\xfe\xff" + "Navn;By\nÆrø;Køge".encode("utf-16-be")
    assert rows_of(big)[1] == [["Ærø", "Køge"]]
    assert rows_of(b"sep=|\r\nNavn|By\r\nBo|Hav") == (["Navn", "By"], [["Bo", "Hav"]])


def test_counts_rows_as_a_spreadsheet_does_and_skips_blank_ones():
    content = b"A;B\n\n1;2\n;\n3;4\n"
    table = reading.read(io.BytesIO(content), len(content))
    assert [number for number, _cells in table.rows] == [3, 5]


def test_reads_quoted_cells_of_several_lines():
    assert rows_of(b'A;B\n"x; y";"one\ntwo ""three"""')[1] == [["x; y", 'one\ntwo "three"']]


def test_fills_short_rows_up_and_keeps_a_sign_of_long_ones():
    assert rows_of(b"A;B\n1\n1;2;3;4\n1;2;;")[1] == [["1", ""], ["1", "2", "3"], ["1", "2"]]


def test_takes_formulas_for_text_in_both_kinds_of_file():
    formula = "=HYPERLINK(1)"
    assert rows_of(f"A;B\n{formula};x".encode())[1] == [[formula, "x"]]
    assert rows_of(workbook(["A", "B"], [formula, "x"]))[1] == [[formula, "x"]]


def test_reads_numbers_and_days_of_a_workbook_as_text():
    day = dt.date(2026, 5, 3)
    found = rows_of(workbook(["A", "B", "C"], [410.0, day, None], [], [None, 1.5, True]))
    assert found[1] == [["410", "2026-05-03T00:00:00", ""], ["", "1.5", "True"]]


def test_takes_out_what_no_database_keeps():
    assert rows_of(b"A;B\na\x00b;c")[1] == [[f"a{LOST}b", "c"]]
    assert rows_of(b"A;B\nx;\x81\xe6")[1] == [["x", f"{LOST}æ"]]
    assert reading.cleaned("a\ud800b") == f"a{LOST}b"


def test_cuts_a_cell_where_the_limit_can_still_be_seen():
    found = rows_of(f"A;B\n{'x' * 5000};y".encode())[1]
    assert len(found[0][0]) == MOST_CHARACTERS + 1


@pytest.mark.parametrize(
    "content",
    [
        b"",
        b"\n\n;;\n",
        b"\xff\xfea",
        b"PK\x03\x04 and nothing more",
        b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1 an old workbook",
        b"\x00\x01\x02\x03",
        b"anna@koege.dk;Anna\nbo@koege.dk;Bo",
        b'A;B\n"' + b"x" * 200_000,
        (";".join("x" * 51) + "\n1").encode(),
        b"A;B\n" + b"1;2\n" * 200_001,
        b"A\n".ljust(21 * 1024 * 1024, b"x"),
    ],
    ids=[
        "empty",
        "blank",
        "half",
        "zip",
        "xls",
        "binary",
        "headless",
        "quote",
        "wide",
        "long",
        "big",
    ],
)
def test_says_in_words_what_is_wrong_with_a_file(content):
    with pytest.raises(reading.UnreadableFileError) as caught:
        rows_of(content)
    assert str(caught.value).endswith(".")


def packed(**parts):
    file = io.BytesIO()
    with zipfile.ZipFile(file, "w", zipfile.ZIP_DEFLATED) as folder:
        for name, content in parts.items():
            folder.writestr(name.replace("__", "/") + ".xml", content)
    return file.getvalue()


@pytest.mark.parametrize(
    "content",
    [
        packed(xl__sharedStrings=b"\0" * (61 * 1024 * 1024)),
        packed(xl__workbook=b" " * (30 * 1024 * 1024)),
        packed(**{f"part{number}": b"x" for number in range(1_001)}),
        packed(xl__workbook=b'<?xml version="1.0"?><!DOCTYPE x [<!ENTITY a "b">]><x>&a;</x>'),
        packed(something=b"else"),
    ],
    ids=["strings", "ratio", "entries", "doctype", "no workbook"],
)
def test_refuses_a_bomb_before_it_is_unpacked(content):
    assert len(content) < 2 * 1024 * 1024
    tracemalloc.start()
    with pytest.raises(reading.UnreadableFileError):
        rows_of(content)
    _now, most = tracemalloc.get_traced_memory()
    tracemalloc.stop()
    assert most < 8 * 1024 * 1024


@given(some.binary(max_size=400))
@settings(max_examples=200)
def test_answers_whatever_bytes_there_are(content):
    with contextlib.suppress(reading.UnreadableFileError):
        rows_of(content)


@given(some.binary(max_size=60), some.integers(0, 5000))
@settings(max_examples=60)
def test_answers_a_broken_workbook(noise, place):
    content = bytearray(workbook(["A", "B"], ["x", "y"]))
    place %= len(content)
    content[place : place + len(noise)] = noise
    with contextlib.suppress(reading.UnreadableFileError):
        rows_of(bytes(content))


@given(
    some.text(some.characters(exclude_categories=["Cs"], exclude_characters="\x00"), max_size=60)
)
def test_gives_back_any_text_of_a_cell(text):
    file = io.StringIO(newline="")
    csv.writer(file, delimiter=";").writerows([["A", "B"], [text, "x"]])
    assert rows_of(file.getvalue().encode())[1] == [[text.strip(), "x"]]
