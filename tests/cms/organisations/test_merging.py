"""The admin's pages that merge two organisations."""

import pytest
from django.contrib.auth.models import Group
from django.test import Client
from django.utils import timezone

from cms.members.groups import EDITORS, make_editors
from cms.members.models import Member, User
from cms.organisations.actions import merge
from cms.organisations.models import Organisation
from tests.factories.pages import make_home
from tests.factories.people import make_editor, make_members, make_organisation

pytestmark = pytest.mark.django_db


@pytest.fixture
def pair():
    make_home()
    return make_organisation(name="Middelfart Kommune"), make_organisation(name="Midelfart")


@pytest.fixture
def editor(client, pair):
    make_editors()
    user = User.objects.create_user("rikke@network.example", "hemmeligt")
    user.groups.add(Group.objects.get(name=EDITORS))
    client.force_login(user)
    return client


def page(gone):
    return f"/admin/organisations/{gone.pk}/merge/"


def test_leads_from_the_list_to_the_preview_and_moves_on_a_press(editor, pair):
    kept, gone = pair
    make_members(3, organisation=gone)
    assert page(gone) in editor.get("/admin/organisations/").content.decode()
    choosing = editor.get(page(gone))
    assert choosing.status_code == 200
    assert f'<option value="{kept.pk}">' in choosing.content.decode()
    preview = editor.get(page(gone), {"into": kept.pk})
    assert preview.context["kept"] == kept
    assert [one.count for one in preview.context["references"]] == [3]
    assert Member.objects.filter(organisation=gone).count() == 3
    response = editor.post(page(gone), {"into": kept.pk}, follow=True)
    assert response.redirect_chain == [(f"/admin/organisations/inspect/{kept.pk}/", 302)]
    assert Member.objects.filter(organisation=kept).count() == 3
    assert [str(said).count("3") for said in response.context["messages"]] == [1]


def test_changes_nothing_by_looking(editor, pair):
    kept, gone = pair
    before = list(Organisation.objects.values())
    for _time in range(3):
        editor.get(page(gone), {"into": kept.pk})
        editor.head(page(gone), {"into": kept.pk})
    assert list(Organisation.objects.values()) == before


def test_looks_at_one_and_three_with_as_many_queries(editor, pair, django_assert_num_queries):
    kept, gone = pair
    editor.get(page(gone), {"into": kept.pk})
    for size in (1, 2):
        make_members(size, organisation=gone)
        with django_assert_num_queries(25):
            editor.get(page(gone), {"into": kept.pk})


@pytest.mark.parametrize("into", ["", "x", "999999", "9" * 30, "-1", "\x00", "1; DROP"])
def test_answers_a_choice_that_is_none_at_the_field(editor, pair, into):
    _kept, gone = pair
    for response in (
        editor.get(page(gone), {"into": into}),
        editor.post(page(gone), {"into": into}),
    ):
        assert response.status_code == 200
        assert list(response.context["form"].errors) == ["into"]
    assert Organisation.objects.filter(successor=None).count() == 2


def test_says_in_words_why_two_cannot_be_merged(editor, pair):
    kept, gone = pair
    region = make_organisation(kind="region")
    merge(kept=kept, gone=gone, user=make_editor(), now=timezone.now())
    for going, into in ((kept, kept), (kept, region), (kept, gone)):
        for response in (
            editor.get(page(going), {"into": into.pk}),
            editor.post(page(going), {"into": into.pk}),
        ):
            assert response.status_code == 200
            assert response.context["fault"]
            assert response.context["kept"] is None


def test_shows_a_script_in_a_name_as_text(editor, pair):
    kept, gone = pair
    for one in pair:
        Organisation.objects.filter(pk=one.pk).update(name=f"<script>{one.pk}</script>")
    content = editor.get(page(gone), {"into": kept.pk}).content.decode()
    assert f"<script>{kept.pk}" not in content
    assert f"<script>{gone.pk}" not in content


def test_lets_nobody_merge_who_may_not(client, pair):
    kept, gone = pair
    assert client.get(page(gone)).status_code == 302
    user = User.objects.create_user("bo@network.example", "hemmeligt")
    group = make_editors()
    group.permissions.remove(*group.permissions.filter(codename="merge_organisation"))
    user.groups.add(group)
    client.force_login(user)
    for response in (client.get(page(gone)), client.post(page(gone), {"into": kept.pk})):
        assert response.status_code in (302, 403)
    assert page(gone) not in client.get("/admin/organisations/").content.decode()
    assert Organisation.objects.filter(successor=None).count() == 2


def test_wants_the_forms_token(editor, pair):
    kept, gone = pair
    strict = Client(enforce_csrf_checks=True)
    strict.force_login(make_editor())
    assert strict.post(page(gone), {"into": kept.pk}).status_code == 403


def test_answers_404_for_an_organisation_that_is_not(editor):
    assert editor.get("/admin/organisations/999999/merge/").status_code == 404
