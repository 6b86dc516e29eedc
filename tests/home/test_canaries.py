"""What nobody may read stands nowhere: every address of the site is asked for."""

import datetime as dt
import re
from urllib.parse import urljoin, urlsplit
from xml.etree import ElementTree

import pytest
from django.utils import timezone
from django.utils.html import escape
from django.utils.text import slugify
from wagtail.models import PageViewRestriction

from cms.content.sharing import share_url, shared_of
from home.models import StandardPage
from tests.factories.library import KINDS as IN_LIBRARY
from tests.factories.pages import (
    add,
    make_goal,
    make_home,
    make_invitation,
    make_newsletter,
    make_story,
    make_topic,
)

pytestmark = pytest.mark.django_db

CANARY = "Kanariefugl"
SONG = "Nattergal"
# What no page links to: programs know where it is, or people type it.
UNLINKED = [
    "/robots.txt",
    "/sitemap.xml",
    "/.well-known/security.txt",
    "/nyt.atom",
    "/historier.atom",
    "/midler.atom",
    "/midler.ics",
    "/api/v2/pages/?limit=100",
    f"/api/v2/pages/?search={CANARY}",
    "/api/v2/images/",
    "/api/v2/documents/",
    "/api/v3-preview/pages/",
    f"/soeg/?q={CANARY}",
    f"/soeg/?q={CANARY[:-1]}x",
    f"/soeg/?q={SONG}",
    "/soeg/?goal=7",
    f"/{CANARY.lower()}/",
]
MOST = 400


def make_plain(**fields):
    fields.setdefault("slug", slugify(fields["title"]))
    return add(make_home(), StandardPage(**fields))


KINDS = {
    "plain": make_plain,
    "goal": lambda **fields: make_goal(fields.pop("number"), **fields),
    "topic": make_topic,
    "story": make_story,
    "day": make_invitation,
    "letter": make_newsletter,
    **IN_LIBRARY,
}


def expire(page):
    page.expire_at, page.expired = timezone.now() - dt.timedelta(days=1), True
    page.unpublish(set_expired=True)


def outlive(page):
    """Its time is over, and nobody has come by to take it down."""
    type(page).objects.filter(pk=page.pk).update(expire_at=timezone.now() - dt.timedelta(minutes=1))


def lock(page):
    PageViewRestriction.objects.create(page=page, restriction_type="login")


HIDDEN = {
    "draft": lambda page: page.unpublish(),
    "expired": expire,
    "over": outlive,
    "private": lock,
}


@pytest.fixture
def hidden(home):
    """A page of each kind in each state that nobody may read."""
    pages, number = [], 1
    for kind, make in KINDS.items():
        for state, hide in HIDDEN.items():
            fields = {"title": f"{CANARY} {kind} {state}"}
            if kind == "goal":
                number += 1
                fields["number"] = number
            if kind == "letter":
                fields["subject"] = fields["headline"] = fields["title"]
            else:
                fields["lead"] = fields["title"]
            page = make(**fields)
            hide(page)
            pages.append(page)
    return pages


def make_open(title):
    """A page of each kind that everybody may read; `title` is said after the kind."""
    pages = []
    for number, (kind, make) in enumerate(KINDS.items()):
        fields = {"title": f"{kind} {title}"[:255], "slug": f"side-{number}"}
        pages.append(make(**fields, **({"number": 1} if kind == "goal" else {})))
    return pages


def linked(text, base):
    for found in re.findall(
        r'(?:href|src|(?<=og:image") content)="([^"]+)"|<loc>([^<]+)</loc>', text
    ):
        address = urlsplit(urljoin(base, next(filter(None, found)).replace("&amp;", "&")))
        if address.netloc in ("", "testserver") and address.scheme in ("", "http", "https"):
            yield address.path + (f"?{address.query}" if address.query else "")


def crawl(client):
    """{address: what it answers} of the network page, all that it leads to, and what programs ask for."""
    answers, waiting = {}, ["/", *UNLINKED]
    while waiting and len(answers) < MOST:
        address = waiting.pop(0)
        if address in answers or address.startswith(("/static/", "/media/", "/admin/")):
            continue
        answer = client.get(address)
        assert answer.status_code < 500, address
        kind = answer.headers.get("Content-Type", "")
        body = b"".join(answer.streaming_content) if answer.streaming else answer.content
        answers[address] = text = body.decode() if "image/png" not in kind else ""
        if "html" in kind or "xml" in kind:
            waiting += linked(text, f"http://testserver{address}")
        if "xml" in kind:
            ElementTree.fromstring(text)
    assert len(answers) < MOST
    return answers


def test_shows_what_nobody_may_read_nowhere(client, hidden):
    shown = make_open(SONG)
    answers = crawl(client)
    assert {page.get_url() for page in shown} <= answers.keys()
    # What somebody searches for is said again, and is no page.
    canary = re.compile(f"{CANARY} (?:{'|'.join(KINDS)}) ({'|'.join(HIDDEN)})")
    where = {(path, state) for path, text in answers.items() for state in canary.findall(text)}
    # Wagtail's own preview of an API shows a page until `tick` has come by, which is every minute.
    assert where <= {("/api/v3-preview/pages/", "over")}
    assert {page.get_url() for page in hidden} & answers.keys() == set()


def test_gives_nobody_the_share_picture_of_what_nobody_may_read(client, hidden):
    def picture(page):
        network = "Verdensmålsnetværket"
        return share_url(page, shared_of(page, network=network, language="da"))

    answers = {str(page): client.get(picture(page)).status_code for page in hidden}
    assert answers == {str(page): 404 for page in hidden}


@pytest.mark.parametrize(
    "ending",
    ["]]> & <b>\"fed\"</b> 'så'", "👩‍👧 e\u0301 שלום", "x" * 240, "{{ 7 }} {% now 'Y' %} &amp;"],
)
def test_says_a_title_as_it_was_written_everywhere(client, home, ending):
    pages = make_open(ending)
    answers = crawl(client)
    for page in pages:
        assert escape(page.title) in answers[page.get_url()]
        assert ending not in answers[page.get_url()] or escape(ending) == ending
