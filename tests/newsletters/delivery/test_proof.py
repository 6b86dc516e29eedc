"""The proof of sending: what it says, and that nobody can change a word of it."""

import copy
import json

import pytest
from django.utils import timezone

from cms.members.actions import withdraw_consent
from newsletters.audiences.rules import Rule
from newsletters.delivery import actions, planning, proof
from newsletters.delivery.models import Delivery, Mailing
from newsletters.delivery.proof_pdf import proof_pdf
from tests.factories.pages import make_newsletter
from tests.factories.people import make_editor, make_members
from tests.pressing import work_alone

pytestmark = pytest.mark.django_db


@pytest.fixture
def mailing(work):
    members = make_members(3)
    editor = make_editor(first_name="Eva")
    page = make_newsletter(subject="Æbler & »øl«")
    work_alone()
    mailing = actions.send(page=page, rule=Rule(), user=editor, now=timezone.now())
    planning.plan(mailing.pk, now=timezone.now())
    withdraw_consent(member=members[0], now=timezone.now())
    work()
    mailing.refresh_from_db()
    return mailing


@pytest.fixture
def document(mailing):
    return proof.proof(mailing, now=timezone.now())


def test_says_what_was_sent_to_whom_by_whom_and_what_became_of_it(mailing, document):
    assert document["mailing"]["subject"] == "Æbler & »øl«"
    assert document["mailing"]["content_sha256"] == mailing.content_hash
    assert document["audience"]["sentence"] == mailing.audience_sentence
    balance = document["balance"]
    assert sum(balance.values()) == document["audience"]["frozen"] == 3
    assert (balance["accepted"], balance["skipped"]) == (2, 1)
    assert document["left_out"] == {"unsubscribed": 1}
    assert [(act["kind"], act["by"]) for act in document["acts"]] == [
        ("pressed", "Eva"),
        ("finished", ""),
    ]
    assert document["batches"][0]["provider_id"] == ""
    assert document["calls"] == 1


def test_names_no_member(document):
    text = json.dumps(document)
    assert [row.address for row in Delivery.objects.all() if row.address in text] == []


def test_is_verified_as_it_was_made_also_after_a_trip_through_a_file(document):
    assert proof.verify(document) is True
    assert proof.verify(json.loads(json.dumps(document, indent=4))) is True


@pytest.mark.parametrize(
    ("place", "value"),
    [
        (("balance", "accepted"), 3),
        (("mailing", "subject"), "Et andet"),
        (("acts",), []),
        (("signature", "value"), "AAAA"),
        (("signature", "public_key"), "AAAA"),
        (("signature",), None),
        (("made_at",), ""),
    ],
)
def test_is_not_verified_with_a_word_changed(document, place, value):
    changed = copy.deepcopy(document)
    inner = changed
    for step in place[:-1]:
        inner = inner[step]
    inner[place[-1]] = value
    assert proof.verify(changed) is False


@pytest.mark.parametrize("odd", [None, [], "x", {}, {"signature": []}, {"signature": {}}])
def test_verifies_no_rubbish(odd):
    assert proof.verify(odd) is False


def test_is_verified_after_the_key_was_changed_and_by_whoever_knows_the_public_key(
    document, settings
):
    public = document["signature"]["public_key"]
    old, settings.SECRET_KEY = settings.SECRET_KEY, "another-key-of-the-same-length-0123456789-abc"
    assert proof.verify(document) is False
    assert proof.verify(document, public_key=public) is True
    settings.SECRET_KEY_FALLBACKS = [old]
    assert proof.verify(document) is True


def test_binds_every_row_of_the_ledger(mailing):
    before = proof.ledger_hash(mailing)
    Delivery.objects.of(mailing).filter(state=Delivery.State.ACCEPTED).update(
        state=Delivery.State.DELIVERED
    )
    assert proof.ledger_hash(mailing) != before


def test_makes_the_same_letter_each_time(mailing):
    letter = proof.letter(mailing)
    assert letter == proof.letter(Mailing.objects.get())
    assert b"Subject: =?utf-8?" in letter
    assert b"@kommune.example" not in letter


def test_stands_on_paper(document):
    assert proof_pdf(document)[:5] == b"%PDF-"


def test_stands_on_paper_also_with_very_many_batches(document):
    document["batches"] *= 2_000
    document["audience"]["sentence"] = "medlemmer " * 100
    assert proof_pdf(document)[:5] == b"%PDF-"
