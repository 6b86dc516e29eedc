"""The MJML of our templates: mrml drops a tag or an attribute that it does not know, and says nothing.

The tables are those of the MJML documentation (documentation.mjml.io), for the components that letters use.
"""

import re
from pathlib import Path

import pytest
from django.conf import settings

_ANY = {"css-class", "mj-class"}
_PADDING = {"padding", "padding-top", "padding-right", "padding-bottom", "padding-left"}
_BORDER = {"border", "border-top", "border-right", "border-bottom", "border-left", "border-radius"}
_FONT = {"font-family", "font-size", "font-style", "font-weight", "letter-spacing", "line-height"}
_WORDS = {"color", "text-decoration", "text-transform"}
_BACKGROUND = {"background-color", "background-position", "background-position-x"}
_BACKGROUND |= {"background-position-y", "background-repeat", "background-size", "background-url"}
_LINK = {"href", "rel", "target", "title", "name"}
_FRAME = {"align", "container-background-color"} | _PADDING

ATTRIBUTES: dict[str, set[str]] = {
    "mjml": {"lang", "dir", "owa"},
    "mj-head": set(),
    "mj-title": set(),
    "mj-preview": set(),
    "mj-raw": {"position"},
    "mj-style": {"inline"},
    "mj-attributes": set(),
    "mj-breakpoint": {"width"},
    "mj-font": {"name", "href"},
    "mj-body": {"background-color", "width"},
    "mj-wrapper": {"full-width", "text-align"} | _BACKGROUND | _BORDER | _PADDING,
    "mj-section": {"direction", "full-width", "text-align"} | _BACKGROUND | _BORDER | _PADDING,
    "mj-group": {"width", "vertical-align", "background-color", "direction"},
    "mj-column": {"width", "vertical-align", "background-color", "direction"}
    | {f"inner-{name}" for name in _BORDER | {"background-color"}}
    | _BORDER
    | _PADDING,
    "mj-text": {"height"} | _FONT | _WORDS | _FRAME,
    "mj-image": {"alt", "src", "srcset", "sizes", "width", "height", "fluid-on-mobile", "usemap"}
    | {"max-height", "font-size"}
    | _BORDER
    | _FRAME
    | _LINK,
    "mj-button": {"background-color", "inner-padding", "text-align", "vertical-align", "width"}
    | {"height"}
    | _BORDER
    | _FONT
    | _WORDS
    | _FRAME
    | _LINK,
    "mj-divider": {"border-color", "border-style", "border-width", "width"} | _FRAME,
    "mj-spacer": {"height", "container-background-color"} | _PADDING,
    "mj-table": {"border", "cellpadding", "cellspacing", "role", "table-layout", "width"}
    | _FONT
    | _WORDS
    | _FRAME,
}
# In mj-attributes these two take whatever any component takes.
ATTRIBUTES["mj-all"] = set().union(*ATTRIBUTES.values())
ATTRIBUTES["mj-class"] = ATTRIBUTES["mj-all"] | {"name"}

TEMPLATES = Path(settings.BASE_DIR) / "templates"
FILES = sorted(TEMPLATES.rglob("*.mjml"))
_DJANGO = re.compile(r"\{%.*?%\}|\{\{.*?\}\}|\{#.*?#\}", re.DOTALL)
_TAG = re.compile(r"<(mj[a-z-]*)((?:\s+[\w:-]+\s*=\s*\"[^\"]*\")*)\s*(/?)>")
_BEGINNING = re.compile(r"<mj[\w-]*")
_NAME = re.compile(r"([\w:-]+)\s*=\s*\"")


def unknown(source: str) -> list[str]:
    """»tag« or »tag attribute« for each that no component has; »tag?« for one that cannot be read."""
    bare = _DJANGO.sub("", source)
    found = []
    readable = {match.start(): match for match in _TAG.finditer(bare)}
    for beginning in _BEGINNING.finditer(bare):
        match = readable.get(beginning.start())
        if match is None:
            found.append(beginning.group()[1:] + "?")
        elif match[1] not in ATTRIBUTES:
            found.append(match[1])
        else:
            names = set(_NAME.findall(match[2])) - ATTRIBUTES[match[1]] - _ANY
            found += [f"{match[1]} {name}" for name in sorted(names)]
    return found


def test_finds_the_templates():
    assert TEMPLATES / "newsletters/editions/letter.mjml" in FILES


@pytest.mark.parametrize("file", FILES, ids=lambda file: str(file.relative_to(TEMPLATES)))
def test_uses_only_what_mjml_knows(file):
    assert unknown(file.read_text()) == []


@pytest.mark.parametrize(
    ("source", "expected"),
    [
        ('<mj-text padding="0">a</mj-text>', []),
        ('<mj-image src="{{ a|default:"b" }}"{% if c > d %} href="{{ c }}"{% endif %} />', []),
        ('<mj-buton href="a">b</mj-buton>', ["mj-buton"]),
        ('<mj-text paddding="0" colour="a">b</mj-text>', ["mj-text colour", "mj-text paddding"]),
        ("<mj-text padding=0>b</mj-text>", ["mj-text?"]),
        ("<mj-column><mj-text color='a'>b</mj-text></mj-column>", ["mj-text?"]),
        ('<mj-section href="a">', ["mj-section href"]),
    ],
)
def test_names_what_mjml_does_not_know(source, expected):
    assert unknown(source) == expected
