"""What a letter says to one person: only what the program wrote is ever filled in."""

from html import unescape

import pytest
from hypothesis import given
from hypothesis import strategies as st

from cms.mail.placeholders import (
    CLOSE,
    OPEN,
    fill,
    for_provider,
    one_line,
    placeholder,
    plain,
    used,
)
from cms.mail.providers import PROVIDERS, Provider

MERGING = [provider for provider in PROVIDERS.values() if provider.merges]
SYNTAXES = ("{{name}}", "[[name]]", "%recipient.name%", "{{params.name}}", "{{var:name}}")
# What people type, with the characters that matter often among it.
typed = st.text(st.one_of(st.characters(), st.sampled_from(f"{OPEN}{CLOSE}{{}}[]%name_")))


def test_fills_each_placeholder_with_its_value():
    text = f"Kære {placeholder('name')}: {placeholder('link')}"
    assert used(text) == {"name", "link"}
    assert fill(text, {"name": "Anna", "link": "https://x.dk"}) == "Kære Anna: https://x.dk"


def test_puts_a_value_in_once():
    text = placeholder("name") + placeholder("secret")
    assert fill(text, {"name": placeholder("secret"), "secret": "S"}) == placeholder("secret") + "S"


def test_refuses_a_placeholder_without_a_value():
    with pytest.raises(KeyError):
        fill(placeholder("name"), {})


@given(typed)
def test_takes_placeholders_out_of_what_is_typed(text):
    cleaned = plain(text)
    assert used(cleaned) == set()
    assert fill(cleaned, {}) == cleaned
    assert plain(cleaned) == cleaned


@given(typed)
def test_brings_what_is_typed_on_one_line(text):
    assert one_line(text) == " ".join(one_line(text).split())
    assert used(one_line(text)) == set()


@given(typed)
def test_leaves_what_is_typed_as_it_is_for_providers_without_merging(text):
    words = plain(text)
    assert fill(words + placeholder("name"), {"name": "Anna"}) == words + "Anna"


@pytest.mark.parametrize("provider", MERGING, ids=lambda provider: provider.name)
@pytest.mark.parametrize("html", [True, False], ids=["html", "text"])
def test_writes_the_syntax_of_the_provider(provider, html):
    assert for_provider(f"Kære {placeholder('name')}!", provider, html=html) == (
        f"Kære {provider.placeholder.format('name')}!"
    )


@pytest.mark.parametrize("provider", MERGING, ids=lambda provider: provider.name)
@given(text=typed)
def test_defuses_every_syntax_in_what_is_typed(provider, text):
    for html in (True, False):
        handed = for_provider(plain(text), provider, html=html)
        for opening in ("{{", "[[", "%recipient"):
            assert opening not in handed


@pytest.mark.parametrize("syntax", SYNTAXES)
def test_shows_a_reader_what_was_typed(syntax):
    provider = PROVIDERS["mailgun"]
    assert unescape(for_provider(syntax, provider, html=True)) == syntax
    assert for_provider(syntax, provider, html=False).replace(" ", "") == syntax


def test_refuses_a_provider_that_does_not_merge():
    with pytest.raises(ValueError, match="smtp does not merge"):
        for_provider("Kære", Provider("smtp", 1), html=True)
