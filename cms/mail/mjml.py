"""MJML to the HTML that mail programs understand, in-process."""

import re

from mjml import mjml2html

from cms.errors import NetworkError

from .placeholders import CLOSE, OPEN


class LetterSyntaxError(NetworkError):
    """The MJML could not be compiled. `str(error)` carries the compiler's words."""

    code = "letter_syntax"


# Tags that stand before another tag: a line break inside the tag changes nothing that is shown, and
# keeps lines under the 998 octets of RFC 5322, which mrml's single line of 40 kB would break.
_BREAKABLE = re.compile(r"/?(?:td|tr|table|tbody|div|p|a|style|head)\b")


# mrml drops the `role` of an `mj-table`; every table in a letter is there for the layout.
_NO_ROLE = re.compile(r"<table(?![^<>]*\brole=)")


# mrml writes attribute values as Rust's debug text: a backslash is doubled, a combining accent, a joiner or a
# private character becomes »\\u{301}«. Character references pass untouched, so inside tags they stand in.
_TAG = re.compile(r"<[a-zA-Z][^<>]*>")
_DELICATE = re.compile(r"[^\x20-\x5b\x5d-\x7e\s]")
_NOT_XML = re.compile("[\x00-\x08\x0b\x0c\x0e-\x1f\ud800-\udfff\ufffe\uffff]")
_REFERENCES = {f"&#{ord(mark)};": mark for mark in (OPEN, CLOSE)}


def compile_mjml(source: str) -> str:
    """The HTML document. Raises LetterSyntaxError. No fonts or files are fetched from anywhere."""
    legible = _NOT_XML.sub("", source)
    try:
        html = mjml2html(_TAG.sub(_refer, legible), disable_comments=False, fonts={})
    except ValueError as error:
        raise LetterSyntaxError(str(error)) from error
    for reference, mark in _REFERENCES.items():
        html = html.replace(reference, mark)
    return _broken(_NO_ROLE.sub(r'<table role="presentation"', html))


def _broken(html: str) -> str:
    """The HTML with its line breaks, joint by joint: a search for each tag takes four times as long."""
    pieces = html.split("><")
    for place, piece in enumerate(pieces[:-1]):
        # Of each joint the tag that ends there; what a tag begins with went with the joint before.
        tag = piece[piece.rfind("<") + 1 :]
        if ">" not in tag and _BREAKABLE.match(tag):
            pieces[place] = piece + "\n"
    return "><".join(pieces)


def _refer(tag: re.Match[str]) -> str:
    return _DELICATE.sub(lambda found: f"&#{ord(found.group())};", tag.group())
