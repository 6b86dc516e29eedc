"""What members do with wishes: one wish a form, one vote a wish, nothing of others'."""

from concurrent.futures import ThreadPoolExecutor

import pytest
from django.db import IntegrityError, connection, transaction
from django.utils import timezone
from hypothesis import given
from hypothesis import strategies as st

from cms.members.leaving import come_back, erase, say_goodbye
from cms.participation.wishes import actions, moderating
from cms.participation.wishes.actions import Words
from cms.participation.wishes.models import LINE, Vote, Wish
from tests.factories.pages import make_goal, make_invitation, make_topic
from tests.factories.people import make_editor, make_member
from tests.factories.wishes import make_wish, weighed

NOW = timezone.now()
SAID = Words(kind="area", title="Verdensmål i udbud", text="Vi vil lære, hvordan.")
CASE = Words(kind="case", title="Vores sag", text="Vi sidder fast.", is_confidential=True)


def vote(wish, member, is_for=True):
    return actions.vote(wish=wish, member=member, is_for=is_for, now=NOW)


def test_writes_a_wish_with_its_authors_own_vote(bo):
    topic, goal = make_topic(), make_goal(7)
    words = Words(
        kind="way", title="Mere casearbejde", text="På dagen.", topic=topic.pk, goals=[goal.pk]
    )
    wish = weighed(actions.write(member=bo, words=words, press="p" * 22, now=NOW))
    assert (wish.author, wish.topic, wish.goal_numbers) == (bo, topic, [7])
    assert (wish.stands, wish.votes_for, wish.is_public) == ("new", 1, False)


def test_writes_once_however_often_the_form_is_sent(bo):
    for _ in range(3):
        actions.write(member=bo, words=SAID, press="p" * 22, now=NOW)
    assert Wish.objects.count() == 1


def test_counts_no_vote_for_a_confidential_case(bo):
    wish = actions.write(member=bo, words=CASE, press="p" * 22, now=NOW)
    assert wish.votes.count() == 0


def test_takes_ten_open_wishes_and_no_eleventh(bo):
    wishes = [make_wish(bo) for _ in range(actions.MOST_OPEN)]
    with pytest.raises(actions.TooManyWishesError):
        make_wish(bo)
    Wish.objects.filter(pk=wishes[0].pk).update(state="answered")
    assert make_wish(bo).pk


def test_votes_once_and_takes_it_back(anna):
    wish = make_wish()
    for _ in range(2):
        vote(wish, anna)
    assert weighed(wish).votes_for == 2
    for _ in range(2):
        vote(wish, anna, is_for=False)
    assert weighed(wish).votes_for == 1


@pytest.mark.parametrize("fields", [{"state": "answered"}, {"state": "declined", "answer": "Nej."}])
def test_takes_no_vote_when_it_is_decided(anna, fields):
    wish = make_wish(**fields)
    with pytest.raises(actions.NoVoteError):
        vote(wish, anna)


def test_takes_no_vote_for_ones_own_confidential_case(bo):
    wish = actions.write(member=bo, words=CASE, press="p" * 22, now=NOW)
    with pytest.raises(actions.NoVoteError):
        vote(wish, bo)


def test_votes_for_what_a_wish_was_merged_into(anna):
    gone, kept = make_wish(), make_wish()
    moderating.merge(gone=gone, kept=kept, by=make_editor(), now=NOW)
    assert vote(gone, anna).pk == kept.pk
    assert weighed(kept).votes_for == 3


def test_whoever_left_has_no_say_until_they_come_back(bo):
    wish = make_wish(votes=1)
    vote(wish, bo)
    say_goodbye(member=bo, now=NOW)
    assert weighed(wish).votes_for == 2
    for deed in (lambda: vote(wish, bo), lambda: make_wish(bo)):
        with pytest.raises(actions.HasLeftError):
            deed()
    come_back(member=bo, now=NOW)
    vote(wish, bo)
    assert weighed(wish).votes_for == 3


def test_changes_ones_own_wish_until_somebody_else_wants_it(bo, anna):
    wish = make_wish(bo, is_public=True)
    other = Words(kind="way", title="Et andet", text="Af en anden grund.")
    actions.change(wish=wish, member=bo, words=other, now=NOW)
    wish = weighed(wish)
    # An editor looks at the new words, too.
    assert (wish.title, wish.is_public, wish.votes_for) == ("Et andet", False, 1)
    vote(wish, anna)
    with pytest.raises(actions.WishSettledError):
        actions.change(wish=wish, member=bo, words=SAID, now=NOW)
    with pytest.raises(actions.WishSettledError):
        actions.change(wish=make_wish(), member=bo, words=SAID, now=NOW)


def test_hides_a_case_that_becomes_confidential_and_its_vote(bo):
    wish = make_wish(bo, is_public=True, kind="case")
    actions.change(wish=wish, member=bo, words=CASE, now=NOW)
    wish = weighed(wish)
    assert (wish.is_confidential, wish.is_public, wish.votes_for) == (True, False, 0)


def test_withdraws_what_nobody_else_wants(bo):
    wish = make_wish(bo)
    assert actions.withdraw(wish=wish, member=bo) is True
    assert not Wish.objects.exists()


def test_leaves_what_others_want_without_its_author(bo):
    wish = make_wish(bo, votes=2)
    assert actions.withdraw(wish=wish, member=bo) is False
    wish = weighed(wish)
    assert (wish.author, wish.votes_for) == (None, 2)


def test_withdraws_nothing_of_others(bo):
    wish = make_wish()
    actions.withdraw(wish=wish, member=bo)
    assert Wish.objects.filter(pk=wish.pk).exists()


def test_a_published_day_answers_and_takes_it_back_when_unpublished(bo):
    day, wish = make_invitation(live=False), make_wish(bo)
    moderating.cite(day=day, wishes=[wish], by=make_editor(), now=NOW)
    assert weighed(wish).stands == "new"
    day.save_revision().publish()
    assert weighed(wish).stands == "answered"
    day.refresh_from_db()
    day.unpublish()
    assert weighed(wish).stands == "new"


def test_an_erased_members_public_wish_stays_without_them_and_the_rest_goes(bo):
    public = make_wish(bo, is_public=True)
    make_wish(bo)
    actions.write(member=bo, words=CASE, press="p" * 22, now=NOW)
    merged = make_wish(bo)
    moderating.merge(gone=make_wish(), kept=merged, by=make_editor(), now=NOW)
    erase(member=bo, now=NOW)
    left = Wish.objects.standing().order_by("pk")
    assert [(wish.pk, wish.author) for wish in left] == [(public.pk, None), (merged.pk, None)]
    assert weighed(public).votes_for == 0


@pytest.mark.parametrize(
    "fields",
    [
        {"is_confidential": True, "kind": "area"},
        {"is_confidential": True, "kind": "case", "let_through_at": NOW},
        {"state": "declined"},
    ],
    ids=["only cases", "never public", "a reason"],
)
def test_the_database_refuses_what_must_not_be(fields):
    wish = make_wish()
    with pytest.raises(IntegrityError), transaction.atomic():
        Wish.objects.filter(pk=wish.pk).update(**fields)


@given(st.text(max_size=400))
def test_keys_of_any_text_are_plain(text):
    wish = Wish(title=text[:120], text=text)
    wish.take_key()
    assert wish.key.isascii()
    assert wish.key == wish.key.lower()
    assert LINE < 240


@pytest.mark.django_db(transaction=True, serialized_rollback=True)
@pytest.mark.parametrize("same", [True, False], ids=["one member twice", "two members"])
def test_two_votes_at_once_count_as_many_as_there_are_members(same):
    wish, one = make_wish(), make_member(consent=False)
    voters = [one, one if same else make_member(consent=False)]

    def press(voter):
        try:
            vote(wish, voter)
        finally:
            connection.close()

    with ThreadPoolExecutor(2) as threads:
        list(threads.map(press, voters))
    assert Vote.objects.filter(wish=wish).count() == (2 if same else 3)
