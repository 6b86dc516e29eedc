"""The addresses of links that are each one person's: pass, own page, handing over, door, own calendar."""

from django.urls import path

from . import calendar_views, views

app_name = "invitations"
urlpatterns = [
    path("min-kalender/ny/", calendar_views.renew_calendar, name="renew_calendar"),
    path("min-kalender/<str:token>/", calendar_views.own_calendar, name="own_calendar"),
    path("kollega/<str:token>/", views.use_pass, name="pass"),
    path("gaest/<str:token>/", views.guest, name="guest"),
    path("ankomst/<str:code>/", views.arrival, name="arrival"),
    path("overtag/<str:token>/", views.take_over, name="handover"),
]
