"""What reports make of addresses and consents, and that their order makes no difference."""

import datetime as dt

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from cms.mail.addresses import fingerprint
from cms.members.actions import give_consent, lift_suppression
from cms.members.models import Member, Suppression
from newsletters.delivery.models import Delivery
from newsletters.tracking.actions import record
from newsletters.tracking.applying import apply
from newsletters.tracking.models import DeliveryEvent
from tests.factories.people import make_editor, make_member, make_organisation, make_series

from .ledger import NOW, hours_ago, make_letter, make_letters, make_mailing, report, state_of

pytestmark = pytest.mark.django_db
Kind = DeliveryEvent.Kind


def suppressions():
    return list(Suppression.objects.order_by("pk").values_list("reason", "words", "lifted_because"))


def is_reached(member):
    return Member.objects.reachable().filter(pk=member.pk).exists()


@pytest.mark.parametrize("kind", ["bounced", "complained"])
def test_stops_mail_at_once_to_a_dead_address_and_after_a_complaint(kind):
    member, other = make_member(), make_member()
    letter, _ = make_letters([member, other])
    record([report(letter, kind, words="no", occurred_at=hours_ago(3))], now=NOW)
    suppression = Suppression.objects.get()
    assert suppression.fingerprint == member.fingerprint == fingerprint(letter.address)
    assert (suppression.reason, suppression.words, suppression.at) == (kind, "no", hours_ago(3))
    assert (is_reached(member), is_reached(other)) == (False, True)


@pytest.mark.parametrize("kind", ["accepted", "deferred", "delivered", "dropped", "unsubscribed"])
def test_stops_mail_for_nothing_else(kind):
    letter = make_letter(make_member())
    record([report(letter, kind) for _ in range(9)], now=NOW)
    assert suppressions() == []


def test_stops_mail_once_and_keeps_the_stronger_reason():
    letter = make_letter(make_member())
    record([report(letter, "bounced", words="gone")], now=NOW)
    record([report(letter, "bounced", words="gone again")], now=NOW)
    assert suppressions() == [("bounced", "gone", "")]
    record([report(letter, "complained", words="abuse")], now=NOW)
    record([report(letter, "bounced", words="once more")], now=NOW)
    assert suppressions() == [("complained", "abuse", "")]


def test_stops_the_address_that_the_letter_went_to():
    """The member has another one since."""
    member = make_member(email="old@kommune.example")
    letter = make_letter(member)
    member.email = "new@kommune.example"
    member.save()
    record([report(letter, "bounced")], now=NOW)
    assert Suppression.objects.get().fingerprint == fingerprint("old@kommune.example")
    assert is_reached(member)


def test_knows_no_address_of_a_member_who_was_erased():
    member = make_member()
    letter = make_letter(member)
    member.delete()
    record([report(letter, kind) for kind in Kind], now=NOW)
    assert Suppression.objects.count() == 0


def test_stops_nothing_when_the_address_is_erased():
    letter = make_letter(make_member())
    Delivery.objects.update(member=None, address="")
    record([report(letter, kind) for kind in Kind], now=NOW)
    assert suppressions() == []
    assert state_of(letter)[0] == "COMPLAINED"


def test_does_not_stop_again_what_a_person_let_go_on():
    member = make_member()
    letter = make_letter(member)
    record([report(letter, "bounced", occurred_at=hours_ago(5))], now=NOW)
    lift_suppression(member=member, user=make_editor(), because="Ny postkasse", now=hours_ago(4))
    late = report(letter, "bounced", occurred_at=hours_ago(6))
    record([late, report(letter, "delivered", occurred_at=hours_ago(1))], now=NOW)
    assert is_reached(member)
    record([report(letter, "bounced", occurred_at=hours_ago(3), words="dead")], now=NOW)
    assert suppressions() == [("bounced", "", "Ny postkasse"), ("bounced", "dead", "")]
    assert not is_reached(member)


def bounce(member, mailing, hours, kind="soft_bounced"):
    letter = Delivery.objects.filter(member=member, mailing=mailing).first()
    return report(letter or make_letter(member, mailing), kind, occurred_at=hours_ago(hours))


def test_stops_mail_after_five_bounces_of_three_mailings():
    member = make_member()
    one, two, three = make_mailing(), make_mailing(), make_mailing()
    reports = [bounce(member, mailing, 9) for mailing in (one, one, two, two)]
    record(reports, now=NOW)
    assert suppressions() == []
    record([bounce(member, three, 8)], now=NOW)
    assert [reason for reason, *_ in suppressions()] == ["soft_bounces"]
    assert Suppression.objects.get().at == hours_ago(8)


def test_does_not_stop_mail_after_many_bounces_of_two_mailings():
    member = make_member()
    for mailing in (make_mailing(), make_mailing()):
        record([bounce(member, mailing, hours) for hours in range(1, 7)], now=NOW)
    assert suppressions() == []


def test_counts_the_bounces_of_one_member_alone():
    organisation = make_organisation()
    members = [make_member(organisation=organisation) for _ in range(5)]
    for mailing in (make_mailing(), make_mailing(), make_mailing()):
        record([bounce(member, mailing, 2) for member in members], now=NOW)
    assert suppressions() == []


def test_counts_anew_after_a_letter_that_arrived():
    member = make_member()
    mailings = [make_mailing() for _ in range(7)]
    record([bounce(member, mailing, 20 - i) for i, mailing in enumerate(mailings[:4])], now=NOW)
    record([bounce(member, mailings[4], 10, "delivered")], now=NOW)
    record([bounce(member, mailing, 5) for mailing in mailings[4:]], now=NOW)
    assert suppressions() == []


def test_goes_on_when_a_letter_arrived_in_between_as_is_told_late():
    member = make_member()
    mailings = [make_mailing() for _ in range(6)]
    record([bounce(member, mailing, 20 - i) for i, mailing in enumerate(mailings[:5])], now=NOW)
    assert not is_reached(member)
    record([bounce(member, mailings[5], 17.5, "delivered")], now=NOW)
    assert is_reached(member)
    assert suppressions() == [("soft_bounces", "", "a letter arrived")]
    record([bounce(member, mailing, 15) for mailing in mailings[:3]], now=NOW)
    assert not is_reached(member)


@pytest.mark.parametrize("order", [1, -1])
def test_counts_no_bounce_of_the_moment_in_which_a_letter_arrived(order):
    member = make_member()
    mailings = [make_mailing() for _ in range(6)]
    reports = [bounce(member, mailing, 9) for mailing in mailings[:5]]
    for one in [*reports, bounce(member, mailings[5], 9, "delivered")][::order]:
        record([one], now=NOW)
    assert is_reached(member)


def test_does_not_go_on_by_a_letter_that_arrived_before():
    member = make_member()
    mailings = [make_mailing() for _ in range(6)]
    record([bounce(member, mailing, 20 - i) for i, mailing in enumerate(mailings[:5])], now=NOW)
    record([bounce(member, mailings[5], 30, "delivered")], now=NOW)
    assert not is_reached(member)


def test_does_not_go_on_to_a_dead_address_by_a_letter_that_arrived():
    member = make_member()
    record([bounce(member, make_mailing(), 5, "bounced")], now=NOW)
    record([bounce(member, make_mailing(), 1, "delivered")], now=NOW)
    assert not is_reached(member)


def test_counts_anew_after_a_person_let_mail_go_on():
    member = make_member()
    mailings = [make_mailing() for _ in range(5)]
    record([bounce(member, mailing, 20) for mailing in mailings], now=NOW)
    lift_suppression(member=member, user=make_editor(), because="Tømt igen", now=hours_ago(10))
    record([bounce(member, mailing, 12) for mailing in mailings], now=NOW)
    record([bounce(member, mailing, 5) for mailing in mailings[:4]], now=NOW)
    assert is_reached(member)
    record([bounce(member, mailings[4], 5)], now=NOW)
    assert not is_reached(member)


def test_takes_consent_back_from_one_who_unsubscribed():
    member = make_member(consent=False)
    give_consent(member=member, series=make_series(), words="Ja tak.", now=hours_ago(9))
    letter = make_letter(member)
    record([report(letter, "unsubscribed", occurred_at=hours_ago(2))] * 2, now=NOW)
    assert member.open_consent(make_series()) is None
    assert suppressions() == []


def test_keeps_a_yes_that_was_given_after_the_no():
    member = make_member(consent=False)
    letter = make_letter(member)
    give_consent(member=member, series=make_series(), words="Ja igen.", now=hours_ago(1))
    record([report(letter, "unsubscribed", occurred_at=hours_ago(2))], now=NOW)
    record([report(letter, "delivered")], now=NOW)
    assert member.open_consent(make_series()) is not None


def test_leaves_what_the_sender_wrote_in_the_meantime():
    """The lock is what keeps the sender out; the update itself looks again."""
    letter = make_letter(make_member())
    record([report(letter, "delivered")], now=NOW)
    Delivery.objects.update(state=Delivery.State.CANCELLED)
    letter.state = Delivery.State.ACCEPTED
    apply([letter], now=NOW)
    assert state_of(letter)[0] == "CANCELLED"


MAILINGS = 5
EVENTS = st.tuples(
    st.integers(0, 1),
    st.integers(0, MAILINGS - 1),
    st.sampled_from(["soft_bounced"] * 4 + list(Kind)),
    st.integers(1, 9),
    st.sampled_from(["mailgun", "ses"]),
)


@settings(max_examples=60, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(st.lists(EVENTS, max_size=25), st.randoms(use_true_random=False), st.integers(1, 4))
def test_comes_to_the_same_end_in_any_order(events, dice, size):
    """I8: the same reports, shuffled, repeated, in calls of another size, give the same end."""
    end = play(events, len(events) or 1)
    assert play([*events, *dice.sample(events, len(events) // 2)], size, dice) == end


def play(events, size, dice=None):
    """A world of its own in which these reports come in, and its end."""
    organisation = make_organisation()
    members = [make_member(organisation=organisation) for _ in range(2)]
    letters = [make_letters(members, make_mailing()) for _ in range(MAILINGS)]
    reports = [
        report(
            letters[mailing][who],
            kind,
            provider=provider,
            occurred_at=hours_ago(hours),
            words=f"{kind} {hours}",
            key=f"{letters[0][0].pk} {(who, mailing, kind, hours, provider)}",
        )
        for who, mailing, kind, hours, provider in events
    ]
    if dice:
        dice.shuffle(reports)
    for start in range(0, len(reports), size):
        record(reports[start : start + size], now=NOW)
    marks = [member.fingerprint for member in members]
    standing = Suppression.objects.filter(fingerprint__in=marks, lifted_at=None)
    reasons = dict(standing.values_list("fingerprint", "reason"))
    return (
        [[state_of(letter) for letter in pair] for pair in letters],
        [reasons.get(mark) for mark in marks],
        [member.open_consent(make_series()) is None for member in members],
        DeliveryEvent.objects.filter(delivery__member__in=members).count(),
    )


def test_remembers_an_old_soft_bounce_for_as_long_as_its_report_is_kept():
    member = make_member()
    mailings = [make_mailing() for _ in range(5)]
    record([bounce(member, mailing, 20) for mailing in mailings[:4]], now=NOW)
    DeliveryEvent.objects.all().delete()
    record([bounce(member, mailings[4], 1)], now=NOW + dt.timedelta(days=91))
    assert suppressions() == []
