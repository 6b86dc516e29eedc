"""Importing: what is made, what is left alone, what happens when a worker dies in the middle."""

import datetime as dt

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.utils import timezone

from cms.imports import actions, running, sweeping, working
from cms.imports.models import Import, ImportRow
from cms.mail.addresses import fingerprint
from cms.mail.models import Letter
from cms.members.actions import withdraw_consent
from cms.members.leaving import erase
from cms.members.models import Consent, Member, Suppression
from cms.organisations.models import Organisation
from tests.factories.imports import imported, planned
from tests.factories.pages import make_goal, make_home, make_topic
from tests.factories.people import make_member, make_organisation, make_series, suppress

pytestmark = pytest.mark.django_db
ANNA = "Anna;Holm;Anna@Koege.example;Køge Kommune"


@pytest.fixture(autouse=True)
def town():
    return make_organisation(name="Køge Kommune", code="259")


def numbers(source):
    return {
        name: getattr(source, name)
        for name in ("created", "merged", "skipped", "faulty")
        if getattr(source, name)
    }


def test_writes_every_column_that_a_member_must_have():
    wanted = {field.attname for field in Member._meta.concrete_fields if not field.null}
    assert wanted - set(running.COLUMNS) == {"id"}


def test_makes_a_member_with_all_that_the_row_says(town):
    make_home()
    topic, goal = make_topic(title="Energi, klima og natur"), make_goal(13)
    row = f"{ANNA};Kontorchef;technical;Strategisk;en;Energi, klima og natur;SDG 13"
    headings = "Fornavn;Efternavn;E-mail;Kommune;Rolle;Enhed;Niveau;Sprog;Fagområder;Verdensmål"
    source = imported(row, headings=headings, consent=True)
    member = Member.objects.get()
    assert (source.state, numbers(source)) == ("done", {"created": 1})
    assert (member.full_name, member.email) == ("Anna Holm", "Anna@Koege.example")
    assert member.email_key == "anna@koege.example"
    assert member.fingerprint == fingerprint("anna@koege.example")
    assert (member.organisation, member.role) == (town, "head_of_office")
    assert (member.unit, member.level, member.language) == ("technical", "strategic", "en")
    assert (list(member.topics.all()), list(member.goals.all())) == ([topic], [goal])


def test_writes_where_the_consent_comes_from_and_sends_nothing():
    source = imported(ANNA, consent=True)
    consent = Consent.objects.get()
    assert consent.words.startswith("Deltagerlisten fra kurset (3. maj 2026)")
    assert str(source.pk) in consent.words
    assert timezone.localdate(consent.given_at) == dt.date(2026, 5, 3)
    assert (source.consents, Letter.objects.count()) == (1, 0)


def test_makes_members_without_consent_where_no_series_is_chosen():
    imported(ANNA)
    assert (Member.objects.count(), Consent.objects.count()) == (1, 0)


@pytest.mark.parametrize(
    ("on_known", "first", "role", "outcome"),
    [
        ("fill", "Bo", "director", "merged"),
        ("overwrite", "Anna", "director", "merged"),
    ],
)
def test_does_with_a_known_address_what_was_chosen(on_known, first, role, outcome):
    member = make_member(first_name="Bo", email="anna@koege.example")
    source = imported(
        f"{ANNA};Direktør", headings="Fornavn;Efternavn;E-mail;Kommune;Rolle", on_known=on_known
    )
    member.refresh_from_db()
    assert (member.first_name, member.role, numbers(source)) == (first, role, {outcome: 1})
    assert Member.objects.count() == 1


def test_leaves_a_known_address_as_it_is_where_that_was_chosen():
    make_member(email="anna@koege.example")
    source = planned(ANNA, on_known="skip")
    assert numbers(source) == {"skipped": 1}
    with pytest.raises(actions.ImportStateError):
        actions.run(source=source, now=timezone.now())


def test_gives_no_consent_anew_to_a_series_that_was_refused():
    member = make_member(email="anna@koege.example", last_name="")
    withdraw_consent(member=member, now=timezone.now())
    source = imported(ANNA, consent=True)
    assert numbers(source) == {"merged": 1}
    assert not member.consents.filter(withdrawn_at=None).exists()
    assert "said_no" in [note[0] for note in source.rows.get().notes]


@pytest.mark.parametrize("reason", Suppression.Reason.values)
def test_brings_no_stopped_address_back(reason):
    mark = fingerprint("anna@koege.example")
    Suppression.objects.create(fingerprint=mark, reason=reason, at=timezone.now())
    source = planned(ANNA)
    assert numbers(source) == {"skipped": 1}
    with pytest.raises(actions.ImportStateError):
        actions.run(source=source, now=timezone.now())
    assert Member.objects.count() == 0


def test_makes_nobody_again_who_was_erased_after_the_preview():
    member = make_member(email="anna@koege.example", last_name="")
    source = planned(ANNA, "Bo;Dahl;bo@koege.example;259")
    erase(member=member, now=timezone.now())
    actions.run(source=source, now=timezone.now())
    source.refresh_from_db()
    assert numbers(source) == {"created": 1, "skipped": 1}
    assert [one.first_name for one in Member.objects.all()] == ["Bo"]
    # Nothing of the erased person stays in the file's rows.
    row = source.rows.get(number=2)
    assert (row.values, row.found, row.email_key) == ([], {}, "")


def test_gives_a_stopped_member_no_consent():
    suppress(make_member(email="anna@koege.example", last_name="", consent=False))
    source = imported(ANNA, consent=True)
    assert (numbers(source), Consent.objects.count()) == ({"merged": 1}, 0)


def test_takes_somebody_who_joined_after_the_preview_as_known():
    source = planned(ANNA, consent=True)
    make_member(first_name="Anna", email="anna@koege.example", consent=False)
    actions.run(source=source, now=timezone.now())
    source.refresh_from_db()
    assert (numbers(source), Member.objects.count()) == ({"merged": 1}, 1)
    assert Member.objects.get().last_name == "Holm"


def test_makes_an_unknown_organisation_once_where_that_was_chosen():
    rows = [
        f"Anna;;a{number}@hav.example;{name}"
        for number, name in enumerate(("Havn A/S", "havn a/s"))
    ]
    source = imported(*rows, makes_organisations=True)
    made = Organisation.objects.get(kind="other")
    assert (made.is_listed, made.members.count()) == (False, 2)
    assert source.organisations == [made.pk]


def test_is_found_by_the_search_of_the_register(client):
    from cms.members.models import User

    make_home()
    imported(ANNA)
    client.force_login(User.objects.first())
    assert "Holm" in client.get("/admin/members/", {"q": "Holm"}).content.decode()


def batches_of_two(monkeypatch):
    monkeypatch.setattr(running, "BATCH", 2)
    monkeypatch.setattr(actions, "RUN_AT_ONCE", 0)


def rows(count):
    return [f"Anna {number};Holm;anna{number}@koege.example;259" for number in range(count)]


def test_goes_on_where_a_worker_died_without_doubles(monkeypatch):
    batches_of_two(monkeypatch)
    source = planned(*rows(5), consent=True)
    actions.run(source=source, now=timezone.now())
    assert running.run_batch(source.pk, now=timezone.now())

    class KilledError(Exception):
        pass

    def die(*args):
        raise KilledError

    with monkeypatch.context() as broken:
        # The members are written, the cursor is not.
        broken.setattr(running, "keep_track", die)
        with pytest.raises(KilledError):
            running.run_batch(source.pk, now=timezone.now())
    source.refresh_from_db()
    assert (source.cursor, source.created, Member.objects.count()) == (3, 2, 2)
    while working.go_on(source.pk):
        pass
    source.refresh_from_db()
    assert (source.state, numbers(source), source.indexed) == ("done", {"created": 5}, source.last)
    assert (Member.objects.count(), Consent.objects.count()) == (5, 5)


def test_is_gone_on_with_by_tick_and_the_worker(monkeypatch, work):
    batches_of_two(monkeypatch)
    source = planned(*rows(5))
    actions.run(source=source, now=timezone.now() - dt.timedelta(minutes=5))
    from django_tasks_db.models import DBTaskResult

    DBTaskResult.objects.all().delete()
    assert sweeping.sweep(now=timezone.now())["imports rung for"] == 1
    assert sweeping.sweep(now=timezone.now())["imports rung for"] == 0
    work()
    source.refresh_from_db()
    assert (source.state, source.created, source.indexed) == ("done", 5, source.last)


def test_runs_once_however_often_it_is_pressed():
    source = imported(ANNA)
    with pytest.raises(actions.ImportStateError):
        actions.run(source=source, now=timezone.now())
    assert Member.objects.count() == 1


def test_asks_the_database_as_often_for_three_rows_as_for_one(monkeypatch):
    monkeypatch.setattr(actions, "RUN_AT_ONCE", 0)
    asked = []
    for count in (1, 3):
        Member.objects.all().delete()
        source = planned(*rows(count), consent=True)
        actions.run(source=source, now=timezone.now())
        with CaptureQueriesContext(
            connection,
        ) as queries:
            running.run_batch(source.pk, now=timezone.now())
        asked.append(len(queries))
    assert asked[0] == asked[1]
    assert Import.objects.filter(state="done").count() == 2
    assert ImportRow.objects.filter(member=None).count() == 1
    assert make_series().consents.count() == 3
