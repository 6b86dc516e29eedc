"""Who carries the mail. `cms.mail.providers` says what each one can do; here is how it is reached."""

from importlib.util import find_spec
from typing import Any
from urllib.parse import unquote, urlsplit

from .base import ENV, VAR_DIR

MAIL_PROVIDER = ENV["MAIL_PROVIDER"]
MAIL_BATCH_SIZE = ENV["MAIL_BATCH_SIZE"]
DEFAULT_FROM_EMAIL = ENV["MAIL_FROM"]
SERVER_EMAIL = DEFAULT_FROM_EMAIL
EMAIL_SUBJECT_PREFIX = ""
MAIL_CALLS = ENV["MAIL_CALLS"]
MAIL_RATE = ENV["MAIL_RATE"]
# The longest that one call to a provider may take, in seconds, whatever the provider does.
MAIL_DEADLINE = 60
# How long after an unknown outcome the provider is asked what it has (longer than the deadline and than
# the provider needs to list what it took), and how long after that a second time.
MAIL_QUIET = 15 * 60
MAIL_LOOK_AGAIN = 5 * 60
# Who may report what became of letters.
MAIL_WEBHOOK_SECRET = ENV["MAIL_WEBHOOK_SECRET"]
MAIL_WEBHOOK_KEY = ENV["MAIL_WEBHOOK_KEY"]
OUTBOX_DIR = VAR_DIR / "outbox"

MAIL_BACKEND = {
    "outbox": "cms.mail.outbox.OutboxBackend",
    "smtp": "django.core.mail.backends.smtp.EmailBackend",
    "mailgun": "anymail.backends.mailgun.EmailBackend",
    "brevo": "anymail.backends.brevo.EmailBackend",
    "mailjet": "anymail.backends.mailjet.EmailBackend",
    "sparkpost": "anymail.backends.sparkpost.EmailBackend",
    "postmark": "anymail.backends.postmark.EmailBackend",
    "resend": "anymail.backends.resend.EmailBackend",
    "ses": "anymail.backends.amazon_ses.EmailBackend",
    "scaleway": "anymail.backends.scaleway.EmailBackend",
}[MAIL_PROVIDER]
# What Django and Wagtail send themselves (passwords, workflow) goes the same way.
EMAIL_BACKEND = MAIL_BACKEND

_smtp = urlsplit(ENV["MAIL_SMTP_URL"])
EMAIL_HOST = _smtp.hostname or "localhost"
EMAIL_PORT = _smtp.port or (465 if _smtp.scheme == "smtps" else 25)
EMAIL_HOST_USER = unquote(_smtp.username or "")
EMAIL_HOST_PASSWORD = unquote(_smtp.password or "")
EMAIL_USE_SSL = _smtp.scheme == "smtps"
EMAIL_USE_TLS = _smtp.scheme == "smtp" and bool(_smtp.username)
# A filter may think about a letter for a while before it says yes.
EMAIL_TIMEOUT = 60


def ses_config() -> Any:
    """No second try of botocore's own, no proxy of the environment, no hanging: see `cms.mail.hardening`."""
    if MAIL_PROVIDER != "ses" or find_spec("botocore") is None:
        return None
    from botocore.config import Config

    return Config(
        retries={"total_max_attempts": 1},
        proxies={},
        connect_timeout=5,
        read_timeout=30,
        tcp_keepalive=True,
    )


_key, _secret = ENV["MAIL_API_KEY"], ENV["MAIL_API_SECRET"]
_url, _account = ENV["MAIL_API_URL"], ENV["MAIL_API_ACCOUNT"]
_in_europe = ENV["MAIL_REGION"] == "eu"
# Anymail's names for what we call key, secret, address and account.
_ANYMAIL_NAMES = {
    "mailgun": {
        "MAILGUN_API_KEY": _key,
        "MAILGUN_SENDER_DOMAIN": _account,
        "MAILGUN_API_URL": _url
        or ("https://api.eu.mailgun.net/v3" if _in_europe else "https://api.mailgun.net/v3"),
        "MAILGUN_WEBHOOK_SIGNING_KEY": MAIL_WEBHOOK_KEY,
    },
    "brevo": {"BREVO_API_KEY": _key, "BREVO_API_URL": _url},
    "mailjet": {"MAILJET_API_KEY": _key, "MAILJET_SECRET_KEY": _secret, "MAILJET_API_URL": _url},
    "sparkpost": {
        "SPARKPOST_API_KEY": _key,
        "SPARKPOST_API_URL": _url
        or (
            "https://api.eu.sparkpost.com/api/v1"
            if _in_europe
            else "https://api.sparkpost.com/api/v1"
        ),
    },
    "postmark": {"POSTMARK_SERVER_TOKEN": _key, "POSTMARK_API_URL": _url},
    "resend": {
        "RESEND_API_KEY": _key,
        "RESEND_API_URL": _url,
        "RESEND_SIGNING_SECRET": MAIL_WEBHOOK_KEY,
    },
    "ses": {
        "AMAZON_SES_CLIENT_PARAMS": {
            name: value
            for name, value in {
                "aws_access_key_id": _key,
                "aws_secret_access_key": _secret,
                "region_name": _account or "eu-north-1",
                "endpoint_url": _url,
                "config": ses_config(),
            }.items()
            if value
        }
    },
    "scaleway": {
        "SCALEWAY_SECRET_KEY": _key,
        "SCALEWAY_PROJECT_ID": _account,
        "SCALEWAY_API_URL": _url,
    },
}
ANYMAIL = {
    "REQUESTS_TIMEOUT": (5, 30),
    "SEND_DEFAULTS": {},
    **({"WEBHOOK_SECRET": MAIL_WEBHOOK_SECRET} if MAIL_WEBHOOK_SECRET else {}),
    **{name: value for name, value in _ANYMAIL_NAMES.get(MAIL_PROVIDER, {}).items() if value},
}
