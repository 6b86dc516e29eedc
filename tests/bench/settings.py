"""Sets Django up for a measurement: a database of its own, that is thrown away."""

import os
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path


@contextmanager
def measured_site(database: str) -> Iterator[None]:
    """A migrated site on an empty database of the kind `sqlite` or `postgres`."""
    from tests.databases import start_postgres, stop_postgres

    with tempfile.TemporaryDirectory(prefix="network-bench-") as folder:
        os.environ["DATABASE_URL"] = (
            start_postgres()
            if database == "postgres"
            else f"sqlite:///{Path(folder) / 'bench.sqlite3'}"
        )
        os.environ["DJANGO_SETTINGS_MODULE"] = "cms.settings"
        os.environ["SITE_URL"] = "http://localhost:8000"
        try:
            import django
            from django.conf import settings

            django.setup()
            settings.DEBUG = False
            settings.OUTBOX_DIR = Path(folder) / "outbox"
            from django.core.management import call_command

            call_command("migrate", verbosity=0)
            yield
        finally:
            from django.db import connections

            connections.close_all()
            stop_postgres()
