"""Addresses of the register that the public may ask."""

from django.urls import path

from . import views

app_name = "organisations"

urlpatterns = [path("", views.find, name="find")]
