"""Sending a newsletter, a test of it, and unsubscribing."""

import pytest
from django.utils import timezone

from cms.members.actions import withdraw_consent
from newsletters.audiences.rules import Rule
from newsletters.delivery import actions, tokens
from newsletters.delivery.models import Delivery, Mailing
from tests.factories.pages import make_newsletter, make_topic
from tests.factories.people import make_editor, make_member, make_members

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
    withdraw_consent(member=leaves, now=timezone.now())
    work()
    assert [str(letter["To"]) for letter in letters()] == [stays.email]
    assert Delivery.objects.filter(mailing=mailing).count() == 1


def test_sends_a_test_to_one_address_and_writes_no_ledger(letters):
    editor = make_editor(first_name="Eva")
    page = make_newsletter(headline="tag en kollega med")
    actions.send_test(page=page, address=editor.email, first_name=editor.first_name)
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
    assert member.open_consent is None


def test_unsubscribing_knows_nobody_after_the_member_is_deleted(work):
    member = make_member()
    send(make_newsletter())
    work()
    delivery = Delivery.objects.get()
    member.delete()
    assert actions.unsubscribe(delivery_id=delivery.pk, now=timezone.now()) is False
    assert actions.unsubscribe(delivery_id=tokens.TEST, now=timezone.now()) is False
