"""What editors do with wishes: let through, answer, merge, cite."""

import pytest
from django.utils import timezone
from wagtail.models import ModelLogEntry, PageLogEntry

from cms.participation.wishes import actions, moderating, queries
from cms.participation.wishes.models import Citation, Vote
from tests.factories.pages import make_invitation, make_story
from tests.factories.people import make_editor, make_member
from tests.factories.wishes import make_wish, weighed

NOW = timezone.now()


@pytest.fixture
def eva():
    return make_editor()


def decide(wish, eva, state, answer="", story=None):
    moderating.decide(wish=wish, state=state, answer=answer, story=story, by=eva, now=NOW)


def test_lets_through_and_holds_back_and_remembers_who(eva):
    wish = make_wish()
    for is_public in (True, True, False):
        moderating.let_through(wish=wish, is_public=is_public, by=eva, now=NOW)
        assert weighed(wish).is_public is is_public
    acts = ModelLogEntry.objects.filter(object_id=str(wish.pk)).order_by("pk")
    assert list(acts.values_list("action", "user")) == [
        (moderating.LET_THROUGH, eva.pk),
        (moderating.HELD_BACK, eva.pk),
    ]


def test_never_lets_a_confidential_case_through(eva):
    wish = make_wish(kind="case", is_confidential=True)
    with pytest.raises(moderating.ConfidentialError):
        moderating.let_through(wish=wish, is_public=True, by=eva, now=NOW)
    with pytest.raises(moderating.ConfidentialError):
        moderating.merge(gone=wish, kept=make_wish(), by=eva, now=NOW)


def test_answers_with_words_or_a_story(eva):
    wish, story = make_wish(), make_story()
    decide(wish, eva, "answered", story=story)
    assert (weighed(wish).stands, weighed(wish).story) == ("answered", story)
    decide(wish, eva, "declined", "Det gør andre bedre.")
    assert (weighed(wish).stands, weighed(wish).answer) == ("declined", "Det gør andre bedre.")


@pytest.mark.parametrize("state", ["declined", "answered"])
def test_says_no_or_done_only_with_a_reason(eva, state):
    with pytest.raises(moderating.NoReasonError):
        decide(make_wish(), eva, state)


def test_a_day_is_answer_enough(eva):
    wish = make_wish()
    moderating.cite(day=make_invitation(), wishes=[wish], by=eva, now=NOW)
    decide(wish, eva, "answered")
    assert weighed(wish).state == "answered"


def test_merges_two_wishes_and_counts_whoever_wants_both_once(eva):
    both, one = make_member(consent=False), make_member(consent=False)
    gone, kept = make_wish(), make_wish()
    for wish, member in ((gone, both), (kept, both), (gone, one)):
        actions.vote(wish=wish, member=member, is_for=True, now=NOW)
    day = make_invitation()
    moderating.cite(day=day, wishes=[gone], by=eva, now=NOW)
    moderating.merge(gone=gone, kept=kept, by=eva, now=NOW)
    # Both authors, the one who wanted both, the one who wanted one.
    assert (weighed(kept).votes_for, Vote.objects.filter(wish=gone).count()) == (4, 0)
    assert weighed(kept).stands == "answered"
    assert list(queries.mergeable(kept)) == []


def test_merges_no_wish_twice_or_into_itself(eva):
    one, other = make_wish(), make_wish()
    with pytest.raises(moderating.NotMergeableError):
        moderating.merge(gone=one, kept=one, by=eva, now=NOW)
    moderating.merge(gone=one, kept=other, by=eva, now=NOW)
    for gone, kept in ((one, other), (other, one)):
        with pytest.raises(moderating.NotMergeableError):
            moderating.merge(gone=gone, kept=kept, by=eva, now=NOW)


def test_what_was_merged_before_follows(eva):
    first, second, third = make_wish(), make_wish(), make_wish()
    moderating.merge(gone=first, kept=second, by=eva, now=NOW)
    moderating.merge(gone=second, kept=third, by=eva, now=NOW)
    first.refresh_from_db()
    assert first.merged_into == third


def test_a_day_answers_what_is_ticked_and_nothing_else(eva):
    day, one, other = make_invitation(), make_wish(), make_wish()
    moderating.cite(day=day, wishes=[one, other], by=eva, now=NOW)
    moderating.cite(day=day, wishes=[other], by=eva, now=NOW)
    assert list(Citation.objects.values_list("wish", flat=True)) == [other.pk]
    assert [wish.pk for wish in queries.citable(day)] == [other.pk, one.pk]
    assert PageLogEntry.objects.filter(action=moderating.CITED, page=day, user=eva).count() == 2
