"""Erasing a member: at once, whole, and without a way back by an imported list."""

import datetime as dt

import pytest
from django.apps import apps
from django.urls import reverse
from django.utils import timezone
from wagtail.log_actions import log

from cms.mail.actions import post
from cms.members import joining
from cms.members.leaving import erase
from cms.members.letters import RESET_PASSWORD
from cms.members.models import Member, Suppression, User
from newsletters.audiences.queries import recipients
from newsletters.audiences.rules import Rule
from newsletters.delivery import actions
from newsletters.delivery.models import Delivery
from tests.factories.joining import NOW, asked
from tests.factories.pages import make_home, make_newsletter
from tests.factories.people import make_editor, make_member

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
