"""What stands before the site on a real machine: says that all came by https, and gives files."""

from collections.abc import Callable, Iterable
from typing import Any

from django.conf import settings
from whitenoise import WhiteNoise

from cms.wsgi import application as site


def by_https(environ: dict[str, Any], start_response: Callable) -> Iterable[bytes]:
    environ["HTTP_X_FORWARDED_PROTO"] = "https"
    return site(environ, start_response)


# Cuts of pictures are made while pages are: so each is looked for when somebody asks for it.
application = WhiteNoise(
    by_https,
    root=settings.MEDIA_ROOT,
    prefix=settings.MEDIA_URL,
    autorefresh=True,
    max_age=86_400,
)
