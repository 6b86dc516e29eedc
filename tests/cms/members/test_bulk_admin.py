"""Many members at once: from the register to the last press."""

import pytest

from cms.members.models import Member, Suppression
from tests.factories.pages import make_home, make_topic
from tests.factories.people import (
    make_editor,
    make_member,
    make_members,
    make_organisation,
    make_series,
)

pytestmark = pytest.mark.django_db

PAGE = "/admin/members/bulk/"
LIST = "/admin/members/"


@pytest.fixture
def editor(client):
    make_home()
    client.force_login(make_editor())
    return client


def press(editor, members, act, **fields):
    """Go on from ticks to the words, and confirm them."""
    data = {"member": [one.pk for one in members], "act": act, **fields}
    looked = editor.post(PAGE, {**data, "step": "look"})
    assert (looked.status_code, bool(looked.context["said"])) == (200, True)
    return editor.post(PAGE, {**data, "step": "do", "count": len(members)})


def test_looks_before_it_changes(editor):
    one, two, other = make_members(3)
    page = editor.get(LIST).content.decode()
    assert page.count('form="bulk"') == 3
    assert editor.post(PAGE, {"member": [one.pk, two.pk]}).context["count"] == 2
    editor.post(PAGE, {"member": [one.pk], "act": "set_language", "language": "en", "step": "look"})
    assert Member.objects.filter(language="en").count() == 0
    assert press(editor, [one, two], "set_language", language="en").url == LIST
    assert set(Member.objects.filter(language="da")) == {other}


def test_takes_all_that_match(editor):
    make_members(2)
    make_member(first_name="Bo", email="bo@kommune.example")
    data = {"all": "q=anna", "act": "set_language", "language": "en", "step": "do"}
    editor.post(PAGE, {**data, "count": "3"})
    assert Member.objects.filter(language="en").count() == 0
    editor.post(PAGE, {**data, "count": "2"})
    assert Member.objects.filter(language="en").count() == 2


def test_adds_and_removes_an_area(editor):
    topic, member = make_topic(), make_member()
    press(editor, [member], "add_topic", topic=topic.pk)
    press(editor, [member], "add_topic", topic=topic.pk)
    assert list(member.topics.all()) == [topic]
    press(editor, [member], "remove_topic", topic=topic.pk)
    assert list(member.topics.all()) == []


def test_moves_stops_and_takes_consent_back(editor):
    member, place = make_member(), make_organisation()
    press(editor, [member], "set_organisation", organisation=place.pk)
    press(editor, [member], "take_back", series=make_series().pk)
    press(editor, [member], "stop_mail", because="De skrev det selv.")
    member.refresh_from_db()
    assert (member.organisation, member.open_consent(make_series())) == (place, None)
    assert Suppression.objects.get().fingerprint == member.fingerprint


def test_erases_only_by_the_right_number(editor):
    members = make_members(2)
    for typed in ("", "3", "x", "²", "9" * 5000):
        assert press(editor, members, "erase", typed=typed).status_code == 200
    assert Member.objects.count() == 2
    press(editor, members, "erase", typed="2")
    assert Member.objects.count() == 0


def test_exports_the_chosen_without_formulas(editor):
    one, _other = make_member(first_name="=1+1"), make_member()
    response = editor.post(PAGE, {"member": one.pk, "act": "export", "step": "look"})
    lines = b"".join(response.streaming_content).decode().splitlines()
    assert (len(lines), lines[1].startswith("'=1+1")) == (2, True)


@pytest.mark.parametrize("value", ["x", "-1", "9" * 30, "\x00", "٣", ""])
def test_answers_hostile_ids(editor, value):
    assert editor.post(PAGE, {"member": value, "step": "do"}, follow=True).status_code == 200
    assert editor.post(
        PAGE, {"all": f"topics__page_ptr__exact={value}", "step": "x"}
    ).status_code in (200, 302)


def test_is_for_editors_only(client):
    make_home()
    assert client.post(PAGE).status_code == 302
