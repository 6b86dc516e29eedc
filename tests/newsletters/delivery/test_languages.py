"""One mailing in several languages: each reader gets one letter, in their own where there is one."""

import json

import pytest
from django.urls import reverse
from django.utils import timezone

from newsletters.audiences.rules import Rule
from newsletters.delivery import actions, planning, proof, queries
from newsletters.delivery.models import Batch, Delivery, Mailing
from newsletters.editions.languages import issue_of
from newsletters.editions.pages import NewsletterPage
from tests.factories.pages import make_newsletter, translate
from tests.factories.people import make_editor, make_member, make_members

pytestmark = pytest.mark.django_db

EVERYBODY = Rule()


@pytest.fixture
def danish():
    return make_newsletter(subject="Nyt fra netværket")


@pytest.fixture
def english(danish):
    return translate(danish, subject="News from the network", body=[("heading", "Come along")])


def send(page, rule=EVERYBODY):
    return actions.send(page=page, rule=rule, user=None, now=timezone.now())


def test_writes_to_each_reader_in_their_language(danish, english, work, letters):
    make_members(2)
    reader = make_member(language="en", first_name="Ann")
    mailing = send(danish)
    work()
    sent = {str(letter["To"]): letter for letter in letters()}
    assert len(sent) == 3
    assert str(sent[reader.email]["Subject"]) == "News from the network"
    text = sent[reader.email].get_body(("plain",)).get_content()
    assert "Dear Ann" in text
    assert "/en/" in text
    others = {str(letter["Subject"]) for to, letter in sent.items() if to != reader.email}
    assert others == {"Nyt fra netværket"}
    mailing.refresh_from_db()
    assert (mailing.state, mailing.frozen) == (Mailing.State.DONE, 3)
    assert queries.letters_by_language(mailing) == {"da": 2, "en": 1}


def test_writes_in_the_sites_language_where_there_is_no_other(danish, work, letters):
    make_member(language="en")
    send(danish)
    work()
    assert [str(letter["Subject"]) for letter in letters()] == ["Nyt fra netværket"]


def test_puts_readers_of_two_languages_in_batches_of_their_own(danish, english, settings):
    settings.MAIL_BATCH_SIZE = 2
    for language in ("en", "da", "en", "da", "da", "en"):
        make_member(language=language)
    mailing = send(danish)
    planning.plan(mailing.pk, now=timezone.now())
    batches = Batch.objects.filter(mailing=mailing).order_by("number")
    assert [(batch.language, batch.last - batch.first + 1) for batch in batches] == [
        ("", 2),
        ("", 1),
        ("en", 2),
        ("en", 1),
    ]
    for batch in batches:
        read = Delivery.objects.in_batch(batch).values_list("member__language", flat=True)
        assert set(read) == {batch.language or "da"}


@pytest.mark.parametrize(
    ("frozen", "shares", "spans"),
    [
        (5, {}, [("", 1, 2), ("", 3, 4), ("", 5, 5)]),
        (3, {"en": 3}, [("en", 1, 2), ("en", 3, 3)]),
        (3, {"en": 0}, [("", 1, 2), ("", 3, 3)]),
        (4, {"en": 1}, [("", 1, 2), ("", 3, 3), ("en", 4, 4)]),
        (0, {"en": 0}, []),
    ],
)
def test_spans_every_place_once(frozen, shares, spans):
    assert list(planning.batch_spans(frozen, shares, 2)) == spans


def test_is_one_mailing_whichever_language_send_is_pressed_in(danish, english, work, letters):
    make_member()
    make_member(language="en")
    assert send(english) == send(danish)
    work()
    assert len(letters()) == 2


def test_sends_nobody_a_second_language_that_is_published_later(danish, work, letters):
    make_member(language="en")
    send(danish)
    work()
    english = translate(danish, subject="News")
    danish.unpublish()
    english = NewsletterPage.objects.get(pk=english.pk)
    with pytest.raises(actions.NobodyError):
        send(english, Rule(kinds=("municipality",)))
    assert len(letters()) == 1


def test_freezes_every_language(danish, english, work, letters):
    make_member(language="en")
    send(danish)
    english.subject = "Changed"
    english.save_revision().publish()
    work()
    assert [str(letter["Subject"]) for letter in letters()] == ["News from the network"]


def test_stops_for_a_fault_in_any_language(danish, english):
    make_member()
    english.subject = ""
    english.save_revision().publish()
    with pytest.raises(actions.NotReadyError):
        send(danish)


def test_sends_those_who_are_missing_their_language_too(danish, english, work, letters):
    make_member()
    mailing = send(danish)
    work()
    make_member(language="en")
    mailing.refresh_from_db()
    actions.send_missing(mailing=mailing, user=make_editor(), now=timezone.now())
    work()
    assert [str(letter["Subject"]) for letter in letters()][-1] == "News from the network"


def test_proves_every_language(danish, english, work):
    make_member(language="en")
    mailing = send(danish)
    work()
    mailing.refresh_from_db()
    document = proof.proof(mailing, now=timezone.now())
    (other,) = document["mailing"]["translations"]
    assert (other["language"], other["subject"]) == ("en", "News from the network")
    assert proof.verify(json.loads(json.dumps(document)))


def test_shows_and_asks_for_all_languages_at_once(client, danish, english):
    make_member()
    client.force_login(make_editor())
    page = client.get(reverse("newsletters_send", args=[english.pk]))
    assert page.context["page"] == danish
    assert page.context["chosen"].issue == issue_of(danish)
    assert "Engelsk" in page.content.decode()


def test_tests_each_language(client, danish, english, letters):
    editor = make_editor()
    client.force_login(editor)
    client.post(reverse("newsletters_test", args=[danish.pk]), {"to": [editor.pk]})
    assert [str(letter["Subject"]) for letter in letters()] == [
        "[TEST] Nyt fra netværket",
        "[TEST] News from the network",
    ]


def test_gives_the_letter_of_each_language_away(client, danish, english, work):
    make_member(language="en")
    mailing = send(danish)
    work()
    client.force_login(make_editor())
    url = reverse("newsletters_mailing_proof", args=[mailing.pk, "eml"])
    assert b"News from the network" in client.get(f"{url}?language=en").content
    assert b"News from the network" not in client.get(f"{url}?language=xx").content
    shown = client.get(reverse("newsletters_mailing", args=[mailing.pk])).content.decode()
    assert "?language=en" in shown
