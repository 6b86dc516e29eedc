"""Changing one's address: asked for by the member, confirmed from the new one; nobody learns of others."""

import datetime as dt
import re

import pytest
from allauth.account.models import EmailAddress
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.utils import timezone

from cms.accounts import changing
from cms.accounts.models import AddressChange
from cms.accounts.sweeping import sweep
from cms.mail.addresses import fingerprint
from cms.mail.models import Letter
from cms.members.leaving import erase
from cms.members.models import Member, Suppression, User
from tests.factories.people import make_editor, make_member, suppress

PAGE = "/min-side/adresse/"
NEW = "anna@ny-kommune.example"
TOKEN = re.compile(r"/adresse/([A-Za-z0-9_-]{43})/")


@pytest.fixture
def anna(sign_in):
    member = make_member(first_name="Anna", email="anna@kommune.example", consent=False)
    sign_in(member.email)
    Letter.objects.all().delete()
    return member


def ask(client, email=NEW):
    return client.post(PAGE, {"email": email})


def letters(kind):
    return Letter.objects.filter(kind=f"accounts.{kind}")


def link():
    """The link in the newest letter to a new address."""
    text = letters("confirm_address").latest("pk").text
    return f"{PAGE}{TOKEN.search(text)[1]}/"


def test_changes_member_and_account_together(client, anna):
    assert ask(client).url == PAGE
    (letter,) = letters("confirm_address")
    assert letter.address == NEW
    assert NEW in client.get(link()).content.decode()
    assert client.post(link()).url == "/min-side/"
    changed = Member.objects.get(pk=anna.pk)
    assert (changed.email, changed.email_key) == (NEW, NEW)
    assert changed.fingerprint == fingerprint(NEW)
    assert User.objects.filter(email=NEW).count() == 1
    assert NEW in client.get("/min-side/").content.decode()


def test_tells_the_old_address_and_not_which_the_new_one_is(client, anna):
    ask(client)
    client.post(link())
    (letter,) = letters("address_changed")
    assert letter.address == "anna@kommune.example"
    assert NEW not in letter.text + letter.html


def test_keeps_the_address_as_it_is_written_and_knows_it_by_its_form(client, anna):
    ask(client, " Anna@NY-Kommune.example ")
    client.post(link())
    changed = Member.objects.get(pk=anna.pk)
    assert (changed.email, changed.email_key) == ("Anna@NY-Kommune.example", NEW)
    assert User.objects.filter(email=NEW).exists()


def test_the_old_address_signs_nobody_in_any_more(client, anna, code_of):
    user = User.objects.get(email=anna.email_key)
    EmailAddress.objects.create(user=user, email=anna.email, verified=True, primary=True)
    ask(client)
    client.post(link())
    stranger = Client()
    stranger.post("/log-ind/", {"email": "anna@kommune.example"})
    assert code_of() is None
    assert EmailAddress.objects.count() == 0


def test_ends_all_other_sessions(client, anna, code_of):
    other = Client()
    other.post("/log-ind/", {"email": anna.email})
    other.post("/log-ind/kode/", {"code": code_of()})
    ask(client)
    client.post(link())
    assert (client.get("/min-side/").status_code, other.get("/min-side/").status_code) == (200, 302)


def test_nothing_changes_before_the_button(client, anna):
    ask(client)
    for _ in range(3):
        assert client.get(link()).status_code == client.head(link()).status_code == 200
    assert Member.objects.get(pk=anna.pk).email == anna.email
    assert letters("address_changed").count() == 0


def taken_by_a_member():
    make_member(email=NEW)


def taken_by_an_account():
    make_editor(email=NEW)


def stopped():
    member = make_member(email=NEW)
    suppress(member)
    member.delete()


@pytest.mark.parametrize("known", [taken_by_a_member, taken_by_an_account, stopped])
def test_answers_the_same_whoever_has_the_address(client, anna, known):
    def shown():
        answer = ask(client)
        page = client.get(PAGE).content.decode()
        return answer.status_code, answer.url, re.sub(r'value="[^"]{64}"', "", page)

    free = shown()
    assert letters("confirm_address").count() == 1
    Letter.objects.all().delete()
    known()
    assert shown() == free
    assert Letter.objects.count() == 0


@pytest.mark.parametrize("known", [taken_by_a_member, taken_by_an_account, stopped])
def test_asks_the_database_the_same_whoever_has_the_address(client, anna, known):
    def asked():
        Letter.objects.all().delete()
        AddressChange.objects.all().delete()
        with CaptureQueriesContext(connection) as queries:
            ask(client)
        # That a savepoint is gone back to is the one difference.
        verbs = [query["sql"].split(" ")[0] for query in queries.captured_queries]
        return [verb for verb in verbs if verb != "ROLLBACK"]

    free = asked()
    known()
    assert asked() == free


def test_lets_somebody_return_to_an_address_that_was_erased(client, anna):
    erased = make_member(email=NEW)
    erase(member=erased, now=timezone.now())
    ask(client)
    client.post(link())
    assert Member.objects.get(pk=anna.pk).email == NEW
    assert Suppression.objects.filter(lifted_at=None).count() == 0


def test_tells_no_address_that_takes_no_mail(client, anna):
    suppress(anna)
    ask(client)
    client.post(link())
    assert letters("address_changed").count() == 0
    assert Member.objects.reachable().filter(pk=anna.pk).exists()


def test_a_link_works_once(client, anna):
    ask(client)
    used = link()
    client.post(used)
    ask(client, "anna@tredje.example")
    for again in (client.get(used), client.post(used)):
        assert again.status_code == 404
    assert Member.objects.get(pk=anna.pk).email == NEW


def test_a_new_link_takes_the_place_of_the_old_one(client, anna):
    ask(client)
    old = link()
    ask(client, "anna@tredje.example")
    assert client.post(old).status_code == 404
    assert client.post(link()).status_code == 302
    assert Member.objects.get(pk=anna.pk).email == "anna@tredje.example"
    assert letters("confirm_address").filter(address=NEW).get().state == Letter.State.CANCELLED


def test_a_link_works_for_a_day(client, anna):
    ask(client)
    late = timezone.now() + dt.timedelta(hours=25)
    assert sweep(now=timezone.now())["new addresses not confirmed"] == 0
    AddressChange.objects.update(expires_at=timezone.now())
    assert client.post(link()).status_code == 404
    assert sweep(now=late)["new addresses not confirmed"] == 1


def test_a_link_works_for_whoever_asked_and_nobody_else(client, anna, code_of):
    ask(client)
    path = link()
    bo, his = make_member(first_name="Bo"), Client()
    his.post("/log-ind/", {"email": bo.email})
    his.post("/log-ind/kode/", {"code": code_of()})
    for answer in (his.get(path), his.post(path)):
        assert (answer.status_code, NEW in answer.content.decode()) == (404, False)
    assert Client().get(path).url.startswith("/log-ind/?next=")
    assert Client().post(path).url.startswith("/log-ind/")
    assert Member.objects.filter(email=NEW).count() == 0


@pytest.mark.parametrize("token", ["x", "æ", "A" * 43, "A" * 500, "%00"])
def test_no_other_text_is_a_link(client, anna, token):
    ask(client)
    assert client.get(f"{PAGE}{token}/").status_code == 404
    assert client.post(f"{PAGE}{token}/").status_code == 404


def test_an_address_that_is_taken_meanwhile_stays_its_owners(client, anna):
    ask(client)
    make_member(email=NEW)
    answer = client.post(link())
    assert (answer.status_code, Member.objects.get(pk=anna.pk).email) == (409, anna.email)
    assert User.objects.filter(email=NEW).count() == 0


def test_keeps_no_token_but_its_hash(client, anna):
    ask(client)
    token = link().split("/")[-2]
    assert token not in "".join(str(value) for value in vars(AddressChange.objects.get()).values())
    assert letters("confirm_address").get().is_secret is True


@pytest.mark.parametrize(
    "email",
    [
        "",
        "anna",
        "anna@localhost",
        "mi\u212ae@koege.dk",
        "a@b.dk\r\nBcc: e@evil.dk",
        "a\x00@b.dk",
        "x" * 10_000 + "@b.dk",
        "anna@kommune.example",
        "ANNA@Kommune.example",
    ],
    ids=lambda email: repr(email[:20]),
)
def test_takes_no_address_that_is_none_or_ones_own(client, anna, email):
    assert ask(client, email).status_code == 422
    assert (Letter.objects.count(), AddressChange.objects.count()) == (0, 0)


def test_sends_five_letters_a_day_for_one_member(client, anna):
    asked = [ask(client, f"anna{number}@ny.example").status_code for number in range(6)]
    assert asked == [302] * 5 + [422]
    assert letters("confirm_address").count() == 5


def test_changes_nothing_for_a_form_of_another_site(client, anna):
    ask(client)
    strict = Client(enforce_csrf_checks=True)
    strict.force_login(User.objects.get(email=anna.email_key))
    assert strict.post(PAGE, {"email": "x@y.example"}).status_code == 403
    assert strict.post(link()).status_code == 403


def test_is_not_there_for_an_editor_who_is_no_member(client, sign_in):
    sign_in(make_editor().email)
    assert (client.get(PAGE).status_code, ask(client).status_code) == (404, 404)


def test_speaks_english_to_those_who_read_it(client, anna):
    Member.objects.filter(pk=anna.pk).update(language="en")
    changing.ask(
        member=Member.objects.get(pk=anna.pk),
        user=User.objects.get(email=anna.email_key),
        address=NEW,
        now=timezone.now(),
    )
    assert "/en/my-page/address/" in letters("confirm_address").get().text


def test_erasing_takes_what_was_asked_for_along(client, anna):
    ask(client)
    erase(member=anna, now=timezone.now())
    assert AddressChange.objects.count() == 0
    letter = letters("confirm_address").get()
    assert (letter.address, letter.text) == ("", "")
