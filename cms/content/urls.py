"""Addresses of what is computed for pages."""

from django.urls import re_path

from . import views

app_name = "content"

urlpatterns = [
    re_path(r"^share/(?P<pk>\d{1,10})-(?P<mark>[0-9a-f]{12})\.png$", views.share, name="share"),
    # Every part is bounded here: what does not match is nobody's picture.
    re_path(
        r"^(?P<edition>\d{1,3})/(?P<seed>[a-z0-9]{1,20})"
        r"-(?P<goals>0|[1-9]\d?(?:\.[1-9]\d?){0,2})"
        r"-(?P<shape>[a-z]{1,10})\.(?P<format>svg|png)$",
        views.cover,
        name="cover",
    ),
]
