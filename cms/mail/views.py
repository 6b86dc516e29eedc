"""The local outbox in the browser: a list of letters, and each with its HTML, its text and its headers."""

from email.message import EmailMessage

from django.conf import settings
from django.core.paginator import Paginator
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_safe

from . import outbox

LETTERS_A_PAGE = 50
SEARCHED = 5_000
# A letter is styled inline; it may show this site's pictures, and nothing in it runs.
LETTER_POLICY = (
    "default-src 'none'; style-src 'unsafe-inline'; img-src 'self' data:; "
    "frame-ancestors 'self'; sandbox allow-popups allow-popups-to-escape-sandbox"
)


@require_safe
@never_cache
def letters(request: HttpRequest) -> HttpResponse:
    """All letters, newest first; with `q`, those of the newest SEARCHED whose recipient holds it."""
    query = request.GET.get("q", "")[:200].strip()
    names = outbox.names()
    if query:
        newest = outbox.envelopes(names[:SEARCHED])
        found = [letter.name for letter in newest if query.lower() in letter.to.lower()]
    page = Paginator(found if query else names, LETTERS_A_PAGE).get_page(request.GET.get("page"))
    return render(
        request,
        "cms/mail/letters.html",
        {
            "page": page,
            "letters": list(outbox.envelopes(page.object_list)),
            "count": len(names),
            "query": query,
        },
    )


@require_safe
@never_cache
def letter(request: HttpRequest, name: str) -> HttpResponse:
    mail = find(name)
    text = mail.get_body(("plain",))
    return render(
        request,
        "cms/mail/letter.html",
        {
            "name": name,
            "mail": mail,
            "text": text.get_content() if text else "",
            "headers": [(key, str(value)) for key, value in mail.items()],
        },
    )


@require_safe
@never_cache
def letter_html(request: HttpRequest, name: str) -> HttpResponse:
    body = find(name).get_body(("html",))
    html = body.get_content() if body else ""
    # Pictures come from the site's own address, whichever name the outbox was opened by.
    policy = LETTER_POLICY.replace("img-src", f"img-src {settings.SITE_URL}")
    # Links open beside the outbox: inside the frame, the site would refuse to be shown.
    html = html.replace("<head>", '<head><base target="_blank">', 1)
    return HttpResponse(html, headers={"Content-Security-Policy": policy})


@require_safe
@never_cache
def letter_source(request: HttpRequest, name: str) -> HttpResponse:
    return HttpResponse(find(name).as_bytes(), content_type="text/plain; charset=utf-8")


def find(name: str) -> EmailMessage:
    try:
        return outbox.read(name)
    except OSError as error:
        raise Http404 from error
