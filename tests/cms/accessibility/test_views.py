"""What the public statement says."""

import datetime as dt
import re

import pytest
from django.utils import timezone

from cms.models import AccessibilitySettings
from home.pages import is_taken

pytestmark = pytest.mark.django_db
PAGE = "/tilgaengelighed/"
DAY = dt.date(2026, 3, 3)
STATES = {
    "partly": "<b>The site conforms partly",
    "fully": "<b>The site conforms fully",
    "unknown": "<b>The site has not been checked yet.",
}


def state_in(page):
    return [name for name, words in STATES.items() if words in page.content.decode()]


def test_conforms_fully_when_nothing_is_known(client, checked):
    checked(DAY)
    page = client.get("/en/accessibility/")
    assert (page.status_code, state_in(page)) == (200, ["fully"])


def test_conforms_partly_while_an_issue_is_open(client, checked, issue):
    checked(DAY)
    fault = issue()
    assert state_in(client.get("/en/accessibility/")) == ["partly"]
    fault.solved_at = timezone.now()
    fault.save()
    assert state_in(client.get("/en/accessibility/")) == ["fully"]


def test_claims_nothing_before_the_first_check(client, home):
    assert state_in(client.get("/en/accessibility/")) == ["unknown"]


def test_shows_all_that_is_known_of_an_issue(client, checked, issue):
    checked(DAY)
    issue(explanation="Vi bygger det om.", workaround="Brug listen.", expected_on=DAY)
    page = client.get(PAGE).content.decode()
    told = re.findall(r"<d[td][^>]*>(.*?)</d[td]>", page, re.DOTALL)
    assert told[1::2][:5] == [
        "Medlemskortet",
        "Folk, der bruger skærmlæser",
        told[5],
        "Brug listen.",
        "3. marts 2026",
    ]
    assert told[5].endswith('<br><span lang="da">Vi bygger det om.</span>')


def test_says_in_english_that_the_issues_are_danish(client, checked, issue):
    issue()
    said = "What is known is written down in Danish."
    assert [said in client.get(page).content.decode() for page in ("/en/accessibility/", PAGE)] == [
        True,
        False,
    ]


def test_escapes_what_editors_write(client, checked, issue):
    issue(what="<script>alert(1)</script>")
    assert "<script>alert(1)" not in client.get(PAGE).content.decode()


def test_says_whom_to_tell_and_where_to_complain(client, checked):
    checked(DAY, report_email="hjaelp@netvaerk.example", complaint_url="https://klage.example/was")
    page = client.get(PAGE).content.decode()
    assert 'href="mailto:hjaelp@netvaerk.example"' in page
    assert 'href="https://klage.example/was"' in page


@pytest.mark.parametrize(
    ("asked", "led_to"),
    [("/was", PAGE), ("/was/", PAGE), ("/en/was", "/en/accessibility/")],
)
def test_leads_from_the_laws_address(client, home, asked, led_to):
    answer = client.get(asked)
    assert (answer.status_code, answer["Location"]) == (301, led_to)


@pytest.mark.parametrize("slug", ["was", "tilgaengelighed"])
def test_lets_no_page_lie_over_it(slug):
    assert is_taken(slug, "da")


@pytest.mark.parametrize("asked", ["?page=x", "?%00", "?kind=" + "a" * 10_000])
def test_minds_no_odd_question(client, home, asked):
    assert client.get(PAGE + asked).status_code == 200


@pytest.mark.parametrize("number", [1, 3])
def test_asks_as_often_for_many_issues(client, checked, issue, number, django_assert_num_queries):
    checked(DAY)
    for _each in range(number):
        issue()
    client.get(PAGE)
    with django_assert_num_queries(9):
        client.get(PAGE)


def test_writes_nothing_down_for_who_reads(client, home):
    assert client.get(PAGE).status_code == 200
    assert not AccessibilitySettings.objects.exists()
