"""Rich text made fit for mail."""

import pytest
from django.utils import timezone
from wagtail.rich_text import RichText

from newsletters.editions import text as texts
from newsletters.editions.blocks import LetterBlock
from newsletters.editions.picking import pick, stored
from newsletters.editions.text import absolute
from tests.factories.pages import make_story

pytestmark = pytest.mark.django_db


def said(text: RichText) -> texts.Written:
    """The text as a letter says it: its pages picked as `rendering` picks them."""
    blocks = stored(LetterBlock().to_python([{"type": "text", "value": text.source}]))
    return texts.written(text.source, pick(blocks, None, timezone.now()).links)


def mail_html(text: RichText) -> str:
    return said(text).html


def plain_text(text: RichText) -> str:
    return said(text).plain


def test_writes_links_to_pages_with_the_whole_address():
    story = make_story(slug="varmen")
    text = RichText(f'<p><a linktype="page" id="{story.pk}">Læs</a></p>')
    assert mail_html(text) == '<p><a href="http://testserver/historier/varmen/">Læs</a></p>'
    assert plain_text(text) == "Læs (http://testserver/historier/varmen/)"


def test_writes_lists_and_paragraphs_apart():
    text = RichText("<p>Før</p><ol><li>en</li><li>to<br/>linjer</li></ol><p>Efter</p>")
    assert plain_text(text) == "Før\n\n1. en\n2. to\n   linjer\n\nEfter"


@pytest.mark.parametrize(
    ("written", "kept"),
    [
        ("<p onclick='x'>a</p>", "<p>a</p>"),
        ("<h2>a</h2>", "a"),
        ("<p>a<script>alert(1)</script></p>", "<p>a</p>"),
        ('<p><a href="javascript:alert(1)">a</a></p>', "<p>a</p>"),
        ('<p><a href=" JaVaScRiPt:alert(1)">a</a></p>', "<p>a</p>"),
        ("<p>&lt;b&gt; &amp; x</p>", "<p>&lt;b&gt; &amp; x</p>"),
        ("<p>&#57344;greeting&#57345;</p>", "<p>greeting</p>"),
    ],
)
def test_keeps_only_what_mail_programs_show_alike(written, kept):
    assert mail_html(RichText(written)) == kept


@pytest.mark.parametrize(
    ("url", "whole"),
    [
        ("/x/", "http://testserver/x/"),
        ("https://a.example/", "https://a.example/"),
        ("mailto:a@b.example", "mailto:a@b.example"),
        ("javascript:alert(1)", ""),
        ("data:text/html,x", ""),
        ("//evil.example/", "http://evil.example/"),
    ],
)
def test_gives_addresses_that_a_letter_may_link_to(url, whole):
    assert absolute(url) == whole


def test_leaves_the_words_of_a_link_that_leads_nowhere():
    gone, none = '<a linktype="page" id="999999">væk</a>', '<a linktype="page" id="x">ingen</a>'
    assert mail_html(RichText(f"<p>{gone} og {none}</p>")) == "<p>væk og ingen</p>"
