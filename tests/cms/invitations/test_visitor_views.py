"""The public doors of those who are no members: one answer to everybody, and nothing changes on GET."""

import datetime as dt
import re

import pytest
from django.core.files.base import ContentFile
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from django.utils import timezone
from wagtail.documents.models import Document
from wagtail.models import Locale

from cms.invitations import actions, screening
from cms.invitations.applications import Application
from cms.invitations.materials import Material
from cms.invitations.models import Registration
from cms.invitations.questions import Answer, Needs
from cms.invitations.tokens import GUEST, HANDOVER, PASS, make_token
from cms.mail.models import Letter
from cms.members.tokens import make_token as random_token
from tests.answers import seen
from tests.factories.joining import asked as asked_to_join
from tests.factories.pages import make_invitation
from tests.factories.people import make_member, make_organisation, suppress
from tests.factories.seats import account_of, make_registration
from tests.factories.visitors import ask, asked, come, token_in, typed

pytestmark = pytest.mark.django_db
State = Registration.State
THANKS = "/deltag/tak/"
HOUR = dt.timedelta(hours=1)


@pytest.fixture
def day(home):
    return make_invitation(title="Energidag", seats=2, sign_up="everybody", guests_allowed=1)


@pytest.fixture
def unlimited(settings):
    settings.JOIN_PER_IP = settings.JOIN_PER_NETWORK = settings.JOIN_PER_HOUR = 0


@pytest.fixture
def addresses(day):
    """{what is known of it: an address}."""
    make_member(email="known@koege.example")
    gone = make_member(email="erased@koege.example")
    suppress(gone)
    gone.delete()
    suppress(make_member(email="stopped@koege.example"))
    make_registration(day, make_member(email="seated@koege.example"))
    come(day, email="other@koege.example")
    asked(day, email="waiting@koege.example")
    names = ("new", "known", "erased", "stopped", "seated", "other", "waiting")
    return {name: f"{name}@koege.example" for name in names}


def form_of(day):
    return reverse("invitations:apply", args=[day.pk])


def link(token):
    return reverse("invitations:confirm", args=[token])


def own_page(own):
    return reverse("invitations:guest", args=[make_token(GUEST, own)])


def test_leads_a_visitor_from_the_day_to_their_own_page(client, day):
    assert client.get(f"{day.url}tilmeld/").url == form_of(day)
    page = client.get(form_of(day))
    assert (page.status_code, list(page.cookies)) == (200, [])
    assert client.post(form_of(day), typed(last_name="Vind")).url == THANKS
    screening.answer(Application.objects.get().pk, now=timezone.now())
    token = token_in(Letter.objects.get(kind="invitations.confirm_seat"))
    assert "Vera Vind" in client.get(link(token)).content.decode()
    answer = client.post(link(token), {"is_on_list": "on"})
    own = Registration.objects.get()
    assert (own.state, own.is_on_list, answer.url) == (State.SEATED, True, own_page(own))
    assert "Du har en plads" in client.get(answer.url).content.decode()
    assert client.post(link(token)).url == answer.url


def test_leads_a_member_to_sign_in_and_back(client, day):
    assert f"/log-ind/?next={day.url}tilmeld/" in client.get(form_of(day)).content.decode()
    client.force_login(account_of(make_member()))
    assert client.get(f"{day.url}tilmeld/").status_code == 200


@pytest.mark.parametrize("sign_up", ["members", "nobody"])
def test_is_not_there_for_a_day_that_does_not_take_others(client, home, sign_up):
    day = make_invitation(sign_up=sign_up)
    assert client.get(form_of(day)).status_code == 404
    assert client.post(form_of(day), typed()).status_code == 404
    assert client.get(f"{day.url}tilmeld/").url.startswith("/log-ind/")


@pytest.mark.parametrize("number", ["0", "99999999", "9" * 30])
def test_is_not_there_for_no_day(client, day, number):
    assert client.get(f"/deltag/{number}/").status_code == 404
    assert client.post(f"/deltag/{number}/", typed()).status_code == 404


def test_is_not_there_for_a_draft(client, home):
    draft = make_invitation(live=False, sign_up="everybody")
    assert client.post(form_of(draft), typed()).status_code == 404


def test_answers_every_address_the_same(client, day, addresses, unlimited):
    answers = [client.post(form_of(day), typed(email=one)) for one in addresses.values()]
    assert len(set(map(seen, answers))) == 1
    assert answers[0].url == THANKS


def test_asks_the_database_the_same_for_every_address(client, day, addresses, unlimited):
    asked_of = set()
    for address in addresses.values():
        with CaptureQueriesContext(connection) as queries:
            client.post(form_of(day), typed(email=address))
        bare = [re.sub(r"'[^']*'|\b\d+\b", "?", query["sql"]) for query in queries]
        asked_of.add(tuple(sql for sql in bare if not sql.startswith(("SAVEPOINT", "RELEASE"))))
    assert len(asked_of) == 1


def test_writes_the_same_letter_to_everybody_it_writes_to(day, unlimited):
    make_member(email="known@koege.example")
    for name in ("new", "known"):
        asked(day, email=f"{name}@koege.example")
    letters = Letter.objects.filter(kind="invitations.confirm_seat")
    assert len({re.sub(r"bekraeft/[^/]+/", "", one.text) for one in letters}) == 1
    assert letters.count() == 2


def test_turns_the_sixth_visitor_from_one_address_away(client, day):
    answers = [
        client.post(form_of(day), typed(email=f"a{number}@koege.example")) for number in range(6)
    ]
    assert [answer.status_code for answer in answers] == [302] * 5 + [429]
    assert Application.objects.count() == 5


def test_thanks_a_machine_and_writes_nothing(client, day):
    assert client.post(form_of(day), typed(website="https://x.example")).url == THANKS
    assert not Application.objects.exists()


def test_takes_no_form_from_elsewhere(client, day):
    heads = {"Origin": "https://evil.example"}
    assert client.post(form_of(day), typed(), headers=heads).status_code == 403


@pytest.mark.parametrize(
    "fields",
    [
        {"first_name": ""},
        {"first_name": "a" * 10_000},
        {"first_name": "A\u202eb"},
        {"email": "no address"},
        {"email": "a\x00@b.dk"},
        {"email": "mi\u212ae@b.dk"},
        {"organisation": "Findes ikke"},
        {"organisation": "x" * 10_000},
        {"picked": "999999"},
        {"opened": ""},
    ],
)
def test_names_what_is_wrong_and_keeps_what_was_typed(client, day, fields):
    answer = client.post(form_of(day), typed(**fields))
    assert answer.status_code == 422
    assert not Application.objects.exists()


def test_takes_an_organisation_of_ours_or_another_or_none(client, day, unlimited):
    ours = make_organisation(name="Ærø Kommune")
    client.post(form_of(day), typed(organisation="Ærø Kommune", email="a@b.example"))
    client.post(form_of(day), typed(organisation="Firmaet", is_elsewhere="on", email="c@b.example"))
    client.post(form_of(day), typed(email="d@b.example"))
    found = Application.objects.order_by("pk").values_list("organisation", "organisation_name")
    assert list(found) == [(ours.pk, ""), (None, "Firmaet"), (None, "")]


def test_says_in_words_that_the_day_has_closed_since(client, day):
    token = asked(day)
    type(day).objects.filter(pk=day.pk).update(deadline_at=timezone.now() - HOUR)
    assert "Man kan ikke længere tilmelde sig her" in client.get(link(token)).content.decode()
    answer = client.post(link(token))
    assert answer.status_code == 409
    assert "Fristen er overskredet" in answer.content.decode()
    assert client.post(form_of(day), typed()).status_code == 409


def test_says_that_the_day_has_filled_up_since(client, day):
    token = asked(day)
    make_registration(day, guests=1)
    assert "Du bliver den første på ventelisten" in client.get(link(token)).content.decode()
    client.post(link(token))
    assert Registration.objects.get(email_key="vera@firma.example").state == State.WAITING


def test_signs_nobody_up_when_a_link_is_opened(client, day):
    token = asked(day)
    for _ in range(10):
        assert client.get(link(token)).status_code == 200
        assert client.head(link(token)).status_code == 200
    assert not Registration.objects.exists()


def test_needs_no_cookie_to_confirm(day):
    strict = Client(enforce_csrf_checks=True)
    assert strict.post(link(asked(day))).status_code == 302


def test_shows_a_member_the_way_to_sign_in_and_nothing_of_the_seat(client, day):
    make_member(email="vera@firma.example", first_name="Anna")
    answer = client.post(link(asked(day)))
    assert answer.status_code == 200
    html = answer.content.decode()
    assert f'href="{day.url}tilmelding/"' in html
    assert "Anna" not in html


def test_keeps_the_address_of_its_pages_to_itself(client, day):
    token = asked(day)
    for path in (form_of(day), THANKS):
        answer = client.get(path)
        assert answer["Referrer-Policy"] != "no-referrer"
        assert "noindex" in answer["X-Robots-Tag"]
    for path in (link(token), link("x" * 43)):
        answer = client.get(path)
        assert answer["Referrer-Policy"] == "no-referrer"
        assert "noindex" in answer["X-Robots-Tag"]
        assert "no-store" in answer["Cache-Control"]


def test_takes_a_token_for_its_own_purpose_only(client, day):
    """The matrix of purposes: only the diagonal works."""
    host = make_registration(day, guests=1)
    other = come(make_invitation(sign_up="everybody"), email="other@firma.example")
    guest = Registration.objects.get(host=host)
    tokens = {
        "confirm": asked(day, email="new@firma.example"),
        "join": asked_to_join()[1],
        "pass": make_token(PASS, guest),
        "guest": make_token(GUEST, other),
        "handover": make_token(HANDOVER, host),
    }
    doors = {
        "confirm": "invitations:confirm",
        "join": "members:confirm",
        "pass": "invitations:pass",
        "guest": "invitations:guest",
        "certificate": "invitations:guest_certificate",
    }
    worked = {
        (door, purpose)
        for door, name in doors.items()
        for purpose, token in tokens.items()
        if client.get(reverse(name, args=[token])).status_code == 200
    }
    assert worked == {(name, name) for name in ("confirm", "join", "pass", "guest")}


@pytest.mark.parametrize("token", ["x", "x" * 43, "x" * 44, "x" * 5_000, "%00", "æ" * 43])
def test_answers_every_token_that_does_not_work_the_same(client, day, token):
    asked(day)
    expected = client.get(link(random_token())).content
    for method in (client.get, client.post):
        answer = method(f"/deltag/bekraeft/{token}/")
        assert (answer.status_code, answer.content) == (404, expected)


def test_answers_an_offer_on_ones_own_page(client, day):
    first = make_registration(day, guests=1)
    own = come(day)
    assert "Du er nummer 1 på ventelisten." in client.get(own_page(own)).content.decode()
    client.post(own_page(own), {"deed": "accept"})
    own.refresh_from_db()
    assert own.state == State.WAITING
    actions.cancel(registration=first, now=timezone.now())
    assert "Der er en ledig plads til dig" in client.get(own_page(own)).content.decode()
    assert client.post(own_page(own), {"deed": "accept"}).status_code == 302
    own.refresh_from_db()
    assert own.state == State.SEATED


def test_lets_the_next_have_a_seat_and_gives_one_back(client, day):
    first = make_registration(day, guests=1)
    own, second = come(day), come(day, email="to@firma.example", ip="198.51.100.1")
    actions.cancel(registration=first, now=timezone.now())
    client.post(own_page(own), {"deed": "decline"})
    client.post(own_page(second), {"cancel": "1"})
    assert not Registration.objects.standing().exists()
    assert "Du er ikke længere tilmeldt" in client.get(own_page(own)).content.decode()


def test_leaves_the_offer_of_a_party_to_the_member(client, day):
    full = make_registration(day, guests=1)
    host = make_registration(day, guests=1)
    guest = Registration.objects.get(host=host)
    Registration.objects.filter(pk=guest.pk).update(
        first_name="Bo", email="bo@firma.example", email_key="bo@firma.example"
    )
    guest.refresh_from_db()
    actions.cancel(registration=full, now=timezone.now())
    for deed in ("accept", "decline"):
        client.post(own_page(guest), {"deed": deed})
    guest.refresh_from_db()
    assert guest.state == State.OFFERED


def test_changes_name_list_and_answers_until_the_deadline(client, day):
    question = ask(day, "Hvilken workshop?", "choice", options="Vand\nVind")
    own = come(day)
    said = {"deed": "answers", "first_name": "Vera", "last_name": "Vind", "is_on_list": "on"}
    answer = client.post(own_page(own), said | {f"answer-{question.key}": "Vind"})
    own.refresh_from_db()
    assert (answer.status_code, own.name, own.is_on_list) == (302, "Vera Vind", True)
    assert Answer.objects.get().value == "Vind"
    type(day).objects.filter(pk=day.pk).update(deadline_at=timezone.now() - HOUR)
    late = client.post(own_page(own), said | {"first_name": "Vigga"})
    assert late.status_code == 409
    own.refresh_from_db()
    assert own.name == "Vera Vind"


def test_gives_whoever_came_their_certificate(client, day):
    own = come(day)
    certificate = reverse("invitations:guest_certificate", args=[make_token(GUEST, own)])
    assert client.get(certificate).status_code == 404
    past = {"starts_at": timezone.now() - 9 * HOUR, "ends_at": timezone.now() - HOUR}
    type(day).objects.filter(pk=day.pk).update(**past)
    assert client.get(certificate).status_code == 404
    Registration.objects.filter(pk=own.pk).update(checked_in_at=timezone.now() - 8 * HOUR)
    answer = client.get(certificate)
    assert (answer.status_code, answer["Content-Type"]) == (200, "application/pdf")
    assert certificate in client.get(own_page(own)).content.decode()
    over = {"starts_at": timezone.now() - 400 * HOUR, "ends_at": timezone.now() - 390 * HOUR}
    type(day).objects.filter(pk=day.pk).update(**over)
    assert client.get(certificate).status_code == 404


def test_reads_and_confirms_in_english(client, day):
    locale, _made = Locale.objects.get_or_create(language_code="en")
    english = day.copy_for_translation(locale, copy_parents=True)
    english.title = "Energy day"
    english.save_revision().publish()
    assert client.get(f"/en/deltag/{english.pk}/").status_code == 200
    own_day = asked(day, language="en")
    letter = Letter.objects.get(kind="invitations.confirm_seat")
    assert f"/en/deltag/bekraeft/{own_day}/" in letter.text
    assert "Energy day" in client.get(f"/en/deltag/bekraeft/{own_day}/").content.decode()


def test_asks_the_days_own_questions_when_one_confirms(client, day):
    question = ask(day, "Kommer du i bil?", "yes_no", is_required=True)
    type(day).objects.filter(pk=day.pk).update(asks_diet=True, asks_access=True)
    token = asked(day)
    assert client.post(link(token)).status_code == 422
    said = {f"answer-{question.key}": "yes", "diet": "Ingen nødder"}
    assert client.post(link(token), said).status_code == 422
    assert not Registration.objects.exists()
    assert client.post(link(token), said | {"agrees": "on"}).status_code == 302
    own = Registration.objects.get()
    assert Answer.objects.get(registration=own).value == "yes"
    assert Needs.objects.get(registration=own).diet == "Ingen nødder"


@pytest.mark.parametrize("name", ["guest", "guest_certificate"])
def test_shows_nobody_elses_seat_for_a_changed_code(client, day, name):
    own, other = come(day), come(day, email="to@firma.example", ip="198.51.100.1")
    forged = other.code + make_token(GUEST, own)[len(other.code) :]
    for method in (client.get, client.post):
        answer = method(reverse(f"invitations:{name}", args=[forged]), {"cancel": "1"})
        assert answer.status_code in (404, 405)
    assert Registration.objects.standing().count() == 2


def test_shows_materials_of_every_language_once_to_whoever_came(client, day):
    document = Document.objects.create(title="Oplæg", file=ContentFile(b"x", name="oplaeg.txt"))
    locale, _made = Locale.objects.get_or_create(language_code="en")
    english = day.copy_for_translation(locale, copy_parents=True)
    for page in (day, english):
        Material.objects.create(page=page, document=document)
    extra = Document.objects.create(title="Slides", file=ContentFile(b"y", name="slides.txt"))
    Material.objects.create(page=english, document=extra)
    member = make_member()
    own = make_registration(day, member)
    past = {"starts_at": timezone.now() - 9 * HOUR, "ends_at": timezone.now() - HOUR}
    type(day).objects.filter(translation_key=day.translation_key).update(**past)
    Registration.objects.filter(pk=own.pk).update(checked_in_at=timezone.now() - 8 * HOUR)
    client.force_login(account_of(member))
    html = client.get(f"{day.url}tilmelding/").content.decode()
    assert (html.count(document.url), html.count(extra.url)) == (1, 1)
    assert client.get(extra.url).status_code == 200
    client.force_login(account_of(make_member()))
    assert client.get(extra.url).status_code == 404
