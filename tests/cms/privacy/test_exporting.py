"""The file of everything: the same to programs and to people, whatever somebody is called."""

import datetime as dt
import html
import json
import re
from zipfile import ZipFile

import pytest
from hypothesis import given
from hypothesis import strategies as st

from cms.holdings import registry
from cms.holdings.registry import Fact, Ground, Holding, Person, Row
from cms.privacy import exporting

NOW = dt.datetime(2026, 3, 3, 10, 0, tzinfo=dt.UTC)
ANNA = Person("anna@kommune.example", "0" * 32)
NAUGHTY = [
    "<script>alert(1)</script>",
    "=1+1",
    "{{ x }}{% load y %}",
    "👩‍🔬 Æ",
    "\"'&",
    "<!-- here -->",
]
# What no database of ours holds: PostgreSQL refuses the first, UTF-8 the others.
texts = st.text(st.characters(exclude_characters="\x00", exclude_categories=["Cs"]))


def holding_of(*rows):
    def of(person, most):
        return iter(rows)

    return Holding("x.y", 1, "X", "x", "x", Ground.INTEREST, "x", of=of)


@pytest.fixture
def only(monkeypatch):
    """As if nothing but these rows were kept."""

    def set_to(*rows):
        monkeypatch.setattr(registry, "_holdings", {"x.y": holding_of(*rows)})

    return set_to


def rows_in(text):
    return json.loads(text)["holdings"][0]["rows"]


@given(texts | st.sampled_from(NAUGHTY), texts | st.sampled_from(NAUGHTY))
def test_says_in_json_exactly_what_is_there(what, value):
    row = Row(at=NOW, what=what, facts=(Fact("name", "Name", value),), deleted_at=NOW)
    written = json.loads(json.dumps(exporting.as_data(row), ensure_ascii=False).encode())
    assert written == {
        "at": "2026-03-03T10:00:00+00:00",
        "what": what,
        "facts": {"name": value},
        "deleted_at": "2026-03-03T10:00:00+00:00",
    }


@given(texts | st.sampled_from(NAUGHTY))
def test_lets_no_value_become_markup(value):
    row = Row(at=None, what=value, facts=(Fact("name", "Name", "x"),))
    (page,) = [
        exporting.render_to_string("cms/privacy/export/rows.html", {"rows": [row]}),
    ]
    tags = set(re.findall(r"<\s*([a-z0-9!/]+)", page, re.IGNORECASE))
    assert tags <= {"article", "/article", "h3", "/h3", "dl", "/dl", "dt", "/dt", "dd", "/dd"}
    assert html.unescape(re.search(r"<h3>(.*)</h3>", page, re.DOTALL)[1]) == value


@pytest.mark.django_db
@pytest.mark.parametrize("value", NAUGHTY)
def test_writes_whole_files_round_such_values(home, only, value):
    only(Row(at=NOW, what=value))
    assert rows_in("".join(exporting.as_json(ANNA, NOW)))[0]["what"] == value
    page = "".join(exporting.as_html(ANNA, NOW))
    assert (page.count("<script"), page.count("<article>"), page.count("</html>")) == (0, 1, 1)


@pytest.mark.django_db
def test_asks_the_net_for_nothing(home, only):
    only(Row(at=NOW, what="x"))
    page = "".join(exporting.as_html(ANNA, NOW))
    assert re.findall(r"(?:src|href|action|url)\s*[=(]", page) == []


@pytest.mark.django_db
def test_writes_ten_thousand_rows_a_portion_at_a_time(home, only):
    only(*(Row(at=NOW, what=str(number)) for number in range(10_000)))
    assert len(rows_in("".join(exporting.as_json(ANNA, NOW)))) == 10_000
    longest = max(len(part) for part in exporting.as_html(ANNA, NOW))
    assert longest < 100_000


@pytest.mark.django_db
def test_says_that_there_is_nothing(home, only):
    only()
    assert rows_in("".join(exporting.as_json(ANNA, NOW))) == []
    assert "<article>" not in "".join(exporting.as_html(ANNA, NOW))


@pytest.mark.django_db
def test_packs_both_into_a_zip(home):
    with exporting.write(ANNA, now=NOW) as file, ZipFile(file) as archive:
        assert archive.namelist() == ["alt-om-dig.json", "alt-om-dig.html"]
        assert archive.testzip() is None
        assert json.loads(archive.read("alt-om-dig.json"))["address"] == ANNA.address
