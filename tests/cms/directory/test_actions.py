"""A letter from one member to another: what is in it, what bounds it, what stays of it."""

import datetime as dt
import re
from concurrent.futures import ThreadPoolExecutor
from threading import Barrier

import pytest
from django.db import connections
from django.utils import timezone

from cms.directory.actions import (
    LETTERS_A_DAY,
    NotTakenError,
    OneselfError,
    Profile,
    TooManyLettersError,
    keep_profile,
    write,
)
from cms.directory.letters import LETTER
from cms.directory.models import Entry, Note
from cms.directory.queries import Wanted, found
from cms.mail.models import Letter
from cms.members.leaving import erase
from cms.members.models import Member
from tests.factories.directory import make_entry
from tests.factories.pages import make_home
from tests.factories.people import make_member, make_organisation, suppress

NOW = timezone.now()
HOUR = dt.timedelta(hours=1)


@pytest.fixture
def anna():
    place = make_organisation(name="Skive Kommune")
    return make_member(first_name="Anna", last_name="Holm", organisation=place, consent=False)


@pytest.fixture
def bo():
    return make_entry(first_name="Bo", last_name="Dahl").member


def send(sender, recipient, text="Hej.", press="", now=NOW):
    press = press or f"press-{Note.objects.count()}-of-a-form"
    return write(sender=sender, recipient=recipient, text=text, press=press, now=now)


def letter():
    return Letter.objects.filter(kind=LETTER.name).latest("pk")


def test_carries_the_words_and_no_address(anna, bo, work, letters):
    note = send(anna, bo, "Hej Bo\n\nHvordan gjorde I?\nHilsen Anna")
    work()
    (mail,) = letters()
    body = mail.get_body(("plain",)).get_content()
    assert mail["To"] == bo.email
    assert not mail["Reply-To"]
    assert "Anna Holm" in mail["Subject"]
    assert "Hej Bo\n\nHvordan gjorde I?\nHilsen Anna" in body
    assert "Anna Holm, Skive Kommune" in body
    assert f"/medlemmer/svar/{note.code}/" in body
    assert "/min-side/profil/#letters" in body
    assert anna.email not in mail.as_string()
    html = mail.get_body(("html",)).get_content()
    assert bo.email not in body + html


def test_speaks_the_recipients_language(anna, bo):
    Member.objects.filter(pk=bo.pk).update(language="en")
    note = send(anna, bo)
    assert f"/en/members/answer/{note.code}/" in letter().text


def test_is_shown_to_nobody_and_emptied_when_it_has_gone(anna, bo, work):
    send(anna, bo, "Helt privat.")
    assert letter().is_secret is True
    work()
    assert letter().text == ""
    note = Note.objects.get()
    assert "privat" not in "".join(str(value) for value in vars(note).values())


def test_keeps_markup_as_text_and_makes_no_link(anna, bo):
    send(anna, bo, "<a href='https://evil.example/x'>Klik</a> www.evil.dk {{ network }} a@b2.dk")
    sent = letter()
    assert "<a href='evil" not in sent.html
    assert "&lt;a href=" in sent.html
    assert re.findall(r"evil\.\w|https://evil|www\.evil|b2\.dk", sent.html + sent.text) == []
    assert "{{ network }}" in sent.text


def test_is_safe_in_headers(bo):
    sender = make_member(first_name="Anna\r\nBcc: e@evil.dk", last_name="“Skat” <x>", consent=False)
    send(sender, bo)
    assert "\n" not in letter().subject
    assert "\r" not in letter().subject


def test_pressed_twice_is_one_letter(anna, bo):
    notes = {send(anna, bo, press="a-form-of-its-own-1").pk for _ in range(3)}
    assert (len(notes), Letter.objects.count()) == (1, 1)


def test_other_words_from_the_same_form_are_another_letter(anna, bo):
    send(anna, bo, "En", press="a-form-of-its-own-1")
    send(anna, bo, "To", press="a-form-of-its-own-1")
    assert Letter.objects.count() == 2


def test_goes_to_nobody_themselves(anna):
    with pytest.raises(OneselfError):
        send(anna, anna)


def test_goes_to_nobody_who_takes_none_and_says_not_why(anna):
    stopped, refusing = make_entry().member, make_entry(takes_letters=False).member
    suppress(stopped)
    outside, gone = make_member(), make_entry().member
    Member.objects.filter(pk=gone.pk).delete()
    words = set()
    for one in (stopped, refusing, outside, gone):
        with pytest.raises(NotTakenError) as raised:
            send(anna, one)
        words.add((str(raised.value), raised.value.status))
    assert len(words) == 1
    assert (Note.objects.count(), Letter.objects.count()) == (0, 0)


def test_goes_twice_a_day_to_the_same_colleague(anna, bo):
    send(anna, bo)
    send(anna, bo, now=NOW + HOUR)
    with pytest.raises(TooManyLettersError):
        send(anna, bo, now=NOW + 2 * HOUR)
    send(anna, bo, now=NOW + 25 * HOUR)
    assert Letter.objects.count() == 3


def test_goes_ten_times_a_day(anna):
    organisation = make_organisation()
    colleagues = [make_entry(organisation=organisation).member for _ in range(LETTERS_A_DAY + 1)]
    for one in colleagues[:LETTERS_A_DAY]:
        send(anna, one)
    with pytest.raises(TooManyLettersError) as raised:
        send(anna, colleagues[-1])
    assert str(LETTERS_A_DAY) in str(raised.value)
    assert Note.objects.count() == LETTERS_A_DAY


def test_limits_of_one_are_not_the_others(anna, bo):
    send(anna, bo)
    send(anna, bo)
    send(bo, anna)
    assert Note.objects.filter(sender=bo).count() == 1


def test_limits_tell_nothing_of_who_takes_letters(anna, bo):
    send(anna, bo)
    send(anna, bo)
    Entry.objects.filter(member=bo).update(takes_letters=False)
    with pytest.raises(TooManyLettersError):
        send(anna, bo)


def test_erasing_takes_entry_notes_and_waiting_letters_along(anna, bo):
    make_entry(anna)
    send(anna, bo, "Helt privat.")
    send(bo, anna)
    erase(member=anna, now=NOW)
    assert (Note.objects.count(), [one.member for one in Entry.objects.all()]) == (0, [bo])
    waiting = Letter.objects.get(address=bo.email)
    assert (waiting.state, waiting.text) == (Letter.State.CANCELLED, "")


def test_a_profile_is_kept_and_found_by_its_new_name(anna):
    make_entry(anna)
    profile = Profile(first_name="Åse", last_name="Ø", organisation=anna.organisation, unit="hr")
    keep_profile(member=anna, profile=profile, listing=None, now=NOW)
    anna.refresh_from_db()
    assert (anna.full_name, anna.unit) == ("Åse Ø", "hr")
    assert found(Wanted()).count() == 0


def at_once(work, count):
    """What each of so many who do it at the same moment got, or the error's name."""
    gate = Barrier(count)

    def one(number):
        try:
            gate.wait()
            return work(number)
        except TooManyLettersError as error:
            return type(error).__name__
        finally:
            connections.close_all()

    with ThreadPoolExecutor(count) as pool:
        return list(pool.map(one, range(count)))


@pytest.mark.django_db(transaction=True, serialized_rollback=True)
def test_presses_at_the_same_moment_are_one_letter_and_keep_the_limit():
    make_home()
    anna, bo = make_member(consent=False), make_entry().member
    same = at_once(lambda _: send(anna, bo, press="a-form-of-its-own-1").pk, 6)
    assert (len(set(same)), Letter.objects.count()) == (1, 1)
    others = at_once(lambda number: send(anna, bo, press=f"a-form-of-its-own-{number}x").pk, 6)
    assert (others.count("TooManyLettersError"), Letter.objects.count()) == (5, 2)


@pytest.mark.django_db(transaction=True, serialized_rollback=True)
def test_two_who_write_to_each_other_at_once_do_not_wait_for_each_other():
    make_home()
    pair = make_entry().member, make_entry().member
    at_once(lambda number: send(pair[number], pair[1 - number], press="a-form-of-its-own-1").pk, 2)
    assert Note.objects.count() == 2
