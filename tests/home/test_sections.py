"""The sections of the network page, as editors arrange them."""

import re

import pytest
from django.core.exceptions import ValidationError
from django.test import RequestFactory

from home.models import HomePage
from home.sections import SECTIONS, WHOLE
from tests.factories.library import make_tool

pytestmark = pytest.mark.django_db

LINE = [("line", "Noget")]
VOICE = {
    "text": "Vi ringer nu.",
    "name": "Ida",
    "role": "Chef",
    "organisation": "By",
    "agreed": True,
}
# What makes each section say something, and the id of its heading.
FILLED = {
    "about": "<p>Om os</p>",
    "gains": LINE,
    "voices": [("voice", VOICE)],
    "ways": [("way", {"title": "Øvelser", "text": ""})],
    "units": LINE,
}
ALWAYS = ["areas", "stories", "join"]


def fill(home, *sections, **fields):
    for name, value in (FILLED | fields).items():
        setattr(home, name, value)
    if sections:
        home.sections = [(name, None) for name in sections]
    home.save()
    return home


def headings(html):
    """The sections on the page, in their order; the first heading is the next day's."""
    found = re.findall(r'<h2 id="([\w-]+)"', html)
    return [name for name in found if name != "next-day"]


def shown(client, home):
    return headings(client.get(home.url).content.decode())


def preview(home, mode):
    request = RequestFactory().get("/")
    response = home.make_preview_request(request, mode)
    assert response.status_code == 200
    return response.content.decode()


def test_stand_in_their_first_order_on_a_new_page(client, home):
    make_tool()
    assert home.section_names == list(SECTIONS)
    without_season = [name for name in SECTIONS if name != "season"]
    assert shown(client, fill(home)) == without_season


def test_stand_as_the_editor_arranges_them(client, home):
    assert shown(client, fill(home, "join", "stories", "about")) == ["join", "stories", "about"]


def test_are_left_out_where_they_say_nothing(client, home):
    assert shown(client, home) == ALWAYS


def test_may_all_be_hidden(client, home):
    home.sections = []
    home.save()
    response = client.get(home.url)
    assert (headings(response.content.decode()), response.status_code) == ([], 200)


def test_stay_as_they_are_where_a_draft_is_older_than_they(home):
    draft = home.serializable_data()
    del draft["sections"], draft["voices"]
    assert HomePage.from_serializable_data(draft).section_names == list(SECTIONS)


def test_pass_over_one_that_is_no_more_and_one_that_stands_twice(home):
    home.sections = [("join", None), ("join", None), ("about", None)]
    assert home.section_names == ["join", "about"]


def test_each_stand_at_most_once(home):
    home.sections = [("join", None), ("join", None)]
    with pytest.raises(ValidationError):
        home.sections.stream_block.clean(home.sections)


def test_lead_no_button_to_a_hidden_section(client, home):
    fill(home)
    assert 'href="#det-faar-du"' in client.get(home.url).content.decode()
    fill(home, "about")
    assert 'href="#det-faar-du"' not in client.get(home.url).content.decode()


def test_can_each_be_looked_at_alone_even_where_hidden(home):
    fill(home, "about")
    make_tool()
    names = [name for name, _label in home.preview_modes]
    assert names == [WHOLE, *SECTIONS]
    assert headings(preview(home, WHOLE)) == ["about"]
    for name in (name for name in SECTIONS if name != "season"):
        html = preview(home, name)
        assert (headings(html), "<h1" in html) == ([name], False)


def test_say_in_their_preview_that_nothing_stands_in_them(home):
    note = '<p class="wrap band first empty">'
    assert (note in preview(home, "voices"), note in preview(home, "join")) == (True, False)
    assert note not in preview(fill(home), "voices")


def test_show_the_whole_page_for_a_preview_that_is_unknown(home):
    assert headings(preview(home, "x")) == ALWAYS


def test_quote_only_those_who_have_agreed(client, home):
    fill(home, voices=[("voice", VOICE), ("voice", {**VOICE, "name": "Bo", "agreed": False})])
    html = client.get(home.url).content.decode()
    assert ("<b>Ida</b>, Chef" in html, "Bo</b>" in html) == (True, False)


def test_publish_no_voice_without_consent(home):
    home.voices = [("voice", {**VOICE, "agreed": False})]
    with pytest.raises(ValidationError):
        home.voices.stream_block.clean(home.voices)


def test_write_a_voice_as_text(client, home):
    fill(home, voices=[("voice", {**VOICE, "text": "<script>x</script>"})])
    assert "<script>x" not in client.get(home.url).content.decode()
