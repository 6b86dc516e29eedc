"""MJML to HTML: every character arrives, no line is too long, an error names itself."""

from html.parser import HTMLParser

import pytest
from django.template import Context, Template
from hypothesis import given, settings
from hypothesis import strategies as st

from cms.mail.mjml import LetterSyntaxError, compile_mjml
from cms.mail.placeholders import fill, placeholder, plain

LETTER = "<mjml><mj-body><mj-section><mj-column>{}</mj-column></mj-section></mj-body></mjml>"
WORDS = [
    "🌱 i Middelfart",
    "👩\u200d🔧👨🏽\u200d🏭",
    "e\u0301 og a\u030a",
    "שלום עולם",
    "\u202bשלום\u202c",
    "C:\\temp\\ny",
    "50 % af {{ alt }} [[her]]",
    "»–« … “x” 'y'",
    "CO₂ < 5 & > 3",
    "\U0001f1e9\U0001f1f0",
    "\u00ad\u200b\ufeff",
]


class Reader(HTMLParser):
    """Collects text and the values of one attribute, unescaped as a mail program does."""

    def __init__(self):
        super().__init__()
        self.text, self.links, self.alts, self.tags = "", [], [], set()

    def handle_starttag(self, tag, attrs):
        self.tags.add(tag)
        for name, value in attrs:
            if name == "href":
                self.links.append(value)
            if name == "alt":
                self.alts.append(value)

    def handle_data(self, data):
        self.text += data


def compiled(mjml, **values):
    """A template filled in as the letters' own templates are, compiled and read."""
    source = Template(LETTER.format(mjml)).render(Context(values))
    reader = Reader()
    reader.feed(compile_mjml(source))
    return reader


def test_makes_a_whole_document():
    html = compile_mjml(LETTER.format("<mj-text>Kære alle</mj-text>"))
    assert html.lstrip().lower().startswith("<!doctype html>")
    assert html.rstrip().endswith("</html>")
    assert html.count("Kære alle") == 1


@pytest.mark.parametrize("words", WORDS, ids=ascii)
def test_keeps_every_character_of_a_text(words):
    assert words in compiled("<mj-text>{{ words }}</mj-text>", words=words).text


@pytest.mark.parametrize("words", WORDS, ids=ascii)
def test_keeps_every_character_of_an_attribute(words):
    read = compiled('<mj-image src="https://x.dk/a.png" alt="{{ words }}" />', words=words)
    assert read.alts == [words]


@given(st.text(st.characters(exclude_categories=["Cs", "Cc"]), max_size=40))
@settings(max_examples=60, deadline=None)
def test_keeps_whatever_is_typed_in_an_attribute(words):
    words = " ".join(plain(words).split())
    read = compiled('<mj-image src="https://x.dk/a.png" alt="{{ words }}" />', words=words)
    assert read.alts == [words]


def test_keeps_a_link_with_its_query():
    link = "https://x.dk/?a=1&b=æ+ø%20\\"
    assert compiled('<mj-button href="{{ link }}">Læs</mj-button>', link=link).links == [link]


def test_keeps_placeholders_in_texts_and_links():
    name, link = placeholder("name"), placeholder("link")
    html = compile_mjml(
        LETTER.format(f'<mj-text>{name}</mj-text><mj-button href="{link}">Læs</mj-button>')
    )
    filled = fill(html, {"name": "Anna", "link": "https://x.dk/1"})
    reader = Reader()
    reader.feed(filled)
    assert reader.links == ["https://x.dk/1"]
    assert "Anna" in reader.text
    assert ("\ue000" in filled, "\ue001" in filled, "&#5734" in filled) == (False, False, False)


@pytest.mark.parametrize(
    "typed", ["<script>alert(1)</script>", "</mj-text><mj-raw><script>", '"><img src=x onerror=1>']
)
def test_shows_a_typed_script_as_text(typed):
    read = compiled("<mj-text>{{ typed }}</mj-text>", typed=typed)
    assert typed in read.text
    assert read.tags & {"script", "img"} == set()


@pytest.mark.parametrize(
    "broken",
    [
        "<mjml><mj-body><mj-section></mj-body></mjml>",
        "<mjml><mj-body><mj-text>never ends",
        "<p>not MJML</p>",
        "",
    ],
)
def test_names_what_could_not_be_compiled(broken):
    with pytest.raises(LetterSyntaxError) as caught:
        compile_mjml(broken)
    assert caught.value.code == "letter_syntax"
    assert len(str(caught.value)) > 0


def test_breaks_lines_before_998_octets():
    blocks = '<mj-text>{}</mj-text><mj-button href="https://x.dk/">Læs</mj-button>'
    html = compile_mjml(LETTER.format(blocks.format("Kort tekst.") * 30))
    assert max(len(line.encode()) for line in html.splitlines()) < 998


def test_calls_every_table_presentation_also_those_whose_role_mrml_drops():
    table = "<mj-table><tr><td>a</td></tr></mj-table>"
    html = compile_mjml(
        f"<mjml><mj-body><mj-section><mj-column>{table}</mj-column></mj-section></mj-body></mjml>"
    )
    assert html.count("<table") == html.count('role="presentation"') > 1
