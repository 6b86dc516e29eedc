"""What a form does with the pages and pictures that are chosen in it."""

import pytest
from django.core.exceptions import ValidationError
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from wagtail.images import get_image_model
from wagtail.images.tests.utils import get_test_image_file

from newsletters.editions.blocks import LetterBlock
from newsletters.editions.pages import NewsletterPage
from tests.factories.pages import make_invitation, make_newsletter, make_story
from tests.factories.people import make_editor
from tests.factories.posts import newsletter_form

from .review.drafts import make_document

pytestmark = pytest.mark.django_db


@pytest.fixture
def editor(client: Client) -> Client:
    client.force_login(make_editor())
    return client


def panel(page):
    return reverse("wagtailadmin_pages:preview_on_edit", args=[page.pk])


def picking(*stories):
    return make_newsletter(body=[("story", {"page": story, "lead": ""}) for story in stories])


def posted(page, *chosen):
    """The form of a newsletter of as many stories, with these ids in it."""
    form = newsletter_form(page)
    return form | {f"body-{place}-value-page": key for place, key in enumerate(chosen)}


def read(form):
    return LetterBlock().value_from_datadict(form, {}, "body")


@pytest.mark.parametrize("count", [1, 3])
def test_asks_the_database_as_often_for_three_choices_of_each_kind_as_for_one(editor, count):
    image = get_image_model().objects.create(title="Bro", file=get_test_image_file())
    picture = {"image": image, "alt": "En bro", "decorative": "", "caption": "", "link": ""}
    body = []
    for _ in range(count):
        body += [
            ("story", {"page": make_story(), "lead": ""}),
            ("image", picture),
            ("file", {"document": make_document(), "title": ""}),
        ]
    page = make_newsletter(body=body)
    form = newsletter_form(page)

    def post():
        return editor.post(panel(page), form).json()

    def get():
        return editor.get(panel(page), {"mode": "email", "in_preview_panel": "true"})

    assert post()["is_valid"]
    assert get().status_code == 200
    asked = []
    for ask in (post, get):
        with CaptureQueriesContext(connection) as queries:
            ask()
        asked.append(len(queries))
    assert asked == [16, 24]


def test_publishes_what_is_chosen(editor):
    first, second = make_story(title="Den første"), make_story(title="Den anden")
    page = picking(first)
    edit = reverse("wagtailadmin_pages:edit", args=[page.pk])
    editor.post(edit, posted(page, second.pk) | {"action-publish": "1"})
    (block,) = NewsletterPage.objects.get(pk=page.pk).body
    assert block.value["page"] == second


def test_shows_a_preview_without_a_page_that_was_deleted_meanwhile(editor):
    kept, gone = make_story(title="Bliver"), make_story(title="Forsvinder")
    page = picking(kept, gone)
    form = newsletter_form(page)
    gone.delete()
    assert editor.post(panel(page), form).json()["is_valid"]
    for mode in ("email", "review", "web"):
        shown = editor.get(panel(page), {"mode": mode})
        assert (shown.status_code, "Forsvinder" in shown.content.decode()) == (200, False)


@pytest.mark.parametrize("key", ["", "0", "999999", "x", "-1", "9" * 40, "\x00", "day"])
def test_wants_a_page_of_its_kind_that_is_there_from_whoever_publishes(key):
    form = posted(picking(make_story()), make_invitation().pk if key == "day" else key)
    with pytest.raises(ValidationError):
        LetterBlock().clean(read(form))
    assert LetterBlock().clean_deferred(read(form))[0].value["page"] is None


def test_shows_what_was_chosen_again_when_something_else_is_wrong(editor):
    page, other = picking(make_story()), make_story(title="Den valgte")
    edit = reverse("wagtailadmin_pages:edit", args=[page.pk])
    answer = editor.post(edit, posted(page, other.pk) | {"reply_to": "intet", "subject": "Emne"})
    assert (answer.status_code, "Den valgte" in answer.content.decode()) == (200, True)
