"""The second person's doors, and sending later, in the admin."""

import datetime as dt

import pytest
from django.contrib.auth.models import Permission
from django.test import Client
from django.urls import reverse
from django.utils import timezone

from cms.members.models import User
from newsletters.approvals.models import Approval
from newsletters.delivery.models import Act, Mailing
from tests.factories.pages import make_home, make_newsletter
from tests.factories.people import make_editor, make_members
from tests.pressing import press_send, seen_on, work_alone

pytestmark = pytest.mark.django_db


@pytest.fixture
def page():
    make_members(2)
    return make_newsletter(headline="tag en kollega med")


@pytest.fixture
def editor(client):
    editor = make_editor(first_name="Eva")
    client.force_login(editor)
    return editor


@pytest.fixture
def second():
    """Somebody else who may send, in a browser of their own."""
    browser = Client()
    browser.force_login(make_editor(first_name="Søren"))
    return browser


def send_url(page):
    return reverse("newsletters_send", args=[page.pk])


def ask(client, page):
    seen = seen_on(client, page)
    client.post(reverse("newsletters_ask", args=[page.pk]), {"seen": seen})
    return Approval.objects.first()


def question_url(question):
    return reverse("newsletters_approval", args=[question.pk])


def test_sends_once_a_second_person_has_approved(client, editor, second, page, work, letters):
    work_alone(second_person=True)
    press_send(client, page)
    assert Mailing.objects.count() == 0
    question = ask(client, page)
    assert question.subject in second.get(reverse("wagtailadmin_home")).content.decode()
    second.post(question_url(question), {"answer": "yes"})
    press_send(client, page)
    work()
    assert len(letters()) == 2
    acts = Act.objects.filter(mailing=Mailing.objects.get()).values_list("kind", "user__first_name")
    assert list(acts)[:2] == [("approved", "Søren"), ("pressed", "Eva")]


def test_offers_the_editor_no_yes_to_their_own_question(client, editor, page):
    question = ask(client, page)
    assert 'value="yes"' not in client.get(question_url(question)).content.decode()
    client.post(question_url(question), {"answer": "yes"})
    question.refresh_from_db()
    assert question.is_open


def test_shows_the_difference_where_the_letter_was_changed(client, editor, second, page):
    question = ask(client, page)
    second.post(question_url(question), {"answer": "yes"})
    page.headline = "tag to kolleger med"
    page.save_revision().publish()
    shown = client.get(send_url(page)).content.decode()
    assert "tag en kollega med" in shown
    assert "tag to kolleger med" in shown
    press_send(client, page)
    assert Mailing.objects.count() == 0
    assert "tag to kolleger med" in second.get(question_url(question)).content.decode()


def test_shows_the_letter_itself_to_the_second_person(client, editor, second, page):
    question = ask(client, page)
    letter = second.get(reverse("newsletters_approval_letter", args=[question.pk]))
    assert "tag en kollega med" in letter.content.decode()
    assert letter["X-Frame-Options"] == "SAMEORIGIN"
    assert "script-src" not in letter["Content-Security-Policy"]


def test_tells_the_editor_of_a_no(client, editor, second, page):
    question = ask(client, page)
    second.post(question_url(question), {"answer": "no", "words": "Prisen <b>mangler</b>."})
    shown = client.get(send_url(page)).content.decode()
    assert "Prisen &lt;b&gt;mangler&lt;/b&gt;." in shown


def test_takes_an_approval_back(client, editor, second, page):
    question = ask(client, page)
    second.post(question_url(question), {"answer": "yes"})
    second.post(question_url(question), {"answer": "back"})
    press_send(client, page)
    assert Mailing.objects.count() == 0


@pytest.mark.parametrize("said", ["", "måske", "\x00", "y" * 5000])
def test_answers_any_other_answer_with_words(client, editor, second, page, said):
    question = ask(client, page)
    answer = second.post(question_url(question), {"answer": said, "words": "\x00" * 900})
    assert answer.status_code == 302
    question.refresh_from_db()
    assert question.is_open


def test_asks_nothing_about_a_letter_that_was_changed_meanwhile(client, editor, page):
    seen = seen_on(client, page)
    page.headline = "tag to kolleger med"
    page.save_revision().publish()
    client.post(reverse("newsletters_ask", args=[page.pk]), {"seen": seen})
    assert Approval.objects.count() == 0


@pytest.mark.parametrize("seen", ["", "noget andet", "\x00"])
def test_sends_nothing_that_was_not_seen(client, editor, page, seen):
    work_alone()
    client.post(send_url(page), {"seen": seen})
    assert Mailing.objects.count() == 0


def test_keeps_the_doors_from_those_who_may_not_send(client, editor, page):
    question = ask(client, page)
    stranger = Client()
    user = User.objects.create_user("skribent@network.example", "secret")
    user.user_permissions.add(Permission.objects.get(codename="access_admin"))
    stranger.force_login(user)
    for url in (question_url(question), reverse("newsletters_approval_letter", args=[question.pk])):
        assert stranger.get(url)["Location"] == reverse("wagtailadmin_home")
    assert stranger.post(question_url(question), {"answer": "yes"}).status_code == 302
    question.refresh_from_db()
    assert question.is_open
    assert question.subject not in stranger.get(reverse("wagtailadmin_home")).content.decode()


def test_waits_the_time_to_regret_and_can_be_stopped(client, editor, page, work, letters):
    work_alone(regret_seconds=120)
    shown = press_send(client, page, follow=True).content.decode()
    mailing = Mailing.objects.get()
    assert mailing.state == Mailing.State.SCHEDULED
    assert "Stop – send intet" in shown
    client.post(reverse("newsletters_mailing_stop", args=[mailing.pk]))
    work()
    mailing.refresh_from_db()
    assert mailing.state == Mailing.State.CANCELLED
    assert letters() == []


def test_schedules_for_a_time_in_copenhagen(client, editor, page):
    work_alone()
    day = timezone.localdate() + dt.timedelta(days=3)
    press_send(client, page, {"send_at": f"{day}T09:30"})
    goes_out = timezone.localtime(Mailing.objects.get().send_at)
    assert (goes_out.date(), goes_out.strftime("%H.%M")) == (day, "09.30")


def test_says_what_is_wrong_with_a_time(client, editor, page):
    work_alone()
    shown = press_send(client, page, {"send_at": "2027-03-28T02:30"}).content.decode()
    assert "Stilles urene" in shown or "stilles urene" in shown.lower()
    assert Mailing.objects.count() == 0


def test_says_when_the_newsletter_was_published_anew_since(client, editor, page):
    work_alone(regret_seconds=120)
    press_send(client, page)
    page.headline = "tag to kolleger med"
    page.save_revision().publish()
    shown = client.get(reverse("newsletters_mailing", args=[Mailing.objects.get().pk]))
    assert "udgivet på ny" in shown.content.decode()


def test_leads_a_stop_that_came_too_late_to_the_mailing(client, editor, page, work):
    work_alone()
    press_send(client, page)
    work()
    mailing = Mailing.objects.get()
    answer = client.post(reverse("newsletters_mailing_stop", args=[mailing.pk]))
    assert answer["Location"] == reverse("newsletters_mailing", args=[mailing.pk])
    mailing.refresh_from_db()
    assert mailing.state == Mailing.State.DONE


def test_keeps_the_setting_from_those_who_may_only_send(client):
    site = make_home().get_site()
    user = User.objects.create_user("rikke@network.example", "secret")
    codes = ("access_admin", "send_newsletter")
    user.user_permissions.add(*Permission.objects.filter(codename__in=codes))
    client.force_login(user)
    url = reverse("wagtailsettings:edit", args=["newsletters", "sendingsettings", site.pk])
    assert client.get(url)["Location"] == reverse("wagtailadmin_home")
