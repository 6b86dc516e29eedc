"""What is kept about oneself: shown, fetched as a file, and only by the one whose it is."""

import json
from io import BytesIO
from zipfile import ZipFile

import pytest
from allauth.account.internal.flows.login import AUTHENTICATION_METHODS_SESSION_KEY as RECORDS
from django.test import Client
from django.utils import timezone

from cms.members.actions import give_consent, withdraw_consent
from cms.members.models import Consent, Suppression, User
from cms.series.actions import reword
from newsletters.audiences.rules import Rule
from newsletters.delivery import actions
from newsletters.delivery.tokens import make_token
from tests.factories.joining import sign_up
from tests.factories.pages import make_newsletter
from tests.factories.people import make_editor, make_member, make_series, suppress

RECEIPT, FILE = "/min-side/det-gemmer-vi/", "/min-side/hent-alt/"


@pytest.fixture
def anna(sign_in):
    member = make_member(first_name="Anna", last_name="Holm", consent=False)
    sign_in(member.email)
    return member


def kept(response):
    return {one.holding.name: one.rows for one in response.context["kept"]}


def grow_old(client, minutes):
    """As if this person had signed in so many minutes ago."""
    session = client.session
    for record in session[RECORDS]:
        record["at"] -= minutes * 60
    session.save()


def opened(response):
    return ZipFile(BytesIO(b"".join(response.streaming_content)))


def data_in(response):
    data = json.loads(opened(response).read("alt-om-dig.json"))
    return {holding["name"]: holding["rows"] for holding in data["holdings"]}


def test_shows_each_consent_with_its_very_words_and_times(client, anna):
    series = make_series()
    words = "Ja tak, send mig »brevet«.\nHver måned."
    wording = reword(series=series, language="da", words=words, now=timezone.now())
    give_consent(member=anna, series=series, wording=wording, now=timezone.now())
    withdraw_consent(member=anna, now=timezone.now())
    page = client.get(RECEIPT)
    (row,) = kept(page)["members.consents"]
    facts = {fact.name: fact.value for fact in row.facts}
    assert facts["words"] == words
    assert facts["version"].startswith(f"{wording.version}, ")
    assert facts["withdrawn_at"] != ""
    assert (row.at, row.deleted_at.year - row.at.year) == (Consent.objects.get().given_at, 2)
    assert "Ja tak, send mig »brevet«.<br>Hver måned." in page.content.decode()


def test_shows_all_that_there_is(client, anna, work):
    give_consent(member=anna, series=make_series(), words="Ja.", now=timezone.now())
    actions.send(page=make_newsletter(), rule=Rule(), user=None, now=timezone.now())
    work()
    sign_up(email=anna.email)
    suppress(anna, Suppression.Reason.SOFT_BOUNCES)
    found = kept(client.get(RECEIPT))
    assert {name: len(rows) for name, rows in found.items() if rows} == {
        "members.profile": 1,
        "members.consents": 1,
        "delivery.letters": 1,
        "mail.letters": 1,
        "accounts.account": 1,
        "accounts.sessions": 1,
        "members.sign_ups": 1,
        "members.stops": 1,
    }


def test_shows_much_with_as_many_queries_as_little(client, anna, django_assert_num_queries):
    series = make_series()
    client.get(RECEIPT)
    with django_assert_num_queries(45):
        client.get(RECEIPT)
    for _time in range(30):
        give_consent(member=anna, series=series, words="Ja.", now=timezone.now())
        withdraw_consent(member=anna, now=timezone.now())
    suppress(anna)
    with django_assert_num_queries(45):
        page = client.get(RECEIPT)
    assert len(kept(page)["members.consents"]) == 25
    assert "25" in page.content.decode()


def test_shows_nothing_of_anybody_else(client, anna):
    bo = make_member(first_name="Bo", last_name="Nabo")
    sign_up(email=bo.email)
    page = client.get(f"{RECEIPT}?member={bo.pk}").content.decode()
    assert "Nabo" not in page
    assert bo.email not in page


def test_is_there_for_an_editor_who_is_no_member(client, sign_in):
    editor = make_editor()
    sign_in(editor.email)
    page = client.get(RECEIPT)
    found = kept(page)
    assert (found["members.profile"], len(found["accounts.account"])) == ([], 1)
    assert "/min-side/slet-mig/" not in page.content.decode()


def test_fetches_everything_in_one_file(client, anna):
    series = make_series()
    for _time in range(30):
        give_consent(member=anna, series=series, words="Ja.", now=timezone.now())
        withdraw_consent(member=anna, now=timezone.now())
    answer = client.post(FILE)
    assert answer["Content-Type"] == "application/zip"
    assert "alt-om-dig.zip" in answer["Content-Disposition"]
    assert {"private", "no-store"} <= set(answer["Cache-Control"].split(", "))
    assert len(data_in(answer)["members.consents"]) == 30


def test_gives_no_file_to_one_who_signed_in_a_while_ago(client, anna):
    grow_old(client, 14)
    assert client.post(FILE).status_code == 200
    grow_old(client, 2)
    assert client.post(FILE).url == RECEIPT
    assert 'action="/min-side/log-ind-igen/"' in client.get(RECEIPT).content.decode()


def test_signs_in_again_and_comes_back(client, anna, code_of):
    grow_old(client, 60)
    login = client.post("/min-side/log-ind-igen/", {"to": "receipt"}).url
    assert login == f"/log-ind/?next={RECEIPT.replace('/', '%2F')}"
    assert client.get(RECEIPT).status_code == 302
    client.post("/log-ind/", {"email": anna.email, "next": RECEIPT})
    assert client.post("/log-ind/kode/", {"code": code_of(), "next": RECEIPT}).url == RECEIPT
    assert client.post(FILE).status_code == 200


@pytest.mark.parametrize("to", ["", "https://evil.example", "//evil.example", "x\x00"])
def test_leads_nowhere_else_after_signing_in_again(client, anna, to):
    answer = client.post("/min-side/log-ind-igen/", {"to": to})
    assert answer.url == "/log-ind/?next=%2Fmin-side%2F"


def test_gives_five_files_a_day(client, anna):
    assert [client.post(FILE).status_code for _time in range(6)] == [200] * 5 + [429]
    assert client.get(RECEIPT).status_code == 200


def test_gives_no_file_to_whoever_holds_a_letter(client, anna, work):
    """T63: a link may have been passed on."""
    give_consent(member=anna, series=make_series(), words="Ja.", now=timezone.now())
    actions.send(page=make_newsletter(), rule=Rule(), user=None, now=timezone.now())
    work()
    stranger = Client()
    token = make_token(anna.deliveries.get().pk)
    page = stranger.get(f"/valg/{token}/").content.decode()
    assert anna.email not in page
    assert [stranger.post(FILE).url, stranger.get(RECEIPT).url] == [
        f"/log-ind/?next={FILE}",
        f"/log-ind/?next={RECEIPT}",
    ]


@pytest.mark.parametrize("path", [FILE, "/min-side/log-ind-igen/"])
def test_does_nothing_by_get_or_without_the_forms_token(client, path):
    assert client.get(path).status_code == 405
    assert client.post(path).url.startswith("/log-ind/")
    strict = Client(enforce_csrf_checks=True)
    strict.force_login(User.objects.create_user("a@b.example"))
    assert strict.post(path).status_code == 403


def test_trusts_no_session_that_does_not_say_how_it_began(client):
    client.force_login(User.objects.create_user("a@b.example"))
    assert client.post(FILE).url == RECEIPT


def test_speaks_english_where_english_is_read(client, anna):
    assert client.get("/en/my-page/what-we-keep/").status_code == 200
    assert client.get("/en/privacy/").status_code == 200
