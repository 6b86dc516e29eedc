"""What keeps people safe: keys, cookies, headers, limits."""

import secrets
from urllib.parse import urlsplit

from csp.constants import NONE, SELF

from .base import DEBUG, ENV, PRODUCTION, SITE_URL, VAR_DIR

_https = SITE_URL.startswith("https://")


def development_key(name: str) -> str:
    """A key of this machine's own, kept in var/ so that what it signed survives a restart."""
    path = VAR_DIR / name
    if not path.exists():
        VAR_DIR.mkdir(parents=True, exist_ok=True)
        path.touch(mode=0o600)
        path.write_text(secrets.token_urlsafe(50))
    return path.read_text().strip()


SECRET_KEY = ENV["SECRET_KEY"] or development_key("secret_key")
# A key apart, because it must outlive every change of SECRET_KEY: with another one, the addresses that
# must not be mailed are not recognised any more.
SUPPRESSION_KEY = ENV["SUPPRESSION_KEY"] or development_key("suppression_key")

# Whoever watches the site asks for its health inside the machine.
ALLOWED_HOSTS = [urlsplit(SITE_URL).hostname, *ENV["ALLOWED_HOSTS"], "localhost", "127.0.0.1"]
if DEBUG:
    ALLOWED_HOSTS += ["[::1]", "testserver"]

AUTH_PASSWORD_VALIDATORS = [
    {"NAME": f"django.contrib.auth.password_validation.{name}"}
    for name in (
        "UserAttributeSimilarityValidator",
        "MinimumLengthValidator",
        "CommonPasswordValidator",
        "NumericPasswordValidator",
    )
]
PASSWORD_HASHERS = [
    "django.contrib.auth.hashers.Argon2PasswordHasher",
    "django.contrib.auth.hashers.PBKDF2PasswordHasher",
]

SESSION_COOKIE_HTTPONLY = True
SESSION_COOKIE_SAMESITE = "Lax"
CSRF_COOKIE_SAMESITE = "Lax"
LANGUAGE_COOKIE_SAMESITE = "Lax"
if PRODUCTION:
    SESSION_COOKIE_SECURE = CSRF_COOKIE_SECURE = LANGUAGE_COOKIE_SECURE = True
    SESSION_COOKIE_NAME = "__Host-session"
    CSRF_COOKIE_NAME = "__Host-csrf"
    SECURE_SSL_REDIRECT = True
    SECURE_HSTS_SECONDS = 365 * 24 * 3600
    SECURE_HSTS_INCLUDE_SUBDOMAINS = True
    SECURE_HSTS_PRELOAD = True
    # Health is asked inside the machine, over plain HTTP.
    SECURE_REDIRECT_EXEMPT = [r"^health/$"]
if ENV["BEHIND_PROXY"]:
    SECURE_PROXY_SSL_HEADER = ("HTTP_X_FORWARDED_PROTO", "https")
BEHIND_PROXY = ENV["BEHIND_PROXY"]
CSRF_TRUSTED_ORIGINS = [SITE_URL] if _https else []

SECURE_CONTENT_TYPE_NOSNIFF = True
SECURE_REFERRER_POLICY = "same-origin"
SECURE_CROSS_ORIGIN_OPENER_POLICY = "same-origin"
# Wagtail's preview shows a page in a frame of its own admin, so Django's wish for DENY cannot be met.
X_FRAME_OPTIONS = "SAMEORIGIN"
SILENCED_SYSTEM_CHECKS = ["security.W019"]

# Strict for the public; cms.security relaxes scripts and styles for Wagtail's admin alone.
CONTENT_SECURITY_POLICY = {
    "DIRECTIVES": {
        "default-src": [SELF],
        "img-src": [SELF, "data:"],
        "object-src": [NONE],
        "base-uri": [SELF],
        "form-action": [SELF],
        "frame-ancestors": [SELF],
    }
}

# How many may sign up to the network in an hour: from one IP address, from one network, and in all.
JOIN_PER_IP = ENV["JOIN_PER_IP"]
JOIN_PER_NETWORK = ENV["JOIN_PER_NETWORK"]
JOIN_PER_HOUR = ENV["JOIN_PER_HOUR"]

DATA_UPLOAD_MAX_MEMORY_SIZE = 5 * 1024 * 1024
DATA_UPLOAD_MAX_NUMBER_FIELDS = 10_000
