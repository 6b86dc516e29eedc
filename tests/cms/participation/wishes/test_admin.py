"""The register of wishes: who may do what with it, and what an editor does in it."""

import pytest
from django.contrib.auth.models import Permission
from django.utils import timezone

from cms.members.groups import make_editors
from cms.members.models import User
from cms.participation.wishes.queries import to_let_through
from tests.factories.pages import make_invitation
from tests.factories.wishes import make_wish, weighed

REGISTER = "/admin/wishes/"


@pytest.fixture
def eva(client):
    """An editor of the editors' group."""
    user = User.objects.create_user("eva@network.example", "secret", first_name="Eva")
    user.groups.add(make_editors())
    client.force_login(user)
    return user


def one(wish):
    return f"{REGISTER}inspect/{wish.pk}/"


def words(answer):
    return answer.content.decode()


def test_lists_and_leads_to_a_wish_with_its_author(client, eva, bo):
    wish = make_wish(bo, votes=2)
    assert wish.title in words(client.get(REGISTER))
    page = words(client.get(one(wish)))
    assert ("Bo Dahl" in page, "decide" in page) == (True, True)


@pytest.mark.parametrize("filters", ["public=waits", "stands=new", "kind=area", "q=udbud", "o=3"])
def test_narrows_and_sorts(client, eva, filters):
    wish = make_wish()
    assert wish.title in words(client.get(f"{REGISTER}?{filters}"))


def test_lets_through_answers_and_merges(client, eva):
    wish, other = make_wish(), make_wish(title="Det samme")
    assert client.post(one(wish), {"deed": "public"}).url == one(wish)
    assert weighed(wish).is_public
    client.post(one(wish), {"deed": "decide", "state": "taken_up", "answer": "Vi er i gang."})
    assert (weighed(wish).state, weighed(wish).answer) == ("taken_up", "Vi er i gang.")
    assert client.post(one(other), {"deed": "merge", "into": wish.pk}).url == one(wish)
    assert weighed(wish).votes_for == 2
    client.post(one(wish), {"deed": "hidden"})
    assert not weighed(wish).is_public


@pytest.mark.parametrize(
    "said",
    [
        {"deed": "decide", "state": "declined"},
        {"deed": "decide", "state": "nonsense"},
        {"deed": "decide", "state": "new", "answer": "x" * 10_000},
        {"deed": "decide", "state": "new", "answer": "a\x00b"},
        {"deed": "decide", "state": "new", "story": "999999"},
        {"deed": "merge"},
        {"deed": "merge", "into": "x"},
    ],
    ids=str,
)
def test_says_what_is_missing_and_changes_nothing(client, eva, said):
    wish = make_wish()
    assert client.post(one(wish), said).status_code == 422
    assert weighed(wish).state == "new"


def test_does_nothing_for_a_deed_that_there_is_not(client, eva):
    wish = make_wish()
    assert client.post(one(wish), {"deed": "delete"}).url == one(wish)


def test_ticks_the_wishes_that_a_day_answers(client, eva):
    day, wish = make_invitation(), make_wish()
    path = f"/admin/wishes-of-day/{day.pk}/"
    assert wish.title in words(client.get(path))
    assert client.post(path, {"wishes": [wish.pk]}).url == path
    assert weighed(wish).stands == "answered"
    assert client.post(path, {"wishes": ["x"]}).status_code == 422
    assert weighed(wish).stands == "answered"
    edit = words(client.get(f"/admin/pages/{day.pk}/edit/"))
    assert path in edit


def test_a_merged_wish_leads_to_what_it_became(client, eva):
    gone, kept = make_wish(), make_wish(title="Det samme")
    client.post(one(gone), {"deed": "merge", "into": kept.pk})
    page = words(client.get(one(gone)))
    assert (one(kept) in page, 'value="decide"' in page) == (True, False)


def test_exports_no_person(client, eva, bo):
    make_wish(bo)
    sheet = client.get(f"{REGISTER}?export=csv")
    content = b"".join(sheet.streaming_content).decode()
    assert ("Verdensmål i udbud" in content, "Dahl" in content) == (True, False)


def test_whoever_may_only_see_changes_nothing(client, bo):
    user = User.objects.create_user("ib@network.example", "secret")
    for codename in ("access_admin", "view_wish"):
        user.user_permissions.add(Permission.objects.get(codename=codename))
    client.force_login(user)
    wish = make_wish()
    page = client.get(one(wish))
    assert (page.status_code, 'value="decide"' in words(page)) == (200, False)
    # Wagtail sends whoever may not to the admin's first page.
    client.post(one(wish), {"deed": "public"})
    client.post(f"/admin/wishes-of-day/{make_invitation().pk}/", {"wishes": [wish.pk]})
    assert (weighed(wish).is_public, weighed(wish).stands) == (False, "new")


def test_a_member_never_reaches_it(client, anna):
    assert client.get(REGISTER).status_code == 302


def test_shows_what_was_done(client, eva):
    wish = make_wish(now=timezone.now())
    client.post(one(wish), {"deed": "public"})
    assert "letters-acts" in words(client.get(one(wish)))


def test_the_first_page_says_how_many_wait_to_be_let_through(client, eva):
    assert "?public=waits" not in words(client.get("/admin/"))
    make_wish()
    make_wish(is_public=True)
    make_wish(kind="case", is_confidential=True)
    page = client.get("/admin/")
    assert f'href="{REGISTER}?public=waits"' in words(page)
    assert to_let_through() == 1
