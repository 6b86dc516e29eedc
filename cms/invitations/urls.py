"""The addresses of links that are each one person's: pass, the guest's own page, handing over, the door."""

from django.urls import path

from . import views

app_name = "invitations"
urlpatterns = [
    path("kollega/<str:token>/", views.use_pass, name="pass"),
    path("gaest/<str:token>/", views.guest, name="guest"),
    path("ankomst/<str:code>/", views.arrival, name="arrival"),
    path("overtag/<str:token>/", views.take_over, name="handover"),
]
