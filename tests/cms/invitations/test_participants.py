"""The page on who comes to a day, and what an editor does there."""

import csv
import datetime as dt
import io
from zipfile import ZipFile

import pytest
from django.utils import timezone

from cms.invitations.models import Registration
from cms.mail.models import Letter
from cms.members.groups import make_editors
from cms.members.models import User
from cms.organisations.models import Organisation
from tests.factories.pages import make_invitation
from tests.factories.people import make_editor, make_member, make_organisation
from tests.factories.seats import make_registration, make_registrations

pytestmark = pytest.mark.django_db
State = Registration.State
FORMULAS = ["=1+1", "+1", "-1", "@SUM(A1)", "\t=1", "=cmd|'/C calc'!A0"]


@pytest.fixture
def editor(client, home):
    client.force_login(make_editor(first_name="Eva"))
    return client


@pytest.fixture
def day(home):
    return make_invitation(title="Energidag", seats=2, guests_allowed=1)


def page(day, name="participants", *more):
    return f"/admin/days/{day.pk}/{name}/" + "".join(f"{part}/" for part in more)


def names(response):
    return [person["own"].name for person in response.context["people"]]


def moved(day, **to):
    """The day at another time, without what publishing it would do."""
    type(day).objects.filter(pk=day.pk).update(**to)
    day.refresh_from_db()
    return day


def test_shows_the_numbers_and_who_it_is(editor, day):
    for first_name in ("Åse", "Bo", "Anna"):
        make_registration(day, make_member(first_name=first_name))
    shown = editor.get(page(day))
    assert names(shown) == ["Anna", "Bo", "Åse"]
    numbers = shown.context["numbers"]
    assert (numbers.limit, numbers.seated, numbers.waiting, numbers.came) == (2, 2, 1, 0)
    assert "nummer 1 på ventelisten" in shown.content.decode()
    assert {"private", "no-store"} <= set(shown["Cache-Control"].split(", "))


def test_shows_a_guest_with_their_host(editor, day):
    make_registration(day, make_member(first_name="Bo"), guests=1)
    text = editor.get(page(day)).content.decode()
    assert "Gæst hos Bo" in text


@pytest.mark.parametrize("typed", ["ås", "ASE", "åse jens", "jens høje", "Aase"])
def test_finds_by_the_first_letters_whatever_case_and_accent(editor, day, typed):
    place = make_organisation(name="Høje-Taastrup Kommune")
    make_registration(day, make_member(first_name="Åse", last_name="Jensen", organisation=place))
    make_registration(day, make_member(first_name="Bo"))
    found = names(editor.get(page(day), {"q": typed}))
    assert found == (["Åse Jensen"] if typed != "ASE" else [])


@pytest.mark.parametrize(
    "asked",
    [
        {"q": "x" * 10_000},
        {"q": "\x00"},
        {"q": "%_'\""},
        {"state": "nonsense", "sort": "-password", "p": "-3"},
        {"p": "9" * 400},
        {"export": "pdf"},
    ],
)
def test_answers_whatever_the_address_asks_for(editor, day, asked):
    make_registration(day)
    assert editor.get(page(day), asked).status_code == 200


def test_narrows_to_a_state(editor, day):
    make_registration(day, make_member(first_name="Anna"))
    for name in ("Bo", "Carl"):
        make_registration(day, make_member(first_name=name))
    assert names(editor.get(page(day), {"state": "seated"})) == ["Anna", "Bo"]
    assert names(editor.get(page(day), {"state": "waiting"})) == ["Carl"]
    assert names(editor.get(page(day), {"state": "came"})) == []


@pytest.mark.parametrize("count", [1, 3])
def test_asks_the_database_the_same_whoever_is_registered(
    editor, home, count, django_assert_num_queries
):
    day = make_invitation(guests_allowed=1)
    make_registrations(count, day, guests=1)
    editor.get(page(day))
    with django_assert_num_queries(13):
        editor.get(page(day))


def test_shows_a_hundred_a_page(editor, home):
    day, organisation, now = make_invitation(), make_organisation(), timezone.now()
    Registration.objects.bulk_create(
        Registration(
            invitation=day,
            number=number,
            state=State.SEATED,
            first_name=f"Anna {number:03}",
            organisation=organisation,
            created_at=now,
            seated_at=now,
        )
        for number in range(1, 103)
    )
    assert len(names(editor.get(page(day)))) == 100
    assert names(editor.get(page(day), {"p": "2"})) == ["Anna 101", "Anna 102"]


def test_exports_nothing_that_a_spreadsheet_runs(editor, home):
    day = make_invitation()
    for number, formula in enumerate(FORMULAS):
        place = Organisation.objects.create(name=f"{formula} {number}")
        make_registration(
            day, make_member(first_name=formula, last_name=formula, organisation=place)
        )
    text = editor.get(page(day), {"export": "csv"}).content.decode("utf-8-sig")
    rows = list(csv.reader(io.StringIO(text, newline="")))
    assert len(rows) == len(FORMULAS) + 1
    assert not [cell for row in rows for cell in row if cell.startswith(("=", "+", "-", "@", "\t"))]
    book = editor.get(page(day), {"export": "xlsx"})
    with ZipFile(io.BytesIO(book.content)) as file:
        assert b"<f>" not in file.read("xl/worksheets/sheet1.xml")
    assert "energi" not in book["Content-Disposition"]


def test_signs_a_member_up_after_the_deadline_and_writes_down_who_did(editor, day):
    moved(day, deadline_at=timezone.now() - dt.timedelta(days=1))
    member = make_member(first_name="Anna")
    assert "Anna" in editor.get(page(day, "sign-up"), {"q": "anna"}).content.decode()
    answer = editor.post(page(day, "sign-up"), {"member": member.pk, "guests": 1})
    assert answer.url == page(day)
    own = day.registrations.get(member=member)
    assert (own.state, len(own.party)) == ("seated", 2)
    assert Letter.objects.filter(about=own.about).count() == 1


def test_signs_a_member_up_once_however_often_it_is_pressed(editor, day):
    member = make_member()
    for _ in range(2):
        editor.post(page(day, "sign-up"), {"member": member.pk})
    assert day.registrations.count() == 1


def test_says_whose_press_put_somebody_in_the_line(editor, home):
    day = make_invitation(seats=1)
    make_registration(day)
    member = make_member()
    editor.post(page(day, "sign-up"), {"member": member.pk})
    assert day.registrations.get(member=member).events.get().by.first_name == "Eva"


@pytest.mark.parametrize("typed", ["", "0", "99999999999999999999999", "x", "\x00"])
def test_names_what_is_wrong_with_the_member(editor, day, typed):
    assert editor.post(page(day, "sign-up"), {"member": typed}).status_code == 422
    assert day.registrations.count() == 0


@pytest.mark.parametrize("guests", ["6", "-1", "x", "2"])
def test_takes_no_more_guests_than_the_day_allows(editor, day, guests):
    member = make_member()
    answer = editor.post(page(day, "sign-up"), {"member": member.pk, "guests": guests})
    assert (answer.status_code, day.registrations.count()) == (422, 0)


def test_finds_no_member_by_junk(editor, day):
    for typed in ("x" * 10_000, "\x00", " ", "%"):
        assert editor.get(page(day, "sign-up"), {"q": typed}).context["found"] == []


def test_says_who_hears_of_it_before_it_cancels(editor, day):
    own = make_registration(day, make_member(first_name="Anna"), guests=1)
    make_registration(day)
    text = editor.get(page(day, "cancel", own.code)).content.decode()
    assert "Anna får et brev" in text
    assert "dem, hvis tur det er" in text
    own.refresh_from_db()
    assert own.state == State.SEATED
    editor.post(page(day, "cancel", own.code))
    own.refresh_from_db()
    assert own.state == State.CANCELLED
    assert own.events.last().by.first_name == "Eva"


def test_finds_no_registration_of_another_day(editor, day):
    other = make_registration(make_invitation())
    assert editor.post(page(day, "cancel", other.code)).status_code == 404
    other.refresh_from_db()
    assert other.state == State.SEATED


def test_offers_what_is_free_now(editor, home):
    day = make_invitation(seats=1)
    make_registrations(2, day)
    moved(day, seats=2)
    assert "Tilbyd nu" in editor.get(page(day, "offer")).content.decode()
    assert day.registrations.filter(state=State.OFFERED).count() == 0
    for _ in range(2):
        editor.post(page(day, "offer"))
    assert day.registrations.filter(state=State.OFFERED).count() == 1


def test_lets_the_editors_group_run_a_day_and_nobody_else(client, day):
    own = make_registration(day)
    user = User.objects.create_user(email="e@network.example", password="secret")
    user.groups.add(make_editors())
    client.force_login(user)
    for name in ("participants", "sign-up", "offer", "check-in", "check-in/walk-in"):
        assert client.get(page(day, name)).status_code == 200
    user.user_permissions.clear()
    group = user.groups.get()
    group.permissions.remove(*group.permissions.filter(codename__endswith="_registration"))
    for name in ("participants", "sign-up", "offer", "check-in", "check-in/walk-in"):
        # Wagtail says it in words on the admin's first page.
        assert client.get(page(day, name)).url == "/admin/"
    assert client.post(page(day, "cancel", own.code)).url == "/admin/"
    own.refresh_from_db()
    assert own.state == State.SEATED


def test_shows_who_may_only_look_nothing_to_press(client, day):
    own = make_registration(day)
    user = User.objects.create_user(email="e@network.example", password="secret")
    group = make_editors()
    group.permissions.remove(group.permissions.get(codename="manage_registration"))
    user.groups.add(group)
    client.force_login(user)
    assert page(day, "cancel", own.code) not in client.get(page(day)).content.decode()
    assert client.get(page(day, "check-in")).url == "/admin/"


def test_deletes_no_page_that_people_are_registered_for(editor, day):
    make_registration(day)
    index = day.get_parent()
    for each in (day, index):
        answer = editor.post(f"/admin/pages/{each.pk}/delete/", {"confirm": "yes"}, follow=True)
        assert answer.status_code == 200
        assert "er ikke slettet" in answer.content.decode()
    assert type(day).objects.filter(pk=day.pk).exists()
    bulk = f"/admin/bulk/wagtailcore/page/delete/?id={day.pk}"
    answer = editor.post(bulk, follow=True)
    assert "er ikke slettet" in answer.content.decode()
    assert type(day).objects.filter(pk=day.pk).exists()


def test_deletes_a_page_that_nobody_is_registered_for(editor, day):
    editor.post(f"/admin/pages/{day.pk}/delete/")
    assert not type(day).objects.filter(pk=day.pk).exists()


def test_leads_from_list_edit_page_and_first_page_to_the_people(editor, day):
    make_registration(day)
    for url in ("/admin/invitation_listing/", f"/admin/pages/{day.pk}/edit/", "/admin/"):
        assert page(day) in editor.get(url).content.decode()
    assert "1 af 2" in editor.get("/admin/invitation_listing/").content.decode()
