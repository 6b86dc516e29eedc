"""The address of the statement, in the language that it is read in, and the one that the law names."""

from django.urls import path, re_path

from cms.content.paths import spoken

from . import views

urlpatterns = [
    path(spoken("tilgaengelighed/", "accessibility/"), views.accessibility, name="accessibility"),
    re_path(r"^was/?$", views.was, name="was"),
]
