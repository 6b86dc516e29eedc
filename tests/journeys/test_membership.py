"""A membership from end to end, with a worker that carries the letters: from the form to the last letter."""

import io
import json
import re
from urllib.parse import urlsplit
from zipfile import ZipFile

import pytest
from django.core.cache import cache
from django.core.management import call_command
from django.test import Client

from cms.directory.models import Entry
from cms.invitations.models import Registration
from cms.mail import outbox
from cms.members.models import Member, Suppression
from cms.series.queries import shown_wordings
from tests.cms.members.test_leaving import CANARY, rows_that_hold
from tests.factories.directory import SHOWN, make_entry
from tests.factories.joining import opened
from tests.factories.pages import make_home, make_invitation
from tests.factories.people import make_organisation

pytestmark = pytest.mark.django_db(transaction=True, serialized_rollback=True)

WORKER = "--backend mail --queue-name letters,mail --batch --no-startup-delay --no-reload"
ADDRESS = f"{CANARY}@koege.example"


def letters():
    call_command("db_worker", *WORKER.split(), verbosity=0)
    return [outbox.read(name) for name in reversed(outbox.names())]


def newest(address=ADDRESS):
    """The newest letter to this address, as plain text."""
    mine = [letter for letter in letters() if letter["To"].casefold() == address]
    return mine[-1].get_body(("plain",)).get_content()


def sign_in(member):
    member.post("/log-ind/", {"email": ADDRESS})
    code = re.search(r"\d{4}-\d{4}", newest())[0]
    assert member.post("/log-ind/kode/", {"code": code}).status_code == 302


def test_lives_a_whole_membership():
    cache.clear()
    make_home()
    place = make_organisation(name="Køge Kommune")
    day = make_invitation(title="Energidag", seats=1)
    colleague = make_entry(first_name="Bo", last_name="Holm", **SHOWN)
    member = Client()

    # Joins, and presses the button behind the letter's link.
    (wording,) = shown_wordings("da")
    typed = {"first_name": CANARY.capitalize(), "email": ADDRESS, "organisation": "Køge Kommune"}
    typed |= {"wordings": [wording.pk], "language": "da", "opened": opened()}
    member.post("/bliv-medlem/", typed)
    member.post(urlsplit(re.search(r"http://testserver\S+", newest())[0]).path)
    assert Member.objects.get(email_key=ADDRESS).organisation == place

    # Signs in with a code, and lets colleagues find the name and the role.
    sign_in(member)
    profile = {"first_name": CANARY.capitalize(), "organisation": place.pk, "role": "director"}
    member.post("/min-side/profil/", profile | {"is_listed": "on", "shows_role": "on"})
    found = member.get("/medlemmer/", {"role": "director", "name": CANARY}).content.decode()
    assert CANARY.capitalize() in found

    # Writes to a colleague, who learns no address; takes the only seat.
    letter = {"letter": "Skal vi ses på energidagen?", "press": "first"}
    member.post(f"/medlemmer/{colleague.code}/", letter)
    to_colleague = newest(colleague.member.email)
    assert "Skal vi ses på energidagen?" in to_colleague
    assert ADDRESS not in to_colleague
    member.post(f"{day.url}tilmeld/", {})
    assert "Du har en plads" in newest()

    # Sees all of it, and takes it along.
    answer = member.post("/min-side/hent-alt/")
    with ZipFile(io.BytesIO(b"".join(answer.streaming_content))) as archive:
        kept = json.loads(archive.read("alt-om-dig.json"))
    words = json.dumps(kept, ensure_ascii=False)
    for word in (ADDRESS, wording.words, "Energidag", "Bo Holm"):
        assert word in words

    # Is erased at once: the seat is free, nothing holds the name, and no list brings the address back.
    assert member.post("/min-side/slet-mig/", {"sure": "on"}).url == "/slettet/"
    assert "slettet" in newest()
    assert not Registration.objects.seated().exists()
    assert list(Entry.objects.all()) == [colleague]
    assert rows_that_hold(CANARY) == set()
    assert Suppression.objects.get().reason == Suppression.Reason.ERASED
    assert member.get("/min-side/").status_code == 302
