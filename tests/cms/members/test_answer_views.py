"""The page behind »are you still here?«: what its token opens, and what it does not."""

import datetime as dt
from base64 import urlsafe_b64decode, urlsafe_b64encode

import pytest
from django.utils import timezone
from hypothesis import given
from hypothesis import strategies as st

from cms.mail.models import Letter
from cms.members import presence, tokens
from cms.members.models import Member
from newsletters.delivery.tokens import make_token as unsubscribing
from tests.factories.people import make_member

NOW = timezone.now().replace(microsecond=0)


@pytest.fixture
def anna(home):
    member = make_member(first_name="Anna", seen_at=NOW - presence.QUIET_FOR)
    presence.ask(NOW)
    return Member.objects.get(pk=member.pk)


def page(member, asked_at=NOW):
    return f"/er-du-her/{tokens.make_answer_token(member.pk, asked_at)}/"


def state(member):
    found = Member.objects.get(pk=member.pk)
    return found.asked_at, found.seen_at, found.left_at


@pytest.mark.django_db
def test_stays_with_one_press(client, anna):
    shown = client.get(page(anna))
    assert shown.status_code == 200
    assert anna.email not in shown.content.decode()
    assert "Anna" not in shown.content.decode()
    assert client.post(page(anna), {"answer": "yes"}).context["state"] == "stays"
    asked_at, seen_at, left_at = state(anna)
    assert (asked_at, left_at, seen_at >= NOW) == (None, None, True)


@pytest.mark.django_db
def test_leaves_with_the_other(client, anna):
    assert client.post(page(anna), {"answer": "no"}).context["state"] == "left"
    assert state(anna)[2] is not None
    assert Letter.objects.get(kind="members.still_here").state == "cancelled"


@pytest.mark.django_db
def test_changes_nothing_by_looking_or_by_another_answer(client, anna):
    before = state(anna)
    for _time in range(10):
        client.get(page(anna))
    client.head(page(anna))
    client.post(page(anna))
    client.post(page(anna), {"answer": "perhaps\x00", "member": "1"})
    assert state(anna) == before
    assert b"<script" not in client.get(page(anna)).content.split(b"<main")[1]


@pytest.mark.django_db
def test_says_the_same_to_a_second_press_and_changes_nothing(client, anna):
    client.post(page(anna), {"answer": "yes"})
    before = state(anna)
    assert client.post(page(anna), {"answer": "yes"}).context["state"] == "stays"
    assert client.post(page(anna), {"answer": "no"}).context["state"] == "stays"
    assert state(anna) == before


@pytest.mark.django_db
def test_answers_its_own_question_and_no_later_one(client, anna):
    client.post(page(anna), {"answer": "yes"})
    later = NOW + 2 * presence.QUIET_FOR
    Member.objects.filter(pk=anna.pk).update(seen_at=NOW)
    presence.ask(later)
    assert client.post(page(anna), {"answer": "no"}).status_code == 404
    assert client.get(page(anna, later)).context["state"] == "ask"


@pytest.mark.django_db
def test_opens_nothing_after_it_is_over(client, anna):
    for days in (30, 60):
        presence.sweep(now=NOW + dt.timedelta(days=days))
    assert client.get(page(anna)).status_code == 404
    assert client.post(page(anna), {"answer": "yes"}).status_code == 404
    assert state(anna)[2] is not None


@pytest.mark.django_db
def test_takes_no_token_of_another_purpose_or_member(client, anna):
    bo = make_member(first_name="Bo", seen_at=NOW - presence.QUIET_FOR)
    presence.ask(NOW)
    for token in (unsubscribing(anna.pk), tokens.make_token(), "x", "a" * 43, "%00", "é" * 43):
        assert client.post(f"/er-du-her/{token}/", {"answer": "no"}).status_code == 404
    mine = tokens.make_answer_token(anna.pk, NOW)
    for path in (f"/afmeld/{mine}/", f"/valg/{mine}/", f"/bliv-medlem/bekraeft/{mine}/"):
        assert client.get(path).status_code == 404
    raw = bytearray(urlsafe_b64decode(f"{mine}="))
    raw[:8] = bo.pk.to_bytes(8)
    swapped = urlsafe_b64encode(raw).decode().rstrip("=")
    assert client.post(f"/er-du-her/{swapped}/", {"answer": "no"}).status_code == 404
    assert (state(anna)[2], state(bo)[2]) == (None, None)


@given(st.integers(0, 42), st.characters(codec="ascii"))
def test_reads_no_changed_token(place, sign):
    token = tokens.make_answer_token(7, NOW)
    changed = token[:place] + sign + token[place + 1 :]
    assert tokens.read_answer_token(changed) == ((7, NOW) if changed == token else None)


def test_survives_a_change_of_the_secret(settings):
    token = tokens.make_answer_token(7, NOW)
    settings.SECRET_KEY_FALLBACKS = [settings.SECRET_KEY]
    settings.SECRET_KEY = "another-secret-of-some-length-0123456789-abcdef"
    assert tokens.read_answer_token(token) == (7, NOW)
    settings.SECRET_KEY_FALLBACKS = []
    assert tokens.read_answer_token(token) is None


@pytest.mark.django_db
def test_is_told_to_nobody(client, anna):
    answer = client.get(page(anna))
    assert answer["Referrer-Policy"] == "no-referrer"
    assert "noindex" in answer["X-Robots-Tag"]
    assert "no-store" in answer["Cache-Control"]
    assert client.cookies == {}
