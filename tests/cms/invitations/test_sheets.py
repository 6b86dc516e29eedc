"""Badges, list and certificate: whatever people and places are called."""

import datetime as dt

import pytest
from django.utils import timezone

from cms.content.sheets import Sheet
from cms.invitations import sheets
from cms.invitations.models import Registration
from cms.organisations.models import Organisation
from tests.factories.pages import make_invitation
from tests.factories.people import make_editor, make_member
from tests.factories.seats import account_of, make_registration

pytestmark = pytest.mark.django_db
NETWORK = "Verdensmålsnetværket"
NAMES = [
    "Åse Ærø",
    "Łukasz Żółć-Ğül",
    "🎉 Emoji 🎉",
    "李明",
    "",
    "x" * 140,
    "Anne-Margrethe Christine von Ravnsborg Løvenskiold-Hansen " * 3,
]


def person(name, organisation="Køge Kommune", **more):
    """Somebody with a seat who is nowhere kept."""
    place = Organisation(name=organisation)
    return Registration(first_name=name, organisation=place, code="c" * 22, **more)


def pages(pdf):
    return pdf.count(b"/Type /Page\n")


@pytest.fixture
def day(home):
    return make_invitation(title="Energidag: 🌍 " + "lang titel " * 20, place_name="Rådhuset")


def test_prints_ten_badges_on_a_page():
    made = sheets.badges([person("Anna")] * 11, network=NETWORK, title="Navneskilte")
    assert (made[:5], pages(made)) == (b"%PDF-", 2)


@pytest.mark.parametrize("name", NAMES)
def test_prints_whatever_somebody_is_called(day, name):
    one = person(name, organisation="Ø" * 300, is_on_list=True)
    for made in (
        sheets.badges([one], network=NETWORK * 9, title="x"),
        sheets.participants([one], day=day, network=NETWORK),
        sheets.certificate(one, day=day, network=NETWORK),
    ):
        assert (made[:5], pages(made)) == (b"%PDF-", 1)


def test_writes_letters_that_the_type_lacks_by_their_plain_ones():
    assert Sheet("x").written("Łukasz Çağrı 🎉 Åse") == "Lukasz Çagri  Åse"


def test_cuts_what_fits_in_no_size():
    sheet = Sheet("x")
    sheet.pen(10)
    (line,) = sheet.fitted("ord " * 99, sizes=(10, 8), width=40, lines=1)
    assert line.endswith("…")
    assert sheet.get_string_width(line) <= 40


def test_names_only_those_who_said_yes(day, monkeypatch):
    written = []
    monkeypatch.setattr(Sheet, "written", lambda self, text: written.append(text) or "x")
    sheets.participants(
        [person("Anna", is_on_list=True), person("Bo"), person("Carl")], day=day, network=NETWORK
    )
    assert "Anna" in written
    assert not {"Bo", "Carl"} & set(written)
    assert "og 2, der ikke har bedt om at stå her." in written


def test_gives_editors_the_papers_and_keeps_no_copy(client, home):
    day = make_invitation()
    own = make_registration(day)
    Registration.objects.update(checked_in_at=timezone.now())
    client.force_login(make_editor())
    for name in (
        "badges.pdf",
        "badges.pdf?part=7",
        "participants.pdf",
        f"certificate/{own.code}.pdf",
    ):
        answer = client.get(f"/admin/days/{day.pk}/{name}")
        assert answer["Content-Type"] == "application/pdf"
        assert {"private", "no-store"} <= set(answer["Cache-Control"].split(", "))


def test_certifies_nobody_who_did_not_come(client, home):
    own = make_registration(make_invitation())
    client.force_login(make_editor())
    url = f"/admin/days/{own.invitation_id}/certificate/{own.code}.pdf"
    assert client.get(url).status_code == 404


def test_gives_whoever_came_their_certificate_after_the_day(client, home):
    day = make_invitation()
    own = make_registration(day, make_member())
    client.force_login(account_of(own.member))
    url = f"{day.url}tilmelding/bevis/"
    assert client.get(url).status_code == 404
    past = timezone.now() - dt.timedelta(days=1)
    type(day).objects.filter(pk=day.pk).update(starts_at=past, ends_at=past)
    assert client.get(url).status_code == 404
    Registration.objects.update(checked_in_at=past)
    assert client.get(url)["Content-Type"] == "application/pdf"
    assert url in client.get(f"{day.url}tilmelding/").content.decode()
    client.force_login(account_of(make_member()))
    assert client.get(url).status_code == 404
