"""Where the local outbox stands, on development machines only."""

from django.urls import path

from . import views

app_name = "outbox"
urlpatterns = [
    path("", views.letters, name="letters"),
    path("<slug:name>/", views.letter, name="letter"),
    path("<slug:name>/html/", views.letter_html, name="letter_html"),
    path("<slug:name>/source/", views.letter_source, name="letter_source"),
]
