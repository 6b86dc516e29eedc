"""The door for providers: who may report, what is answered. Nothing here knows a session or a person.

| answer | when |
|---|---|
| 200 | taken, also when all of it was nothing to us |
| 400 | not a report: bad JSON, bad signature, another shape |
| 401 | without the name and password of MAIL_WEBHOOK_SECRET |
| 404 | no reports are taken, or not of this provider |
| 413 | more than 1 MiB |
| 503 | the database is away, or a library is missing: the provider tries again |
"""

import logging

from anymail.utils import get_request_basic_auth
from django.conf import settings
from django.db import InterfaceError, OperationalError
from django.http import HttpRequest, HttpResponse
from django.http.request import UnreadablePostError
from django.utils import timezone
from django.utils.crypto import constant_time_compare
from django.views.decorators.csrf import csrf_exempt
from django.views.decorators.http import require_http_methods

from cms.mail.providers import PROVIDERS

from . import actions
from .reading import MalformedError, NotInstalledError, read, takes_reports

logger = logging.getLogger(__name__)
LARGEST = 1024 * 1024
RETRY_AFTER = 60


@csrf_exempt  # a provider has no session; its password and signature are the authority
@require_http_methods(["POST", "HEAD"])
def receive(request: HttpRequest, provider: str) -> HttpResponse:
    known = provider == settings.MAIL_PROVIDER and PROVIDERS[provider].webhooks
    if not known or not takes_reports(provider):
        return HttpResponse(status=404)
    if request.method == "HEAD":
        # Some providers look whether anybody is there before they keep the address.
        return HttpResponse()
    given = get_request_basic_auth(request) or ""
    if not constant_time_compare(given, settings.MAIL_WEBHOOK_SECRET):
        return HttpResponse(status=401, headers={"WWW-Authenticate": 'Basic realm="reports"'})
    now = timezone.now()
    try:
        if is_too_large(request):
            return HttpResponse(status=413)
        reading = read(request, provider, now=now)
        actions.record(reading.reports, now=now)
    except (MalformedError, UnreadablePostError) as error:
        logger.warning("%s: a call was refused: %s", provider, error)
        return HttpResponse(status=400)
    except NotInstalledError as error:
        logger.error("%s: its reports cannot be read on this machine: %s", provider, error)
        return later()
    except (OperationalError, InterfaceError) as error:
        logger.error("%s: a report waits for the database: %s", provider, type(error).__name__)
        return later()
    return HttpResponse()


def is_too_large(request: HttpRequest) -> bool:
    length = request.headers.get("Content-Length", "")
    if length.isascii() and length.isdigit() and int(length[:12]) > LARGEST:
        return True
    return len(request.body) > LARGEST


def later() -> HttpResponse:
    return HttpResponse(status=503, headers={"Retry-After": str(RETRY_AFTER)})
