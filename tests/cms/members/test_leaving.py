"""Erasing a member: at once, whole, and without a way back by an imported list."""

import datetime as dt

import pytest
from django.apps import apps
from django.urls import reverse
from django.utils import timezone
from wagtail.log_actions import log

from cms.accounts.actions import tell_of_key
from cms.mail.actions import post
from cms.mail.models import Letter
from cms.mail.sweeping import sweep as sweep_letters
from cms.members import joining
from cms.members.leaving import come_back, erase, say_goodbye
from cms.members.letters import RESET_PASSWORD
from cms.members.models import Member, Suppression, User
from newsletters.audiences.queries import recipients
from newsletters.audiences.rules import Rule
from newsletters.delivery import actions
from newsletters.delivery.models import Delivery
from tests.factories.joining import NOW, asked
from tests.factories.pages import make_home, make_newsletter
from tests.factories.people import make_editor, make_member, make_series

pytestmark = pytest.mark.django_db

CANARY = "kanariefugl"


@pytest.fixture
def member():
    return make_member(first_name=CANARY.capitalize(), email=f"{CANARY}@kommune.example")


def rows_that_hold(word: str) -> set[str]:
    """The tables in which any value holds the word."""
    found = set()
    for model in apps.get_models(include_auto_created=True):
        for row in model._base_manager.values_list():
            if any(word in str(value).casefold() for value in row):
                found.add(model._meta.label)
    return found


def test_erases_everything_that_names_the_member(member, work):
    actions.send(page=make_newsletter(), rule=Rule(), user=None, now=timezone.now())
    work()
    post(
        kind=RESET_PASSWORD.name,
        address=member.email,
        values={"reset_url": "/x/"},
        language="da",
        about=f"member:{member.pk}",
        now=timezone.now(),
    )
    User.objects.create_user(member.email)
    log(instance=member, action="wagtail.edit")
    assert "cms.Member" in rows_that_hold(CANARY)
    erase(member=member, now=timezone.now())
    assert rows_that_hold(CANARY) == set()
    (delivery,) = Delivery.objects.all()
    assert (delivery.member, delivery.address, delivery.state) == (
        None,
        "",
        Delivery.State.ACCEPTED,
    )


def test_lets_no_list_bring_the_address_back(member):
    erase(member=member, now=timezone.now())
    again = make_member(email=f"{CANARY}@Kommune.example")
    assert Suppression.objects.get().reason == Suppression.Reason.ERASED
    assert again not in recipients(Rule()).reachable()


def test_keeps_the_account_of_one_who_is_an_editor_too(member):
    editor = make_editor(email=member.email)
    erase(member=member, now=timezone.now())
    assert User.objects.filter(pk=editor.pk).exists()


def test_erases_nobody_twice(member):
    erase(member=member, now=timezone.now())
    erase(member=member, now=timezone.now())
    assert Suppression.objects.count() == 1


def test_leaves_out_one_who_is_erased_while_a_mailing_waits(member, work, letters):
    actions.send(page=make_newsletter(), rule=Rule(), user=None, now=timezone.now())
    erase(member=member, now=timezone.now())
    work()
    assert letters() == []


def test_erases_from_the_admin_after_a_page_that_says_what_stays(client, member):
    make_home()
    client.force_login(make_editor())
    url = f"/admin/members/delete/{member.pk}/"
    assert "kan ikke fortrydes" in client.get(url).content.decode()
    assert Member.objects.filter(pk=member.pk).exists()
    assert client.post(url).url == "/admin/members/"
    assert rows_that_hold(CANARY) == set()
    page = client.get(reverse("wagtailadmin_reports:site_history")).content.decode().casefold()
    assert CANARY not in page


def test_erases_what_was_typed_to_join_and_lets_the_person_come_back(home):
    _made, token = asked(email=f"{CANARY}@kommune.example")
    joined = joining.confirm(token=token, now=NOW).member
    erase(member=joined, now=NOW)
    assert rows_that_hold(CANARY) == set()
    later = NOW + dt.timedelta(days=2)
    _made, token = asked(email=f"{CANARY}@kommune.example", now=later)
    again = joining.confirm(token=token, now=later).member
    assert list(Member.objects.reachable()) == [again]
    assert Suppression.objects.get().lifted_because == "joined again"


def test_says_goodbye_and_comes_back(member, home):
    now = timezone.now()
    assert say_goodbye(member=member, now=now)
    assert not say_goodbye(member=member, now=now)
    assert member.consents.get().withdrawn_at is not None
    (letter,) = Letter.objects.all()
    assert (letter.kind, letter.state) == ("members.goodbye", "waiting")
    assert come_back(member=member, now=now + dt.timedelta(days=1))
    assert not come_back(member=member, now=now)
    member.refresh_from_db()
    assert (member.left_at, member.open_consent(make_series())) == (None, None)
    letter.refresh_from_db()
    assert letter.state == "cancelled"


def test_leaves_out_one_who_says_goodbye_while_a_mailing_waits(member, work, letters):
    actions.send(page=make_newsletter(), rule=Rule(), user=None, now=timezone.now())
    say_goodbye(member=member, now=timezone.now())
    work()
    assert [letter["To"] for letter in letters()] == [member.email]
    assert Delivery.objects.count() == 0


def test_lets_one_who_left_join_again(home):
    _made, token = asked(email=f"{CANARY}@kommune.example")
    joined = joining.confirm(token=token, now=NOW).member
    say_goodbye(member=joined, now=NOW)
    later = NOW + dt.timedelta(days=2)
    made, token = asked(email=f"{CANARY}@kommune.example", now=later)
    assert made.answer == "asked"
    again = joining.confirm(token=token, now=later)
    assert (again.member, again.is_new) == (joined, True)
    assert Member.objects.staying().count() == 1


def test_tells_the_address_once_more_and_forgets_it(member, home, work, letters):
    erase(member=member, now=timezone.now(), farewell=True)
    assert rows_that_hold(CANARY) == {"cms.Letter"}
    work()
    assert rows_that_hold(CANARY) == set()
    (letter,) = letters()
    assert letter["To"] == f"{CANARY}@kommune.example"
    (row,) = Letter.objects.all()
    assert (row.state, row.address, row.about, row.is_forgotten) == ("accepted", "", "", True)


def test_forgets_the_last_address_where_no_letter_arrives(member, home):
    now = timezone.now()
    erase(member=member, now=now, farewell=True)
    sweep_letters(now=now + dt.timedelta(days=3))
    assert rows_that_hold(CANARY) == set()
    assert Letter.objects.get().state == "given_up"


def test_forgets_what_was_written_to_the_account(member):
    account = User.objects.create_user(member.email)
    tell_of_key(user=account, was_added=True, is_app=False, now=timezone.now())
    Letter.objects.update(address="gammel@kommune.example")
    erase(member=member, now=timezone.now())
    assert Letter.objects.get().address == ""
