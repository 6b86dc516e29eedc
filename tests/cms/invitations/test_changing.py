"""Who was told what, what is another now, and the letter that says only that."""

import datetime as dt
from concurrent.futures import ThreadPoolExecutor
from email import message_from_string
from threading import Barrier
from zoneinfo import ZoneInfo

import pytest
from django.db import connection
from django.utils import timezone
from icalendar import Calendar

from cms.invitations import changing
from cms.invitations.actions import SignUpClosedError
from cms.invitations.memory import Change, Facts
from cms.invitations.models import Registration
from cms.invitations.pages import InvitationPage
from cms.invitations.sweeping import sweep
from cms.mail.models import Letter
from tests.factories.pages import make_home, make_invitation
from tests.factories.people import make_editor, make_member, suppress
from tests.factories.seats import make_registration, make_registrations

pytestmark = pytest.mark.django_db
TELL, SILENT = Change.Verdict.TELL, Change.Verdict.SILENT
COPENHAGEN = ZoneInfo("Europe/Copenhagen")


def publish(day, **fields):
    """What an editor does: change the page and publish it."""
    page = InvitationPage.objects.get(pk=day.pk)
    for name, value in fields.items():
        setattr(page, name, value)
    page.save_revision().publish()
    return InvitationPage.objects.get(pk=day.pk)


def decide(day, verdict=TELL, **said):
    now = timezone.now()
    seen = said.pop("seen", None) or changing.key_of(changing.pending(day, now))
    return changing.decide(day=day, verdict=verdict, seen=seen, now=now, **said)


def differences(day):
    groups = changing.pending(day, timezone.now())
    return [[(one.name, one.before, one.after) for one in group.differences] for group in groups]


def letters(registration, kind="changed"):
    found = Letter.objects.filter(about=registration.about, kind=f"invitations.{kind}")
    return list(found.order_by("pk"))


def entry(letter):
    """(method, event) of the calendar entry of a letter."""
    calendar = Calendar.from_ical(letter.attachment["text"])
    (event,) = calendar.walk("VEVENT")
    return str(calendar["method"]), event


def item(clock, title, speaker=""):
    value = {"starts_at": clock, "ends_at": None, "title": title, "kind": "talk"}
    return ("item", value | {"speaker": speaker})


def test_tells_those_who_were_told_otherwise_only_the_difference(home):
    day = make_invitation(title="Energidag", place_name="Rådhuset", place_address="Nytorv 9")
    own = make_registration(day)
    day = publish(day, place_name="Kulturøen")
    assert differences(day) == [[("Sted", "Rådhuset", "Kulturøen")]]
    assert letters(own) == []
    decide(day, note="Der er gratis parkering.")
    (letter,) = letters(own)
    assert letter.subject == "Det er ændret: Energidag"
    assert "Før: Rådhuset\n  Nu: Kulturøen" in letter.text
    assert letter.text.count("Før:") == 1
    assert "Der er gratis parkering." in letter.text
    assert changing.pending(day, timezone.now()) == []


def test_changes_the_entry_in_the_calendar(home):
    day = make_invitation()
    own = make_registration(day)
    first_method, first = entry(letters(own, "seated")[0])
    day = publish(day, starts_at=day.starts_at + dt.timedelta(hours=1))
    decide(day)
    method, event = entry(letters(own)[0])
    assert (first_method, method) == ("REQUEST", "REQUEST")
    assert event["uid"] == first["uid"]
    assert (first["sequence"], event["sequence"]) == (0, 1)
    assert event.decoded("dtstart") == day.starts_at


def test_sends_nothing_for_what_was_undone_before_anybody_confirmed(home):
    day = make_invitation(place_name="Rådhuset")
    make_registration(day)
    publish(day, place_name="Kulturøen")
    day = publish(day, place_name="Rådhuset")
    assert changing.pending(day, timezone.now()) == []
    with pytest.raises(changing.NothingToTellError):
        decide(day)


def test_tells_each_of_two_earlier_versions_its_own_difference(home):
    day = make_invitation(place_name="Rådhuset")
    early = make_registration(day)
    day = publish(day, place_name="Kulturøen")
    late = make_registration(day)
    day = publish(day, place_name="Biblioteket")
    decide(day)
    assert "Før: Rådhuset\n  Nu: Biblioteket" in letters(early)[0].text
    assert "Før: Kulturøen\n  Nu: Biblioteket" in letters(late)[0].text


def test_sends_once_however_often_it_is_pressed(home):
    day = make_invitation(place_name="Rådhuset")
    own = make_registration(day)
    day = publish(day, place_name="Kulturøen")
    seen = changing.key_of(changing.pending(day, timezone.now()))
    decide(day, seen=seen)
    with pytest.raises(changing.NothingToTellError):
        decide(day, seen=seen)
    assert len(letters(own)) == 1


def test_asks_to_look_again_when_the_page_changed_meanwhile(home):
    day = make_invitation(place_name="Rådhuset")
    own = make_registration(day)
    day = publish(day, place_name="Kulturøen")
    seen = changing.key_of(changing.pending(day, timezone.now()))
    day = publish(day, place_name="Biblioteket")
    with pytest.raises(changing.ChangedMeanwhileError):
        decide(day, seen=seen)
    assert letters(own) == []


def test_remembers_that_nobody_needs_to_know(home):
    day = make_invitation(place_name="Rådhuset")
    own = make_registration(day)
    day = publish(day, place_name="Rådhuset, lokale 2")
    decide(day, SILENT)
    assert changing.pending(day, timezone.now()) == []
    day = publish(day, place_name="Kulturøen")
    assert differences(day) == [[("Sted", "Rådhuset", "Kulturøen")]]
    assert letters(own) == []


def test_tells_those_who_wait_without_an_entry_and_only_when_or_where(home):
    day = make_invitation(seats=1, place_name="Rådhuset")
    seated, waiting = make_registrations(2, day)
    day = publish(day, price_kind="paid", price=350)
    decide(day)
    assert (len(letters(seated)), letters(waiting)) == (1, [])
    day = publish(day, place_name="Kulturøen")
    decide(day)
    (letter,) = letters(waiting)
    assert letter.attachment is None
    assert "Før: Gratis" in letter.text
    assert "Før: Rådhuset" in letter.text


def test_tells_the_guest_too_and_nobody_who_gave_back_or_cannot_be_reached(home):
    day = make_invitation(guests_allowed=1, place_name="Rådhuset")
    own = make_registration(day, guests=1)
    gone, bounced = make_registrations(2, day)
    Registration.objects.filter(pk=gone.pk).update(state="cancelled")
    suppress(bounced.member)
    day = publish(day, place_name="Kulturøen")
    decide(day)
    assert [len(letters(one)) for one in (own, gone, bounced)] == [1, 0, 0]
    assert changing.pending(day, timezone.now()) == []


def test_tells_the_rest_at_the_next_tick(home, monkeypatch):
    monkeypatch.setattr(changing, "AT_ONCE", 2)
    day = make_invitation(place_name="Rådhuset")
    own = make_registrations(3, day)
    day = publish(day, place_name="Kulturøen")
    decide(day)
    assert sum(len(letters(one)) for one in own) == 2
    assert changing.pending(day, timezone.now()) == []
    assert sweep(now=timezone.now())["changes told"] == 1
    assert [len(letters(one)) for one in own] == [1, 1, 1]
    assert Change.objects.get().told == 3


def test_leaves_a_new_draft_for_the_rest_when_the_page_changes_once_more(home, monkeypatch):
    monkeypatch.setattr(changing, "AT_ONCE", 1)
    day = make_invitation(place_name="Rådhuset")
    make_registrations(2, day)
    day = publish(day, place_name="Kulturøen")
    decide(day)
    day = publish(day, place_name="Biblioteket")
    sweep(now=timezone.now())
    assert sorted(differences(day)) == [
        [("Sted", "Kulturøen", "Biblioteket")],
        [("Sted", "Rådhuset", "Biblioteket")],
    ]


def test_names_each_item_of_the_programme_that_is_another(home):
    before = [item(dt.time(9), "Velkomst"), item(dt.time(10), "Varme"), item(dt.time(11), "Vand")]
    day = make_invitation(programme=before)
    make_registration(day)
    after = [
        item(dt.time(9), "Velkomst"),
        item(dt.time(10, 30), "Varme"),
        item(dt.time(12), "Vind"),
    ]
    day = publish(day, programme=after)
    assert differences(day) == [
        [
            ("Program", "10.00 Varme", "10.30 Varme"),
            ("Program", "11.00 Vand", ""),
            ("Program", "", "12.00 Vind"),
        ]
    ]


def test_keeps_a_link_to_a_meeting_out_of_the_letter_and_in_the_entry(home):
    day = make_invitation(online_url="https://moede.example/1")
    own = make_registration(day)
    day = publish(day, online_url="https://moede.example/2")
    decide(day)
    (letter,) = letters(own)
    assert "moede.example" not in letter.text + letter.html
    assert "https://moede.example/2" in str(entry(letter)[1]["description"])


@pytest.mark.parametrize(
    "title", ["Energi ]]> & vand", "To linjer\r\nBCC: x@x.example", "Sol 🌞 og vind", "<b>fed</b>"]
)
def test_takes_titles_with_signs_that_mean_something_elsewhere(title, home):
    day = make_invitation(title="Energidag")
    own = make_registration(day)
    InvitationPage.objects.filter(pk=day.pk).update(title=title)
    day.refresh_from_db()
    decide(day)
    (letter,) = letters(own)
    assert "\n" not in letter.subject
    assert "<b>fed" not in letter.html
    assert entry(letter)[1]["summary"] == " ".join(title.split())
    assert message_from_string(f"Subject: {letter.subject}\n\n")["bcc"] is None


def test_says_the_same_clock_before_and_after_the_clocks_change(home):
    """Written in summer, held in winter: nine o'clock stays nine o'clock, and is no change."""
    start = dt.datetime(2030, 10, 28, 9, tzinfo=COPENHAGEN)
    day = make_invitation(starts_at=start, ends_at=start + dt.timedelta(hours=6))
    own = make_registration(day, now=dt.datetime(2030, 10, 1, 9, tzinfo=COPENHAGEN))
    day = publish(day)
    assert changing.pending(day, timezone.now()) == []
    day = publish(day, starts_at=start + dt.timedelta(hours=1))
    decide(day)
    assert "Før: mandag 28. oktober, 9.00–15.00" in letters(own)[0].text.replace("09.00", "9.00")
    assert entry(letters(own)[0])[1].decoded("dtstart") == dt.datetime(
        2030, 10, 28, 9, tzinfo=dt.UTC
    )


def test_tells_the_hour_that_the_clock_strikes_twice_apart(home):
    start = dt.datetime(2030, 10, 27, 0, 30, tzinfo=dt.UTC)
    day = make_invitation(starts_at=start, ends_at=dt.datetime(2030, 10, 27, 12, tzinfo=dt.UTC))
    make_registration(day)
    day = publish(day, starts_at=start + dt.timedelta(hours=1))
    (((_name, before, after),),) = differences(day)
    assert ("CEST" in before, "CET" in after) == (True, True)


def test_names_both_days_of_one_that_crosses_midnight(home):
    start = dt.datetime(2030, 5, 6, 20, tzinfo=COPENHAGEN)
    day = make_invitation(starts_at=start, ends_at=start + dt.timedelta(hours=3))
    make_registration(day)
    day = publish(day, ends_at=start + dt.timedelta(hours=6))
    (((_name, _before, after),),) = differences(day)
    assert "6. maj" in after
    assert "7. maj" in after


def test_begins_to_remember_those_who_were_registered_before(home):
    day = make_invitation(place_name="Rådhuset")
    own = make_registration(day)
    Registration.objects.update(told=None)
    Facts.objects.all().delete()
    sweep(now=timezone.now())
    own.refresh_from_db()
    assert own.told.said["place"] == "Rådhuset"


@pytest.mark.parametrize("count", [1, 3])
def test_finds_all_that_is_pending_with_the_same_queries(count, home, django_assert_num_queries):
    for _ in range(count):
        day = make_invitation(place_name="Rådhuset")
        make_registrations(2, day)
        publish(day, place_name="Kulturøen")
    with django_assert_num_queries(4):
        assert len(changing.all_pending(timezone.now())) == count


def test_cancels_a_day_and_takes_it_out_of_calendars(home):
    day = make_invitation(seats=1, title="Energidag")
    seated, waiting = make_registrations(2, day)
    for _ in range(2):
        changing.cancel_day(
            day=day, because="Oplægsholderen er syg.", by=make_editor(), now=timezone.now()
        )
    (letter,) = letters(seated, "day_cancelled")
    method, event = entry(letter)
    assert (method, event["status"], event["sequence"]) == ("CANCEL", "CANCELLED", 1)
    assert "Oplægsholderen er syg." in letter.text
    (other,) = letters(waiting, "day_cancelled")
    assert other.attachment is None
    assert Registration.objects.standing().count() == 2


def test_lets_a_cancelled_day_take_place_after_all_when_an_editor_says_so(home):
    day, editor = make_invitation(), make_editor()
    own = make_registration(day)
    changing.cancel_day(day=day, because="", by=editor, now=timezone.now())
    changing.restore_day(day=day, by=editor, now=timezone.now())
    assert letters(own) == []
    day.refresh_from_db()
    assert differences(day) == [[("Dagen", "er aflyst", "bliver holdt")]]
    decide(day)
    method, event = entry(letters(own)[0])
    assert (method, event["status"], event["sequence"]) == ("REQUEST", "CONFIRMED", 2)


def test_stays_cancelled_when_an_older_draft_is_published(home):
    day = make_invitation()
    draft = day.save_revision()
    changing.cancel_day(day=day, because="Sygdom.", by=None, now=timezone.now())
    draft.publish()
    day.refresh_from_db()
    assert (day.is_cancelled, day.cancelled_because) == (True, "Sygdom.")


def test_takes_nobody_at_a_cancelled_day(home):
    day = make_invitation()
    changing.cancel_day(day=day, because="", by=None, now=timezone.now())
    with pytest.raises(SignUpClosedError):
        make_registration(day, make_member())


def test_cannot_cancel_what_has_been(home):
    past = timezone.now() - dt.timedelta(days=2)
    day = make_invitation(starts_at=past, ends_at=past + dt.timedelta(hours=1))
    with pytest.raises(changing.DayOverError):
        changing.cancel_day(day=day, because="", by=None, now=timezone.now())


@pytest.mark.django_db(transaction=True, serialized_rollback=True)
def test_sends_once_when_two_editors_press_at_the_same_moment():
    make_home()
    day = make_invitation(place_name="Rådhuset")
    own = make_registration(day)
    day = publish(day, place_name="Kulturøen")
    seen = changing.key_of(changing.pending(day, timezone.now()))
    start = Barrier(2)

    def press(_number):
        try:
            start.wait(10)
            decide(day, seen=seen)
        except changing.NothingToTellError:
            return "nothing left"
        finally:
            connection.close()
        return "told"

    with ThreadPoolExecutor(2) as threads:
        assert sorted(threads.map(press, range(2))) == ["nothing left", "told"]
    assert len(letters(own)) == 1
