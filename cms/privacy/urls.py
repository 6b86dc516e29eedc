"""The address of the page on privacy, in the language that it is read in."""

from django.urls import path

from cms.content.paths import spoken

from . import views

urlpatterns = [path(spoken("privatliv/", "privacy/"), views.privacy, name="privacy")]
