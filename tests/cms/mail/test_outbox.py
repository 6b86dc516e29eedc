"""The local outbox: letters as files, and the pages that show them."""

import pytest
from django.conf import settings as django_settings
from django.urls import reverse

from cms.mail import outbox
from cms.mail.answers import Answer
from cms.mail.message import Content, Recipient
from cms.mail.placeholders import placeholder
from cms.mail.providers import PROVIDERS
from cms.mail.transport import hand_over
from cms.mail.views import LETTERS_A_PAGE

pytestmark = pytest.mark.django_db

HOSTILE = ["..", "../secret_key", "a/b", "a.eml", "%2e%2e", "a b", "æ", "x" * 300, "", "a\x00"]


def recipient(name, **fields):
    return Recipient(
        id=name,
        ref=name,
        address=f"{name}@kommune.example",
        fields={
            "greeting": f"Kære {name}",
            "greeting_html": f"Kære <b>{name}</b>",
            "unsubscribe_url": f"https://network.example/afmeld/{name}/",
            **fields,
        },
    )


def post(*recipients, subject="Nyt fra netværket"):
    content = Content(
        subject=subject,
        html=f"<p>{placeholder('greeting_html')}</p>",
        text=f"{placeholder('greeting')}\nTil dig.\n",
        sender="Netværket <brev@network.example>",
        reply_to="svar@network.example",
        headers={"List-Id": "<nyhedsbrev.network.example>"},
        own_headers={"List-Unsubscribe": f"<{placeholder('unsubscribe_url')}>"},
    )
    return hand_over(content, list(recipients), PROVIDERS["outbox"])


def test_keeps_a_letter_for_each_recipient():
    outcome = post(recipient("anna"), recipient("bo"))
    assert [result.answer for result in outcome.results.values()] == [Answer.ACCEPTED] * 2
    letters = [outbox.read(name) for name in reversed(outbox.names())]
    assert [str(letter["To"]) for letter in letters] == [
        "anna@kommune.example",
        "bo@kommune.example",
    ]
    assert [result.provider_id for result in outcome.results.values()] == (
        list(reversed(outbox.names()))
    )


def test_reads_a_letter_back_with_its_parts_and_headers():
    post(recipient("anna"), subject="Æbler, øl & ål")
    letter = outbox.read(outbox.names()[0])
    assert letter.get_content_type() == "multipart/alternative"
    plain, html = letter.iter_parts()
    assert plain.get_content().splitlines() == ["Kære anna", "Til dig."]
    assert html.get_content().strip() == "<p>Kære <b>anna</b></p>"
    assert {name: str(letter[name]) for name in ("Subject", "From", "Reply-To", "List-Id")} == {
        "Subject": "Æbler, øl & ål",
        "From": "Netværket <brev@network.example>",
        "Reply-To": "svar@network.example",
        "List-Id": "<nyhedsbrev.network.example>",
    }
    assert letter["List-Unsubscribe"] == "<https://network.example/afmeld/anna/>"
    assert letter["Date"].datetime is not None


def test_shows_a_value_that_looks_like_a_field_as_it_is():
    post(recipient("anna", greeting="Kære [[greeting_html]] {{ x }} %recipient.x%"))
    letter = outbox.read(outbox.names()[0])
    text = letter.get_body(("plain",)).get_content()
    assert text.splitlines()[0] == "Kære [[greeting_html]] {{ x }} %recipient.x%"


def test_names_letters_so_that_they_sort_by_time():
    for number in range(3):
        post(recipient(f"p{number}"))
    newest_first = [letter.to for letter in outbox.envelopes(outbox.names())]
    assert newest_first == [f"p{number}@kommune.example" for number in (2, 1, 0)]


def test_leaves_out_files_that_are_no_letters_and_letters_that_are_gone():
    post(recipient("anna"))
    folder = django_settings.OUTBOX_DIR
    (folder / "notes.txt").write_text("x")
    (folder / "a b.eml").write_text("x")
    assert len(outbox.names()) == 1
    assert list(outbox.envelopes(["gone"])) == []
    (folder / "a b.eml").unlink()


@pytest.mark.parametrize("name", HOSTILE, ids=ascii)
def test_reads_no_other_file(name):
    with pytest.raises(OSError):  # noqa: PT011 - whichever the system gives
        outbox.read(name)


def test_lists_letters_newest_first(home, client):
    post(recipient("anna"))
    post(recipient("bo"))
    response = client.get(reverse("outbox:letters"))
    assert response.status_code == 200
    assert [letter.to for letter in response.context["letters"]] == [
        "bo@kommune.example",
        "anna@kommune.example",
    ]
    assert response["Cache-Control"].count("no-store") == 1


def test_lists_nothing_before_something_was_sent(home, client):
    response = client.get(reverse("outbox:letters"))
    assert (response.status_code, response.context["letters"]) == (200, [])


def test_searches_by_recipient(home, client):
    post(recipient("anna"), recipient("bo"))
    for query, found in (("ANNA", 1), ("kommune", 2), ("nobody", 0), ('"', 0), ("%", 0)):
        response = client.get(reverse("outbox:letters"), {"q": query})
        assert (query, len(response.context["letters"])) == (query, found)


@pytest.mark.parametrize("page", ["0", "-1", "2", "999999", "x", "", "9" * 5000, "\x00", "१"])
def test_shows_some_page_whatever_page_is_asked_for(home, client, page):
    post(*(recipient(f"p{number}") for number in range(LETTERS_A_PAGE + 1)))
    response = client.get(reverse("outbox:letters"), {"page": page})
    assert response.status_code == 200
    assert len(response.context["letters"]) in (1, LETTERS_A_PAGE)


def test_shows_a_letter_with_its_text_headers_and_source(home, client):
    post(recipient("anna"), subject="<b>Nyt</b>")
    (name,) = outbox.names()
    response = client.get(reverse("outbox:letter", args=[name]))
    assert response.status_code == 200
    assert response.context["text"].splitlines() == ["Kære anna", "Til dig."]
    assert ("To", "anna@kommune.example") in response.context["headers"]
    assert "<b>Nyt</b>" not in response.content.decode()
    source = client.get(reverse("outbox:letter_source", args=[name]))
    assert source["Content-Type"] == "text/plain; charset=utf-8"
    assert source.content.startswith(b"Content-Type: multipart/alternative")


def test_shows_the_html_in_a_sandbox_in_which_nothing_runs(home, client):
    post(recipient("anna"))
    (name,) = outbox.names()
    response = client.get(reverse("outbox:letter_html", args=[name]))
    assert response.content.decode().strip() == "<p>Kære <b>anna</b></p>"
    policy = response["Content-Security-Policy"]
    assert policy.startswith("default-src 'none'; ")
    assert ("script-src" in policy, "allow-scripts" in policy) == (False, False)


@pytest.mark.parametrize("view", ["letter", "letter_html", "letter_source"])
@pytest.mark.parametrize("name", ["gone", "x" * 300, "--", "_"])
def test_answers_404_for_a_name_that_is_no_letter(home, client, view, name):
    assert client.get(reverse(f"outbox:{view}", args=[name])).status_code == 404


@pytest.mark.parametrize("path", ["..%2fsecret_key", "%2e%2e/", "a%00b/", "a.eml/", "a%20b/html/"])
def test_answers_404_for_a_hostile_path(home, client, path):
    assert client.get(f"/outbox/{path}").status_code == 404


def test_changes_nothing_by_post(home, client):
    assert client.post(reverse("outbox:letters")).status_code == 405
