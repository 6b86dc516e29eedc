"""Signing in by a code: for members and editors, and nothing to learn for anybody else."""

import re

import pytest
from django.conf import settings as site_settings
from django.test import Client

from cms.mail.models import Letter
from cms.members.models import Member, User
from tests.factories.people import make_editor, make_member

SIGN_IN, CODE = "/log-ind/", "/log-ind/kode/"


def body(response):
    """The page without what differs from one visit to the next."""
    html = response.content.decode()
    return re.sub(r'name="csrfmiddlewaretoken" value="\w+"', "", html)


def is_signed_in(client):
    return "_auth_user_id" in client.session


def test_signs_a_member_in_by_a_code_from_a_letter(client, code_of):
    member = make_member(first_name="Anna", last_name="Holm", email="anna@kommune.example")
    asked = client.post(SIGN_IN, {"email": " Anna@Kommune.example "})
    assert (asked.status_code, asked.url) == (302, CODE)
    assert "anna@kommune.example" in client.get(CODE).content.decode()
    entered = client.post(CODE, {"code": code_of()})
    assert (entered.status_code, entered.url) == (302, "/min-side/")
    page = client.get("/min-side/").content.decode()
    assert member.full_name in page
    assert str(member.organisation) in page
    user = User.objects.get()
    assert (user.email, user.first_name, user.has_usable_password()) == (
        "anna@kommune.example",
        "Anna",
        False,
    )
    assert not user.is_staff
    letter = Letter.objects.get()
    assert (letter.state, letter.text, letter.html) == ("accepted", "", "")


def test_takes_the_code_with_and_without_its_hyphen(client, code_of):
    client.post(SIGN_IN, {"email": make_member().email})
    client.post(CODE, {"code": code_of().replace("-", " ")})
    assert is_signed_in(client)


def test_knows_the_account_again_the_second_time(client, sign_in):
    member = make_member()
    sign_in(member.email)
    client.post("/log-ud/")
    sign_in(member.email)
    assert is_signed_in(client)
    assert User.objects.count() == 1


def test_signs_an_editor_in_and_leads_to_the_admin(client, sign_in):
    assert sign_in(make_editor().email).url == "/admin/"


def test_speaks_english_under_its_english_address(client, code_of):
    asked = client.post("/en/sign-in/", {"email": make_member().email})
    assert asked.url == "/en/sign-in/code/"
    assert 'lang="en"' in client.get(asked.url).content.decode()
    assert client.post(asked.url, {"code": code_of()}).url == "/en/my-page/"
    assert Letter.objects.get().language == "en"


@pytest.mark.parametrize("kind", ["member", "with account", "editor", "stranger", "closed"])
def test_answers_everybody_alike(client, kind):
    email = f"{kind.replace(' ', '-')}@kommune.example"
    if kind == "member":
        make_member(email=email)
    elif kind in ("with account", "closed"):
        make_member(email=email)
        User.objects.create_user(email, is_active=kind != "closed")
    elif kind == "editor":
        make_editor(email=email)
    asked = client.post(SIGN_IN, {"email": email})
    assert (asked.status_code, asked.url) == (302, CODE)
    shown, wrong = client.get(CODE), client.post(CODE, {"code": "0000-0000"})
    found = [body(page).replace(email, "ADDRESS") for page in (shown, wrong)]
    other = Client()
    other.post(SIGN_IN, {"email": "nobody@kommune.example"})
    stranger = [other.get(CODE), other.post(CODE, {"code": "0000-0000"})]
    assert found == [body(page).replace("nobody@kommune.example", "ADDRESS") for page in stranger]


def test_writes_to_a_stranger_once_a_day_and_gives_no_code(client, work, letters):
    for _turn in range(3):
        Client().post(SIGN_IN, {"email": "nobody@kommune.example"})
    work()
    (mail,) = letters()
    assert mail["To"] == "nobody@kommune.example"
    assert "http://testserver/bliv-medlem/" in mail.get_body(("plain",)).get_content()
    assert Letter.objects.count() == 1
    assert User.objects.count() == 0


def test_writes_to_nobody_whose_account_is_closed(client):
    User.objects.create_user("shut@kommune.example", is_active=False)
    client.post(SIGN_IN, {"email": "shut@kommune.example"})
    assert Letter.objects.count() == 0


def test_does_the_same_work_for_everybody(client, django_assert_max_num_queries):
    """What takes time is done for all: one account and one letter are written, or as if."""
    known = make_member().email
    User.objects.create_user(known)
    asking = {
        "known": known,
        "known again": known,
        "new": make_member().email,
        "stranger": "no@b.example",
        "stranger again": "no@b.example",
    }
    for kind, email in asking.items():
        with django_assert_max_num_queries(40) as asked:
            client.post(SIGN_IN, {"email": email})
        statements = [query["sql"] for query in asked.captured_queries]
        written = [
            sum(f'INSERT INTO "{table}"' in sql for sql in statements)
            for table in ("cms_user", "cms_letter", "django_tasks_database_dbtaskresult")
        ]
        assert (kind, written) == (kind, [1, 1, 1])


def test_takes_five_wrong_codes_and_no_right_one_after(client, code_of):
    client.post(SIGN_IN, {"email": make_member().email})
    right = code_of()
    answers = [client.post(CODE, {"code": "0000-0000"}).status_code for _turn in range(5)]
    assert answers == [200, 200, 200, 200, 302]
    client.post(CODE, {"code": right})
    assert not is_signed_in(client)


def test_mails_no_more_than_five_codes_in_a_quarter_of_an_hour(client):
    email = make_member().email
    for _turn in range(8):
        answer = client.post(SIGN_IN, {"email": email})
    assert answer.status_code == 200
    assert Letter.objects.count() == 5


def test_limits_strangers_as_it_limits_members(client):
    answers = [
        client.post(SIGN_IN, {"email": "nobody@kommune.example"}).status_code for _turn in range(7)
    ]
    assert answers == [302] * 5 + [200] * 2


def test_lets_one_place_write_to_few_strangers(client):
    for number in range(9):
        client.post(SIGN_IN, {"email": f"nobody{number}@kommune.example"})
    assert Letter.objects.count() == 5


def test_forgets_the_code_after_its_time(client, code_of, monkeypatch):
    client.post(SIGN_IN, {"email": make_member().email})
    right = code_of()
    import time

    late = time.time() + site_settings.CODE_MINUTES * 60 + 1
    monkeypatch.setattr("time.time", lambda: late)
    assert client.post(CODE, {"code": right}).url == SIGN_IN
    assert not is_signed_in(client)


def test_takes_a_code_in_no_other_browser(client, code_of):
    client.post(SIGN_IN, {"email": make_member().email})
    other = Client()
    other.post(CODE, {"code": code_of()})
    assert not is_signed_in(other)


def test_changes_the_session_when_it_signs_in(client, code_of):
    client.post(SIGN_IN, {"email": make_member().email})
    before = client.session.session_key
    client.post(CODE, {"code": code_of()})
    assert client.session.session_key != before


@pytest.mark.parametrize(
    "target",
    [
        "//evil.example/",
        "https:evil.example",
        "https://evil.example/",
        "\\\\evil.example",
        "/\\evil.example",
        "http://testserver@evil.example/",
        "http://localhost/",
        "javascript:alert(1)",
    ],
)
def test_leads_nowhere_else_afterwards(client, code_of, target):
    client.post(SIGN_IN, {"email": make_member().email, "next": target})
    entered = client.post(CODE, {"code": code_of(), "next": target})
    assert entered.url == "/min-side/"


def test_leads_on_to_where_somebody_was_going(client, code_of):
    asked = client.post(SIGN_IN, {"email": make_member().email, "next": "/soeg/?q=a"})
    entered = client.post(asked.url, {"code": code_of(), "next": "/soeg/?q=a"})
    assert entered.url == "/soeg/?q=a"


@pytest.mark.parametrize(
    "email", ["", "x", "a\x00@b.dk", "x" * 500 + "@b.dk", "a@b.dk\r\nBcc: c@d.dk", "mi\u212ae@b.dk"]
)
def test_shows_the_form_again_for_what_is_no_address(client, email):
    response = client.post(SIGN_IN, {"email": email})
    assert response.status_code == 200
    assert response.context["form"].errors
    assert Letter.objects.count() == 0


@pytest.mark.parametrize("path", [SIGN_IN, CODE, "/log-ud/", "/log-ind/adgangsnoegle/"])
def test_wants_a_token_against_forged_forms(path):
    strict = Client(enforce_csrf_checks=True)
    assert strict.post(path, {"email": "a@b.dk"}).status_code == 403


def test_keeps_its_pages_out_of_every_cache(client, sign_in):
    assert "no-store" in client.get(SIGN_IN)["Cache-Control"]
    sign_in(make_member().email)
    assert set(client.get("/min-side/")["Cache-Control"].split(", ")) >= {"private", "no-store"}
    assert client.get("/")["Cache-Control"] == "private"


def test_says_the_name_on_every_page_and_signs_out_by_post(client, sign_in):
    member = make_member(first_name="Anna", last_name="Holm")
    sign_in(member.email)
    front = client.get("/").content.decode()
    assert "Anna Holm" in front
    assert 'action="/log-ud/"' in front
    assert client.get("/log-ud/").status_code == 405
    assert is_signed_in(client)
    assert client.post("/log-ud/").url == "/"
    assert not is_signed_in(client)
    assert "Anna Holm" not in client.get("/").content.decode()


def test_never_lets_a_member_into_the_admin(client, sign_in):
    sign_in(make_member().email)
    for path in ("/admin/", "/admin/pages/", "/admin/cms/member/", "/admin/users/"):
        response = client.get(path)
        assert (path, response.status_code) == (path, 302)
        assert response.url.startswith("/admin/login/?")


def test_gives_a_member_no_password(client, sign_in):
    member = make_member()
    sign_in(member.email)
    client.post("/log-ud/")
    client.post("/admin/password_reset/", {"email": member.email})
    assert Letter.objects.exclude(kind="accounts.sign_in").count() == 0


def test_leaves_no_address_in_logs_and_addresses(client, sign_in, caplog):
    caplog.set_level("DEBUG")
    member = make_member(email="canary@kommune.example")
    asked = client.post(SIGN_IN, {"email": member.email})
    entered = sign_in(member.email)
    client.post(SIGN_IN, {"email": "canary2@kommune.example"})
    assert "canary" not in asked.url + entered.url + caplog.text
    assert Member.objects.count() == 1
