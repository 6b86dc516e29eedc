"""The main job from end to end: write, publish, preview, send, and read every letter back."""

import re
from collections.abc import Iterator
from email.message import EmailMessage
from urllib.parse import urlsplit

import pytest
from django.core.management import call_command
from django.test import Client
from django.urls import reverse
from django.utils import timezone
from wagtail.test.utils.form_data import nested_form_data, rich_text, streamfield

from cms.mail import outbox
from cms.members.models import Consent
from newsletters.delivery.models import Delivery, Mailing
from newsletters.editions.pages import NewsletterPage
from tests.factories.pages import (
    make_archive,
    make_goal,
    make_home,
    make_invitation,
    make_story,
    make_topic,
)
from tests.factories.people import make_editor, make_member, make_members
from tests.pressing import press_send, work_alone

pytestmark = pytest.mark.django_db(transaction=True, serialized_rollback=True)

WORKER = "--backend mail --queue-name mail --batch --no-startup-delay --no-reload"


@pytest.fixture
def editor() -> Client:
    make_home()
    client = Client()
    client.force_login(make_editor(first_name="Eva", email="eva@network.example"))
    return client


def written() -> dict:
    """What an editor fills in, with a block of each kind that picks a page."""
    goal = make_goal(7)
    story = make_story(title="Varmen i kælderen", goals=[goal], lead="De målte først.")
    day = make_invitation(title="Bygninger, der giver", place_name="Rådhuset, Middelfart")
    topic = make_topic(title="Energi", goals=[goal])
    return nested_form_data(
        {
            "title": "Nyhedsbrev, marts",
            "slug": "marts",
            "subject": "Tag en kollega med",
            "preheader": "Der er en stol mere",
            "sender_name": "",
            "reply_to": "sekretariatet@network.example",
            "headline": "tag en kollega med",
            "lead": "Denne gang er der en stol mere.",
            "body": streamfield(
                [
                    ("heading", "Næste netværksdag"),
                    ("text", rich_text("<p>Vi ses i <b>Middelfart</b>.</p>")),
                    ("invitation", {"page": day.pk, "lead": ""}),
                    ("story", {"page": story.pk, "lead": ""}),
                    ("topic", {"page": topic.pk, "lead": ""}),
                    ("button", {"text": "Læs historien", "page": story.pk, "url": ""}),
                ]
            ),
            "comments-TOTAL_FORMS": 0,
            "comments-INITIAL_FORMS": 0,
            "corrections-TOTAL_FORMS": 0,
            "corrections-INITIAL_FORMS": 0,
        }
    )


def test_goes_from_an_editors_form_to_every_members_inbox(editor):
    members = [*make_members(4), make_member(first_name="Søren & <b>Co</b>")]
    stranger = make_member(consent=False)
    archive = make_archive()
    form = written()

    # Write: a draft first, then published.
    add = reverse("wagtailadmin_pages:add", args=["newsletters", "newsletterpage", archive.pk])
    assert editor.post(add, form).status_code == 302
    page = NewsletterPage.objects.get(slug="marts")
    assert not page.live
    edit = reverse("wagtailadmin_pages:edit", args=[page.pk])
    assert editor.post(edit, form | {"action-publish": "1"}).status_code == 302
    page.refresh_from_db()
    assert page.live

    # Preview: each mode shows the letter that will be sent.
    preview = reverse("wagtailadmin_pages:preview_on_edit", args=[page.pk])
    assert editor.post(preview, form).json() == {"is_valid": True, "is_available": True}
    for mode in ("email", "email_narrow", "email_text", "web"):
        shown = editor.get(preview, {"mode": mode})
        assert shown.status_code == 200
        assert "Bygninger, der giver" in shown.content.decode()

    # Send: a test to oneself, then to all who consent; a second press changes nothing.
    editor.post(reverse("newsletters_test", args=[page.pk]))
    send = reverse("newsletters_send", args=[page.pk])
    work_alone()
    assert "Send til 5 medlemmer" in editor.get(send).content.decode()
    press_send(editor, page)
    press_send(editor, page)
    call_command("db_worker", *WORKER.split(), verbosity=0)

    # The ledger.
    mailing = Mailing.objects.get()
    assert mailing.state == Mailing.State.DONE
    assert Delivery.objects.filter(mailing=mailing, state=Delivery.State.ACCEPTED).count() == 5

    # Every letter, read back and parsed.
    test, *letters = [outbox.read(name) for name in reversed(outbox.names())]
    assert str(test["Subject"]) == "[TEST] Tag en kollega med"
    assert sorted(str(letter["To"]) for letter in letters) == sorted(m.email for m in members)
    assert stranger.email not in {str(letter["To"]) for letter in letters}
    for letter in letters:
        check_headers(letter)
        check_parts(letter)
    assert len({unsubscribe_link(letter) for letter in letters}) == 5
    special = next(letter for letter in letters if str(letter["To"]) == members[-1].email)
    assert "Kære Søren &amp; &lt;b&gt;Co&lt;/b&gt;, tag en" in body(special, "html")
    assert "Kære Søren & <b>Co</b>, tag en" in body(special, "plain")

    # Every link leads somewhere, and the archive shows the letter without anybody's name.
    reader = Client()
    for url in own_links(letters[0]):
        assert reader.get(url).status_code == 200, url
    web = reader.get(page.get_url()).content.decode()
    assert "Bygninger, der giver" in web
    assert "Anna" not in web

    # One presses the button in the letter; the next newsletter leaves that member out.
    answer = reader.post(unsubscribe_link(special))
    assert answer.status_code == 200
    assert Consent.objects.get(member=members[-1]).withdrawn_at <= timezone.now()


def check_headers(letter: EmailMessage) -> None:
    assert str(letter["Subject"]) == "Tag en kollega med"
    assert str(letter["From"]) == "Verdensmålsnetværket <nyhedsbrev@network.example>"
    assert str(letter["Reply-To"]) == "sekretariatet@network.example"
    assert str(letter["List-Id"]) == "<nyhedsbrev.testserver>"
    assert str(letter["List-Unsubscribe-Post"]) == "List-Unsubscribe=One-Click"
    link, address = str(letter["List-Unsubscribe"]).strip().split(", ")
    assert re.fullmatch(r"<http://testserver/afmeld/[\w-]{32}/>", link)
    assert re.fullmatch(r"<mailto:sekretariatet@network.example\?subject=unsubscribe.+>", address)
    assert str(letter["To"]).partition("@")[0] not in link


def check_parts(letter: EmailMessage) -> None:
    assert letter.get_content_type() == "multipart/alternative"
    assert [part.get_content_type() for part in letter.iter_parts()] == ["text/plain", "text/html"]
    for words in ("Bygninger, der giver", "Varmen i kælderen", "De målte først.", "Energi"):
        assert words in body(letter, "plain")
        assert words in body(letter, "html")
    assert "<b" not in body(letter, "plain").replace("<b>Co</b>", "")
    assert unsubscribe_link(letter) in body(letter, "plain").replace("http://testserver", "")
    for kind in ("plain", "html"):
        assert "\ue000" not in body(letter, kind)
        assert "[[" not in body(letter, kind)


def body(letter: EmailMessage, kind: str) -> str:
    return letter.get_body((kind,)).get_content()


def unsubscribe_link(letter: EmailMessage) -> str:
    (link,) = set(re.findall(r"http://testserver(/afmeld/[\w-]+/)", body(letter, "html")))
    return link


def own_links(letter: EmailMessage) -> Iterator[str]:
    for url in set(re.findall(r'(?:href|src)="(http[^"]+)"', body(letter, "html"))):
        assert url.startswith("http://testserver/")
        yield urlsplit(url).path
