"""Addresses of the public front that are no pages in the tree."""

from django.urls import path

from . import views

app_name = "home"

urlpatterns = [path("soeg/", views.search, name="search")]
