"""How few queries a page takes that is made anew, once site, menu, page and lists are remembered."""

import pytest
from django.core.files.base import ContentFile
from wagtail.documents import get_document_model

from cms.library.tools import ToolUse
from tests.factories.library import (
    KINDS,
    make_call,
    make_experience,
    make_library,
    make_person,
    make_project,
    make_tool,
)
from tests.factories.pages import make_goal, make_home, make_invitation, make_story, make_topic
from tests.factories.people import make_organisation
from tests.factories.seats import make_registration

# In a transaction nothing is remembered, so these have none.
pytestmark = pytest.mark.django_db(transaction=True, serialized_rollback=True)


def get_warm(visitor, path):
    # The first visit finds the way to the page, the second keeps the row that it leads to.
    visitor.get(path)
    visitor.get(path)


def test_makes_the_network_page_without_a_query(visitor, django_assert_num_queries):
    make_home()
    make_story()
    make_invitation()
    make_tool()
    get_warm(visitor, "/?q=1")
    with django_assert_num_queries(0):
        visitor.get("/?q=1")


@pytest.mark.parametrize(
    ("make", "queries"),
    [(make_topic, 0), (make_story, 0), (make_invitation, 1)],
    ids=["topic", "story", "invitation"],
)
def test_makes_a_page_with_few_queries(visitor, make, queries, django_assert_num_queries):
    goal = make_goal()
    page = make(goals=[goal])
    about = {"topics": [page]} if make is make_topic else {}
    make_story(goals=[goal], **about)
    make_invitation(goals=[goal], **about)
    anew = f"{page.url}?q=1"
    get_warm(visitor, anew)
    with django_assert_num_queries(queries):
        visitor.get(anew)


def make_used_tool(**about):
    documents = [
        get_document_model().objects.create(title=name, file=ContentFile(b"%PDF", name=name))
        for name in ("ark.pdf", "slides.pdf")
    ]
    files = [("file", {"document": each, "title": "", "licence": "cc0"}) for each in documents]
    uses = [ToolUse(organisation=make_organisation(), story=make_story()) for _ in range(3)]
    return make_tool(uses=uses, files=files, **about)


def make_placed_person(**about):
    return make_person(organisation=make_organisation(), **about)


def make_told_experience(**about):
    return make_experience(organisation=make_organisation(), story=make_story(), **about)


@pytest.mark.parametrize(
    ("make", "queries"),
    [
        (make_used_tool, 1),
        (make_project, 0),
        (make_call, 1),
        (make_placed_person, 0),
        (make_told_experience, 1),
    ],
    ids=["tool", "project", "call", "person", "experience"],
)
def test_makes_a_page_of_the_library_with_few_queries(
    visitor, make, queries, django_assert_num_queries
):
    page = make(goals=[make_goal()], topics=[make_topic()])
    anew = f"{page.url}?q=1"
    get_warm(visitor, anew)
    with django_assert_num_queries(queries):
        visitor.get(anew)


@pytest.mark.parametrize("query", ["q=1", "kind=funding&q=1", "topic=energi&goal=7&q=1"])
def test_makes_the_library_with_few_queries(visitor, query, django_assert_num_queries):
    about = {"goals": [make_goal()], "topics": [make_topic(slug="energi")]}
    for make in KINDS.values():
        make(**about)
    anew = f"{make_library().url}?{query}"
    get_warm(visitor, anew)
    with django_assert_num_queries(3):
        visitor.get(anew)


def test_finds_what_a_page_does_below_its_own_address(visitor):
    day = make_invitation()
    for _ in range(2):
        assert visitor.get(f"{day.url}kalender/")["Content-Type"].startswith("text/calendar")


def test_does_not_find_a_page_that_went_meanwhile(visitor):
    story = make_story()
    address = story.url
    assert visitor.get(address).status_code == 200
    story.delete()
    assert visitor.get(address).status_code == 404


def test_leads_on_from_where_a_kept_page_was(visitor):
    story = make_story(slug="gammel")
    old = story.url
    assert [visitor.get(old).status_code for _ in range(2)] == [200, 200]
    story.slug = "ny"
    story.save_revision().publish()
    assert visitor.get(old)["Location"] == type(story).objects.get(pk=story.pk).url


def test_shows_a_page_where_nothing_was_before(visitor):
    story = make_story(slug="foer", live=False)
    assert visitor.get("/historier/foer/").status_code == 404
    story.save_revision().publish()
    assert visitor.get("/historier/foer/").status_code == 200


@pytest.mark.parametrize("anew", ["", "?q=1"], ids=["kept", "made anew"])
def test_shows_at_once_what_was_published(visitor, anew):
    story = make_story(title="Foer", organisation=make_organisation(name="Gammel Kommune"))
    address = story.url + anew
    get_warm(visitor, address)

    story.title = "Efter"
    story.save_revision().publish()
    story.organisation.name = "Ny Kommune"
    story.organisation.save()
    html = visitor.get(address).content.decode()

    assert ("Efter" in html, "Foer" in html) == (True, False)
    assert ("Ny Kommune" in html, "Gammel Kommune" in html) == (True, False)


def test_shows_at_once_which_goals_an_area_moves(visitor):
    topic = make_topic(goals=[make_goal(7, title="Energi for alle")])
    get_warm(visitor, f"{topic.url}?q=1")

    topic.goals.set([make_goal(13, title="Klimaindsats")])
    topic.save()
    html = visitor.get(f"{topic.url}?q=1").content.decode()

    assert ("Klimaindsats" in html, "Energi for alle" in html) == (True, False)


def test_shows_at_once_the_way_down_to_a_page_by_its_new_address(visitor):
    tool = make_tool()
    shelf = make_library()
    get_warm(visitor, f"{tool.url}?q=1")

    shelf.title, shelf.slug = "Reolen", "reolen"
    shelf.save_revision().publish()
    tool.refresh_from_db()
    html = visitor.get(f"{type(tool).objects.get(pk=tool.pk).url}?q=1").content.decode()

    assert '<li><a href="/reolen/">Reolen</a></li>' in html
    assert html.count("/bibliotek/") == 0


def test_hangs_nothing_of_one_visit_on_the_page_of_the_next(visitor):
    story = make_story(goals=[make_goal()])
    get_warm(visitor, f"{story.url}?q=1")
    first = visitor.get(f"{story.url}?q=1").context["page"]
    first.title = "Aendret"

    second = visitor.get(f"{story.url}?q=1").context["page"]

    assert (second is first, second.title) == (False, story.title)


def test_says_another_host_in_addresses_that_are_shared(visitor, settings):
    settings.ALLOWED_HOSTS = ["testserver", "anden.example"]
    story = make_story()
    get_warm(visitor, f"{story.url}?q=1")

    html = visitor.get(f"{story.url}?q=1", headers={"host": "anden.example"}).content.decode()

    assert '<meta property="og:image" content="http://anden.example/' in html


def test_counts_seats_anew_for_each_who_asks(visitor):
    day = make_invitation(seats=3)
    get_warm(visitor, f"{day.url}?q=1")
    before = visitor.get(f"{day.url}?q=1").context["places"]

    make_registration(day)

    assert (before.left, visitor.get(f"{day.url}?q=1").context["places"].left) == (3, 2)
