"""The register of sign-ups: who waits, »Send the confirmation again«, delete."""

import datetime as dt

import pytest
from django.contrib.auth.models import Group, Permission
from django.utils import timezone

from cms.mail.models import Letter
from cms.members import joining
from cms.members.groups import make_editors
from cms.members.models import SignUp, Tally, User
from tests.factories.joining import asked, sign_up
from tests.factories.pages import make_home
from tests.factories.people import make_organisation

pytestmark = pytest.mark.django_db
LIST = "/admin/sign-ups/"
YESTERDAY = timezone.now() - dt.timedelta(days=1, minutes=1)


@pytest.fixture
def editor(client):
    make_home()
    user = User.objects.create_user("rikke@network.example", "secret", first_name="Rikke")
    user.groups.add(make_editors())
    client.force_login(user)
    return client


def page_of(made):
    return f"{LIST}inspect/{made.pk}/"


def again_of(made):
    return f"{LIST}ask/{made.pk}/"


def test_lists_who_waits_and_nobody_who_has_confirmed(editor):
    waiting, _token = asked(organisation=make_organisation(name="Køge Kommune"))
    _other, token = asked(email="bo@koege.example", first_name="Bo")
    joining.confirm(token=token, now=timezone.now())
    response = editor.get(LIST)
    assert [one.pk for one in response.context["object_list"]] == [waiting.pk]
    page = response.content.decode()
    assert (page.count("anna@koege.example"), page.count("Køge Kommune")) == (1, 1)
    for verb in ("create", "edit"):
        assert f"{LIST}{verb}/" not in page


def test_lists_one_and_three_with_as_many_queries(editor, django_assert_num_queries):
    sign_up()
    editor.get(LIST)
    for count in (1, 3):
        while SignUp.objects.count() < count:
            sign_up(organisation=make_organisation())
        with django_assert_num_queries(13):
            editor.get(LIST)


def test_says_what_will_be_here_where_nobody_waits(editor):
    assert editor.get(LIST).content.decode().count("/bliv-medlem/") == 1


def test_shows_an_organisation_that_we_do_not_know_in_quotation_marks(editor):
    made = sign_up(organisation_name="<b>Aktører</b>")
    for path in (LIST, page_of(made)):
        assert "»&lt;b&gt;Aktører&lt;/b&gt;«" in editor.get(path).content.decode()


@pytest.mark.parametrize("answer", SignUp.Answer.values)
def test_shows_a_sign_up_in_each_state(editor, answer):
    made = sign_up(first_name="<script>alert(1)</script>")
    SignUp.objects.update(answer=answer)
    page = editor.get(page_of(made))
    assert page.status_code == 200
    assert "<script>alert(1)" not in page.content.decode()


def test_shows_no_token_to_anybody(editor):
    made, token = asked()
    for path in (LIST, page_of(made)):
        page = editor.get(path).content.decode()
        assert token not in page
        assert made.token_hash not in page


def test_sends_the_confirmation_again(editor):
    made, _token = asked(now=YESTERDAY)
    assert editor.post(again_of(made)).url == page_of(made)
    assert Letter.objects.filter(about=made.about).count() == 2
    made.refresh_from_db()
    assert made.expires_at > YESTERDAY + dt.timedelta(days=7, hours=12)
    assert editor.get(page_of(made)).content.decode().count("Rikke") >= 1


def test_sends_it_once_a_day_and_says_so(editor):
    made, _token = asked()
    said = editor.post(again_of(made), follow=True)
    assert [message.level_tag for message in said.context["messages"]] == ["error"]
    assert Letter.objects.count() == 1


def test_changes_nothing_when_it_is_only_looked_at(editor):
    made, _token = asked(now=YESTERDAY)
    assert editor.get(again_of(made)).status_code == 405
    assert Letter.objects.count() == 1


def test_deletes_a_sign_up_and_dead_is_its_link(editor):
    made, token = asked()
    assert editor.post(f"{LIST}delete/{made.pk}/").status_code == 302
    assert SignUp.objects.count() == 0
    with pytest.raises(joining.LinkError):
        joining.confirm(token=token, now=timezone.now())
    # Deleting it opens no way to write to the address once more today.
    assert Tally.objects.count() == 3


@pytest.mark.parametrize("path", ["create/", "edit/1/", "ask/x/", "ask/999/", "inspect/x/"])
def test_answers_no_other_address(editor, path):
    sign_up()
    answer = editor.post(f"{LIST}{path}") if path.startswith("ask") else editor.get(LIST + path)
    assert answer.status_code in (302, 404)
    assert Letter.objects.count() == 0


@pytest.mark.parametrize("codenames", [(), ("view_member",), ("ask_signup",), ("delete_signup",)])
def test_shows_sign_ups_to_nobody_who_may_not_see_them(client, codenames):
    make_home()
    user = User.objects.create_user("bo@network.example", "secret")
    names = ("access_admin", *codenames)
    user.user_permissions.set(Permission.objects.filter(codename__in=names))
    client.force_login(user)
    made, _token = asked(now=YESTERDAY)
    for path in (LIST, page_of(made)):
        assert "anna@koege.example" not in client.get(path).content.decode()
    client.post(again_of(made))
    assert Letter.objects.count() == 1


def test_gives_editors_of_an_older_site_the_right_to_see_sign_ups(db):
    from importlib import import_module

    from django.apps import apps

    group = Group.objects.create(name="Redaktører")
    import_module("cms.migrations.0017_sign_up_permissions").grant(apps, None)
    codenames = set(group.permissions.values_list("codename", flat=True))
    assert codenames == {"view_signup", "delete_signup", "ask_signup"}
