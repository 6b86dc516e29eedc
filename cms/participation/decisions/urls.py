"""The addresses of a season's decision, in the language that they are read in."""

from django.urls import path

from cms.content.paths import spoken

from . import letter_views, views

app_name = "decisions"
urlpatterns = [
    path(spoken("saesonen/", "season/"), views.season, name="season"),
    path(
        spoken("saesonen/<int:pk>/forslag/", "season/<int:pk>/proposals/"),
        views.propose,
        name="propose",
    ),
    path(
        spoken("saesonen/forslag/<str:code>/slet/", "season/proposals/<str:code>/delete/"),
        views.take_back,
        name="take_back",
    ),
    path(spoken("saesonen/<int:pk>/stem/", "season/<int:pk>/vote/"), views.cast, name="cast"),
    path(spoken("min-side/saeson/", "my-page/season/"), views.renew, name="renew"),
    path(spoken("min-side/vaagn/", "my-page/wake/"), views.wake, name="wake"),
    path(
        spoken("saesonen/svar/<str:token>/", "season/answer/<str:token>/"),
        letter_views.renew_by_letter,
        name="renew_by_letter",
    ),
]
