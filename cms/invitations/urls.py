"""The addresses of links that are each one person's: pass, own page, handing over, door, own calendar."""

from django.urls import path

from . import calendar_views, views, visitor_views

app_name = "invitations"
urlpatterns = [
    path("min-kalender/ny/", calendar_views.renew_calendar, name="renew_calendar"),
    path("min-kalender/<str:token>/", calendar_views.own_calendar, name="own_calendar"),
    path("deltag/<int:day_id>/", visitor_views.apply, name="apply"),
    path("deltag/tak/", visitor_views.asked, name="asked"),
    path("deltag/bekraeft/<str:token>/", visitor_views.confirm, name="confirm"),
    path("kollega/<str:token>/", views.use_pass, name="pass"),
    path("gaest/<str:token>/", views.guest, name="guest"),
    path("gaest/<str:token>/bevis/", views.guest_certificate, name="guest_certificate"),
    path("ankomst/<str:code>/", views.arrival, name="arrival"),
    path("overtag/<str:token>/", views.take_over, name="handover"),
]
