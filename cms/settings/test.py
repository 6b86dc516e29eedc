"""What the tests run on: the development settings, made quick and quiet."""

import tempfile
from pathlib import Path

from . import *  # noqa: F403
from . import DATABASES

SECRET_KEY = "a-key-for-the-tests-only-0123456789-abcdefghij"  # noqa: S105 - signs nothing real
SUPPRESSION_KEY = "another-key-for-the-tests-only-0123456789-abcdefg"
PASSWORD_HASHERS = ["django.contrib.auth.hashers.MD5PasswordHasher"]
_var = Path(tempfile.mkdtemp(prefix="network-test-"))
VAR_DIR = _var
MEDIA_ROOT = _var / "media"
OUTBOX_DIR = _var / "outbox"
SITE_URL = "http://testserver"
# What one test published is not what the next one offers.
JOIN_CHOICES_SECONDS = 0
WAGTAILADMIN_BASE_URL = WAGTAILAPI_BASE_URL = SITE_URL
DATABASES["default"]["TEST"] = {
    "NAME": _var / "test.sqlite3" if "sqlite" in DATABASES["default"]["ENGINE"] else "test_network"
}
if "sqlite" in DATABASES["default"]["ENGINE"]:
    # No test takes the power away, so nothing has to wait for the disk.
    DATABASES["default"]["OPTIONS"] |= {
        "init_command": "PRAGMA journal_mode=WAL; PRAGMA synchronous=OFF;"
    }
LOGGING = {"version": 1, "disable_existing_loggers": True}
