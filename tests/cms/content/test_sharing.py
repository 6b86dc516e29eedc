"""Share pictures: drawn from the published page alone, whatever it is called."""

import io

import pytest
from hypothesis import example, given
from hypothesis import strategies as st
from PIL import Image
from wagtail.models import PageViewRestriction

from cms.content import lettering
from cms.content.sharing import Shared, share_url, shared_of
from tests.factories.pages import make_invitation, make_story

pytestmark = pytest.mark.django_db


def shared(title="Fra mål til mandag", **changes):
    about = {"eyebrow": "Netværksdag", "network": "Netværket", "language": "da"}
    return Shared(title=title, seed="7", goals=(7, 13), **(about | changes))


def about(page):
    return shared_of(page, network="Verdensmålsnetværket", language="da")


def picture_of(page):
    return share_url(page, about(page))


def test_draws_the_page_that_is_published(client, home):
    story = make_story()
    answer = client.get(picture_of(story))
    assert (answer.status_code, answer["Content-Type"]) == (200, "image/png")
    assert Image.open(io.BytesIO(answer.content)).size == (1200, 630)
    assert "immutable" in answer["Cache-Control"]


def test_stands_in_the_head_of_the_page(client, home):
    day = make_invitation()
    assert f'content="http://testserver{picture_of(day)}"' in client.get(day.url).content.decode()


def test_shows_the_date_of_a_day(home):
    day = make_invitation()
    assert about(day).day == day.starts_at.date()
    assert lettering.draw(shared()) != lettering.draw(shared(day=day.starts_at.date()))


def test_leads_from_an_older_picture_to_the_one_of_today(client, home):
    story = make_story()
    before = picture_of(story)
    story.title = "Another title"
    story.save()
    answer = client.get(before)
    assert (answer.status_code, answer.url) == (302, picture_of(story))


def test_shows_nothing_of_a_draft(client, home):
    story = make_story()
    story.title = "Kanariefugl"
    story.save_revision()
    story.refresh_from_db()
    assert (client.get(picture_of(story)).status_code, about(story).title) == (200, story.title)
    story.unpublish()
    assert client.get(picture_of(story)).status_code == 404


def test_shows_nothing_of_a_private_page(client, home):
    story = make_story()
    PageViewRestriction.objects.create(page=story, restriction_type="login")
    assert client.get(picture_of(story)).status_code == 404


@pytest.mark.parametrize("path", ["0-000000000000", "9999999999-000000000000", "1-zz"])
def test_has_no_picture_of_what_is_not_there(client, home, path):
    assert client.get(f"/covers/share/{path}.png").status_code == 404


ROOM = lettering.TITLE_END - lettering.TITLE_TOP


@given(st.text(max_size=300))
@example("Ord " * 75)
@example("Speciallægepraksisplanlægningsstabiliseringsperioden" * 5)
def test_keeps_any_title_inside_its_place(title):
    size, lines = lettering._set(title, ROOM)
    assert len(lines) * size * lettering.LINE <= ROOM
    assert all(lettering._width(line, size) <= lettering.WIDTH for line in lines)


def test_says_where_a_title_is_cut():
    assert lettering._set("Speciallægepraksis" * 16, ROOM)[1][-1].endswith("…")


def test_draws_a_page_without_words():
    assert lettering.draw(shared("", eyebrow="", network=""))[:4] == b"\x89PNG"


def test_leaves_out_what_the_font_has_no_form_for():
    assert lettering._lines("Mål 🎉 og 日本 æøå", 34) == ["Mål og æøå"]
