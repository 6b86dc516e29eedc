"""What an editor sees: the letter in its looks, what is wrong with it, and the web copy.

All are made by `rendering.render` or by the page's own template: what is shown is what goes out.
"""

import re
from contextlib import nullcontext
from typing import TYPE_CHECKING

from django.conf import settings
from django.http import HttpRequest, HttpResponse
from django.template.loader import render_to_string
from django.urls import reverse
from django.utils import translation
from django.utils.translation import gettext_lazy as _
from wagtail.models import Page

from cms.mail.placeholders import fill
from cms.members.models import Member

from .personal import NOWHERE, Fields, facts_of, personal_writer, sample_fields
from .rendering import Letter, RenderingError, render
from .review import review
from .seats import as_it_is_now

if TYPE_CHECKING:
    from .pages import NewsletterPage

# How a letter looks in one mail program and another.
LOOKS = [
    ("email", _("E-mail")),
    ("email_narrow", _("E-mail on a telephone")),
    ("email_dark", _("E-mail in dark colours")),
    ("email_text", _("E-mail as plain text")),
    ("email_no_images", _("E-mail without pictures")),
]
MODES = [*LOOKS, ("review", _("Check before sending")), ("web", _("Web page"))]
# Looks without a word that is not the letter's: nobody needs to know who is looking.
ALONE = {"email", "email_dark", "email_no_images"}
# Whom the editor has picked to see letters as: a member's id in their session.
SEEN_AS = "newsletters_seen_as"
# Mail is styled inline by nature; nothing else is let in, and nothing runs.
POLICY = (
    "default-src 'none'; style-src 'self' 'unsafe-inline'; img-src %s; "
    "frame-src 'self'; frame-ancestors 'self'"
)
_DARK = re.compile(r"@media\s*\(\s*prefers-color-scheme\s*:\s*dark\s*\)")
_SCHEME = re.compile(r'(<meta name="(?:supported-)?color-schemes?" content=")light dark(")')
_IMAGE = re.compile(r"(<img\b[^>]*?)\ssrc=\"[^\"]*\"", re.IGNORECASE)


def serve(page: "NewsletterPage", request: HttpRequest, mode: str) -> HttpResponse:
    """The preview in one of MODES; a letter that cannot be rendered says why instead."""
    if mode == "web":
        return super(Page, page).serve_preview(request, mode)
    try:
        with nullcontext() if mode in ALONE else translation.override(language_of(request)):
            shown = faults(page) if mode == "review" else show(render(page), mode, seen_as(request))
    except RenderingError as error:
        with translation.override(language_of(request)):
            shown = render_to_string("newsletters/editions/preview_fault.html", {"error": error})
    # Pictures come from the site's own address, whichever name the admin was opened by.
    pictures = f"{settings.SITE_URL} 'self' data:" if mode != "email_no_images" else "'none'"
    return HttpResponse(shown, headers={"Content-Security-Policy": POLICY % pictures})


def language_of(request: HttpRequest) -> str:
    """The editor's own: beside the form, Wagtail asks as a visitor of the page would, in the page's."""
    profile = (
        getattr(request.user, "wagtail_userprofile", None) if hasattr(request, "is_dummy") else None
    )
    if profile is not None:
        return profile.get_preferred_language()
    return translation.get_language() or settings.LANGUAGE_CODE


def show(letter: Letter, mode: str, member: Member | None = None) -> str:
    """The letter as this member sees it, or a sample one: in one of LOOKS."""
    with translation.override(letter.language):
        fields = fields_of(member, letter) if member else sample_fields(letter.words)
        html, text = as_it_is_now(letter.html, letter.text)
    if mode == "email_text":
        context = {"letter": letter, "text": fill(text, fields)}
        return render_to_string("newsletters/editions/preview_text.html", context)
    html = fill(html, fields)
    if mode == "email_narrow":
        return render_to_string("newsletters/editions/preview_narrow.html", {"letter": html})
    changes = {"email_dark": in_dark_colours, "email_no_images": without_pictures}
    return changes[mode](html) if mode in changes else html


def fields_of(member: Member, letter: Letter) -> Fields:
    """The member's own values."""
    write, facts = personal_writer(letter.words), facts_of(member, letter.words)
    return {**write(member.first_name, "", *facts), **NOWHERE}


def in_dark_colours(html: str) -> str:
    """The letter as a mail program in dark colours draws it, whatever the editor's own screen has."""
    return _SCHEME.sub(r"\1dark\2", _DARK.sub("@media all", html))


def without_pictures(html: str) -> str:
    """The letter as it is seen by whoever has pictures off: their words in their place."""
    return _IMAGE.sub(r"\1", html)


def faults(page: "NewsletterPage") -> str:
    """All that is wrong, as a page whose links lead to the blocks.

    That it is a draft is no fault while it is written.
    """
    edit_url = reverse("wagtailadmin_pages:edit", args=[page.pk]) if page.pk else ""
    found = review(page, is_being_written=True)
    context = {"page": page, "faults": found, "edit_url": edit_url}
    return render_to_string("newsletters/editions/preview_review.html", context)


def seen_as(request: HttpRequest) -> Member | None:
    """Whom the editor has picked to see letters as, if they may see members and the member is still there."""
    key = request.session.get(SEEN_AS) if hasattr(request, "session") else None
    if key is None or not may_pick(request):
        return None
    return Member.objects.filter(pk=key).first()


def may_pick(request: HttpRequest) -> bool:
    return request.user.has_perm("cms.view_member") or request.user.has_perm("cms.change_member")
