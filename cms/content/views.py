"""The door of the covers: pictures that are computed from their own address."""

from functools import lru_cache

from django.http import Http404, HttpRequest, HttpResponse, HttpResponseRedirect
from django.views.decorators.http import require_safe
from wagtail.models import Page

from cms.caching.publicity import public

from . import covers, drawing, lettering
from .models import NetworkSettings
from .sharing import Shared, share_url, shared_of

MEDIA_TYPES = {"svg": "image/svg+xml", "png": "image/png"}
A_YEAR = 365 * 24 * 3600


@require_safe
def cover(
    request: HttpRequest, edition: str, seed: str, goals: str, shape: str, format: str
) -> HttpResponse:
    """One cover. 404 for an edition, a list of goals or a shape that `cover_url` never writes.

    One picture has one address, so that a visitor cannot fill caches with copies of it.
    """
    numbers = () if goals == "0" else tuple(map(int, goals.split(".")))
    known = edition == str(covers.EDITION) and shape in covers.SHAPES
    if not known or numbers != covers.chosen_goals(numbers):
        raise Http404
    response = HttpResponse(_drawn(seed, numbers, shape, format), content_type=MEDIA_TYPES[format])
    response["Cache-Control"] = f"public, max-age={A_YEAR}, immutable"
    return response


@lru_cache(maxsize=256)  # about 20 kB each; a PNG takes some 50 ms to draw
def _drawn(seed: str, goals: tuple[int, ...], shape: str, format: str) -> bytes:
    if format == "png":
        return drawing.png(seed, goals, covers.SHAPES[shape])
    return drawing.svg(seed, goals, covers.SHAPES[shape]).encode()


@require_safe
def share(request: HttpRequest, pk: str, mark: str) -> HttpResponse:
    """The share picture of a page that anybody may read; an older address leads to the one of today."""
    page = public(Page.objects.filter(pk=int(pk)).select_related("locale")).first()
    site = page and page.get_site()
    if site is None:
        raise Http404
    network = NetworkSettings.for_site(site).network_name
    shared = shared_of(page.specific, network=network, language=page.locale.language_code)
    if mark != shared.mark:
        return HttpResponseRedirect(share_url(page, shared))
    response = HttpResponse(_lettered(shared), content_type=MEDIA_TYPES["png"])
    response["Cache-Control"] = f"public, max-age={A_YEAR}, immutable"
    return response


@lru_cache(maxsize=64)  # up to 300 kB each with a photograph
def _lettered(shared: Shared) -> bytes:
    return lettering.draw(shared)
