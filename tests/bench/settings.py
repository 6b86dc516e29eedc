"""Sets Django up for a measurement: a database of its own, that is thrown away."""

import os
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path


@contextmanager
def measured_site(database: str, *, address: str = "http://localhost:8000") -> Iterator[None]:
    """A migrated site on an empty database of the kind `sqlite` or `postgres`, with files of its own."""
    from tests import seeds
    from tests.databases import start_postgres, stop_postgres

    with tempfile.TemporaryDirectory(prefix="network-bench-") as folder:
        if database == "postgres":
            url = start_postgres(is_migrated=True)
        else:
            path = Path(folder) / "bench.sqlite3"
            seeds.plant("sqlite", path)
            url = f"sqlite:///{path}"
        os.environ["DATABASE_URL"] = url
        os.environ["DJANGO_SETTINGS_MODULE"] = "cms.settings"
        os.environ["SITE_URL"] = address
        # Copies of one cluster cannot be told apart: what was sent from another is not this one's.
        os.environ["VAR_DIR"] = str(Path(folder) / "var")
        os.environ["MEDIA_ROOT"] = str(Path(folder) / "media")
        try:
            import django
            from django.conf import settings

            django.setup()
            settings.DEBUG = False
            settings.OUTBOX_DIR = Path(folder) / "outbox"
            yield
        finally:
            from django.db import connections

            connections.close_all()
            stop_postgres()
