"""What is wrong with a newsletter, in words."""

import pytest
from wagtail.images import get_image_model
from wagtail.images.tests.utils import get_test_image_file
from wagtail.models import PageViewRestriction
from wagtail.rich_text import RichText

from newsletters.editions.pages import NewsletterPage
from newsletters.editions.review import faults
from tests.factories.pages import make_invitation, make_newsletter, make_story

pytestmark = pytest.mark.django_db


def words(page):
    return [fault.words for fault in faults(NewsletterPage.objects.get(pk=page.pk))]


def test_finds_nothing_in_a_newsletter_that_is_ready():
    story = make_story()
    assert words(make_newsletter(body=[("story", {"page": story, "lead": ""})])) == []


def test_wants_a_subject():
    assert words(make_newsletter(subject="  ")) == [
        "Nyhedsbrevet har intet emne. Skriv et under »I indbakken«."
    ]


def test_wants_something_to_read():
    assert words(make_newsletter(body=[])) == [
        "Nyhedsbrevet er tomt. Tilføj mindst én blok under »Indhold«."
    ]


def test_wants_it_published():
    assert words(make_newsletter(live=False)) == [
        "Nyhedsbrevet er en kladde. Udgiv det først: brevet linker til dets webudgave."
    ]


def test_wants_the_last_changes_published():
    page = make_newsletter()
    page.subject = "Et andet"
    page.save_revision()
    assert words(page) == ["Der er ændringer, som ikke er udgivet. Udgiv dem først."]


def test_names_the_block_that_shows_an_unpublished_page():
    invitation = make_invitation(title="Skjult dag")
    page = make_newsletter(
        body=[("divider", None), ("invitation", {"page": invitation, "lead": ""})]
    )
    invitation.unpublish()
    (fault,) = faults(NewsletterPage.objects.get(pk=page.pk))
    assert fault.words == (
        "Blok 2 (Invitation) viser »Skjult dag«, som læserne ikke kan åbne. "
        "Udgiv den side, eller fjern blokken."
    )
    assert fault.block == str(page.body[1].id)


def test_names_the_block_that_shows_a_private_page():
    story = make_story(title="Kun for nogle")
    page = make_newsletter(body=[("story", {"page": story, "lead": ""})])
    PageViewRestriction.objects.create(page=story, restriction_type="login")
    assert words(page) == [
        "Blok 1 (Historie) viser »Kun for nogle«, som læserne ikke kan åbne. "
        "Udgiv den side, eller fjern blokken."
    ]


def test_names_the_block_whose_page_is_deleted():
    story = make_story()
    page = make_newsletter(body=[("heading", "Her"), ("story", {"page": story, "lead": ""})])
    story.delete()
    assert words(page) == ["Blok 2 (Historie) viser en side, der er slettet. Vælg en anden."]


def test_names_the_block_whose_picture_is_deleted():
    image = get_image_model().objects.create(title="Et", file=get_test_image_file())
    column = [("image", {"image": image, "alt": "", "link": ""})]
    page = make_newsletter(body=[("two_columns", {"left": column, "right": []})])
    image.delete()
    assert words(page) == ["Blok 1.1 (Billede) har et billede, der er slettet. Vælg et andet."]


def test_names_the_button_that_leads_nowhere_any_more():
    story = make_story()
    page = make_newsletter(body=[("button", {"text": "Læs", "page": story, "url": ""})])
    story.delete()
    (fault,) = faults(NewsletterPage.objects.get(pk=page.pk))
    assert fault.block == str(page.body[0].id)


def test_names_the_text_that_links_to_an_unpublished_page():
    story = make_story(title="Skjult")
    link = RichText(f'<p><a linktype="page" id="{story.pk}">Læs</a></p>')
    page = make_newsletter(body=[("heading", "Her"), ("text", link)])
    assert words(page) == []
    story.unpublish()
    (fault,) = faults(NewsletterPage.objects.get(pk=page.pk))
    assert (fault.block, "»Skjult«" in fault.words) == (str(page.body[1].id), True)


def test_names_the_text_that_links_to_a_deleted_page():
    story = make_story(title="Væk")
    link = RichText(f'<p><a linktype="page" id="{story.pk}">Læs</a></p>')
    page = make_newsletter(body=[("two_columns", {"left": [("text", link)], "right": []})])
    story.delete()
    (fault,) = faults(NewsletterPage.objects.get(pk=page.pk))
    assert fault.block == str(page.body[0].value["left"][0].id)


@pytest.mark.parametrize("key", ["9" * 40, "x", "", "-1", "٣"])
def test_names_the_block_whose_link_is_to_no_page_at_all(key):
    text = RichText(f'<p><a linktype="page" id="{key}">Her</a></p>')
    assert words(make_newsletter(body=[("text", text)])) == [
        "Blok 1 (Tekst) linker til en side, der er slettet. Fjern linket."
    ]
