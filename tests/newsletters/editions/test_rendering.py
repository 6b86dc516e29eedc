"""From a newsletter to a letter."""

import datetime as dt
import re
from html import escape, unescape
from html.parser import HTMLParser

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.utils import timezone
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from wagtail.images import get_image_model
from wagtail.images.tests.utils import get_test_image_file
from wagtail.rich_text import RichText

from cms.content.models import NetworkSettings
from cms.mail.placeholders import used
from newsletters.editions.models import LetterTheme
from newsletters.editions.pages import NewsletterIndexPage, NewsletterPage
from newsletters.editions.rendering import render
from tests.factories.pages import (
    make_archive,
    make_goal,
    make_home,
    make_invitation,
    make_newsletter,
    make_story,
    make_topic,
)
from tests.factories.people import make_series

from .review.drafts import make_document

pytestmark = pytest.mark.django_db

HOSTILE = [
    "<script>alert(1)</script>",
    "{{ settings.SECRET_KEY }}",
    "{% load i18n %}",
    "<mj-raw><b>x</b></mj-raw>",
    "%recipient.greeting%",
    '" onload="x',
    "æøå 👩‍👧 e\u0301 שלום C:\\temp \\u{41}",
]


def every_block():
    goal = make_goal(7)
    story = make_story(title="Varmen i kælderen", goals=[goal], lead="De målte først.")
    return [
        ("heading", "De gik først"),
        ("text", RichText("<p>Hej <b>du</b></p><ul><li>en</li></ul>")),
        ("button", {"text": "Læs den", "page": story, "url": ""}),
        ("divider", None),
        ("invitation", {"page": make_invitation(title="Bygninger"), "lead": ""}),
        ("story", {"page": story, "lead": ""}),
        ("topic", {"page": make_topic(title="Energi", goals=[goal]), "lead": "Kom og se."}),
        ("quote", {"text": "Vi målte", "name": "Bo", "role": "driftschef"}),
        ("days", {"count": 2}),
        ("facts", {"page": make_invitation(title="Vand", seats=40)}),
        ("callout", {"title": "Husk", "text": RichText("<p>Tag <i>data</i> med</p>")}),
        ("file", {"document": make_document(), "title": ""}),
        ("signature", {"greeting": "Venlig hilsen", "name": "Ane", "role": "", "email": ""}),
        ("only_mail", [("text", RichText("<p>Kun i brevet</p>"))]),
        ("only_web", [("text", RichText("<p>Kun på siden</p>"))]),
        (
            "two_columns",
            {
                "left": [("text", RichText("<p>Venstre</p>"))],
                "right": [("button", {"text": "Ud", "page": None, "url": "https://a.example/"})],
            },
        ),
    ]


def test_writes_every_block_into_both_parts():
    letter = render(make_newsletter(body=every_block()))
    words = ["De gik først", "Hej", "Læs den", "Bygninger", "Varmen i kælderen", "De målte først."]
    words += ["Energi", "Kom og se.", "Vi målte", "driftschef", "Venstre", "https://a.example/"]
    words += [
        "Vand",
        "40",
        "Husk",
        "data",
        "Dagsorden",
        "PDF",
        "Venlig hilsen",
        "Ane",
        "Kun i brevet",
    ]
    for word in words:
        assert word in letter.html
        assert word in letter.text or word.upper() in letter.text


def test_leaves_what_only_the_web_page_shows_to_the_web_page(client):
    page = make_newsletter(body=every_block())
    letter, shown = render(page), client.get(page.url).content.decode()
    assert [words in shown for words in ("Kun på siden", "Kun i brevet")] == [True, False]
    assert "Kun på siden" not in letter.html + letter.text


def test_announces_the_next_days_soonest_first_and_no_more_than_asked():
    now = timezone.now()
    for title, days in (("Tredje", 30), ("Første", 10), ("Anden", 20)):
        make_invitation(title=title, starts_at=now + dt.timedelta(days=days))
    make_invitation(title="Var", starts_at=now - dt.timedelta(days=3))
    page = make_newsletter(body=[("days", {"count": 2})])
    shown = re.findall("Første|Anden|Tredje|Var", render(page).text)
    assert shown == ["Første", "Anden"]


def test_skips_a_picture_that_is_only_decoration():
    image = get_image_model().objects.create(title="Bro", file=get_test_image_file())
    value = {"image": image, "alt": "", "decorative": True, "caption": "", "link": ""}
    letter = render(make_newsletter(body=[("image", value)]))
    assert 'alt=""' in next(
        tag for tag in re.findall(r"<img[^>]*>", letter.html) if "/images/" in tag
    )


def test_speaks_to_one_person_by_placeholders_alone():
    letter = render(make_newsletter(headline="tag en kollega med"))
    assert used(letter.html) == {"greeting_html", "unsubscribe_url", "choices_url"}
    assert used(letter.text) == {"greeting", "unsubscribe_url", "choices_url"}


def test_names_no_host_but_our_own():
    letter = render(make_newsletter(body=every_block()))
    hosts = set(re.findall(r"https?://([^/\"' >)]+)", letter.html)) - {"www.w3.org"}
    assert hosts == {"testserver", "a.example"}


def test_takes_the_pages_own_words_until_it_is_sent():
    story = make_story(lead="Som den var")
    page = make_newsletter(body=[("story", {"page": story, "lead": ""})])
    story.lead = "Som den blev"
    story.save_revision().publish()
    assert "Som den blev" in render(NewsletterPage.objects.get(pk=page.pk)).text


def test_shows_nothing_where_a_page_is_deleted():
    story = make_story(title="Væk er den")
    page = make_newsletter(body=[("heading", "Her"), ("story", {"page": story, "lead": ""})])
    story.delete()
    letter = render(NewsletterPage.objects.get(pk=page.pk))
    assert "Væk er den" not in letter.html
    assert "HER" in letter.text


def test_shows_nothing_where_a_page_is_of_another_kind_than_its_block():
    story, day = make_story(title="En historie"), make_invitation(title="En dag")
    page = make_newsletter()
    kinds = {"story": day, "invitation": story, "topic": make_home(), "facts": story}
    stored = [
        {"type": kind, "value": {"page": other.pk, "lead": ""}} for kind, other in kinds.items()
    ]
    page.body = NewsletterPage._meta.get_field("body").to_python(stored)
    assert re.findall("En historie|En dag", render(page).html) == []


def test_shows_pictures_in_their_own_shape_wherever_they_stand():
    file = get_test_image_file(size=(1600, 1000))
    image = get_image_model().objects.create(title="Bro", file=file)
    picture = ("image", {"image": image, "alt": "", "link": ""})
    columns = {"left": [picture], "right": []}
    letter = render(make_newsletter(body=[picture, ("two_columns", columns)]))
    shown = [tag for tag in re.findall(r"<img[^>]*>", letter.html) if "/images/" in tag]
    # A height in px would keep its place when a telephone makes the picture narrower.
    assert [re.findall(r'(?:height|width)="(\w+)"', tag) for tag in shown] == [
        ["auto", "528"],
        ["auto", "252"],
    ]


def test_is_sent_in_the_networks_name_unless_the_newsletter_has_one():
    make_home()
    NetworkSettings.objects.create(site=make_home().get_site(), network_name="Netværket, nord")
    plain, named = make_newsletter(), make_newsletter(sender_name="Sekretariatet")
    assert render(plain).sender == '"Netværket, nord" <nyhedsbrev@network.example>'
    assert render(named).sender == "Sekretariatet <nyhedsbrev@network.example>"


def test_looks_as_its_archive_does():
    archive = make_archive(accent="#7a2e1d", sender_name="Netværksdagene")
    letter = render(make_newsletter(archive=archive))
    assert "#7a2e1d" in letter.html
    assert "#0d4a43" not in letter.html
    assert letter.sender == "Netværksdagene <nyhedsbrev@network.example>"


def test_is_another_letter_in_another_series():
    page = make_newsletter()
    before = render(page).content_hash
    NewsletterIndexPage.objects.update(series=make_series("invitationer"))
    assert render(page).content_hash != before


def test_keeps_every_line_short_enough_for_mail():
    letter = render(make_newsletter(body=every_block()))
    assert max(len(line.encode()) for line in letter.html.splitlines()) < 998


def test_is_the_same_letter_as_long_as_nothing_changed():
    page = make_newsletter(body=every_block())
    again = NewsletterPage.objects.get(pk=page.pk)
    assert render(page).content_hash == render(again).content_hash


@pytest.mark.parametrize("count", [1, 4])
def test_asks_the_database_as_often_for_four_of_each_kind_as_for_one(count):
    image = get_image_model().objects.create(title="Bro", file=get_test_image_file())
    goal, link = make_goal(7), '<p><a linktype="page" id="{}">Den</a></p>'
    body = []
    for _ in range(count):
        story = make_story(goals=[goal], cover=image, cover_alt="En bro")
        other = make_story(goals=[goal])
        body += [
            ("story", {"page": story, "lead": ""}),
            ("topic", {"page": make_topic(goals=[goal]), "lead": ""}),
            ("invitation", {"page": make_invitation(goals=[goal]), "lead": ""}),
            ("button", {"text": "Se", "page": other, "url": ""}),
            ("text", RichText(link.format(other.pk))),
            ("image", {"image": image, "alt": "", "link": ""}),
        ]
    key = make_newsletter(body=body).pk
    render(NewsletterPage.objects.get(pk=key))
    page = NewsletterPage.objects.get(pk=key)
    with CaptureQueriesContext(connection) as asked:
        render(page)
    assert len(asked) == 6


def test_wears_the_sites_own_colours_logo_and_foot():
    image = get_image_model().objects.create(title="Logo", file=get_test_image_file())
    site, page = make_home().get_site(), make_newsletter(body=every_block())
    plain = render(page).html
    LetterTheme.objects.create(
        site=site,
        accent="#7a1f4d",
        paper="#f0e8ee",
        footer="CVR 12 34 56 78",
        logo=image,
        logo_dark=image,
    )
    letter = render(page)
    counts = [letter.html.count(word) for word in ("#0d4a43", "logo-light", "CVR 12 34 56 78")]
    assert (counts[0], counts[2], plain.count("#7a1f4d")) == (0, 1, 0)
    assert letter.html.count('class="logo-light"') == letter.html.count('class="logo-dark"') == 1
    assert 'alt="Verdensmålsnetværket"' in unescape(letter.html)
    assert "CVR 12 34 56 78" in letter.text
    assert "background-color:#f0e8ee" in letter.html


def test_makes_the_letter_anew_when_anything_in_it_changes():
    page = make_newsletter(body=[("heading", "Før")])
    assert "FØR" in render(page).text
    page.body = [("heading", "Efter")]
    assert "EFTER" in render(page).text


@pytest.mark.parametrize("words", HOSTILE)
def test_shows_what_an_editor_typed_as_text(words):
    page = make_newsletter(
        subject="Emne",
        headline=words[:100],
        body=[
            ("heading", words),
            ("text", RichText(f"<p>{escape(words)}</p>")),
            ("quote", {"text": words, "name": words, "role": words}),
            ("button", {"text": words[:60], "page": None, "url": "https://a.example/"}),
        ],
    )
    letter = render(page)
    shown = Seen()
    shown.feed(letter.html)
    assert shown.scripts == 0
    assert shown.text.count(words) >= 3
    assert letter.text.count(words) >= 2


class Seen(HTMLParser):
    """What a reader would see, and how many scripts would run."""

    def __init__(self) -> None:
        super().__init__()
        self.text, self.scripts = "", 0

    def handle_starttag(self, tag, attrs):
        self.scripts += tag == "script" or any(name.startswith("on") for name, _value in attrs)

    def handle_data(self, data):
        self.text += data


@settings(
    max_examples=40, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture]
)
@given(words=st.text(max_size=120))
def test_renders_whatever_an_editor_types(words):
    page = NewsletterPage(title="N", slug="n", subject=words, headline=words, lead=words)
    page.body = [("heading", words), ("quote", {"text": words, "name": words, "role": ""})]
    letter = render(page)
    assert used(letter.html) == {"greeting_html", "unsubscribe_url", "choices_url"}
