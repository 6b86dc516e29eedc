"""*Has answered* and *what was answered* lie in tables that nothing joins: read from the schema itself."""

import pytest
from django.apps import apps
from django.db import connection, models
from django.utils import timezone

from cms.mail.models import Letter
from cms.participation.evaluations import asking, sealing
from cms.participation.evaluations.models import AnswerSheet, Evaluation, Respondent
from tests.factories.evaluations import answer, begin, link_of, make_evaluation, people_of

MOMENTS = {"DateTimeField", "DateField", "TimeField", "DurationField", "GenericIPAddressField"}


def columns(model):
    with connection.cursor() as cursor:
        table = model._meta.db_table
        return {
            column.name for column in connection.introspection.get_table_description(cursor, table)
        }


def points_to(model):
    with connection.cursor() as cursor:
        relations = connection.introspection.get_relations(cursor, model._meta.db_table)
    return {other for _column, other in relations.values()}


@pytest.mark.django_db
def test_a_sheet_has_nothing_but_its_day_a_hash_and_the_answers():
    assert columns(AnswerSheet) == {"id", "evaluation_id", "secret_hash", "answers"}
    assert points_to(AnswerSheet) == {"cms_evaluation"}


@pytest.mark.django_db
def test_a_respondent_has_nothing_but_their_seat_and_whether_they_have_answered():
    assert columns(Respondent) == {"id", "registration_id", "has_answered"}
    assert points_to(Respondent) == {"cms_registration"}


@pytest.mark.django_db
def test_the_two_share_no_column_but_the_name_of_their_keys():
    shared = columns(AnswerSheet) & columns(Respondent)
    assert shared == {"id"}
    kinds = [type(model._meta.pk) for model in (AnswerSheet, Respondent)]
    assert kinds == [models.UUIDField, models.BigAutoField]


def test_neither_knows_a_moment_or_an_address():
    fields = [*AnswerSheet._meta.local_fields, *Respondent._meta.local_fields]
    assert {field.get_internal_type() for field in fields} & MOMENTS == set()


def test_no_other_table_points_to_a_sheet():
    """Not even one that Django or Wagtail makes: a log, a lock, an index of references."""
    pointing = [
        model._meta.label
        for model in apps.get_models(include_auto_created=True)
        for field in model._meta.local_fields
        if field.remote_field and field.related_model is AnswerSheet
    ]
    assert pointing == []


def test_every_way_from_a_sheet_to_a_person_goes_through_the_whole_day():
    """Following foreign keys forwards from a sheet: its evaluation, and never a registration or a member."""
    seen, waiting = set(), [AnswerSheet]
    while waiting:
        model = waiting.pop()
        seen.add(model._meta.label)
        waiting += [
            field.related_model
            for field in model._meta.local_fields
            if field.remote_field and field.related_model._meta.label not in seen
        ]
    assert {"cms.Registration", "cms.Respondent", "cms.Member", "cms.Letter"} & seen == set()


@pytest.mark.django_db
def test_sheets_lie_in_no_order_that_the_people_have(home):
    """Those who begin in the order of the list take sheets all over the place."""
    now = timezone.now()
    evaluation = make_evaluation(20, now)
    lying = list(AnswerSheet.objects.order_by("pk").values_list("pk", flat=True))
    places = []
    for own in people_of(evaluation):
        before = set(AnswerSheet.objects.blank().values_list("pk", flat=True))
        begin(own, now)
        (taken,) = before - set(AnswerSheet.objects.blank().values_list("pk", flat=True))
        places.append(lying.index(taken))
    assert places != sorted(places)


@pytest.mark.django_db
def test_people_are_asked_in_no_order_that_their_seats_have(home):
    evaluation = make_evaluation(20, timezone.now())
    asked = Respondent.objects.of(evaluation).order_by("pk")
    numbers = list(asked.values_list("registration__number", flat=True))
    assert numbers != sorted(numbers)


@pytest.mark.django_db
def test_the_secret_is_kept_nowhere(home):
    now = timezone.now()
    evaluation = make_evaluation(5, now)
    secret = begin(people_of(evaluation)[0], now)
    asking.write_due(now)
    for model in apps.get_models():
        if model._meta.app_label in ("cms", "sessions", "django_tasks_database"):
            assert secret not in repr(list(model._base_manager.values()[:500]))


@pytest.mark.django_db
def test_the_mailed_link_stays_in_no_letter_that_has_gone(home, work):
    now = timezone.now()
    evaluation = make_evaluation(5, now)
    asking.write_due(now)
    work()
    token = link_of(people_of(evaluation)[0])
    assert Letter.objects.filter(kind="evaluations.opened").count() == 5
    assert token not in repr(list(Letter.objects.values("text", "html", "subject", "key")))


@pytest.mark.django_db
def test_nothing_of_a_sheet_is_left_when_it_has_closed(home):
    now = timezone.now()
    evaluation = make_evaluation(6, now)
    answer(evaluation, now, *[{"whole": "5", "home": f"Nummer {n}"} for n in range(6)])
    sealing.seal(evaluation, evaluation.closes_at)
    assert AnswerSheet.objects.count() == 0
    kept = Evaluation.objects.get().result
    assert (kept["answers"], kept["counts"]) == (6, {"whole": {"5": 6}})
    assert sorted(kept["texts"]["home"]) == [f"Nummer {n}" for n in range(6)]
