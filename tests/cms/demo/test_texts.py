"""The marks of the demo's text files."""

import re
from pathlib import Path

import pytest
from django.conf import settings

from cms.demo.texts import blocks, read, rich

FILES = [
    *settings.BASE_DIR.glob("*/demo/texts/*.md"),
    *settings.BASE_DIR.glob("*/demo/texts/*/*.md"),
]


def test_reads_head_and_sections(tmp_path: Path):
    file = tmp_path / "07-a-page.md"
    file.write_text("; a note\ntitle: A page\ngoals: 7, 13\n\nThe lead.\n\n# text\nOne.\n\nTwo.\n")
    text = read(file)
    assert text.slug == "a-page"
    assert text["title"] == "A page"
    assert text.list("goals") == ["7", "13"]
    assert text.sections == {"": "The lead.", "text": "One.\n\nTwo."}


def test_paragraphs_and_lists_that_follow_each_other_are_one_block():
    text = "One **word**\nmore.\n\n- a\n- b\n\n1. first\n1. second"
    html = "<p>One <b>word</b> more.</p><ul><li>a</li><li>b</li></ul><ol><li>first</li><li>second</li></ol>"
    assert blocks(text) == [("paragraph", html)]
    assert rich(text) == html


def test_a_heading_needs_no_empty_line():
    assert blocks("## Head\nText.") == [("heading", "Head"), ("paragraph", "<p>Text.</p>")]


def test_reads_quotes_figures_and_facts():
    text = (
        "> Said\n> so.\n> — Anna Holm, head, of unit\n\n| 18 | % | less |\n\n: Word : its meaning"
    )
    assert blocks(text) == [
        ("quote", {"text": "Said so.", "name": "Anna Holm", "role": "head, of unit"}),
        ("figures", [{"value": "18", "unit": "%", "text": "less"}]),
        ("facts", [{"term": "Word", "text": "its meaning"}]),
    ]


def test_signs_of_html_are_text():
    assert rich("5 < 6 & 7") == "<p>5 &lt; 6 &amp; 7</p>"


@pytest.mark.parametrize("file", FILES, ids=lambda file: file.name)
def test_the_words_keep_to_the_voice(file: Path):
    """No exclamation marks, no typed dates that go wrong, addresses at example domains only."""
    words = file.read_text("utf-8")
    assert "!" not in words
    addresses = re.findall(r"[\w.+-]+@([\w.-]+)", words)
    assert [domain for domain in addresses if not domain.endswith(".example")] == []
    assert re.findall(r"\b(mandag|tirsdag|onsdag|torsdag|fredag) (?:den )?\d", words) == []
