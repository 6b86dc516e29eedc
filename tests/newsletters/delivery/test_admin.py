"""The admin's doors: who may come in, what they see, what a press does."""

import datetime as dt
import hashlib

import pytest
from django.contrib.auth.models import Group, Permission
from django.test import Client
from django.urls import reverse
from django.utils import timezone
from wagtail.models import GroupPagePermission

from cms.members.models import Member, User
from newsletters.delivery.models import Act, Batch, Delivery, Mailing
from newsletters.delivery.proof import verify
from tests.factories.pages import make_home, make_newsletter, make_story, make_topic
from tests.factories.people import make_editor, make_member, make_members
from tests.pressing import press_send, work_alone

pytestmark = pytest.mark.django_db


@pytest.fixture
def editor(client):
    editor = make_editor()
    make_home()
    work_alone()
    client.force_login(editor)
    return editor


def send_url(page):
    return reverse("newsletters_send", args=[page.pk])


def test_shows_how_many_an_audience_is(client, editor):
    topic = make_topic()
    make_member(topics=[topic])
    make_members(3)
    page = make_newsletter()
    assert "Send til 4 medlemmer" in client.get(send_url(page)).content.decode()
    narrowed = client.get(send_url(page), {"topics": topic.pk}).content.decode()
    assert "Send til 1 medlem" in narrowed
    assert Mailing.objects.count() == 0


def test_sends_on_post_and_shows_the_mailing(client, editor, work, letters):
    make_members(2)
    page = make_newsletter()
    answer = press_send(client, page, follow=True)
    mailing = Mailing.objects.get()
    assert answer.redirect_chain == [(reverse("newsletters_mailing", args=[mailing.pk]), 302)]
    assert mailing.created_by == editor
    work()
    shown = client.get(reverse("newsletters_mailing", args=[mailing.pk])).content.decode()
    assert "2 af 2 breve" in shown
    assert len(letters()) == 2


def test_leads_a_second_press_to_the_same_mailing(client, editor):
    make_members(2)
    page = make_newsletter()
    first, second = press_send(client, page), press_send(client, page)
    assert first["Location"] == second["Location"]
    assert Mailing.objects.count() == 1


def test_counts_only_those_who_do_not_have_it_yet(client, editor, work):
    topic = make_topic()
    make_member(topics=[topic])
    make_members(3)
    page = make_newsletter()
    narrow = {"topics": topic.pk}
    press_send(client, page, narrow)
    work()
    assert "Send til 3 medlemmer" in client.get(send_url(page)).content.decode()
    press_send(client, page)
    work()
    shown = client.get(send_url(page), {"kinds": "municipality"})
    assert (shown.context["count"], shown.context["have"]) == (0, 4)
    press_send(client, page, {"kinds": "municipality"})
    assert Mailing.objects.count() == 2


def test_says_when_no_worker_comes(client, editor):
    make_member()
    press_send(client, make_newsletter())
    url = reverse("newsletters_mailing_progress", args=[Mailing.objects.get().pk])
    assert client.get(url).context["progress"].is_waiting is False
    Mailing.objects.update(created_at=timezone.now() - dt.timedelta(minutes=3))
    assert client.get(url).context["progress"].is_waiting is True


def test_names_the_faults_and_offers_no_button(client, editor):
    make_member()
    story = make_story(title="Skjult")
    page = make_newsletter(body=[("story", {"page": story, "lead": ""})])
    story.unpublish()
    shown = client.get(send_url(page)).content.decode()
    assert "Blok 1 (Historie) viser »Skjult«" in shown
    assert " disabled" in shown
    press_send(client, page)
    assert Mailing.objects.count() == 0


def test_names_the_network_in_the_browsers_tab(client, editor):
    shown = client.get(send_url(make_newsletter())).content.decode()
    assert "- Netværket</title>" in " ".join(shown.split())


def test_keeps_every_editor_to_the_networks_time(client, editor):
    assert "current_time_zone" not in client.get(reverse("wagtailadmin_account")).content.decode()


def test_sends_a_test_to_the_one_who_asks(client, editor, letters):
    page = make_newsletter()
    client.post(reverse("newsletters_test", args=[page.pk]))
    (letter,) = letters()
    assert str(letter["To"]) == editor.email
    assert str(letter["Subject"]).startswith("[TEST] ")


def test_goes_on_with_a_stopped_mailing(client, editor, work, letters):
    make_member()
    press_send(client, make_newsletter())
    work_stopped = Mailing.objects.get()
    work()
    Mailing.objects.update(state=Mailing.State.PAUSED, fault="HTTP 401")
    shown = client.get(reverse("newsletters_mailing", args=[work_stopped.pk])).content.decode()
    assert "HTTP 401" in shown
    client.post(reverse("newsletters_mailing_resume", args=[work_stopped.pk]))
    work()
    assert Mailing.objects.get().state == Mailing.State.DONE
    assert len(letters()) == 1


@pytest.mark.parametrize("query", [{"state": "x"}, {"q": '"%\x00'}, {"p": "9" * 30}, {"p": "-1"}])
def test_finds_letters_whatever_is_asked(client, editor, work, query):
    make_member()
    press_send(client, make_newsletter())
    work()
    url = reverse("newsletters_mailing", args=[Mailing.objects.get().pk])
    assert client.get(url, query).status_code == 200


@pytest.mark.parametrize("mailings", [1, 3])
def test_lists_mailings_with_the_same_queries(client, editor, django_assert_num_queries, mailings):
    make_member()
    for _ in range(mailings):
        press_send(client, make_newsletter())
    url = reverse("newsletters_mailings")
    client.get(url)
    with django_assert_num_queries(8):
        assert client.get(url).status_code == 200


@pytest.fixture
def writer(client):
    """May write and publish newsletters, but not send them."""
    group = Group.objects.create(name="Skribenter")
    group.permissions.add(Permission.objects.get(codename="access_admin"))
    for codename in ("change_page", "publish_page"):
        permission = Permission.objects.get(
            codename=codename, content_type__app_label="wagtailcore"
        )
        GroupPagePermission.objects.create(group=group, page=make_home(), permission=permission)
    user = User.objects.create_user("skribent@network.example", "secret")
    user.groups.add(group)
    client.force_login(user)
    return user


def test_lets_nobody_send_without_the_permission(client, writer):
    make_member()
    page = make_newsletter()
    edit = client.get(reverse("wagtailadmin_pages:edit", args=[page.pk]))
    assert edit.status_code == 200
    assert send_url(page) not in edit.content.decode()
    for method in (client.get, client.post):
        assert method(send_url(page))["Location"] == reverse("wagtailadmin_home")
        assert method(reverse("newsletters_mailings")).status_code in (302, 405)
    assert Mailing.objects.count() == 0


def test_lets_a_sender_send(client, writer):
    make_member()
    work_alone()
    writer.groups.get().permissions.add(Permission.objects.get(codename="send_newsletter"))
    page = make_newsletter()
    assert (
        send_url(page)
        in client.get(reverse("wagtailadmin_pages:edit", args=[page.pk])).content.decode()
    )
    press_send(client, page)
    assert Mailing.objects.count() == 1


@pytest.fixture
def mailing(editor, client):
    make_members(3)
    press_send(client, make_newsletter())
    return Mailing.objects.get()


def url(name, mailing, *more):
    return reverse(f"newsletters_mailing_{name}", args=[mailing.pk, *more])


def test_stops_a_mailing_and_goes_on(client, mailing, work, letters):
    client.post(url("pause", mailing))
    work()
    assert letters() == []
    shown = client.get(reverse("newsletters_mailing", args=[mailing.pk])).content.decode()
    assert "Den er stoppet" in shown
    client.post(url("resume", mailing))
    work()
    assert len(letters()) == 3


@pytest.mark.parametrize("name", ["pause", "resume"])
def test_says_so_when_there_is_nothing_to_stop_or_go_on_with(client, mailing, work, name):
    work()
    answer = client.post(url(name, mailing), follow=True)
    assert answer.status_code == 200
    assert Mailing.objects.get().state == Mailing.State.DONE


def test_cancels_only_after_asking(client, mailing, work, letters):
    shown = client.get(url("cancel", mailing)).content.decode()
    assert "Annullér resten" in shown
    assert Mailing.objects.get().state == Mailing.State.PLANNING
    client.post(url("cancel", mailing))
    work()
    assert Mailing.objects.get().state == Mailing.State.CANCELLED
    assert letters() == []
    assert (
        'type="submit" class="button no"' not in client.get(url("cancel", mailing)).content.decode()
    )


def test_sends_unknown_letters_again_in_the_editors_name(client, editor, mailing, work, letters):
    work()
    Delivery.objects.of(mailing).update(state=Delivery.State.HELD)
    Batch.objects.update(state=Batch.State.HELD)
    Mailing.objects.update(state=Mailing.State.DONE_WITH_HELD)
    assert "Om 3 breve ved ingen" in client.get(url("again", mailing)).content.decode()
    client.post(url("again", mailing))
    work()
    assert len(letters()) == 6
    assert Act.objects.get(kind=Act.Kind.SENT_AGAIN).user == editor


def test_sends_to_those_who_came_since(client, mailing, work, letters):
    work()
    make_member()
    assert "1 medlem i modtagergruppen" in client.get(url("missing", mailing)).content.decode()
    answer = client.post(url("missing", mailing))
    newest = Mailing.objects.get(part=2)
    assert answer["Location"] == reverse("newsletters_mailing", args=[newest.pk])
    work()
    assert len(letters()) == 4
    client.post(url("missing", mailing), follow=True)
    assert Mailing.objects.count() == 2


def test_names_the_reason_for_every_pause(client, mailing):
    for pause in Mailing.Pause.values:
        Mailing.objects.update(state=Mailing.State.PAUSED, pause=pause, fault="HTTP 502")
        shown = client.get(reverse("newsletters_mailing_progress", args=[mailing.pk]))
        assert "help-critical" in shown.content.decode()


def test_exports_the_ledger_with_no_cell_that_is_a_formula(client, mailing, work):
    Member.objects.filter(pk=Member.objects.first().pk).update(first_name="=HYPERLINK(1)")
    work()
    answer = client.get(url("export", mailing), {"state": int(Delivery.State.ACCEPTED)})
    lines = b"".join(answer.streaming_content).decode("utf-8-sig").splitlines()
    assert len(lines) == 4
    assert lines[1].startswith("'=HYPERLINK(1)")
    empty = client.get(url("export", mailing), {"state": "x", "q": "\x00"})
    assert len(b"".join(empty.streaming_content).splitlines()) == 1


def test_hands_out_the_proof_on_paper_signed_and_the_letter(client, mailing, work):
    work()
    document = client.get(url("proof", mailing, "json")).json()
    assert verify(document) is True
    paper = client.get(url("proof", mailing, "pdf"))
    assert (paper["Content-Type"], paper.content[:5]) == ("application/pdf", b"%PDF-")
    letter = client.get(url("proof", mailing, "eml")).content
    assert hashlib.sha256(letter).hexdigest() == document["mailing"]["letter_sha256"]


@pytest.mark.parametrize(
    "name", ["pause", "resume", "cancel", "again", "missing", "export", "progress"]
)
def test_keeps_every_door_from_those_who_may_not_send(client, mailing, writer, name):
    for method in (client.get, client.post):
        assert method(url(name, mailing)).status_code in (302, 405)
    assert client.get(url("proof", mailing, "json")).status_code == 302
    assert Mailing.objects.get().state == Mailing.State.PLANNING


@pytest.mark.parametrize("name", ["pause", "resume", "cancel", "again", "missing"])
def test_changes_nothing_without_the_forms_token(editor, mailing, name):
    stranger = Client(enforce_csrf_checks=True)
    stranger.force_login(editor)
    assert stranger.post(url(name, mailing)).status_code == 403


def test_asks_strangers_to_sign_in(client):
    page = make_newsletter()
    assert reverse("wagtailadmin_login") in client.get(send_url(page))["Location"]
