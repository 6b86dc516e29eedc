"""The editor's page on what has changed, and the one that cancels a day."""

import pytest
from django.urls import reverse
from django.utils import timezone

from cms.invitations import changing
from cms.invitations.memory import Change
from cms.mail.models import Letter
from tests.cms.invitations.test_changing import letters, publish
from tests.factories.pages import make_invitation
from tests.factories.people import make_editor
from tests.factories.seats import account_of, make_registration, make_registrations

pytestmark = pytest.mark.django_db


@pytest.fixture
def editor(client, home):
    user = make_editor()
    client.force_login(user)
    return user


def changes_of(day):
    return reverse("invitations_changes", args=[day.pk])


def cancelling(day):
    return reverse("invitations_cancel_day", args=[day.pk])


def seen(day):
    return changing.key_of(changing.pending(day, timezone.now()))


def moved(**fields):
    """A day that moved after somebody had been told of it."""
    day = make_invitation(place_name="Rådhuset", **fields)
    own = make_registration(day)
    return publish(day, place_name="Kulturøen"), own


def test_shows_what_changed_and_the_letter_before_anybody_is_told(client, editor):
    day, own = moved()
    html = client.get(changes_of(day)).content.decode()
    for words in ("Rådhuset", "Kulturøen", "Giv én person besked", "Ingen behøver besked"):
        assert words in html
    assert "srcdoc" in html
    assert letters(own) == []


def test_tells_when_the_editor_says_so_and_once_only(client, editor):
    day, own = moved()
    said = {"deed": "tell", "seen": seen(day), "note": "Vi ses."}
    first = client.post(changes_of(day), said, follow=True)
    again = client.post(changes_of(day), said, follow=True)
    assert "1 brev er på vej." in first.content.decode()
    assert "Der er ikke sendt noget." in again.content.decode()
    assert len(letters(own)) == 1
    assert Change.objects.get().by == editor


def test_shows_the_letter_with_the_line_without_sending(client, editor):
    day, own = moved()
    said = {"deed": "show", "seen": seen(day), "note": "Vi ses ved havnen."}
    html = client.post(changes_of(day), said).content.decode()
    assert html.count("Vi ses ved havnen.") == 2
    assert letters(own) == []


@pytest.mark.parametrize(
    "note", ["Se https://ond.example", "www.ond.example", "x" * 181, "a\x00b", "\ud800"]
)
def test_takes_one_line_without_links_only(note, client, editor):
    day, own = moved()
    said = {"deed": "tell", "seen": seen(day), "note": note.encode("utf-8", "surrogatepass")}
    response = client.post(changes_of(day), said)
    assert response.status_code in (200, 302)
    assert all("ond.example" not in letter.text for letter in letters(own))


def test_says_so_when_the_day_changed_since_the_editor_looked(client, editor):
    day, own = moved()
    response = client.post(changes_of(day), {"deed": "tell", "seen": "0" * 32, "note": ""})
    assert "Se efter én gang til." in response.content.decode()
    assert letters(own) == []


@pytest.mark.parametrize("page", [changes_of, cancelling])
def test_is_for_those_who_may_publish_the_page(page, client, home):
    day, own = moved()
    client.force_login(account_of(own.member))
    assert client.post(page(day), {"deed": "tell", "seen": seen(day)}).status_code == 302
    assert Change.objects.count() == 0


def test_does_not_know_a_day_that_is_none(client, editor):
    assert client.get(reverse("invitations_changes", args=[10**9])).status_code == 404


def test_tells_the_editor_after_publishing_that_people_know_otherwise(client, editor):
    day, _own = moved()
    form = client.get(reverse("wagtailadmin_pages:edit", args=[day.pk]))
    assert cancelling(day) in form.content.decode()
    start = client.get(reverse("wagtailadmin_home")).content.decode()
    assert changes_of(day) in start


def test_cancels_with_a_reason_and_takes_it_back(client, editor):
    day, own = moved()
    html = client.get(cancelling(day)).content.decode()
    assert "Én person har en plads" in html
    client.post(cancelling(day), {"deed": "cancel", "because": "Sne på banen."})
    assert "Sne på banen." in letters(own, "day_cancelled")[0].text
    back = client.post(cancelling(day), {"deed": "restore"}, follow=True).content.decode()
    assert "er aflyst" in back
    assert Letter.objects.filter(kind="invitations.changed").count() == 0


@pytest.mark.parametrize("count", [1, 3])
def test_opens_with_the_same_queries_however_many_are_told(
    count, client, editor, django_assert_num_queries
):
    day = make_invitation(place_name="Rådhuset")
    make_registrations(count, day)
    day = publish(day, place_name="Kulturøen")
    client.get(changes_of(day))
    with django_assert_num_queries(17):
        client.get(changes_of(day))
