"""Addresses of the public front that are no pages in the tree."""

from django.urls import path

from . import machine_views
from .finding import views

app_name = "home"

urlpatterns = [
    path("soeg/", views.search, name="search"),
    path("nyt.atom", machine_views.news_feed, name="news_feed"),
    path("historier.atom", machine_views.stories_feed, name="stories_feed"),
    path("midler.atom", machine_views.funding_feed, name="funding_feed"),
    path("midler.ics", machine_views.funding_calendar, name="funding_calendar"),
]
