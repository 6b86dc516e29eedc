"""The site as a WSGI application: `granian --interface wsgi cms.wsgi:application`."""

import os

from django.core.wsgi import get_wsgi_application

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "cms.settings")
django = get_wsgi_application()

# The door knows tables, and those are there only now.
from cms.caching.door import Door  # noqa: E402
from cms.maintenance import is_closed  # noqa: E402

application = Door(django, is_closed)
