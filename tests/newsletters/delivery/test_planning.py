"""From a frozen mailing to its ledger."""

import pytest
from django.db import connection
from django.utils import timezone

from cms.members.models import Member
from newsletters.audiences.rules import Rule
from newsletters.delivery import actions, fuse, planning
from newsletters.delivery.models import Batch, Delivery, Fuse, Mailing
from newsletters.delivery.writing import content_of
from tests.factories.pages import make_invitation, make_newsletter
from tests.factories.people import make_member, make_members, suppress
from tests.factories.seats import make_registrations

pytestmark = pytest.mark.django_db


@pytest.fixture
def mailing(settings):
    settings.MAIL_BATCH_SIZE = 2
    make_members(5)
    return actions.send(page=make_newsletter(), rule=Rule(), user=None, now=timezone.now())


def test_writes_one_delivery_for_each_member_in_batches(mailing):
    assert planning.plan(mailing.pk, now=timezone.now()) is True
    mailing.refresh_from_db()
    assert mailing.state == Mailing.State.SENDING
    assert (mailing.candidates, mailing.excluded) == (5, 0)
    assert (mailing.suppressed, mailing.frozen) == (0, 5)
    batches = Batch.objects.filter(mailing=mailing)
    assert [Delivery.objects.in_batch(batch).count() for batch in batches] == [2, 2, 1]
    assert Delivery.objects.of(mailing).count() == 5


def test_leaves_a_planned_mailing_alone(mailing):
    planning.plan(mailing.pk, now=timezone.now())
    make_member()
    assert planning.plan(mailing.pk, now=timezone.now()) is False
    assert Delivery.objects.filter(mailing=mailing).count() == 5


def test_writes_nothing_when_it_is_killed_before_the_end(mailing, monkeypatch):
    class KilledError(Exception):
        pass

    def killed(self, **kwargs):
        raise KilledError

    with monkeypatch.context() as patch:
        patch.setattr(Mailing, "save", killed)
        with pytest.raises(KilledError):
            planning.plan(mailing.pk, now=timezone.now())
    assert Delivery.objects.count() == Batch.objects.count() == 0
    assert planning.plan(mailing.pk, now=timezone.now()) is True
    assert Delivery.objects.count() == 5


def test_leaves_out_addresses_that_take_no_mail_and_says_how_many(mailing):
    suppress(Member.objects.first())
    planning.plan(mailing.pk, now=timezone.now())
    mailing.refresh_from_db()
    assert (mailing.candidates, mailing.suppressed, mailing.frozen) == (5, 1, 4)


def test_stops_instead_in_a_copied_database(mailing):
    Fuse.objects.create(place="another", armed_at=timezone.now())
    assert planning.plan(mailing.pk, now=timezone.now()) is False
    mailing.refresh_from_db()
    assert (mailing.state, mailing.pause) == (Mailing.State.PAUSED, Mailing.Pause.COPIED)
    assert Delivery.objects.count() == 0


def test_is_done_at_once_when_everybody_has_left(mailing):
    from cms.members.models import Consent

    Consent.objects.update(withdrawn_at=timezone.now())
    planning.plan(mailing.pk, now=timezone.now())
    mailing.refresh_from_db()
    assert (mailing.state, mailing.candidates) == (Mailing.State.DONE, 0)


def test_writes_the_ledger_in_the_same_queries_whatever_the_audience(
    mailing, django_assert_num_queries
):
    make_members(20)
    # The first time the fuse is armed; PostgreSQL is asked for its marks each time.
    fuse.armed_place(now=timezone.now())
    # The fuse and whether anything was ever sent; a savepoint, the mailing, its series, one count, its
    # languages, the rows (PostgreSQL: and their figures), the batches, the mailing.
    expected = 11 + 6 * (connection.vendor == "postgresql")
    with django_assert_num_queries(expected):
        planning.plan(mailing.pk, now=timezone.now())
    assert Delivery.objects.filter(mailing=mailing).count() == 25


def test_gives_every_delivery_an_id_and_an_address_of_its_own(mailing):
    planning.plan(mailing.pk, now=timezone.now())
    rows = Delivery.objects.filter(mailing=mailing).select_related("member")
    assert len({row.pk for row in rows}) == 5
    assert all(row.address == row.member.email_key for row in rows)


def test_keeps_nothing_when_the_rows_are_not_the_audience(mailing, monkeypatch):
    with monkeypatch.context() as patch:
        patch.setattr(planning, "LEDGER", planning.LEDGER + " WHERE member.id %% 2 = 0")
        with pytest.raises(planning.LedgerError):
            planning.plan(mailing.pk, now=timezone.now())
    assert Delivery.objects.count() == 0
    assert Mailing.objects.get().state == Mailing.State.PLANNING


def test_says_to_all_readers_the_seats_that_were_left_when_it_went():
    day = make_invitation(seats=3)
    make_registrations(1, day)
    make_members(2)
    page = make_newsletter(body=[("facts", {"page": day})])
    mailing = actions.send(page=page, rule=Rule(), user=None, now=timezone.now())
    make_registrations(1, day)
    planning.plan(mailing.pk, now=timezone.now())
    make_registrations(1, day)
    mailing.refresh_from_db()
    assert "Pladser: 3 · én ledig, da dette blev sendt\n" in mailing.text
    assert "3 · én ledig, da dette blev sendt" in mailing.html
    assert content_of(mailing).text.count("ledig") == 1
