"""What mail programs want of a letter, one rule a test: `.readme/mail-clients.md` says why of each.

Asked of a letter of every block, in light and in dark colours where colours are asked about.
"""

import re
from itertools import pairwise
from pathlib import Path
from urllib.parse import urlsplit

import pytest
from bs4 import BeautifulSoup
from django.conf import settings

from cms.content.goals import contrast
from newsletters.editions.rendering import DARK_SHEET, INKS, SHEET, Letter, render
from tests.factories.pages import make_newsletter

from .review.drafts import make_image
from .test_rendering import every_block

pytestmark = pytest.mark.django_db

TABLE = Path(settings.BASE_DIR) / ".readme/mail-clients.md"
LEAST_CONTRAST = 4.5
OWN = {"testserver", "a.example"}  # the site, and where the letter's own button leads
GIVEN = {"www.w3.org", "schemas.microsoft.com"}  # names of schemas, which nobody fetches


def says_its_language(letter: Letter, soup: BeautifulSoup) -> None:
    assert soup.html["lang"] == "da"


def has_a_title(letter: Letter, soup: BeautifulSoup) -> None:
    assert soup.title.get_text(strip=True) == letter.subject


def calls_layout_tables_presentation(letter: Letter, soup: BeautifulSoup) -> None:
    assert [table for table in soup.find_all("table") if table.get("role") != "presentation"] == []


def has_words_for_every_picture(letter: Letter, soup: BeautifulSoup) -> None:
    images = soup.find_all("img")
    assert [image for image in images if not image.has_attr("alt")] == []


def has_one_headline_and_orders_the_rest(letter: Letter, soup: BeautifulSoup) -> None:
    levels = [int(tag.name[1]) for tag in soup.find_all(re.compile("^h[1-6]$"))]
    assert (levels.count(1), levels[0]) == (1, 1)
    assert all(after <= before + 1 for before, after in pairwise(levels))


def can_be_read_in_light_colours(letter: Letter, soup: BeautifulSoup) -> None:
    """Text colours that stand on the letter's white sheet."""
    inks = {"#14201c", "#4d5a55", "#0d4a43"}
    assert inks <= set(re.findall(r"color: ?(#[0-9a-f]{6})", letter.html))
    assert min(contrast(ink, SHEET) for ink in inks) >= LEAST_CONTRAST


def can_be_read_in_dark_colours(letter: Letter, soup: BeautifulSoup) -> None:
    dark = re.split(r"prefers-color-scheme: ?dark", letter.html)[1]
    dark = dark[: dark.index("</style")]
    inks = set(re.findall(r"[ {]color: ?(#[0-9a-f]{6})", dark)) - set(INKS)
    assert len(inks) == 3
    assert min(contrast(ink, DARK_SHEET) for ink in inks) >= LEAST_CONTRAST


def speaks_to_outlook(letter: Letter, soup: BeautifulSoup) -> None:
    """Every conditional comment that is opened is closed."""
    opened = len(re.findall(r"<!--\[if [^\]]+\]>", letter.html))
    assert opened == letter.html.count("<![endif]-->")
    assert "<!--[if mso | IE]>" in letter.html


def fetches_nothing_from_others(letter: Letter, soup: BeautifulSoup) -> None:
    hosts = {
        urlsplit(found).hostname for found in re.findall(r"https?://[^\s\"'<>)]+", letter.html)
    }
    assert hosts - GIVEN == OWN


def runs_nothing(letter: Letter, soup: BeautifulSoup) -> None:
    assert soup.find_all(["script", "form", "iframe", "object", "embed", "link", "video"]) == []


def fits_a_telephone(letter: Letter, soup: BeautifulSoup) -> None:
    viewport = soup.find("meta", attrs={"name": "viewport"})
    assert "width=device-width" in viewport["content"]
    assert max(int(image["width"]) for image in soup.find_all("img") if image.get("width")) <= 600


def is_shown_whole_by_gmail(letter: Letter, soup: BeautifulSoup) -> None:
    assert len(letter.html.encode()) < 100_000
    styles = "".join(tag.get_text() for tag in soup.find_all("style"))
    assert len(styles) < 8_192


def has_short_lines(letter: Letter, soup: BeautifulSoup) -> None:
    assert max(len(line.encode()) for line in letter.html.splitlines()) < 998


def reads_well_as_text(letter: Letter, soup: BeautifulSoup) -> None:
    """No markup, no empty brackets, never two empty lines, each address on its own or after its words."""
    assert re.findall(r"</?[a-z]+[ >]|&[a-z]+;|\[\]|\(\)|\n\n\n|[ \t]\n", letter.text) == []
    assert "http://testserver/" in letter.text


RULES = [
    says_its_language,
    has_a_title,
    calls_layout_tables_presentation,
    has_words_for_every_picture,
    has_one_headline_and_orders_the_rest,
    can_be_read_in_light_colours,
    can_be_read_in_dark_colours,
    speaks_to_outlook,
    fetches_nothing_from_others,
    runs_nothing,
    fits_a_telephone,
    is_shown_whole_by_gmail,
    has_short_lines,
    reads_well_as_text,
]


@pytest.mark.parametrize("rule", RULES, ids=lambda rule: rule.__name__)
def test_keeps_the_rule(rule):
    value = {"image": make_image(), "alt": "En bro", "caption": "", "link": ""}
    letter = render(make_newsletter(body=[*every_block(), ("image", value)]))
    rule(letter, BeautifulSoup(letter.html, "html.parser"))


def test_says_every_rule_in_the_table():
    named = re.findall(r"^\| `(\w+)` \|", TABLE.read_text(), re.MULTILINE)
    assert named == [rule.__name__ for rule in RULES]
