"""Addresses that stand at the root, whatever the language: programs look for them there."""

from django.urls import path

from . import machine_views

urlpatterns = [
    path("sitemap.xml", machine_views.sitemap, name="sitemap"),
    path("sitemap-<int:number>.xml", machine_views.sitemap_file, name="sitemap_file"),
    path("robots.txt", machine_views.robots, name="robots"),
    path(".well-known/security.txt", machine_views.security, name="security"),
]
