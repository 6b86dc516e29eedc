"""The one letter before a deadline: to whom, when, once, and how to say no to more."""

import datetime as dt

import pytest
from django.urls import reverse
from django.utils import timezone
from wagtail.models import Site

from cms.content.models import NetworkSettings
from cms.invitations import actions, nudging
from cms.invitations.memory import Nudge
from cms.invitations.sweeping import sweep
from cms.mail.models import Letter
from cms.mail.posting import ways_to_leave
from cms.members.leaving import say_goodbye
from cms.members.resting import rest
from cms.members.tokens import make_answer_token, make_leave_token, read_leave_token
from cms.series.queries import first_series
from tests.factories.pages import make_invitation, make_topic
from tests.factories.people import make_editor, make_member, suppress
from tests.factories.seats import make_registration

pytestmark = pytest.mark.django_db
HOUR, DAY = dt.timedelta(hours=1), dt.timedelta(days=1)
KIND = "invitations.deadline"


@pytest.fixture
def settings_of_network(home):
    found = NetworkSettings.for_site(Site.objects.get())
    found.invitations_series = first_series()
    found.save()
    return found


@pytest.fixture
def day(settings_of_network):
    return make_invitation(
        title="Energidag",
        deadline_at=timezone.now() + 2 * DAY,
        reminds_before_deadline=True,
    )


def reached():
    return set(Letter.objects.filter(kind=KIND).values_list("address", flat=True))


def nudge(now=None):
    return nudging.nudge(now=now or timezone.now())


def test_writes_once_to_those_who_follow_and_have_not_answered(day):
    follows = make_member()
    make_member(consent=False)
    make_registration(day, make_member())
    cancelled = make_registration(day, make_member())
    actions.cancel(registration=cancelled, now=timezone.now())
    suppress(make_member())
    say_goodbye(member=make_member(), now=timezone.now())
    rest(member=make_member(), until=timezone.localdate() + DAY, now=timezone.now())
    assert sweep(now=timezone.now())["nudged before a deadline"] == 1
    assert nudge() == 0
    assert reached() == {follows.email}
    letter = Letter.objects.get(kind=KIND)
    assert f"{day.url}tilmeld/" in letter.text
    assert letter.leave_url in letter.text


def test_keeps_to_the_areas_of_the_day(day):
    energy, water = make_topic(), make_topic()
    day.topics = [energy]
    day.save()
    fits, free, other = (make_member() for _ in range(3))
    fits.topics.set([energy, water])
    other.topics.set([water])
    nudge()
    assert reached() == {fits.email, free.email}


@pytest.mark.parametrize(
    "field",
    [
        {"reminds_before_deadline": False},
        {"deadline_at": None},
        {"deadline_at": timezone.now() + 9 * DAY},
        {"deadline_at": timezone.now() - HOUR},
        {"cancelled_at": timezone.now()},
        {"live": False},
        {"sign_up": "nobody"},
    ],
)
def test_writes_to_nobody_where_the_rule_does_not_hold(day, field):
    make_member()
    type(day).objects.filter(pk=day.pk).update(**field)
    assert nudge() == 0


def test_writes_to_nobody_where_no_seat_or_no_series_is_there(day, settings_of_network):
    make_member()
    type(day).objects.filter(pk=day.pk).update(seats=1)
    make_registration(day, make_member(consent=False))
    assert nudge() == 0
    type(day).objects.filter(pk=day.pk).update(seats=None)
    NetworkSettings.objects.update(invitations_series=None)
    assert nudge() == 0


def test_is_off_unless_an_editor_switches_it_on(home):
    assert make_invitation().reminds_before_deadline is False


def test_goes_on_where_the_last_batch_ended(day, monkeypatch):
    monkeypatch.setattr(nudging, "A_BATCH", 2)
    monkeypatch.setattr(nudging, "MOST_AT_ONCE", 2)
    members = [make_member() for _ in range(5)]
    assert [nudge() for _ in range(4)] == [2, 2, 1, 0]
    assert reached() == {member.email for member in members}
    assert Nudge.objects.get().letters == 5


def test_asks_the_database_the_same_however_many_are_left(day, django_assert_num_queries):
    for count in (1, 3):
        for _ in range(count):
            make_registration(day, make_member())
        with django_assert_num_queries(4):
            assert nudging.invited(day, NetworkSettings.objects.get()).count() == 0


def test_tells_the_editor_how_many_it_would_reach(client, day):
    make_member()
    make_member()
    client.force_login(make_editor())
    page = client.get(reverse("wagtailadmin_pages:edit", args=[day.pk])).content.decode()
    assert page.count("network-reminders") == 1
    nudge()
    assert Nudge.objects.get().done_at
    assert client.get(reverse("wagtailadmin_pages:edit", args=[day.pk])).status_code == 200


def test_says_no_with_one_press_and_nothing_when_opened(client, day):
    member = make_member()
    nudge()
    letter = Letter.objects.get(kind=KIND)
    heads = ways_to_leave(letter)
    assert heads["List-Unsubscribe-Post"] == "List-Unsubscribe=One-Click"
    path = "/nej-tak/" + heads["List-Unsubscribe"].partition("/nej-tak/")[2].strip(">")
    for method in (client.get, client.head):
        assert method(path).status_code == 200
    assert member.open_consent(first_series())
    for _ in range(2):
        assert client.post(path).status_code == 200
    assert member.open_consent(first_series()) is None


def test_takes_no_other_token(client, home):
    member, series = make_member(), first_series()
    token = make_leave_token(member.pk, series.pk)
    assert read_leave_token(token) == (member.pk, series.pk)
    other = make_answer_token(member.pk, timezone.now())
    changed = ("A" if token[20] != "A" else "B").join([token[:20], token[21:]])
    for wrong in (other, changed, token[:-1], token + "A", "x" * 43, "æ" * 43, "x" * 5000):
        answer = client.post(reverse("members:leave_series", args=[wrong]))
        assert answer.status_code == 404
    assert member.open_consent(series)
    assert client.get(reverse("members:still_here", args=[token])).status_code == 404
