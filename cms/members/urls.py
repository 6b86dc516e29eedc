"""The public addresses of members."""

from django.urls import path

from . import views

app_name = "members"
urlpatterns = [
    path("bliv-medlem/", views.join, name="join"),
    path("bliv-medlem/arbejdsplads/", views.workplace, name="workplace"),
    path("bliv-medlem/tak/", views.thanks, name="thanks"),
    path("bliv-medlem/velkommen/", views.welcome, name="welcome"),
    path("bliv-medlem/bekraeft/<str:token>/", views.confirm, name="confirm"),
]
