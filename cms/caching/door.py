"""Stands before Django, and gives what is kept without waking it.

Django takes six times as long to make a request and an answer of it as to find the page. So here is only the
way from the WSGI environment to an answer that the middleware has kept; everything else goes on to Django,
once a second also a request whose answer is kept, because only there the database is asked for the version.
"""

from collections.abc import Callable, Iterable
from http import HTTPStatus
from typing import Any

from django.conf import settings

from . import counting, version
from .keys import key_in
from .middleware import shelf

Environment = dict[str, Any]
Application = Callable[[Environment, Callable], Iterable[bytes]]
STATUS = {each.value: f"{each.value} {each.phrase}" for each in HTTPStatus}


class Door:
    """`closed` says whether nobody gets anything now, which Django tells them."""

    def __init__(self, application: Application, closed: Callable[[], bool]) -> None:
        self.application, self.closed = application, closed
        self.told_by, self.secure = settings.SECURE_PROXY_SSL_HEADER or ("", "")

    def __call__(self, environ: Environment, start_response: Callable) -> Iterable[bytes]:
        number = version.known() if settings.PAGE_CACHE else None
        path = environ["PATH_INFO"]
        # Octets beyond ASCII are for Django to read.
        if number is None or environ.get("SCRIPT_NAME") or not path.isascii():
            return self.application(environ, start_response)
        key = key_in(environ, self.scheme(environ), path)
        kept = key and shelf.find(key, number)
        if not kept or self.closed():
            return self.application(environ, start_response)
        sent = kept.sent(environ)
        counting.count(kept.page, sent.status, environ)
        start_response(STATUS[sent.status], list(sent.headers))
        return [sent.body]

    def scheme(self, environ: Environment) -> str:
        """As `request.scheme` says it."""
        said = environ.get(self.told_by)
        if said is None:
            return environ.get("wsgi.url_scheme", "http")
        return "https" if said.split(",", 1)[0].strip() == self.secure else "http"
