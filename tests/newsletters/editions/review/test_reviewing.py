"""All rules together."""

import pytest
from django.utils import timezone
from wagtail.rich_text import RichText

from newsletters.editions.pages import NewsletterPage
from newsletters.editions.review import Severity, draft, faults, review
from newsletters.editions.review.rules import RULES
from tests.factories.pages import make_invitation, make_newsletter, make_story, make_topic

from .drafts import link, make_image, picture, text

pytestmark = pytest.mark.django_db


def test_says_nothing_of_a_newsletter_that_is_ready():
    body = [("story", {"page": make_story(), "lead": ""})]
    assert review(make_newsletter(preheader="Tre historier", body=body)) == []


def test_tells_what_stops_from_what_warns():
    page = make_newsletter(body=[link("https://a.example/", "her"), link("http://localhost/")])
    first, second = (str(child.id) for child in page.body)
    assert [fault.block for fault in faults(page)] == [second]
    advice = [fault for fault in review(page) if not fault.is_stop]
    assert [fault.block for fault in advice] == ["", first]
    assert {fault.severity for fault in faults(page)} == {Severity.STOP}


def test_lists_what_concerns_the_whole_first_and_then_block_by_block():
    column = [link("http://localhost/", "klik her")]
    body = [text("{{ navn }}"), ("two_columns", {"left": column, "right": []}), text("010190-1234")]
    page = make_newsletter(body=body)
    inner = page.body[1].value["left"][0]
    expected = ["", page.body[0].id, inner.id, inner.id, page.body[2].id]
    assert [fault.block for fault in review(page)] == [str(key) for key in expected]


def test_reads_the_clock_that_it_is_given():
    invitation = make_invitation(place_name="Rådhuset")
    page = make_newsletter(preheader="Kom", body=[("invitation", {"page": invitation, "lead": ""})])
    before = len(review(page, now=timezone.now()))
    assert len(review(page, now=invitation.ends_at)) == before + 1


def test_renders_once_for_all_rules(monkeypatch):
    calls, original = [], draft.render
    monkeypatch.setattr(draft, "render", lambda page: calls.append(page) or original(page))
    page = make_newsletter()
    review(page)
    assert calls == [page]


def test_asks_no_more_of_the_database_for_more_links(django_assert_max_num_queries):
    """Links and picked pages are looked up together, so the rules add the same few queries always."""

    def queries_of(count):
        stories = [make_story() for _ in range(count)]
        body = [text(f'<a linktype="page" id="{story.pk}">Varmen</a>') for story in stories]
        page = NewsletterPage.objects.get(pk=make_newsletter(body=body).pk)
        asked = draft.Draft(page, timezone.now())
        assert asked.letter
        with django_assert_max_num_queries(6) as counted:
            for rule in RULES:
                list(rule(asked))
        return len(counted)

    assert queries_of(1) == queries_of(15)


def test_reads_a_letter_of_every_block():
    story, image = make_story(), make_image()
    body = [
        ("heading", "De gik først"),
        text("Hej"),
        picture(image, alt="En varmecentral"),
        ("button", {"text": "Alle historierne", "page": story, "url": ""}),
        ("divider", None),
        ("invitation", {"page": make_invitation(), "lead": ""}),
        ("story", {"page": story, "lead": ""}),
        ("topic", {"page": make_topic(), "lead": "Kom og se."}),
        ("quote", {"text": "Vi målte", "name": "Bo", "role": "driftschef"}),
        ("two_columns", {"left": [("text", RichText("<p>V</p>"))], "right": []}),
    ]
    assert faults(make_newsletter(body=body)) == []
