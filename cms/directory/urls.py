"""The addresses of the directory and of one's own profile, in the language that they are read in."""

from django.urls import path

from cms.content.paths import spoken

from . import own_views, views

app_name = "directory"
urlpatterns = [
    path(spoken("medlemmer/", "members/"), views.directory, name="directory"),
    path(spoken("medlemmer/<str:code>/", "members/<str:code>/"), views.person, name="person"),
    path(
        spoken("medlemmer/svar/<str:code>/", "members/answer/<str:code>/"),
        views.answer,
        name="answer",
    ),
    path(spoken("min-side/profil/", "my-page/profile/"), own_views.profile, name="profile"),
]
