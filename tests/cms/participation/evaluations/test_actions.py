"""Beginning, saving and closing."""

import datetime as dt
import threading

import pytest
from django.db import connection, connections
from django.utils import timezone

from cms.participation.evaluations import actions, sealing
from cms.participation.evaluations.models import AnswerSheet, Evaluation, Respondent
from cms.participation.evaluations.tokens import make_secret
from tests.factories.evaluations import (
    answer,
    begin,
    link_of,
    make_evaluation,
    make_held_day,
    people_of,
)

DAY = dt.timedelta(days=1)
OWN = [{"words": "Var lyden god?", "kind": "yes_no", "choices": []}]


@pytest.fixture
def now():
    return timezone.now()


@pytest.fixture
def evaluation(home, now):
    return make_evaluation(5, now)


@pytest.mark.django_db
class TestBegin:
    def test_takes_one_blank_sheet(self, evaluation, now):
        blank = evaluation.sheets.blank().count()
        begin(people_of(evaluation)[0], now)
        assert evaluation.sheets.blank().count() == blank - 1
        assert list(Respondent.objects.filter(has_answered=True)) == [
            people_of(evaluation)[0].respondent
        ]

    def test_brings_the_same_sheet_to_a_second_press(self, evaluation, now):
        own, secret = people_of(evaluation)[0], make_secret()
        pressed = [
            actions.begin(token=link_of(own), secret=secret, now=now).pk for _press in range(2)
        ]
        assert pressed[0] == pressed[1]
        assert AnswerSheet.objects.exclude(secret_hash="").count() == 1

    def test_refuses_whoever_was_forwarded_the_link(self, evaluation, now):
        own = people_of(evaluation)[0]
        begin(own, now)
        with pytest.raises(actions.BegunError):
            begin(own, now)

    def test_refuses_a_link_of_another_day(self, evaluation, now):
        own = people_of(evaluation)[0]
        other = make_evaluation(5, now, title="Vanddag")
        secret = begin(own, now)
        assert actions.save(secret=secret, answers={}, now=now).evaluation == evaluation
        assert other.sheets.exclude(secret_hash="").count() == 0

    @pytest.mark.parametrize("token", ["", "x", "x" * 44, "\x00", "ø" * 44, "x" * 10_000])
    def test_refuses_any_other_text(self, evaluation, now, token):
        with pytest.raises(actions.LinkError):
            actions.begin(token=token, secret=make_secret(), now=now)

    @pytest.mark.parametrize("secret", ["", "short", "\x00" * 43, "x" * 44, "ø" * 43])
    def test_takes_no_secret_that_is_none(self, evaluation, now, secret):
        with pytest.raises(actions.LinkError):
            begin_with(evaluation, secret, now)

    def test_refuses_when_it_has_closed(self, evaluation, now):
        with pytest.raises(actions.ClosedError):
            begin(people_of(evaluation)[0], evaluation.closes_at)

    def test_lays_out_another_sheet_where_none_is_left(self, evaluation, now):
        evaluation.sheets.all().delete()
        begin(people_of(evaluation)[0], now)
        assert evaluation.sheets.count() == 1


def begin_with(evaluation, secret, now):
    return actions.begin(token=link_of(people_of(evaluation)[0]), secret=secret, now=now)


@pytest.mark.django_db(transaction=True, serialized_rollback=True)
def test_two_who_begin_at_once_with_one_link_take_one_sheet(evaluation, now):
    token, said = link_of(people_of(evaluation)[0]), []

    def press():
        try:
            actions.begin(token=token, secret=make_secret(), now=now)
            said.append("begun")
        except actions.BegunError:
            said.append("too late")
        finally:
            connections.close_all()

    threads = [threading.Thread(target=press) for _each in range(2)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join(20)
    assert sorted(said) == ["begun", "too late"]
    assert AnswerSheet.objects.exclude(secret_hash="").count() == 1


@pytest.mark.django_db(transaction=True, serialized_rollback=True)
def test_all_who_begin_at_once_take_a_sheet_each(evaluation, now):
    tokens, said = [link_of(one) for one in people_of(evaluation)], []

    def press(token):
        try:
            said.append(actions.begin(token=token, secret=make_secret(), now=now).pk)
        finally:
            connections.close_all()

    threads = [threading.Thread(target=press, args=[token]) for token in tokens]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join(20)
    assert len(set(said)) == 5
    assert Respondent.objects.filter(has_answered=True).count() == 5


@pytest.mark.django_db(transaction=True, serialized_rollback=True)
def test_no_row_says_in_which_transaction_its_person_began(evaluation, now):
    """PostgreSQL notes with each row the transaction that wrote it last."""
    if connection.vendor != "postgresql":
        pytest.skip("only PostgreSQL keeps such a number")
    for own in people_of(evaluation)[:3]:
        begin(own, now)
    with connection.cursor() as cursor:
        for table in ("cms_respondent", "cms_answersheet"):
            cursor.execute(f"SELECT DISTINCT xmin::text FROM {table}")
            assert (table, len(cursor.fetchall())) == (table, 1)


@pytest.mark.django_db
class TestSave:
    def test_replaces_what_was_there(self, evaluation, now):
        secret = begin(people_of(evaluation)[0], now)
        for said in ({"whole": "3"}, {"whole": "4", "home": "Mod."}, {}):
            actions.save(secret=secret, answers=said, now=now)
            assert [one.answers for one in AnswerSheet.objects.exclude(secret_hash="")] == [said]

    def test_refuses_when_it_has_closed(self, evaluation, now):
        secret = begin(people_of(evaluation)[0], now)
        with pytest.raises(actions.ClosedError):
            actions.save(secret=secret, answers={}, now=evaluation.closes_at)

    def test_finds_nothing_after_it_was_sealed(self, evaluation, now):
        secret = begin(people_of(evaluation)[0], now)
        actions.close(evaluation=evaluation, now=now)
        with pytest.raises(actions.LinkError):
            actions.save(secret=secret, answers={}, now=now)

    def test_refuses_a_sheet_that_is_dissolved_meanwhile(self, evaluation, now, monkeypatch):
        secret = begin(people_of(evaluation)[0], now)
        sheet = actions.queries.sheet_of(secret)
        evaluation.sheets.all().delete()
        monkeypatch.setattr(actions.queries, "sheet_of", lambda _secret: sheet)
        with pytest.raises(actions.ClosedError):
            actions.save(secret=secret, answers={}, now=now)


@pytest.mark.django_db
class TestDecide:
    def decided(self, evaluation, now, **changed):
        wanted = {"is_on": True, "days_open": 14, "reminds": True, "own_questions": None}
        return actions.decide(day=evaluation.invitation, now=now, **(wanted | changed))

    def test_moves_the_end_of_one_that_is_open(self, evaluation, now):
        assert self.decided(evaluation, now, days_open=20).closes_at == now + 20 * DAY

    def test_does_not_end_it_by_a_shorter_time(self, evaluation, now):
        with pytest.raises(actions.OpenedError):
            self.decided(evaluation, now + 5 * DAY, days_open=5)

    def test_changes_no_question_once_it_is_open(self, evaluation, now):
        with pytest.raises(actions.OpenedError):
            self.decided(evaluation, now, own_questions=OWN)

    def test_changes_nothing_after_it_has_closed(self, evaluation, now):
        with pytest.raises(actions.ClosedError):
            self.decided(evaluation, evaluation.closes_at)


@pytest.mark.django_db
class TestClose:
    def test_counts_at_once_and_for_good(self, evaluation, now):
        answer(evaluation, now, *[{"whole": "5"}] * 5)
        closed = actions.close(evaluation=evaluation, now=now + DAY)
        assert closed.closes_at == now + DAY
        assert closed.result["counts"]["whole"] == {"5": 5}
        assert actions.close(evaluation=evaluation, now=now + 2 * DAY).closes_at == now + DAY

    def test_refuses_one_that_has_not_opened(self, home, now):
        waiting = Evaluation.objects.create(invitation=make_held_day(0, now))
        with pytest.raises(actions.ClosedError):
            actions.close(evaluation=waiting, now=now)


@pytest.mark.django_db
def test_seals_what_is_over_and_leaves_what_is_open(evaluation, now):
    assert sealing.seal_due(now) == 0
    assert [sealing.seal_due(evaluation.closes_at) for _tick in range(2)] == [1, 0]
