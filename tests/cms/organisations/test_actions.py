"""Merging two organisations: everything moves, nothing is lost, and what cannot be is said in words."""

import datetime as dt
import threading

import pytest
from django.db import connections
from django.utils import timezone, translation
from wagtail.models import ModelLogEntry, ReferenceIndex, Revision

from cms.members.models import Member
from cms.organisations import actions
from cms.organisations.actions import merge
from cms.organisations.importing import load_organisations
from cms.organisations.models import Domain, Organisation
from cms.organisations.queries import (
    Reference,
    organisation_of_address,
    organisations_called,
    references,
)
from cms.organisations.signals import organisations_merged
from cms.stories.pages import StoryPage
from home.finding.searching import found_ids
from tests.factories.pages import make_home, make_invitation, make_story
from tests.factories.people import make_editor, make_member, make_members, make_organisation
from tests.factories.seats import make_registration

pytestmark = pytest.mark.django_db
NOW = timezone.make_aware(dt.datetime(2026, 11, 25, 10))
YESTERDAY, TODAY = dt.date(2026, 11, 24), dt.date(2026, 11, 25)


@pytest.fixture
def pair():
    """The one to keep and the one that goes."""
    return (
        make_organisation(name="Middelfart Kommune", code="410"),
        make_organisation(name="Middelfart Komune"),
    )


def merged(kept, gone, now=NOW):
    with translation.override("en"):
        done = merge(kept=kept, gone=gone, user=make_editor(), now=now)
    for one in (kept, gone):
        one.refresh_from_db()
    return done


def refusal(kept, gone, now=NOW):
    before = list(Organisation.objects.order_by("pk").values())
    with pytest.raises(actions.MergeError) as caught:
        merged(kept, gone, now)
    assert list(Organisation.objects.order_by("pk").values()) == before
    assert str(caught.value)
    return caught.value.code


def test_keeps_every_registration_and_its_place_in_the_line(pair):
    kept, gone = pair
    day = make_invitation(seats=2, seats_per_organisation=1)
    seated = make_registration(day, make_member(organisation=gone))
    waits = make_registration(day, make_member(organisation=gone))
    merged(kept, gone)
    lines = day.registrations.order_by("number").values_list("pk", "state", "organisation")
    assert list(lines) == [(seated.pk, "seated", kept.pk), (waits.pk, "waiting", kept.pk)]
    # Together they are one organisation, and it has all it may have.
    assert make_registration(day, make_member(organisation=kept)).state == "waiting"


def test_moves_everything_that_points_at_it(pair):
    kept, gone = pair
    make_member(organisation=kept)
    make_members(3, organisation=gone)
    story = make_story(organisation=gone)
    Domain.objects.create(organisation=gone, name="middelfart.dk")
    with translation.override("en"):
        foreseen = references(gone)
    done = merged(kept, gone)
    assert done.moved == foreseen
    assert Member.objects.filter(organisation=kept).count() == 4
    assert StoryPage.objects.get(pk=story.pk).organisation == kept
    assert [str(one) for one in kept.domains.all()] == ["middelfart.dk"]
    assert references(gone) == []


def test_keeps_the_old_one_as_an_earlier_name(pair):
    kept, gone = pair
    merged(kept, gone)
    assert (gone.valid_to, gone.successor, gone.merged_at) == (YESTERDAY, kept, NOW)
    (found,) = organisations_called("komune", on=TODAY)
    assert (found.organisation, found.was) == (kept, "Middelfart Komune")
    assert gone not in Organisation.objects.valid(TODAY)
    assert gone in Organisation.objects.valid(YESTERDAY)


def test_leaves_the_kept_one_as_it_was(pair):
    kept, gone = pair
    before = Organisation.objects.filter(pk=kept.pk).values().get()
    merged(kept, gone)
    assert Organisation.objects.filter(pk=kept.pk).values().get() == before


def test_moves_drafts_so_that_publishing_one_does_not_bring_it_back(pair):
    kept, gone = pair
    story = make_story(organisation=gone)
    story.title = "Ny titel"
    draft = story.save_revision()
    merged(kept, gone)
    Revision.objects.get(pk=draft.pk).publish()
    story = StoryPage.objects.get(pk=story.pk)
    assert (story.title, story.organisation) == ("Ny titel", kept)


def test_finds_moved_stories_by_the_new_name_and_keeps_wagtails_list_of_references(pair):
    kept, gone = pair
    make_home()
    story = make_story(title="Varme", organisation=gone)
    Organisation.objects.filter(pk=kept.pk).update(name="Lillebælt Kommune")
    kept.refresh_from_db()
    merged(kept, gone)
    assert found_ids("Lillebælt") == [story.pk]
    referring = ReferenceIndex.get_references_to(kept).values_list("object_id", flat=True)
    assert str(story.pk) in list(referring)
    assert not ReferenceIndex.get_references_to(gone).filter(object_id=str(story.pk)).exists()


def test_moves_the_municipalities_of_a_region():
    old, new = (make_organisation(kind="region", name=name) for name in ("Region A", "Region B"))
    town = make_organisation(region=old)
    merged(new, old)
    town.refresh_from_db()
    assert town.region == new


def test_follows_a_chain_to_its_end():
    first, second, third = (make_organisation(name=f"By {place}") for place in "ABC")
    member = make_member(organisation=first)
    merged(second, first)
    merged(third, second)
    member.refresh_from_db()
    first.refresh_from_db()
    assert (member.organisation, first.successor, second.successor) == (third, third, third)
    assert [one.organisation for one in organisations_called("By A", on=TODAY)] == [third]


def test_moves_what_came_since_when_it_is_done_again(pair):
    kept, gone = pair
    merged(kept, gone)
    make_member(organisation=gone)
    done = merged(kept, gone, NOW + dt.timedelta(days=2))
    assert done.moved == [Reference("Members", 1)]
    assert (gone.merged_at, gone.valid_to) == (NOW, YESTERDAY)
    assert merged(kept, gone).moved == []
    assert ModelLogEntry.objects.filter(action=actions.MERGED).count() == 4


def test_writes_down_who_did_it(pair):
    kept, gone = pair
    make_member(organisation=gone)
    merged(kept, gone)
    entries = ModelLogEntry.objects.filter(action=actions.MERGED)
    assert sorted(entry.object_id for entry in entries) == sorted([str(kept.pk), str(gone.pk)])
    assert entries[0].user.is_superuser
    assert entries[0].data["moved"] == {"Members": 1}
    with translation.override("en"):
        message = entries[0].message
    assert message == "»Middelfart Komune« was merged into »Middelfart Kommune«"


def test_keeps_the_day_of_what_ended_earlier(pair):
    kept, gone = pair
    Organisation.objects.filter(pk=gone.pk).update(valid_to=dt.date(2020, 1, 1))
    merged(kept, gone)
    assert gone.valid_to == dt.date(2020, 1, 1)


def test_closes_what_began_today(pair):
    kept, gone = pair
    Organisation.objects.filter(pk=gone.pk).update(valid_from=TODAY)
    merged(kept, gone)
    gone.full_clean()
    assert not gone.is_valid(TODAY)


def test_refuses_itself(pair):
    kept, _gone = pair
    assert refusal(kept, kept) == "same_organisation"


def test_refuses_another_kind(pair):
    kept, _gone = pair
    assert refusal(kept, make_organisation(kind="region")) == "other_kind"


def test_refuses_to_merge_into_what_is_gone(pair):
    kept, gone = pair
    merged(kept, gone)
    assert refusal(gone, make_organisation()) == "organisation_over"
    assert refusal(gone, kept) == "organisation_over"
    assert refusal(make_organisation(valid_to=YESTERDAY), kept) == "organisation_over"


def test_refuses_what_was_merged_into_another_before(pair):
    kept, gone = pair
    merged(kept, gone)
    assert refusal(make_organisation(), gone) == "merged_before"


def test_refuses_what_has_not_begun_and_a_ring():
    load_organisations()
    old, new = (
        Organisation.objects.get(name=f"Region {one}") for one in ("Sjælland", "Østdanmark")
    )
    assert refusal(new, old) == "organisation_not_begun"
    assert refusal(old, new) == "ring"
    january = timezone.make_aware(dt.datetime(2027, 1, 4))
    assert merged(new, old, january).moved == [
        Reference("Organisations (region)", 17),
        Reference("E-mail domains", 1),
    ]
    assert old.valid_to == dt.date(2026, 12, 31)


def test_takes_everything_back_when_one_who_is_told_fails(pair):
    kept, gone = pair
    member = make_member(organisation=gone)

    def fail(**_kwargs):
        raise RuntimeError

    organisations_merged.connect(fail)
    try:
        with pytest.raises(RuntimeError):
            merged(kept, gone)
    finally:
        organisations_merged.disconnect(fail)
    member.refresh_from_db()
    gone.refresh_from_db()
    assert (member.organisation, gone.successor) == (gone, None)


def test_moves_ten_members_with_as_many_queries_as_one(django_assert_max_num_queries):
    counts = []
    for size in (1, 10):
        kept, gone = make_organisation(), make_organisation()
        make_members(size, organisation=gone)
        editor = make_editor()
        with django_assert_max_num_queries(64) as taken:
            merge(kept=kept, gone=gone, user=editor, now=NOW)
        counts.append(len(taken))
    assert counts[0] == counts[1]


def test_leads_an_address_of_the_old_one_to_the_new(pair):
    kept, gone = pair
    Domain.objects.create(organisation=gone, name="middelfart.dk")
    merged(kept, gone)
    assert organisation_of_address("a@middelfart.dk", on=TODAY) == kept


@pytest.mark.django_db(transaction=True, serialized_rollback=True)
def test_lets_one_of_two_win_that_merge_crosswise():
    a, b = make_organisation(), make_organisation()
    editor, begin, said = make_editor(), threading.Barrier(2), []

    def press(kept, gone):
        begin.wait(10)
        try:
            merge(kept=kept, gone=gone, user=editor, now=timezone.now())
            said.append("done")
        except actions.MergeError as error:
            said.append(error.code)
        finally:
            connections.close_all()

    threads = [threading.Thread(target=press, args=pair) for pair in ((a, b), (b, a))]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert sorted(said) == ["done", "organisation_over"]
