"""Every kind of service letter: its trio is there, renders in both languages, and promotes nothing."""

import re
from pathlib import Path

import pytest
from django.conf import settings
from django.utils import translation

from cms.mail.kinds import (
    Kind,
    UnknownKindError,
    all_kinds,
    is_secret,
    kind_of,
    label_of,
    register,
)
from cms.mail.writing import write

KINDS = all_kinds()
LANGUAGES = [code for code, _name in settings.LANGUAGES]
ENDINGS = (".subject.txt", ".txt", ".mjml")
TEMPLATES = Path(settings.BASE_DIR) / "templates"
each_kind = pytest.mark.parametrize("kind", KINDS, ids=lambda kind: kind.name)
each_language = pytest.mark.parametrize("language", LANGUAGES)


def test_knows_the_kinds_of_every_package():
    names = {kind.name for kind in KINDS}
    assert {"mail.test", "members.reset_password"} <= names


@each_kind
@pytest.mark.parametrize("ending", ENDINGS)
def test_has_each_part_of_its_trio(kind, ending):
    assert (TEMPLATES / f"{kind.template}{ending}").is_file()


@each_kind
@each_language
def test_renders_in_each_language(home, kind, language):
    written = write(kind, kind.sample, language)
    assert f'lang="{language}"' in written.html
    for part in (written.subject, written.text, written.html):
        assert part.strip() != ""
        assert "{{" not in part
        assert "&amp;" not in written.subject + written.text
    for name, value in kind.sample.items():
        if name.endswith("_url"):
            for part in (written.text, written.html):
                assert settings.SITE_URL + str(value) in part


@each_kind
def test_names_itself_in_each_language(kind):
    for language in LANGUAGES:
        with translation.override(language):
            assert str(kind.label) != ""


@each_kind
@each_language
def test_holds_no_picture_no_tracking_and_nothing_of_others(home, kind, language):
    html = write(kind, kind.sample, language).html
    assert re.findall(r"<(?:img|script|form|iframe|link)\b|url\(|background=\"http", html) == []
    addresses = re.findall(r'(?:href|src)="([^"]*)"', html)
    own = (f"{settings.SITE_URL}/", "mailto:")
    assert [address for address in addresses if not address.startswith(own)] == []


def test_lets_no_template_switch_escaping_off():
    folders = [path for path in TEMPLATES.glob("**/letters") if path.is_dir()]
    assert len(folders) >= 2
    unsafe = re.compile(r"\|\s*safe|autoescape|mark_safe|richtext|safeseq|include_block")
    parts = [part for folder in folders for part in folder.rglob("*.*")]
    assert [part for part in parts if unsafe.search(part.read_text())] == []


def test_escapes_values_in_html_and_not_in_text(home):
    kind = kind_of("mail.test")
    written = write(kind, {**kind.sample, "name": "<b>Æ & Ø</b>"}, "da")
    assert "&lt;b&gt;Æ &amp; Ø&lt;/b&gt;" in written.html
    assert "<b>Æ & Ø</b>" in written.text


def test_shows_template_syntax_as_it_is(home):
    kind = kind_of("mail.test")
    written = write(kind, {**kind.sample, "name": "{{ settings.SECRET_KEY }}{% load x %}"}, "da")
    assert "{{ settings" in written.text
    assert settings.SECRET_KEY not in written.text + written.html


def test_refuses_a_kind_that_nobody_declared():
    with pytest.raises(UnknownKindError):
        kind_of("mail.promotion")
    assert (label_of("gone.kind"), is_secret("gone.kind")) == ("gone.kind", True)


def test_refuses_two_kinds_of_one_name():
    (known, *_rest) = KINDS
    assert register(known) is known
    with pytest.raises(ValueError, match="another kind"):
        register(Kind(known.name, "Noget andet", "x"))


@pytest.mark.parametrize(
    "wrong",
    [
        {"name": "test"},
        {"name": "mail.Test"},
        {"name": "mail." + "x" * 60},
        {"sample": {"page": b"bytes"}},
        {"sample": {"page_url": "https://evil.example"}},
    ],
    ids=str,
)
def test_refuses_a_kind_that_is_declared_wrongly(wrong):
    with pytest.raises(ValueError, match=r"mail\.|name of a kind"):
        Kind(**{"name": "mail.x", "label": "X", "template": "x", **wrong})
