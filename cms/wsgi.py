"""The site as a WSGI application: `granian --interface wsgi cms.wsgi:application`."""

import gc
import os

from django.core.wsgi import get_wsgi_application

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "cms.settings")
django = get_wsgi_application()

# The door knows tables, and those are there only now.
from django.urls import get_resolver  # noqa: E402

from cms.caching.door import Door  # noqa: E402
from cms.maintenance import is_closed  # noqa: E402

application = Door(django, is_closed)

# Two seconds of loading views, which else the first visitor of each process waits for.
get_resolver().url_patterns  # noqa: B018 - asking for them loads them
# All that is there by now stays to the end: the collector need not stop everybody to look through it.
gc.collect()
gc.freeze()
