"""What does not depend on where the project runs: apps, middleware, templates, languages, Wagtail."""

from pathlib import Path

from django.utils.translation import gettext_lazy as _

from .env import read_environment

BASE_DIR = Path(__file__).resolve().parents[2]
ENV = read_environment()
VAR_DIR = Path(ENV["VAR_DIR"] or BASE_DIR / "var")

PRODUCTION = ENV["ENVIRONMENT"] == "production"
DEBUG = not PRODUCTION
SITE_URL = ENV["SITE_URL"]

INSTALLED_APPS = [
    "home",
    "newsletters",
    "cms",
    "wagtail.contrib.forms",
    "wagtail.contrib.redirects",
    "wagtail.contrib.settings",
    "wagtail.contrib.simple_translation",
    "wagtail.contrib.routable_page",
    "wagtail.contrib.search_promotions",
    "wagtail.embeds",
    "wagtail.sites",
    "wagtail.locales",
    "wagtail.users",
    "wagtail.snippets",
    "wagtail.documents",
    "wagtail.images",
    "wagtail.search",
    "wagtail.admin",
    "wagtail.api.v2",
    "wagtail.api.v3",
    "wagtail",
    "wagtail_modeladmin",
    "modelcluster",
    "taggit",
    "rest_framework",
    "django_filters",
    "django_tasks",
    "django_tasks_db",
    "anymail",
    "csp",
    "allauth",
    "allauth.account",
    "allauth.mfa",
    "allauth.usersessions",
    "django.contrib.auth",
    "django.contrib.contenttypes",
    "django.contrib.sessions",
    "django.contrib.messages",
    "django.contrib.staticfiles",
]

MIDDLEWARE = [
    "cms.maintenance.MaintenanceMiddleware",
    "cms.caching.middleware.PageCacheMiddleware",
    "django.middleware.security.SecurityMiddleware",
    "whitenoise.middleware.WhiteNoiseMiddleware",
    "csp.middleware.CSPMiddleware",
    "cms.security.AdminPolicyMiddleware",
    "django.contrib.sessions.middleware.SessionMiddleware",
    "django.middleware.locale.LocaleMiddleware",
    "django.middleware.common.CommonMiddleware",
    "cms.api.bounds.BoundsMiddleware",
    "django.middleware.csrf.CsrfViewMiddleware",
    "django.contrib.auth.middleware.AuthenticationMiddleware",
    "allauth.account.middleware.AccountMiddleware",
    "cms.accounts.guarding.GuardMiddleware",
    "django.contrib.messages.middleware.MessageMiddleware",
    "django.middleware.clickjacking.XFrameOptionsMiddleware",
    "home.moved.MovedMiddleware",
]

ROOT_URLCONF = "cms.urls"
WSGI_APPLICATION = "cms.wsgi.application"
ASGI_APPLICATION = "cms.asgi.application"
DEFAULT_AUTO_FIELD = "django.db.models.BigAutoField"
AUTH_USER_MODEL = "cms.User"

TEMPLATES = [
    {
        "BACKEND": "django.template.backends.django.DjangoTemplates",
        "DIRS": [BASE_DIR / "templates"],
        "APP_DIRS": True,
        "OPTIONS": {
            "context_processors": [
                "django.template.context_processors.debug",
                "django.template.context_processors.request",
                "django.contrib.auth.context_processors.auth",
                "django.contrib.messages.context_processors.messages",
                "wagtail.contrib.settings.context_processors.settings",
            ],
        },
    }
]

LANGUAGE_CODE = "da"
LANGUAGES = [("da", _("Danish")), ("en", _("English"))]
TIME_ZONE = "Europe/Copenhagen"
USE_TZ = True
USE_I18N = True
# The second path completes Wagtail's own Danish, of which it ships about a sixth.
LOCALE_PATHS = [BASE_DIR / "cms" / "locale", BASE_DIR / "cms" / "locale" / "wagtail"]

WAGTAIL_SITE_NAME = "Verdensmålsnetværket"
WAGTAILADMIN_USER_LOGIN_FORM = "cms.accounts.forms.EditorForm"
WAGTAILADMIN_USER_PASSWORD_RESET_FORM = "cms.members.forms.ResetPasswordForm"  # noqa: S105 - a form
WAGTAILADMIN_BASE_URL = SITE_URL
WAGTAILADMIN_PERMITTED_LANGUAGES = [("da", "Dansk"), ("en", "English")]
# Network days stand in Danish time, whoever writes them; so nobody chooses another.
WAGTAIL_USER_TIME_ZONES = [TIME_ZONE]
WAGTAIL_CONTENT_LANGUAGES = LANGUAGES
WAGTAIL_I18N_ENABLED = True
WAGTAIL_ENABLE_UPDATE_CHECK = False
WAGTAIL_GRAVATAR_PROVIDER_URL = None
WAGTAIL_DATE_FORMAT = "%d.%m.%Y"
WAGTAIL_DATETIME_FORMAT = "%d.%m.%Y %H:%M"
WAGTAIL_TIME_FORMAT = "%H:%M"
WAGTAILEMBEDS_RESPONSIVE_HTML = True
# An editor pastes addresses; nothing on this server may fetch one that is not on this list.
WAGTAILEMBEDS_FINDERS = [{"class": "wagtail.embeds.finders.oembed", "providers": []}]
WAGTAILDOCS_SERVE_METHOD = "serve_view"
WAGTAILDOCS_EXTENSIONS = ["pdf", "docx", "xlsx", "pptx", "odt", "ods", "odp", "csv", "txt", "zip"]
WAGTAILIMAGES_EXTENSIONS = ["jpg", "jpeg", "png", "webp", "avif", "gif"]
WAGTAILIMAGES_MAX_UPLOAD_SIZE = 10 * 1024 * 1024
WAGTAILIMAGES_MAX_IMAGE_PIXELS = 40_000_000
WAGTAILAPI_LIMIT_MAX = 100
WAGTAILAPI_BASE_URL = SITE_URL
WAGTAILSEARCH_BACKENDS = {
    "default": {"BACKEND": "cms.content.searching", "SEARCH_CONFIG": "danish"},
}

# Wagtail's own jobs (search index, references) run at once on `default`, so that what is saved is found
# without a worker. Ours wait in the database for `manage.py db_worker`, and `tick` finds what it lost.
TASKS = {
    "default": {"BACKEND": "django_tasks.backends.immediate.ImmediateBackend"},
    "mail": {
        "BACKEND": "cms.broker.CeleryBackend"
        if ENV["BROKER_URL"]
        else "django_tasks_db.DatabaseBackend",
        # Service mail goes before newsletters; a worker may also take it alone.
        "QUEUES": ["letters", "mail"],
    },
}
CELERY_BROKER_URL = ENV["BROKER_URL"]
CELERY_TASK_SERIALIZER = "json"
CELERY_ACCEPT_CONTENT = ["json"]
# A message that a worker holds is one that no other can take.
CELERY_WORKER_PREFETCH_MULTIPLIER = 1
CELERY_TASK_DEFAULT_QUEUE = "mail"
CELERY_BROKER_CONNECTION_RETRY_ON_STARTUP = True
# Who rings waits no longer than this for a broker that is not there.
CELERY_BROKER_TRANSPORT_OPTIONS = {"max_retries": 1, "interval_start": 0, "interval_max": 0.2}
CELERY_BROKER_CONNECTION_TIMEOUT = 2
CELERY_TASK_PUBLISH_RETRY = False

# What `manage.py tick` runs, besides Wagtail's own publishing: `step(now=…)` returns {what: how many}.
TICK_STEPS = [
    "cms.mail.sweeping.sweep",
    "cms.accessibility.reminders.remind",
    "cms.readership.sweeping.sweep",
    "newsletters.delivery.sweeping.sweep",
    "newsletters.tracking.retention.sweep",
    "cms.members.sweeping.sweep",
    "cms.members.presence.sweep",
    "cms.members.proofs.sweep",
    "cms.imports.sweeping.sweep",
    "cms.accounts.sweeping.sweep",
    "cms.directory.sweeping.sweep",
    "cms.library.sweeping.sweep",
    "cms.invitations.sweeping.sweep",
    "cms.participation.evaluations.sweeping.sweep",
    "cms.participation.decisions.sweeping.sweep",
]

# How long a process keeps the areas and goals that the form of joining offers.
JOIN_CHOICES_SECONDS = 30

# Which days are to come, for the letter to a new member: `days(now)` returns them, the next first. Members
# do not know of invitations, so this is a name.
DAYS_TO_COME = "cms.invitations.queries.open_invitations"

# What `manage.py demo` runs after migrating, in this order: dotted names of `fill(report)` functions.
# The order is that of the tree: the network page before what stands below it, plain pages last in the menu.
DEMO_STEPS = [
    "cms.demo.register.fill",
    "home.demo.front.fill",
    "cms.demo.pages.fill",
    "cms.demo.library.fill",
    "cms.demo.people.fill",
    "cms.demo.directory.fill",
    "cms.demo.joining.fill",
    "cms.demo.seats.fill",
    "cms.demo.evaluations.fill",
    "cms.demo.presence.fill",
    "cms.demo.influence.fill",
    "newsletters.demo.issues.fill",
    "home.demo.plain.fill",
    "cms.demo.accessibility.fill",
    "home.demo.picks.fill",
    "newsletters.demo.sending.fill",
]

# Public pages are made once and given to all, until something public changes: see `cms.caching`.
PAGE_CACHE = PRODUCTION
CDN_SECONDS = ENV["CDN_SECONDS"]
WAGTAILFRONTENDCACHE = {"default": ENV["CDN_PURGE"]} if ENV["CDN_PURGE"] else {}

WAGTAILAPI_DOCS_ENABLED = ENV["API_V3_DOCS"]

LOGGING = {
    "version": 1,
    "disable_existing_loggers": False,
    "formatters": {"line": {"format": "{asctime} {levelname} {name} {message}", "style": "{"}},
    # A link that opens something stands in no log.
    "filters": {"masked": {"()": "cms.logs.MaskTokens"}},
    "handlers": {
        "console": {
            "class": "logging.StreamHandler",
            "formatter": "line",
            "filters": ["masked"],
        }
    },
    "root": {"handlers": ["console"], "level": "INFO"},
    # Two lines for every saved page say nothing; what fails is said.
    "loggers": {
        name: {"level": "WARNING"}
        for name in ("django_tasks", "django_tasks_db", "fontTools", "fpdf")
    },
}
