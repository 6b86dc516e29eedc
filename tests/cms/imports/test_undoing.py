"""Taking an import back: who goes, who stays and why, and that a day is a day."""

import datetime as dt

import pytest
from django.utils import timezone
from wagtail.search.models import IndexEntry

from cms.imports import actions, queries, sweeping, undoing, working
from cms.imports.models import Import, ImportRow
from cms.members.actions import give_consent, withdraw_consent
from cms.members.models import Consent, Member, User
from cms.organisations.models import Organisation
from tests.factories.imports import imported, planned, upload
from tests.factories.pages import make_home, make_invitation
from tests.factories.people import make_editor, make_member, make_organisation, make_series
from tests.factories.seats import make_registration

pytestmark = pytest.mark.django_db
ANNA, BO = "Anna;Holm;anna@koege.example;259", "Bo;Dahl;bo@koege.example;259"


@pytest.fixture(autouse=True)
def town():
    return make_organisation(name="Køge Kommune", code="259")


def undo(source, **options):
    actions.undo(source=source, user=make_editor(), **{"now": timezone.now(), **options})
    source.refresh_from_db()
    return source.removed, source.restored, source.kept


def member(name="anna"):
    return Member.objects.get(email_key=f"{name}@koege.example")


def test_removes_whom_it_made_with_their_consents():
    source = imported(ANNA, BO, consent=True)
    assert undo(source) == (2, 0, 0)
    assert (source.state, Member.objects.count(), Consent.objects.count()) == ("undone", 0, 0)


def test_leaves_nothing_of_them_for_the_search(work):
    before = IndexEntry.objects.count()
    source = imported(ANNA)
    work()
    assert IndexEntry.objects.count() == before + 1
    undo(source)
    assert IndexEntry.objects.count() == before


def sign_in(one):
    User.objects.create_user(one.email_key, last_login=timezone.now())


def say_yes(one):
    other = make_series("andet")
    give_consent(member=one, series=other, words="Ja tak.", now=timezone.now())


def say_no(one):
    withdraw_consent(member=one, now=timezone.now())


def edit(one):
    one.role = "director"
    one.save()


def take_seat(one):
    make_home()
    make_registration(make_invitation(), one)


def import_again(one):
    headings = "Fornavn;Efternavn;E-mail;Organisation;Rolle"
    imported(f"Anna;Holm;{one.email};259;director", headings=headings)


@pytest.mark.parametrize("touch", [sign_in, say_yes, say_no, edit, take_seat, import_again])
def test_keeps_whoever_has_done_something_since_and_says_why(touch):
    source = imported(ANNA, BO, consent=True)
    touch(member())
    assert undo(source) == (1, 0, 1)
    assert [one.first_name for one in Member.objects.all()] == ["Anna"]
    (shown,) = queries.shown(source, queries.rows_of(source, queries.KEPT))
    assert (shown.row.number, bool(shown.kept_because)) == (2, True)
    assert "%" not in shown.kept_because
    # Without the file there is no yes; a no stays.
    assert not Consent.objects.filter(words=source.words, withdrawn_at=None).exists()


def test_keeps_nobody_for_an_account_that_was_there_before():
    make_editor(email="anna@koege.example", date_joined=timezone.now() - dt.timedelta(days=9))
    assert undo(imported(ANNA)) == (1, 0, 0)


def test_gives_members_back_what_they_had():
    other = make_organisation(name="Hav")
    make_member(first_name="Ann", email="anna@koege.example", organisation=other, consent=False)
    source = imported(ANNA, on_known="overwrite", consent=True)
    assert (member().first_name, member().organisation.name) == ("Anna", "Køge Kommune")
    assert undo(source) == (0, 1, 0)
    found = member()
    assert (found.first_name, found.last_name, found.organisation) == ("Ann", "", other)
    assert not found.consents.exists()


def test_leaves_a_field_that_was_changed_again():
    make_member(first_name="Anna", email="anna@koege.example")
    source = imported(ANNA)
    found = member()
    found.last_name = "Lund"
    found.save()
    assert undo(source) == (0, 0, 1)
    assert member().last_name == "Lund"


def test_removes_an_organisation_that_it_made_and_nobody_uses():
    source = imported(
        "Anna;Holm;a@x.example;Ny Havn", "Bo;Dahl;b@x.example;Havet", makes_organisations=True
    )
    make_member(organisation=Organisation.objects.get(name="Havet"))
    undo(source)
    assert list(Organisation.objects.filter(kind="other").values_list("name", flat=True)) == [
        "Havet"
    ]


def test_is_done_once_and_for_a_day_only():
    source = imported(ANNA)
    with pytest.raises(actions.ImportStateError):
        undo(source, now=timezone.now() + dt.timedelta(hours=25))
    undo(source)
    with pytest.raises(actions.ImportStateError):
        undo(source)
    with pytest.raises(actions.ImportStateError):
        undo(planned(BO))


def test_goes_on_where_a_worker_died(monkeypatch):
    monkeypatch.setattr(undoing, "BATCH", 2)
    monkeypatch.setattr(actions, "UNDONE_AT_ONCE", 0)
    source = imported(*[f"A;;a{number}@koege.example;259" for number in range(5)])
    undo(source)
    assert undoing.undo_batch(source.pk, now=timezone.now())
    assert Member.objects.count() == 3
    while working.go_on(source.pk):
        pass
    source.refresh_from_db()
    assert (source.state, source.removed, Member.objects.count()) == ("undone", 5, 0)


def test_forgets_the_rows_after_a_day_and_keeps_the_numbers():
    source, waiting, unread = imported(ANNA), planned(BO), upload(BO)
    soon, later = (timezone.now() + dt.timedelta(hours=hours) for hours in (23, 25))
    assert sweeping.sweep(now=soon)["imports emptied"] == 0
    done = sweeping.sweep(now=later)
    assert (done["imports emptied"], done["uploads deleted"]) == (1, 2)
    assert (ImportRow.objects.count(), Member.objects.count()) == (0, 1)
    source.refresh_from_db()
    assert (source.created, source.emptied_at) == (1, later)
    assert not Import.objects.filter(pk__in=[waiting.pk, unread.pk]).exists()
    assert sweeping.sweep(now=later)["imports emptied"] == 0


def test_throws_a_file_away_only_as_long_as_nothing_has_happened():
    source = planned(ANNA)
    actions.discard(source=source)
    assert (Import.objects.count(), ImportRow.objects.count()) == (0, 0)
    with pytest.raises(actions.ImportStateError):
        actions.discard(source=imported(ANNA))
