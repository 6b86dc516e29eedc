"""The public doors of joining: one answer to everybody, and nothing changes on GET."""

import logging
import re

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from django.utils import translation

from cms.mail.models import Letter
from cms.members import joining
from cms.members.models import Consent, Member, SignUp, Tally
from cms.members.tokens import make_token
from newsletters.delivery.tokens import make_token as make_unsubscribe_token
from tests.answers import seen
from tests.factories.joining import asked, typed
from tests.factories.people import make_member, make_organisation, suppress

pytestmark = pytest.mark.django_db
JOIN, THANKS = "/bliv-medlem/", "/bliv-medlem/tak/"


def post(client, **fields):
    return client.post(JOIN, typed(**fields))


def link(token):
    return reverse("members:confirm", args=[token])


@pytest.fixture
def unlimited(settings):
    settings.JOIN_PER_IP = settings.JOIN_PER_NETWORK = settings.JOIN_PER_HOUR = 0


@pytest.fixture
def addresses(home):
    """{what is known of it: an address}."""
    make_member(email="known@koege.example")
    gone = make_member(email="erased@koege.example")
    suppress(gone)
    gone.delete()
    suppress(make_member(email="stopped@koege.example"))
    asked(email="waiting@koege.example")
    names = ("new", "known", "erased", "stopped", "waiting")
    return {name: f"{name}@koege.example" for name in names}


@pytest.mark.parametrize("path", [JOIN, THANKS, "/bliv-medlem/velkommen/", "/en/bliv-medlem/"])
def test_shows_its_pages_and_sets_no_cookie(client, home, path):
    answer = client.get(path)
    assert (answer.status_code, list(answer.cookies)) == (200, [])
    assert "no-store" in answer["Cache-Control"]
    assert client.head(path).status_code == 200
    # The form finds organisations while one types; no other page has a script.
    scripts = re.findall(r"<script[^>]*?([a-z]+\.js)", answer.content.decode())
    assert scripts == (["organisations.js"] if path.endswith(JOIN) else [])
    assert answer.content.decode().count("<script") == len(scripts)


def test_thanks_whoever_signs_up(client, home):
    answer = post(client)
    assert (answer.status_code, answer.url, list(answer.cookies)) == (302, THANKS, [])
    assert SignUp.objects.get().email == "anna@koege.example"


def test_answers_every_address_the_same(client, addresses, unlimited):
    answers = {name: post(client, email=address) for name, address in addresses.items()}
    assert len(set(map(seen, answers.values()))) == 1


def test_asks_the_database_the_same_for_every_address(client, addresses, unlimited):
    asked_of = {}
    for name, address in addresses.items():
        with CaptureQueriesContext(connection) as queries:
            post(client, email=address)
        bare = [re.sub(r"'[^']*'|\b\d+\b", "?", query["sql"]) for query in queries]
        asked_of[name] = [sql for sql in bare if not sql.startswith(("SAVEPOINT", "RELEASE"))]
    assert len({tuple(each) for each in asked_of.values()}) == 1


def test_writes_one_letter_to_one_address_of_a_thousand_tries(client, home, unlimited, work):
    for number in range(100):
        post(client, email=f"anna+{number}@koege.example")
    work()
    assert Letter.objects.count() == 1


def test_turns_the_sixth_visitor_from_one_address_away_whoever_is_signed_up(client, home):
    make_member(email="known@koege.example")
    for number in range(5):
        assert post(client, email=f"a{number}@koege.example").status_code == 302
    answers = [post(client, email=email) for email in ("new@koege.example", "known@koege.example")]
    assert [answer.status_code for answer in answers] == [429, 429]
    assert [len(answer.context["form"].non_field_errors()) for answer in answers] == [1, 1]
    assert SignUp.objects.count() == 5


def test_counts_visitors_behind_the_proxy_by_what_it_wrote(client, home, settings):
    settings.BEHIND_PROXY = True
    for number in range(7):
        heads = {"X-Forwarded-For": f"10.0.0.{number}, 198.51.100.9"}
        last = client.post(JOIN, typed(email=f"a{number}@koege.example"), headers=heads)
    assert last.status_code == 429
    other = client.post(JOIN, typed(), headers={"X-Forwarded-For": "198.51.100.9, 203.0.113.5"})
    assert other.status_code == 302


def test_believes_no_header_of_a_visitor_without_a_proxy(client, home):
    for number in range(6):
        heads = {"X-Forwarded-For": f"203.0.113.{number}"}
        last = client.post(JOIN, typed(email=f"a{number}@koege.example"), headers=heads)
    assert last.status_code == 429


def test_thanks_a_machine_too_and_writes_nothing(client, home):
    answer = post(client, website="https://evil.example")
    assert (answer.status_code, answer.url) == (302, THANKS)
    assert (SignUp.objects.count(), Tally.objects.count()) == (0, 0)


@pytest.mark.parametrize(
    "origin", ["https://evil.example", "null", "http://testserver.evil.example"]
)
def test_takes_no_form_that_another_site_sends(home, origin):
    answer = Client(enforce_csrf_checks=True).post(JOIN, typed(), headers={"Origin": origin})
    assert (answer.status_code, SignUp.objects.count()) == (403, 0)


def test_takes_its_own_form_without_a_cookie(home):
    strict = Client(enforce_csrf_checks=True)
    answer = strict.post(JOIN, typed(), headers={"Origin": "http://testserver"})
    assert (answer.status_code, SignUp.objects.count()) == (302, 1)


def test_shows_the_form_again_with_what_is_wrong_on_top_and_at_the_field(client, home):
    answer = post(client, email="anna", first_name="<script>alert(1)</script>")
    page = answer.content.decode()
    assert answer.status_code == 422
    assert page.count('href="#id_email"') == 1
    assert re.search(r'<input[^>]*name="email"[^>]*aria-invalid="true"', page)
    assert re.search(r'aria-describedby="id_email_helptext id_email_error"', page)
    assert "<script>alert" not in page
    assert SignUp.objects.count() == 0


def test_takes_no_word_of_an_html_form_for_more_than_it_is(client, home):
    post(client, is_staff="1", confirmed_at="2026-01-01 00:00", token_hash="x", answer="asked")
    made = SignUp.objects.get()
    assert (made.confirmed_at, made.token_hash, made.answer) == (None, None, "")
    assert Member.objects.count() == 0


@pytest.mark.parametrize("method", ["put", "delete", "patch"])
def test_knows_no_other_way_in(client, home, method):
    for path in (JOIN, THANKS, link(make_token())):
        assert getattr(client, method)(path).status_code == 405


def test_shows_a_button_and_changes_nothing_on_get(client, home):
    _made, token = asked(first_name="Anna", last_name="<b>Berg")
    before = SignUp.objects.values().get()
    for _turn in range(10):
        answer = client.get(link(token))
        assert client.head(link(token)).status_code == 200
    page = answer.content.decode()
    assert (answer.status_code, page.count('<form method="post"')) == (200, 1)
    assert "Anna &lt;b&gt;Berg" in page
    assert "<script" not in page
    assert (Member.objects.count(), SignUp.objects.values().get()) == (0, before)


def test_confirms_on_post_and_leads_away_from_the_token(client, home):
    _made, token = asked()
    answer = client.post(link(token))
    assert (answer.status_code, answer.url) == (302, "/bliv-medlem/velkommen/")
    assert Member.objects.get().email == "anna@koege.example"
    assert client.get(answer.url).status_code == 200


def test_confirms_without_cookie_and_from_a_page_that_says_no_origin(home):
    _made, token = asked()
    strict = Client(enforce_csrf_checks=True)
    assert strict.post(link(token), headers={"Origin": "null"}).status_code == 302


def test_tells_nobody_of_the_address_of_the_page(client, home):
    _made, token = asked()
    for answer in (client.get(link(token)), client.get(link("x")), client.post(link(token))):
        assert answer["Referrer-Policy"] == "no-referrer"
        assert answer["X-Robots-Tag"] == "noindex, nofollow"
        assert "no-store" in answer["Cache-Control"]


def test_answers_every_link_that_does_not_work_the_same(client, home):
    _made, used = asked()
    joining.confirm(token=used, now=_made.created_at)
    old, expired = asked(email="bo@koege.example")
    SignUp.objects.filter(pk=old.pk).update(expires_at=old.created_at)
    replaced, first = asked(email="ib@koege.example")
    SignUp.objects.filter(pk=replaced.pk).update(token_hash="0" * 64)
    tokens = [used, expired, first, make_token(), make_unsubscribe_token(1), "x", "é", "a" * 3000]
    answers = [getattr(client, how)(link(token)) for token in tokens for how in ("get", "post")]
    assert {answer.status_code for answer in answers} == {404}
    assert len({answer.content for answer in answers}) == 1
    assert Member.objects.count() == 1


def test_is_no_way_to_leave_a_newsletter(client, home):
    _made, token = asked()
    assert client.post(reverse("newsletters:unsubscribe", args=[token])).status_code == 404
    assert SignUp.objects.waiting().count() == 1


def test_says_so_to_one_who_became_a_member_meanwhile(client, home):
    _made, token = asked()
    make_member(email="anna@koege.example")
    answer = client.post(link(token))
    assert (answer.status_code, answer.context["state"]) == (200, "known")
    assert Member.objects.count() == 1


def test_leads_to_this_site_whatever_host_was_asked(client, home, work, settings, letters):
    settings.ALLOWED_HOSTS = ["*"]
    client.post(JOIN, typed(), headers={"host": "evil.example"})
    work()
    (mail,) = letters()
    assert "evil" not in mail.as_string()
    assert "http://testserver/bliv-medlem/bekraeft/" in mail.get_body(("plain",)).get_content()


def test_writes_no_address_and_no_token_into_the_log(client, home, work, caplog):
    caplog.set_level(logging.DEBUG)
    post(client)
    work()
    _made, token = asked(email="bo@koege.example")
    client.get(link(token))
    client.post(link(token))
    said = " ".join(record.getMessage() for record in caplog.records)
    assert "koege.example" not in said
    assert token not in said


def test_keeps_consent_and_membership_apart(client, home):
    _made, token = asked()
    client.post(link(token))
    assert (Member.objects.count(), Consent.objects.count()) == (1, 0)


def test_leads_to_the_form_from_any_page(client, home):
    page = client.get(home.url).content.decode()
    assert page.count(f'href="{JOIN}"') == 4
    with translation.override("en"):
        assert reverse("members:join") == "/en/bliv-medlem/"


WORKPLACE = "/bliv-medlem/arbejdsplads/"


def test_suggests_a_workplace_by_the_domain_and_tells_nothing_of_members(client, home):
    place = make_organisation(name="Køge Kommune")
    known = client.get(WORKPLACE, {"domain": "koege.dk"})
    assert known.json() == {"organisation": "Køge Kommune"}
    assert "public" in known["Cache-Control"]
    assert known.cookies == {}
    make_member(email="anna@sunde-skoler.dk", organisation=place)
    make_member(email="bo@sunde-skoler.dk", organisation=place)
    assert client.get(WORKPLACE, {"domain": "sunde-skoler.dk"}).json() == {"organisation": None}


@pytest.mark.parametrize(
    "query",
    [{}, {"domain": "x" * 254}, {"domain": ["a", "b"]}, {"q": "a"}, {"domain": "a", "b": 1}],
)
def test_takes_one_short_domain_and_nothing_else(client, home, query):
    answer = client.get(WORKPLACE, query)
    assert (answer.status_code, answer["Cache-Control"]) == (400, "no-store")


def test_asks_the_database_a_constant_number_of_times_for_a_workplace(
    client, home, django_assert_num_queries
):
    for number in range(3):
        make_organisation(name=f"By {number} Kommune")
    with django_assert_num_queries(2):
        client.get(WORKPLACE, {"domain": "xyz.dk"})
