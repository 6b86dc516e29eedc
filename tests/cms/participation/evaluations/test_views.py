"""The public doors: the mailed link, the sheet, and the way back to it."""

import datetime as dt

import pytest
from django.test import Client
from django.urls import reverse
from django.utils import timezone, translation
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from cms.invitations.models import Registration
from cms.invitations.tokens import GUEST, HANDOVER, PASS, make_token
from cms.logs import masked
from cms.participation.evaluations import actions, queries
from cms.participation.evaluations.models import AnswerSheet, Respondent
from cms.participation.evaluations.tokens import make_secret
from tests.factories.evaluations import (
    PROGRAMME,
    begin,
    link_of,
    make_evaluation,
    people_of,
)
from tests.factories.seats import account_of

pytestmark = pytest.mark.django_db
DAY = dt.timedelta(days=1)


@pytest.fixture
def now(home):
    return timezone.now()


@pytest.fixture
def evaluation(now):
    return make_evaluation(5, now)


@pytest.fixture
def own(evaluation):
    return people_of(evaluation)[0]


def mailed(registration):
    return f"/evaluering/{link_of(registration)}/"


def press_begin(client, registration):
    """As a person does: with the secret that stands in the form."""
    secret = client.get(mailed(registration)).context["secret"]
    client.post(mailed(registration), {"secret": secret})
    return secret


def sheet_page(evaluation, *more):
    return f"/evaluering/svar/{evaluation.pk}/" + "".join(f"{part}/" for part in more)


def taken():
    return AnswerSheet.objects.exclude(secret_hash="").count()


class TestMailedLink:
    def test_shows_the_rules_and_a_button(self, client, own):
        shown = client.get(mailed(own))
        text = shown.content.decode()
        assert shown.status_code == 200
        assert text.index("Ingen kan se, hvad du svarer.") < text.index(">Begynd</button>")
        assert "mindst 5 har svaret" in text

    def test_changes_nothing_when_it_is_looked_at(self, client, own):
        for _scan in range(10):
            client.get(mailed(own))
            client.head(mailed(own))
        assert taken() == 0
        assert Respondent.objects.filter(has_answered=True).count() == 0

    def test_begins_when_it_is_pressed(self, client, evaluation, own):
        secret = client.get(mailed(own)).context["secret"]
        answered = client.post(mailed(own), {"secret": secret})
        assert answered["Location"] == sheet_page(evaluation)
        cookie = answered.cookies[f"evaluation-{evaluation.pk}"]
        assert (cookie.value, cookie["httponly"], cookie["samesite"], cookie["path"]) == (
            *(secret, True, "Strict", sheet_page(evaluation)),
        )
        assert (taken(), client.get(sheet_page(evaluation)).status_code) == (1, 200)

    def test_is_safe_to_press_twice(self, client, evaluation, own):
        secret = client.get(mailed(own)).context["secret"]
        for _press in range(2):
            assert client.post(mailed(own), {"secret": secret}).status_code == 302
        assert taken() == 1

    def test_sends_its_cookie_over_https_only_where_there_is_https(self, client, evaluation, own):
        answered = client.post(mailed(own), {"secret": make_secret()}, secure=True)
        assert answered.cookies[f"evaluation-{evaluation.pk}"]["secure"] is True

    def test_says_kindly_that_an_answer_is_begun(self, client, evaluation, own):
        press_begin(client, own)
        other = Client()
        shown = other.get(mailed(own))
        assert (shown.status_code, shown.context["begun"]) == (200, True)
        assert ">Begynd</button>" not in shown.content.decode()

    def test_forwarded_can_neither_read_nor_change_the_first_answers(self, client, evaluation, own):
        press_begin(client, own)
        client.post(sheet_page(evaluation), {"home": "Kun mit."})
        other = Client()
        assert other.post(mailed(own), {"secret": make_secret()}).status_code == 409
        assert other.get(sheet_page(evaluation)).status_code == 404
        assert other.post(sheet_page(evaluation), {"home": "Dit."}).status_code == 404
        (sheet,) = AnswerSheet.objects.exclude(secret_hash="")
        assert sheet.answers == {"home": "Kun mit."}

    @pytest.mark.parametrize("purpose", [GUEST, HANDOVER, PASS])
    def test_is_no_link_of_another_purpose(self, client, own, purpose):
        assert client.get(f"/evaluering/{make_token(purpose, own)}/").status_code == 404

    def test_is_dead_for_whoever_did_not_come(self, client, evaluation, own):
        Respondent.objects.filter(registration=own).delete()
        assert client.get(mailed(own)).status_code == 404
        assert client.post(mailed(own), {"secret": make_secret()}).status_code == 404

    @pytest.mark.parametrize(
        "token", ["x", "x" * 44, "ø" * 44, "%00", "x" * 5_000, "svar", "..%2f..", "%ED%A0%80"]
    )
    def test_answers_the_same_to_any_other_text(self, client, evaluation, token):
        assert client.get(f"/evaluering/{token}/").status_code == 404
        assert client.post(f"/evaluering/{token}/", {"secret": "x"}).status_code == 404

    def test_says_that_it_has_closed(self, client, evaluation, own):
        actions.close(evaluation=evaluation, now=timezone.now())
        for answered in (client.get(mailed(own)), client.post(mailed(own), {"secret": "x"})):
            assert answered.status_code in (404, 410)
        assert client.get(mailed(own)).status_code == 410

    def test_speaks_english_to_whoever_reads_english(self, client, own):
        with translation.override("en"):
            address = reverse("evaluations:invited", args=[link_of(own)])
        assert "Nobody can see what you answer." in client.get(address).content.decode()


class TestSheet:
    def test_saves_a_part_and_goes_on_later(self, client, evaluation, own):
        press_begin(client, own)
        page = sheet_page(evaluation)
        answered = client.post(page, {"whole": "4", "later": "1"})
        assert answered["Location"] == sheet_page(evaluation, "gemt")
        shown = client.get(answered["Location"])
        assert (shown.context["answered"], shown.context["total"]) == (1, 5)
        again = client.get(page).context["form"]
        assert again["whole"].value() == "4"
        assert client.post(page, {"whole": "5", "home": "Mod."})["Location"].endswith("/tak/")
        (sheet,) = AnswerSheet.objects.exclude(secret_hash="")
        assert sheet.answers == {"whole": "5", "home": "Mod."}

    def test_keeps_what_was_typed_where_something_is_wrong(self, client, evaluation, own):
        press_begin(client, own)
        data = {"whole": "5", "home": "x" * 2_001, "different": "Pauser."}
        shown = client.post(sheet_page(evaluation), data)
        assert shown.status_code == 422
        text = shown.content.decode()
        assert ("Pauser." in text, 'href="#id_home"' in text) == (True, True)
        assert shown.context["form"]["whole"].value() == "5"

    @pytest.mark.parametrize("typed", ["\x00", "a\x00b", "\ud800", "=1+1", "😀" * 500, "‮abc"])
    def test_never_fails_over_what_is_typed(self, client, evaluation, own, typed):
        press_begin(client, own)
        body = "home=" + "".join(f"%{byte:02x}" for byte in typed.encode("utf-8", "surrogatepass"))
        answered = client.post(
            sheet_page(evaluation), body, content_type="application/x-www-form-urlencoded"
        )
        assert answered.status_code == 302
        assert client.get(sheet_page(evaluation)).status_code == 200

    @settings(max_examples=25, suppress_health_check=[HealthCheck.function_scoped_fixture])
    @given(text=st.text(max_size=300))
    def test_gives_back_what_was_typed(self, client, evaluation, own, text):
        secret = client.cookies.get(f"evaluation-{evaluation.pk}")
        if secret is None:
            press_begin(client, own)
        assert client.post(sheet_page(evaluation), {"home": text}).status_code in (302, 422)
        assert client.get(sheet_page(evaluation)).status_code == 200

    def test_is_not_found_without_its_cookie(self, client, evaluation):
        for name in ((), ("tak",), ("gemt",)):
            assert client.get(sheet_page(evaluation, *name)).status_code == 404

    @pytest.mark.parametrize("cookie", ["", "x", "x" * 43, "ø" * 43, "x" * 4_000])
    def test_is_not_found_with_a_cookie_of_ones_own_making(self, client, evaluation, cookie):
        client.cookies[f"evaluation-{evaluation.pk}"] = cookie
        assert client.get(sheet_page(evaluation)).status_code == 404

    def test_of_another_day_is_not_found(self, client, evaluation, own, now):
        secret = press_begin(client, own)
        other = make_evaluation(5, now, title="Vanddag")
        client.cookies[f"evaluation-{other.pk}"] = secret
        assert client.get(sheet_page(other)).status_code == 404
        assert client.post(sheet_page(other), {"whole": "1"}).status_code == 404

    def test_of_no_day_is_not_found(self, client, home):
        assert client.get(f"/evaluering/svar/{'9' * 18}/").status_code == 404
        assert client.get(f"/evaluering/svar/{'9' * 40}/").status_code == 404

    def test_takes_nothing_after_it_has_closed(self, client, evaluation, own, now):
        press_begin(client, own)
        type(evaluation).objects.update(closes_at=now)
        for answered in (
            client.get(sheet_page(evaluation)),
            client.post(sheet_page(evaluation), {"whole": "1"}),
            client.get(sheet_page(evaluation, "gemt")),
        ):
            assert answered.status_code == 410

    def test_asks_the_same_however_the_programme_changes(self, client, evaluation, own):
        press_begin(client, own)
        client.post(sheet_page(evaluation), {"item2": "5"})
        day = evaluation.invitation
        day.programme = [*PROGRAMME][::-1]
        day.save()
        form = client.get(sheet_page(evaluation)).context["form"]
        assert (form["item2"].label, form["item2"].value()) == ("Varme i rørene", "5")

    def test_works_for_somebody_who_is_signed_in_without_looking_at_who(
        self, client, evaluation, own
    ):
        client.force_login(account_of(own.member))
        press_begin(client, people_of(evaluation)[1])
        assert client.post(sheet_page(evaluation), {"whole": "5"}).status_code == 302

    @pytest.mark.parametrize("items", [1, 3])
    def test_asks_the_database_the_same_for_one_item_and_for_three(
        self, client, now, items, django_assert_num_queries
    ):
        item = ("item", {"starts_at": "10:00", "title": "Punkt", "kind": "talk"})
        evaluation = make_evaluation(5, now, title="Vanddag", programme=[item] * items)
        press_begin(client, people_of(evaluation)[0])
        client.get(sheet_page(evaluation))
        with django_assert_num_queries(SHEET_QUERIES):
            client.get(sheet_page(evaluation))


SHEET_QUERIES = 7


class TestOwnLink:
    def test_leads_back_in_another_browser(self, client, evaluation, own):
        secret = press_begin(client, own)
        client.post(sheet_page(evaluation), {"home": "Mod."})
        assert f"/evaluering/igen/{secret}/" in client.get(sheet_page(evaluation)).content.decode()
        other = Client()
        shown = other.get(f"/evaluering/igen/{secret}/")
        assert (shown.status_code, other.get(sheet_page(evaluation)).status_code) == (200, 404)
        other.post(f"/evaluering/igen/{secret}/")
        assert other.get(sheet_page(evaluation)).context["form"]["home"].value() == "Mod."

    @pytest.mark.parametrize("secret", ["x", "x" * 43, "%00" * 43, "ø" * 43])
    def test_of_ones_own_making_is_not_found(self, client, evaluation, secret):
        assert client.get(f"/evaluering/igen/{secret}/").status_code == 404
        assert client.post(f"/evaluering/igen/{secret}/").status_code == 404

    def test_says_that_it_has_closed(self, client, evaluation, own, now):
        secret = press_begin(client, own)
        type(evaluation).objects.update(closes_at=now)
        assert client.get(f"/evaluering/igen/{secret}/").status_code == 410


def test_is_kept_by_no_cache_told_to_no_other_site_and_found_by_no_search(client, evaluation, own):
    secret = press_begin(client, own)
    for path in (
        mailed(own),
        sheet_page(evaluation),
        sheet_page(evaluation, "tak"),
        f"/evaluering/igen/{secret}/",
        "/evaluering/x/",
    ):
        answered = client.get(path)
        assert {"private", "no-store"} <= set(answered["Cache-Control"].split(", "))
        assert answered["Referrer-Policy"] == "no-referrer"
        assert answered["X-Robots-Tag"] == "noindex"
        assert "noindex" in answered.content.decode()


def test_names_no_secret_in_the_log(own):
    for address in (mailed(own), f"/evaluering/igen/{begin(own, timezone.now())}/"):
        assert masked(f"Not Found: {address}").endswith("/…/")


class TestWaysThere:
    @pytest.fixture
    def signed_in(self, client, own):
        client.force_login(account_of(own.member))
        return client

    def test_my_page_leads_to_it_until_it_is_begun(self, signed_in, own):
        assert mailed(own) in signed_in.get("/min-side/").content.decode()
        begin(own, timezone.now())
        assert mailed(own) not in signed_in.get("/min-side/").content.decode()

    def test_my_page_says_nothing_of_it_when_it_has_closed(self, signed_in, own, evaluation):
        actions.close(evaluation=evaluation, now=timezone.now())
        assert mailed(own) not in signed_in.get("/min-side/").content.decode()

    def test_the_page_of_ones_seat_leads_to_it(self, signed_in, own, evaluation):
        page = evaluation.invitation.own_path
        assert mailed(own) in signed_in.get(page).content.decode()
        begin(own, timezone.now())
        text = signed_in.get(page).content.decode()
        assert (mailed(own) in text, sheet_page(evaluation) in text) == (False, True)

    def test_the_days_page_says_that_it_is_open_and_names_no_link(self, client, evaluation, own):
        text = client.get(evaluation.invitation.url).content.decode()
        assert ("Var du med?" in text, link_of(own) in text) == (True, False)
        actions.close(evaluation=evaluation, now=timezone.now())
        assert "Var du med?" not in client.get(evaluation.invitation.url).content.decode()

    @pytest.mark.parametrize("count", [1, 3])
    def test_my_page_asks_the_same_for_one_and_for_three(
        self, client, now, count, django_assert_num_queries
    ):
        member = people_of(make_evaluation(5, now))[0].member
        days = [make_evaluation(5, now, title=f"Dag {n}") for n in range(count)]
        for day in days:
            Registration.objects.filter(pk=people_of(day)[0].pk).update(member=member)
        with django_assert_num_queries(1):
            assert len(queries.open_to(member, now)) == count + 1
