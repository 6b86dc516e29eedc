"""What an editor sees beside the form: the letter, the letter on a telephone, its text, and the web copy.

All four are made by `rendering.render` or by the page's own template: what is shown is what goes out.
"""

from typing import TYPE_CHECKING

from django.conf import settings
from django.http import HttpRequest, HttpResponse
from django.template.loader import render_to_string
from django.utils import translation
from django.utils.translation import gettext_lazy as _
from wagtail.models import Page

from cms.mail.placeholders import fill

from .personal import sample_fields
from .rendering import Letter, RenderingError, render

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
        shown = show(render(page), mode)
    except RenderingError as error:
        shown = render_to_string("newsletters/editions/preview_fault.html", {"error": error})
    # Pictures come from the site's own address, whichever name the admin was opened by.
    policy = POLICY.replace("img-src", f"img-src {settings.SITE_URL}")
    return HttpResponse(shown, headers={"Content-Security-Policy": policy})


def show(letter: Letter, mode: str) -> str:
    """The letter as the sample member sees it: as it is, on a telephone, or as plain text."""
    with translation.override(letter.language):
        fields = sample_fields()
    if mode == "email_text":
        context = {"letter": letter, "text": fill(letter.text, fields)}
        return render_to_string("newsletters/editions/preview_text.html", context)
    html = fill(letter.html, fields)
    if mode == "email_narrow":
        return render_to_string("newsletters/editions/preview_narrow.html", {"letter": html})
    return html
