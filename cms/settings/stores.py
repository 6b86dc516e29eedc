"""Where things are kept: database, cache, files."""

from .base import ENV, PRODUCTION, VAR_DIR

VAR_DIR.mkdir(parents=True, exist_ok=True)

# IMMEDIATE takes the write lock when a transaction begins: without it, three writers lose most of
# their writes to »database is locked«.
SQLITE_OPTIONS = {
    "transaction_mode": "IMMEDIATE",
    "timeout": 20,
    "init_command": "PRAGMA journal_mode=WAL; PRAGMA synchronous=FULL;",
}

# An index is no dearer than a scan on today's disks; compiling a query of a millisecond takes ten. Nobody
# waits for a lock for ever, no forgotten transaction holds one, and a session whose machine is gone ends
# (and with it its locks) within half a minute.
POSTGRES_OPTIONS = {
    "options": " ".join(
        f"-c {setting}"
        for setting in (
            "random_page_cost=1.1",
            "jit=off",
            "lock_timeout=20s",
            "idle_in_transaction_session_timeout=60s",
            "tcp_user_timeout=30s",
        )
    )
}

DATABASES = {
    "default": ENV["DATABASE_URL"]
    or {"ENGINE": "django.db.backends.sqlite3", "NAME": VAR_DIR / "network.sqlite3"}
}
# Opening SQLite with its pragmas costs as much as three queries.
DATABASES["default"]["CONN_MAX_AGE"] = 60
if "sqlite" in DATABASES["default"]["ENGINE"]:
    DATABASES["default"]["OPTIONS"] = SQLITE_OPTIONS
else:
    DATABASES["default"]["CONN_HEALTH_CHECKS"] = True
    DATABASES["default"]["OPTIONS"] = {
        **DATABASES["default"].get("OPTIONS", {}),
        **POSTGRES_OPTIONS,
    }

if ENV["REDIS_URL"]:
    CACHES = {
        "default": {
            "BACKEND": "django.core.cache.backends.redis.RedisCache",
            "LOCATION": ENV["REDIS_URL"],
        }
    }
else:
    CACHES = {"default": {"BACKEND": "django.core.cache.backends.locmem.LocMemCache"}}

STATIC_URL = "/static/"
STATIC_ROOT = VAR_DIR / "static"
MEDIA_URL = "/media/"
MEDIA_ROOT = ENV["MEDIA_ROOT"] or VAR_DIR / "media"
STORAGES = {
    "default": {"BACKEND": "django.core.files.storage.FileSystemStorage"},
    "staticfiles": {
        "BACKEND": "whitenoise.storage.CompressedManifestStaticFilesStorage"
        if PRODUCTION
        else "django.contrib.staticfiles.storage.StaticFilesStorage"
    },
}
WHITENOISE_USE_FINDERS = not PRODUCTION
WHITENOISE_AUTOREFRESH = not PRODUCTION
FILE_UPLOAD_PERMISSIONS = 0o644
