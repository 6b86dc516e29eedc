"""A member's whole history in the admin: all of it in the order of time, for those who see the register."""

import pytest
from django.contrib.auth.models import Permission
from django.utils import timezone

from cms.members.actions import give_consent, withdraw_consent
from cms.members.leaving import say_goodbye
from cms.members.models import Suppression, User
from newsletters.audiences.rules import Rule
from newsletters.delivery import actions
from tests.factories.joining import sign_up
from tests.factories.pages import make_newsletter
from tests.factories.people import make_editor, make_member, make_series, suppress

pytestmark = pytest.mark.django_db


@pytest.fixture
def editor(client, home):
    client.force_login(make_editor())
    return client


def page_of(member):
    return f"/admin/members/{member.pk}/all/"


def shown(response):
    return [line.holding.name for line in response.context["page"]]


def test_shows_all_the_latest_first(editor, work):
    member = make_member(first_name="Anna", last_name="Holm")
    User.objects.create_user(member.email)
    actions.send(page=make_newsletter(), rule=Rule(), user=None, now=timezone.now())
    work()
    suppress(member, Suppression.Reason.SOFT_BOUNCES)
    say_goodbye(member=member, now=timezone.now())
    page = editor.get(page_of(member))
    lines = list(page.context["page"])
    assert [line.row.at for line in lines] == sorted((x.row.at for x in lines), reverse=True)
    assert set(shown(page)) == {
        "members.profile",
        "members.consents",
        "members.stops",
        "members.log",
        "delivery.letters",
        "mail.letters",
        "accounts.account",
    }
    assert page.context["erased_at"] > timezone.now()


def test_narrows_to_one_kind(editor):
    member = make_member()
    assert shown(editor.get(f"{page_of(member)}?kind=members.consents")) == ["members.consents"]
    for kind in ("x", "", "members.consents\x00", "delivery.letters"):
        assert len(shown(editor.get(page_of(member), {"kind": kind}))) == 2


def test_shows_of_signing_in_no_more_than_when(editor, client):
    member = make_member()
    account = User.objects.create_user(member.email)
    account.usersession_set.create(
        session_key="a" * 32, ip="192.0.2.99", user_agent="Firefox/1 Windows"
    )
    page = editor.get(page_of(member)).content.decode()
    assert "192.0.2.99" not in page
    assert "Firefox" not in page


def test_takes_as_many_queries_for_three_as_for_one(editor, django_assert_num_queries):
    member = make_member()
    sign_up(email=member.email)
    editor.get(page_of(member))
    with django_assert_num_queries(43):
        editor.get(page_of(member))
    for _time in range(2):
        withdraw_consent(member=member, now=timezone.now())
        give_consent(member=member, series=make_series(), words="Ja.", now=timezone.now())
        sign_up(email=member.email, ip="192.0.2.9")
    with django_assert_num_queries(43):
        editor.get(page_of(member))


def test_turns_the_page_and_bears_any_number(editor):
    member = make_member()
    for _time in range(60):
        withdraw_consent(member=member, now=timezone.now())
        give_consent(member=member, series=make_series(), words="Ja.", now=timezone.now())
    assert len(shown(editor.get(page_of(member)))) == 50
    for number in ("2", "99999999999999999999", "-1", "x", "\x00"):
        assert editor.get(page_of(member), {"p": number}).status_code == 200


def test_is_linked_from_the_list_the_form_and_the_page_about_the_member(editor):
    member = make_member()
    for place in ("", f"edit/{member.pk}/", f"inspect/{member.pk}/"):
        page = editor.get(f"/admin/members/{place}").content.decode()
        assert page_of(member) in page


def test_is_for_those_who_see_the_register(client, home):
    member = make_member()
    someone = User.objects.create_user("someone@network.example")
    someone.user_permissions.add(Permission.objects.get(codename="access_admin"))
    client.force_login(someone)
    assert client.get(page_of(member)).status_code in (302, 403)
    someone.user_permissions.add(Permission.objects.get(codename="view_member"))
    assert client.get(page_of(member)).status_code == 200
    client.force_login(User.objects.create_user("member@kommune.example"))
    assert client.get(page_of(member)).status_code in (302, 403)


def test_is_not_there_for_a_member_who_is_not(editor):
    assert editor.get("/admin/members/999999/all/").status_code == 404
    assert editor.get("/admin/members/99999999999999999999/all/").status_code == 404
