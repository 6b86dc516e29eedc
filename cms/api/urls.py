"""Where the API stands: `/api/v2/` is stable, `/api/v3-preview/` may change in any release."""

from django.urls import path
from wagtail.api.v3.urls import api as v3

from .routers import router

urlpatterns = [path("v2/", router.urls), path("v3-preview/", v3.urls)]
