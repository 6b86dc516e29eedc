"""What an editor sees beside the form: the letter, the letter on a telephone, its text, and the web copy.

All four are made by `rendering.render` or by the page's own template: what is shown is what goes out.
"""

from typing import TYPE_CHECKING

from django.http import HttpRequest, HttpResponse
from django.template.loader import render_to_string
from django.utils import translation
from django.utils.translation import gettext_lazy as _
from wagtail.models import Page

from cms.mail.placeholders import fill

from .personal import sample_fields
from .rendering import RenderingError, render

if TYPE_CHECKING:
    from .pages import NewsletterPage

MODES = [
    ("email", _("E-mail")),
    ("email_narrow", _("E-mail on a telephone")),
    ("email_text", _("E-mail as plain text")),
    ("web", _("Web page")),
]
# Mail is styled inline by nature; nothing else is let in, and nothing runs.
POLICY = (
    "default-src 'none'; style-src 'self' 'unsafe-inline'; img-src 'self' data:; "
    "frame-src 'self'; frame-ancestors 'self'"
)


def serve(page: "NewsletterPage", request: HttpRequest, mode: str) -> HttpResponse:
    """The preview in one of MODES; a letter that cannot be rendered says why instead."""
    if mode == "web":
        return super(Page, page).serve_preview(request, mode)
    try:
        letter = render(page)
    except RenderingError as error:
        html = render_to_string("newsletters/editions/preview_fault.html", {"error": error})
        return HttpResponse(html, headers={"Content-Security-Policy": POLICY})
    with translation.override(letter.language):
        fields = sample_fields()
    html, text = fill(letter.html, fields), fill(letter.text, fields)
    if mode == "email_narrow":
        html = render_to_string("newsletters/editions/preview_narrow.html", {"letter": html})
    if mode == "email_text":
        html = render_to_string(
            "newsletters/editions/preview_text.html", {"letter": letter, "text": text}
        )
    return HttpResponse(html, headers={"Content-Security-Policy": POLICY})
