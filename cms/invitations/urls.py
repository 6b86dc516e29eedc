"""The addresses of links that are each one person's: the pass, the guest's own page, handing a seat over."""

from django.urls import path

from . import views

app_name = "invitations"
urlpatterns = [
    path("kollega/<str:token>/", views.use_pass, name="pass"),
    path("gaest/<str:token>/", views.guest, name="guest"),
    path("overtag/<str:token>/", views.take_over, name="handover"),
]
