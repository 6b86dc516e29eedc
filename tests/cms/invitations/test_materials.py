"""After the day: what came of it, for everybody, and what only those who came may open."""

import datetime as dt
import json

import pytest
from django.core.files.base import ContentFile
from django.utils import timezone
from wagtail.documents import get_document_model

from cms.invitations.materials import Material
from tests.factories.pages import make_invitation
from tests.factories.people import make_editor, make_member
from tests.factories.seats import account_of, make_registration, make_registrations

pytestmark = pytest.mark.django_db
RECAP = json.dumps([{"type": "paragraph", "value": "<p>Vi lagde planer.</p>"}])


@pytest.fixture
def day(home):
    return make_invitation(title="Energidag", recap=RECAP)


@pytest.fixture
def document(day):
    file = ContentFile(b"noter", name="noter.txt")
    made = get_document_model().objects.create(title="Noter", file=file)
    Material.objects.create(page=day, document=made, title="Noter fra dagen")
    return made


def over(day):
    past = timezone.now() - dt.timedelta(days=1)
    type(day).objects.filter(pk=day.pk).update(starts_at=past - dt.timedelta(hours=7), ends_at=past)


def came(*registrations):
    for one in registrations:
        one.checked_in_at = timezone.now()
        one.save(update_fields=["checked_in_at"])


def test_turns_into_a_recap_when_the_day_is_over(client, day):
    assert "Vi lagde planer" not in client.get(day.url).content.decode()
    over(day)
    page = client.get(day.url).content.decode()
    assert "Dagen er afholdt" in page
    assert "Vi lagde planer" in page


@pytest.mark.parametrize(("count", "is_said"), [(4, False), (5, True)])
def test_says_how_many_came_from_five_up(client, day, count, is_said):
    came(*make_registrations(count, day))
    over(day)
    assert (f"{count} mødte op" in client.get(day.url).content.decode()) == is_said


def test_gives_the_material_to_those_who_came_and_to_nobody_else(client, day, document):
    own, absent = make_registrations(2, day)
    came(own)
    client.force_login(account_of(own.member))
    assert client.get(document.url).status_code == 404
    over(day)
    assert "Noter fra dagen" in client.get(f"{day.url}tilmelding/").content.decode()
    assert client.get(document.url).status_code == 200
    for other in (absent.member, make_member()):
        client.force_login(account_of(other))
        assert "Noter fra dagen" not in client.get(f"{day.url}tilmelding/").content.decode()
        assert client.get(document.url).status_code == 404
    client.logout()
    assert client.get(document.url).status_code == 404
    client.force_login(make_editor())
    assert client.get(document.url).status_code == 200


def test_leaves_all_other_documents_open(client, home):
    made = get_document_model().objects.create(
        title="Program", file=ContentFile(b"x", name="program.txt")
    )
    assert client.get(made.url).status_code == 200


def test_gives_no_material_of_another_day(client, day, document):
    over(day)
    other = make_registration(make_invitation())
    came(other)
    client.force_login(account_of(other.member))
    assert client.get(document.url).status_code == 404
