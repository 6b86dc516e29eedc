"""Consent: given, withdrawn, given again, never edited. Mail: stopped, and let go on with a reason."""

import datetime as dt
import threading

import pytest
from django.db import DatabaseError, connections
from django.utils import timezone

from cms.members.actions import (
    ReasonMissingError,
    Stop,
    give_consent,
    lift_on_arrival,
    lift_suppression,
    stop_mail,
    suppress,
    suppress_all,
    withdraw_consent,
    withdraw_consents,
)
from cms.members.models import Consent, Member, Suppression
from cms.series.actions import reword
from tests.factories.people import make_editor, make_member, make_members, make_series

pytestmark = pytest.mark.django_db

NOW = timezone.now()
LATER = NOW + dt.timedelta(days=1)


def history():
    return list(Consent.objects.order_by("pk").values_list("words", "given_at", "withdrawn_at"))


def test_gives_consent_with_its_wording_and_time():
    member = make_member(consent=False)
    consent = give_consent(member=member, series=make_series(), words="Ja tak.", now=NOW)
    assert member.open_consent(make_series()) == consent
    assert history() == [("Ja tak.", NOW, None)]


def test_keeps_the_first_yes_when_it_is_given_twice():
    member = make_member(consent=False)
    first = give_consent(member=member, series=make_series(), words="Ja tak.", now=NOW)
    assert give_consent(member=member, series=make_series(), words="Ja igen.", now=LATER) == first
    assert history() == [("Ja tak.", NOW, None)]


def test_withdraws_consent_once():
    member = make_member(consent=False)
    give_consent(member=member, series=make_series(), words="Ja tak.", now=NOW)
    assert withdraw_consent(member=member, now=LATER) == 1
    assert withdraw_consent(member=member, now=LATER + dt.timedelta(days=1)) == 0
    assert member.open_consent(make_series()) is None
    assert history() == [("Ja tak.", NOW, LATER)]


def test_gives_consent_again_as_a_new_row():
    member = make_member(consent=False)
    give_consent(member=member, series=make_series(), words="Ja tak.", now=NOW)
    withdraw_consent(member=member, now=LATER)
    give_consent(member=member, series=make_series(), words="Ja igen.", now=LATER)
    assert history() == [("Ja tak.", NOW, LATER), ("Ja igen.", LATER, None)]


def test_withdraws_nothing_from_somebody_who_never_said_yes():
    assert withdraw_consent(member=make_member(consent=False), now=NOW) == 0
    assert history() == []


def test_withdraws_from_one_series_or_from_all():
    member, second = make_member(), make_series("invitationer")
    give_consent(member=member, series=second, words="Ja tak.", now=NOW)
    assert withdraw_consent(member=member, series=second, now=LATER) == 1
    assert member.open_consent(make_series()) is not None
    give_consent(member=member, series=second, words="Ja igen.", now=LATER)
    assert withdraw_consent(member=member, now=LATER) == 2


def test_keeps_the_wording_that_was_shown():
    member, series = make_member(consent=False), make_series()
    wording = reword(series=series, language="da", words="Ja tak til alt.", now=NOW)
    consent = give_consent(member=member, series=series, wording=wording, now=NOW)
    reword(series=series, language="da", words="Noget andet.", now=LATER)
    consent.refresh_from_db()
    assert consent.said == "Ja tak til alt."


def test_withdraws_for_one_member_alone():
    stays, leaves = make_member(), make_member()
    withdraw_consent(member=leaves, now=LATER)
    assert stays.open_consent(make_series()) is not None


def test_withdraws_although_this_machines_clock_is_behind():
    member = make_member(consent=False)
    give_consent(member=member, series=make_series(), words="Ja tak.", now=LATER)
    assert withdraw_consent(member=member, now=NOW) == 1
    assert history() == [("Ja tak.", LATER, LATER)]


def test_withdraws_for_those_alone_who_said_no_after_their_yes():
    early, late, other = make_members(3, consent=False)
    series, second = make_series(), make_series("invitationer")
    for member in (early, late, other):
        give_consent(member=member, series=series, words="Ja tak.", now=NOW)
    give_consent(member=late, series=second, words="Ja tak.", now=NOW)
    said_no = {
        (early.pk, series.pk): NOW - dt.timedelta(hours=1),
        (late.pk, series.pk): LATER,
        (999_999, series.pk): LATER,
    }
    assert withdraw_consents(said_no=said_no, now=LATER) == 1
    assert withdraw_consents(said_no=said_no, now=LATER) == 0
    assert [member.open_consent(make_series()) is None for member in (early, late, other)] == [
        False,
        True,
        False,
    ]
    assert late.open_consent(second) is not None


Reason = Suppression.Reason
MARK = "f" * 32


def stops():
    rows = Suppression.objects.order_by("pk").values_list("reason", "words", "at", "lifted_at")
    return list(rows)


def test_stops_mail_to_an_address():
    member = make_member()
    mark = member.fingerprint
    assert suppress(fingerprint=mark, reason=Reason.BOUNCED, words="gone", now=NOW) is True
    assert stops() == [("bounced", "gone", NOW, None)]
    assert list(Member.objects.reachable()) == []


def test_stops_mail_once():
    for now in (NOW, LATER):
        suppress(fingerprint=MARK, reason=Reason.BOUNCED, words="gone", now=now)
    assert suppress(fingerprint=MARK, reason=Reason.SOFT_BOUNCES, now=LATER) is False
    assert stops() == [("bounced", "gone", NOW, None)]


def test_puts_a_stronger_reason_in_the_place_of_a_weaker_one():
    order = [Reason.SOFT_BOUNCES, Reason.BOUNCED, Reason.COMPLAINED, Reason.BY_HAND]
    for reason in order:
        assert suppress(fingerprint=MARK, reason=reason, words=reason, now=NOW) is True
    for reason in order:
        assert suppress(fingerprint=MARK, reason=reason, words="again", now=NOW) is False
    assert stops() == [("by_hand", "by_hand", NOW, None)]


def test_says_since_when_and_never_in_the_future():
    early = NOW - dt.timedelta(hours=3)
    suppress(fingerprint="a" * 32, reason=Reason.BOUNCED, now=NOW, occurred_at=early)
    suppress(fingerprint="b" * 32, reason=Reason.BOUNCED, now=NOW, occurred_at=LATER)
    assert [at for _reason, _words, at, _lifted in stops()] == [early, NOW]


def test_stops_many_addresses_with_as_many_queries_as_one(django_assert_num_queries):
    for count in (1, 100):
        many = [Stop(f"{count:03d}{i:029d}", Reason.BOUNCED, "x" * 400, NOW) for i in range(count)]
        with django_assert_num_queries(3):
            assert suppress_all(stops=many * 2, now=NOW) == count
    assert {len(words) for _reason, words, *_ in stops()} == {300}


def test_stops_nothing_without_asking_the_database(django_assert_num_queries):
    with django_assert_num_queries(0):
        assert suppress_all(stops=[], now=NOW) == 0
        assert lift_on_arrival(fingerprints=[], now=NOW) == 0
        assert withdraw_consents(said_no={}, now=NOW) == 0


@pytest.mark.django_db(transaction=True, serialized_rollback=True)
def test_stops_an_address_once_however_many_say_so_at_the_same_time():
    begin = threading.Barrier(5)
    failed = []

    def say_so():
        begin.wait(10)
        try:
            suppress(fingerprint=MARK, reason=Reason.BOUNCED, now=NOW)
        except DatabaseError as error:
            failed.append(error)
        finally:
            connections.close_all()

    threads = [threading.Thread(target=say_so) for _ in range(5)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert (failed, len(stops())) == ([], 1)


def test_lets_mail_go_on_and_keeps_who_said_so_and_why():
    member, editor = make_member(), make_editor()
    suppress(fingerprint=member.fingerprint, reason=Reason.BOUNCED, now=NOW)
    done = lift_suppression(member=member, user=editor, because=" Ny postkasse ", now=LATER)
    assert done is True
    lifted = Suppression.objects.get()
    assert (lifted.lifted_at, lifted.lifted_by, lifted.lifted_because) == (
        LATER,
        editor,
        "Ny postkasse",
    )
    assert list(Member.objects.reachable()) == [member]
    assert lift_suppression(member=member, user=editor, because="En gang til", now=LATER) is False


def test_does_not_stop_mail_again_for_what_happened_before():
    member, editor = make_member(), make_editor()
    mark, hour = member.fingerprint, dt.timedelta(hours=1)
    suppress(fingerprint=mark, reason=Reason.BOUNCED, now=NOW)
    lift_suppression(member=member, user=editor, because="Ny postkasse", now=LATER)
    for at, stopped in ((NOW, False), (LATER, False), (LATER + hour, True)):
        done = suppress(fingerprint=mark, reason=Reason.COMPLAINED, now=LATER, occurred_at=at)
        assert (at, done) == (at, stopped)


def test_stops_mail_by_hand_with_who_and_why():
    member, editor = make_member(), make_editor(first_name="Eva", last_name="Dam")
    assert stop_mail(member=member, user=editor, because="På orlov", now=NOW) is True
    assert stops() == [("by_hand", "Eva Dam: På orlov", NOW, None)]
    assert stop_mail(member=member, user=editor, because="På orlov", now=NOW) is False


@pytest.mark.parametrize("because", ["", "  ", "abcd", "a   "])
@pytest.mark.parametrize("act", [stop_mail, lift_suppression])
def test_asks_for_a_reason(act, because):
    member, editor = make_member(), make_editor()
    suppress(fingerprint=member.fingerprint, reason=Reason.SOFT_BOUNCES, now=NOW)
    before = stops()
    with pytest.raises(ReasonMissingError):
        act(member=member, user=editor, because=because, now=NOW)
    assert stops() == before


def test_goes_on_by_itself_only_where_letters_came_back():
    for mark, reason in (("a" * 32, Reason.SOFT_BOUNCES), ("b" * 32, Reason.BOUNCED)):
        suppress(fingerprint=mark, reason=reason, now=NOW)
    assert lift_on_arrival(fingerprints=["a" * 32, "b" * 32], now=LATER) == 1
    assert [lifted for *_, lifted in stops()] == [LATER, None]
    # The machine's own word is no person's: the same bounces may stop it again.
    assert suppress(fingerprint="a" * 32, reason=Reason.SOFT_BOUNCES, now=NOW) is True
