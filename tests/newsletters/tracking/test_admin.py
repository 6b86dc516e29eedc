"""One member's mail in the admin: whether it arrives, all letters, stopping it and letting it go on."""

import pytest
from django.contrib.auth.models import Permission
from django.test import Client
from django.urls import reverse
from django.utils import timezone

from cms.members.actions import lift_on_arrival, lift_suppression, suppress
from cms.members.models import Suppression, User
from newsletters.delivery.models import Delivery
from newsletters.tracking.actions import record
from tests.factories.pages import make_home
from tests.factories.people import make_editor, make_member

from .ledger import NOW, make_letter, make_mailing, report

pytestmark = pytest.mark.django_db
Reason = Suppression.Reason


@pytest.fixture
def editor(client):
    make_home()
    editor = make_editor()
    client.force_login(editor)
    return editor


def url_of(member):
    return reverse("newsletters_member_mail", args=[member.pk])


def test_stands_below_the_members():
    assert reverse("newsletters_member_mail", args=[7]) == "/admin/members/7/mail/"


def test_shows_a_member_whose_mail_arrives(client, editor):
    member = make_member(first_name="Anna", last_name="Berg")
    record([report(make_letter(member, make_mailing(subject="Nr. 1")), "delivered")], now=NOW)
    answer = client.get(url_of(member))
    assert answer.status_code == 200
    assert (answer.context["act"], answer.context["health"].received) == ("stop", 1)
    page = answer.content.decode()
    for words in (
        "Anna Berg",
        f"/admin/members/inspect/{member.pk}/",
        member.email,
        "Nr. 1",
        str(Delivery.State.DELIVERED.label),
    ):
        assert words in page


def test_shows_a_member_who_got_nothing(client, editor):
    answer = client.get(url_of(make_member()))
    assert answer.context["rows"] == []
    assert '<table class="listing"' not in answer.content.decode()


def test_shows_why_mail_is_stopped_and_lets_it_go_on(client, editor):
    member = make_member()
    suppress(fingerprint=member.fingerprint, reason=Reason.BOUNCED, words="550 gone", now=NOW)
    shown = client.get(url_of(member))
    assert shown.context["act"] == "lift"
    assert str(Reason.BOUNCED.label) in shown.content.decode()
    assert "550 gone" in shown.content.decode()
    answer = client.post(url_of(member), {"act": "lift", "because": "Ny postkasse"})
    assert (answer.status_code, answer.url) == (302, url_of(member))
    lifted = Suppression.objects.get()
    assert (lifted.lifted_by, lifted.lifted_because) == (editor, "Ny postkasse")
    assert "Ny postkasse" in client.get(url_of(member)).content.decode()


def test_stops_mail_by_hand(client, editor):
    member = make_member()
    answer = client.post(url_of(member), {"act": "stop", "because": "På orlov"})
    assert answer.status_code == 302
    standing = Suppression.objects.get()
    assert (standing.fingerprint, standing.reason) == (member.fingerprint, "by_hand")
    assert standing.words == f"{editor}: På orlov"


@pytest.mark.parametrize("because", [None, "", "    ", "abc", "x" * 201, "abcde\x00"])
@pytest.mark.parametrize("act", ["stop", "lift"])
def test_asks_for_a_reason(client, editor, act, because):
    member = make_member()
    if act == "lift":
        suppress(fingerprint=member.fingerprint, reason=Reason.BOUNCED, now=NOW)
    data = {"act": act} if because is None else {"act": act, "because": because}
    answer = client.post(url_of(member), data)
    assert (answer.status_code, list(answer.context["form"].errors)) == (200, ["because"])
    assert Suppression.objects.filter(lifted_at=None).count() == (act == "lift")


@pytest.mark.parametrize("act", [None, "", "delete", "x" * 9999, "\x00"])
def test_does_nothing_else(client, editor, act):
    data = {"because": "En god grund"} if act is None else {"because": "En god grund", "act": act}
    assert client.post(url_of(make_member()), data).status_code == 200
    assert Suppression.objects.count() == 0


def test_says_when_somebody_else_was_faster(client, editor):
    member = make_member()
    answer = client.post(url_of(member), {"act": "lift", "because": "Ny postkasse"}, follow=True)
    assert [message.level_tag for message in answer.context["messages"]] == ["warning"]


def test_shows_what_stopped_mail_earlier(client, editor):
    member = make_member()
    mark = member.fingerprint
    suppress(fingerprint=mark, reason=Reason.SOFT_BOUNCES, words="full", now=NOW)
    lift_on_arrival(fingerprints=[mark], now=NOW)
    suppress(fingerprint=mark, reason=Reason.BOUNCED, words="gone", now=NOW)
    lift_suppression(member=member, user=editor, because="Rettet nu", now=timezone.now())
    page = client.get(url_of(member)).content.decode()
    for words in ("full", "gone", f"Rettet nu ({editor})"):
        assert words in page


def test_shows_what_others_wrote_as_text(client, editor):
    script = "<script>alert(1)</script>"
    member = make_member(first_name=script)
    make_letter(member, make_mailing(subject=script), reason=script, state=Delivery.State.BOUNCED)
    suppress(fingerprint=member.fingerprint, reason=Reason.BOUNCED, words=script, now=NOW)
    assert "<script>alert(1)" not in client.get(url_of(member)).content.decode()
    client.post(url_of(member), {"act": "lift", "because": script})
    assert "<script>alert(1)" not in client.get(url_of(member)).content.decode()


def test_says_in_words_why_a_letter_was_left_out(client, editor):
    member = make_member()
    make_letter(member, state=Delivery.State.SKIPPED, reason="suppressed")
    make_letter(member, state=Delivery.State.BOUNCED, reason="550 no")
    reasons = [reason for _letter, reason in client.get(url_of(member)).context["rows"]]
    assert reasons == ["550 no", str(Delivery.Reason.SUPPRESSED.label)]


@pytest.mark.parametrize(
    ("asked", "shown"), [("", 50), ("2", 3), ("99", 3), ("x", 50), ("-1", 3), ("9" * 30, 3)]
)
def test_turns_the_pages_of_letters(client, editor, asked, shown):
    member = make_member()
    for _ in range(53):
        make_letter(member)
    answer = client.get(url_of(member), {"p": asked} if asked else {})
    assert len(answer.context["rows"]) == shown


@pytest.mark.parametrize("letters", [1, 50])
def test_asks_as_much_for_one_letter_as_for_fifty(
    client, editor, letters, django_assert_num_queries
):
    member = make_member()
    for _ in range(letters):
        make_letter(member)
    client.get(url_of(member))
    with django_assert_num_queries(13):
        client.get(url_of(member))


@pytest.mark.parametrize("key", ["999999", "9" * 30])
def test_answers_404_for_a_member_that_is_not(client, editor, key):
    assert client.get(f"/admin/members/{key}/mail/").status_code == 404


def sign_in(client, *codenames):
    make_home()
    user = User.objects.create_user("ny@network.example", "secret")
    for codename in ("access_admin", *codenames):
        user.user_permissions.add(Permission.objects.get(codename=codename))
    client.force_login(user)


def test_shows_nothing_to_one_who_may_not_see_members(client):
    sign_in(client, "send_newsletter")
    answer = client.get(url_of(make_member()))
    assert (answer.status_code, answer.url) == (302, reverse("wagtailadmin_home"))


def test_lets_one_look_who_may_only_look(client):
    sign_in(client, "view_member")
    member = make_member()
    make_letter(member)
    page = client.get(url_of(member)).content.decode()
    assert ('name="act"' in page, "/admin/mailings/" in page) == (False, False)
    client.post(url_of(member), {"act": "stop", "because": "En god grund"})
    assert Suppression.objects.count() == 0


def test_links_to_the_mailing_for_one_who_may_send(client):
    sign_in(client, "change_member", "send_newsletter")
    letter = make_letter(make_member())
    page = client.get(url_of(letter.member)).content.decode()
    assert f'<a href="/admin/mailings/{letter.mailing_id}/">' in page


def test_asks_strangers_to_sign_in(client):
    make_home()
    assert reverse("wagtailadmin_login") in client.get(url_of(make_member()))["Location"]


def test_wants_a_csrf_token(editor):
    strict = Client(enforce_csrf_checks=True)
    strict.force_login(editor)
    answer = strict.post(url_of(make_member()), {"act": "stop", "because": "En god grund"})
    assert answer.status_code == 403
