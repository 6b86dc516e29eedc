"""Who is found, by what, and what is seen of them."""

import datetime as dt

import pytest
from django.utils import timezone
from wagtail.models import Locale

from cms.directory.models import Entry, Note
from cms.directory.queries import (
    Card,
    Wanted,
    card,
    entry_called,
    entry_of,
    found,
    gets_letters,
    may_write,
    page_of,
    with_details,
)
from cms.organisations.actions import merge
from tests.factories.directory import SHOWN, make_entry
from tests.factories.pages import make_goal, make_topic
from tests.factories.people import make_editor, make_member, make_organisation, suppress

TODAY = dt.date(2026, 3, 3)


def names(**wanted):
    return [entry.name.strip() for entry in found(Wanted(**wanted))]


def seen(entry):
    return card(with_details(Entry.objects.filter(pk=entry.pk)).get(), today=TODAY)


def test_finds_only_those_who_said_yes():
    make_member(first_name="Bo")
    make_entry(first_name="Ida")
    assert names() == ["Ida"]


@pytest.mark.parametrize(
    "typed",
    ["søren", "SØREN", "Soeren", "kjær", "kjaer", "ør", "sør kj", "kjær søren", "åg", "aag"],
)
def test_finds_a_name_however_it_is_typed(typed):
    make_entry(first_name="Søren Åge", last_name="Kjær Ørsted")
    make_entry(first_name="Bodil", last_name="Holm")
    assert names(name=typed) == ["Søren Åge Kjær Ørsted"]


@pytest.mark.parametrize("typed", ["ren", "x", "søren holm", "%", "_", "'", "\\"])
def test_finds_no_name_by_what_no_word_of_it_begins_with(typed):
    make_entry(first_name="Søren", last_name="Kjær")
    assert names(name=typed) == ([] if typed.strip("%_'\\") else names(name=typed))
    assert names(name="ren") == []


def test_finds_a_name_in_letters_that_fold_to_nothing():
    make_entry(first_name="王", last_name="小明")
    make_entry(first_name="Bo")
    assert names(name="王") == ["王 小明"]


def test_stands_in_the_order_of_danes():
    for name in ("Åse", "Ørjan", "Ærlig", "Zoe", "Aage", "Anna"):
        make_entry(first_name=name)
    assert names() == ["Anna", "Zoe", "Ærlig", "Ørjan", "Aage", "Åse"]


def test_finds_by_organisation_and_by_region():
    region = make_organisation(name="Region Midt", kind="region")
    place = make_organisation(name="Skive Kommune", region=region)
    make_entry(first_name="Bo", organisation=place)
    make_entry(first_name="Ida", organisation=region)
    make_entry(first_name="Ib")
    assert names(organisation="skive") == names(organisation="Kommune SKIVE") == ["Bo"]
    assert names(organisation="kive") == []
    assert names(region=region.pk) == ["Bo", "Ida"]


def test_follows_an_organisation_that_is_merged():
    gone, kept = make_organisation(name="Gl. Skive"), make_organisation(name="Skive Kommune")
    entry = make_entry(first_name="Bo", organisation=gone)
    merge(kept=kept, gone=gone, user=make_editor(), now=timezone.now())
    assert names(organisation="Skive Kommune") == names(organisation="gl. skive") == ["Bo"]
    assert seen(Entry.objects.get(pk=entry.pk)).organisation == "Skive Kommune"


def test_says_what_an_organisation_is_today():
    new = make_organisation(name="Region Østdanmark", kind="region")
    old = make_organisation(
        name="Region Sjælland",
        kind="region",
        valid_to=TODAY - dt.timedelta(days=1),
        successor=new,
    )
    entry = make_entry(organisation=old)
    assert seen(entry).organisation == "Region Østdanmark"
    assert names(organisation="Østdanmark") == names(organisation="Sjælland") == ["Anna"]


@pytest.mark.parametrize("field", ["unit", "role"])
def test_finds_by_unit_and_role_only_those_who_show_it(field):
    value = {"unit": "hr", "role": "director"}[field]
    make_entry(first_name="Bo", **{field: value, f"shows_{field}": True})
    make_entry(first_name="Ida", **{field: value})
    make_entry(first_name="Ib", **{f"shows_{field}": True})
    assert names(**{field: value}) == ["Bo"]


def test_finds_by_area_and_goal_only_those_who_show_it():
    topic, goal = make_topic(), make_goal(7)
    for name, shown in (("Bo", True), ("Ida", False)):
        member = make_member(first_name=name, consent=False, topics=[topic])
        member.goals.set([goal])
        make_entry(member, shows_topics=shown, shows_goals=shown)
    make_entry(first_name="Ib", **SHOWN)
    assert (names(topic=topic.pk), names(goal=goal.pk)) == (["Bo"], ["Bo"])


def test_finds_by_an_area_in_whichever_language_it_was_chosen():
    topic = make_topic()
    english = topic.copy_for_translation(
        Locale.objects.get_or_create(language_code="en")[0], copy_parents=True
    )
    member = make_member(first_name="Bo", consent=False, topics=[topic])
    make_entry(member, shows_topics=True)
    assert names(topic=english.pk) == ["Bo"]


def test_finds_nobody_by_what_is_not_there():
    make_entry(**SHOWN)
    assert names(topic=999) == names(goal=999) == names(organisation="x") == names(region=999) == []
    assert names(organisation="!") == names(organisation="王") == []


def test_shows_what_the_owner_says_and_nothing_else():
    topic, goal = make_topic(title="Energi"), make_goal(7)
    member = make_member(
        first_name="Bo",
        last_name="Dahl",
        unit="hr",
        role="director",
        level="tactical",
        topics=[topic],
        organisation=make_organisation(name="Skive Kommune"),
    )
    member.goals.set([goal])
    hidden = seen(make_entry(member))
    assert hidden == Card(code=hidden.code, name="Bo Dahl", organisation="Skive Kommune")
    open_ones = seen(make_entry(member, helps_with="Udbud", **SHOWN))
    assert open_ones.work == "Direktør, HR-afdeling" or open_ones.work.count(",") == 1
    assert (open_ones.topics, open_ones.goal_numbers) == ([topic], [7])
    assert (open_ones.helps_with, open_ones.code) == ("Udbud", hidden.code)


def test_shows_no_area_that_is_not_public():
    topic = make_topic()
    entry = make_entry(make_member(consent=False, topics=[topic]), shows_topics=True)
    topic.unpublish()
    assert seen(entry).topics == []


@pytest.mark.parametrize("count", [1, 3])
def test_asks_a_constant_number_of_times(count, django_assert_num_queries):
    topic, goal = make_topic(), make_goal(7)
    for _ in range(count):
        member = make_member(consent=False, topics=[topic])
        member.goals.set([goal])
        make_entry(member, **SHOWN)
    with django_assert_num_queries(7):
        page = page_of(found(Wanted()), None, today=TODAY)
        assert [each.goal_numbers for each in page] == [[7]] * count


def test_has_pages_and_bounds_their_number():
    organisation = make_organisation()
    for number in range(27):
        make_entry(first_name=f"Anna {chr(97 + number % 26)}", organisation=organisation)
    lengths = [
        len(page_of(found(Wanted()), number, today=TODAY).object_list)
        for number in (None, "1", "2", "3", "0", "-1", "x", "9" * 40)
    ]
    assert lengths == [25, 25, 2, 2, 2, 2, 25, 2]


def test_has_an_address_that_nobody_guesses():
    codes = {make_entry().code for _ in range(3)}
    assert [len(code) for code in codes] == [16, 16, 16]


@pytest.mark.parametrize("code", ["", "1", "æ", "a\x00b", "x" * 500, "\ud800"])
def test_knows_nobody_by_an_odd_address(code):
    make_entry()
    assert entry_called(code) is None


def test_forgets_who_says_no():
    entry = make_entry()
    assert entry_of(entry.member).pk == entry.pk
    entry.delete()
    assert entry_of(entry.member) is None


def test_knows_who_takes_letters():
    stopped = make_entry()
    suppress(stopped.member)
    people = [make_entry(), make_entry(takes_letters=False), stopped]
    assert [gets_letters(entry.member) for entry in people] == [True, False, False]
    assert [may_write(make_member(), entry.member) for entry in people] == [True, False, False]


def test_lets_nobody_write_to_those_outside_but_whom_they_wrote_to():
    outside, written_to, other = make_member(), make_member(), make_member()
    Note.objects.create(sender=outside, recipient=written_to, mark="a", at=timezone.now())
    assert may_write(written_to, outside) is True
    assert may_write(other, outside) is False
    assert may_write(outside, written_to) is False
