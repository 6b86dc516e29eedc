"""Words that are filled in for each reader: a closed list, always with something in their place."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from cms.mail.placeholders import fill, placeholder, used
from newsletters.editions.personal import facts_of, personal_writer, sample_fields
from newsletters.editions.vocabulary import (
    HTML,
    Filled,
    columns,
    impersonal,
    impersonal_all,
    marked,
    settled,
)
from tests.factories.people import make_member, make_organisation

NOBODY = lambda code: ""  # noqa: E731 - says nothing of any word


def made(text, shared=NOBODY):
    """(HTML, text, table) of a letter of these words."""
    return settled(marked(text), marked(text), shared)


def test_gives_a_word_a_name_and_keeps_what_stands_in_for_it():
    html, text, table = made("Hej [fornavn|kollega]!")
    assert table == (Filled("first_name_1", "first_name", "kollega"),)
    assert html == f"Hej {placeholder('first_name_1_html')}!"
    assert text == f"Hej {placeholder('first_name_1')}!"


def test_gives_the_same_word_with_another_fallback_another_name():
    _html, text, table = made("[fornavn|du] [first name|ven] [fornavn|du]")
    assert [word.fallback for word in table] == ["du", "ven"]
    assert len(used(text)) == 2


@pytest.mark.parametrize("typed", ["fornavn", "Fornavn", "  fornavn ", "FIRST  NAME"])
def test_reads_a_word_however_it_is_typed(typed):
    assert [word.code for word in made(f"[{typed}|du]")[2]] in ([], ["first_name"])
    assert made(f"[{typed.strip()}|du]")[2][0].code == "first_name"


@pytest.mark.parametrize(
    "text", ["[x|y]", "[fornavn]", "[fornavn|]", "[fornavn| ]", "[1|2]", "a|b"]
)
def test_leaves_everything_else_as_it_was_typed(text):
    assert made(text) == (text, text, ())


def test_says_what_is_the_same_for_all_or_what_stands_in_for_it():
    assert made("[næste dag|snart]", lambda code: "Varme & vand")[:2] == (
        "Varme &amp; vand",
        "Varme & vand",
    )
    assert made("[næste dag|snart]")[:2] == ("snart", "snart")


def test_says_on_the_web_what_stands_in_for_a_word():
    assert impersonal("Hej [fornavn|kollega], se [x|y].") == "Hej kollega, se [x|y]."
    assert impersonal_all({"a": ["[fornavn|du]", 1, None]}) == {"a": ["du", 1, None]}


def fields_of(table, first_name="Anna", *facts):
    return personal_writer(table)(first_name, "token", *facts)


def test_fills_in_what_is_known_of_a_reader():
    _html, text, table = made("[fornavn|du] [efternavn|x] fra [organisation|jeres sted]")
    assert columns(table) == ["last_name", "organisation__name"]
    assert fill(text, fields_of(table, "Anna", "Berg", "Vejle Kommune")) == (
        "Anna Berg fra Vejle Kommune"
    )


@pytest.mark.parametrize("nothing", ["", "  ", None])
def test_fills_in_what_stands_in_where_nothing_is_known(nothing):
    _html, text, table = made("[fornavn|kollega] fra [organisation|jeres sted]")
    assert fill(text, fields_of(table, "", nothing)) == "kollega fra jeres sted"


def test_writes_a_name_as_text_in_html():
    html, _text, table = made("Hej [fornavn|<b>du</b> & co]")
    assert table == ()
    html, _text, table = made("Hej [fornavn|du & co]")
    assert fill(html, fields_of(table, "<script>")) == "Hej &lt;script&gt;"
    assert fill(html, fields_of(table, "")) == "Hej du &amp; co"


@pytest.mark.django_db
def test_reads_the_facts_of_a_member_in_the_order_of_the_columns():
    _html, _text, table = made("[organisation|x] [efternavn|y] [fornavn|z]")
    member = make_member(last_name="Berg", organisation=make_organisation(name="Vejle Kommune"))
    found = dict(zip(columns(table), facts_of(member, table), strict=True))
    assert found == {"organisation__name": "Vejle Kommune", "last_name": "Berg"}


def test_shows_a_sample_of_each_word():
    _html, text, table = made("[fornavn|x] fra [organisation|y]")
    assert fill(text, sample_fields(table)) == "Anna fra Middelfart Kommune"


NAMES = st.text(min_size=0, max_size=60)


@given(NAMES, NAMES, st.text(alphabet="[]| fornavn\ue000\ue001<&", max_size=120))
def test_fills_any_text_for_anybody(first_name, workplace, typed):
    html, text, table = made("[fornavn|du] [organisation|jer] " + typed.replace("\ue000", ""))
    fields = fields_of(table, first_name, workplace)
    assert used(html) | used(text) <= {w.name for w in table} | {w.name + HTML for w in table}
    fill(html, fields)
    fill(text, fields)
