"""A page about a person is there with that person's yes, and goes when they want it."""

import datetime as dt

import pytest
from django.core.exceptions import ValidationError
from django.urls import reverse
from django.utils import timezone
from wagtail.models import Locale, PageLogEntry, Revision

from cms.holdings.registry import Person, receipt
from cms.library import actions, sweeping
from cms.library.panels import FORM, TAKE_DOWN
from cms.library.persons import ResourcePersonPage
from cms.members.groups import make_editors
from cms.members.leaving import erase, say_goodbye
from cms.members.models import User
from tests.factories.library import make_person
from tests.factories.people import make_member

pytestmark = pytest.mark.django_db

NOW = timezone.now()
TODAY = timezone.localdate(NOW)
DAY = dt.timedelta(days=1)


def again(page):
    return ResourcePersonPage.objects.get(pk=page.pk)


def make_account(email):
    return User.objects.create_user(email=email, password="secret")


@pytest.fixture
def editor(client):
    user = make_account("eva@network.example")
    user.groups.add(make_editors())
    client.force_login(user)
    return user


@pytest.mark.parametrize(
    ("field", "value"), [("has_consented", False), ("consented_on", None), ("consent_note", "")]
)
def test_refuses_a_page_without_a_whole_yes(home, field, value):
    person = make_person()
    setattr(person, field, value)
    with pytest.raises(ValidationError) as caught:
        person.full_clean()
    assert list(caught.value.message_dict) == [field]
    with pytest.raises(ValidationError):
        person.save_revision()


def test_refuses_a_yes_that_has_not_been_said_yet(home):
    person = make_person()
    person.consented_on = timezone.localdate() + DAY
    with pytest.raises(ValidationError) as caught:
        person.full_clean()
    assert list(caught.value.message_dict) == ["consented_on"]


def test_takes_a_page_down_at_once(client, home):
    person = make_person()
    actions.take_down(page=person, now=NOW)
    person = again(person)
    assert (person.live, person.has_consented, person.withdrawn_at) == (False, False, NOW)
    assert client.get(person.url).status_code == 404


@pytest.mark.parametrize("is_alias", [False, True])
def test_takes_a_page_down_in_every_language(home, is_alias):
    person = make_person()
    english = Locale.objects.create(language_code="en")
    other = person.copy_for_translation(english, copy_parents=True, alias=is_alias)
    if not is_alias:
        other.save_revision().publish()
    assert again(other).live is True
    actions.take_down(page=other, now=NOW)
    pages = ResourcePersonPage.objects.filter(translation_key=person.translation_key)
    assert [(page.live, page.withdrawn_at) for page in pages] == [(False, NOW)] * 2


def test_does_not_come_back_with_the_old_yes(home):
    person = make_person(consented_on=TODAY - DAY)
    actions.take_down(page=person, now=NOW)
    draft = again(person).get_latest_revision_as_object()
    with pytest.raises(ValidationError) as caught:
        draft.full_clean()
    assert list(caught.value.message_dict) == ["has_consented"]
    draft.has_consented = True
    with pytest.raises(ValidationError) as caught:
        draft.full_clean()
    assert list(caught.value.message_dict) == ["consented_on"]


def test_comes_back_with_a_new_yes(home):
    person = make_person(consented_on=TODAY - DAY)
    actions.take_down(page=person, now=NOW)
    draft = again(person).get_latest_revision_as_object()
    draft.has_consented, draft.consented_on = True, TODAY
    draft.save_revision().publish()
    person = again(person)
    assert (person.live, person.withdrawn_at) == (True, None)
    assert sweeping.sweep(now=NOW + 99 * DAY) == {"pages of resource persons deleted": 0}


def test_is_not_published_later_by_a_plan_that_was_made_before(home):
    person = make_person()
    person.go_live_at = NOW + DAY
    planned = person.save_revision(approved_go_live_at=person.go_live_at)
    actions.take_down(page=person, now=NOW)
    assert Revision.objects.get(pk=planned.pk).approved_go_live_at is None


def test_deletes_what_was_written_after_a_month(home):
    person = make_person(title="Ida Berg")
    actions.take_down(page=person, now=NOW)
    early = NOW + sweeping.KEPT - dt.timedelta(seconds=1)
    assert sweeping.sweep(now=early) == {"pages of resource persons deleted": 0}
    assert sweeping.sweep(now=NOW + sweeping.KEPT) == {"pages of resource persons deleted": 1}
    assert not ResourcePersonPage.objects.filter(pk=person.pk).exists()
    assert not Revision.objects.filter(object_id=str(person.pk), content__title="Ida Berg").exists()
    assert set(PageLogEntry.objects.filter(page=person.pk).values_list("label", flat=True)) == {""}


def test_leaves_alone_what_an_editor_took_down_for_another_reason(home):
    person = make_person()
    person.unpublish()
    assert sweeping.sweep(now=NOW + 99 * DAY) == {"pages of resource persons deleted": 0}


@pytest.mark.parametrize("address", ["ida@kommune.example", "IDA@kommune.example"])
def test_follows_a_member_who_leaves(home, address):
    member = make_member(email="ida@kommune.example")
    mine, other = make_person(own_email=address), make_person(own_email="bo@kommune.example")
    say_goodbye(member=member, now=NOW)
    assert (again(mine).live, again(other).live) == (False, True)


def test_follows_a_member_whose_address_has_changed(home):
    member = make_member(email="ida@kommune.example")
    person = make_person(own_email="ida@kommune.example")
    member.email = "ida.berg@region.example"
    member.save()
    say_goodbye(member=member, now=NOW)
    assert again(person).live is False


def test_is_erased_with_the_member(home):
    member = make_member(email="ida@kommune.example")
    person = make_person(title="Ida Berg", own_email=member.email)
    erase(member=member, now=NOW)
    assert not ResourcePersonPage.objects.filter(pk=person.pk).exists()
    assert not PageLogEntry.objects.filter(label="Ida Berg").exists()


def test_shows_a_person_what_is_kept_of_them(home):
    person = make_person(title="Ida Berg", own_email="ida@kommune.example", consent_note="På mail")
    kept = receipt(Person("ida@kommune.example", "0" * 32), most=3)
    (found,) = [one for one in kept if one.holding.name == "library.persons"]
    (row,) = found.rows
    assert (row.what, row.deleted_at) == ("Ida Berg", None)
    assert "På mail" in [fact.value for fact in row.facts]
    actions.take_down(page=person, now=NOW)
    kept = receipt(Person("ida@kommune.example", "0" * 32), most=3)
    (found,) = [one for one in kept if one.holding.name == "library.persons"]
    assert found.rows[0].deleted_at == NOW + sweeping.KEPT


def test_takes_a_page_down_with_one_press(client, home, editor):
    person = make_person()
    form = client.get(reverse("wagtailadmin_pages:edit", args=[person.pk])).content.decode()
    address = reverse(TAKE_DOWN, args=[person.pk])
    # In the page's own form it would be the first button, which Enter presses.
    assert f'form="{FORM}" formaction="{address}"' in form
    assert f'<form id="{FORM}" method="post" hidden></form>' in form
    assert client.get(address).status_code == 405
    assert again(person).live is True
    assert client.post(address, {"title": "Ignoreret"}).status_code == 302
    assert (again(person).live, again(person).title) == (False, person.title)
    form = client.get(reverse("wagtailadmin_pages:edit", args=[person.pk])).content.decode()
    assert "formaction" not in form


def test_lets_nobody_else_take_a_page_down(client, home):
    person = make_person()
    address = reverse(TAKE_DOWN, args=[person.pk])
    client.post(address)
    client.force_login(make_account("bo@network.example"))
    client.post(address)
    assert again(person).live is True


def test_tells_feeds_and_the_api_no_more_than_the_page(client, home):
    person = make_person(title="Ida Berg", own_email="privat@kommune.example", consent_note="Ja")
    assert "Ida Berg" not in client.get("/nyt.atom").content.decode()
    found = client.get(f"/api/v2/pages/{person.pk}/").json()
    secret = {
        "own_email",
        "consent_note",
        "consented_on",
        "has_consented",
        "withdrawn_at",
        "member",
    }
    assert secret & set(found) == set()
