"""A person's way through the door: a QR code that leads whoever checks in to exactly this person.

The address holds the registration's random code and opens nothing by itself: who is no editor reads a few
friendly words there, the same for every code.
"""

from io import BytesIO

import segno
from django.conf import settings
from django.urls import reverse
from django.utils.safestring import SafeString, mark_safe

from .models import Registration

PATTERN = 2


def entrance_url(registration: Registration) -> str:
    return settings.SITE_URL + reverse("invitations:arrival", args=[registration.code])


def entrance_svg(registration: Registration, title: str) -> SafeString:
    """For a page. The quiet zone of four modules is in it, so that it is read on a dark page too."""
    made = segno.make(entrance_url(registration), error="m", micro=False)
    text = made.svg_inline(
        border=4, omitsize=True, title=title, light="#fff", svgclass="entrance", lineclass=None
    )
    return mark_safe(text)  # noqa: S308 - segno escapes the title; all else are numbers


def entrance_png(registration: Registration) -> BytesIO:
    """For paper. With one of the eight patterns: to choose the best of them takes 15 ms for each code."""
    file = BytesIO()
    made = segno.make(entrance_url(registration), error="m", micro=False, mask=PATTERN)
    made.save(file, kind="png", scale=4, border=2)
    file.seek(0)
    return file
