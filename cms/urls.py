"""The map of addresses. `home` and `newsletters` are named as strings only."""

from django.conf import settings
from django.conf.urls.i18n import i18n_patterns
from django.conf.urls.static import static
from django.urls import include, path
from wagtail import urls as wagtail_urls
from wagtail.admin import urls as wagtailadmin_urls
from wagtail.documents import urls as wagtaildocs_urls

from cms.accounts.views import editor_sign_in
from cms.health import health

urlpatterns = [
    path("health/", health, name="health"),
    path("admin/login/", editor_sign_in),
    path("admin/", include(wagtailadmin_urls)),
    path("documents/", include(wagtaildocs_urls)),
    path("covers/", include("cms.content.urls")),
    path("api/", include("cms.api.urls")),
    path("organisationer/", include("cms.organisations.urls")),
    path("", include("newsletters.hooks")),
    path("", include("home.root_urls")),
]
if settings.DEBUG:
    urlpatterns += static(settings.MEDIA_URL, document_root=settings.MEDIA_ROOT)
if settings.MAIL_PROVIDER == "outbox" and not settings.PRODUCTION:
    urlpatterns += [path("outbox/", include("cms.mail.urls"))]
# Danish stands without a prefix, English under /en/. So that the address alone decides the language.
urlpatterns += i18n_patterns(
    path("", include("newsletters.urls")),
    path("", include("cms.members.urls")),
    path("", include("cms.accounts.urls")),
    path("", include("cms.directory.urls")),
    path("", include("cms.invitations.urls")),
    path("", include("cms.participation.evaluations.urls")),
    path("", include("cms.participation.wishes.urls")),
    path("", include("cms.participation.decisions.urls")),
    path("", include("cms.privacy.urls")),
    path("", include("cms.accessibility.urls")),
    path("", include("home.urls")),
    path("", include(wagtail_urls)),
    prefix_default_language=False,
)
