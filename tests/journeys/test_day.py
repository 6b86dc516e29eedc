"""A network day from end to end, with a worker that carries the letters: first seat to evaluation."""

import datetime as dt
import re

import pytest
from django.core.cache import cache
from django.core.management import call_command
from django.test import Client
from django.urls import reverse
from django.utils import timezone
from icalendar import Calendar

from cms.invitations.models import Registration
from cms.mail import outbox
from cms.participation.evaluations import tokens
from tests.factories.evaluations import PROGRAMME
from tests.factories.pages import make_home, make_invitation
from tests.factories.people import make_editor, make_member
from tests.factories.seats import account_of, make_registrations

pytestmark = pytest.mark.django_db(transaction=True, serialized_rollback=True)

WORKER = "--backend mail --queue-name letters,mail --batch --no-startup-delay --no-reload"
GUEST = "bo@firma.example"


def newest(address):
    """The newest letter to this address."""
    call_command("db_worker", *WORKER.split(), verbosity=0)
    written = [outbox.read(name) for name in reversed(outbox.names())]
    return [letter for letter in written if letter["To"].casefold() == address][-1]


def words(letter):
    return letter.get_body(("plain",)).get_content()


def entry(letter):
    """The calendar entry that the letter brings."""
    (part,) = [part for part in letter.walk() if part.get_content_type() == "text/calendar"]
    calendar = Calendar.from_ical(part.get_payload(decode=True))
    return str(calendar["method"]), calendar.walk("VEVENT")[0]


def link(letter, path):
    """Where the letter's link under this path leads."""
    return re.search(rf"http://testserver(/{path}/\S+)", words(letter))[1]


def signed_in(member):
    client = Client()
    client.force_login(account_of(member))
    return client


def test_lives_a_whole_day():
    cache.clear()
    make_home()
    anna, eva = make_member(first_name="Anna"), make_member(first_name="Eva")
    editor = Client()
    editor.force_login(make_editor())
    day = make_invitation(
        title="Energidag", seats=7, guests_allowed=1, programme=PROGRAMME, place_name="Rådhuset"
    )

    # Anna takes a seat and one for a colleague; five others fill the day; Eva waits.
    hers = signed_in(anna)
    assert hers.post(f"{day.url}tilmeld/", {"guests": "1"}).status_code == 302
    letter = newest(anna.email)
    assert entry(letter)[0] == "REQUEST"
    make_registrations(5, day)
    waiting = signed_in(eva)
    waiting.post(f"{day.url}tilmeld/", {"guests": "0"})
    assert "venteliste" in words(newest(eva.email))

    # The colleague uses the pass that Anna passes on, once, and is subscribed to nothing.
    page = hers.get(f"{day.url}tilmelding/").content.decode()
    passed = re.search(r"http://testserver(/kollega/[\w-]+/)", page)[1]
    typed = {"first_name": "Bo", "last_name": "Holm", "email": GUEST, "agrees": "on"}
    own = Client().post(passed, typed).url
    assert entry(newest(GUEST))[0] == "REQUEST"
    assert Client().get(passed).status_code == 404

    # The place changes: exactly those who were told otherwise hear it, after the editor's press.
    day.place_name = "Kulturøen"
    day.save_revision().publish()
    changes = reverse("invitations_changes", args=[day.pk])
    seen = re.search(r'name="seen" value="([^"]+)"', editor.get(changes).content.decode())[1]
    editor.post(changes, {"deed": "tell", "seen": seen, "note": ""})
    told = newest(GUEST)
    assert "Kulturøen" in words(told)
    assert entry(told)[1]["sequence"] == 1

    # One of the others gives the seat back: it is Eva's turn, and she takes it.
    other = Registration.objects.filter(host=None).exclude(member__in=[anna, eva]).first()
    cancel = reverse("days:cancel", args=[day.pk, other.code])
    editor.post(cancel, {})
    assert "plads" in words(newest(eva.email))
    waiting.post(f"{day.url}tilmelding/", {"deed": "accept"})
    assert Registration.objects.get(member=eva).state == Registration.State.SEATED

    # The day comes; everybody is checked in by their code, and it passes.
    now = timezone.now()
    type(day).objects.filter(pk=day.pk).update(
        starts_at=now - dt.timedelta(hours=1), ends_at=now + dt.timedelta(hours=6)
    )
    for seat in Registration.objects.seated():
        door = reverse("days:check_in_person", args=[day.pk, seat.code])
        editor.post(door, {"deed": "check_in", "code": seat.code})
    assert Registration.objects.came().count() == 7
    type(day).objects.filter(pk=day.pk).update(
        starts_at=now - dt.timedelta(hours=8), ends_at=now - dt.timedelta(minutes=5)
    )
    assert Client().get(f"{own}bevis/").content.startswith(b"%PDF")

    # By the clock those who came are asked what they got out of it; Bo answers, and nobody can say who did.
    call_command("tick", verbosity=0)
    asked = link(newest(GUEST), "evaluering")
    guest = Client()
    guest.get(asked)
    sheet = guest.post(asked, {"secret": tokens.make_secret()}).url
    assert guest.post(sheet, {"whole": "5", "home": "Varmen i rørene."}).url.endswith("/tak/")
    assert Client().post(asked, {"secret": tokens.make_secret()}).status_code != 302
