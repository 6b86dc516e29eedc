"""The public addresses of members."""

from django.urls import path

from . import answer_views, series_views, views

app_name = "members"
urlpatterns = [
    path("bliv-medlem/", views.join, name="join"),
    path("bliv-medlem/arbejdsplads/", views.workplace, name="workplace"),
    path("bliv-medlem/tak/", views.thanks, name="thanks"),
    path("bliv-medlem/velkommen/", views.welcome, name="welcome"),
    path("nej-tak/<str:token>/", series_views.leave_series, name="leave_series"),
    path("er-du-her/<str:token>/", answer_views.still_here, name="still_here"),
    path("bliv-medlem/bekraeft/<str:token>/", views.confirm, name="confirm"),
]
