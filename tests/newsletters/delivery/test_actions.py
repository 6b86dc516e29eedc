"""Sending a newsletter, a test of it, and unsubscribing."""

import pytest
from django.utils import timezone
from wagtail.rich_text import RichText

from cms.members.actions import give_consent, withdraw_consent
from newsletters.audiences.rules import Rule
from newsletters.delivery import actions, planning, tokens
from newsletters.delivery.models import Act, Batch, Delivery, Mailing
from newsletters.delivery.queries import balance
from tests.factories.pages import make_archive, make_newsletter, make_topic
from tests.factories.people import (
    make_editor,
    make_member,
    make_members,
    make_organisation,
    make_series,
)

pytestmark = pytest.mark.django_db

EVERYBODY = Rule()


def send(page, rule=EVERYBODY):
    return actions.send(page=page, rule=rule, user=None, now=timezone.now())


def test_sends_one_letter_to_each_consenting_member(work, letters):
    members = make_members(3)
    make_member(consent=False)
    mailing = send(make_newsletter())
    work()
    mailing.refresh_from_db()
    assert mailing.state == Mailing.State.DONE
    assert sorted(str(letter["To"]) for letter in letters()) == sorted(m.email for m in members)


def test_sends_a_letter_of_a_series_to_those_alone_who_said_yes_to_it(work, letters):
    make_members(2)
    member, second = make_member(), make_series("invitationer")
    give_consent(member=member, series=second, words="Ja.", now=timezone.now())
    archive = make_archive("invitationer", sender_name="Netværksdagene", reply_to="dage@n.dk")
    mailing = send(make_newsletter(archive=archive))
    work()
    (letter,) = letters()
    assert (str(letter["To"]), str(letter["List-Id"])) == (
        member.email,
        "<invitationer.testserver>",
    )
    assert str(letter["From"]) == "Netværksdagene <nyhedsbrev@network.example>"
    assert str(letter["Reply-To"]) == "dage@n.dk"
    assert mailing.audience_sentence == "medlemmer, der har sagt ja til »Invitationer«"


def test_leaves_out_those_who_left_the_series_after_the_freeze(work, letters):
    member, second = make_member(consent=False), make_series("invitationer")
    give_consent(member=member, series=second, words="Ja.", now=timezone.now())
    mailing = send(make_newsletter(archive=make_archive("invitationer")))
    planning.plan(mailing.pk, now=timezone.now())
    withdraw_consent(member=member, series=second, now=timezone.now())
    give_consent(member=member, series=make_series(), words="Ja.", now=timezone.now())
    work()
    assert letters() == []
    assert balance(mailing).skipped == 1


def test_says_when_nobody_has_said_yes_to_the_series():
    make_members(2)
    make_series("invitationer")
    with pytest.raises(actions.NobodyError):
        send(make_newsletter(archive=make_archive("invitationer")))


def test_fills_in_the_words_of_each_reader(work, letters):
    place = make_organisation(name="Vejle & Omegn")
    make_member(first_name="Anna", organisation=place)
    make_member(first_name="", organisation=place)
    body = [("text", RichText("<p>Hej [fornavn|kollega] i <b>[organisation|jeres by]</b></p>"))]
    mailing = send(make_newsletter(body=body))
    work()
    texts = {
        letter.get_body(("plain",)).get_content().split("Hej ")[1][:22] for letter in letters()
    }
    assert texts == {"Anna i Vejle & Omegn\n\n", "kollega i Vejle & Omeg"}
    assert "Anna i <b>Vejle &amp; Omegn</b>" in "".join(
        letter.get_body(("html",)).get_content() for letter in letters()
    )
    assert mailing.words == [
        ["first_name_1", "first_name", "kollega"],
        ["organisation_2", "organisation", "jeres by"],
    ]


def test_freezes_text_and_audience_when_pressed(work, letters):
    make_member(first_name="Anna")
    page = make_newsletter(subject="Som den var")
    mailing = send(page)
    page.subject = "Som den blev"
    page.save_revision().publish()
    work()
    assert [str(letter["Subject"]) for letter in letters()] == ["Som den var"]
    assert mailing.audience == {"topics": [], "kinds": []}


def test_pressed_twice_sends_once(work, letters):
    make_members(2)
    page = make_newsletter()
    assert send(page) == send(page)
    work()
    assert send(page).state == Mailing.State.DONE
    work()
    assert len(letters()) == 2


def test_leaves_out_those_who_got_the_same_newsletter_before(work, letters):
    topic = make_topic()
    make_member(topics=[topic])
    make_members(2)
    page = make_newsletter()
    send(page, Rule(topics=(topic.pk,)))
    work()
    second = send(page)
    work()
    second.refresh_from_db()
    assert (second.candidates, second.excluded) == (3, 1)
    assert len(letters()) == 3


def test_refuses_a_newsletter_with_faults():
    make_member()
    with pytest.raises(actions.NotReadyError) as caught:
        send(make_newsletter(subject=""))
    assert [fault.words for fault in caught.value.faults] == [
        "Nyhedsbrevet har intet emne. Skriv et under »I indbakken«."
    ]
    assert Mailing.objects.count() == 0


def test_refuses_an_audience_of_nobody():
    make_member(consent=False)
    with pytest.raises(actions.NobodyError):
        send(make_newsletter())
    assert Mailing.objects.count() == 0


def test_leaves_out_who_unsubscribes_between_press_and_sending(work, letters):
    stays, leaves = make_members(2)
    mailing = send(make_newsletter())
    planning.plan(mailing.pk, now=timezone.now())
    withdraw_consent(member=leaves, now=timezone.now())
    work()
    assert [str(letter["To"]) for letter in letters()] == [stays.email]
    assert Delivery.objects.of(mailing).get(state=Delivery.State.SKIPPED).member == leaves


def test_sends_a_test_to_one_address_and_writes_no_ledger(letters):
    editor = make_editor(first_name="Eva")
    page = make_newsletter(headline="tag en kollega med")
    assert actions.send_test(pages=[page], to=[editor], user=editor) == []
    (letter,) = letters()
    assert str(letter["Subject"]) == "[TEST] Nyt fra netværket"
    assert "Kære Eva, tag en kollega med" in letter.get_body(("plain",)).get_content()
    assert Mailing.objects.count() == 0


def test_unsubscribing_takes_the_consent_back(work):
    member = make_member()
    send(make_newsletter())
    work()
    delivery = Delivery.objects.get()
    assert actions.unsubscribe(delivery_id=delivery.pk, now=timezone.now()) is True
    assert member.open_consent(make_series()) is None


def test_unsubscribing_knows_nobody_after_the_member_is_deleted(work):
    member = make_member()
    send(make_newsletter())
    work()
    delivery = Delivery.objects.get()
    member.delete()
    assert actions.unsubscribe(delivery_id=delivery.pk, now=timezone.now()) is False
    assert actions.unsubscribe(delivery_id=tokens.TEST, now=timezone.now()) is False


def test_forgets_the_address_of_a_member_who_is_erased_and_keeps_the_count(work):
    member, _stays = make_members(2)
    mailing = send(make_newsletter())
    work()
    address = member.email_key
    member.delete()
    assert Delivery.objects.filter(address=address).count() == 0
    erased = Delivery.objects.of(mailing).get(member=None)
    assert (erased.address, erased.state) == ("", Delivery.State.ACCEPTED)
    assert balance(mailing).accepted == 2


@pytest.fixture
def user():
    return make_editor()


def test_sends_the_same_letter_to_those_who_came_since(work, letters, user):
    make_members(2)
    page = make_newsletter(subject="Som den var")
    first = send(page)
    work()
    late = make_member(email="sen@kommune.example")
    page.subject = "Som den blev"
    page.save_revision().publish()
    second = actions.send_missing(mailing=first, user=user, now=timezone.now())
    work()
    assert (second.part, second.content_hash) == (2, first.content_hash)
    assert str(letters()[-1]["To"]) == late.email
    assert [str(letter["Subject"]) for letter in letters()] == ["Som den var"] * 3


def test_sends_to_nobody_missing_while_the_first_is_under_way(user):
    make_member()
    mailing = send(make_newsletter())
    with pytest.raises(actions.NotOverError):
        actions.send_missing(mailing=mailing, user=user, now=timezone.now())


def test_says_so_when_nobody_is_missing(work, user):
    make_member()
    mailing = send(make_newsletter())
    work()
    with pytest.raises(actions.NobodyError):
        actions.send_missing(mailing=mailing, user=user, now=timezone.now())


def test_stops_goes_on_and_writes_down_who_did_it(work, letters, user):
    make_members(2)
    mailing = send(make_newsletter())
    assert actions.pause(mailing=mailing, user=user, now=timezone.now()) is True
    assert actions.pause(mailing=mailing, user=user, now=timezone.now()) is False
    work()
    assert letters() == []
    assert actions.resume(mailing=mailing, user=user, now=timezone.now()) is True
    assert actions.resume(mailing=mailing, user=user, now=timezone.now()) is False
    work()
    assert len(letters()) == 2
    assert [(act.kind, act.user) for act in Act.objects.all()] == [
        ("pressed", None),
        ("paused", user),
        ("resumed", user),
        ("finished", None),
    ]


def test_cancels_what_is_not_out(work, letters, user, settings):
    make_members(3)
    mailing = send(make_newsletter())
    planning.plan(mailing.pk, now=timezone.now())
    assert actions.cancel(mailing=mailing, user=user, now=timezone.now()) is True
    work()
    mailing.refresh_from_db()
    assert mailing.state == Mailing.State.CANCELLED
    assert letters() == []
    numbers = balance(mailing)
    assert (numbers.cancelled, numbers.waiting) == (3, 0)
    assert actions.cancel(mailing=mailing, user=user, now=timezone.now()) is False


def test_sends_cancelled_ones_when_they_are_asked_for_as_missing(work, letters, user):
    make_members(3)
    mailing = send(make_newsletter())
    planning.plan(mailing.pk, now=timezone.now())
    actions.cancel(mailing=mailing, user=user, now=timezone.now())
    actions.send_missing(mailing=mailing, user=user, now=timezone.now())
    work()
    assert len(letters()) == 3


def test_sends_held_letters_again_because_a_person_says_so(work, letters, user):
    make_members(3)
    mailing = send(make_newsletter())
    work()
    held = Delivery.objects.of(mailing).first()
    Delivery.objects.filter(pk=held.pk).update(state=Delivery.State.HELD)
    Batch.objects.update(state=Batch.State.HELD)
    Mailing.objects.update(state=Mailing.State.DONE_WITH_HELD)
    assert actions.send_held_again(mailing=mailing, user=user, now=timezone.now()) == 1
    work()
    mailing.refresh_from_db()
    assert mailing.state == Mailing.State.DONE
    assert [str(letter["To"]) for letter in letters()].count(held.address) == 2
    assert len(letters()) == 4
    act = Act.objects.get(kind=Act.Kind.SENT_AGAIN)
    assert (act.user, act.words) == (user, "1 brev")
    assert actions.send_held_again(mailing=mailing, user=user, now=timezone.now()) == 0
